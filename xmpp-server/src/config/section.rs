//! One table of the file: each key is asked for once, and what nobody asked for is unknown.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use xmpp_core::xml::wording::did_you_mean;

use super::complaint::Located;

/// What has been found so far.
#[derive(Debug, Default)]
pub(super) struct Complaints(pub(super) Vec<Located>);

impl Complaints {
    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.0.push(Located {
            span,
            message: message.into(),
        });
    }
}

/// One table of the file.
pub(super) struct Section<'d> {
    /// How it is called in complaints; empty for the file itself.
    name: &'static str,
    table: &'d DeTable<'d>,
    /// What was asked for.
    known: Vec<&'static str>,
}

impl<'d> Section<'d> {
    pub(super) const fn new(name: &'static str, table: &'d DeTable<'d>) -> Self {
        Self {
            name,
            table,
            known: Vec::new(),
        }
    }

    /// The value of a key, if it is there.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// A text, and where it stands.
    pub(super) fn text(
        &mut self,
        key: &'static str,
        complaints: &mut Complaints,
    ) -> Option<Spanned<&'d str>> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            complaints.wrong_kind(key, value, "a text in quotes");
        }
        text.map(|text| Spanned::new(value.span(), text))
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str, complaints: &mut Complaints) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            complaints.wrong_kind(key, value, "`true` or `false`");
        }
        flag
    }

    /// A number within bounds.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<u64>,
        complaints: &mut Complaints,
    ) -> Option<u64> {
        let value = self.value(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            complaints.wrong_kind(key, value, "a whole number");
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let within = number.filter(|number| bounds.contains(number));
        if within.is_none() {
            let (least, most) = bounds.into_inner();
            complaints.add(
                value.span(),
                format!("`{key}` has to be from {least} to {most}"),
            );
        }
        within
    }

    /// A list of texts, each with its place; one text alone is a list of one.
    pub(super) fn texts(
        &mut self,
        key: &'static str,
        complaints: &mut Complaints,
    ) -> Option<Vec<Spanned<&'d str>>> {
        let value = self.value(key)?;
        let one = std::slice::from_ref(value);
        let items = match value.get_ref() {
            DeValue::Array(items) => items.as_ref(),
            _ => one,
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Spanned::new(item.span(), text)),
                None => complaints.wrong_kind(key, item, "a list of texts in quotes"),
            }
        }
        Some(texts)
    }

    /// A table inside this one.
    pub(super) fn table(
        &mut self,
        key: &'static str,
        complaints: &mut Complaints,
    ) -> Option<&'d DeTable<'d>> {
        let value = self.value(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            complaints.wrong_kind(key, value, "a table");
        }
        table
    }

    /// Complains of every key that nobody asked for.
    pub(super) fn finish(self, complaints: &mut Complaints) {
        for key in self
            .table
            .keys()
            .filter(|key| !self.known.contains(&key.get_ref().as_ref()))
        {
            let place = if self.name.is_empty() {
                String::new()
            } else {
                format!(" in `[{}]`", self.name)
            };
            let hint = did_you_mean(key.get_ref(), &self.known)
                .unwrap_or_else(|| format!("known are {}", listed(&self.known)));
            complaints.add(
                key.span(),
                format!("there is no `{}`{place}; {hint}", key.get_ref()),
            );
        }
    }
}

impl Complaints {
    fn wrong_kind(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "`true` or `false`",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.add(
            value.span(),
            format!("`{key}` has to be {expected}, not {found}"),
        );
    }
}

fn listed(keys: &[&str]) -> String {
    let mut quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.pop() {
        Some(last) if quoted.is_empty() => last,
        Some(last) => format!("{} and {last}", quoted.join(", ")),
        None => "none".to_owned(),
    }
}
