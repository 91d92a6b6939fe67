//! Why text is no value of a type.

use crate::Rule;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use xmpp_xml::wording;

/// Why text is no value of a type: the rule it breaks, and what was expected instead.
///
/// It does not hold the text: who reports it knows where the text stands.
///
/// It is one pointer: a value that is read is moved as often as its type is asked, and should not be larger than itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError(Box<Broken>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Broken {
    rule: Rule,
    expected: Expected,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expected {
    /// A noun phrase: `a whole number from 0 to 255`.
    Phrase(Cow<'static, str>),
    /// One value of a list.
    OneOf(&'static [&'static str]),
    /// One value of a list, or what a noun phrase names.
    Any(Vec<&'static str>, Vec<Cow<'static, str>>),
}

impl TextError {
    /// Something else was expected, named by a noun phrase: `a whole number from 0 to 255`.
    #[cold]
    pub fn expected(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Expected::Phrase(what.into()))
    }

    /// One of these values was expected.
    #[cold]
    pub fn one_of(values: &'static [&'static str]) -> Self {
        Self::new(Expected::OneOf(values))
    }

    /// No member of a union took the text: neither one of these values was found nor what its other types expect.
    #[cold]
    pub fn none_of(
        values: &'static [&'static str],
        members: impl IntoIterator<Item = Self>,
    ) -> Self {
        let (mut values, mut phrases) = (values.to_vec(), Vec::new());
        let mut first = None;
        for member in members {
            let Broken { rule, expected } = *member.0;
            match expected {
                Expected::Phrase(_) if rule == Rule::INVALID_JID => {
                    phrases.push(Cow::Borrowed(wording::AN_ADDRESS));
                }
                Expected::Phrase(phrase) => phrases.push(phrase),
                Expected::OneOf(more) => values.extend(more),
                Expected::Any(more, others) => {
                    values.extend(more);
                    phrases.extend(others);
                }
            }
            first.get_or_insert(rule);
        }
        let mut seen = BTreeSet::new();
        phrases.retain(|phrase| seen.insert(phrase.clone()));
        // A facet is what is broken where no list of values is.
        let of_facet = first.filter(|rule| values.is_empty() && *rule == Rule::FACET);
        let error = Self::new(Expected::Any(values, phrases));
        error.with_rule(of_facet.unwrap_or(Rule::INVALID_VALUE))
    }

    fn new(expected: Expected) -> Self {
        Self(Box::new(Broken {
            rule: Rule::INVALID_VALUE,
            expected,
        }))
    }

    /// The same, breaking another rule than [`Rule::INVALID_VALUE`]: [`Rule::INVALID_JID`] for an address.
    ///
    /// For an address the phrase is the reason: `the localpart is empty`.
    #[must_use]
    pub fn with_rule(mut self, rule: Rule) -> Self {
        self.0.rule = rule;
        self
    }

    /// The rule that the text breaks.
    pub const fn rule(&self) -> &Rule {
        &self.0.rule
    }

    /// One sentence about `value`, which stands in the attribute or element that `of` names.
    pub fn message(&self, value: &str, of: &str) -> String {
        if self.0.rule == Rule::INVALID_JID {
            return wording::invalid_jid(value, of);
        }
        wording::invalid_value(value, of)
    }

    /// A way out: the value that was probably meant, else what was expected.
    pub fn help(&self, value: &str) -> String {
        let values = match &self.0.expected {
            Expected::OneOf(values) => values,
            Expected::Any(values, _) => values.as_slice(),
            Expected::Phrase(_) => &[],
        };
        wording::did_you_mean(value.trim(), values).unwrap_or_else(|| self.to_string())
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.expected {
            Expected::OneOf(values) => f.write_str(&wording::expected(values)),
            Expected::Any(values, phrases) => f.write_str(&wording::expected_any(values, phrases)),
            Expected::Phrase(reason) if self.0.rule == Rule::INVALID_JID => f.write_str(reason),
            Expected::Phrase(phrase) => write!(f, "expected {phrase}"),
        }
    }
}

impl std::error::Error for TextError {}
