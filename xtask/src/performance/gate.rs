//! The gates: what the figures have to be, and whether they are.

use super::run::{Gate, Run, Stanzas};
use std::fmt::Write;

/// Appends the gates on varied stanzas, by which the work is judged, and the same on copies.
pub(super) fn write(out: &mut String, runs: &[&Run]) {
    out.push_str("\n## Gates\n\n");
    tables(out, runs, Stanzas::Varied);
    out.push_str(COPIES);
    tables(out, runs, Stanzas::Copies);
}

const COPIES: &str = "
## The same gates on copies

Above, no two stanzas of a kind are alike, as on a server: those figures count. Here each kind is equal copies of one stanza, as all
figures were measured up to 2026-11-30. A processor learns such input by heart and guesses every branch right, which makes quick-xml,
ours and the pieces pushed all faster, but not by the same factor. What is learnt is the difference between the two tables.

";

/// The gates of all runs on such stanzas: a table of the times on all processors, and one of each count.
fn tables(out: &mut String, runs: &[&Run], stanzas: Stanzas) {
    let runs: Vec<&Run> = runs
        .iter()
        .copied()
        .filter(|run| run.stanzas == stanzas)
        .collect();
    let (times, counts): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(|run| run.is_of_times());
    for run in &runs {
        let missed = run.gates.iter().filter(|gate| !gate.holds).count();
        let _ = writeln!(
            out,
            "- {}, {run}: {} are asked for, {missed} are missed",
            run.measured,
            run.gates.len()
        );
    }
    table(out, &times, Run::processor);
    for run in counts {
        table(out, &[run], |run| &run.measured);
    }
}

/// A table of gates, those of the last run first: what each run measured, under its name, and whether that holds.
fn table(out: &mut String, runs: &[&Run], name: impl Fn(&Run) -> &str) {
    let mut asked: Vec<&Gate> = Vec::new();
    for gate in runs.iter().rev().flat_map(|run| &run.gates) {
        if !asked.iter().any(|known| known.is_like(gate)) {
            asked.push(gate);
        }
    }
    if asked.is_empty() {
        return;
    }
    out.push_str("\n| what | kind | asked for |");
    for run in runs {
        let _ = write!(out, " {} | holds |", name(run));
    }
    let columns = " ---: | --- |".repeat(runs.len());
    let _ = writeln!(out, "\n| --- | --- | --- |{columns}");
    for gate in asked {
        let _ = write!(out, "| {} | {} | {} |", gate.gate, gate.kind, gate.asked);
        for run in runs {
            match run.gates.iter().find(|own| own.is_like(gate)) {
                Some(Gate {
                    measured, holds, ..
                }) => {
                    let holds = if *holds { "yes" } else { "**no**" };
                    let _ = write!(out, " {measured:.3} | {holds} |");
                }
                None => out.push_str(" | |"),
            }
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::run::of;
    use super::*;

    fn gate(kind: &str, measured: f64, holds: bool) -> Gate {
        Gate {
            gate: "decode, borrowed / NsReader".to_owned(),
            kind: kind.to_owned(),
            asked: "at most 0.35".to_owned(),
            measured,
            holds,
        }
    }

    fn run(members: &str, stanzas: Stanzas, gates: Vec<Gate>) -> Run {
        let mut run = of(members);
        (run.stanzas, run.gates) = (stanzas, gates);
        run
    }

    fn written(runs: &[Run]) -> String {
        let mut out = String::new();
        write(&mut out, &runs.iter().collect::<Vec<_>>());
        out
    }

    const TIMES: &str = r#""measured":"nanoseconds","processor":"A","commit":"a","unix_time":0"#;

    #[test]
    fn a_gate_that_is_missed_is_said_so() {
        let varied = vec![gate("mix", 0.34, true), gate("presence", 0.36, false)];
        let out = written(&[
            run(TIMES, Stanzas::Copies, vec![gate("jingle", 0.33, true)]),
            run(TIMES, Stanzas::Varied, varied),
        ]);
        let (out, copies) = out.split_once("on copies").expect("both are shown");
        assert!(out.contains(": 2 are asked for, 1 are missed\n"));
        assert!(out.contains("| mix | at most 0.35 | 0.340 | yes |"));
        assert!(out.contains("| presence | at most 0.35 | 0.360 | **no** |"));
        assert!(!out.contains("| jingle |"));
        assert!(copies.contains(": 1 are asked for, 0 are missed\n"));
        assert!(copies.contains("| jingle | at most 0.35 | 0.330 | yes |"));
    }

    #[test]
    fn each_processor_has_its_columns_and_counts_have_one() {
        let b = r#""measured":"nanoseconds","processor":"B","cores":2,"commit":"b","unix_time":0"#;
        let counts = r#""measured":"allocations","processor":"B","commit":"b","unix_time":0"#;
        let both = || vec![gate("mix", 0.34, true)];
        let more = vec![gate("presence", 0.3, true), gate("mix", 0.36, false)];
        let out = written(&[
            run(TIMES, Stanzas::Varied, both()),
            run(counts, Stanzas::Varied, both()),
            run(b, Stanzas::Varied, more),
        ]);
        let expected = "
- nanoseconds, A, at a, 1970-01-01: 1 are asked for, 0 are missed
- allocations, B, at b, 1970-01-01: 1 are asked for, 0 are missed
- nanoseconds, B, 2 cores, at b, 1970-01-01: 2 are asked for, 1 are missed

| what | kind | asked for | A | holds | B | holds |
| --- | --- | --- | ---: | --- | ---: | --- |
| decode, borrowed / NsReader | presence | at most 0.35 | | | 0.300 | yes |
| decode, borrowed / NsReader | mix | at most 0.35 | 0.340 | yes | 0.360 | **no** |

| what | kind | asked for | allocations | holds |
| --- | --- | --- | ---: | --- |
| decode, borrowed / NsReader | mix | at most 0.35 | 0.340 | yes |
";
        assert!(out.contains(expected), "{out}");
    }
}
