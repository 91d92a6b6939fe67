//! One run of a bench, as it was appended.

use serde::Deserialize;

/// A line of the file.
#[derive(Deserialize)]
pub(super) struct Run {
    pub(super) unix_time: u64,
    pub(super) processor: Option<String>,
    /// `nanoseconds`, `instructions` or `allocations`.
    pub(super) measured: String,
    /// Which stanzas the kinds were made of; there were only copies before it was recorded.
    #[serde(default)]
    pub(super) stanzas: Stanzas,
    /// What was asked for.
    pub(super) gates: Vec<Gate>,
    pub(super) kinds: Vec<Kind>,
}

/// Which stanzas a kind is made of.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stanzas {
    /// No two alike.
    Varied,
    /// One, again and again.
    #[default]
    Copies,
}

/// What was asked of a figure, and whether it is so.
#[derive(Deserialize)]
pub(super) struct Gate {
    pub(super) gate: String,
    pub(super) kind: String,
    /// In words.
    pub(super) asked: String,
    pub(super) measured: f64,
    pub(super) holds: bool,
}

/// What was measured for one kind of stanza.
#[derive(Deserialize)]
pub(super) struct Kind {
    pub(super) kind: String,
    pub(super) bytes: u64,
    pub(super) rows: Vec<Row>,
}

/// What was measured for one contestant.
#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) group: String,
    pub(super) name: String,
    pub(super) per_stanza: f64,
    pub(super) ratio: Option<f64>,
}
