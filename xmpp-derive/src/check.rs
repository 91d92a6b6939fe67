//! The keys of `#[check(..)]`.

use crate::errors::Errors;
use crate::keys::Keys;
use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Ident, Lit, LitInt, LitStr, Path, Token, UnOp};

/// The checks of one field.
#[derive(Default)]
pub(crate) struct Facets {
    /// The shortest length.
    pub(crate) min_length: Option<u64>,
    /// The longest length.
    pub(crate) max_length: Option<u64>,
    /// The smallest value, as text.
    pub(crate) min: Option<String>,
    /// The largest value, as text.
    pub(crate) max: Option<String>,
    /// The fewest children.
    pub(crate) min_occurs: Option<u64>,
    /// The most children.
    pub(crate) max_occurs: Option<u64>,
    /// The regular expression that values match.
    pub(crate) pattern: Option<String>,
    /// The one value, as text.
    pub(crate) fixed: Option<String>,
}

/// A check of a whole struct.
pub(crate) enum TypeCheck {
    /// A function.
    With(Path),
    /// A rule of the catalogue.
    Rule(Rule),
}

/// A rule across fields.
pub(crate) struct Rule {
    /// Its name.
    pub(crate) name: LitStr,
    /// The stanza error condition to answer.
    pub(crate) answer: LitStr,
    /// The clause.
    pub(crate) spec: Option<LitStr>,
    /// It holds only where each of these fields has one of the values.
    pub(crate) when: Vec<(Ident, Vec<LitStr>)>,
    /// What must be.
    pub(crate) demands: Vec<Demand>,
}

/// What a rule asks for.
pub(crate) enum Demand {
    /// A field holds so many values.
    Count(Ident, u64, Option<u64>),
    /// No two values of a field agree, in that field of theirs.
    Distinct(Ident, Option<Ident>),
    /// Two fields differ.
    Differ(Ident, Ident),
}

const FACETS: &[&str] = &[
    "min_length",
    "max_length",
    "min",
    "max",
    "min_occurs",
    "max_occurs",
    "pattern",
    "fixed",
];

const RULE_KEYS: &[&str] = &[
    "with", "rule", "when", "count", "distinct", "differ", "answer", "spec",
];

impl Facets {
    /// Reads `#[check(..)]` of a field or newtype.
    pub(crate) fn read(attributes: &[Attribute], on: &str, errors: &mut Errors) -> Self {
        let mut keys = Keys::read(attributes, "check", errors);
        let facets = Self {
            min_length: number(&mut keys, "min_length", errors),
            max_length: number(&mut keys, "max_length", errors),
            min: bound(&mut keys, "min", errors),
            max: bound(&mut keys, "max", errors),
            min_occurs: number(&mut keys, "min_occurs", errors),
            max_occurs: number(&mut keys, "max_occurs", errors),
            pattern: pattern(&mut keys, errors),
            fixed: keys
                .text("fixed", "fixed = \"1.0\"", errors)
                .map(|text| text.value()),
        };
        keys.finish(&format!("`#[check(..)]` on {on}"), FACETS, errors);
        facets
    }

    /// Whether a length or a value is bounded, or a value is asked for.
    pub(crate) const fn bounds_values(&self) -> bool {
        self.min_length.is_some()
            || self.max_length.is_some()
            || self.min.is_some()
            || self.max.is_some()
            || self.pattern.is_some()
            || self.fixed.is_some()
    }

    /// Whether occurrence is bounded.
    pub(crate) const fn bounds_occurrence(&self) -> bool {
        self.min_occurs.is_some() || self.max_occurs.is_some()
    }
}

/// Reads every `#[check(..)]` of a struct.
pub(crate) fn read_checks(attributes: &[Attribute], errors: &mut Errors) -> Vec<TypeCheck> {
    let mut checks = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("check") {
            let mut keys = Keys::read_one(attribute, errors);
            if let Some(path) = keys.parsed("with", "with = Type::function", errors) {
                checks.push(TypeCheck::With(path));
            }
            if let Some(rule) = read_rule(&mut keys, attribute, errors) {
                checks.push(TypeCheck::Rule(rule));
            }
            keys.finish("`#[check(..)]` on a struct", RULE_KEYS, errors);
        }
    }
    checks
}

fn read_rule(keys: &mut Keys, attribute: &Attribute, errors: &mut Errors) -> Option<Rule> {
    let name = keys.text("rule", "rule = \"name-of-the-rule\"", errors);
    let when = keys.group(
        "when",
        "when(field = \"a\" | \"b\")",
        Punctuated::<When, Token![,]>::parse_terminated,
        errors,
    );
    let demands = read_demands(keys, errors);
    let answer = keys.text("answer", "answer = \"bad-request\"", errors);
    let spec = keys.text("spec", "spec = \"RFC 6120 §8.2.3\"", errors);
    let name = match name {
        Some(name) => name,
        None if demands.is_empty() && when.is_none() => return None,
        None => {
            errors.at(
                attribute,
                "a rule needs a name: write `rule = \"name-of-the-rule\"`",
            );
            return None;
        }
    };
    let asked = ["count", "distinct", "differ"]
        .iter()
        .any(|key| keys.take(key).is_some());
    if !asked {
        errors.at(
            &name,
            "the rule asks for nothing: write `count(field = 1)`, `distinct(field, by = \"lang\")` or `differ(field, other)`",
        );
    }
    Some(Rule {
        answer: answer.unwrap_or_else(|| LitStr::new("bad-request", name.span())),
        name,
        spec,
        when: when
            .into_iter()
            .flatten()
            .map(|when| (when.field, when.values))
            .collect(),
        demands,
    })
}

