//! `expand`: the Rust types of one schema, printed or kept in a file.

use super::generate::show;
use super::{Failure, Outcome};
use crate::args::Expand;
use crate::terminal::Terminal;
use crate::words::{program, quoted};
use std::fs;
use std::io;
use std::path::Path;
use xmpp_codegen::Config;

pub(crate) fn run(args: &Expand, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let schema = &args.schema;
    fs::metadata(schema).map_err(|error| Failure::read(schema, &error))?;
    let mut config = Config::new().schema(schema).regenerate(&instruction(args));
    let beside = schema.with_file_name("catalog.toml");
    if let Some(catalog) = &args.catalog {
        fs::metadata(catalog).map_err(|error| Failure::read(catalog, &error))?;
        config = config.catalog(catalog);
    } else if beside.is_file() {
        config = config.catalog(beside);
    }
    let outcome = match config.generate() {
        Ok(output) => {
            if args.vendor.is_some() {
                show(&output.diagnostics, &output.sources, terminal)?;
            }
            let text: Vec<&str> = output.files.iter().map(|file| file.text.as_str()).collect();
            keep(args, &text.concat(), terminal)?
        }
        Err(report) => {
            show(&report.diagnostics, &report.sources, terminal)?;
            Outcome::Findings
        }
    };
    terminal.flush()?;
    Ok(outcome)
}

fn keep(args: &Expand, text: &str, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let Some(file) = &args.vendor else {
        terminal.print(text)?;
        return Ok(Outcome::Clean);
    };
    let shown = file.display();
    let said = match (before(file)?, args.check) {
        (Some(before), _) if before == text => format!("{shown} is up to date"),
        (before, true) => {
            let what = match before {
                Some(_) => "is not what the schema says",
                None => "is missing",
            };
            let command = command(args, file, program());
            terminal.line(&format!("{shown} {what}; to write it, run `{command}`"))?;
            return Ok(Outcome::Findings);
        }
        (_, false) => {
            fs::write(file, text).map_err(|error| Failure::write(file, &error))?;
            format!("{shown}: written")
        }
    };
    terminal.line(&said)?;
    Ok(Outcome::Clean)
}

/// What is in the file; nothing where there is none.
fn before(file: &Path) -> Result<Option<String>, Failure> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::read(file, &error)),
    }
}

/// What the first line tells its reader to do instead of editing the file. It is the same wherever the command is run.
fn instruction(args: &Expand) -> String {
    match &args.vendor {
        Some(file) => format!("run `{}`", command(args, file, "xmpp-codegen")),
        None => "edit the schema and compile it again".to_owned(),
    }
}

/// The command that writes the file.
fn command(args: &Expand, file: &Path, program: &str) -> String {
    let word = |path: &Path| quoted(&path.display().to_string());
    let mut command = format!(
        "{program} expand {} --vendor {}",
        word(&args.schema),
        word(file)
    );
    if let Some(catalog) = &args.catalog {
        command.push_str(&format!(" --catalog {}", word(catalog)));
    }
    command
}
