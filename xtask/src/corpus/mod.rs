//! `cargo xtask corpus`: the published schemas and examples, judged in both modes, and beside libxml2.
//!
//! Data flow: `lost → schemas → engines → payloads → rival`.

mod engines;
mod lost;
mod payloads;
mod rival;
mod schemas;

use crate::known::Known;
use crate::said::Said;
use payloads::{Payload, Verdicts};
use schemas::Published;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The differences from libxml2 that are explained.
const LIST: &str = "tests/suite/libxml2-differences.txt";

/// Where every line about single schemas and payloads is written.
const REPORT: &str = "target/corpus/report.txt";

/// Lines about what must not be that are shown at most; the report has all.
const SHOWN: usize = 20;

/// Judges every payload of the examples whose namespace has a schema.
///
/// # Errors
/// The directory cannot be read, or the report cannot be written.
pub fn run(root: &Path, directory: &Path) -> Result<Said, String> {
    let mut said = Said::default();
    let mut report = Vec::new();
    let published = Published::read(&directory.join("schemas"))?;
    about_schemas(&published, &mut said, &mut report);
    engines::compare(root, &directory.join("schemas"), &published, &mut said)?;
    let (payloads, ill_formed) = payloads::read(&directory.join("examples"), &published)?;
    let verdicts: Vec<Verdicts> = payloads
        .iter()
        .map(|payload| payloads::judge(payload, &published))
        .collect();
    about_payloads(&payloads, &verdicts, ill_formed, &mut said);
    for (payload, verdicts) in payloads.iter().zip(&verdicts) {
        report.extend(verdicts.lines(&payload.name));
    }
    compare(
        root,
        directory,
        (&published, &payloads, &verdicts),
        &mut said,
    )?;
    let path = root.join(REPORT);
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(&path, report.join("\n"))
    };
    write().map_err(|error| format!("{REPORT}: {error}"))?;
    said.say(format!("each by name: {REPORT}"));
    Ok(said)
}

fn about_schemas(published: &Published, said: &mut Said, report: &mut Vec<String>) {
    let all = published.schemas.len();
    let count = |test: fn(&schemas::Schema) -> bool| {
        published
            .schemas
            .iter()
            .filter(|schema| test(schema))
            .count()
    };
    let compiling = count(|schema| schema.tolerant.is_ok());
    let repaired = count(|schema| schema.tolerant.is_ok() && !schema.repairs.is_empty());
    let strict = count(|schema| schema.strict.is_ok());
    said.say(format!(
        "{all} schemas: {compiling} compile, {repaired} of them with warnings; {strict} are valid to the letter"
    ));
    let lost: usize = published
        .schemas
        .iter()
        .map(|schema| schema.lost.len())
        .sum();
    said.say(format!("{lost} components of them were lost"));
    for schema in &published.schemas {
        for lost in &schema.lost {
            said.complain(format!("lost: {}:{lost}", schema.name));
        }
        if let Err(error) = &schema.tolerant {
            report.push(format!("does not compile: {error}"));
        }
        if let Err(error) = &schema.strict {
            report.push(format!("not valid to the letter: {error}"));
        }
        report.extend(
            schema
                .repairs
                .iter()
                .map(|repair| format!("warning: {repair}")),
        );
        if schema.strict.is_ok()
            && let Err(error) = &schema.tolerant
        {
            said.complain(format!(
                "valid to the letter, but refused otherwise: {error}"
            ));
        }
    }
}

fn about_payloads(payloads: &[Payload], verdicts: &[Verdicts], ill_formed: usize, said: &mut Said) {
    let total = payloads.len();
    said.say(format!(
        "{total} payloads of namespaces with a schema; {ill_formed} examples are no XML"
    ));
    let share = |name: &str, all: usize, valid: usize| {
        let percent = 100.0 * valid as f64 / all.max(1) as f64;
        format!("{name}: {valid} of {all} are valid, {percent:.1} %")
    };
    let valid = verdicts.iter().filter(|it| it.tolerant.is_empty()).count();
    said.say(share("in the default mode", total, valid));
    let strict: Vec<_> = verdicts
        .iter()
        .filter_map(|it| it.strict.as_ref())
        .collect();
    let valid = strict.iter().filter(|findings| findings.is_empty()).count();
    said.say(share("to the letter", strict.len(), valid));
    let stricter = payloads.iter().zip(verdicts).filter(|(_, verdicts)| {
        verdicts.strict.as_ref().is_some_and(Vec::is_empty) && !verdicts.tolerant.is_empty()
    });
    for (payload, verdicts) in stricter.take(SHOWN) {
        said.say(format!(
            "valid to the letter, but not in the default mode: {}: {}",
            payload.name, verdicts.tolerant[0]
        ));
    }
}

/// Compares the strict verdicts with those of libxml2, where `xmllint` is installed.
fn compare(
    root: &Path,
    directory: &Path,
    (published, payloads, verdicts): (&Published, &[Payload], &[Verdicts]),
    said: &mut Said,
) -> Result<(), String> {
    let known = Known::read(root, LIST)?;
    let folder = root.join("target/corpus/payloads");
    let Some(answers) = rival::ask(directory, &folder, published, payloads)? else {
        said.say("libxml2 was not asked: `xmllint` is not installed".to_owned());
        return Ok(());
    };
    let mut differences = BTreeMap::new();
    let mut same = 0;
    for (at, theirs) in &answers {
        let Some(ours) = &verdicts[*at].strict else {
            continue;
        };
        match ours.is_empty() == *theirs {
            true => same += 1,
            false => {
                let ours = ours.first().map_or("valid", String::as_str);
                differences.insert(payloads[*at].name.clone(), ours.to_owned());
            }
        }
    }
    said.say(format!(
        "libxml2 judges {} of the same payloads by the same schemas: {same} verdicts are the same, {} differ",
        answers.len(),
        differences.len()
    ));
    let unknown: Vec<_> = differences
        .iter()
        .filter(|(name, _)| !known.holds(name))
        .collect();
    for (name, ours) in unknown.iter().take(SHOWN) {
        said.complain(format!(
            "differs from libxml2, not explained in {LIST}: {name}: {ours}"
        ));
    }
    if unknown.len() > SHOWN {
        said.complain(format!("and {} more", unknown.len() - SHOWN));
    }
    for name in known
        .names()
        .filter(|name| !differences.contains_key(*name))
    {
        said.complain(format!("does not differ, but is in {LIST}: {name}"));
    }
    Ok(())
}
