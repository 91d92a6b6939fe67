//! The crate that the generated modules make: written where nothing else is, built with the lints of this workspace.

use super::sets::Set;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use xmpp_codegen::emit::emit;
use xmpp_codegen::model::{Model, Schema};
use xmpp_codegen::plan::item::{Item, Module, Namespace, Struct};
use xmpp_codegen::source::Span;

/// The crate on disk.
pub(crate) struct Package {
    root: PathBuf,
    folder: PathBuf,
    /// Lines of the generated modules.
    pub(crate) lines: usize,
    /// How many types they hold.
    pub(crate) types: usize,
    /// Names that say little.
    pub(crate) poor_names: Vec<String>,
    /// The elements that are types, in the order in which the program knows them.
    pub(crate) elements: Vec<Element>,
}

/// An element that has a type.
pub(crate) struct Element {
    /// Index of its set.
    pub(crate) set: usize,
    /// Namespace and local name.
    pub(crate) name: (String, String),
    /// Path of the type.
    pub(crate) type_: String,
}

impl Package {
    /// Writes the crate for those sets.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn write(root: &Path, sets: &[Set]) -> Result<Self, String> {
        let mut package = Self {
            root: root.to_owned(),
            folder: root.join("target/corpus-types"),
            lines: 0,
            types: 0,
            poor_names: Vec::new(),
            elements: Vec::new(),
        };
        let mut files = BTreeMap::new();
        for (at, set) in sets.iter().enumerate() {
            let mut index = String::from("//! Types of schemas that compile together.\n\n");
            for module in &set.modules {
                let text = emit(module);
                package.lines += text.lines().count();
                files.insert(format!("src/{}/{}.rs", set.name, module.name), text);
                index.push_str(&format!("pub mod {};\n", module.name));
                package.note(at, set, module);
            }
            files.insert(format!("src/{}/mod.rs", set.name), index);
        }
        files.insert("src/lib.rs".to_owned(), library(sets));
        files.insert("src/main.rs".to_owned(), program(&package.elements));
        files.insert("Cargo.toml".to_owned(), manifest(root)?);
        let lock =
            fs::read_to_string(root.join("Cargo.lock")).map_err(|error| error.to_string())?;
        files.insert("Cargo.lock".to_owned(), lock);
        package.replace(&files)?;
        Ok(package)
    }

    /// Builds it, warnings being errors, and says what the compiler says.
    ///
    /// # Errors
    /// It does not build.
    pub(crate) fn build(&self) -> Result<(), String> {
        self.cargo("clippy")?;
        self.cargo("build")
    }

    /// The program that sends documents through the types.
    pub(crate) fn program(&self) -> PathBuf {
        self.root.join("target/debug/corpus-types")
    }

    fn cargo(&self, command: &str) -> Result<(), String> {
        let run = Command::new(env!("CARGO"))
            .args([command, "--quiet", "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .output()
            .map_err(|error| format!("cargo {command}: {error}"))?;
        let said = String::from_utf8_lossy(&run.stderr);
        if run.status.success() {
            return Ok(());
        }
        Err(format!("cargo {command} fails:\n{said}"))
    }

    /// Counts what a module holds.
    fn note(&mut self, at: usize, set: &Set, module: &Module) {
        for item in &module.items {
            self.types += 1;
            if is_poor(item.name(), module, set) {
                self.poor_names
                    .push(format!("{}::{}::{}", set.name, module.name, item.name()));
            }
            let Item::Struct(item) = item else { continue };
            let namespace = namespace(module, item);
            if set.model.element(&namespace, &item.element).is_some() {
                self.elements.push(Element {
                    set: at,
                    name: (namespace, item.element.clone()),
                    type_: format!("{}::{}::{}", set.name, module.name, item.name),
                });
            }
        }
    }

    /// Writes what changed and removes what is left of other runs, so that Cargo builds no more than it must.
    fn replace(&self, files: &BTreeMap<String, String>) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.folder.display());
        let source = self.folder.join("src");
        for folder in fs::read_dir(&source).into_iter().flatten().flatten() {
            for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
                let relative = file.path();
                let relative = relative.strip_prefix(&self.folder).unwrap_or(&relative);
                if !files.contains_key(&relative.to_string_lossy().into_owned()) {
                    fs::remove_file(file.path()).map_err(failed)?;
                }
            }
        }
        for (name, text) in files {
            let path = self.folder.join(name);
            if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                fs::create_dir_all(path.parent().unwrap_or(&self.folder)).map_err(failed)?;
                fs::write(&path, text).map_err(failed)?;
            }
        }
        Ok(())
    }
}

