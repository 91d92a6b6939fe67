//! The catalogue applied to the model: more precise types, documentation. Everything else that it says is checked here
//! to address something, and read where it is used.

mod check;
mod facets;
mod path;
mod retype;
mod roles;
mod rules;

use crate::catalog::{Catalog, Section, Table};
use crate::diagnostic::Diagnostic;
use crate::library::Library;
use crate::model::{Model, Origin};
use crate::rule::{closest, dropped_facet, invalid_catalog_value, unused_catalog_key};
use crate::source::{FileId, Span};
use path::{Finder, Target};
use std::collections::BTreeMap;
use toml::Spanned;

/// Applies the catalogue to the given schemas, and the library's to those that were taken from it.
///
/// A section that speaks of a schema that is not part of this run is left alone.
pub(crate) fn apply(model: &mut Model, catalog: &Catalog, library: &Library) -> Vec<Diagnostic> {
    let has_library = model
        .schemas
        .iter()
        .any(|schema| schema.origin == Origin::Library);
    if catalog.sections.is_empty() && !has_library {
        return Vec::new();
    }
    let mut overlay = Overlay {
        file: catalog.file.unwrap_or_default(),
        diagnostics: Vec::new(),
    };
    overlay.catalog(model, catalog, Origin::Given);
    let mut diagnostics = std::mem::take(&mut overlay.diagnostics);
    diagnostics.extend(unknown_sections(model, catalog));
    if has_library {
        // A part of the library is loaded, so that not every key need match; a test holds the whole together.
        let (catalog, _) = Catalog::parse(FileId::default(), library.catalog());
        overlay.catalog(model, &catalog, Origin::Library);
    }
    diagnostics
}

struct Overlay {
    file: FileId,
    diagnostics: Vec<Diagnostic>,
}

