//! Files to verdicts, to the letter: what `validate` and the W3C test suite run.

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{self, beside};
use crate::instance::Violation;
use crate::instance::strict::{Strict, hints};
use crate::library::Library;
use crate::model::Model;
use crate::rule::unreadable_file;
use crate::source::{SourceMap, Span};
use crate::{Mode, load_in};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use xmpp_xml::Finding;

/// Schemas that were read in the strict mode, and what was found in them.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    /// Every file that was read.
    pub sources: SourceMap,
    /// The schemas as they were understood.
    pub model: Model,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    paths: Vec<PathBuf>,
}

impl Schemas {
    /// Reads schema documents and what they reach. The network is never asked.
    pub fn read(paths: &[PathBuf]) -> Self {
        let mut sources = SourceMap::default();
        let gathered = files::gather(&mut sources, paths);
        let mut diagnostics = Vec::new();
        for (path, error) in &gathered.unreadable {
            let file = sources.add(path.display().to_string(), "");
            let span = Span::new(file, 0..0);
            let said = format!("cannot read {}: {error}", path.display());
            diagnostics.push(unreadable_file::PAGE.report(span, said));
        }
        let (model, found) = load_in(
            Mode::Strict,
            &mut sources,
            &gathered.given,
            &Catalog::default(),
            &Library::empty(),
        );
        diagnostics.extend(found);
        Self {
            sources,
            model,
            diagnostics,
            paths: paths.to_vec(),
        }
    }

    /// What makes them no schemas.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// These and the schemas that a document names for namespaces which have none, by `xsi:schemaLocation`
    /// (XSD part 1 §4.3.2); nothing if it names none that is there.
    pub fn with_hints(&self, text: &str, document: &Path) -> Option<Self> {
        let known = |namespace: &str| {
            self.model
                .schemas
                .iter()
                .any(|schema| schema.namespace == namespace)
        };
        let more: Vec<PathBuf> = hints(text)
            .into_iter()
            .filter(|(namespace, _)| !known(namespace))
            .filter_map(|(_, location)| beside(document, &location))
            .filter(|path| path.is_file())
            .collect();
        if more.is_empty() {
            return None;
        }
        let mut paths = self.paths.clone();
        paths.extend(more);
        Some(Self::read(&paths))
    }

    /// Judges the text of a document.
    ///
    /// # Errors
    /// It is not well-formed XML.
    pub fn judge(
        &self,
        text: &str,
        report: &mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) -> Result<(), Box<Finding>> {
        Strict::new(&self.model).check_text(text, report)
    }
}
