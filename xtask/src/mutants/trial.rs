//! Each change is woken in turn, and the tests that come by its place are run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::build::Binary;

/// How one change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A test failed.
    Caught,
    /// A test did not end, which is noticed as well.
    Timeout,
    /// Every test passed.
    Missed,
}

/// A test by itself.
#[derive(Clone, Debug)]
struct Test {
    binary: usize,
    name: String,
    /// How long it takes as the code is.
    takes: Duration,
}

/// Tests, and which of them comes by which change.
pub(super) struct Trial {
    binaries: Vec<Binary>,
    tests: Vec<Test>,
    reached: BTreeMap<usize, Vec<usize>>,
}

/// Tests that go the same ways once more.
const SKIPPED: [&str; 2] = [
    "conversations_go_the_same",
    "conversations_go_over_tcp_the_same",
];

/// How long a test may take at least, however short it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a test may allocate, in kB of addresses: a change that never ends must not take the machine with it.
const MEMORY: u64 = 4 << 20;

impl Trial {
    /// Runs each test by itself as the code is, and sees where it comes by.
    ///
    /// # Errors
    /// If one fails, or none is found.
    pub(super) fn new(binaries: Vec<Binary>, scratch: &Path) -> Result<Self, String> {
        let mut trial = Self {
            binaries,
            tests: Vec::new(),
            reached: BTreeMap::new(),
        };
        for binary in 0..trial.binaries.len() {
            for name in trial.names(binary)? {
                trial.visit(binary, name, scratch)?;
            }
        }
        match trial.tests.is_empty() {
            true => Err("there are no tests".to_owned()),
            false => Ok(trial),
        }
    }

    /// How many tests there are.
    pub(super) fn len(&self) -> usize {
        self.tests.len()
    }

    fn names(&self, binary: usize) -> Result<Vec<String>, String> {
        let Binary { path, directory } = &self.binaries[binary];
        let output = Command::new(path)
            .current_dir(directory)
            .arg("--list")
            .output();
        let output = output.map_err(|error| format!("{}: {error}", path.display()))?;
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = names.lines().filter_map(|line| line.strip_suffix(": test"));
        let names = names.filter(|name| !SKIPPED.iter().any(|skipped| name.starts_with(skipped)));
        Ok(names.map(str::to_owned).collect())
    }

    fn visit(&mut self, binary: usize, name: String, scratch: &Path) -> Result<(), String> {
        let _ = fs::remove_file(scratch);
        let begun = Instant::now();
        let mut command = self.command(binary, &name);
        command.env("MUTANTS_REACHED", scratch);
        if surely(&mut command, Duration::from_secs(600))? != Outcome::Missed {
            return Err(format!("{name} fails before anything is changed"));
        }
        let reached = fs::read_to_string(scratch).unwrap_or_default();
        let reached: BTreeSet<usize> = reached.lines().filter_map(|id| id.parse().ok()).collect();
        for id in reached {
            self.reached.entry(id).or_default().push(self.tests.len());
        }
        self.tests.push(Test {
            binary,
            name,
            takes: begun.elapsed(),
        });
        Ok(())
    }

    fn command(&self, binary: usize, name: &str) -> Command {
        let Binary { path, directory } = &self.binaries[binary];
        let mut command = command(path, directory);
        command.args(["--exact", name]);
        command
    }

    /// Wakes a change, and runs the tests that come by it, the quickest first.
    ///
    /// # Errors
    /// If a test cannot be run.
    pub(super) fn of(&self, mutant: usize) -> Result<Outcome, String> {
        let reached = self.reached.get(&mutant);
        let mut tests: Vec<&Test> = reached
            .into_iter()
            .flatten()
            .map(|test| &self.tests[*test])
            .collect();
        tests.sort_by_key(|test| test.takes);
        for test in tests {
            let mut command = self.command(test.binary, &test.name);
            command.env("MUTANT_AWAKE", mutant.to_string());
            let outcome = surely(&mut command, PATIENCE + test.takes * 10)?;
            if outcome != Outcome::Missed {
                return Ok(outcome);
            }
        }
        Ok(Outcome::Missed)
    }
}

/// Runs all tests, each program as a whole.
///
/// # Errors
/// If one cannot be run.
pub(super) fn whole(binaries: &[Binary]) -> Result<Outcome, String> {
    for Binary { path, directory } in binaries {
        let mut command = command(path, directory);
        command.args(SKIPPED.iter().flat_map(|skipped| ["--skip", *skipped]));
        let outcome = surely(&mut command, Duration::from_secs(240))?;
        if outcome != Outcome::Missed {
            return Ok(outcome);
        }
    }
    Ok(Outcome::Missed)
}

fn command(program: &Path, directory: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .current_dir(directory)
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"])
        .arg(program)
        .arg("--test-threads=1")
        .env("CARGO_MANIFEST_DIR", directory)
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
        .env("PROPTEST_MAX_SHRINK_ITERS", "0");
    command
}

/// A test that fails is run once more: over the network, on a machine that is busy, one may fail without a reason.
fn surely(command: &mut Command, limit: Duration) -> Result<Outcome, String> {
    match run(command, limit)? {
        Outcome::Caught => run(command, limit),
        outcome => Ok(outcome),
    }
}

fn run(command: &mut Command, limit: Duration) -> Result<Outcome, String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("a test cannot be run: {error}"))?;
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(Outcome::Missed),
            Ok(Some(_)) => return Ok(Outcome::Caught),
            Ok(None) if begun.elapsed() < limit => thread::sleep(Duration::from_millis(2)),
            Ok(None) => {
                let ended = child.kill().and_then(|()| child.wait());
                ended.map_err(|error| format!("a test cannot be ended: {error}"))?;
                return Ok(Outcome::Timeout);
            }
            Err(error) => return Err(format!("a test is lost: {error}")),
        }
    }
}
