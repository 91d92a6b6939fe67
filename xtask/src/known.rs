//! Lists of what is known to differ from what others expect, and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A list: a name and a reason a line, `instance set/group/name: reason`; `#` begins a comment.
#[derive(Debug, Default)]
pub(crate) struct Known {
    reasons: BTreeMap<String, String>,
}

impl Known {
    /// Reads the list of that name, relative to the root of the repository.
    pub(crate) fn read(root: &Path, list: &str) -> Result<Self, String> {
        let text =
            fs::read_to_string(root.join(list)).map_err(|error| format!("{list}: {error}"))?;
        Self::parse(list, &text)
    }

    fn parse(list: &str, text: &str) -> Result<Self, String> {
        let mut known = Self::default();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (test, reason) = line
                .split_once(": ")
                .filter(|(_, reason)| !reason.trim().is_empty())
                .ok_or_else(|| format!("{list}:{}: no reason is given", at + 1))?;
            known.reasons.insert(test.to_owned(), reason.to_owned());
        }
        Ok(known)
    }

    pub(crate) fn holds(&self, test: &str) -> bool {
        self.reasons.contains_key(test)
    }

    /// Why a name is in the list.
    pub(crate) fn reason(&self, test: &str) -> Option<&str> {
        self.reasons.get(test).map(String::as_str)
    }

    /// The names in the list, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.reasons.keys().map(String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.reasons.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_reason_is_refused() {
        let known = Known::parse("list", "# all of them\n\ninstance a/b/c: it is odd\n").unwrap();
        assert!(known.holds("instance a/b/c"));
        assert!(Known::parse("list", "instance a/b/c").is_err());
        assert!(Known::parse("list", "instance a/b/c: ").is_err());
    }
}
