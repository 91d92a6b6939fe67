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

/// The page of the last run of each measure on each sort of stanzas.
fn page(lines: &str) -> Result<String, String> {
    let mut runs: Vec<Run> = Vec::new();
    for line in lines.lines() {
        let run: Run =
            serde_json::from_str(line).map_err(|error| format!("{MEASURED}: {error}"))?;
        let same =
            |known: &&mut Run| known.measured == run.measured && known.stanzas == run.stanzas;
        match runs.iter_mut().find(same) {
            Some(known) => *known = run,
            None => runs.push(run),
        }
    }
    let mut out = INTRODUCTION.to_owned();
    gate::write(&mut out, &runs);
    for run in runs.iter().filter(|run| is_shown(run, &runs)) {
        let _ = write!(
            out,
            "\n## {}\n\nUnix time {}, {}.\n",
            title(run),
            run.unix_time,
            run.processor.as_deref().unwrap_or("some processor")
        );
        for kind in &run.kinds {
            table(&mut out, kind, &run.measured);
        }
    }
    Ok(out)
}

/// Whether a run's figures are shown beside its gates: those of copies only where there are no others.
fn is_shown(run: &Run, runs: &[Run]) -> bool {
    run.stanzas == Stanzas::Varied || {
        let is_better =
            |other: &Run| other.measured == run.measured && other.stanzas == Stanzas::Varied;
        !runs.iter().any(is_better)
    }
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

This page is made by `cargo xtask performance` from the last run of each measure in `docs/measured/stanzas.jsonl`.
`cargo bench -p xmpp-core --bench stanzas -- --json docs/measured/stanzas.jsonl` appends a run of times, with `--instructions` one of
instructions under valgrind; `--bench allocations` one of allocations. With `--copies` each kind is equal copies of one stanza; further
below, figures of copies are left out where the measure was taken on varied stanzas too, and stay in that file.

All contestants run in one process and one thread, by turns; times are those of the thread on the processor. What counts are the
ratios, each a median over rounds. `look` and `decode` of ours are divided by quick-xml's `NsReader`, which looks at every name, attribute
and text; reading by segments of 1460 bytes by reading whole stanzas; a peer's `decode` and `encode` by ours, so 15 says that ours is 15
times as fast; our `encode` by the cost of pushing the same text piece by piece. `the values cloned` allocates once for each string and
vector that a value holds, which is what decoding it may allocate.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_copies_are_shown_where_there_are_no_others() {
        let run = |measured: &str, stanzas: &str| {
            format!(
                r#"{{"unix_time":1,"processor":"P","measured":"{measured}",{stanzas}"gates":[],"kinds":[]}}"#
            )
        };
        let (old, varied) = ("", r#""stanzas":"varied","#);
        let lines = [
            run("nanoseconds", old),
            run("allocations", old),
            run("nanoseconds", varied),
        ];
        let page = page(&lines.join("\n")).expect("the lines are JSON");
        assert!(page.contains("\n## Time\n"));
        assert!(!page.contains("\n## Time, on copies\n"));
        assert!(page.contains("\n## Allocations, on copies\n"));
    }

    #[test]
    fn the_last_run_of_each_measure_is_shown() {
        let run = |time: u32, ratio: f64| {
            format!(
                r#"{{"unix_time":{time},"processor":"P","measured":"nanoseconds","gates":[],"kinds":[{{"kind":"short chat","bytes":100,"rows":[{{"group":"decode","name":"xmpp-core, owned","per_stanza":500.2,"ratio":{ratio}}}]}}]}}"#
            )
        };
        let page =
            page(&format!("{}\n{}\n", run(1, 0.5), run(2, 0.4))).expect("the lines are JSON");
        assert!(page.contains("Unix time 2, P."));
        assert!(page.contains("| decode | xmpp-core, owned | 500 | 0.40 |"));
        assert!(!page.contains("Unix time 1,"));
    }
}
