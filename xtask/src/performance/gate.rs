//! The gates: what the figures have to be, and whether they are.

use super::run::Run;
use std::fmt::Write;

/// Appends a table of the gates of all runs, each with its figure and whether it holds.
pub(super) fn write(out: &mut String, runs: &[Run]) {
    let gates = || runs.iter().flat_map(|run| &run.gates);
    let missed = gates().filter(|gate| !gate.holds).count();
    let _ = write!(
        out,
        "\n## Gates\n\n{} are asked for, {missed} are missed.\n\n\
         | measure | what | kind | asked for | measured | holds |\n| --- | --- | --- | --- | ---: | --- |\n",
        gates().count()
    );
    for run in runs {
        for gate in &run.gates {
            let holds = if gate.holds { "yes" } else { "**no**" };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {:.3} | {holds} |",
                run.measured, gate.gate, gate.kind, gate.asked, gate.measured
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::run::Gate;
    use super::*;

    #[test]
    fn a_gate_that_is_missed_is_said_so() {
        let gate = |kind: &str, measured, holds| Gate {
            gate: "decode, borrowed / NsReader".to_owned(),
            kind: kind.to_owned(),
            asked: "at most 0.35".to_owned(),
            measured,
            holds,
        };
        let run = Run {
            unix_time: 0,
            processor: None,
            measured: "nanoseconds".to_owned(),
            gates: vec![gate("mix", 0.34, true), gate("presence", 0.36, false)],
            kinds: Vec::new(),
        };
        let mut out = String::new();
        write(&mut out, &[run]);
        assert!(out.contains("2 are asked for, 1 are missed."));
        assert!(out.contains("| mix | at most 0.35 | 0.340 | yes |"));
        assert!(out.contains("| presence | at most 0.35 | 0.360 | **no** |"));
    }
}
