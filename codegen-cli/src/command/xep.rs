//! `xep`: the documents of XMPP extensions, their schemas and examples checked against each other.

use super::{Failure, Outcome};
use crate::args::{Format, ReportFormat, Xep};
use crate::input;
use crate::progress::Progress;
use crate::render::{Style, render};
use crate::terminal::Terminal;
use crate::words::plural;
use crate::xep::{
    Checked, Document, Unread, Verdict, about_schemas, check, index, page, unreadable,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::files;
use xmpp_codegen::library::Library;
use xmpp_codegen::rule::not_well_formed;

pub(crate) fn run(args: &Xep, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let inputs = input::documents(&args.files)?;
    let mut documents = Vec::new();
    let mut broken = 0;
    for input in &inputs {
        let (text, garbled) = match files::decode(&input.bytes) {
            Ok(text) => (text, None),
            Err(garbled) => (garbled.text.clone(), Some(garbled)),
        };
        let read = match garbled {
            Some(garbled) => Err(Unread {
                page: &not_well_formed::PAGE,
                at: garbled.at,
                why: garbled.to_string(),
            }),
            None => Document::read(&input.name, &text),
        };
        match read {
            Ok(document) => documents.push(document),
            Err(unread) => {
                broken += 1;
                let (found, sources) = unreadable(&input.name, &text, unread);
                let style = terminal.style(match args.format {
                    ReportFormat::Json => Format::Json,
                    ReportFormat::Text | ReportFormat::Html => Format::Full,
                });
                terminal.print(&render(&found, &sources, style))?;
            }
        }
    }
    let library = library(&documents);
    let mut progress = Progress::new(documents.len());
    let mut checked = Vec::new();
    for document in documents {
        progress.next(&document.name);
        checked.push(check(document, &library));
    }
    progress.clear();
    drop(progress);
    match &args.out {
        Some(directory) => write(directory, args.format, &checked, terminal)?,
        None => print(args.format, &checked, terminal)?,
    }
    terminal.flush()?;
    let findings = |checked: &Checked| {
        checked.findings.len() + checked.count(Verdict::Invalid) + checked.count(Verdict::IllFormed)
    };
    Ok(Outcome::of(
        broken + checked.iter().map(findings).sum::<usize>(),
    ))
}

/// What documents import from each other, then what comes with the compiler.
fn library(documents: &[Document]) -> Library {
    let mut library = Library::empty();
    for document in documents {
        for schema in &document.schemas {
            library.add(document.name.clone(), schema.text.clone());
        }
    }
    for schema in Library::builtin().documents() {
        library.add(schema.stem.clone(), schema.text.clone());
    }
    library
}

fn print(format: ReportFormat, all: &[Checked], terminal: &mut Terminal) -> Result<(), Failure> {
    let style = terminal.style(Format::Full);
    match format {
        ReportFormat::Text => {
            for checked in all {
                terminal.print(&text(checked, style))?;
            }
            terminal.line(&summary(all))
        }
        ReportFormat::Json => {
            for checked in all {
                terminal.line(&object(checked).to_string())?;
            }
            Ok(())
        }
        ReportFormat::Html => {
            let plain = Style {
                color: false,
                ..style
            };
            for checked in all {
                let said = |found: &Diagnostic| render(found, &checked.sources, plain);
                terminal.print(&page(checked, &said))?;
            }
            Ok(())
        }
    }
}

/// Writes a report per document, and for pages one that leads to them.
fn write(
    directory: &Path,
    format: ReportFormat,
    all: &[Checked],
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    fs::create_dir_all(directory).map_err(|error| Failure::write(directory, &error))?;
    let plain = Style {
        format: Format::Full,
        color: false,
    };
    let mut pages = Vec::new();
    for checked in all {
        let said = |found: &Diagnostic| render(found, &checked.sources, plain);
        let (extension, report) = match format {
            ReportFormat::Text => ("txt", text(checked, plain)),
            ReportFormat::Html => ("html", page(checked, &said)),
            ReportFormat::Json => ("json", format!("{}\n", object(checked))),
        };
        let file = report_name(&checked.document.name, extension, &pages);
        let path = directory.join(&file);
        fs::write(&path, report).map_err(|error| Failure::write(&path, &error))?;
        pages.push((file, checked));
    }
    if format == ReportFormat::Html {
        let path = directory.join("index.html");
        fs::write(&path, index(&pages)).map_err(|error| Failure::write(&path, &error))?;
    }
    terminal.line(&summary(all))?;
    terminal.line(&format!(
        "{} in `{}`",
        plural(all.len(), "report"),
        directory.display()
    ))
}

/// The name of a report: the document's, with a number where another document has it too.
fn report_name(document: &str, extension: &str, before: &[(String, &Checked)]) -> String {
    let stem = Path::new(document).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let mut name = format!("{stem}.{extension}");
    for number in 2.. {
        if !before.iter().any(|(taken, _)| *taken == name) {
            break;
        }
        name = format!("{stem}-{number}.{extension}");
    }
    name
}

fn text(checked: &Checked, style: Style) -> String {
    let mut text = String::new();
    let examples = checked
        .examples
        .iter()
        .flat_map(|example| &example.findings);
    for found in checked.findings.iter().chain(examples) {
        text.push_str(&render(found, &checked.sources, style));
    }
    let counts = counts(std::slice::from_ref(checked));
    text.push_str(&format!(
        "{}: {}; {counts}\n\n",
        checked.document.heading(),
        about_schemas(checked)
    ));
    text
}

/// `153 documents; 2094 examples: 1800 valid (1500 to the letter), 20 invalid, 30 not XML, 244 not judged`
fn summary(all: &[Checked]) -> String {
    let schemas: usize = all
        .iter()
        .map(|checked| checked.document.schemas.len())
        .sum();
    let severity = |severity| {
        let findings = all.iter().flat_map(|checked| &checked.findings);
        findings.filter(|found| found.severity == severity).count()
    };
    format!(
        "{}: {} with {}; {}",
        plural(all.len(), "document"),
        plural(schemas, "schema"),
        crate::words::findings(severity(Severity::Error), severity(Severity::Warning)),
        counts(all)
    )
}

fn counts(all: &[Checked]) -> String {
    let total = all.iter().map(|checked| checked.examples.len()).sum();
    let of = |verdict| {
        all.iter()
            .map(|checked| checked.count(verdict))
            .sum::<usize>()
    };
    let strict: usize = all.iter().map(Checked::strict).sum();
    format!(
        "{}: {} valid ({strict} to the letter), {} invalid, {} not XML, {} not judged",
        plural(total, "example"),
        of(Verdict::Valid),
        of(Verdict::Invalid),
        of(Verdict::IllFormed),
        of(Verdict::NotJudged)
    )
}

fn object(checked: &Checked) -> Value {
    let style = Style {
        format: Format::Json,
        color: false,
    };
    let findings = |found: &[Diagnostic]| -> Vec<Value> {
        found
            .iter()
            .filter_map(|found| serde_json::from_str(&render(found, &checked.sources, style)).ok())
            .collect()
    };
    let examples: Vec<Value> = checked
        .examples
        .iter()
        .map(|example| {
            json!({
                "caption": example.caption,
                "line": example.line,
                "verdict": example.verdict.word(),
                "to_the_letter": example.verdict == Verdict::Valid && example.is_strict,
                "findings": findings(&example.findings),
            })
        })
        .collect();
    json!({
        "file": checked.document.name,
        "number": checked.document.number,
        "title": checked.document.title,
        "status": checked.document.status,
        "schemas": checked.document.schemas.len(),
        "findings": findings(&checked.findings),
        "examples": examples,
    })
}
