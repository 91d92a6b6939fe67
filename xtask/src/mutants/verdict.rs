//! What became of the mutants, beside what is known of them.

use std::collections::BTreeMap;
use std::path::Path;

use super::trial::Outcome;
use crate::book;
use crate::said::Said;

/// Of a hundred mutants, so many may survive.
const MOST: usize = 5;

/// What became of the mutants.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// How many were noticed.
    caught: usize,
    /// How many do not compile, and prove nothing.
    refused: usize,
    /// Those that nobody noticed, with the reason where it is known.
    survivors: Vec<(String, Option<String>)>,
}

impl Verdict {
    /// Reads the outcomes, nothing for what does not compile, beside a list of survivors that were looked at.
    pub(super) fn of<'n>(
        outcomes: impl IntoIterator<Item = (&'n str, Option<Outcome>)>,
        known: &str,
    ) -> Self {
        let reasons: BTreeMap<&str, &str> = known
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .collect();
        let mut verdict = Self::default();
        for (name, outcome) in outcomes {
            match outcome {
                Some(Outcome::Caught | Outcome::Timeout) => verdict.caught += 1,
                None => verdict.refused += 1,
                Some(Outcome::Missed) => {
                    let reason = reasons.get(without_place(name).as_str());
                    let reason = reason.map(|reason| (*reason).to_owned());
                    verdict.survivors.push((name.to_owned(), reason));
                }
            }
        }
        verdict
    }

    /// Those that can be noticed at all: a mutant that does not compile proves nothing, and one that runs for ever is noticed.
    fn viable(&self) -> usize {
        self.caught + self.survivors.len()
    }

    fn row(&self, arguments: &[String]) -> String {
        let (viable, survivors) = (self.viable(), self.survivors.len());
        let which = match arguments {
            [] => "all".to_owned(),
            some => some.join(" "),
        };
        format!("{viable}\t{survivors}\t{}\t{which}", self.refused)
    }

    /// Adds the figures to the book.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn record(
        &self,
        root: &Path,
        book: &str,
        arguments: &[String],
    ) -> Result<(), String> {
        let head = "mutants\tsurvivors\tnot compiled\twhich";
        book::record(root, book, head, &self.row(arguments))
    }

    /// What there is to say.
    pub(super) fn said(&self) -> Said {
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
pub(super) fn without_place(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(change)) => format!("{file}:{change}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Outcome;
    use super::{Verdict, without_place};

    #[test]
    fn survivors_need_a_reason_and_must_be_few() {
        let known = "a.rs: replace + with -\tboth are 0\n";
        let outcomes = [
            (
                "a.rs:1:2: replace f -> bool with true",
                Some(Outcome::Caught),
            ),
            (
                "a.rs:2:2: replace f -> bool with false",
                Some(Outcome::Missed),
            ),
            ("a.rs:3:2: replace + with -", Some(Outcome::Missed)),
            ("a.rs:4:2: replace + with *", None),
            ("a.rs:5:2: delete !", Some(Outcome::Timeout)),
        ];
        let verdict = Verdict::of(outcomes, known);
        assert_eq!(
            verdict.row(&["--shard 1/2".to_owned()]),
            "4\t2\t1\t--shard 1/2"
        );
        let said = verdict.said();
        assert_eq!(
            said.lines,
            [
                "survives: a.rs:2:2: replace f -> bool with false: nobody has looked at it",
                "survives: a.rs:3:2: replace + with -: both are 0",
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
