//! The keys of `#[xml(..)]` and `#[check(..)]`: read, looked up, and complained about.

use crate::errors::Errors;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Token};

/// Every key of one item, and which of them were looked up.
pub(crate) struct Keys {
    entries: Vec<Entry>,
    /// Whether something could not be read as a key.
    broken: bool,
}

/// One key with its value.
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: Ident,
    value: Value,
    used: bool,
}

enum Value {
    None,
    Assigned(TokenStream),
    Group(Group),
}

impl Keys {
    /// The keys of all attributes of that name.
    pub(crate) fn read(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Self {
        let mut keys = Self::new(Vec::new());
        for attribute in attributes {
            if attribute.path().is_ident(name) {
                keys.extend(Self::read_one(attribute, errors), errors);
            }
        }
        keys
    }

    /// The keys of one attribute.
    pub(crate) fn read_one(attribute: &Attribute, errors: &mut Errors) -> Self {
        let parsed = attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated);
        let mut keys = Self::new(Vec::new());
        match errors.keep(parsed) {
            Some(parsed) => keys.extend(Self::new(parsed.into_iter().collect()), errors),
            None => keys.broken = true,
        }
        keys
    }

    /// The entry of a key, where it is there.
    pub(crate) fn take(&mut self, key: &str) -> Option<&Entry> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key)?;
        entry.used = true;
        Some(entry)
    }

    /// Where the key stands, if it is there and takes no value.
    pub(crate) fn flag(&mut self, key: &str, errors: &mut Errors) -> Option<Span> {
        let entry = self.take(key)?;
        if !matches!(entry.value, Value::None) {
            errors.at(
                &entry.key,
                format!("`{key}` takes no value: write just `{key}`"),
            );
        }
        Some(entry.key.span())
    }

    /// The text that is the value of a key.
    pub(crate) fn text(&mut self, key: &str, example: &str, errors: &mut Errors) -> Option<LitStr> {
        self.parsed(key, example, errors)
    }

    /// The value of a key.
    pub(crate) fn parsed<T: Parse>(
        &mut self,
        key: &str,
        example: &str,
        errors: &mut Errors,
    ) -> Option<T> {
        self.take(key)?.parse(example, errors)
    }

    /// The value of a key; the inner `None` where there is no `=`.
    pub(crate) fn maybe<T: Parse>(
        &mut self,
        key: &str,
        example: &str,
        errors: &mut Errors,
    ) -> Option<Option<T>> {
        let entry = self.take(key)?;
        match entry.value {
            Value::None => Some(None),
            _ => entry.parse(example, errors).map(Some),
        }
    }

    /// What stands in the parentheses of a key.
    pub(crate) fn group<T>(
        &mut self,
        key: &str,
        example: &str,
        parser: impl Parser<Output = T>,
        errors: &mut Errors,
    ) -> Option<T> {
        let entry = self.take(key)?;
        match &entry.value {
            Value::Group(group) => errors.keep(parser.parse2(group.stream())),
            _ => {
                errors.at(&entry.key, format!("write `{example}`"));
                None
            }
        }
    }

    /// Complains about keys that nobody looked up: `known` are the keys that could stand here. Says whether all is well.
    pub(crate) fn finish(self, on: &str, known: &[&str], errors: &mut Errors) -> bool {
        let mut clean = !self.broken;
        for entry in self.entries.iter().filter(|entry| !entry.used) {
            let key = entry.key.unraw().to_string();
            let meant = known.iter().find(|known| is_slip(&key, known));
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known are {}", list(known)),
            };
            errors.at(&entry.key, format!("`{key}` is no key of {on}; {help}"));
            clean = false;
        }
        clean
    }

    const fn new(entries: Vec<Entry>) -> Self {
        Self {
            entries,
            broken: false,
        }
    }

    fn extend(&mut self, more: Self, errors: &mut Errors) {
        self.broken |= more.broken;
        for entry in more.entries {
            if entry.key != "with" && self.entries.iter().any(|known| known.key == entry.key) {
                errors.at(&entry.key, format!("`{}` is given twice", entry.key));
            } else {
                self.entries.push(entry);
            }
        }
    }
}

impl Entry {
    fn parse<T: Parse>(&self, example: &str, errors: &mut Errors) -> Option<T> {
        if let Value::Assigned(tokens) = &self.value
            && let Ok(value) = syn::parse2(tokens.clone())
        {
            return Some(value);
        }
        errors.at(&self.key, format!("write `{example}`"));
        None
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any).map_err(|error| {
            syn::Error::new(error.span(), "expected a key, such as `attribute`")
        })?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Assigned(until_comma(input)?)
        } else if input.peek(syn::token::Paren) {
            match input.parse::<TokenTree>()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    Value::Group(group)
                }
                other => return Err(syn::Error::new(other.span(), "expected `(..)`")),
            }
        } else {
            Value::None
        };
        Ok(Self {
            key,
            value,
            used: false,
        })
    }
}

fn until_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}

/// `a`, `b` and `c`.
pub(crate) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} and {last}", head.join(", ")),
        other => other.concat(),
    }
}

/// Whether one word is the other with one letter too much, too few, wrong or exchanged, or a beginning of it.
fn is_slip(word: &str, known: &str) -> bool {
    if known.starts_with(word) && word.len() > 2 {
        return true;
    }
    let (long, short) = if word.len() >= known.len() {
        (word.as_bytes(), known.as_bytes())
    } else {
        (known.as_bytes(), word.as_bytes())
    };
    let same = long.iter().zip(short).take_while(|(a, b)| a == b).count();
    let (long, short) = (&long[same..], &short[same..]);
    match (long, short) {
        ([_, long @ ..], short) if long == short => true,
        ([a, b, long @ ..], [c, d, short @ ..]) if a == d && b == c => long == short,
        ([_, long @ ..], [_, short @ ..]) => long == short,
        _ => false,
    }
}
