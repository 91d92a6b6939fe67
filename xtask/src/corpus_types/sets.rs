//! The schemas of a directory, sorted into sets that compile together: a namespace occurs once in a set, and its other
//! versions stand in later ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::diagnostic::{Diagnostic, Severity};
use xmpp_codegen::library::{Document, Library};
use xmpp_codegen::load;
use xmpp_codegen::model::{Model, Origin};
use xmpp_codegen::plan::item::Module;
use xmpp_codegen::plan::{Options, plan};
use xmpp_codegen::source::{FileId, SourceMap};

/// What became of the schemas of a directory.
pub(crate) struct Sets {
    /// Those that compile.
    pub(crate) sets: Vec<Set>,
    /// How many files there are.
    pub(crate) files: usize,
    /// Those that do not compile, each with its first error.
    pub(crate) refused: Vec<String>,
}

/// Schemas that compile together.
pub(crate) struct Set {
    /// Name of the module that holds those of its schemas.
    pub(crate) name: String,
    /// The components.
    pub(crate) model: Model,
    /// The modules to write.
    pub(crate) modules: Vec<Module>,
    /// Lines of the given schemas.
    pub(crate) lines: usize,
    /// Warnings of the plan.
    pub(crate) warnings: Vec<String>,
}

/// One schema file.
#[derive(Clone)]
struct Schema {
    shown: String,
    document: Document,
}

/// Reads every `*.xsd` below the directory and sorts what compiles.
///
/// # Errors
/// A directory or file that cannot be read.
pub(crate) fn read(directory: &Path) -> Result<Sets, String> {
    let mut paths = Vec::new();
    find(directory, &mut paths)?;
    let mut schemas = Vec::new();
    for path in &paths {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        schemas.push(schema(directory, path, text));
    }
    let files = schemas.len();
    let (good, refused) = compiling(schemas);
    let mut sets: Vec<Set> = Vec::new();
    let mut homes = BTreeMap::new();
    for (at, schemas) in layers(&good).into_iter().enumerate() {
        let name = format!("set{}", at + 1);
        let set = compile(name, &schemas, &good, &homes);
        for module in &set.modules {
            for namespace in &module.namespaces {
                homes
                    .entry(namespace.clone())
                    .or_insert_with(|| module.path.clone());
            }
        }
        sets.push(set);
    }
    Ok(Sets {
        sets,
        files,
        refused,
    })
}

