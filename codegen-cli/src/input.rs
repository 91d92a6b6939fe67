//! From what the user names to files and their bytes.

use crate::command::Failure;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A file that a command works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// The path as findings show it: with `/`, and `-` for standard input.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An XML Schema.
    Schema,
    /// A catalogue.
    Catalog,
    /// A stanza, several, or a stream.
    Stanza,
}

impl Input {
    /// The text. What is no UTF-8 is replaced, so that places before it stay where they are.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Reads files, and what directories hold, each once, in the order given, those of a directory in that of their names.
///
/// # Errors
/// Something is not there or cannot be read, or a directory holds nothing of interest.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            if seen.insert(path.clone()) {
                inputs.push(standard_input()?);
            }
            continue;
        }
        for file in files(path)? {
            if seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                inputs.push(input(&file)?);
            }
        }
    }
    Ok(inputs)
}

/// Reads documents, whatever their names are, and the `*.xml` of directories.
///
/// # Errors
/// Something is not there or cannot be read.
pub(crate) fn documents(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut documents = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => {
                let before = documents.len();
                for file in walk(path)? {
                    if kind(&file) == Some(Kind::Stanza) {
                        documents.push(input(&file)?);
                    }
                }
                if documents.len() == before {
                    let path = path.display();
                    return Err(Failure::new(format!(
                        "the directory `{path}` holds no document (*.xml)"
                    )));
                }
            }
            false if path.as_os_str() == "-" => documents.push(standard_input()?),
            false => documents.push(input(path)?),
        }
    }
    Ok(documents)
}

/// Reads one file.
///
/// # Errors
/// It is not there or cannot be read.
pub(crate) fn input(path: &Path) -> Result<Input, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::read(path, &error))?;
    let kind = match path.extension() {
        Some(extension) if extension == "toml" => Kind::Catalog,
        _ => kind(path).unwrap_or(Kind::Stanza),
    };
    Ok(Input {
        name: shown(path),
        kind,
        bytes,
    })
}

fn standard_input() -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    Ok(Input {
        name: "-".to_owned(),
        kind: sniffed(&bytes),
        bytes,
    })
}

/// The file itself, or the files in a directory and below whose names say what they are.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let metadata = fs::metadata(path).map_err(|error| Failure::read(path, &error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let found = walk(path)?;
    if found.is_empty() {
        return Err(Failure::new(format!(
            "the directory `{}` holds no schema (*.xsd), no catalogue (catalog.toml) and no stanza (*.xml)",
            path.display()
        )));
    }
    Ok(found)
}

/// The files in a directory and below whose names say what they are.
fn walk(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(directory) = open.pop() {
        let entries =
            fs::read_dir(&directory).map_err(|error| Failure::read(&directory, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::read(&directory, &error))?;
            let file = entry.path();
            // A link to a directory is not followed: it may lead back here.
            let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_directory {
                open.extend(is_of_interest(&entry.file_name()).then_some(file));
            } else if kind(&file).is_some() && file.is_file() {
                found.push(file);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a directory within another is looked into: not where tools keep their own things.
fn is_of_interest(name: &OsStr) -> bool {
    name != "target" && !name.to_string_lossy().starts_with('.')
}

/// What the name of a file says.
fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?;
    match extension {
        "xsd" => Some(Kind::Schema),
        "toml" if path.file_stem()?.to_str()? == "catalog" => Some(Kind::Catalog),
        "xml" => Some(Kind::Stanza),
        _ => None,
    }
}

/// What the beginning of a text without a name says: a schema names the namespace of XML Schema in its first tag.
fn sniffed(bytes: &[u8]) -> Kind {
    const ENOUGH: usize = 4096;
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(ENOUGH)]);
    let tag = start.split('<').find(|tag| {
        tag.starts_with(|character: char| character.is_alphabetic() || character == '_')
    });
    match tag {
        Some(tag)
            if tag.contains("http://www.w3.org/2001/XMLSchema")
                && tag
                    .split(|character: char| character.is_whitespace() || character == '>')
                    .next()
                    .is_some_and(|name| name.rsplit(':').next() == Some("schema")) =>
        {
            Kind::Schema
        }
        _ => Kind::Stanza,
    }
}

/// A path with `/` between its parts on every system.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
