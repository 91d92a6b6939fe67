//! `check`: schemas, catalogues and stanzas.

use super::{Failure, Outcome};
use crate::args::Check;
use crate::input::{self, Input, Kind};
use crate::progress::Progress;
use crate::render::{MOST, Style, render};
use crate::schemas::Schemas;
use crate::stanza::Verdict;
use crate::terminal::Terminal;
use crate::words::{self, plural};
use std::path::{Path, PathBuf};
use xmpp_codegen::Mode;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::instance::Judge;

pub(crate) fn run(args: &Check, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let inputs = input::read(&args.files)?;
    let of = |kind| inputs.iter().filter(move |input| input.kind == kind);
    let documents: Vec<&Input> = of(Kind::Stanza).collect();
    let catalog = the_one(of(Kind::Catalog).collect())?;
    let mut checking = Checking {
        style: terminal.style(args.format),
        terminal,
        tally: Tally::default(),
    };
    let mut schemas = Schemas::default();
    let mut given: Vec<&Input> = of(Kind::Schema).collect();
    let beside = match (given.is_empty(), catalog) {
        (true, Some(catalog)) => schemas_beside(catalog)?,
        _ => Vec::new(),
    };
    given.extend(&beside);
    if !given.is_empty() || catalog.is_some() {
        let all =
            catalog.is_some_and(|catalog| !beside.is_empty() || is_inside(catalog, &args.files));
        let mode = if args.strict {
            Mode::Strict
        } else {
            Mode::Repairing
        };
        schemas = Schemas::read(mode, &given, catalog, all);
        // Who has a catalogue makes types.
        if catalog.is_some() && !schemas.are_broken() {
            schemas.plan();
        }
        checking.schemas(&schemas, given.len())?;
    }
    if !documents.is_empty() {
        checking.documents(&documents, schemas, args.strict)?;
    }
    checking.finish()
}

/// What is being done, and what came of it so far.
struct Checking<'t> {
    style: Style,
    terminal: &'t mut Terminal,
    tally: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    schemas: usize,
    documents: usize,
    not_judged: usize,
    errors: usize,
    warnings: usize,
    not_shown: usize,
}

impl Checking<'_> {
    fn schemas(&mut self, schemas: &Schemas, count: usize) -> Result<(), Failure> {
        self.tally.schemas = count;
        for diagnostic in schemas.diagnostics.iter().take(MOST) {
            self.diagnostic(
                diagnostic,
                &render(diagnostic, &schemas.sources, self.style),
            )?;
        }
        self.tally.not_shown = schemas.diagnostics.len().saturating_sub(MOST);
        Ok(())
    }

    fn documents(
        &mut self,
        documents: &[&Input],
        schemas: Schemas,
        strict: bool,
    ) -> Result<(), Failure> {
        if schemas.are_broken() {
            self.tally.not_judged = documents.len();
            return Ok(());
        }
        let schemas = schemas.with_builtin();
        let judge = Judge::new(&schemas.model, &schemas.catalog);
        let judge = if strict { judge.strict() } else { judge };
        let mut progress = Progress::new(documents.len());
        for document in documents {
            progress.next(&document.name);
            let verdict = Verdict::of(document, &judge, &schemas.sources);
            self.tally.documents += 1;
            if verdict.diagnostics.is_empty() {
                continue;
            }
            progress.clear();
            for diagnostic in &verdict.diagnostics {
                self.diagnostic(
                    diagnostic,
                    &render(diagnostic, &verdict.sources, self.style),
                )?;
            }
            if self.style.is_prose() {
                self.terminal.line(&verdict.summary(&document.name))?;
                self.terminal.line("")?;
            }
        }
        Ok(())
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic, text: &str) -> Result<(), Failure> {
        match diagnostic.severity {
            Severity::Error => self.tally.errors += 1,
            Severity::Warning => self.tally.warnings += 1,
        }
        self.terminal.print(text)
    }

    fn finish(self) -> Result<Outcome, Failure> {
        if self.style.is_prose() {
            self.terminal.line(&self.tally.sentence())?;
        }
        self.terminal.flush()?;
        Ok(Outcome::of(self.tally.errors + self.tally.warnings))
    }
}

impl Tally {
    /// `checked 2 schemas and 1 document: 2 errors`
    fn sentence(&self) -> String {
        let mut checked = Vec::new();
        if self.schemas > 0 {
            checked.push(plural(self.schemas, "schema"));
        }
        if self.documents > 0 {
            checked.push(plural(self.documents, "document"));
        }
        let found = match self.errors + self.warnings {
            0 => "nothing found".to_owned(),
            _ => words::findings(self.errors, self.warnings),
        };
        let not_judged = match self.not_judged {
            0 => String::new(),
            count => format!(
                "; {} not judged, since the schemas have errors",
                plural(count, "document")
            ),
        };
        let not_shown = match self.not_shown {
            0 => String::new(),
            count => format!(", and {count} more that are not shown"),
        };
        format!(
            "checked {}: {found}{not_shown}{not_judged}",
            checked.join(" and ")
        )
    }
}

fn the_one(catalogs: Vec<&Input>) -> Result<Option<&Input>, Failure> {
    match catalogs.as_slice() {
        [] => Ok(None),
        [catalog] => Ok(Some(catalog)),
        [first, second, ..] => Err(Failure::new(format!(
            "one catalogue at a time: `{}` and `{}` are given",
            first.name, second.name
        ))),
    }
}

/// Whether the file was found in one of the directories given.
fn is_inside(input: &Input, paths: &[PathBuf]) -> bool {
    let file = Path::new(&input.name);
    paths
        .iter()
        .any(|path| path.is_dir() && file.starts_with(path))
}

/// The schemas in the directory of a catalogue that is given alone: without them nobody can say what its keys mean.
fn schemas_beside(catalog: &Input) -> Result<Vec<Input>, Failure> {
    let directory = match Path::new(&catalog.name).parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    let mut inputs = input::read(&[directory.to_owned()])?;
    inputs.retain(|input| input.kind == Kind::Schema);
    Ok(inputs)
}
