//! Addresses parsed and compared, ours beside the crates `jid` and `precis-profiles`: `cargo bench -p xmpp-core --bench addresses`.
//!
//! The contestants run by turns, each a few milliseconds of thread time; a figure is the median over rounds. Limits are those of
//! the machine and the quiet hour in which the crate `jid` took 54, 63 and 1900 ns; on others, and in others, they are scaled by
//! what it takes there.

#[path = "harness/clock.rs"]
mod clock;

use clock::thread_time;
use precis_core::profile::PrecisFastInvocation as _;
use precis_profiles::{OpaqueString, UsernameCaseMapped};
use std::hint::black_box;
use xmpp_core::{Jid, JidRef};

/// Texts, the limit in nanoseconds, and what the crate `jid` took where that limit was set.
const TEXTS: [(&str, &str, f64, f64); 5] = [
    ("bare", "juliet@capulet.example", 25.0, 54.0),
    ("full", "juliet@capulet.example/balcony-7f3a9c", 40.0, 63.0),
    (
        "bare, not ASCII",
        "j\u{FC}rgen@b\u{FC}cher.example",
        1000.0,
        1900.0,
    ),
    (
        "full, not ASCII",
        "\u{43C}\u{430}\u{448}\u{430}@\u{43F}\u{440}\u{438}\u{43C}\u{435}\u{440}.example/\u{434}\u{43E}\u{43C} \u{1FAE8}",
        1000.0,
        1900.0,
    ),
    (
        "to be mapped",
        "J\u{DC}RGEN@B\u{FC}cher.example/Tele\u{301}phone",
        1000.0,
        1900.0,
    ),
];

type Run = fn(&str, &str) -> bool;

const CONTESTANTS: [(&str, Run); 4] = [
    ("ours, borrowed", |text, other| {
        JidRef::parse(text).is_ok_and(|jid| jid.as_str() == other)
    }),
    ("ours, owned", |text, other| {
        Jid::new(text).is_ok_and(|jid| jid.as_str() == other)
    }),
    ("jid 0.12", |text, other| {
        jid::Jid::new(text).is_ok_and(|jid| jid.as_str() == other)
    }),
    ("precis-profiles 0.2", |text, other| {
        // the two profiles that it has, for the two parts that they are for
        let (bare, resource) = text.split_once('/').unwrap_or((text, "x"));
        let (local, _) = bare.split_once('@').unwrap_or((bare, ""));
        let local = UsernameCaseMapped::enforce(local);
        let resource = OpaqueString::enforce(resource);
        local.is_ok_and(|local| other.starts_with(&*local)) && resource.is_ok()
    }),
];

/// Whose time sets the scale.
const REFERENCE: usize = 2;

const ROUNDS: usize = 25;
const TURN: u64 = 4_000_000;

#[expect(clippy::print_stdout, reason = "a bench talks to people")]
fn main() {
    let mut is_within = true;
    for (name, text, limit, reference) in TEXTS {
        let prepared = Jid::new(text).expect("an address");
        let figures = measure(text, prepared.as_str());
        let scale = figures[REFERENCE].1 / reference;
        let (ours, most) = (figures[0].1, limit * scale);
        is_within &= ours <= most;
        let verdict = if ours <= most { "within" } else { "BEYOND" };
        println!("\n{name}: {text}, {} bytes", text.len());
        println!("{verdict} {limit} ns, which are {most:.1} ns here and now");
        for (contestant, nanoseconds) in figures {
            println!(
                "{contestant:<24} {nanoseconds:>9.1} ns, {:>9.1} ns scaled",
                nanoseconds / scale
            );
        }
    }
    std::process::exit(i32::from(!is_within));
}

fn measure(text: &str, prepared: &str) -> Vec<(&'static str, f64)> {
    let passes = CONTESTANTS.map(|(_, run)| passes(run, text, prepared));
    let mut times = CONTESTANTS.map(|_| Vec::new());
    for round in 0..ROUNDS {
        for turn in 0..CONTESTANTS.len() {
            let index = (round + turn) % CONTESTANTS.len();
            let spent = time(CONTESTANTS[index].1, text, prepared, passes[index]);
            times[index].push(spent as f64 / passes[index] as f64);
        }
    }
    let medians = times.map(|mut times| {
        times.sort_unstable_by(f64::total_cmp);
        times[ROUNDS / 2]
    });
    CONTESTANTS
        .iter()
        .map(|(name, _)| *name)
        .zip(medians)
        .collect()
}

/// How many passes fill a turn.
fn passes(run: Run, text: &str, prepared: &str) -> u64 {
    let mut passes = 64;
    while time(run, text, prepared, passes) < TURN {
        passes *= 2;
    }
    passes
}

fn time(run: Run, text: &str, prepared: &str, passes: u64) -> u64 {
    let start = thread_time();
    for _ in 0..passes {
        black_box(run(black_box(text), black_box(prepared)));
    }
    thread_time() - start
}
