//! What the system says of a process.

use std::fs;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::failure::Failure;

/// Asks for as many open files as may be had; the server does so by itself.
pub(crate) fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        eprintln!(
            "note: open files stay limited to {:?}: {error}",
            limit.current
        );
    }
}

/// Resident memory in bytes: `Rss` of all mappings together.
pub(crate) fn resident(pid: u32) -> Result<u64, Failure> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Rss:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    Ok(kilobytes.ok_or("there is no `Rss:` in smaps_rollup")? * 1024)
}

/// CPU that the process has used, in user mode and in the kernel (fields 14 and 15 of `stat`).
pub(crate) fn cpu(pid: u32) -> Result<Duration, Failure> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The second field is the program's name in parentheses, and may contain anything.
    let (_, fields) = text.rsplit_once(')').ok_or("`stat` has no name")?;
    let ticks = fields
        .split_ascii_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum::<u64>();
    let per_second = rustix::param::clock_ticks_per_second();
    Ok(Duration::from_micros(ticks * 1_000_000 / per_second))
}
