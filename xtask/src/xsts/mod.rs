//! `cargo xtask xsts`: the W3C XML Schema Test Suite, judged by the library in strict mode.
//!
//! Data flow: `index → verdict → score`.

mod index;
mod score;
mod verdict;

use crate::known::Known;
use crate::said::Said;
use index::{Expected, Group, Suite};
use score::{Kind, Score};
use std::path::{Path, PathBuf};
use verdict::Verdict;

/// The list of tests that are known to miss.
const LIST: &str = "tests/suite/known-misses.txt";

/// What to run.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The directory with the index of the suite.
    pub directory: PathBuf,
    /// Run only the tests whose name holds this text, and show every finding; the list of known misses is left aside.
    #[arg(long, value_name = "TEXT")]
    pub only: Option<String>,
    /// List at most so many misses.
    #[arg(long, value_name = "COUNT", default_value_t = 40)]
    pub most: usize,
}

/// Runs the suite. Every miss that is not known is a complaint, and so is a known one that is none.
///
/// # Errors
/// The suite or the list of known misses cannot be read.
pub fn run(root: &Path, arguments: &Arguments) -> Result<Said, String> {
    let suite = Suite::open(&arguments.directory, &root.join("target"))?;
    let mut run = Run {
        known: match arguments.only {
            Some(_) => Known::default(),
            None => Known::read(root, LIST)?,
        },
        only: arguments.only.as_deref(),
        score: Score::default(),
        misses: Vec::new(),
        listed: 0,
        passing: Vec::new(),
    };
    // A panic is a miss that is told of in its line; nobody needs the backtrace of each.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for group in &suite.groups {
        run.group(group, &suite.files);
    }
    std::panic::set_hook(hook);
    Ok(run.said(arguments.most))
}

struct Run<'a> {
    known: Known,
    only: Option<&'a str>,
    score: Score,
    /// Misses that are not known.
    misses: Vec<String>,
    /// Misses that are.
    listed: usize,
    /// Known misses that pass.
    passing: Vec<String>,
}

impl Run<'_> {
    fn group(&mut self, group: &Group, files: &Path) {
        let schema_test = group.schema_test();
        let tests: Vec<String> = group
            .instances
            .iter()
            .map(|test| group.instance_test(test))
            .collect();
        let wanted = |name: &String| self.only.is_none_or(|text| name.contains(text));
        if !wanted(&schema_test) && !tests.iter().any(wanted) {
            return;
        }
        let (schema, instances) = verdict::judge(group, files);
        if let Some(test) = &group.schema {
            self.test(group, Kind::Schema, &schema_test, (&schema, test.expected));
        }
        for ((test, name), verdict) in group.instances.iter().zip(&tests).zip(&instances) {
            self.test(group, Kind::Instance, name, (verdict, test.expected));
        }
    }

    fn test(
        &mut self,
        group: &Group,
        kind: Kind,
        name: &str,
        (verdict, expected): (&Verdict, Expected),
    ) {
        let passed = verdict.is(expected);
        self.score.count(&group.contributor, kind, passed);
        if self.only.is_some() {
            let mut line = format!("{name}: {}", verdict.words());
            if let Verdict::Invalid(findings) = verdict {
                for finding in findings.iter().skip(1) {
                    line.push_str("\n    ");
                    line.push_str(finding);
                }
            }
            let outcome = if passed { "ok  " } else { "MISS" };
            self.misses.push(format!("{outcome} {line}"));
            return;
        }
        match (passed, self.known.holds(name)) {
            (true, false) => {}
            (false, true) => self.listed += 1,
            (true, true) => self.passing.push(name.to_owned()),
            (false, false) => self.misses.push(format!("{name}: {}", verdict.words())),
        }
    }

    fn said(self, most: usize) -> Said {
        let mut said = Said::default();
        if self.only.is_some() {
            self.misses.into_iter().for_each(|line| said.say(line));
            self.score
                .table()
                .into_iter()
                .for_each(|line| said.say(line));
            return said;
        }
        let count = self.misses.len();
        for miss in self.misses.into_iter().take(most) {
            said.complain(format!("miss: {miss}"));
        }
        if count > most {
            said.complain(format!("and {} more", count - most));
        }
        for name in &self.passing {
            said.complain(format!("passes, but is listed in {LIST}: {name}"));
        }
        self.score
            .table()
            .into_iter()
            .for_each(|line| said.say(line));
        said.say(format!(
            "{count} misses that are not known, {} known ones of {} in {LIST}",
            self.listed,
            self.known.len(),
        ));
        said
    }
}
