//! The gates: what the figures have to be.

use super::report::Row;
use crate::kinds::{Class, Kind};

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Time,
    Instructions,
    Allocations,
}

impl Measure {
    /// The unit of the figures.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Time => "nanoseconds",
            Self::Instructions => "instructions",
            Self::Allocations => "allocations",
        }
    }
}

/// What came out for a gate on a kind.
pub(super) struct Verdict {
    pub(super) gate: &'static str,
    pub(super) kind: &'static str,
    pub(super) bound: Bound,
    pub(super) measured: f64,
}

impl Verdict {
    pub(super) fn holds(&self) -> bool {
        match self.bound {
            Bound::AtMost(most) => self.measured <= most,
            Bound::AtLeast(least) => self.measured >= least,
        }
    }
}

/// What a figure has to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Bound {
    /// In words, and the number.
    pub(super) const fn parts(self) -> (&'static str, f64) {
        match self {
            Self::AtMost(most) => ("at most", most),
            Self::AtLeast(least) => ("at least", least),
        }
    }
}

/// What is asked of one figure.
struct Gate {
    measure: Measure,
    what: &'static str,
    figure: Figure,
    /// What is asked for on a kind, if anything.
    bound: fn(&Kind) -> Option<Bound>,
}

/// A contestant, by group and name.
type Of = (&'static str, &'static str);

/// A figure of one kind.
#[derive(Clone, Copy)]
enum Figure {
    /// A contestant's, to its reference.
    Ratio(Of),
    /// A contestant's, a stanza.
    Whole(Of),
    /// A contestant's, less another's.
    Beyond(Of, Of),
    /// A contestant's, a byte.
    PerByte(Of),
}

const READ: Of = ("tape", "xmpp-xml");
const BY_BYTES: Of = ("tape", "xmpp-xml, byte by byte");
const FORWARDED: Of = ("envelope", "xmpp-xml, and forwarded");
const OWNED: Of = ("decode", "xmpp-core, owned");
const BORROWED: Of = ("decode", "xmpp-core, borrowed");

const GATES: [Gate; 16] = [
    Gate {
        measure: Measure::Time,
        what: "reading / NsReader",
        figure: Figure::Ratio(READ),
        bound: |kind| match kind.class {
            Class::Huge => None,
            Class::LongText => Some(Bound::AtMost(0.40)),
            Class::Bulk => Some(Bound::AtMost(0.25)),
            Class::Short | Class::List | Class::Mix => Some(Bound::AtMost(0.22)),
        },
    },
    Gate {
        measure: Measure::Time,
        what: "reading by 1460 bytes / whole",
        figure: Figure::Ratio(("tape", "xmpp-xml, 1460 bytes at a time")),
        bound: |_| Some(Bound::AtMost(1.10)),
    },
    Gate {
        measure: Measure::Time,
        what: "reading byte by byte, ns a byte",
        figure: Figure::PerByte(BY_BYTES),
        bound: |_| Some(Bound::AtMost(25.0)),
    },
    Gate {
        measure: Measure::Time,
        what: "read, looked at and forwarded / NsReader",
        figure: Figure::Ratio(FORWARDED),
        bound: |kind| is_small(kind).then_some(Bound::AtMost(0.25)),
    },
    Gate {
        measure: Measure::Time,
        what: "looked at and forwarded, ns beyond reading",
        figure: Figure::Beyond(FORWARDED, READ),
        bound: |kind| is_small(kind).then_some(Bound::AtMost(80.0)),
    },
    Gate {
        measure: Measure::Time,
        what: "decode, owned / NsReader",
        figure: Figure::Ratio(OWNED),
        bound: |kind| is_stanza(kind).then_some(Bound::AtMost(0.45)),
    },
    Gate {
        measure: Measure::Time,
        what: "decode, borrowed / NsReader",
        figure: Figure::Ratio(BORROWED),
        bound: |kind| match kind.class {
            Class::Huge => None,
            Class::LongText => Some(Bound::AtMost(0.45)),
            _ => Some(Bound::AtMost(0.35)),
        },
    },
    Gate {
        measure: Measure::Time,
        what: "decode, xmpp-parsers / owned",
        figure: Figure::Ratio(("decode", "xmpp-parsers")),
        bound: |kind| is_stanza(kind).then_some(Bound::AtLeast(15.0)),
    },
    Gate {
        measure: Measure::Time,
        what: "decode, quick-xml and serde / owned",
        figure: Figure::Ratio(("decode", "quick-xml and serde")),
        bound: |kind| is_stanza(kind).then_some(Bound::AtLeast(2.0)),
    },
    Gate {
        measure: Measure::Time,
        what: "decode, instant-xml / owned",
        figure: Figure::Ratio(("decode", "instant-xml")),
        bound: |kind| is_stanza(kind).then_some(Bound::AtLeast(2.0)),
    },
    Gate {
        measure: Measure::Time,
        what: "encode / pieces pushed",
        figure: Figure::Ratio(("encode", "xmpp-core")),
        bound: |kind| (kind.class == Class::Short).then_some(Bound::AtMost(2.0)),
    },
    Gate {
        measure: Measure::Time,
        what: "encode, quick-xml and serde / ours",
        figure: Figure::Ratio(("encode", "quick-xml and serde")),
        bound: |_| Some(Bound::AtLeast(4.0)),
    },
    Gate {
        measure: Measure::Instructions,
        what: "reading / NsReader",
        figure: Figure::Ratio(READ),
        bound: |kind| match kind.class {
            Class::Huge => None,
            Class::LongText => Some(Bound::AtMost(0.62)),
            _ => Some(Bound::AtMost(0.30)),
        },
    },
    Gate {
        measure: Measure::Allocations,
        what: "reading",
        figure: Figure::Whole(READ),
        bound: |kind| is_stanza(kind).then_some(Bound::AtMost(0.0)),
    },
    Gate {
        measure: Measure::Allocations,
        what: "read, looked at and forwarded",
        figure: Figure::Whole(FORWARDED),
        bound: |_| Some(Bound::AtMost(0.0)),
    },
    Gate {
        measure: Measure::Allocations,
        what: "decode, owned, beyond what its value holds",
        figure: Figure::Beyond(OWNED, ("decode", "the values cloned")),
        bound: |kind| is_stanza(kind).then_some(Bound::AtMost(0.0)),
    },
];

