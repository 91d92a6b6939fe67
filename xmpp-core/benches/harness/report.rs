//! Tables for people, lines of JSON for later.

use super::{Contestant, Lane};
use crate::kinds::Kind;
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// What came out for one contestant on one kind.
pub(super) struct Row {
    contestant: Contestant,
    per_stanza: f64,
    /// To the reference.
    ratio: Option<f64>,
}

impl Row {
    pub(super) const fn new(lane: &Lane, per_stanza: f64, ratio: Option<f64>) -> Self {
        Self {
            contestant: lane.contestant,
            per_stanza,
            ratio,
        }
    }
}

#[expect(clippy::print_stdout, reason = "a bench talks to people")]
pub(super) fn print(kind: &Kind, what: &str, rows: &[Row]) {
    let bytes = kind.bytes() as f64 / kind.stanzas.len() as f64;
    println!("\n{}, {bytes:.0} bytes", kind.name);
    println!(
        "{:<12} {:<32} {:>13} {:>9}",
        "",
        "",
        format!("{what} a stanza"),
        "ratio"
    );
    for row in rows {
        let ratio = row
            .ratio
            .map_or_else(String::new, |ratio| format!("{ratio:.3}"));
        let Contestant { group, name, .. } = row.contestant;
        println!("{group:<12} {name:<32} {:>24.1} {ratio:>9}", row.per_stanza);
    }
}

/// Adds a line with all the figures of a run.
pub(super) fn append(path: &Path, what: &str, rows: &[(Kind, Vec<Row>)]) -> io::Result<()> {
    let kinds = rows.iter().map(|(kind, rows)| {
        let rows = rows.iter().map(|row| {
            json!({
                "group": row.contestant.group,
                "name": row.contestant.name,
                "per_stanza": rounded(row.per_stanza),
                "ratio": row.ratio.map(rounded),
            })
        });
        json!({
            "kind": kind.name,
            "bytes": kind.bytes() / kind.stanzas.len(),
            "rows": rows.collect::<Vec<Value>>(),
        })
    });
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(io::Error::other)?;
    let line = json!({
        "unix_time": seconds.as_secs(),
        "processor": processor(),
        "measured": what,
        "kinds": kinds.collect::<Vec<Value>>(),
    });
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The processor's name as Linux tells it.
fn processor() -> Option<String> {
    let told = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = told.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
