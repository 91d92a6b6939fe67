//! Whether the components of a schema are what they may be: the schema component constraints of XSD, a file per rule, with
//! its page. What a single construct says is judged where it is read, in `parse` and `resolve`.

mod competition;
mod derivation;
mod family;
mod inherited;
mod particle;
mod plain;
mod restriction;
mod survey;
mod wildcard;

use crate::diagnostic::{Diagnostic, append};
use crate::model::Model;
use crate::resolve::Replaced;
use crate::rule::Page;
use crate::value::Datatypes;
use family::Families;
use survey::{Needs, Survey};

macro_rules! checks {
    ($($module:ident $needed:ident)*) => {
        $(pub mod $module;)*

        /// The rules of this stage, in the order in which they are checked.
        pub const RULES: &[&Page] = &[$(&$module::PAGE),*];

        /// Checks a model by every rule that has something to look at in it.
        pub(crate) fn valid(model: &Model, replaced: &Replaced) -> Vec<Diagnostic> {
            let survey = Survey::of(model, replaced);
            let families = match survey.has_substitutions() {
                true => Families::of(model),
                false => Families::default(),
            };
            let datatypes = Datatypes::new(model);
            let plain = plain::plain(model, &families);
            let context = Context { model, replaced, families: &families, datatypes: &datatypes, plain: &plain, survey: &survey };
            let mut diagnostics = Vec::new();
            $(if context.has(Needs::$needed) {
                append(&mut diagnostics, $module::check(context));
            })*
            diagnostics
        }
    };
}

/// What the rules look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'m> {
    model: &'m Model,
    replaced: &'m Replaced,
    families: &'m Families,
    datatypes: &'m Datatypes<'m>,
    /// Of each complex type, whether no element in its content can belong to two places.
    plain: &'m [bool],
    survey: &'m Survey,
}

checks! {
    facet_not_applicable SimpleTypes
    invalid_pattern SimpleTypes
    conflicting_facets SimpleTypes
    facet_not_restricted SimpleTypes
    invalid_facet_value SimpleTypes
    impossible_list SimpleTypes
    bare_notation Notations
    final_derivation Finals
    invalid_substitution Substitutions
    misused_id Ids
    invalid_default Values
    conflicting_fixed Values
    all_not_alone DerivationsOrGroups
    attribute_not_restricted Derivations
    content_not_restricted Derivations
    conflicting_elements Contents
    ambiguous_content Contents
}
