//! `long fuzz`: each target for a while, and how many inputs it has tried.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::book;
use crate::said::Said;

/// The targets, in the order of the data flow.
const TARGETS: [&str; 7] = [
    "reader", "expat", "schema", "document", "jid", "decode", "stream",
];

/// Where figures go.
const FIGURES: &str = "docs/measured/fuzz.tsv";

/// How long each runs where nothing else is asked for.
const MINUTES: u32 = 10;

/// `long fuzz [TARGET..] [--minutes N]`: fuzzes all targets or those, one after the other.
///
/// # Errors
/// If an argument is none of these, or something cannot be run.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<Said, String> {
    let (targets, minutes) = read(arguments)?;
    let mut said = Said::default();
    for target in targets {
        eprintln!("{target}: {minutes} minutes");
        let outcome = fuzz(root, target, minutes)?;
        let line = format!(
            "{target}: {} executions in {minutes} minutes, {} found to be interesting",
            outcome.executions, outcome.kept
        );
        let head = "target\tminutes\texecutions\tkept\tfound";
        let found = match outcome.is_well {
            true => "nothing",
            false => "something",
        };
        let row = format!(
            "{target}\t{minutes}\t{}\t{}\t{found}",
            outcome.executions, outcome.kept
        );
        book::record(root, FIGURES, head, &row)?;
        match outcome.is_well {
            true => said.say(line),
            false => said.complain(format!("{line}; what broke is in fuzz/artifacts/{target}")),
        }
    }
    Ok(said)
}

fn read(arguments: &[String]) -> Result<(Vec<&'static str>, u32), String> {
    let (mut targets, mut minutes) = (Vec::new(), MINUTES);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--minutes" {
            let number = words.next().and_then(|number| number.parse().ok());
            minutes = number.ok_or("`--minutes` wants a number of minutes")?;
            continue;
        }
        let target = TARGETS.into_iter().find(|target| target == word);
        targets.push(target.ok_or_else(|| {
            let all = TARGETS.join(", ");
            format!(
                "there is no target {word}: long fuzz [TARGET..] [--minutes {MINUTES}], with {all}"
            )
        })?);
    }
    if targets.is_empty() {
        targets = TARGETS.to_vec();
    }
    Ok((targets, minutes))
}

/// What came of a target.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    executions: u64,
    /// How many inputs went a way that no other had gone.
    kept: u64,
    is_well: bool,
}

impl Outcome {
    /// Takes a line of libFuzzer's last words.
    fn take(&mut self, line: &str) {
        let number = |name: &str| line.strip_prefix(name)?.trim().parse().ok();
        if let Some(executions) = number("stat::number_of_executed_units:") {
            self.executions = executions;
        }
        if let Some(kept) = number("stat::new_units_added:") {
            self.kept = kept;
        }
    }
}

fn fuzz(root: &Path, target: &str, minutes: u32) -> Result<Outcome, String> {
    let seconds = format!("-max_total_time={}", minutes * 60);
    let child = Command::new(root.join("fuzz/run"))
        .current_dir(root)
        .args([target, &seconds, "-print_final_stats=1"])
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|error| format!("fuzz/run cannot be run: {error}"))?;
    let mut outcome = Outcome::default();
    for line in child
        .stderr
        .take()
        .into_iter()
        .flat_map(|stderr| BufReader::new(stderr).lines())
    {
        let line = line.map_err(|error| format!("fuzz/run {target}: {error}"))?;
        outcome.take(&line);
        eprintln!("{line}");
    }
    let status = child.wait();
    outcome.is_well = status.map_err(|error| error.to_string())?.success();
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::{MINUTES, Outcome, TARGETS, read};

    #[test]
    fn targets_and_minutes_are_read() {
        let read = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            read(&words)
        };
        assert_eq!(read(&[]), Ok((TARGETS.to_vec(), MINUTES)));
        assert_eq!(read(&["jid", "--minutes", "1"]), Ok((vec!["jid"], 1)));
        assert!(read(&["readers"]).is_err());
        assert!(read(&["--minutes"]).is_err());
    }

    #[test]
    fn the_last_words_are_read() {
        let mut outcome = Outcome::default();
        for line in [
            "#2 INITED cov: 5",
            "stat::number_of_executed_units: 435000",
            "stat::new_units_added:          12",
        ] {
            outcome.take(line);
        }
        assert_eq!((outcome.executions, outcome.kept), (435_000, 12));
    }
}
