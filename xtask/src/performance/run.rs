//! One run of a bench, as it was appended.

use serde::Deserialize;

/// A line of the file.
#[derive(Deserialize)]
pub(super) struct Run {
    pub(super) unix_time: u64,
    pub(super) processor: Option<String>,
    /// `nanoseconds`, `instructions` or `allocations`.
    pub(super) measured: String,
    pub(super) kinds: Vec<Kind>,
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
