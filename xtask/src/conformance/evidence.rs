//! Conversations and tests: what shows that something is done.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::list::{List, Row};
use super::read;

/// Where conversations stand.
const CONVERSATIONS: &str = "tests/conversations";

/// Where tests stand.
const CRATES: [&str; 6] = [
    "tests",
    "xmpp-xml",
    "xmpp-core",
    "xmpp-server",
    "xmpp-client",
    "xmpp-codegen",
];

/// Everything that can be named.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The conversations that cover something, by its name.
    covering: BTreeMap<String, Vec<String>>,
    conversations: BTreeSet<String>,
    /// Those in which the client is under test.
    of_clients: BTreeSet<String>,
    /// Tests as `FILE::FUNCTION`.
    tests: BTreeSet<String>,
}

impl Evidence {
    pub(super) fn gather(root: &Path) -> Result<Self, String> {
        let mut evidence = Self::default();
        evidence.take_conversations(&root.join(CONVERSATIONS))?;
        for name in CRATES {
            evidence.take_tests(root, &root.join(name))?;
        }
        Ok(evidence)
    }

    /// What shows a row: what it names, and the conversations of its side that name it or its clause. Where it is open, that is
    /// not enough, whatever comes near it.
    pub(super) fn of(&self, list: &List, row: &Row) -> Vec<String> {
        let mut shown = row.shown.clone();
        if !row.open.is_empty() {
            return shown;
        }
        let clause = match row.clause.is_empty() {
            true => format!("attack {}", row.id),
            false => format!("{}#{}", list.name, row.clause),
        };
        for name in [&row.id, &clause] {
            let conversations = self.covering.get(name).into_iter().flatten();
            let conversations = conversations.filter(|name| self.is_of_side(name, &row.side));
            shown.extend(conversations.map(|name| format!("conversation {name}")));
        }
        shown.sort();
        shown.dedup();
        shown
    }

    /// Whether there is such a conversation or test.
    pub(super) fn knows(&self, shown: &str) -> bool {
        match shown.strip_prefix("conversation ") {
            Some(name) => self.conversations.contains(name),
            None => self.tests.contains(shown),
        }
    }

    fn is_of_side(&self, conversation: &str, side: &str) -> bool {
        let of_client = self.of_clients.contains(conversation);
        match side {
            "client" => of_client,
            "server" => !of_client,
            _ => true,
        }
    }

    fn take_conversations(&mut self, folder: &Path) -> Result<(), String> {
        for path in files(folder)? {
            let ending = path.extension().and_then(|ending| ending.to_str());
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let (Some("xmpp"), Some(stem)) = (ending, stem) else {
                continue;
            };
            self.conversations.insert(stem.to_owned());
            let text = read(&path)?;
            if text.lines().any(|line| line == "role: client") {
                self.of_clients.insert(stem.to_owned());
            }
            let covered = text
                .lines()
                .filter_map(|line| line.strip_prefix("covers: "));
            for covered in covered {
                let covering = self.covering.entry(covered.trim().to_owned()).or_default();
                covering.push(stem.to_owned());
            }
        }
        Ok(())
    }

    fn take_tests(&mut self, root: &Path, folder: &Path) -> Result<(), String> {
        for path in files(folder)? {
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "target") {
                    self.take_tests(root, &path)?;
                }
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let file = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
            let text = read(&path)?;
            let names = test_names(&text).map(|name| format!("{file}::{name}"));
            self.tests.extend(names);
        }
        Ok(())
    }
}

/// The functions below `#[test]` and its kin.
fn test_names(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    (0..lines.len())
        .filter(move |at| {
            lines[*at].starts_with("#[test]") || lines[*at].starts_with("#[tokio::test")
        })
        .filter_map(move |at| text.lines().skip(at + 1).find_map(function_name))
}

fn function_name(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line.strip_prefix("async ").unwrap_or(line);
    line.strip_prefix("fn ")?.split(['(', '<']).next()
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    Ok(paths)
}
