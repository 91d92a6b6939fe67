//! Schemas in memory: those given, and those that come with the compiler.

use crate::command::Failure;
use crate::input::{self, Input};
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::diagnostic::{Diagnostic, has_errors};
use xmpp_codegen::library::{CATALOG, Library};
use xmpp_codegen::model::{Model, Origin};
use xmpp_codegen::plan::{self, Options};
use xmpp_codegen::rule::unreadable_file;
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_codegen::{Mode, files, load_in};

/// What the compiler's own catalogue is called.
const LIBRARY_CATALOG: &str = "<library>/catalog.toml";

/// Schemas that were read, with their catalogue and what was found in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schemas {
    pub(crate) sources: SourceMap,
    files: Vec<FileId>,
    mode: Mode,
    pub(crate) model: Model,
    pub(crate) catalog: Catalog,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Schemas {
    /// Reads the given schemas and nothing else but what they import. With `all`, they are all that the catalogue speaks of.
    /// Documents beside them that they name by a location are read, too.
    pub(crate) fn read(mode: Mode, schemas: &[&Input], catalog: Option<&Input>, all: bool) -> Self {
        let mut sources = SourceMap::default();
        let mut diagnostics = Vec::new();
        let mut files = Vec::new();
        for input in schemas {
            files.extend(add(input, &mut sources, &mut diagnostics));
        }
        let file = catalog.and_then(|input| add(input, &mut sources, &mut diagnostics));
        let (mut catalog, found) = match file {
            Some(file) => Catalog::parse(file, &sources.file(file).text),
            None => (Catalog::default(), Vec::new()),
        };
        catalog.is_complete = all;
        diagnostics.extend(found);
        files::reach(&mut sources, &files);
        let library = Library::builtin();
        let (model, found) = load_in(mode, &mut sources, &files, &catalog, &library);
        diagnostics.extend(found);
        diagnostics.sort_by_key(Diagnostic::span);
        Self {
            sources,
            files,
            mode,
            model,
            catalog,
            diagnostics,
        }
    }

    /// Adds what only shows when types are planned: names that meet, keys of the catalogue that change nothing.
    pub(crate) fn plan(&mut self) {
        let file = self.sources.add(LIBRARY_CATALOG, CATALOG);
        let options = Options {
            library: Catalog::parse(file, CATALOG).0,
            ..Options::default()
        };
        let (_, found) = plan::plan(&self.model, &self.catalog, &options);
        self.diagnostics.extend(found);
        self.diagnostics.sort_by_key(Diagnostic::span);
    }

    /// Reads schema files, and those of directories. Without a catalogue, the first `catalog.toml` beside one of them is used.
    ///
    /// # Errors
    /// Something is not there or cannot be read, or a directory holds no schema.
    pub(crate) fn given(paths: &[PathBuf], catalog: Option<&Path>) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for path in paths {
            let metadata = fs::metadata(path).map_err(|error| Failure::read(path, &error))?;
            match metadata.is_dir() {
                true => files.extend(schemas_of(path)?),
                false => files.push(path.clone()),
            }
        }
        let beside = files
            .iter()
            .map(|file| file.with_file_name("catalog.toml"))
            .find(|catalog| catalog.is_file());
        let catalog = match catalog.or(beside.as_deref()) {
            Some(path) => Some(input::input(path)?),
            None => None,
        };
        let inputs = files.iter().map(|file| input::input(file));
        let inputs: Vec<Input> = inputs.collect::<Result<_, _>>()?;
        let inputs: Vec<&Input> = inputs.iter().collect();
        Ok(Self::read(
            Mode::Repairing,
            &inputs,
            catalog.as_ref(),
            false,
        ))
    }

    /// Adds the schemas that come with the compiler, so that documents can be judged by all of them.
    /// A given schema stands in the place of one of those with its namespace.
    pub(crate) fn with_builtin(self) -> Self {
        let library = Library::builtin();
        let mut sources = self.sources.clone();
        let mut files = self.files;
        let stems: Vec<String> = files
            .iter()
            .filter_map(|id| stem(&sources.file(*id).path))
            .collect();
        let given = |namespace: &str| {
            self.model
                .schemas
                .iter()
                .any(|schema| schema.origin == Origin::Given && schema.namespace == namespace)
        };
        for document in library.documents() {
            // One without a namespace is included by others, by its stem.
            let is_replaced = match document.namespace() {
                Some(namespace) => given(namespace),
                None => stems.iter().any(|stem| *stem == document.stem),
            };
            if !is_replaced {
                files.push(sources.add(document.path(), &*document.text));
            }
        }
        let mut catalog = self.catalog;
        let file = sources.add(LIBRARY_CATALOG, CATALOG);
        let (builtin, _) = Catalog::parse(file, CATALOG);
        for (stem, section) in builtin.sections {
            catalog.sections.entry(stem).or_insert(section);
        }
        // What is wrong with the given schemas was said before; the others are right, as a test of this crate shows.
        let (model, _) = load_in(self.mode, &mut sources, &files, &catalog, &library);
        Self {
            sources,
            files,
            mode: self.mode,
            model,
            catalog,
            diagnostics: Vec::new(),
        }
    }

    /// Whether something in them is so wrong that nothing can be judged by them.
    pub(crate) fn are_broken(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Adds a file to the sources, and says so where it is no text to be read on.
fn add(
    input: &Input,
    sources: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<FileId> {
    let file = sources.add(&*input.name, input.text());
    let Err(error) = std::str::from_utf8(&input.bytes) else {
        return Some(file);
    };
    diagnostics.push(unreadable_file::report_garbled(
        &input.name,
        file,
        error.valid_up_to(),
    ));
    None
}

fn schemas_of(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(directory).map_err(|error| Failure::read(directory, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "xsd"))
        .collect();
    paths.sort();
    match paths.is_empty() {
        false => Ok(paths),
        true => Err(Failure::new(format!(
            "the directory `{}` holds no schema (*.xsd)",
            directory.display()
        ))),
    }
}

fn stem(path: &str) -> Option<String> {
    Some(Path::new(path).file_stem()?.to_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_that_come_with_the_compiler_are_right() {
        let schemas = Schemas::default().with_builtin();
        let files = &schemas.files;
        assert!(files.len() > 10, "{} schemas", files.len());
        let mut sources = schemas.sources.clone();
        for mode in [Mode::Repairing, Mode::Strict] {
            let (catalog, library) = (&schemas.catalog, Library::builtin());
            let (_, diagnostics) = load_in(mode, &mut sources, files, catalog, &library);
            assert_eq!(diagnostics, Vec::new(), "{mode:?}");
        }
    }
}