/// What a router passes on without a second thought.
fn is_small(kind: &Kind) -> bool {
    kind.bytes() / kind.stanzas.len() <= 1024
}

/// Nothing so large that the reader gives memory back behind it.
fn is_stanza(kind: &Kind) -> bool {
    kind.class != Class::Huge
}

/// What came out for each gate of a measure, on each kind that it is asked of.
pub(super) fn judge(measure: Measure, measured: &[(Kind, Vec<Row>)]) -> Vec<Verdict> {
    let of_measure = GATES.iter().filter(|gate| gate.measure == measure);
    let verdicts = of_measure.flat_map(|gate| {
        measured.iter().filter_map(|(kind, rows)| {
            Some(Verdict {
                gate: gate.what,
                kind: kind.name,
                bound: (gate.bound)(kind)?,
                measured: gate.figure.of(kind, rows)?,
            })
        })
    });
    let mut verdicts: Vec<Verdict> = verdicts.collect();
    if measure == Measure::Time {
        verdicts.extend(
            ["text", "tag"]
                .iter()
                .filter_map(|what| flat(what, measured)),
        );
    }
    verdicts
}

/// Whether a byte of a large piece costs what one of a smaller piece does.
fn flat(what: &str, measured: &[(Kind, Vec<Row>)]) -> Option<Verdict> {
    let per_byte = |name: String| {
        let (kind, rows) = measured.iter().find(|(kind, _)| kind.name == name)?;
        Some((kind.name, Figure::PerByte(BY_BYTES).of(kind, rows)?))
    };
    let (_, smaller) = per_byte(format!("{what} of 20 kB"))?;
    let (kind, larger) = per_byte(format!("{what} of 240 kB"))?;
    Some(Verdict {
        gate: "reading byte by byte, 240 kB / 20 kB",
        kind,
        bound: Bound::AtMost(1.10),
        measured: larger / smaller,
    })
}

impl Figure {
    fn of(self, kind: &Kind, rows: &[Row]) -> Option<f64> {
        let row = |of: Of| rows.iter().find(|row| row.is(of));
        Some(match self {
            Self::Ratio(of) => row(of)?.ratio?,
            Self::Whole(of) => row(of)?.per_stanza,
            Self::Beyond(of, less) => row(of)?.per_stanza - row(less)?.per_stanza,
            Self::PerByte(of) => {
                row(of)?.per_stanza * kind.stanzas.len() as f64 / kind.bytes() as f64
            }
        })
    }
}
