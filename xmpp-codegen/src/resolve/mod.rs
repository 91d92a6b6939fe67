//! Syntax to model: what the names mean (XSD part 1 §3, §4).
//!
//! [`compose`] gathers the documents, [`symbols`] numbers the global components, [`resolver`] and the files named
//! after constructs build them, [`derive`](mod@derive) adds what complex types inherit. Circles are cut open.

mod attribute;
mod complex_type;
mod compose;
mod content;
mod derive;
mod element;
mod graph;
mod identity;
mod lookup;
mod particle;
mod resolver;
mod simple_type;
mod symbols;
mod wildcard;

use crate::diagnostic::{Diagnostic, Severity, append};
use crate::library::Library;
use crate::mode::Mode;
use crate::model::Model;
use crate::source::{FileId, SourceMap};
pub(crate) use resolver::Replaced;

/// Parses the given files and those that they need, and builds the model. What replaces what is for [`crate::valid`] to judge.
pub(crate) fn resolve(
    mode: Mode,
    sources: &mut SourceMap,
    given: &[FileId],
    library: &Library,
) -> (Model, Replaced, Vec<Diagnostic>) {
    let (composed, mut diagnostics) = compose::compose(mode, sources, given, library);
    let built = resolver::build(&composed, sources, mode);
    for at in built.missed.into_iter().flatten() {
        diagnostics[at].severity = Severity::Error;
    }
    append(&mut diagnostics, built.diagnostics);
    (built.model, built.replaced, diagnostics)
}
