//! Tables for people, lines of JSON for later.

use super::gates::{Measure, Verdict};
use super::{Contestant, Lane};
use crate::kinds::{Kind, Stanzas};
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// What came out for one contestant on one kind.
pub(super) struct Row {
    contestant: Contestant,
    pub(super) per_stanza: f64,
    /// To the reference.
    pub(super) ratio: Option<f64>,
}

impl Row {
    pub(super) const fn new(lane: &Lane, per_stanza: f64, ratio: Option<f64>) -> Self {
        Self {
            contestant: lane.contestant,
            per_stanza,
            ratio,
        }
    }

    /// Whether it is that of the contestant of this group and name.
    pub(super) fn is(&self, of: (&str, &str)) -> bool {
        self.contestant.is(of)
    }
}

#[expect(clippy::print_stdout, reason = "a bench talks to people")]
pub(super) fn print(kind: &Kind, measure: Measure, rows: &[Row]) {
    let bytes = kind.bytes() as f64 / kind.stanzas.len() as f64;
    println!("\n{}, {bytes:.0} bytes", kind.name);
    println!(
        "{:<12} {:<32} {:>13} {:>9}",
        "",
        "",
        format!("{} a stanza", measure.unit()),
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

/// Prints what was asked for, what was measured, and whether that is enough.
#[expect(clippy::print_stdout, reason = "a bench talks to people")]
pub(super) fn print_gates(verdicts: &[Verdict]) {
    let missed = verdicts.iter().filter(|verdict| !verdict.holds()).count();
    println!("\nGates: {} asked, {missed} missed", verdicts.len());
    for verdict in verdicts {
        let (words, bound) = verdict.bound.parts();
        let holds = if verdict.holds() { "holds" } else { "MISSED" };
        let Verdict {
            gate,
            kind,
            measured,
            ..
        } = verdict;
        println!("{gate:<44} {kind:<24} {words:>8} {bound:<6} {measured:>8.3}  {holds}");
    }
}

/// Adds a line with all the figures of a run.
pub(super) fn append(
    path: &Path,
    measure: Measure,
    stanzas: Stanzas,
    rows: &[(Kind, Vec<Row>)],
    verdicts: &[Verdict],
) -> io::Result<()> {
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
        "cores": std::thread::available_parallelism().ok().map(NonZero::get),
        "commit": commit(),
        "measured": measure.unit(),
        "stanzas": stanzas.name(),
        "gates": verdicts.iter().map(gate).collect::<Vec<Value>>(),
        "kinds": kinds.collect::<Vec<Value>>(),
    });
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    writeln!(file, "{line}")
}

fn gate(verdict: &Verdict) -> Value {
    let (words, bound) = verdict.bound.parts();
    json!({
        "gate": verdict.gate,
        "kind": verdict.kind,
        "asked": format!("{words} {bound}"),
        "measured": rounded(verdict.measured),
        "holds": verdict.holds(),
    })
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The processor's name as Linux tells it, with the numbers of its family and model: a name alone may stand for several generations.
fn processor() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let told = |what: &str| {
        let mut fields = told.lines().filter_map(|line| line.split_once(':'));
        let field = fields.find(|(name, _)| name.trim() == what);
        field.map(|(_, value)| value.trim().to_owned())
    };
    let name = told("model name").unwrap_or_else(|| "unknown".to_owned());
    match (told("cpu family"), told("model")) {
        (Some(family), Some(model)) => format!("{name} (family {family}, model {model})"),
        _ => name,
    }
}

/// The commit that is checked out, marked where sources differ from it.
fn commit() -> Option<String> {
    let commit = git(&["rev-parse", "--short=7", "HEAD"])?;
    let changed = [
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        ":/*.rs",
        ":/*.toml",
    ];
    let mark = if git(&changed)?.is_empty() { "" } else { "+" };
    Some(format!("{commit}{mark}"))
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| said.trim().to_owned())
}
