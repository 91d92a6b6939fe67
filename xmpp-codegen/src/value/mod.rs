//! Whether text is a value of a simple type (XSD part 2).
//!
//! [`Datatypes`] knows every type and facet to the letter, with its values, their equality and their order. `check` judges as
//! the generated types do: every built-in type's lexical space in the forms that XMPP writes, and every facet;
//! it compares bounds of numbers only.

mod address;
mod atom;
mod builtin;
mod calendar;
mod datatypes;
mod duration;
mod facet;
mod lexical;
mod limit;
mod number;
mod strict;

pub(crate) use builtin::{Bound, bound, is_measured_alike, is_value};
pub use datatypes::{Datatypes, Scope};

use crate::model::datatype::Builtin;
use crate::model::facet::WhiteSpace;
use crate::model::{Model, SimpleType, Type, Variety};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::BTreeSet;
use xmpp_xml::{Rule, wording};

/// Why text is no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault<'m> {
    /// [`Rule::INVALID_VALUE`], [`Rule::INVALID_JID`] or [`Rule::FACET`].
    pub(crate) rule: Rule,
    /// What was expected instead.
    pub(crate) expected: Expected<'m>,
    /// The place in the schema that says so, where it is more than the type's name.
    pub(crate) span: Option<Span>,
}

/// What was expected instead of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected<'m> {
    /// One of these.
    OneOf(Vec<&'m str>),
    /// One of these, or what a noun phrase names.
    Any(Vec<&'m str>, Vec<Cow<'static, str>>),
    /// A noun phrase: `a whole number from 0 to 255`.
    Phrase(Cow<'static, str>),
    /// A whole clause: `the localpart is empty`.
    Reason(String),
}

/// Judges text against a type.
///
/// # Errors
/// The first thing that is wrong with it.
pub(crate) fn check<'m>(model: &'m Model, type_: Type, text: &str) -> Result<(), Fault<'m>> {
    check_within(model, type_, text, DEEPEST)
}

/// A value as a type writes it, so that equal values have equal text: what generated types write, as far as rules of the
/// catalogue compare it.
pub(crate) fn canonical(model: &Model, type_: Type, text: &str) -> String {
    let derivation = Derivation::of(model, type_);
    let text = normalize(text, derivation.white_space());
    match derivation.base {
        Base::Builtin(builtin) => lexical::canonical(builtin, &text),
        Base::Any | Base::List(_) | Base::Union(_) => text.into_owned(),
    }
}

/// The values of the enumeration that bounds a type, empty where none does.
pub(crate) fn enumeration(model: &Model, type_: Type) -> Vec<&str> {
    Derivation::of(model, type_)
        .steps
        .iter()
        .map(|step| &step.facets.enumeration)
        .find(|values| !values.is_empty())
        .map(|values| values.iter().map(|one| one.value.as_str()).collect())
        .unwrap_or_default()
}

/// How deep lists and unions are followed into their items and members. No schema goes deeper than two.
const DEEPEST: usize = 16;

fn check_within<'m>(
    model: &'m Model,
    type_: Type,
    text: &str,
    depth: usize,
) -> Result<(), Fault<'m>> {
    if depth == 0 {
        return Ok(());
    }
    let derivation = Derivation::of(model, type_);
    let text = normalize(text, derivation.white_space());
    match derivation.base {
        Base::Any => {}
        Base::Builtin(builtin) => lexical::check(builtin, &text)?,
        Base::List(item) => {
            for item_text in text.split_ascii_whitespace() {
                check_within(model, item, item_text, depth - 1)?;
            }
        }
        Base::Union(members) => {
            let mut faults = Vec::new();
            for member in members {
                match check_within(model, *member, &text, depth - 1) {
                    Ok(()) => break,
                    Err(fault) => faults.push(fault),
                }
            }
            if faults.len() == members.len() {
                return Err(union_fault(faults));
            }
        }
    }
    derivation
        .steps
        .iter()
        .try_for_each(|step| facet::check(&step.facets, derivation.base, &text))
}

