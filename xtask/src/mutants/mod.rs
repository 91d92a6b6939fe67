//! `long mutants`: whether the tests of the rules and of the negotiation can fail. The code is changed in the hundreds of places that
//! `cargo mutants` names, and each change is to be noticed.
//!
//! Built one after the other the changes take a night. Here they are woven into one build, each asleep until it is woken, and each test
//! is run beforehand to see which changes it comes by: `list → weave → build → trial → verdict`. What does not compile in that company
//! but may by itself is built by itself.

mod build;
mod list;
mod trial;
mod verdict;
mod weave;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use build::{Subject, Tree};
use list::Mutant;
use trial::{Outcome, Trial};
use verdict::Verdict;

use crate::said::Said;

/// What is changed.
const MODULES: [&str; 3] = [
    "xmpp-core/src/rules/**",
    "xmpp-core/src/sasl/**",
    "xmpp-core/src/stream/**",
];

/// What is to notice it.
const SUBJECT: Subject = Subject {
    package: "xmpp-core",
    tests: &[
        "--package",
        "xmpp-core",
        "--package",
        "tests",
        "--package",
        "xmpp-server",
        "--package",
        "xmpp-client",
        "--lib",
        "--test",
        "sasl",
        "--test",
        "stream",
        "--test",
        "conversations",
        "--test",
        "conversations_over_tcp",
        "--test",
        "server",
        "--test",
        "session",
    ],
};

/// Survivors that were looked at, each with a reason.
const KNOWN: &str = "tests/suite/mutants.tsv";

/// Where figures go.
const FIGURES: &str = "docs/measured/mutants.tsv";

/// Where it is worked.
const SCRATCH: &str = "target/mutants";

/// How each ended the last time.
const OUTCOMES: &str = "outcomes.tsv";

/// Asks for those that survived the last time.
const AGAIN: &str = "--again";

/// Makes the mutants, or those that the arguments of `cargo mutants --list` leave, and compares what survives with what is known to.
/// With `--again` only those are made that survived the last time.
///
/// # Errors
/// If there is no `cargo mutants`, or the code does not build or fails its tests as it is.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<Said, String> {
    let (again, asked): (Vec<_>, Vec<_>) = arguments
        .iter()
        .cloned()
        .partition(|argument| argument == AGAIN);
    let mut mutants = list::list(root, SUBJECT.package, &MODULES, &asked)?;
    if !again.is_empty() {
        let outcomes = fs::read_to_string(root.join(SCRATCH).join(OUTCOMES)).unwrap_or_default();
        let missed = survivors(&outcomes);
        mutants.retain(|mutant| missed.contains(&verdict::without_place(&mutant.name)));
    }
    let mut tree = Tree::new(root, SUBJECT, &mutants)?;
    let binaries = tree.build()?;
    let trial = Trial::new(binaries, &root.join(SCRATCH).join("reached"))?;
    eprintln!("{} tests, {} changes", trial.len(), mutants.len());
    let woven: Vec<usize> = (0..mutants.len())
        .filter(|id| !tree.refused.contains_key(id))
        .collect();
    let mut outcomes: Vec<Option<Outcome>> = vec![None; mutants.len()];
    for (id, outcome) in all(&woven, |id| trial.of(id))? {
        outcomes[id] = Some(outcome);
    }
    report(root, &mutants, &outcomes, &tree)?;
    for (id, outcome) in tree.alone()? {
        outcomes[id] = outcome;
    }
    report(root, &mutants, &outcomes, &tree)?;
    let named = mutants.iter().map(|mutant| mutant.name.as_str());
    let known = fs::read_to_string(root.join(KNOWN)).unwrap_or_default();
    let verdict = Verdict::of(named.zip(outcomes), &known);
    verdict.record(root, FIGURES, arguments)?;
    Ok(verdict.said())
}

/// Those that survived, by what is written down of a run.
fn survivors(outcomes: &str) -> BTreeSet<String> {
    let missed = format!("{:?}\t", Outcome::Missed);
    let names = outcomes
        .lines()
        .filter_map(|line| line.strip_prefix(&missed));
    names.map(verdict::without_place).collect()
}

/// Tries them on every processor, and says now and then how far it is.
fn all(
    ids: &[usize],
    of: impl Fn(usize) -> Result<Outcome, String> + Sync,
) -> Result<Vec<(usize, Outcome)>, String> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Ok(Vec::new()));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = of(*id);
                    let Ok(mut outcomes) = outcomes.lock() else {
                        return;
                    };
                    match (&mut *outcomes, outcome) {
                        (Ok(outcomes), Ok(outcome)) => {
                            outcomes.push((*id, outcome));
                            progress(outcomes, ids.len());
                        }
                        (outcomes, Err(error)) => *outcomes = Err(error),
                        (Err(_), _) => return,
                    }
                }
            });
        }
    });
    outcomes.into_inner().map_err(|error| error.to_string())?
}

fn progress(outcomes: &[(usize, Outcome)], of: usize) {
    if outcomes.len().is_multiple_of(100) {
        let missed = outcomes
            .iter()
            .filter(|(_, outcome)| *outcome == Outcome::Missed);
        eprintln!("{} of {of}, {} survive", outcomes.len(), missed.count());
    }
}

/// Writes down how each ended.
fn report(
    root: &Path,
    mutants: &[Mutant],
    outcomes: &[Option<Outcome>],
    tree: &Tree<'_>,
) -> Result<(), String> {
    let lines = mutants.iter().zip(outcomes).enumerate();
    let lines = lines.map(|(id, (mutant, outcome))| match outcome {
        Some(outcome) => format!("{outcome:?}\t{}\n", mutant.name),
        None => format!("Refused\t{}\t{}\n", mutant.name, tree.refused[&id]),
    });
    let file = root.join(SCRATCH).join(OUTCOMES);
    fs::write(&file, lines.collect::<String>())
        .map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::survivors;

    #[test]
    fn survivors_are_read_from_what_was_written_down() {
        let outcomes = "Caught\ta.rs:1:2: delete !\nMissed\tb.rs:3:4: replace + with -\nRefused\tc.rs:1:1: x\twhy\n";
        let expected = ["b.rs: replace + with -".to_owned()];
        assert_eq!(survivors(outcomes), expected.into());
    }
}
