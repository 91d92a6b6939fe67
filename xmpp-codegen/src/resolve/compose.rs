//! Which documents make a schema: includes and imports, from the given files and from the library.

use crate::diagnostic::{Diagnostic, append};
use crate::files::beside;
use crate::library::Library;
use crate::mode::Mode;
use crate::model::{Origin, Text, XML, XSD};
use crate::parse::{self, Document, Located, schema::Composition};
use crate::rule::{foreign_include, unresolved_include};
use crate::source::{FileId, SourceMap};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every document of a run, and the schemas that they make.
#[derive(Debug, Default)]
pub(super) struct Composed {
    pub(super) documents: Vec<Document>,
    pub(super) units: Vec<Unit>,
    /// Namespaces of which a part is missing, and the report that says so: names that are not found there are no news,
    /// but make it an error.
    pub(super) incomplete: Option<BTreeMap<Text, usize>>,
}

/// A schema: a document and those that it includes, under one namespace.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) root: usize,
    pub(super) namespace: Text,
    /// Documents in the order of their components: what is included comes before the includer.
    pub(super) members: Vec<usize>,
    pub(super) origin: Origin,
}

pub(super) fn compose(
    mode: Mode,
    sources: &mut SourceMap,
    given: &[FileId],
    library: &Library,
) -> (Composed, Vec<Diagnostic>) {
    let mut composer = Composer {
        at_hand: OnceCell::new(),
        sources,
        mode,
        library,
        composed: Composed {
            documents: Vec::with_capacity(given.len()),
            units: Vec::with_capacity(given.len()),
            incomplete: None,
        },
        diagnostics: Vec::new(),
        given,
        stems: OnceCell::new(),
        read: Numbered::default(),
        from_library: Numbered::default(),
    };
    composer.read_given();
    composer.given_units();
    composer.imported_units();
    (composer.composed, composer.diagnostics)
}

fn at_hand(sources: &SourceMap) -> BTreeMap<PathBuf, FileId> {
    let mut named = BTreeMap::new();
    for (id, file) in sources.files() {
        if !file.path.starts_with('<') {
            let path = crate::files::normal(Path::new(&file.path));
            named.entry(path).or_insert(id);
        }
    }
    named
}

struct Composer<'s> {
    sources: &'s mut SourceMap,
    mode: Mode,
    library: &'s Library,
    /// Every file of the sources by its path, made when the first is looked for.
    at_hand: OnceCell<BTreeMap<PathBuf, FileId>>,
    composed: Composed,
    diagnostics: Vec<Diagnostic>,
    given: &'s [FileId],
    /// The first given file of each stem, made when the first is looked for; those that could not be read have no document.
    stems: OnceCell<BTreeMap<Text, Option<usize>>>,
    /// Files that were read, given ones and those that others name.
    read: Numbered,
    /// Library documents that were read.
    from_library: Numbered,
}

/// The documents of files by their numbers: nothing for those that were not read, an inner nothing for those that could not be.
#[derive(Default)]
struct Numbered(Vec<Option<Option<usize>>>);

impl Numbered {
    fn get(&self, number: usize) -> Option<Option<usize>> {
        self.0.get(number).copied().flatten()
    }

    fn insert(&mut self, number: usize, document: Option<usize>) {
        if self.0.len() <= number {
            self.0.resize(number + 1, None);
        }
        self.0[number] = Some(document);
    }
}