pub(crate) fn find(directory: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error| format!("{}: {error}", directory.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    for path in entries {
        if path.is_dir() {
            find(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "xsd") {
            paths.push(path);
        }
    }
    Ok(())
}

fn schema(directory: &Path, path: &Path, text: String) -> Schema {
    let shown = path.strip_prefix(directory).unwrap_or(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Schema {
        shown: shown.to_string_lossy().into_owned(),
        document: Document {
            stem: stem.into_owned().into(),
            text: text.into(),
        },
    }
}

/// Sorts out what does not compile, by itself with all others at hand: in rounds, since a schema may need a broken one.
fn compiling(mut schemas: Vec<Schema>) -> (Vec<Schema>, Vec<String>) {
    let mut refused = Vec::new();
    loop {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for schema in &schemas {
            match first_error(schema, &schemas) {
                None => good.push(schema.clone()),
                Some(error) => bad.push(error),
            }
        }
        refused.extend(bad.iter().cloned());
        if bad.is_empty() {
            return (good, refused);
        }
        schemas = good;
    }
}

fn first_error(schema: &Schema, all: &[Schema]) -> Option<String> {
    let others = all.iter().filter(|other| other.shown != schema.shown);
    let (_, diagnostics, sources) = load_given(std::slice::from_ref(schema), others);
    let error = diagnostics
        .iter()
        .find(|diagnostic| diagnostic.severity == Severity::Error)?;
    Some(line(error, &sources))
}

fn load_given<'s>(
    given: &[Schema],
    others: impl Iterator<Item = &'s Schema>,
) -> (Model, Vec<Diagnostic>, SourceMap) {
    let mut library = Library::empty();
    for other in others {
        library.add(other.document.stem.clone(), other.document.text.clone());
    }
    for document in Library::builtin().documents() {
        library.add(document.stem.clone(), document.text.clone());
    }
    let mut sources = SourceMap::default();
    let files: Vec<FileId> = given
        .iter()
        .map(|schema| sources.add(schema.shown.clone(), schema.document.text.to_string()))
        .collect();
    let (model, diagnostics) = load(&mut sources, &files, &Catalog::default(), &library);
    (model, diagnostics, sources)
}

/// Puts each schema into the first set that does not have its namespace yet. Parts that another schema includes are left out:
/// they come with it.
fn layers(schemas: &[Schema]) -> Vec<Vec<Schema>> {
    let included: BTreeSet<String> = schemas
        .iter()
        .flat_map(|schema| included(&schema.document.text))
        .collect();
    let mut layers: Vec<(BTreeSet<String>, Vec<Schema>)> = Vec::new();
    for schema in schemas {
        if included.contains(&*schema.document.stem) {
            continue;
        }
        let namespace = schema.document.namespace().unwrap_or_default().to_owned();
        let free = layers
            .iter()
            .position(|(namespaces, _)| !namespaces.contains(&namespace));
        let at = free.unwrap_or_else(|| {
            layers.push(Default::default());
            layers.len() - 1
        });
        layers[at].0.insert(namespace);
        layers[at].1.push(schema.clone());
    }
    layers.into_iter().map(|(_, schemas)| schemas).collect()
}

/// The stems of the schemas that a schema includes.
fn included(text: &str) -> Vec<String> {
    let mut stems = Vec::new();
    for after in text.split("include ").skip(1) {
        let tag = after.split('>').next().unwrap_or_default();
        let place = tag
            .split_once("schemaLocation")
            .and_then(|(_, value)| value.split(['\'', '"']).nth(1));
        let file = place.and_then(|place| place.rsplit('/').next());
        stems.extend(file.map(|file| file.trim_end_matches(".xsd").to_owned()));
    }
    stems
}

fn compile(
    name: String,
    given: &[Schema],
    all: &[Schema],
    homes: &BTreeMap<String, String>,
) -> Set {
    let is_given = |schema: &&Schema| given.iter().any(|known| known.shown == schema.shown);
    let others = all.iter().filter(|schema| !is_given(schema));
    let (model, diagnostics, sources) = load_given(given, others);
    let own: BTreeSet<&str> = model
        .schemas
        .iter()
        .filter(|schema| schema.origin == Origin::Given)
        .map(|schema| schema.namespace.as_str())
        .collect();
    let mut options = Options {
        modules: format!("crate::{name}"),
        regenerate: "run `cargo xtask corpus-types`".to_owned(),
        ..Options::default()
    };
    options.external = homes
        .iter()
        .filter(|(namespace, _)| !own.contains(namespace.as_str()))
        .map(|(namespace, path)| (namespace.clone(), path.clone()))
        .collect();
    let (mut modules, found) = plan(&model, &Catalog::default(), &options);
    for module in &mut modules {
        module.source.clone_from(&sources.file(module.file).path);
    }
    Set {
        name,
        lines: given
            .iter()
            .map(|schema| schema.document.text.lines().count())
            .sum(),
        warnings: found
            .iter()
            .chain(
                diagnostics
                    .iter()
                    .filter(|found| found.severity == Severity::Error),
            )
            .map(|found| line(found, &sources))
            .collect(),
        model,
        modules,
    }
}

fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.span();
    let (line, column) = sources.line_column(span);
    let path = &sources.file(span.file).path;
    format!(
        "{path}:{line}:{column}: {} [{}]",
        diagnostic.message, diagnostic.rule
    )
}
