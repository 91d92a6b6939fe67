//! Without a command: the main job on the project in this directory, with an account of what was done.

use super::{Failure, Outcome, generate};
use crate::args::{Args, Format};
use crate::input::{self, Input, Kind};
use crate::modules::Modules;
use crate::progress::Progress;
use crate::render::render;
use crate::schemas::Schemas;
use crate::stanza::Verdict;
use crate::terminal::Terminal;
use crate::words::{plural, program};
use clap::CommandFactory as _;
use std::path::{Path, PathBuf};
use xmpp_codegen::diagnostic::Severity;
use xmpp_codegen::instance::Judge;

/// Where schemas are looked for.
const SCHEMAS: &str = "schemas";
/// Where stanzas are looked for.
const SAMPLES: &str = "tests/stanzas";
/// Where the modules are written: nothing reads them from there, they are there to be looked at.
const OUT: &str = "target/generated";

pub(crate) fn run(terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if !Path::new(SCHEMAS).is_dir() {
        terminal.print(&Args::command().render_long_help().to_string())?;
        terminal.line(&format!(
            "\nThere is no directory `{SCHEMAS}` here, so there is nothing to do without a command."
        ))?;
        terminal.flush()?;
        return Ok(Outcome::Clean);
    }
    let compiled = compile(terminal)?;
    let (judged, example) = match (compiled, Path::new(SAMPLES).is_dir()) {
        (Outcome::Clean, true) => samples(terminal)?,
        _ => (Outcome::Clean, None),
    };
    let example = example.as_deref().unwrap_or("STANZA.xml");
    let program = program();
    terminal.line("")?;
    terminal.line(&format!("look at one:  {program} check {example}"))?;
    terminal.line(&format!("learn more:   {program} --help"))?;
    terminal.flush()?;
    Ok(compiled.and(judged))
}

fn compile(terminal: &mut Terminal) -> Result<Outcome, Failure> {
    terminal.line(&format!("{SCHEMAS}/ to Rust types"))?;
    let output = match generate::compile(&[PathBuf::from(SCHEMAS)], None)? {
        Ok(output) => output,
        Err(report) => {
            generate::show(&report.diagnostics, &report.sources, terminal)?;
            terminal.line("nothing was written, since the schemas have errors")?;
            return Ok(Outcome::Findings);
        }
    };
    generate::show(&output.diagnostics, &output.sources, terminal)?;
    let modules = Modules::new(&output, Path::new(OUT))?;
    modules.write()?;
    terminal.print(&generate::table(&modules))?;
    terminal.line(&generate::totals(&modules, Path::new(OUT)))?;
    Ok(Outcome::Clean)
}

/// How the samples of one directory fared.
#[derive(Debug, Default)]
struct Tally {
    directory: String,
    valid: usize,
    refused: usize,
    surprising: usize,
}

/// Judges the samples; the name of one that is refused as expected is worth looking at.
fn samples(terminal: &mut Terminal) -> Result<(Outcome, Option<String>), Failure> {
    let mut inputs = input::read(&[PathBuf::from(SAMPLES)])?;
    inputs.retain(|input| input.kind == Kind::Stanza);
    let given = input::read(&[PathBuf::from(SCHEMAS)])?;
    let of = |kind| given.iter().filter(move |input| input.kind == kind);
    let schemas = Schemas::read(
        xmpp_codegen::Mode::Repairing,
        &of(Kind::Schema).collect::<Vec<_>>(),
        of(Kind::Catalog).next(),
        true,
    );
    let judge = Judge::new(&schemas.model, &schemas.catalog);
    terminal.line("")?;
    terminal.line(&format!("{SAMPLES}/ against the schemas"))?;
    let mut tallies: Vec<Tally> = Vec::new();
    let mut example: Option<(usize, String)> = None;
    let mut progress = Progress::new(inputs.len());
    for input in &inputs {
        progress.next(&input.name);
        let directory = directory_of(&input.name);
        if tallies
            .last()
            .is_none_or(|tally| tally.directory != directory)
        {
            tallies.push(Tally {
                directory: directory.to_owned(),
                ..Tally::default()
            });
        }
        let verdict = Verdict::of(input, &judge, &schemas.sources);
        let invalid = verdict.count(Severity::Error) > 0;
        let expected = is_expected_invalid(&input.name);
        if let Some(tally) = tallies.last_mut() {
            match (invalid, expected) {
                (false, false) => tally.valid += 1,
                (true, true) => tally.refused += 1,
                _ => tally.surprising += 1,
            }
        }
        let found = verdict.diagnostics.len();
        if invalid && expected && example.as_ref().is_none_or(|(most, _)| found > *most) {
            example = Some((found, input.name.clone()));
        }
        if invalid != expected {
            progress.clear();
            surprise(input, &verdict, terminal)?;
        }
    }
    drop(progress);
    let outcome = account(&tallies, terminal)?;
    Ok((outcome, example.map(|(_, name)| name)))
}

/// Shows a sample that did not fare as its name says.
fn surprise(input: &Input, verdict: &Verdict, terminal: &mut Terminal) -> Result<(), Failure> {
    if verdict.diagnostics.is_empty() {
        let name = &input.name;
        return terminal.line(&format!(
            "  {name}: nothing found, though its name says `invalid`"
        ));
    }
    let style = terminal.style(Format::Full);
    for diagnostic in &verdict.diagnostics {
        terminal.print(&render(diagnostic, &verdict.sources, style))?;
    }
    terminal.line(&verdict.summary(&input.name))
}

fn account(tallies: &[Tally], terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let width = tallies.iter().map(|tally| tally.directory.len()).max();
    let width = width.unwrap_or_default();
    let mut total = Tally::default();
    for tally in tallies {
        let name = &tally.directory;
        terminal.line(&format!("  {name:width$}  {}", tally.words(3)))?;
        total.valid += tally.valid;
        total.refused += tally.refused;
        total.surprising += tally.surprising;
    }
    let count = total.valid + total.refused + total.surprising;
    terminal.line(&format!("{}: {}", plural(count, "stanza"), total.words(0)))?;
    Ok(Outcome::of(total.surprising))
}

impl Tally {
    /// The numbers, each as wide as given.
    fn words(&self, width: usize) -> String {
        let mut words = format!("{:>width$} valid", self.valid);
        if self.refused > 0 {
            words.push_str(&format!(", {:>width$} refused as expected", self.refused));
        }
        if self.surprising > 0 {
            words.push_str(&format!(", {:>width$} not as expected", self.surprising));
        }
        words
    }
}

/// The folder of a sample within the samples.
fn directory_of(name: &str) -> &str {
    let below = name
        .strip_prefix(SAMPLES)
        .unwrap_or(name)
        .trim_start_matches('/');
    below
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory)
}

/// Samples named `invalid-…` are to be refused.
fn is_expected_invalid(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.starts_with("invalid-")
}
