//! The sample stanzas of `tests/stanzas`.

use crate::root;
use std::fs;
use std::path::PathBuf;
use xmpp_core::Finding;

/// One sample and what it is expected to break.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its path, relative to `tests/stanzas`: `roster/valid-push.xml`.
    pub name: String,
    /// The document.
    pub xml: String,
    /// A line per finding expected; see `tests/stanzas/README.md`.
    pub expected: Vec<String>,
}

impl Sample {
    /// Whether it breaks no rule that a peer must hear of.
    pub fn is_valid(&self) -> bool {
        self.expected.iter().all(|line| line.ends_with(" -"))
    }
}

/// A finding as a line of an `.expected` file.
pub fn line(finding: &Finding) -> String {
    let position = finding
        .position
        .map_or_else(|| "-".to_owned(), |position| position.to_string());
    let answer = match finding.answer() {
        xmpp_core::Answer::Nothing => "-",
        xmpp_core::Answer::Stanza { condition, .. }
        | xmpp_core::Answer::Stream { condition }
        | xmpp_core::Answer::Sasl { condition } => condition,
    };
    format!("{} {} {position} {answer}", finding.rule, finding.path)
}

/// Every sample, in the order of their names.
///
/// # Panics
/// If the samples cannot be read: then there is nothing to test.
pub fn samples() -> Vec<Sample> {
    let folder = root().join("tests/stanzas");
    let mut paths: Vec<PathBuf> = files(&folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .flat_map(|path| files(&path))
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .collect();
    paths.sort();
    let relative = |path: &PathBuf| {
        path.strip_prefix(&folder)
            .map(|path| path.display().to_string())
    };
    paths
        .iter()
        .map(|path| Sample {
            name: relative(path).unwrap_or_default(),
            xml: fs::read_to_string(path).expect("a sample is UTF-8"),
            expected: fs::read_to_string(path.with_extension("expected"))
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect(),
        })
        .collect()
}

fn files(folder: &PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the samples are there");
    entries.flatten().map(|entry| entry.path()).collect()
}
