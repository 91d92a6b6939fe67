//! The gates: what the figures have to be, and whether they are.

use super::run::{Run, Stanzas};
use std::fmt::Write;

/// Appends the gates on varied stanzas, by which the work is judged, and the same on copies.
pub(super) fn write(out: &mut String, runs: &[Run]) {
    out.push_str("\n## Gates\n\n");
    table(out, runs, Stanzas::Varied);
    out.push_str(COPIES);
    table(out, runs, Stanzas::Copies);
}

const COPIES: &str = "
## The same gates on copies

Above, no two stanzas of a kind are alike, as on a server: those figures count. Here each kind is equal copies of one stanza, as all
figures were measured up to 2026-11-30. A processor learns such input by heart and guesses every branch right, which makes quick-xml,
ours and the pieces pushed all faster, but not by the same factor. What is learnt is the difference between the two tables.

";

/// A table of the gates of all runs on such stanzas, each with its figure and whether it holds.
fn table(out: &mut String, runs: &[Run], stanzas: Stanzas) {
    let of = || runs.iter().filter(|run| run.stanzas == stanzas);
    let gates = || of().flat_map(|run| &run.gates);
    let missed = gates().filter(|gate| !gate.holds).count();
    let _ = write!(
        out,
        "{} are asked for, {missed} are missed.\n\n\
         | measure | what | kind | asked for | measured | holds |\n| --- | --- | --- | --- | ---: | --- |\n",
        gates().count()
    );
    for run in of() {
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
        let run = |stanzas, gates| Run {
            unix_time: 0,
            processor: None,
            measured: "nanoseconds".to_owned(),
            stanzas,
            gates,
            kinds: Vec::new(),
        };
        let varied = vec![gate("mix", 0.34, true), gate("presence", 0.36, false)];
        let runs = [
            run(Stanzas::Copies, vec![gate("jingle", 0.33, true)]),
            run(Stanzas::Varied, varied),
        ];
        let mut out = String::new();
        write(&mut out, &runs);
        let (out, copies) = out.split_once("on copies").expect("both are shown");
        assert!(out.contains("2 are asked for, 1 are missed."));
        assert!(out.contains("| mix | at most 0.35 | 0.340 | yes |"));
        assert!(out.contains("| presence | at most 0.35 | 0.360 | **no** |"));
        assert!(!out.contains("| jingle |"));
        assert!(copies.contains("1 are asked for, 0 are missed."));
        assert!(copies.contains("| jingle | at most 0.35 | 0.330 | yes |"));
    }
}
