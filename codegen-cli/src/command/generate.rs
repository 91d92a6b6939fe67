//! `generate`: Rust types for schemas.

use super::{Failure, Outcome};
use crate::args::{Format, Generate};
use crate::modules::{Change, Module, Modules};
use crate::render::{MOST, render};
use crate::terminal::Terminal;
use crate::words::{plural, program, quoted};
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::diagnostic::Diagnostic;
use xmpp_codegen::source::SourceMap;
use xmpp_codegen::{Config, Output, Report};

pub(crate) fn run(args: &Generate, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let outcome = match compile(&args.schemas, args.catalog.as_deref())? {
        Ok(output) => {
            show(&output.diagnostics, &output.sources, terminal)?;
            let modules = Modules::new(&output, &args.out)?;
            match args.check {
                true => compare(args, &modules, terminal)?,
                false => write(args, &modules, terminal)?,
            }
        }
        Err(report) => {
            show(&report.diagnostics, &report.sources, terminal)?;
            terminal.line("nothing was written, since the schemas have errors")?;
            Outcome::Findings
        }
    };
    terminal.flush()?;
    Ok(outcome)
}

/// Compiles schemas, or directories of them.
///
/// # Errors
/// One of them is not there.
pub(super) fn compile(
    schemas: &[PathBuf],
    catalog: Option<&Path>,
) -> Result<Result<Output, Report>, Failure> {
    let mut config = Config::new();
    for path in schemas {
        let metadata = fs::metadata(path).map_err(|error| Failure::read(path, &error))?;
        config = match metadata.is_dir() {
            true if !holds_schemas(path)? => {
                let path = path.display();
                return Err(Failure::new(format!(
                    "the directory `{path}` holds no schema (*.xsd)"
                )));
            }
            true => config.schemas(path),
            false => config.schema(path),
        };
    }
    if let Some(path) = catalog {
        fs::metadata(path).map_err(|error| Failure::read(path, &error))?;
        config = config.catalog(path);
    }
    Ok(config.generate())
}

/// Prints findings.
///
/// # Errors
/// Standard output does not take it.
pub(super) fn show(
    diagnostics: &[Diagnostic],
    sources: &SourceMap,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let style = terminal.style(Format::Full);
    for diagnostic in diagnostics.iter().take(MOST) {
        terminal.print(&render(diagnostic, sources, style))?;
    }
    match diagnostics.len().saturating_sub(MOST) {
        0 => Ok(()),
        count => terminal.line(&format!("and {count} more that are not shown")),
    }
}

/// The modules as a table: name, change, size, namespace.
pub(super) fn table(modules: &Modules) -> String {
    let rows: Vec<[String; 5]> = modules
        .files
        .iter()
        .filter(|module| module.name != "mod.rs")
        .map(row)
        .collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..5).map(width).collect();
    let mut table = String::new();
    for [name, change, types, lines, namespace] in &rows {
        table.push_str(&format!(
            "  {name:w0$}  {change:w1$}  {types:>w2$}  {lines:>w3$}  {namespace}\n",
            w0 = widths[0],
            w1 = widths[1],
            w2 = widths[2],
            w3 = widths[3],
        ));
    }
    table
}

fn row(module: &Module) -> [String; 5] {
    let counted = |count: usize, noun: &str| match count {
        1 => format!("1 {noun} "),
        _ => plural(count, noun),
    };
    [
        module.name.clone(),
        match module.change() {
            Change::New => "new",
            Change::Changed => "changed",
            Change::Same => "unchanged",
        }
        .to_owned(),
        counted(module.types(), "type"),
        counted(module.lines(), "line"),
        module
            .namespace()
            .unwrap_or("the content namespaces")
            .to_owned(),
    ]
}

fn write(args: &Generate, modules: &Modules, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    modules.write()?;
    terminal.print(&table(modules))?;
    terminal.line(&totals(modules, &args.out))?;
    for name in &modules.left_over {
        let path = args.out.join(name);
        terminal.line(&format!(
            "{} was generated once; no schema given here makes it",
            path.display()
        ))?;
    }
    Ok(Outcome::Clean)
}

/// `14 modules with 60 types, 1932 lines in src/schema: 2 files written, 13 left as they were`
pub(super) fn totals(modules: &Modules, directory: &Path) -> String {
    let generated = || {
        modules
            .files
            .iter()
            .filter(|module| module.name != "mod.rs")
    };
    let count = generated().count();
    let types: usize = generated().map(Module::types).sum();
    let lines: usize = generated().map(Module::lines).sum();
    let written = modules.differing();
    let same = modules.files.len() - written;
    format!(
        "{} with {}, {} in {}: {} written, {same} left as they were",
        plural(count, "module"),
        plural(types, "type"),
        plural(lines, "line"),
        directory.display(),
        plural(written, "file"),
    )
}

fn compare(
    args: &Generate,
    modules: &Modules,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    for module in &modules.files {
        let path = args.out.join(&module.name);
        let path = path.display();
        match (module.change(), module.difference()) {
            (Change::Same, _) => {}
            (Change::New, _) => terminal.line(&format!("{path} is missing"))?,
            (Change::Changed, None) => terminal.line(&format!("{path} differs in line ends"))?,
            (Change::Changed, Some((line, old, new))) => {
                terminal.line(&format!("{path} differs from line {line} on:"))?;
                terminal.line(&format!("  - {old}"))?;
                terminal.line(&format!("  + {new}"))?;
            }
        }
    }
    for name in &modules.left_over {
        let path = args.out.join(name);
        terminal.line(&format!(
            "{} is made from no schema any more",
            path.display()
        ))?;
    }
    let wrong = modules.differing() + modules.left_over.len();
    if wrong == 0 {
        let directory = args.out.display();
        terminal.line(&format!("{directory} is up to date"))?;
        return Ok(Outcome::Clean);
    }
    terminal.line(&format!("\nto write them, run: {}", command(args)))?;
    Ok(Outcome::Findings)
}

/// The command that writes what `--check` misses.
fn command(args: &Generate) -> String {
    let mut command = format!("{} generate", program());
    let mut word = |word: &str| {
        command.push(' ');
        command.push_str(&quoted(word));
    };
    for schema in &args.schemas {
        word(&schema.display().to_string());
    }
    word("--out");
    word(&args.out.display().to_string());
    if let Some(catalog) = &args.catalog {
        word("--catalog");
        word(&catalog.display().to_string());
    }
    command
}

fn holds_schemas(directory: &Path) -> Result<bool, Failure> {
    let entries = fs::read_dir(directory).map_err(|error| Failure::read(directory, &error))?;
    Ok(entries.filter_map(Result::ok).any(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "xsd")
    }))
}
