//! Schemas, and what is asked of the types that were made from them.

use crate::{Demands, Through, Type};
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::canonical::{Canonical, Comparison};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::library::{CATALOG, Library};
use xmpp_codegen::load;
use xmpp_codegen::model::{ElementId, Model};
use xmpp_codegen::sample::{Invalid, Refusal, Sampler};
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_core::xml::{Document, Node};
use xmpp_core::{Answer, Limits, Rule};

/// Schemas with their catalogue, and the samples that they give.
#[derive(Debug)]
pub struct Suite {
    model: Model,
    catalog: Catalog,
}

/// How many random samples of each element [`Suite::check`] takes.
const RANDOM: u64 = 32;

impl Suite {
    /// Reads the `*.xsd` and the `catalog.toml` of a directory.
    ///
    /// # Errors
    /// A file cannot be read, or is wrong: what the compiler says.
    pub fn read(directory: impl AsRef<Path>) -> Result<Self, String> {
        let directory = directory.as_ref();
        let shown = |error: std::io::Error| format!("{}: {error}", directory.display());
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(directory).map_err(shown)? {
            let path = entry.map_err(shown)?.path();
            paths.extend(
                path.extension()
                    .is_some_and(|end| end == "xsd")
                    .then_some(path),
            );
        }
        paths.sort();
        let mut sources = SourceMap::default();
        let mut files = Vec::new();
        for path in paths {
            let text = fs::read_to_string(&path).map_err(shown)?;
            files.push(sources.add(path.to_string_lossy(), text));
        }
        let catalog = fs::read_to_string(directory.join("catalog.toml")).unwrap_or_default();
        Self::load(sources, &files, &catalog)
    }

    /// The schemas that come with the compiler, whose types are in `xmpp_core::schema`.
    ///
    /// # Errors
    /// None, unless the compiler is broken.
    pub fn builtin() -> Result<Self, String> {
        let mut sources = SourceMap::default();
        let library = Library::builtin();
        let documents = library.documents().iter();
        let files: Vec<FileId> = documents
            .map(|document| sources.add(document.path(), &*document.text))
            .collect();
        Self::load(sources, &files, CATALOG)
    }

    /// Sends every kind of sample through the types, and says what is not as it must be: a line for each.
    ///
    /// An element that no type of the table reads is left out: it may be a flag or a text of another. A type that no element
    /// of the schemas belongs to is complained about.
    pub fn check(&self, types: &[Type]) -> Vec<String> {
        let mut checking = Checking::new(self, types);
        for seed in 0..RANDOM {
            checking.random(seed);
        }
        checking.fixed();
        checking.finish()
    }

    /// The same with one random sample of each element only: for property tests and fuzzers, which choose the seed.
    pub fn check_random(&self, types: &[Type], seed: u64) -> Vec<String> {
        let mut checking = Checking::new(self, types);
        checking.random(seed);
        checking.complaints
    }

    /// Its samples one by one: for fuzzers, which choose them.
    pub fn samples<'s>(&'s self, types: &'s [Type]) -> Samples<'s> {
        Samples(Checking::new(self, types))
    }

    /// What the schemas demand of the elements that are types, and what the types refuse for it.
    pub fn demands(&self, types: &[Type]) -> Demands {
        let mut checking = Checking::new(self, types);
        let mut demands = Demands::default();
        for refusal in checking.refusals() {
            let invalid = refusal.invalid.as_ref();
            let is_refused = invalid.is_some_and(|invalid| checking.is_refused(invalid));
            demands.note(&refusal.demand, is_refused);
        }
        demands
    }

    fn load(mut sources: SourceMap, files: &[FileId], catalog: &str) -> Result<Self, String> {
        let file = sources.add("catalog.toml", catalog);
        let (catalog, mut found) = Catalog::parse(file, catalog);
        let (model, more) = load(&mut sources, files, &catalog, &Library::builtin());
        found.extend(more);
        if xmpp_codegen::diagnostic::has_errors(&found) {
            let report = xmpp_codegen::Report {
                diagnostics: found,
                sources,
            };
            return Err(report.to_string());
        }
        Ok(Self { model, catalog })
    }
}

/// The random samples of a suite, one by one.
pub struct Samples<'s>(Checking<'s>);

impl Samples<'_> {
    /// A random sample of one of the elements, whichever number it has.
    pub fn random(&self, number: usize, seed: u64) -> Option<String> {
        let elements = self.0.sampler.elements();
        let id = elements.get(number % elements.len().max(1))?;
        self.0.sampler.random(*id, seed)
    }

    /// Sends a valid document through its type, and says what is not as it must be.
    pub fn check(&mut self, xml: &str) -> Vec<String> {
        self.0.valid(xml);
        std::mem::take(&mut self.0.complaints)
    }
}

