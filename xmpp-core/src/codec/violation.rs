//! What a check of one's own finds.

use crate::Rule;

/// A value breaks a rule: what a function named in `#[check(with = path)]` returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// A way out, where there is one.
    pub help: Option<String>,
}

impl Violation {
    /// The value breaks that rule.
    pub fn new(rule: Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            help: None,
        }
    }

    /// The same, with a way out.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}
