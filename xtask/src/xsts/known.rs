//! The tests that are known to miss, and why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where the list is, relative to the root of the repository.
pub(super) const LIST: &str = "tests/suite/known-misses.txt";

/// The list: a test and a reason a line, `instance set/group/name: reason`; `#` begins a comment.
#[derive(Debug, Default)]
pub(super) struct Known {
    reasons: BTreeMap<String, String>,
}

impl Known {
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let path = root.join(LIST);
        let text = fs::read_to_string(&path).map_err(|error| format!("{LIST}: {error}"))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut known = Self::default();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (test, reason) = line
                .split_once(": ")
                .filter(|(_, reason)| !reason.trim().is_empty())
                .ok_or_else(|| format!("{LIST}:{}: no reason is given", at + 1))?;
            known.reasons.insert(test.to_owned(), reason.to_owned());
        }
        Ok(known)
    }

    pub(super) fn holds(&self, test: &str) -> bool {
        self.reasons.contains_key(test)
    }

    pub(super) fn len(&self) -> usize {
        self.reasons.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_a_reason_is_refused() {
        let known = Known::parse("# all of them\n\ninstance a/b/c: it is odd\n").unwrap();
        assert!(known.holds("instance a/b/c"));
        assert!(Known::parse("instance a/b/c").is_err());
        assert!(Known::parse("instance a/b/c: ").is_err());
    }
}
