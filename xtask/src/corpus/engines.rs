//! What four other engines said of the published schemas, where `schemas.jsonl` beside them tells.

use super::schemas::{Published, Schema};
use crate::known::Known;
use crate::said::Said;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The differences from other engines that are explained.
const LIST: &str = "tests/suite/schema-differences.txt";

/// One line of `schemas.jsonl`.
#[derive(Debug, Deserialize)]
struct Line {
    file: String,
    /// Whether each engine takes the schema where every import that it says is at hand.
    loads_with_catalog: BTreeMap<String, bool>,
}

/// How often an engine and the library agree.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    both_take: usize,
    both_refuse: usize,
    only_we_take: usize,
    only_we_refuse: usize,
}

impl Count {
    const fn add(&mut self, ours: bool, theirs: bool) {
        let field = match (ours, theirs) {
            (true, true) => &mut self.both_take,
            (false, false) => &mut self.both_refuse,
            (true, false) => &mut self.only_we_take,
            (false, true) => &mut self.only_we_refuse,
        };
        *field += 1;
    }
}

/// Compares the verdicts to the letter with those of the other engines. A difference needs a reason in the list, and a listed
/// one has to be one.
pub(super) fn compare(
    root: &Path,
    directory: &Path,
    published: &Published,
    said: &mut Said,
) -> Result<(), String> {
    let path = directory.join("schemas.jsonl");
    let Ok(text) = fs::read_to_string(&path) else {
        said.say(format!(
            "no other engine is known: there is no {}",
            path.display()
        ));
        return Ok(());
    };
    let by_name: BTreeMap<&str, &Schema> = published
        .schemas
        .iter()
        .map(|schema| (schema.name.as_str(), schema))
        .collect();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut different = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let line: Line = serde_json::from_str(line)
            .map_err(|error| format!("{}:{}: {error}", path.display(), at + 1))?;
        let Some(schema) = by_name.get(line.file.as_str()) else {
            continue;
        };
        let ours = schema.strict.is_ok();
        for (engine, &theirs) in &line.loads_with_catalog {
            counts.entry(engine.clone()).or_default().add(ours, theirs);
            if ours != theirs {
                different.insert(line.file.clone());
            }
        }
    }
    table(&counts, said);
    explain(&Known::read(root, LIST)?, &different, &by_name, said);
    Ok(())
}

fn table(counts: &BTreeMap<String, Count>, said: &mut Said) {
    said.say(format!(
        "{:<12} {:>10} {:>12} {:>13} {:>15}",
        "to the letter", "both take", "both refuse", "only we take", "only we refuse"
    ));
    for (engine, count) in counts {
        said.say(format!(
            "{engine:<13} {:>10} {:>12} {:>13} {:>15}",
            count.both_take, count.both_refuse, count.only_we_take, count.only_we_refuse
        ));
    }
}

fn explain(
    known: &Known,
    different: &BTreeSet<String>,
    by_name: &BTreeMap<&str, &Schema>,
    said: &mut Said,
) {
    for name in different {
        match known.reason(name) {
            Some(reason) => said.say(format!("differs: {name}: {reason}")),
            None => {
                let strict = by_name.get(name.as_str()).map(|schema| &schema.strict);
                let ours = match strict {
                    Some(Err(error)) => error.as_str(),
                    _ => "valid",
                };
                said.complain(format!("differs, not explained in {LIST}: {name}: {ours}"));
            }
        }
    }
    for name in known.names().filter(|name| !different.contains(*name)) {
        said.complain(format!("does not differ, but is in {LIST}: {name}"));
    }
}