/// A value is in no member of a union: any of their enumerations, or what the others expected.
fn union_fault(faults: Vec<Fault<'_>>) -> Fault<'_> {
    let (mut values, mut phrases) = (Vec::new(), Vec::<Cow<'static, str>>::new());
    let first = faults.first().map(|fault| (fault.rule.clone(), fault.span));
    for fault in faults {
        let more = match fault.expected {
            Expected::OneOf(more) => {
                values.extend(more);
                continue;
            }
            Expected::Any(more, others) => {
                values.extend(more);
                others
            }
            Expected::Phrase(phrase) => vec![phrase],
            Expected::Reason(_) => vec![Cow::Borrowed(wording::AN_ADDRESS)],
        };
        phrases.extend(more);
    }
    let mut seen = BTreeSet::new();
    phrases.retain(|phrase| seen.insert(phrase.clone()));
    // A facet is what is broken where no list of values is.
    let of_facet = first.filter(|(rule, _)| values.is_empty() && *rule == Rule::FACET);
    let (rule, span) = of_facet.unwrap_or((Rule::INVALID_VALUE, None));
    let expected = match phrases.is_empty() {
        true => Expected::OneOf(values),
        false => Expected::Any(values, phrases),
    };
    Fault {
        rule,
        expected,
        span,
    }
}

/// What a simple type is made of: the steps of restriction from the type itself down, and what they restrict.
struct Derivation<'m> {
    steps: Vec<&'m SimpleType>,
    base: Base<'m>,
}

/// What is left of a simple type without its restrictions.
#[derive(Clone, Copy)]
enum Base<'m> {
    Any,
    Builtin(Builtin),
    List(Type),
    Union(&'m [Type]),
}

impl<'m> Derivation<'m> {
    fn of(model: &'m Model, mut type_: Type) -> Self {
        /// Longer chains are circles, which the resolver has reported.
        const LONGEST: usize = 100;
        let mut steps = Vec::new();
        let base = loop {
            match type_ {
                Type::Any | Type::Complex(_) => break Base::Any,
                Type::Builtin(builtin) => break Base::Builtin(builtin),
                Type::Simple(id) => {
                    let Some(step) = model.simple_types.get(id.0 as usize) else {
                        break Base::Any;
                    };
                    steps.push(step);
                    match &step.variety {
                        Variety::Restriction(base) if steps.len() < LONGEST => type_ = *base,
                        Variety::Restriction(_) => break Base::Any,
                        Variety::List(item) => break Base::List(*item),
                        Variety::Union(members) => break Base::Union(members),
                    }
                }
            }
        };
        Self { steps, base }
    }

    /// What happens to white space: the facet nearest to the type, else the base's habit. Values of a list of values are
    /// words, so white space around them is dropped even where their base is `xs:string`.
    fn white_space(&self) -> WhiteSpace {
        let enumerated = self
            .steps
            .iter()
            .any(|step| !step.facets.enumeration.is_empty());
        if enumerated {
            return WhiteSpace::Collapse;
        }
        let facet = self
            .steps
            .iter()
            .find_map(|step| step.facets.white_space.as_ref());
        match (facet, self.base) {
            (Some(facet), _) => facet.value,
            (None, Base::Builtin(builtin)) => lexical::white_space(builtin),
            (None, Base::Any | Base::Union(_)) => WhiteSpace::Preserve,
            (None, Base::List(_)) => WhiteSpace::Collapse,
        }
    }
}

/// The text after white space was treated (XSD part 2 §4.3.6).
fn normalize(text: &str, white_space: WhiteSpace) -> Cow<'_, str> {
    match white_space {
        WhiteSpace::Preserve => Cow::Borrowed(text),
        WhiteSpace::Replace => Cow::Owned(text.replace(['\t', '\n', '\r'], " ")),
        WhiteSpace::Collapse if text.bytes().all(|byte| byte > b' ') => Cow::Borrowed(text), // mostly a word
        WhiteSpace::Collapse => {
            let trimmed = text.trim_matches(is_xml_space);
            let inner_spaces = trimmed
                .as_bytes()
                .windows(2)
                .any(|pair| pair[0].is_ascii_whitespace() && pair[1].is_ascii_whitespace());
            if !inner_spaces && !trimmed.contains(['\t', '\n', '\r']) {
                return Cow::Borrowed(trimmed);
            }
            let words: Vec<&str> = trimmed
                .split(is_xml_space)
                .filter(|word| !word.is_empty())
                .collect();
            Cow::Owned(words.join(" "))
        }
    }
}

const fn is_xml_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

impl Fault<'_> {
    /// Something else was expected, named by a noun phrase.
    fn expected(what: impl Into<Cow<'static, str>>) -> Self {
        Self {
            rule: Rule::INVALID_VALUE,
            expected: Expected::Phrase(what.into()),
            span: None,
        }
    }

    /// Whether the value is only outside a list of values.
    pub(crate) fn is_unknown(&self) -> bool {
        let is_listed = match &self.expected {
            Expected::OneOf(_) => true,
            Expected::Any(values, _) => !values.is_empty(),
            Expected::Phrase(_) | Expected::Reason(_) => false,
        };
        is_listed && self.rule == Rule::INVALID_VALUE
    }

    /// One sentence about `value`, which stands in the attribute or element that `of` names.
    pub(crate) fn message(&self, value: &str, of: &str) -> String {
        if self.rule == Rule::INVALID_JID {
            return wording::invalid_jid(value, of);
        }
        wording::invalid_value(value, of)
    }

    /// What was expected, in a few words.
    pub(crate) fn label(&self) -> String {
        match &self.expected {
            Expected::OneOf(values) => wording::expected(values),
            Expected::Any(values, phrases) => wording::expected_any(values, phrases),
            Expected::Phrase(phrase) => format!("expected {phrase}"),
            Expected::Reason(reason) => reason.clone(),
        }
    }

    /// The value that was probably meant, else what was expected.
    pub(crate) fn help(&self, value: &str) -> String {
        let meant = match &self.expected {
            Expected::OneOf(values) | Expected::Any(values, _) => {
                wording::did_you_mean(value.trim(), values)
            }
            Expected::Phrase(_) | Expected::Reason(_) => None,
        };
        meant.unwrap_or_else(|| self.label())
    }
}

#[cfg(test)]
mod datatypes_tests;
#[cfg(test)]
mod tests;
