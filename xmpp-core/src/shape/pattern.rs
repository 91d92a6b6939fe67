//! Facets that ask for more than a bound: a pattern, one fixed value.

use super::facet::each;
use super::{Field, Values};
use crate::{Checker, Rule, TextError, XmlText};
use regex_lite::Regex;
use std::sync::OnceLock;

/// A regular expression that the whole text of a value matches (`pattern`). It runs in linear time, and is read when the first
/// value comes.
#[derive(Debug)]
pub struct Pattern {
    expression: &'static str,
    program: OnceLock<Option<Regex>>,
}

/// The one value that there is (`fixed`), as text of its own type.
#[derive(Clone, Copy, Debug)]
pub struct Fixed(pub &'static [&'static str]);

impl Pattern {
    /// A pattern that the derive has read already.
    pub const fn new(expression: &'static str) -> Self {
        Self {
            expression,
            program: OnceLock::new(),
        }
    }

    /// Whether a value matches.
    ///
    /// # Errors
    /// What was expected.
    pub fn check<T: XmlText>(&self, value: &T) -> Result<(), TextError> {
        let program = self
            .program
            .get_or_init(|| Regex::new(&format!(r"\A(?:{})\z", self.expression)).ok());
        match program {
            Some(program) if !program.is_match(&value.to_text()) => {
                let expected = xmpp_xml::wording::expected_pattern(self.expression);
                Err(TextError::expected(expected).with_rule(Rule::FACET))
            }
            _ => Ok(()),
        }
    }

    /// Checks the values of a field.
    pub fn check_field<V: Values>(&self, checker: &mut Checker<'_>, field: &Field, value: &V) {
        each(checker, field, value, &|item| self.check(item));
    }
}

impl Fixed {
    /// Whether a value is the one.
    ///
    /// # Errors
    /// Which one was expected.
    pub fn check<T: XmlText>(self, value: &T) -> Result<(), TextError> {
        let is_it =
            |text: &&str| T::from_text(text).is_ok_and(|fixed| fixed.to_text() == value.to_text());
        if self.0.iter().any(is_it) {
            return Ok(());
        }
        Err(TextError::one_of(self.0))
    }

    /// Checks the values of a field.
    pub fn check_field<V: Values>(self, checker: &mut Checker<'_>, field: &Field, value: &V) {
        each(checker, field, value, &|item| self.check(item));
    }
}
