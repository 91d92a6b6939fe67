//! A compiler from XML Schema to typed XMPP stanzas.
//!
//! Data flow: `source → diagnostic → model → regex → value → rule → library → catalog → parse → resolve → overlay → instance → canonical → lint → plan → emit → files → config`.
//!
//! [`load`] runs them: schema files in, a [`model::Model`] and every finding out.
//! A stage never stops at the first error and never reports one cause twice.

pub mod canonical;
pub mod catalog;
mod config;
pub mod diagnostic;
pub mod emit;
pub mod files;
pub mod instance;
pub mod library;
pub mod lint;
pub mod model;
mod overlay;
mod parse;
pub mod plan;
pub mod regex;
mod resolve;
pub mod rule;
pub mod source;
pub mod value;

pub use config::{Config, File, Output, Report, compile};

use catalog::Catalog;
use diagnostic::Diagnostic;
use library::Library;
use model::Model;
use source::{FileId, SourceMap};

/// The pages of the rules about schemas and catalogues, in the order in which the stages check them.
pub fn rules() -> impl Iterator<Item = &'static rule::Page> {
    rule::RULES
        .iter()
        .chain(lint::RULES)
        .chain(plan::rule::RULES)
        .copied()
}

/// How closely schemas are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// What XMPP needs: what is clearly meant is repaired, with a warning that says so.
    #[default]
    Repairing,
    /// XSD 1.0 to the letter.
    Strict,
}

/// As [`load`], in a mode.
///
/// In the strict mode every file that an `xs:include`, `xs:redefine` or `xs:import` names must be among the `sources` already,
/// as [`files::gather`] puts them there: locations are looked up there by path.
pub fn load_in(
    mode: Mode,
    sources: &mut SourceMap,
    schemas: &[FileId],
    catalog: &Catalog,
    library: &Library,
) -> (Model, Vec<Diagnostic>) {
    match mode {
        Mode::Repairing | Mode::Strict => load(sources, schemas, catalog, library),
    }
}

/// Reads schemas into a model: parse, resolve, apply the catalogue, lint.
///
/// `schemas` are the files to compile. What they import or include is looked up among them first, then in the `library`;
/// files taken from there are added to `sources` and stand in the model with [`model::Origin::Library`].
/// A given file that another given file includes is part of that schema and has no entry of its own.
///
/// The model holds what could be made of the input; with errors among the diagnostics it is not complete,
/// and no code should be generated from it.
pub fn load(
    sources: &mut SourceMap,
    schemas: &[FileId],
    catalog: &Catalog,
    library: &Library,
) -> (Model, Vec<Diagnostic>) {
    let (mut model, mut diagnostics) = resolve::resolve(sources, schemas, library);
    diagnostics.extend(overlay::apply(&mut model, catalog, library));
    diagnostics.extend(lint::lint(&model));
    diagnostics.sort_by_key(Diagnostic::span);
    (model, diagnostics)
}
