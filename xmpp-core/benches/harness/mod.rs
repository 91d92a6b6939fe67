//! Runs contestants by turns and prints what came out.

mod clock;
mod gates;
mod instructions;
mod report;
mod timing;

use crate::kinds::{self, Kind, Stanzas};
use clap::Parser;
use gates::Measure;
use report::Row;
use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};

/// Measures reading, writing, encoding and decoding of stanzas, ours and its peers'.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// Only kinds of stanzas whose name has this in it
    #[arg(long, default_value = "")]
    kind: String,
    /// Only contestants whose group or name has this in it, and what they are compared with
    #[arg(long, default_value = "")]
    only: String,
    /// How often each contestant gets its turn
    #[arg(long, default_value_t = 25)]
    rounds: usize,
    /// Milliseconds of a turn
    #[arg(long, default_value_t = 4)]
    turn: u64,
    /// Count instructions under valgrind instead of measuring time
    #[arg(long)]
    instructions: bool,
    /// Take each kind as equal copies of one stanza, which processors learn by heart
    #[arg(long)]
    copies: bool,
    /// Append the figures to this file, a line of JSON a run
    #[arg(long)]
    json: Option<PathBuf>,
    /// Run one contestant on one kind so many times and say nothing
    #[arg(long, hide = true, num_args = 2, value_names = ["CONTESTANT", "TIMES"])]
    silently: Vec<String>,
    /// What cargo tells every bench
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    const fn stanzas(&self) -> Stanzas {
        if self.copies {
            Stanzas::Copies
        } else {
            Stanzas::Varied
        }
    }
}

/// Somebody who does one thing to each stanza of a kind.
#[derive(Clone, Copy)]
pub(crate) struct Contestant {
    /// What is done; contestants of one group are compared.
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    /// Group and name of the contestant whose time this one's is divided by.
    pub(crate) reference: (&'static str, &'static str),
    /// Makes a run ready, `None` where the contestant cannot do that kind.
    pub(crate) prepare: fn(&Kind) -> Option<Run>,
}

/// One pass over all the stanzas of a kind. It returns how much it saw, which must be the same for all of a group.
pub(crate) type Run = Box<dyn FnMut() -> u64>;

/// What a run returns that does not say what it saw.
pub(crate) const NOTHING_SEEN: u64 = 0;

impl Contestant {
    fn is(&self, (group, name): (&str, &str)) -> bool {
        self.group == group && self.name == name
    }
}

/// Measures what the arguments ask for, and prints it.
pub(crate) fn run(arguments: &Arguments, contestants: &[Contestant]) -> io::Result<()> {
    if let [contestant, times] = arguments.silently.as_slice() {
        return run_silently(arguments, contestants, contestant, times);
    }
    let measure = if arguments.instructions {
        Measure::Instructions
    } else {
        Measure::Time
    };
    compare(arguments, contestants, measure, |kind, lanes| {
        if arguments.instructions {
            return instructions::count(kind, arguments.stanzas(), lanes);
        }
        Ok(timing::take_turns(arguments, kind, lanes))
    })
}

/// Counts what each contestant allocates once it is warm.
pub(crate) fn count_allocations(
    arguments: &Arguments,
    contestants: &[Contestant],
    made: fn() -> usize,
) -> io::Result<()> {
    compare(
        arguments,
        contestants,
        Measure::Allocations,
        |kind, lanes| {
            let row = |lane: &mut Lane| {
                let before = made();
                black_box((lane.run)());
                let per_stanza = (made() - before) as f64 / kind.stanzas.len() as f64;
                Row::new(lane, per_stanza, None)
            };
            Ok(lanes.iter_mut().map(row).collect())
        },
    )
}

/// The path as whoever runs the bench means it: cargo runs it in the folder of its crate.
fn from_the_root(path: &Path) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// A contestant that is ready to run on a kind.
struct Lane {
    contestant: Contestant,
    run: Run,
    /// The index of the lane that this one is compared with.
    reference: Option<usize>,
}

fn compare(
    arguments: &Arguments,
    contestants: &[Contestant],
    measure: Measure,
    mut take: impl FnMut(&Kind, &mut [Lane]) -> io::Result<Vec<Row>>,
) -> io::Result<()> {
    let mut rows = Vec::new();
    for kind in kinds::of(arguments.stanzas(), &arguments.kind) {
        let mut lanes = lanes(arguments, contestants, &kind);
        warm_up(&kind, &mut lanes);
        let measured = take(&kind, &mut lanes)?;
        report::print(&kind, measure, &measured);
        rows.push((kind, measured));
    }
    let verdicts = gates::judge(measure, &rows);
    report::print_gates(&verdicts);
    match &arguments.json {
        Some(path) => report::append(
            &from_the_root(path),
            measure,
            arguments.stanzas(),
            &rows,
            &verdicts,
        ),
        None => Ok(()),
    }
}

fn lanes(arguments: &Arguments, contestants: &[Contestant], kind: &Kind) -> Vec<Lane> {
    let named = |contestant: &Contestant| {
        contestant.group.contains(&arguments.only) || contestant.name.contains(&arguments.only)
    };
    let wanted: Vec<&Contestant> = contestants.iter().filter(|each| named(each)).collect();
    let runs = |contestant: &&Contestant| {
        named(contestant) || wanted.iter().any(|wanted| contestant.is(wanted.reference))
    };
    let ready = contestants.iter().filter(runs).filter_map(|contestant| {
        let run = (contestant.prepare)(kind)?;
        Some(Lane {
            contestant: *contestant,
            run,
            reference: None,
        })
    });
    let mut lanes: Vec<Lane> = ready.collect();
    for index in 0..lanes.len() {
        let reference = lanes[index].contestant.reference;
        let found = lanes.iter().position(|lane| lane.contestant.is(reference));
        lanes[index].reference = found;
    }
    lanes
}

/// Runs each twice, and makes sure that those of a group have seen the same.
fn warm_up(kind: &Kind, lanes: &mut [Lane]) {
    let mut seen: Vec<(&str, u64)> = Vec::new();
    for lane in lanes {
        (lane.run)();
        let amount = (lane.run)();
        if amount == NOTHING_SEEN {
            continue;
        }
        let Contestant { group, name, .. } = lane.contestant;
        match seen.iter().find(|(of, _)| *of == group) {
            Some((_, other)) => assert_eq!(amount, *other, "{group}, {name} on {}", kind.name),
            None => seen.push((group, amount)),
        }
    }
}

fn run_silently(
    arguments: &Arguments,
    contestants: &[Contestant],
    wanted: &str,
    times: &str,
) -> io::Result<()> {
    let times: u32 = times.parse().map_err(io::Error::other)?;
    let kinds = kinds::of(arguments.stanzas(), &arguments.kind);
    let kind = kinds.iter().find(|kind| kind.name == arguments.kind);
    let contestant = contestants.iter().find(|each| full_name(each) == wanted);
    let run = contestant
        .zip(kind)
        .and_then(|(each, kind)| (each.prepare)(kind));
    let mut run = run.ok_or_else(|| io::Error::other("no such kind or contestant"))?;
    for _ in 0..times {
        black_box(run());
    }
    Ok(())
}

fn full_name(contestant: &Contestant) -> String {
    format!("{}: {}", contestant.group, contestant.name)
}
