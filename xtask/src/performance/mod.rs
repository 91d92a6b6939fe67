//! `cargo xtask performance`: the page about speed, made from what the benches appended to `docs/measured/stanzas.jsonl`.
//!
//! Data flow: `run → gate`.

mod gate;
mod run;

use crate::said::Said;
use run::{Kind, Run, Stanzas};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const MEASURED: &str = "docs/measured/stanzas.jsonl";
const PAGE: &str = "docs/performance.md";

/// Makes the page, or says whether it is what the figures make it.
///
/// # Errors
/// The figures cannot be read, or the page cannot be written.
pub fn run(root: &Path, check: bool) -> Result<Said, String> {
    let page = read(&root.join(MEASURED)).and_then(|lines| page(&lines))?;
    let path = root.join(PAGE);
    let mut said = Said::default();
    if check {
        if read(&path)? != page {
            said.complain(format!(
                "{PAGE} is not what {MEASURED} makes it: run `cargo xtask performance`"
            ));
        }
        return Ok(said);
    }
    fs::write(&path, page).map_err(|error| format!("{PAGE}: {error}"))?;
    said.say(format!("{PAGE}: written"));
    Ok(said)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// How many of the commits that were measured last count.
const COMMITS: usize = 8;

/// The page of the last run of each measure on each sort of stanzas; of times, on each processor too.
fn page(lines: &str) -> Result<String, String> {
    let parsed = lines.lines().map(serde_json::from_str);
    let runs: Vec<Run> = parsed
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{MEASURED}: {error}"))?;
    let last: Vec<&Run> = last(&runs);
    let mut out = format!("{INTRODUCTION}{}", counts());
    gate::write(&mut out, &last);
    for (index, run) in last.iter().enumerate() {
        if !is_shown(run, &last, &last[index + 1..]) {
            continue;
        }
        let _ = write!(out, "\n## {}\n\n{run}.\n", title(run));
        for kind in &run.kinds {
            table(&mut out, kind, &run.measured);
        }
    }
    Ok(out)
}

/// Those that count, in the order in which they were made.
fn last(runs: &[Run]) -> Vec<&Run> {
    let commits = last_commits(runs);
    let mut last: Vec<&Run> = Vec::new();
    for run in runs.iter().rev() {
        let replaces = |newer: &&Run| {
            newer.measured == run.measured
                && newer.stanzas == run.stanzas
                && (!run.is_of_times() || newer.processor() == run.processor())
        };
        let counts = !run.is_of_times() || run.commit().is_some_and(|own| commits.contains(&own));
        if counts && !last.iter().any(replaces) {
            last.push(run);
        }
    }
    last.reverse();
    last
}

/// The commits that were measured last.
fn last_commits(runs: &[Run]) -> Vec<&str> {
    let mut commits = Vec::new();
    for commit in runs.iter().rev().filter_map(Run::commit) {
        if commits.len() < COMMITS && !commits.contains(&commit) {
            commits.push(commit);
        }
    }
    commits
}

/// Whether a run's figures are shown beside its gates: of times, those of the newest run only; those of copies only where there are no
/// others.
fn is_shown(run: &Run, runs: &[&Run], newer: &[&Run]) -> bool {
    let of_same = |other: &&Run| other.measured == run.measured;
    let is_replaced = |other: &&Run| of_same(other) && other.stanzas == run.stanzas;
    let is_better = |other: &&Run| of_same(other) && other.stanzas == Stanzas::Varied;
    !newer.iter().any(is_replaced)
        && (run.stanzas == Stanzas::Varied || !runs.iter().any(is_better))
}

fn title(run: &Run) -> String {
    let measure = match run.measured.as_str() {
        "nanoseconds" => "Time",
        "instructions" => "Instructions",
        _ => "Allocations",
    };
    match run.stanzas {
        Stanzas::Varied => measure.to_owned(),
        Stanzas::Copies => format!("{measure}, on copies"),
    }
}

fn table(out: &mut String, kind: &Kind, measured: &str) {
    let _ = write!(
        out,
        "\n### {}, {} bytes\n\n| | | {measured} | ratio |\n| --- | --- | ---: | ---: |\n",
        kind.kind, kind.bytes
    );
    for row in &kind.rows {
        let ratio = row
            .ratio
            .map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} | {ratio} |",
            row.group, row.name, row.per_stanza
        );
    }
}

const INTRODUCTION: &str = "# Performance

