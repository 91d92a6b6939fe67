//! `validate`: documents by schemas, to the letter.

use super::{Failure, Outcome};
use crate::args::Validate;
use crate::input;
use crate::progress::Progress;
use crate::render::{MOST, Style, render};
use crate::stanza::diagnostic;
use crate::terminal::Terminal;
use crate::words::{self, plural};
use std::io::BufRead as _;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::files;
use xmpp_codegen::instance::Violation;
use xmpp_codegen::rule::unreadable_file;
use xmpp_codegen::source::{SourceMap, Span};
use xmpp_codegen::verify::Schemas;

pub(crate) fn run(args: &Validate, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    if args.batch {
        return batch(terminal);
    }
    let style = terminal.style(args.format);
    args.schema.iter().try_for_each(|path| is_file(path))?;
    let schemas = Schemas::read(&args.schema);
    let broken = schemas.errors().count();
    for found in schemas.diagnostics.iter().take(MOST) {
        terminal.print(&render(found, &schemas.sources, style))?;
    }
    if broken > 0 {
        if style.is_prose() {
            let errors = plural(broken, "error");
            terminal.line(&format!("nothing was judged: the schemas have {errors}"))?;
        }
        terminal.flush()?;
        return Ok(Outcome::Findings);
    }
    let mut invalid = 0;
    let documents = input::documents(&args.files)?;
    let mut progress = Progress::new(documents.len());
    for document in &documents {
        progress.next(&document.name);
        let found = document_findings(&schemas, document, style);
        progress.clear();
        invalid += usize::from(!found.is_empty());
        for text in &found {
            terminal.print(text)?;
        }
    }
    if style.is_prose() {
        let valid = documents.len() - invalid;
        let count = plural(documents.len(), "document");
        terminal.line(&format!("judged {count}: {valid} valid, {invalid} invalid"))?;
    }
    terminal.flush()?;
    Ok(Outcome::of(invalid))
}

/// That there is a file of that name.
fn is_file(path: &Path) -> Result<(), Failure> {
    let metadata = std::fs::metadata(path).map_err(|error| Failure::read(path, &error))?;
    match metadata.is_dir() {
        true => Err(Failure::new(format!(
            "`{}` is a directory: name the schema documents in it",
            path.display()
        ))),
        false => Ok(()),
    }
}

/// What is wrong with a document, as it is printed.
fn document_findings(schemas: &Schemas, document: &input::Input, style: Style) -> Vec<String> {
    let (text, garbled) = match files::decode(&document.bytes) {
        Ok(text) => (text, None),
        Err(garbled) => (garbled.text, Some(garbled.at)),
    };
    let more = schemas.with_hints(&text, Path::new(&document.name));
    let schemas = more.as_ref().unwrap_or(schemas);
    let mut sources = schemas.sources.clone();
    let file = sources.add(&*document.name, &*text);
    let mut found: Vec<Diagnostic> = Vec::new();
    found.extend(garbled.map(|at| unreadable_file::report_garbled(&document.name, file, at)));
    if more.is_some() {
        found.extend(schemas.errors().cloned());
    }
    if found.is_empty() {
        let mut violations: Vec<Violation> = Vec::new();
        let judged = schemas.judge(&text, &mut |violation| {
            violations.push(violation);
            match violations.len() < MOST {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        violations.extend(judged.err().map(|finding| Violation {
            finding: *finding,
            label: None,
            schema: None,
        }));
        let shown = violations.into_iter().map(|violation| Diagnostic {
            severity: Severity::Error,
            answer: None,
            ..diagnostic(violation, file, &sources)
        });
        found.extend(shown);
    }
    let mut lines: Vec<String> = found
        .iter()
        .map(|found| render(found, &sources, style))
        .collect();
    if style.is_prose() && !lines.is_empty() {
        let counted = words::findings(lines.len(), 0);
        lines.push(format!("{}: {counted}\n\n", document.name));
    }
    lines
}

/// Answers jobs until standard input ends.
fn batch(terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut input = std::io::stdin().lock();
    let mut known: Option<(String, Schemas)> = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input
            .read_until(b'\n', &mut line)
            .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
        if read == 0 {
            return Ok(Outcome::Clean);
        }
        let job = String::from_utf8_lossy(&line);
        let job = job.trim_end_matches(['\n', '\r']);
        let answer = catch_unwind(AssertUnwindSafe(|| answer(job, &mut known)));
        let answer = answer.unwrap_or_else(|_| {
            known = None;
            "schema-invalid the program failed: this is a mistake of its own".to_owned()
        });
        terminal.line(&answer)?;
        terminal.flush()?;
    }
}

/// The answer to one job. Schemas are kept for the jobs after it that name the same ones.
fn answer(job: &str, known: &mut Option<(String, Schemas)>) -> String {
    let (names, document) = job.split_once('\t').unwrap_or((job, ""));
    if known.as_ref().is_none_or(|(before, _)| before != names) {
        let paths: Vec<PathBuf> = names
            .split(',')
            .map(str::trim)
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .collect();
        *known = Some((names.to_owned(), Schemas::read(&paths)));
    }
    let Some((_, schemas)) = known else {
        return "schema-invalid".to_owned();
    };
    if let Some(error) = schemas.errors().next() {
        return format!("schema-invalid {}", line(error, schemas));
    }
    let document = document.trim();
    if document.is_empty() {
        return "valid".to_owned();
    }
    match first_finding(schemas, Path::new(document)) {
        None => "valid".to_owned(),
        Some(finding) => format!("invalid {}", in_one_line(&finding)),
    }
}

/// The first thing that is wrong with a document.
fn first_finding(schemas: &Schemas, path: &Path) -> Option<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Some(format!("cannot read {}: {error}", path.display())),
    };
    let text = match files::decode(&bytes) {
        Ok(text) => text,
        Err(garbled) => {
            let mut sources = SourceMap::default();
            let file = sources.add("", &*garbled.text);
            let (line, column) = sources.line_column(Span::new(file, garbled.at..garbled.at));
            return Some(format!("{line}:{column}: /: {garbled} (unreadable-file)"));
        }
    };
    let more = schemas.with_hints(&text, path);
    let schemas = more.as_ref().unwrap_or(schemas);
    if let Some(error) = schemas.errors().next() {
        return Some(line(error, schemas));
    }
    let mut first = None;
    let judged = schemas.judge(&text, &mut |violation| {
        first = Some(violation.finding);
        ControlFlow::Break(())
    });
    first
        .or_else(|| judged.err().map(|finding| *finding))
        .map(|finding| finding.to_string())
}

fn line(found: &Diagnostic, schemas: &Schemas) -> String {
    let span = found.span();
    let (line, column) = schemas.sources.line_column(span);
    let path = &schemas.sources.file(span.file).path;
    in_one_line(&format!(
        "{path}:{line}:{column}: {} ({})",
        found.message, found.rule
    ))
}

fn in_one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}
