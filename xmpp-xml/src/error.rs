//! Why the reader refused its input.

use crate::{Answer, Finding, Position, Rule};
use std::fmt;

/// The input broke a rule of XML, or of streams; the reader goes no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    finding: Box<Finding>,
    position: Position,
}

impl XmlError {
    pub(crate) fn new(
        rule: Rule,
        position: Position,
        length: usize,
        path: String,
        message: String,
    ) -> Self {
        let finding = Box::new(Finding {
            rule,
            path,
            position: Some(position),
            length,
            message,
            help: None,
        });
        Self { finding, position }
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> &Rule {
        &self.finding.rule
    }

    /// Where the input breaks it.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// One sentence, lower case, without a full stop.
    pub fn message(&self) -> &str {
        &self.finding.message
    }

    /// What RFC 6120 tells the receiver to answer: a stream error.
    pub const fn answer(&self) -> Answer {
        self.finding.answer()
    }

    /// The same as a finding, for a report.
    pub fn finding(&self) -> Finding {
        Finding::clone(&self.finding)
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.position, self.message(), self.rule())
    }
}

impl std::error::Error for XmlError {}
