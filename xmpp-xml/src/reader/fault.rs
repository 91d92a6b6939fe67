//! What is wrong with the input, before anyone has asked where.

use crate::Rule;

/// A broken rule at an index of the buffer, in a box, so that results stay small on the good path.
#[derive(Debug)]
pub(super) struct Fault(pub(super) Box<Details>);

#[derive(Debug)]
pub(super) struct Details {
    pub(super) rule: Rule,
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(rule: Rule, at: usize, length: usize, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            rule,
            at,
            length,
            message: message.into(),
        }))
    }

    pub(super) fn not_well_formed(at: usize, length: usize, message: impl Into<String>) -> Self {
        Self::new(Rule::NOT_WELL_FORMED, at, length, message)
    }

    pub(super) fn namespace(at: usize, length: usize, message: impl Into<String>) -> Self {
        Self::new(Rule::NAMESPACE_NOT_WELL_FORMED, at, length, message)
    }

    pub(super) fn restricted(at: usize, length: usize, message: impl Into<String>) -> Self {
        Self::new(Rule::RESTRICTED_XML, at, length, message)
    }

    pub(super) fn policy(at: usize, what: &str, limit: usize) -> Self {
        let message = format!("more than {limit} {what}");
        Self::new(Rule::POLICY_VIOLATION, at, 1, message)
    }
}
