//! What reading and checking find, and who keeps it.

use crate::{Answer, Position, Rule};
use std::fmt;

/// One broken rule: which, where, and what to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// The element or attribute concerned, from the root: `iq/query/item[1]/@jid`.
    ///
    /// An element has an index, counted from 1, only where siblings of its name stand beside it.
    pub path: String,
    /// Where it stands in the input; absent for a value that never was input.
    pub position: Option<Position>,
    /// How many bytes of the input it covers from there; 0 where `position` is absent.
    pub length: usize,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// A way out, where there is one: ``did you mean `both`?``
    pub help: Option<String>,
}

impl Finding {
    /// What RFC 6120 tells the receiver to answer.
    pub const fn answer(&self) -> Answer {
        self.rule.answer()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.position {
            write!(f, "{position}: ")?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} ({})", self.message, self.rule)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Finding {}

/// Who hears of findings while a stanza is read: a peer needs one answer, a person wants them all.
pub trait Findings {
    /// Takes a finding. `make` is called only by those who keep it.
    fn report(&mut self, make: &mut dyn FnMut() -> Finding);
}

/// Keeps the first finding whose answer a peer must hear: enough to answer with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstOnly {
    first: Option<Finding>,
}

impl FirstOnly {
    /// The first finding that asks for an answer, if any.
    pub const fn finding(&self) -> Option<&Finding> {
        self.first.as_ref()
    }

    /// The first finding that asks for an answer, owned.
    pub fn into_finding(self) -> Option<Finding> {
        self.first
    }

    /// The answer owed: [`Answer::Nothing`] when all is well.
    pub fn answer(&self) -> Answer {
        self.first.as_ref().map_or(Answer::Nothing, Finding::answer)
    }
}

impl Findings for FirstOnly {
    fn report(&mut self, make: &mut dyn FnMut() -> Finding) {
        if self.first.is_none() {
            let finding = make();
            if finding.answer() != Answer::Nothing {
                self.first = Some(finding);
            }
        }
    }
}

/// Keeps every finding, in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// A report without findings.
    pub const fn new() -> Self {
        Self {
            findings: Vec::new(),
        }
    }

    /// The findings, in the order in which they were reported.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether nothing was found.
    pub const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// The answer that a server would send: that of the first finding which asks for one.
    pub fn answer(&self) -> Answer {
        self.findings
            .iter()
            .map(Finding::answer)
            .find(|answer| *answer != Answer::Nothing)
            .unwrap_or(Answer::Nothing)
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl Findings for Report {
    fn report(&mut self, make: &mut dyn FnMut() -> Finding) {
        self.findings.push(make());
    }
}

impl IntoIterator for Report {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.findings.into_iter()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings
            .iter()
            .try_for_each(|finding| writeln!(f, "{finding}"))
    }
}

impl std::error::Error for Report {}

/// Drops findings: for those who only want the value.
impl Findings for () {
    fn report(&mut self, _: &mut dyn FnMut() -> Finding) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_as_much_of_its_place_as_it_knows() {
        let finding = |path: &str| Finding {
            rule: Rule::NOT_WELL_FORMED,
            path: path.to_owned(),
            position: None,
            length: 0,
            message: "XML cannot carry it".to_owned(),
            help: None,
        };
        let said = "message/body: XML cannot carry it (not-well-formed)";
        assert_eq!(finding("message/body").to_string(), said);
        let said = "XML cannot carry it (not-well-formed)";
        assert_eq!(finding("").to_string(), said);
    }
}