This page is made by `cargo xtask performance` from the last run of each measure in `docs/measured/stanzas.jsonl`. Times are those of a
processor: their gates are shown for each one's last run, their figures further below of the last of all. Instructions and allocations do
not depend on it.
`cargo bench -p xmpp-core --bench stanzas -- --json docs/measured/stanzas.jsonl` appends a run of times, with `--instructions` one of
instructions under valgrind; `--bench allocations` one of allocations. With `--copies` each kind is equal copies of one stanza; further
below, figures of copies are left out where the measure was taken on varied stanzas too, and stay in that file.

All contestants run in one process and one thread, by turns; times are those of the thread on the processor. What counts are the
ratios, each a median over rounds. `look` and `decode` of ours are divided by quick-xml's `NsReader`, which looks at every name, attribute
and text; reading by segments of 1460 bytes by reading whole stanzas; a peer's `decode` and `encode` by ours, so 15 says that ours is 15
times as fast; our `encode` by the cost of pushing the same text piece by piece. `the values cloned` allocates once for each string and
vector that a value holds, which is what decoding it may allocate. Ours is built as server and client are, with the feature
`runtime-dispatch`.
";

/// Which runs of times are on the page.
fn counts() -> String {
    format!(
        "
A run of times counts as long as its commit is one of the last {COMMITS} that were measured. Runs up to 2026-12-01 do not say their commit,
nor which `AMD EPYC` they were on; it is known from what was written beside them, and the first ones are left out, whose commit it
is not.
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line, at a commit of the time's name.
    fn line(time: u32, processor: &str, measured: &str, more: &str) -> String {
        format!(
            r#"{{"unix_time":{time},"processor":"{processor}","commit":"c{time}","measured":"{measured}",{more}"gates":[],"kinds":[]}}"#
        )
    }

    const VARIED: &str = r#""stanzas":"varied","#;

    #[test]
    fn figures_of_copies_are_shown_where_there_are_no_others() {
        let lines = [
            line(1, "P", "nanoseconds", ""),
            line(1, "P", "allocations", ""),
            line(1, "P", "nanoseconds", VARIED),
        ];
        let page = page(&lines.join("\n")).expect("the lines are JSON");
        assert!(page.contains("\n## Time\n"));
        assert!(!page.contains("\n## Time, on copies\n"));
        assert!(page.contains("\n## Allocations, on copies\n"));
    }

    #[test]
    fn the_last_run_of_each_measure_is_shown() {
        let kinds = |ratio: f64| {
            let row = format!(
                r#"{{"group":"decode","name":"xmpp-core, owned","per_stanza":500.2,"ratio":{ratio}}}"#
            );
            format!(r#""kinds":[{{"kind":"short chat","bytes":100,"rows":[{row}]}}]"#)
        };
        let run = |time, ratio| {
            line(time, "P", "nanoseconds", "").replace(r#""kinds":[]"#, &kinds(ratio))
        };
        let page =
            page(&format!("{}\n{}\n", run(1, 0.5), run(2, 0.4))).expect("the lines are JSON");
        assert!(page.contains("\nP, at c2, 1970-01-01.\n"));
        assert!(page.contains("| decode | xmpp-core, owned | 500 | 0.40 |"));
        assert!(!page.contains("at c1,"));
    }

    #[test]
    fn times_are_those_of_a_processor_and_counts_are_not() {
        let lines = [
            line(1, "P", "nanoseconds", VARIED),
            line(2, "Q", "nanoseconds", VARIED),
            line(1, "P", "instructions", VARIED),
            line(2, "Q", "instructions", VARIED),
        ];
        let page = page(&lines.join("\n")).expect("the lines are JSON");
        assert!(page.contains("\n- nanoseconds, P, at c1, "));
        assert!(page.contains("\n- nanoseconds, Q, at c2, "));
        assert!(page.contains("\n## Time\n\nQ, at c2, "));
        assert_eq!(page.matches("\n## Time\n").count(), 1);
        assert!(page.contains("\n- instructions, Q, at c2, "));
        assert!(!page.contains("instructions, P"));
    }

    #[test]
    fn times_of_old_commits_do_not_count() {
        let last = COMMITS as u32 + 1;
        let mut lines = vec![
            line(1, "P", "nanoseconds", VARIED),
            line(1, "P", "allocations", VARIED),
        ];
        let newer = (2..last).map(|time| line(time, "Q", "nanoseconds", VARIED));
        lines.extend(newer);
        let before = page(&lines.join("\n")).expect("the lines are JSON");
        assert!(before.contains("\n- nanoseconds, P, at c1, "));
        lines.push(line(last, "Q", "nanoseconds", VARIED));
        let after = page(&lines.join("\n")).expect("the lines are JSON");
        assert!(!after.contains("nanoseconds, P"));
        assert!(after.contains("\n- allocations, P, at c1, "));
    }
}
