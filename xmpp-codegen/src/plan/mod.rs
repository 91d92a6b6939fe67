//! From the model to Rust items: which types, how they are called, what their fields hold.
//!
//! Data flow: survey (which types are needed), names (what they are called), build (what is in them), boxes (recursion, size),
//! versions (which are those of another version).

mod boxes;
mod build;
mod content;
mod doc;
mod effects;
mod fields;
pub mod item;
mod modules;
mod names;
mod naming;
mod place;
mod roles;
pub mod rule;
mod rules;
mod simple;
mod survey;
mod values;
mod versions;

pub use doc::{escape, wrap};
pub(crate) use naming::{plural, type_name};

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::model::{ElementId, Model, ValueConstraint};
use build::Builder;
use effects::Effects;
use item::Module;
use modules::Modules;
use std::collections::BTreeMap;

/// What a user can choose about the generated code.
#[derive(Clone, Debug)]
pub struct Options {
    /// Path of the runtime crate: `xmpp_core`.
    pub runtime: String,
    /// Path of the module that holds the generated modules, where one of them names another: `super`.
    pub modules: String,
    /// Namespaces whose types exist elsewhere: the path of the module.
    pub external: BTreeMap<String, String>,
    /// What the first line says after `Do not edit: `.
    pub regenerate: String,
    /// Whether the files are to be included into modules, which cannot have documentation of their own then.
    pub included: bool,
    /// What the catalogue of the library says, for schemas that were taken from there.
    pub library: Catalog,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runtime: "xmpp_core".to_owned(),
            modules: "super".to_owned(),
            external: BTreeMap::new(),
            regenerate: "edit the schema and compile it again".to_owned(),
            included: false,
            library: Catalog::default(),
        }
    }
}

/// Plans a module for every given schema that declares a type, in the order of the schemas.
pub fn plan(model: &Model, catalog: &Catalog, options: &Options) -> (Vec<Module>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let modules = Modules::new(model, catalog, options, &mut diagnostics);
    let homes = 0..modules.homes.len();
    let mut found: Vec<_> = homes
        .clone()
        .map(|home| survey::survey(model, &modules, home))
        .collect();
    let wanted: Vec<ElementId> = found
        .iter()
        .flat_map(|found| &found.wanted)
        .map(|id| modules.canonical(model, *id))
        .collect();
    let mut names = Vec::new();
    for home in homes.clone() {
        names::fold(model, &mut found[home], &wanted);
        // What another module would complain about is not this run's business.
        let mut unheard = Vec::new();
        let given = modules.homes[home].given;
        let heard = if given {
            &mut diagnostics
        } else {
            &mut unheard
        };
        names.push(names::name(model, &modules, home, &found[home], heard));
    }
    let (mut planned, effects) = (Vec::new(), Effects::default());
    for home in homes.filter(|home| modules.homes[*home].given) {
        let mut builder = Builder {
            model,
            modules: &modules,
            names: &names,
            found: &found,
            home,
            options,
            effects: &effects,
            diagnostics: &mut diagnostics,
        };
        planned.push(builder.module());
    }
    diagnostics.extend(effects.report_idle(&modules.homes, catalog));
    planned.retain(|module| !module.items.is_empty());
    versions::choose(&mut planned, (model, catalog), &mut diagnostics);
    boxes::box_types(&mut planned);
    versions::convert(&mut planned);
    (planned, diagnostics)
}

/// The name of the module that is made from the schema of a stem.
pub(crate) fn module_name(stem: &str) -> String {
    naming::field_name(stem)
}

/// Whether the derives find the XML name by themselves, from that of a type, variant or field.
pub(crate) fn default_name(rust: &str, xml: &str) -> bool {
    naming::is_kebab(xml)
        && (type_name(xml) == rust || naming::field_name(xml).trim_end_matches('_') == rust)
}

/// What the documentation of a variant says about its value.
pub(crate) fn value_doc(text: &str, doc: Option<&str>, default: bool) -> String {
    let shown = match text {
        "" => "The empty value".to_owned(),
        text => format!("`{text}`"),
    };
    let shown = if default {
        format!("{shown}, the default")
    } else {
        shown
    };
    match doc {
        Some(doc) => format!("{shown}: {}", doc::clause(doc)),
        None => shown,
    }
}

/// What absent means.
fn default_text(value: Option<&ValueConstraint>) -> Option<String> {
    match value {
        Some(ValueConstraint::Default(text)) => Some(text.to_string()),
        Some(ValueConstraint::Fixed(_)) | None => None,
    }
}
