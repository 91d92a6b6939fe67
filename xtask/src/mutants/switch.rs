//! Which change is awake: this file becomes a module of the crate that is changed.

use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::{Mutex, OnceLock};

enum Asked {
    /// One change is awake.
    Awake(u32),
    /// None is; what is asked for is written down once.
    Reached(String, Mutex<HashSet<u32>>),
    /// None is.
    Asleep,
}

fn asked() -> &'static Asked {
    static ASKED: OnceLock<Asked> = OnceLock::new();
    ASKED.get_or_init(|| {
        let awake = std::env::var("MUTANT_AWAKE").ok();
        let reached = std::env::var("MUTANTS_REACHED").ok();
        match (awake.and_then(|id| id.parse().ok()), reached) {
            (Some(id), _) => Asked::Awake(id),
            (None, Some(file)) => Asked::Reached(file, Mutex::default()),
            (None, None) => Asked::Asleep,
        }
    })
}

/// Whether that change is awake.
pub fn is(mutant: u32) -> bool {
    match asked() {
        Asked::Awake(id) => *id == mutant,
        Asked::Asleep => false,
        Asked::Reached(file, seen) => {
            if seen.lock().is_ok_and(|mut seen| seen.insert(mutant)) {
                let opened = OpenOptions::new().create(true).append(true).open(file);
                let written = opened.and_then(|mut file| writeln!(file, "{mutant}"));
                written.expect("what is reached can be written down");
            }
            false
        }
    }
}
