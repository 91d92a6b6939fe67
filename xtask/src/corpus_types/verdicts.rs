//! Two judges: whether the interpreter and the compiled types say the same of a document (ruling R4).
//!
//! What stands in a wildcard travels through a type as it was sent, and is read by a type of its own when somebody asks for it; the
//! interpreter judges it where it stands. So the verdict of the types is that of all types which read a part of the document.

use crate::known::Known;
use crate::said::Said;
use std::path::Path;

/// The differences that are as they must be: a line each.
const KNOWN: &str = "tests/suite/known-differences.txt";

/// What the two judges said of many documents.
#[derive(Default)]
pub(crate) struct Verdicts {
    /// How often they say the same.
    pub(crate) agreed: usize,
    /// Where they do not: document and type, and what each says.
    pub(crate) apart: Vec<(String, String)>,
}

impl Verdicts {
    /// Notes what both said: of the types whether they were content, of the interpreter what is wrong.
    pub(crate) fn note(&mut self, label: &str, types: Option<&str>, interpreter: Option<String>) {
        if types.is_none() == interpreter.is_none() {
            self.agreed += 1;
            return;
        }
        let said = |said: Option<&str>| said.unwrap_or("valid").to_owned();
        let line = format!(
            "{label}: the types: {}; the interpreter: {}",
            said(types),
            said(interpreter.as_deref())
        );
        self.apart.push((label.to_owned(), line));
    }

    /// A line for each difference.
    pub(crate) fn details(&self) -> Vec<String> {
        let lines = self.apart.iter();
        lines
            .map(|(_, line)| format!("two verdicts: {line}"))
            .collect()
    }

    /// Says how often they agree, and complains of differences that have no reason, and of reasons without a difference.
    ///
    /// # Errors
    /// The list of reasons cannot be read.
    pub(crate) fn judge(&self, root: &Path, said: &mut Said) -> Result<(), String> {
        let known = Known::read(root, KNOWN)?;
        let all = self.agreed + self.apart.len();
        said.say(format!(
            "interpreter and types: the same verdict on {} payloads of {all}, a known reason for {}",
            self.agreed,
            known.len()
        ));
        let new = self.apart.iter().filter(|(label, _)| !known.holds(label));
        for (_, line) in new {
            said.complain(format!("  {line}"));
        }
        for name in known.names() {
            if !self.apart.iter().any(|(label, _)| label == name) {
                said.complain(format!("  {KNOWN}: {name}: they agree"));
            }
        }
        Ok(())
    }
}
