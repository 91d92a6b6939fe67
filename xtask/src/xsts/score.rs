//! How many tests pass, of whom.

use std::collections::BTreeMap;

/// Who gives generated tests of simple types, two thirds of the suite.
const GENERATED: &str = "nist";

/// Passed and run, of schema tests and of instance tests, by contributor.
#[derive(Debug, Default)]
pub(super) struct Score {
    contributors: BTreeMap<String, [Count; 2]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    passed: u32,
    run: u32,
}

/// The two kinds of tests.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Schema,
    Instance,
}

impl Score {
    pub(super) fn count(&mut self, contributor: &str, kind: Kind, passed: bool) {
        let counts = self.contributors.entry(contributor.to_owned()).or_default();
        let count = &mut counts[kind as usize];
        count.run += 1;
        count.passed += u32::from(passed);
    }

    /// The table, a line for each contributor and two for all.
    pub(super) fn table(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "{:<14} {:>23} {:>25}",
            "", "schema tests", "instance tests"
        )];
        let mut all = [Count::default(); 2];
        let mut others = [Count::default(); 2];
        for (contributor, counts) in &self.contributors {
            lines.push(row(contributor, counts));
            for (at, count) in counts.iter().enumerate() {
                all[at].add(*count);
                if contributor != GENERATED {
                    others[at].add(*count);
                }
            }
        }
        lines.push(row(&format!("without {GENERATED}"), &others));
        lines.push(row("all", &all));
        lines
    }
}

impl Count {
    const fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.run += other.run;
    }

    fn share(self) -> String {
        match self.run {
            0 => "–".to_owned(),
            run => format!("{:.2} %", 100.0 * f64::from(self.passed) / f64::from(run)),
        }
    }
}

fn row(name: &str, [schemas, instances]: &[Count; 2]) -> String {
    format!(
        "{name:<14} {:>5}/{:<5} {:>10}   {:>6}/{:<6} {:>10}",
        schemas.passed,
        schemas.run,
        schemas.share(),
        instances.passed,
        instances.run,
        instances.share(),
    )
}