/// One run over the types.
struct Checking<'s> {
    suite: &'s Suite,
    types: &'s [Type],
    sampler: Sampler<'s>,
    canonical: Canonical<'s>,
    seen: Vec<&'static str>,
    complaints: Vec<String>,
}

impl<'s> Checking<'s> {
    fn new(suite: &'s Suite, types: &'s [Type]) -> Self {
        Self {
            suite,
            types,
            sampler: Sampler::new(&suite.model, &suite.catalog),
            canonical: Canonical::new(&suite.model),
            seen: Vec::new(),
            complaints: Vec::new(),
        }
    }

    fn random(&mut self, seed: u64) {
        for id in self.sampler.elements() {
            if let Some(xml) = self.sampler.random(id, seed) {
                self.valid(&xml);
            }
        }
    }

    /// The samples that do not depend on a seed.
    fn fixed(&mut self) {
        for id in self.sampler.elements() {
            let samples = [self.sampler.minimal(id), self.sampler.maximal(id)];
            for xml in samples.iter().flatten() {
                self.valid(xml);
            }
            if samples[0].is_none() {
                let name = &self.suite.model[id].name;
                self.complaints
                    .push(format!("{name}: no sample can be made"));
            }
            for invalid in self.sampler.invalid(id) {
                self.invalid(&invalid);
            }
        }
        for refusal in self.refusals() {
            if let Some(invalid) = refusal.invalid {
                self.invalid(&invalid);
            }
        }
    }

    /// A document for each demand of the schemas on elements that are types.
    fn refusals(&self) -> Vec<Refusal> {
        let is_type = |id: &ElementId| {
            let xml = self.sampler.minimal(*id).unwrap_or_default();
            let document = Document::parse(&xml, Limits::FILE);
            document.is_ok_and(|document| self.type_of(document.root()).is_some())
        };
        let mut roots = self.sampler.elements();
        roots.retain(is_type);
        self.sampler.refusals(&roots)
    }

    /// The type that reads an element.
    fn type_of(&self, node: Node<'_>) -> Option<&'s Type> {
        self.types.iter().find(|type_| type_.matches(node))
    }

    fn finish(mut self) -> Vec<String> {
        for type_ in self.types {
            if !self.seen.contains(&type_.name()) {
                let name = type_.name();
                self.complaints
                    .push(format!("{name}: no element of the schemas is of this type"));
            }
        }
        self.complaints
    }

    /// What the type of an element makes of it, with what the element says.
    fn through(&mut self, xml: &str) -> Option<(&'static str, Through)> {
        let document = Document::parse(xml, Limits::FILE).ok()?;
        let type_ = self.type_of(document.root())?;
        if !self.seen.contains(&type_.name()) {
            self.seen.push(type_.name());
        }
        Some((type_.name(), type_.through(document.root())))
    }

    fn valid(&mut self, xml: &str) {
        let Some((name, through)) = self.through(xml) else {
            return;
        };
        let complaint = match (&through.written, through.report.answer()) {
            (Some(Ok(written)), Answer::Nothing) if through.stable => self.changed(xml, written),
            (Some(Ok(written)), Answer::Nothing) => {
                Some(format!("what is written reads as another value: {written}"))
            }
            (Some(Err(report)), _) => Some(format!("is not written: {report}")),
            _ => Some(format!("is refused: {}", through.report)),
        };
        let complaint = complaint.map(|complaint| format!("{name}: {xml}: {complaint}"));
        self.complaints.extend(complaint);
    }

    fn changed(&self, xml: &str, written: &str) -> Option<String> {
        let facts = |xml: &str| {
            let document = Document::parse(xml, Limits::FILE).ok()?;
            Some(self.canonical.facts(document.root()))
        };
        let (before, after) = facts(xml).zip(facts(written))?;
        match before.compare(&after) {
            Comparison::Exact | Comparison::Reordered => None,
            Comparison::Different { lost, added } => {
                Some(format!("comes back without {lost:?}, with {added:?}"))
            }
        }
    }

    /// Whether the type of a document finds the rule that it breaks.
    fn is_refused(&mut self, invalid: &Invalid) -> bool {
        self.through(&invalid.xml)
            .is_some_and(|(_, through)| finds(&through, &invalid.rule))
    }

    fn invalid(&mut self, invalid: &Invalid) {
        let Some((name, through)) = self.through(&invalid.xml) else {
            return;
        };
        let rule = &invalid.rule;
        if !finds(&through, rule) {
            let (xml, what) = (&invalid.xml, &invalid.what);
            let report = &through.report;
            self.complaints.push(format!(
                "{name}: {what}, and `{rule}` is not found in {xml}: {report}"
            ));
        }
    }
}

fn finds(through: &Through, rule: &Rule) -> bool {
    let mut findings = through.report.findings().iter();
    findings.any(|finding| finding.rule == *rule)
}