impl Composer<'_> {
    fn read_given(&mut self) {
        for &file in self.given {
            if self.document(file).is_some() {
                continue;
            }
            let stem = Text::from(stem(&self.sources.file(file).path));
            let document = self.read(file, &stem);
            self.read.insert(file.0 as usize, document);
        }
    }

    /// The document of a file that was read. The inner `Option` is for one that is no schema.
    fn document(&self, file: FileId) -> Option<Option<usize>> {
        self.read.get(file.0 as usize)
    }

    /// Parses a file. If that fails, its namespace is incomplete.
    fn read(&mut self, file: FileId, stem: &str) -> Option<usize> {
        let text = &self.sources.file(file).text;
        let documents = &mut self.composed.documents;
        let (is_read, diagnostics) = parse::parse(file, stem, text, documents);
        let namespace = match is_read {
            true => None,
            false => crate::library::target_namespace(text).map(Text::from),
        };
        append(&mut self.diagnostics, diagnostics);
        if !is_read {
            self.miss(namespace.unwrap_or_default());
            return None;
        }
        Some(self.composed.documents.len() - 1)
    }

    /// The namespace lacks a part, as the last report says.
    fn miss(&mut self, namespace: Text) {
        let report = self.diagnostics.len().saturating_sub(1);
        let incomplete = self.composed.incomplete.get_or_insert_default();
        incomplete.entry(namespace).or_insert(report);
    }

    /// The document at a location, given or read now. The inner `Option` is for one that is no schema.
    fn at(&mut self, from: usize, location: &str) -> Option<Option<usize>> {
        let file = self.file_at(from, location)?;
        if let Some(found) = self.document(file) {
            return Some(found);
        }
        let stem = stem(&self.sources.file(file).path).to_owned();
        let document = self.read(file, &stem);
        self.read.insert(file.0 as usize, document);
        Some(document)
    }

    /// A given document is a schema of its own unless another one includes it.
    fn given_units(&mut self) {
        let count = self.composed.documents.len();
        let included = self.included(count);
        for document in 0..count {
            let is_included = included.as_ref().map(|found| found.contains(&document));
            if is_included != Some(true) {
                self.unit(document, Origin::Given);
            }
        }
        if included.is_none() {
            return;
        }
        let mut is_taken = vec![false; count];
        let mut seen = 0;
        for document in 0..count {
            for unit in &self.composed.units[seen..] {
                for member in &unit.members {
                    if let Some(is_taken) = is_taken.get_mut(*member) {
                        *is_taken = true;
                    }
                }
            }
            seen = self.composed.units.len();
            if !is_taken[document] {
                self.unit(document, Origin::Given); // documents that include each other
            }
        }
    }

    /// The file at a location in a document, if it is at hand.
    fn file_at(&self, from: usize, location: &str) -> Option<FileId> {
        let base = &self.sources.file(self.composed.documents[from].file).path;
        let path = beside(Path::new(base), location)?;
        let at_hand = self.at_hand.get_or_init(|| at_hand(self.sources));
        at_hand.get(&path).copied()
    }

    fn included(&self, count: usize) -> Option<BTreeSet<usize>> {
        let mut included = None;
        for (from, document) in self.composed.documents[..count].iter().enumerate() {
            for composition in &document.compositions {
                if let Composition::Include { location, .. } = composition {
                    let file = self.file_at(from, &location.value);
                    let found = file.and_then(|file| self.document(file));
                    let found = found.or_else(|| self.given(stem(&location.value)));
                    let included: &mut BTreeSet<usize> = included.get_or_insert_default();
                    included.extend(found.flatten());
                }
            }
        }
        included
    }

    fn given(&self, stem: &str) -> Option<Option<usize>> {
        let stems = self.stems.get_or_init(|| {
            let mut stems = BTreeMap::new();
            for &file in self.given {
                let stem = Text::from(self::stem(&self.sources.file(file).path));
                stems
                    .entry(stem)
                    .or_insert_with(|| self.document(file).flatten());
            }
            stems
        });
        stems.get(stem).copied()
    }

    fn unit(&mut self, root: usize, origin: Origin) {
        let target = self.composed.documents[root].target.as_ref();
        let namespace = target
            .map(|target| target.value.clone())
            .unwrap_or_default();
        let members = self.members(root, &namespace);
        self.composed.units.push(Unit {
            root,
            namespace,
            members,
            origin,
        });
    }

    /// The document and what it includes, included ones first. A document that another schema holds is left to it.
    fn members(&mut self, root: usize, namespace: &Text) -> Vec<usize> {
        if self.include(root, 0).is_none() {
            return vec![root];
        }
        let mut members = Vec::new();
        let mut taken = BTreeSet::from([root]);
        let mut open = vec![(root, 0)];
        while let Some((document, next)) = open.pop() {
            let Some((location, needed)) = self.include(document, next) else {
                members.push(document);
                continue;
            };
            open.push((document, next + 1));
            let Some(included) = self.find_included(document, &location, needed, namespace) else {
                continue;
            };
            if self.fits(included, namespace, &location)
                && !self.is_taken(included, namespace)
                && taken.insert(included)
            {
                open.push((included, 0));
            }
        }
        members
    }

    fn include(&self, document: usize, nth: usize) -> Option<(Located<Text>, bool)> {
        let compositions = &self.composed.documents[document].compositions;
        let mut includes = compositions
            .iter()
            .filter_map(|composition| match composition {
                Composition::Include { location, needed } => Some((location.clone(), *needed)),
                Composition::Import { .. } => None,
            });
        includes.nth(nth)
    }

    /// Whether a document belongs to a schema under a namespace: the first that includes it.
    fn is_taken(&self, document: usize, namespace: &str) -> bool {
        let mut units = self.composed.units.iter();
        units.any(|unit| unit.members.contains(&document) && unit.namespace == namespace)
    }

    fn find_included(
        &mut self,
        from: usize,
        location: &Located<Text>,
        needed: bool,
        namespace: &str,
    ) -> Option<usize> {
        let stem = stem(&location.value);
        let found = match self.at(from, &location.value).or_else(|| self.given(stem)) {
            Some(found) => found,
            None => {
                let library = self.library.documents();
                match library.iter().position(|document| document.stem == stem) {
                    Some(at) => self.library_document(at),
                    None => {
                        let report = unresolved_include::report(location.span, stem, needed);
                        self.diagnostics.push(report);
                        None
                    }
                }
            }
        };
        if found.is_none() {
            self.miss(namespace.into());
        }
        found
    }

    /// A document without a target namespace takes that of its includer (XSD part 1 §4.2.1).
    fn fits(&mut self, included: usize, namespace: &str, location: &Located<Text>) -> bool {
        let Some(target) = &self.composed.documents[included].target else {
            return true;
        };
        if target.value == namespace {
            return true;
        }
        let report = foreign_include::report(location.span, target.span, &target.value, namespace);
        self.diagnostics.push(report);
        self.miss(namespace.into());
        false
    }

    fn library_document(&mut self, at: usize) -> Option<usize> {
        if let Some(read) = self.from_library.get(at) {
            return read;
        }
        let library = self.library;
        let document = &library.documents()[at];
        let file = self.sources.add(document.path(), document.text.clone());
        let read = self.read(file, &document.stem);
        self.from_library.insert(at, read);
        read
    }

    /// Follows the namespaces that documents name, whether they import them or not, into the library.
    fn imported_units(&mut self) {
        let mut sought: Option<BTreeSet<Text>> = None;
        let mut next = 0;
        while let Some(unit) = self.composed.units.get(next) {
            for at in 0..unit.members.len() {
                let document = self.composed.units[next].members[at];
                self.located_imports(document);
            }
            let needed = self.needed_namespaces(&self.composed.units[next]);
            next += 1;
            for namespace in needed {
                let sought = sought.get_or_insert_default();
                if sought.insert(namespace.clone()) {
                    self.import(&namespace);
                }
            }
        }
    }

    /// The namespaces that the documents of a schema name and no schema has, sorted, each once.
    fn needed_namespaces(&self, unit: &Unit) -> Vec<Text> {
        let mut needed = Vec::new();
        for &member in &unit.members {
            let document = &self.composed.documents[member];
            let imports = document.compositions.iter();
            let imports = imports.filter_map(|composition| match composition {
                Composition::Import { namespace, .. } => Some(namespace),
                Composition::Include { .. } => None,
            });
            let named = document.references.iter().map(|(namespace, _)| namespace);
            let named = named.chain(imports);
            needed.extend(
                named
                    .filter(|namespace| self.is_foreign(namespace))
                    .cloned(),
            );
        }
        if needed.len() > 1 {
            needed.sort_unstable();
            needed.dedup();
        }
        needed
    }

    /// Whether a namespace has no schema here, and would need one.
    fn is_foreign(&self, namespace: &str) -> bool {
        let is_own = matches!(namespace, XSD | XML | "");
        let mut units = self.composed.units.iter();
        !is_own && units.all(|unit| unit.namespace != namespace)
    }

    /// Imports that say where the document is (XSD part 1 §4.2.3). A namespace that is known already is imported again
    /// to the letter only.
    fn located_imports(&mut self, document: usize) {
        let compositions = &self.composed.documents[document].compositions;
        if compositions.is_empty() {
            return;
        }
        let imports: Vec<(Text, Located<Text>)> = compositions
            .iter()
            .filter_map(|composition| match composition {
                Composition::Import {
                    namespace,
                    location: Some(location),
                    ..
                } => Some((namespace.clone(), location.clone())),
                _ => None,
            })
            .collect();
        for (namespace, location) in imports {
            let known = |unit: &Unit| unit.namespace == namespace;
            if self.mode == Mode::Repairing && self.composed.units.iter().any(known) {
                continue;
            }
            let Some(Some(found)) = self.at(document, &location.value) else {
                continue;
            };
            let target = self.composed.documents[found].target.as_ref();
            let said = target.map_or("", |target| &target.value);
            if said != namespace {
                let place =
                    target.map_or(self.composed.documents[found].span, |target| target.span);
                let report = foreign_include::report_import(location.span, place, said, &namespace);
                self.diagnostics.push(report);
            } else if !self.is_taken(found, &namespace) {
                self.unit(found, Origin::Given);
            }
        }
    }

    fn import(&mut self, namespace: &str) {
        let library = self.library;
        let candidates = library.documents().iter().enumerate();
        let found: Vec<usize> = candidates
            .filter(|(_, document)| document.namespace() == Some(namespace))
            .map(|(at, _)| at)
            .collect();
        for at in found {
            let Some(document) = self.library_document(at) else {
                continue;
            };
            let target = self.composed.documents[document].target.as_ref();
            if target.is_some_and(|target| target.value == namespace) {
                self.unit(document, Origin::Library);
                return;
            }
        }
    }
}

/// The stem of a path or location: `stanza` for `../schemas/stanza.xsd`.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".xsd").unwrap_or(name)
}
