//! One line on standard error that says how far long work has come, on a terminal only.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How long work may take before anything is said, and how often it is said again.
const PATIENCE: Duration = Duration::from_millis(300);

/// Work on a number of things.
#[derive(Debug)]
pub(crate) struct Progress {
    total: usize,
    done: usize,
    shown: bool,
    last: Instant,
    terminal: bool,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            shown: false,
            last: Instant::now(),
            terminal: io::stderr().is_terminal(),
        }
    }

    /// The next thing is begun.
    pub(crate) fn next(&mut self, name: &str) {
        self.done += 1;
        if !self.terminal || self.last.elapsed() < PATIENCE {
            return;
        }
        self.last = Instant::now();
        self.shown = true;
        let name: String = name
            .chars()
            .filter(|character| !character.is_control())
            .take(60)
            .collect();
        // Who cannot be told how far the work is still gets its result.
        let _ = write!(io::stderr(), "\r\x1b[K{}/{} {name}", self.done, self.total);
    }

    /// Takes the line away, so that something else can be printed.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