fn namespace(module: &Module, item: &Struct) -> String {
    match &item.namespace {
        Namespace::Other(other) => other.clone(),
        Namespace::Own | Namespace::Content => {
            module.namespaces.first().cloned().unwrap_or_default()
        }
    }
}

/// Whether a name was made for want of a better one: numbered where the schema has no number, or ending in what it is.
fn is_poor(name: &str, module: &Module, set: &Set) -> bool {
    let last = name.trim_end_matches(|last: char| last.is_ascii_digit());
    let number = &name[last.len()..];
    let schemas = set.model.schemas.iter();
    let numbered = !number.is_empty()
        && !schemas
            .filter(|schema| schema.file == module.file)
            .any(|schema| says(&set.model, schema, number));
    numbered || name.ends_with("ElementType") || name.ends_with("TypeType")
}

/// Whether a name in the schema ends in that number.
fn says(model: &Model, schema: &Schema, number: &str) -> bool {
    let in_module = |span: Span| span.file == schema.file;
    let elements = model
        .elements
        .iter()
        .filter(|element| in_module(element.span));
    let types = model
        .simple_types
        .iter()
        .filter(|type_| in_module(type_.span));
    let values = types.clone().flat_map(|type_| &type_.facets.enumeration);
    elements
        .map(|element| element.name.local.as_str())
        .chain(types.filter_map(|type_| Some(type_.name.as_ref()?.local.as_str())))
        .chain(values.map(|value| value.value.as_str()))
        .any(|name| name.ends_with(number))
}

fn library(sets: &[Set]) -> String {
    let mut text = String::from("//! Types of published schemas.\n\n");
    for set in sets {
        text.push_str(&format!("pub mod {};\n", set.name));
    }
    text
}

fn manifest(root: &Path) -> Result<String, String> {
    let workspace =
        fs::read_to_string(root.join("Cargo.toml")).map_err(|error| error.to_string())?;
    let lints = workspace
        .split("\n[")
        .filter(|section| section.starts_with("workspace.lints."))
        .map(|section| format!("\n[{}", section.trim_start_matches("workspace.")))
        .collect::<String>()
        .replace("[lints.rust]", "[lints.rust]\nwarnings = \"deny\"")
        .replace("= \"warn\"", "= \"deny\"");
    Ok(format!(
        "[package]\nname = \"corpus-types\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nxmpp-core = {{ path = \"../../xmpp-core\" }}\n\n[workspace]\n{lints}\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n"
    ))
}

/// The program: for each element its type, then the loop that reads documents and writes what the types make of them.
fn program(elements: &[Element]) -> String {
    let rows: String = elements
        .iter()
        .map(|element| format!("    through::<corpus_types::{}>,\n", element.type_))
        .collect();
    PROGRAM.replace("    // ROWS\n", &rows)
}

const PROGRAM: &str = r#"//! Reads `INDEX LENGTH\n` and a document of that many bytes; answers a word, a length, and so many bytes:
//! `written` what is valid, `objected` what is written although it is not, `refused` and `unwritable` why not.

use std::io::{self, BufRead, Read, Write};
use xmpp_core::xml::{Answer, Document};
use xmpp_core::{FromXml, Limits, Report, ToXml, Validate, decode, write};

type Through = fn(&str) -> (&'static str, String);

const TYPES: &[Through] = &[
    // ROWS
];

fn through<T: FromXml + ToXml + Validate>(xml: &str) -> (&'static str, String) {
    let document = match Document::parse(xml, Limits::FILE) {
        Ok(document) => document,
        Err(error) => return ("refused", error.to_string()),
    };
    let mut report = Report::new();
    match decode::<T>(document.root(), &mut report) {
        None => ("refused", report.to_string()),
        Some(value) => match write(&value) {
            Ok(xml) if report.answer() == Answer::Nothing => ("written", xml),
            Ok(xml) => ("objected", xml),
            Err(_) if report.answer() != Answer::Nothing => ("refused", report.to_string()),
            Err(report) => ("unwritable", report.to_string()),
        },
    }
}

fn main() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let mut numbers = line.split_whitespace().map(|number| number.parse().unwrap_or(0));
        let (index, length) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        let mut bytes = vec![0; length];
        input.read_exact(&mut bytes)?;
        let xml = String::from_utf8_lossy(&bytes);
        let (outcome, text) = TYPES.get(index).map_or(("refused", String::new()), |run| run(&xml));
        write!(output, "{outcome} {}\n{text}", text.len())?;
        output.flush()?;
        line.clear();
    }
    Ok(())
}
"#;
