//! A compiler from XML Schema to typed XMPP stanzas.
//!
//! Data flow: `source → mode → diagnostic → general → model → regex → value → rule → library → catalog → files → parse → resolve → valid → overlay → instance → verify → canonical → sample → conversation → lint → plan → emit → config`.
//!
//! [`load`] runs them: schema files in, a [`model::Model`] and every finding out.
//! A stage never stops at the first error and never reports one cause twice.

pub mod canonical;
pub mod catalog;
mod config;
pub mod conversation;
pub mod diagnostic;
pub mod emit;
pub mod files;
mod general;
pub mod instance;
pub mod library;
pub mod lint;
mod mode;
pub mod model;
mod overlay;
mod parse;
pub mod plan;
pub mod regex;
mod resolve;
pub mod rule;
pub mod sample;
pub mod source;
pub mod valid;
pub mod value;
pub mod verify;

pub use config::{Config, File, Output, Report, compile};
pub use mode::Mode;

use catalog::Catalog;
use diagnostic::{Diagnostic, append};
use library::Library;
use model::Model;
use source::{FileId, SourceMap};

/// The pages of the rules about schemas and catalogues, in the order in which the stages check them.
pub fn rules() -> impl Iterator<Item = &'static rule::Page> {
    rule::RULES
        .iter()
        .chain(valid::RULES)
        .chain(lint::RULES)
        .chain(plan::rule::RULES)
        .copied()
}

/// Reads schemas into a model, with repairs: [`load_in`] in short.
pub fn load(
    sources: &mut SourceMap,
    schemas: &[FileId],
    catalog: &Catalog,
    library: &Library,
) -> (Model, Vec<Diagnostic>) {
    load_in(Mode::Repairing, sources, schemas, catalog, library)
}

/// Reads schemas into a model: parse, resolve, apply the catalogue, lint.
///
/// `schemas` are the files to compile. What they import or include is looked up by its path among the `sources`, where
/// [`files::gather`] puts it, then by stem or namespace among the given files, then in the `library`;
/// files taken from there are added to `sources` and stand in the model with [`model::Origin::Library`].
/// A given file that another given file includes is part of that schema and has no entry of its own.
///
/// The model holds what could be made of the input; with errors among the diagnostics it is not complete,
/// and no code should be generated from it.
pub fn load_in(
    mode: Mode,
    sources: &mut SourceMap,
    schemas: &[FileId],
    catalog: &Catalog,
    library: &Library,
) -> (Model, Vec<Diagnostic>) {
    let (mut model, replaced, mut diagnostics) = resolve::resolve(mode, sources, schemas, library);
    append(&mut diagnostics, valid::valid(&model, &replaced));
    append(
        &mut diagnostics,
        overlay::apply(&mut model, catalog, library),
    );
    append(&mut diagnostics, lint::lint(&model, mode));
    if diagnostics.is_empty() {
        return (model, diagnostics);
    }
    let settled = diagnostics.into_iter().map(|found| found.settled(mode));
    let mut diagnostics: Vec<Diagnostic> = settled.collect();
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.dedup(); // a document that two schemas include
    (model, diagnostics)
}
