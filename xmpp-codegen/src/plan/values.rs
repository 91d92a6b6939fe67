//! Enums of values, and values as Rust literals.

use super::build::Builder;
use super::doc;
use super::item::{Default, Literal, Member, TypeRef, Unknown, Value, Values};
use super::names;
use super::naming;
use super::rule::name_collision;
use super::simple::{self, Simple};
use super::survey::{Entry, EntryKind, Use};
use crate::model::{SimpleTypeId, Text, Type};

impl<'a> Builder<'_, 'a> {
    pub(super) fn values(&mut self, entry: &Entry<'a>, id: SimpleTypeId, name: String) -> Values {
        let (listed, open_ended) = simple::values(self.model, id);
        // What is in no list of a union is a value of a member.
        let is_union = matches!(
            simple::resolve(self.model, Type::Simple(id)),
            Simple::Union(_)
        );
        let open_ended = open_ended && !is_union;
        let mut values: Vec<Value> = Vec::new();
        for value in listed {
            let renamed = names::type_rename(&entry.place.value_of(value.text)).map(str::to_owned);
            let wanted = renamed.unwrap_or_else(|| naming::type_name(value.text));
            let name = naming::unique(wanted.clone(), |name| {
                values.iter().any(|known| known.name == name)
            });
            if name != wanted {
                let message = format!("two values of `{}` would be called `{wanted}`", entry.hint);
                let help = format!(
                    "rename one in the catalogue, at `{}={}`",
                    entry.place.path(),
                    value.text
                );
                let warning = name_collision::PAGE.report(entry.span, message);
                self.diagnostics
                    .push(warning.at(format!("becomes `{name}`")).help(help));
            }
            values.push(Value {
                name,
                text: value.text.to_owned(),
                doc: value.doc.map(str::to_owned),
            });
        }
        let default = self.standard(id, self.home);
        let default = default.and_then(|text| values.iter().position(|value| value.text == text));
        let members = self.members(id, &values);
        let eq = members.iter().all(|member| simple::is_eq(&member.type_));
        Values {
            doc: vec![self.values_doc(entry, id)],
            members,
            eq,
            unknown: self.unknown(entry, id, &values, open_ended),
            default,
            values,
            name,
        }
    }

    /// The variants of a union for values of other types.
    fn members(&self, id: SimpleTypeId, values: &[Value]) -> Vec<Member> {
        if !matches!(
            simple::resolve(self.model, Type::Simple(id)),
            Simple::Union(_)
        ) {
            return Vec::new();
        }
        let mut members: Vec<Member> = Vec::new();
        for type_ in simple::members(self.model, id) {
            let rust = self.type_ref(type_);
            if members.iter().any(|known| known.type_ == rust) {
                continue;
            }
            let (hint, text) = self.member_hint(type_);
            let name = naming::unique(naming::type_name(&hint), |name| {
                values.iter().any(|known| known.name == name)
                    || members.iter().any(|known| known.name == name)
            });
            members.push(Member {
                name,
                type_: rust,
                doc: doc::sentence(&text),
            });
        }
        members
    }

    /// What a member of a union is called, and what is said of it.
    fn member_hint(&self, type_: Type) -> (String, String) {
        if let Type::Simple(id) = type_
            && let Some(name) = &self.model[id].name
        {
            let text = self.model[id].doc.as_ref();
            let text = text
                .map(Text::to_string)
                .unwrap_or_else(|| format!("a value of the type `{}`", name.local));
            return (name.local.to_string(), text);
        }
        match simple::resolve(self.model, type_) {
            Simple::Builtin(builtin, ..) => (
                simple::member_name(builtin),
                format!("a value of `xs:{}`", builtin.name()),
            ),
            Simple::List(..) => ("list".to_owned(), "several values".to_owned()),
            Simple::Values(_) | Simple::Union(_) | Simple::Text => {
                ("other".to_owned(), "another value".to_owned())
            }
        }
    }

    /// A default as a literal of the type, where it has one.
    pub(super) fn default(&self, type_: Type, rust: &TypeRef, text: &str) -> Option<Default> {
        if let Simple::Values(id) | Simple::Union(id) = simple::resolve(self.model, type_) {
            return self.default_variant(id, rust, text);
        }
        let TypeRef::Plain(rust) = rust else {
            return None;
        };
        let trimmed = text.trim();
        let plain = |standard: bool, text: String| {
            let literal = Literal::Plain(text);
            Some(if standard {
                Default::Standard(literal)
            } else {
                Default::Value(literal)
            })
        };
        match *rust {
            "String" if text.is_empty() => Some(Default::Standard(Literal::Text(String::new()))),
            "String" => Some(Default::Value(Literal::Text(text.to_owned()))),
            "bool" => plain(
                matches!(trimmed, "false" | "0"),
                matches!(trimmed, "true" | "1").to_string(),
            ),
            "f32" | "f64" => {
                let number: f64 = trimmed
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())?;
                plain(number == 0.0, format!("{number:?}"))
            }
            _ => {
                let number: i128 = trimmed.parse().ok()?;
                plain(number == 0, number.to_string())
            }
        }
    }

    fn default_variant(&self, id: SimpleTypeId, rust: &TypeRef, text: &str) -> Option<Default> {
        let home = self.modules.of_simple(id).unwrap_or(self.home);
        let (values, _) = simple::values(self.model, id);
        let text = text.trim();
        let at = values.iter().position(|value| value.text == text)?;
        let literal = Literal::Variant {
            type_: rust.clone(),
            variant: self.variant_names(id, home).swap_remove(at),
        };
        let standard = self.standard(id, home).as_deref() == Some(text);
        Some(if standard {
            Default::Standard(literal)
        } else {
            Default::Value(literal)
        })
    }

    /// The names of the variants of an enum of values, as [`Self::values`] gives them.
    fn variant_names(&self, id: SimpleTypeId, home: usize) -> Vec<String> {
        let entry = self.found[home]
            .entries
            .iter()
            .find(|entry| matches!(entry.kind, EntryKind::Simple { id: known, .. } if known == id));
        let mut names: Vec<String> = Vec::new();
        for value in simple::values(self.model, id).0 {
            let renamed =
                entry.and_then(|entry| names::type_rename(&entry.place.value_of(value.text)));
            let wanted = renamed.map_or_else(|| naming::type_name(value.text), str::to_owned);
            names.push(naming::unique(wanted, |name| {
                names.iter().any(|known| known == name)
            }));
        }
        names
    }

    /// The value that is the `Default` of an enum: that of the first use with a default.
    fn standard(&self, id: SimpleTypeId, home: usize) -> Option<String> {
        let text = self.uses(id, home).find_map(|use_| use_.default.as_deref());
        text.map(|text| text.trim().to_owned())
    }

    fn uses(&self, id: SimpleTypeId, home: usize) -> impl Iterator<Item = &Use<'a>> {
        let uses = self.found[home].uses.iter();
        uses.filter(move |(used, _)| *used == id)
            .map(|(_, use_)| use_)
    }

    fn values_doc(&self, entry: &Entry<'a>, id: SimpleTypeId) -> String {
        let spoken = entry
            .place
            .value(|section| &section.doc)
            .map(String::as_str);
        let named = matches!(entry.kind, EntryKind::Simple { named: true, .. });
        let text = spoken.filter(|_| named).or(self.model[id].doc.as_deref());
        if let Some(text) = text {
            return doc::sentence(text);
        }
        match self.uses(id, self.home).next() {
            Some(use_) if !named => format!("Values of `{}`.", use_.shown),
            _ => format!("Values of the type `{}`.", entry.hint),
        }
    }

    fn unknown(
        &mut self,
        entry: &Entry<'a>,
        id: SimpleTypeId,
        values: &[Value],
        open_ended: bool,
    ) -> Unknown {
        let used = self
            .uses(id, self.home)
            .find_map(|use_| use_.place.spanned(|section| &section.unknown));
        let said = entry.place.spanned(|section| &section.unknown).or(used);
        let policy = said.map(|said| said.get_ref().as_str());
        let keep = || {
            Unknown::Keep(naming::unique("Other".to_owned(), |name| {
                values.iter().any(|value| value.name == name)
            }))
        };
        match policy {
            Some("keep") => keep(),
            None if open_ended => keep(),
            Some(policy) if policy.starts_with("default:") => {
                let wanted = policy.trim_start_matches("default:");
                if let Some(value) = values.iter().find(|value| value.text == wanted) {
                    return Unknown::Variant(value.name.clone());
                }
                let message = format!("`{wanted}` is no value of `{}`", entry.hint);
                self.invalid(said, entry, message);
                Unknown::Invalid
            }
            Some(_) | None => Unknown::Invalid,
        }
    }
}
