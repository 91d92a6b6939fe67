//! `cargo xtask corpus-types`: published schemas to one crate of types, which is built.

mod package;
mod sets;

use crate::said::Said;
use package::Package;
use sets::Sets;
use std::path::Path;

/// Most lines of code for a line of schema.
const LINES_PER_LINE: usize = 6;

/// Compiles every schema below a directory that compiles, and builds the types as one crate.
///
/// # Errors
/// What cannot be read, written or built.
pub fn run(root: &Path, schemas: &Path) -> Result<Said, String> {
    let mut said = Said::default();
    let sets = sets::read(schemas)?;
    let package = Package::write(root, &sets.sets)?;
    summary(&mut said, &sets, &package);
    match package.build() {
        Ok(()) => said.say("one crate of them all builds without a warning".to_owned()),
        Err(errors) => said.complain(errors),
    }
    Ok(said)
}

fn summary(said: &mut Said, sets: &Sets, package: &Package) {
    for refused in &sets.refused {
        said.say(format!("does not compile: {refused}"));
    }
    for set in &sets.sets {
        for warning in &set.warnings {
            said.say(format!("{}: {warning}", set.name));
        }
    }
    for name in &package.poor_names {
        said.say(format!("a poor name: {name}"));
    }
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
