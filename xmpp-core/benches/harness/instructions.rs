//! Instructions, which the load of the machine does not change: this program runs itself under valgrind.

use super::report::Row;
use super::{Lane, full_name};
use crate::kinds::{Kind, Stanzas};
use std::io;
use std::process::Command;

/// Counts the instructions of a stanza: those of more passes less those of fewer, so that what is done once falls out.
pub(super) fn count(kind: &Kind, stanzas: Stanzas, lanes: &[Lane]) -> io::Result<Vec<Row>> {
    let (few, many) = if kind.bytes() > 100_000 {
        (1, 2)
    } else {
        (2, 12)
    };
    let mut counts = Vec::new();
    for lane in lanes {
        let name = full_name(&lane.contestant);
        let difference =
            instructions(kind, stanzas, &name, many)? - instructions(kind, stanzas, &name, few)?;
        counts.push(difference / ((many - few) as f64 * kind.stanzas.len() as f64));
    }
    let row = |(lane, &own): (&Lane, &f64)| {
        Row::new(
            lane,
            own,
            lane.reference.map(|reference| own / counts[reference]),
        )
    };
    Ok(lanes.iter().zip(&counts).map(row).collect())
}

fn instructions(kind: &Kind, stanzas: Stanzas, name: &str, passes: u32) -> io::Result<f64> {
    let output = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ])
        .arg(std::env::current_exe()?)
        .args((stanzas == Stanzas::Copies).then_some("--copies"))
        .args(["--kind", kind.name, "--silently", name, &passes.to_string()])
        .output()
        .map_err(|error| io::Error::other(format!("valgrind does not run: {error}")))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find_map(|line| line.split_once(" refs:"));
    let digits = line.map(|(_, count)| count.replace([' ', ','], ""));
    let count = digits.and_then(|digits| digits.parse().ok());
    count.ok_or_else(|| io::Error::other(format!("valgrind counted nothing: {said}")))
}