fn read_demands(keys: &mut Keys, errors: &mut Errors) -> Vec<Demand> {
    let mut demands = Vec::new();
    let counts = keys.group(
        "count",
        "count(field = 1, other = 0..=1)",
        Punctuated::<Count, Token![,]>::parse_terminated,
        errors,
    );
    for count in counts.into_iter().flatten() {
        demands.push(Demand::Count(count.field, count.min, count.max));
    }
    let distinct = keys.group(
        "distinct",
        "distinct(field, by = \"lang\")",
        Distinct::parse,
        errors,
    );
    if let Some(Distinct { field, by }) = distinct {
        demands.push(Demand::Distinct(field, by));
    }
    let differ = keys.group("differ", "differ(field, other)", Differ::parse, errors);
    if let Some(Differ { one, other }) = differ {
        demands.push(Demand::Differ(one, other));
    }
    demands
}

/// `field = "a" | "b"`
struct When {
    field: Ident,
    values: Vec<LitStr>,
}

impl Parse for When {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let field = field_name(input)?;
        input.parse::<Token![=]>()?;
        let values = Punctuated::<LitStr, Token![|]>::parse_separated_nonempty(input)?;
        Ok(Self {
            field,
            values: values.into_iter().collect(),
        })
    }
}

/// `field = 1`, `field = 0..=1`, `field = 1..`
struct Count {
    field: Ident,
    min: u64,
    max: Option<u64>,
}

impl Parse for Count {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let field = field_name(input)?;
        input.parse::<Token![=]>()?;
        let min = if input.peek(Token![..]) {
            None
        } else {
            Some(input.parse::<LitInt>()?.base10_parse()?)
        };
        let max = if input.peek(Token![..=]) {
            input.parse::<Token![..=]>()?;
            Some(input.parse::<LitInt>()?.base10_parse()?)
        } else if input.peek(Token![..]) {
            let dots = input.parse::<Token![..]>()?;
            if !(input.is_empty() || input.peek(Token![,])) {
                return Err(syn::Error::new_spanned(
                    dots,
                    "write `..=`: the last number counts",
                ));
            }
            None
        } else {
            min
        };
        Ok(Self {
            field,
            min: min.unwrap_or(0),
            max,
        })
    }
}

/// `field, by = "lang"`
struct Distinct {
    field: Ident,
    by: Option<Ident>,
}

impl Parse for Distinct {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let field = field_name(input)?;
        if input.is_empty() {
            return Ok(Self { field, by: None });
        }
        input.parse::<Token![,]>()?;
        let key = input.call(Ident::parse_any)?;
        if key != "by" {
            return Err(syn::Error::new(key.span(), "write `by = \"lang\"`"));
        }
        input.parse::<Token![=]>()?;
        let by: LitStr = input.parse()?;
        let by = by
            .parse_with(Ident::parse_any)
            .map_err(|_| syn::Error::new(by.span(), "name a field of the child"))?;
        Ok(Self {
            field,
            by: Some(by),
        })
    }
}

/// `field, other`
struct Differ {
    one: Ident,
    other: Ident,
}

impl Parse for Differ {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let one = field_name(input)?;
        input.parse::<Token![,]>()?;
        let other = field_name(input)?;
        Ok(Self { one, other })
    }
}

fn field_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), "expected the name of a field"))
}

fn number(keys: &mut Keys, key: &str, errors: &mut Errors) -> Option<u64> {
    let number: LitInt = keys.parsed(key, &format!("{key} = 1"), errors)?;
    errors.keep(number.base10_parse())
}

/// A regular expression that the runtime can run.
fn pattern(keys: &mut Keys, errors: &mut Errors) -> Option<String> {
    let text: LitStr = keys.text("pattern", "pattern = \"[a-z]+\"", errors)?;
    match regex_lite::Regex::new(&text.value()) {
        Ok(_) => Some(text.value()),
        Err(error) => {
            errors.at(&text, format!("this is no regular expression: {error}"));
            None
        }
    }
}

/// A number with its sign, or text.
fn bound(keys: &mut Keys, key: &str, errors: &mut Errors) -> Option<String> {
    let value: Expr = keys.parsed(key, &format!("{key} = 1"), errors)?;
    let text = bound_text(&value);
    if text.is_none() {
        errors.at(
            &value,
            format!("a bound is a literal: write `{key} = 1` or `{key} = \"2000-01-01\"`"),
        );
    }
    text
}

fn bound_text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Str(text) => Some(text.value()),
            Lit::Int(number) => Some(number.base10_digits().to_owned()),
            Lit::Float(number) => Some(number.base10_digits().to_owned()),
            _ => None,
        },
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => match &**expr {
            Expr::Lit(ExprLit {
                lit: Lit::Int(_) | Lit::Float(_),
                ..
            }) => bound_text(expr).map(|text| format!("-{text}")),
            _ => None,
        },
        _ => None,
    }
}

/// The place of a rule's name, for what it says about fields.
pub(crate) fn unknown_field(field: &Ident, known: &[String]) -> (Span, String) {
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    (
        field.span(),
        format!(
            "`{field}` is no field of this struct that a rule can speak of; there are {}",
            crate::keys::list(&names)
        ),
    )
}