impl Overlay {
    fn catalog(&mut self, model: &mut Model, catalog: &Catalog, origin: Origin) {
        if catalog.sections.is_empty() {
            return;
        }
        let mut sections: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, schema) in model.schemas.iter().enumerate() {
            if let (true, Some((name, _))) =
                (schema.origin == origin, catalog.section(&schema.stem))
            {
                sections.entry(name).or_default().push(index);
            }
        }
        for (name, schemas) in sections {
            if let Some(section) = catalog.sections.get(name) {
                self.section(model, section, &schemas);
            }
        }
    }

    fn section(&mut self, model: &mut Model, section: &Section, schemas: &[usize]) {
        self.types(model, &section.types, schemas);
        self.docs(model, &section.doc, schemas);
        self.implied(model, &section.implied, schemas);
        let finders: Vec<Finder<'_>> = schemas
            .iter()
            .map(|&schema| Finder::new(model, schema))
            .collect();
        self.table(&finders, &section.rename, check::rename);
        roles::check_versions(self, &finders, &section.versions);
        self.table(&finders, &section.unknown, check::unknown);
        self.table(&finders, &section.occurs, check::occurs);
        self.table(&finders, &section.order, check::order);
        self.table(&finders, &section.payload, |kinds| check::payload(kinds));
        self.table(&finders, &section.extra, |_| None);
        self.table(&finders, &section.written, |_| None);
        self.table(&finders, &section.boxed, |_| None);
        self.table(&finders, &section.few, |_| None);
        roles::check(self, &finders, &section.iq);
        roles::check_told(self, &finders, &section.message, &roles::MESSAGES);
        roles::check_told(self, &finders, &section.presence, &roles::PRESENCE);
        for rule in &section.rules {
            rules::check(self, &finders, rule);
        }
    }

    /// Checks that every key addresses something and every value can be meant.
    fn table<T>(
        &mut self,
        finders: &[Finder<'_>],
        table: &Table<T>,
        check: impl Fn(&T) -> Option<String>,
    ) {
        for (key, value) in table {
            if finders
                .iter()
                .all(|finder| finder.find(key.get_ref()).is_empty())
            {
                self.unused(key, finders);
            } else if let Some(wrong) = check(value.get_ref()) {
                self.invalid(value, wrong);
            }
        }
    }

    fn types(&mut self, model: &mut Model, table: &Table<String>, schemas: &[usize]) {
        for (key, value) in table {
            let Some(targets) = self.targets(model, key, schemas) else {
                continue;
            };
            let name = value.get_ref();
            let Some(builtin) = retype::builtin(name) else {
                let span = self.span(value.span());
                let report =
                    invalid_catalog_value::PAGE.report(span, format!("there is no type `{name}`"));
                self.diagnostics.push(report.help(retype::help(name)));
                continue;
            };
            let mut dropped = Vec::new();
            if let Err(wrong) = retype::apply(model, &targets, builtin, &mut dropped) {
                self.invalid(value, wrong);
            }
            self.dropped(value, dropped);
        }
    }

    /// The facets of replaced types that the new one cannot have, each once.
    fn dropped(&mut self, value: &Spanned<String>, mut dropped: Vec<facets::Dropped>) {
        dropped.sort_by_key(|(_, span)| *span);
        dropped.dedup();
        for (facet, span) in dropped {
            let report = dropped_facet::report(self.span(value.span()), value.get_ref(), facet);
            self.diagnostics
                .push(report.label(span, "not checked any more"));
        }
    }

    fn docs(&mut self, model: &mut Model, table: &Table<String>, schemas: &[usize]) {
        for (key, value) in table {
            // What a global element is where it is used is not what it is by itself: the plan reads that from the catalogue.
            let used = key.get_ref().contains('/');
            for target in self.targets(model, key, schemas).unwrap_or_default() {
                let elsewhere = match target {
                    Target::Element(id) => used && model[id].global,
                    Target::Group(_) => used,
                    _ => false,
                };
                if !elsewhere {
                    document(model, target, value.get_ref());
                }
            }
        }
    }

    /// Notes which elements mean their default where they are absent; the plan reads from the catalogue where.
    fn implied(&mut self, model: &mut Model, table: &Table<bool>, schemas: &[usize]) {
        for (key, value) in table {
            let targets = self.targets(model, key, schemas).unwrap_or_default();
            for target in targets.into_iter().filter(|_| *value.get_ref()) {
                if let Target::Element(id) = target {
                    model.elements[id.0 as usize].implied = true;
                }
            }
        }
    }

    /// What a key addresses in any of the schemas; reported if that is nothing.
    fn targets(
        &mut self,
        model: &Model,
        key: &Spanned<String>,
        schemas: &[usize],
    ) -> Option<Vec<Target>> {
        let finders: Vec<Finder<'_>> = schemas
            .iter()
            .map(|&schema| Finder::new(model, schema))
            .collect();
        let targets: Vec<Target> = finders
            .iter()
            .flat_map(|finder| finder.find(key.get_ref()))
            .collect();
        if targets.is_empty() {
            self.unused(key, &finders);
            return None;
        }
        Some(targets)
    }

    fn unused(&mut self, key: &Spanned<String>, finders: &[Finder<'_>]) {
        let path = key.get_ref();
        let mut report = unused_catalog_key::report(self.span(key.span()), path);
        let known: Vec<String> = finders
            .iter()
            .flat_map(|finder| finder.alternatives(path))
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        if let Some(meant) = closest(path, &known) {
            report = report.help(format!("did you mean `{meant}`?"));
        } else if let Some(finder) = finders.first() {
            let schema = finder.schema();
            report = report.label(schema.span, "the schema it speaks of");
        }
        self.diagnostics.push(report);
    }

    fn invalid<T>(&mut self, value: &Spanned<T>, wrong: String) {
        let span = self.span(value.span());
        self.diagnostics
            .push(invalid_catalog_value::PAGE.report(span, wrong));
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }
}

/// Sections that speak of no given schema: those of the directory's own catalogue, and of another those that are probably meant
/// for a schema of nearly that name.
fn unknown_sections(model: &Model, catalog: &Catalog) -> Vec<Diagnostic> {
    if catalog.sections.is_empty() {
        return Vec::new();
    }
    let stems: Vec<&str> = model
        .schemas
        .iter()
        .map(|schema| schema.stem.as_str())
        .collect();
    let unclaimed = |stem: &&str| !catalog.sections.contains_key(*stem);
    let candidates: Vec<&str> = stems.iter().copied().filter(unclaimed).collect();
    let mut diagnostics = Vec::new();
    for (name, section) in &catalog.sections {
        if stems.contains(&name.as_str()) || !section.family.is_empty() {
            continue;
        }
        let meant = closest(
            name,
            if catalog.is_complete {
                &stems
            } else {
                &candidates
            },
        );
        if let (true, Some(span)) = (meant.is_some() || catalog.is_complete, catalog.header(name)) {
            let report = unused_catalog_key::report_section(span, name);
            diagnostics.push(match meant {
                Some(meant) => report.help(format!("did you mean `{meant}`?")),
                None => report,
            });
        }
    }
    diagnostics
}

fn document(model: &mut Model, target: Target, text: &str) {
    let text = Some(text.into());
    match target {
        Target::Element(id) => model.elements[id.0 as usize].doc = text,
        Target::Attribute(id, at) => model.complex_types[id.0 as usize].attributes[at].doc = text,
        Target::Declaration(id) => model.attributes[id.0 as usize].doc = text,
        Target::Simple(id) => model.simple_types[id.0 as usize].doc = text,
        Target::Complex(id) => model.complex_types[id.0 as usize].doc = text,
        Target::Group(id) => model.groups[id.0 as usize].doc = text,
        Target::Value(id, at) => {
            model.simple_types[id.0 as usize].facets.enumeration[at].doc = text;
        }
        Target::Wildcard | Target::Choice => {} // the plan reads these from the catalogue
    }
}
