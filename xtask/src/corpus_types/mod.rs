//! `cargo xtask corpus-types`: published schemas to one crate of types, which is built.

pub(crate) mod examples;
mod order;
mod package;
mod refusals;
pub(crate) mod sets;
mod types;
mod verdicts;

use crate::said::Said;
use examples::{Counts, Moved, Outcome};
use package::Package;
use refusals::Refusals;
use sets::Sets;
use std::fs;
use std::path::Path;
use xmpp_codegen::canonical::Order;

/// Most lines of code for a line of schema.
const LINES_PER_LINE: usize = 6;

/// Where every line about single schemas and documents is written.
const REPORT: &str = "target/corpus-types/report.txt";

/// Most valid payloads, of a hundred, that may come back in another order, each for a clause that leaves it free.
const EXPLAINED: usize = 1;

/// Lines about what must not be that are shown at most; the report has all.
const SHOWN: usize = 20;

/// Compiles every schema below a directory that compiles, builds the types as one crate, and sends documents through them.
///
/// # Errors
/// What cannot be read, written or built.
pub fn run(root: &Path, schemas: &Path, documents: Option<&Path>) -> Result<Said, String> {
    let mut said = Said::default();
    let sets = sets::read(schemas)?;
    let package = Package::write(root, &sets.sets)?;
    let mut report = details(&sets, &package);
    summary(&mut said, &sets, &package);
    match package.build() {
        Ok(()) => said.say("one crate of them all builds without a warning".to_owned()),
        Err(errors) => {
            said.complain(errors);
            return Ok(said);
        }
    }
    Refusals::run(&sets.sets, &package)?.judge(root, &mut said)?;
    if let Some(documents) = documents {
        let outcome = examples::run(documents, &sets.sets, &package)?;
        round_trips(&mut said, &outcome);
        outcome.verdicts.judge(root, &mut said)?;
        report.extend(outcome.details());
    }
    let path = root.join(REPORT);
    fs::write(&path, report.join("\n")).map_err(|error| format!("{REPORT}: {error}"))?;
    said.say(format!("each by name: {REPORT}"));
    Ok(said)
}

fn round_trips(said: &mut Said, outcome: &Outcome) {
    said.say(format!(
        "{} documents, and {} that are no XML",
        outcome.documents, outcome.ill_formed
    ));
    said.say(format!("payloads that are not valid: {}", outcome.invalid));
    let valid = [
        ("payloads valid to the letter", &outcome.valid),
        ("payloads valid by tolerance", &outcome.tolerated),
    ];
    for (name, counts) in valid {
        let line = format!("{name}: {counts}");
        let wrong: Vec<&String> = counts.wrong().collect();
        if wrong.is_empty() {
            said.say(line);
        } else {
            said.complain(line);
        }
        for line in wrong.into_iter().take(SHOWN) {
            said.say(format!("  {line}"));
        }
        orders(said, counts);
    }
    explained(said, outcome);
}

/// How many payloads changed which order, and the clause that leaves it free (XSD 1.0 part 1). An order that is fixed must not
/// change, unless the payload broke it.
fn orders(said: &mut Said, counts: &Counts) {
    let clauses = [
        (Order::All, "of `xs:all`, §3.8.1"),
        (
            Order::RepeatedChoice,
            "of a choice that is repeated, §3.8.1",
        ),
        (Order::Wildcard, "beside what a wildcard admits, §3.10.1"),
    ];
    let (mended, free): (Vec<&Moved>, Vec<&Moved>) =
        counts.reordered.iter().partition(|moved| moved.mended);
    if !mended.is_empty() {
        let count = mended.len();
        said.say(format!(
            "  {count} in another order: their own breaks the schema, §3.4.4, and they are written as it demands"
        ));
    }
    for (order, clause) in clauses {
        let count = free.iter().filter(|moved| moved.order() == order).count();
        if count > 0 {
            said.say(format!("  {count} in another order {clause}"));
        }
    }
    for moved in free.iter().filter(|moved| moved.order() == Order::Fixed) {
        let label = &moved.label;
        said.complain(format!("  {label}: an order that is fixed has changed"));
    }
}

/// Complains where more is explained away than may be.
fn explained(said: &mut Said, outcome: &Outcome) {
    let counts = [&outcome.valid, &outcome.tolerated];
    let all: usize = counts.iter().map(|counts| counts.all()).sum();
    let explained: usize = counts.iter().map(|counts| counts.reordered.len()).sum();
    let line = format!("explained by a clause: {explained} of {all} valid payloads");
    if explained * 100 > all * EXPLAINED {
        said.complain(format!("{line}, {EXPLAINED} % at most"));
    } else {
        said.say(line);
    }
}

/// A line for each schema that does not compile, for each warning and for each poor name.
fn details(sets: &Sets, package: &Package) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        sets.refused
            .iter()
            .map(|line| format!("does not compile: {line}")),
    );
    for set in &sets.sets {
        lines.extend(
            set.warnings
                .iter()
                .map(|line| format!("{}: {line}", set.name)),
        );
    }
    lines.extend(
        package
            .poor_names
            .iter()
            .map(|name| format!("a poor name: {name}")),
    );
    lines
}

fn summary(said: &mut Said, sets: &Sets, package: &Package) {
    let versions: Vec<String> = sets
        .sets
        .iter()
        .map(|set| set.modules.len().to_string())
        .collect();
    said.say(format!(
        "{} schemas, {} do not compile; {} modules in sets of one version each: {}",
        sets.files,
        sets.refused.len(),
        sets.sets.iter().map(|set| set.modules.len()).sum::<usize>(),
        versions.join(" + ")
    ));
    let lines: usize = sets.sets.iter().map(|set| set.lines).sum();
    let ratio = format!(
        "{} types in {} lines of code for {lines} lines of schema: {:.2} for one; {} poor names",
        package.types,
        package.lines,
        package.lines as f64 / lines.max(1) as f64,
        package.poor_names.len()
    );
    if package.lines > LINES_PER_LINE * lines {
        said.complain(format!("{ratio}, {LINES_PER_LINE} at most"));
    } else {
        said.say(ratio);
    }
}
