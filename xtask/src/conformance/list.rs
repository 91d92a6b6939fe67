//! The lists of what specifications ask for.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::evidence::Evidence;
use super::read;

/// Where the lists stand.
const FOLDER: &str = "tests/requirements";

/// The nine states of a subscription, in the order of RFC 6121 §A.1.
const STATES: [&str; 9] = [
    "none",
    "none-pending-out",
    "none-pending-in",
    "none-pending-out-in",
    "to",
    "to-pending-in",
    "from",
    "from-pending-out",
    "both",
];

/// All lists.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) lists: Vec<List>,
    pub(super) extensions: Vec<Extension>,
}

/// What one specification asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// What it is called: a heading.
    pub(super) title: String,
    /// How conversations name its clauses: `RFC6120`.
    pub(super) name: String,
    /// A paragraph below the heading.
    #[serde(default)]
    pub(super) about: String,
    #[serde(rename = "row", default)]
    pub(super) rows: Vec<Row>,
}

/// One thing that is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) id: String,
    /// The clause of the specification; absent where the list names none.
    #[serde(default)]
    pub(super) clause: String,
    /// MUST, SHOULD, …
    #[serde(default)]
    pub(super) level: String,
    /// Of whom: server, client, or both.
    #[serde(default)]
    pub(super) side: String,
    /// What is asked for, in own words.
    pub(super) says: String,
    /// Whether it is one row for each of the nine states of a subscription.
    #[serde(default)]
    pub(super) states: bool,
    /// What shows it: `conversation NAME`, or a test as `FILE::FUNCTION`.
    #[serde(default)]
    pub(super) shown: Vec<String>,
    /// Why nothing shows it.
    #[serde(default)]
    pub(super) open: String,
}

/// An extension that is implemented (XEP-0453).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extension {
    pub(super) xep: u16,
    pub(super) title: String,
    pub(super) version: String,
    /// `complete` or `partial`.
    pub(super) status: String,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) shown: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extensions {
    extension: Vec<Extension>,
}

impl Lists {
    /// Reads them, in the order of their files' names.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let folder = root.join(FOLDER);
        let entries = fs::read_dir(&folder).map_err(|error| format!("{FOLDER}: {error}"))?;
        let mut paths: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .collect();
        paths.sort();
        let (mut lists, mut extensions) = (Vec::new(), Vec::new());
        for path in paths {
            let text = read(&path)?;
            let wrong = |error: toml::de::Error| format!("{}: {error}", path.display());
            match path.file_stem().is_some_and(|stem| stem == "extensions") {
                true => {
                    extensions = toml::from_str::<Extensions>(&text)
                        .map_err(wrong)?
                        .extension
                }
                false => lists.push(toml::from_str::<List>(&text).map_err(wrong)?),
            }
        }
        for list in &mut lists {
            list.rows = list.rows.iter().flat_map(Row::expand).collect();
        }
        Ok(Self { lists, extensions })
    }

    /// What is wrong with them.
    pub(super) fn complaints(&self, evidence: &Evidence) -> Vec<String> {
        let mut complaints = Vec::new();
        for list in &self.lists {
            for row in &list.rows {
                let shown = evidence.of(list, row);
                if shown.is_empty() == row.open.is_empty() {
                    complaints.push(match row.open.is_empty() {
                        true => format!("{}: nothing shows it, and nothing says why", row.id),
                        false => format!("{}: it is said to be open, and is shown", row.id),
                    });
                }
            }
        }
        let rows = self.lists.iter().flat_map(|list| &list.rows);
        let named = rows.flat_map(|row| row.shown.iter().map(move |shown| (&row.id, shown)));
        let extensions = self.extensions.iter();
        let titles =
            extensions.flat_map(|known| known.shown.iter().map(move |shown| (&known.title, shown)));
        for (who, shown) in named.chain(titles) {
            if !evidence.knows(shown) {
                complaints.push(format!("{who}: there is no {shown}"));
            }
        }
        complaints
    }
}

impl Row {
    fn expand(&self) -> Vec<Self> {
        if !self.states {
            return vec![self.clone()];
        }
        let of_state = |state: &str| Self {
            id: format!("{}-{state}", self.id),
            says: format!("{}, in the state `{}`", self.says, state.replace('-', " ")),
            ..self.clone()
        };
        STATES.into_iter().map(of_state).collect()
    }
}
