//! The gates: what the figures have to be.

use super::run::{Kind, Run};
use std::fmt::Write;

/// A gate for one contestant.
struct Gate {
    group: &'static str,
    name: &'static str,
    /// What is asked for, on a kind.
    bound: fn(&str) -> Option<Bound>,
}

/// What a ratio has to be.
#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

const GATES: [Gate; 7] = [
    Gate {
        group: "tape",
        name: "xmpp-xml",
        bound: |kind| {
            Some(Bound::AtMost(match kind {
                "long chat" => 0.40,
                "8 MB stream" => 0.25,
                _ => 0.22,
            }))
        },
    },
    Gate {
        group: "decode",
        name: "xmpp-core, owned",
        bound: |_| Some(Bound::AtMost(0.45)),
    },
    Gate {
        group: "decode",
        name: "xmpp-core, borrowed",
        bound: |kind| {
            Some(Bound::AtMost(match kind {
                "long chat" => 0.45,
                _ => 0.35,
            }))
        },
    },
    Gate {
        group: "decode",
        name: "xmpp-parsers",
        bound: |_| Some(Bound::AtLeast(15.0)),
    },
    Gate {
        group: "decode",
        name: "quick-xml and serde",
        bound: |_| Some(Bound::AtLeast(2.0)),
    },
    Gate {
        group: "encode",
        name: "xmpp-core",
        bound: |kind| (kind != "long chat").then_some(Bound::AtMost(2.0)),
    },
    Gate {
        group: "encode",
        name: "quick-xml and serde",
        bound: |_| Some(Bound::AtLeast(4.0)),
    },
];

/// Appends a table of the gates, each with its figures and whether it holds.
pub(super) fn write(out: &mut String, run: &Run) {
    out.push_str("\n## Gates\n\n| what | kind | asked for | measured | holds |\n| --- | --- | --- | ---: | --- |\n");
    for gate in &GATES {
        for kind in &run.kinds {
            let Some((bound, ratio)) = figure(gate, kind) else {
                continue;
            };
            let (words, holds) = match bound {
                Bound::AtMost(most) => (format!("at most {most}"), ratio <= most),
                Bound::AtLeast(least) => (format!("at least {least}"), ratio >= least),
            };
            let holds = if holds { "yes" } else { "**no**" };
            let Gate { group, name, .. } = gate;
            let _ = writeln!(
                out,
                "| {group}: {name} | {} | {words} | {ratio:.2} | {holds} |",
                kind.kind
            );
        }
    }
}

fn figure(gate: &Gate, kind: &Kind) -> Option<(Bound, f64)> {
    let row = kind
        .rows
        .iter()
        .find(|row| row.group == gate.group && row.name == gate.name)?;
    Some(((gate.bound)(&kind.kind)?, row.ratio?))
}

#[cfg(test)]
mod tests {
    use super::super::run::Row;
    use super::*;

    #[test]
    fn a_gate_that_is_missed_is_said_so() {
        let kind = |kind: &str, ratio| Kind {
            kind: kind.to_owned(),
            bytes: 1,
            rows: vec![Row {
                group: "decode".to_owned(),
                name: "xmpp-core, borrowed".to_owned(),
                per_stanza: 1.0,
                ratio: Some(ratio),
            }],
        };
        let run = Run {
            unix_time: 0,
            processor: None,
            measured: "nanoseconds".to_owned(),
            kinds: vec![kind("long chat", 0.44), kind("presence", 0.36)],
        };
        let mut out = String::new();
        write(&mut out, &run);
        assert!(out.contains("| long chat | at most 0.45 | 0.44 | yes |"));
        assert!(out.contains("| presence | at most 0.35 | 0.36 | **no** |"));
    }
}
