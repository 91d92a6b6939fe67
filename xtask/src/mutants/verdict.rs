//! `long mutants`: whether the tests of the rules and of the negotiation can fail. `cargo-mutants` changes the code in hundreds of
//! places, one after the other, and each change is to be noticed.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::said::Said;

/// What is changed.
const MODULES: [&str; 3] = [
    "xmpp-core/src/rules/**",
    "xmpp-core/src/sasl/**",
    "xmpp-core/src/stream/**",
];

/// What is to notice it. Conversations are not cut, which would notice no more and take minutes.
const TESTS: [&str; 10] = [
    "--",
    "--lib",
    "--test",
    "sasl",
    "--test",
    "stream",
    "--test",
    "conversations",
    "--",
    "--skip=conversations_go_the_same",
];

/// Survivors that were looked at, each with a reason.
const KNOWN: &str = "tests/suite/mutants.tsv";

/// Where figures go.
const FIGURES: &str = "docs/measured/mutants.tsv";

/// Of a hundred mutants, so many may survive.
const MOST: usize = 5;

/// Makes the mutants, or some of them where `--shard` says so, and compares what survives with what is known to.
///
/// # Errors
/// If there is no `cargo mutants`, or it has no result.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<Said, String> {
    let cargo = || {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(root).arg("mutants");
        command
    };
    let version = cargo().arg("--version").output();
    if !version.is_ok_and(|output| output.status.success()) {
        return Err("`cargo mutants` is missing: cargo install cargo-mutants --locked".to_owned());
    }
    let mut command = cargo();
    command.args(["--output", "target", "--package", "xmpp-core"]);
    for module in MODULES {
        command.args(["--file", module]);
    }
    command.args(["--test-package", "xmpp-core", "--test-package", "tests"]);
    // Its exit code says that some survive; the file says which.
    let status = command.args(arguments).args(TESTS).status();
    status.map_err(|error| format!("`cargo mutants` cannot be run: {error}"))?;
    let outcomes = read(&root.join("target/mutants.out/outcomes.json"))?;
    let known = fs::read_to_string(root.join(KNOWN)).unwrap_or_default();
    let verdict = Verdict::of(&outcomes, &known);
    record(&root.join(FIGURES), root, &verdict.row(arguments))?;
    Ok(verdict.said())
}

fn read(file: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}

/// What became of the mutants.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    /// How many of each kind, by the names that `cargo-mutants` has for them.
    counts: BTreeMap<String, usize>,
    /// Those that nobody noticed, with the reason where it is known.
    survivors: Vec<(String, Option<String>)>,
}

impl Verdict {
    fn of(outcomes: &Value, known: &str) -> Self {
        let reasons: BTreeMap<&str, &str> = known
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        let mut verdict = Self::default();
        for outcome in outcomes["outcomes"].as_array().into_iter().flatten() {
            let Some(name) = outcome["scenario"]["Mutant"]["name"].as_str() else {
                continue; // the tests of the code as it is
            };
            let summary = outcome["summary"].as_str().unwrap_or("Unknown");
            *verdict.counts.entry(summary.to_owned()).or_default() += 1;
            if summary == "MissedMutant" {
                let name = without_place(name);
                let reason = reasons
                    .get(name.as_str())
                    .map(|reason| (*reason).to_owned());
                verdict.survivors.push((name, reason));
            }
        }
        verdict
    }

    fn count(&self, summary: &str) -> usize {
        self.counts.get(summary).copied().unwrap_or_default()
    }

    /// Those that can be noticed at all: a mutant that does not compile proves nothing, and one that runs for ever is noticed.
    fn viable(&self) -> usize {
        self.count("CaughtMutant") + self.count("Timeout") + self.survivors.len()
    }

    fn row(&self, arguments: &[String]) -> String {
        let (viable, survivors) = (self.viable(), self.survivors.len());
        let unviable = self.count("Unviable");
        format!("{viable}\t{survivors}\t{unviable}\t{}", arguments.join(" "))
    }

    fn said(&self) -> Said {
        let mut said = Said::default();
        for (name, reason) in &self.survivors {
            match reason {
                Some(reason) => said.say(format!("survives: {name}: {reason}")),
                None => said.complain(format!("survives: {name}: nobody has looked at it")),
            }
        }
        let (viable, survivors) = (self.viable(), self.survivors.len());
        let line = format!("{survivors} of {viable} mutants survive, at most {MOST} % may");
        match survivors * 100 > viable * MOST {
            true => said.complain(line),
            false => said.say(line),
        }
        said
    }
}

/// A mutant without line and column, which change with everything above it.
fn without_place(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(change)) => format!("{file}:{change}"),
        _ => name.to_owned(),
    }
}

fn record(file: &Path, root: &Path, row: &str) -> Result<(), String> {
    let asked = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).current_dir(root).output();
        let text = output.map_or_else(|_| Vec::new(), |output| output.stdout);
        String::from_utf8_lossy(&text).trim().to_owned()
    };
    let date = asked("date", &["+%Y-%m-%d"]);
    let commit = asked("git", &["rev-parse", "--short", "HEAD"]);
    let head = match file.exists() {
        true => "",
        false => "date\tcommit\tmutants\tsurvivors\tnot compiled\twhich\n",
    };
    let opened = OpenOptions::new().create(true).append(true).open(file);
    opened
        .and_then(|mut book| book.write_all(format!("{head}{date}\t{commit}\t{row}\n").as_bytes()))
        .map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{Verdict, without_place};
    use serde_json::json;

    fn outcomes() -> serde_json::Value {
        let mutant = |name: &str, summary: &str| json!({"scenario": {"Mutant": {"name": name}}, "summary": summary});
        json!({"outcomes": [
            {"scenario": "Baseline", "summary": "Success"},
            mutant("a.rs:1:2: replace f -> bool with true", "CaughtMutant"),
            mutant("a.rs:2:2: replace f -> bool with false", "MissedMutant"),
            mutant("a.rs:3:2: replace + with -", "MissedMutant"),
            mutant("a.rs:4:2: replace + with *", "Unviable"),
            mutant("a.rs:5:2: delete !", "Timeout"),
        ]})
    }

    #[test]
    fn survivors_need_a_reason_and_must_be_few() {
        let known = "a.rs: replace + with -\tboth are 0\n";
        let verdict = Verdict::of(&outcomes(), known);
        assert_eq!(
            verdict.row(&["--shard 1/2".to_owned()]),
            "4\t2\t1\t--shard 1/2"
        );
        let said = verdict.said();
        assert_eq!(
            said.lines,
            [
                "survives: a.rs: replace f -> bool with false: nobody has looked at it",
                "survives: a.rs: replace + with -: both are 0",
                "2 of 4 mutants survive, at most 5 % may",
            ]
        );
        assert_eq!(said.complaints, 2);
    }

    #[test]
    fn a_mutant_is_known_wherever_it_stands() {
        let name = "a/b.rs:17:5: replace <impl A for B>::c -> X with Y";
        assert_eq!(
            without_place(name),
            "a/b.rs: replace <impl A for B>::c -> X with Y"
        );
        assert_eq!(without_place("plain"), "plain");
    }
}
