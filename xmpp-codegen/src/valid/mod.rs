//! Whether the components of a schema are what they may be: the schema component constraints of XSD, a file per rule, with
//! its page. What a single construct says is judged where it is read, in `parse` and `resolve`.

mod competition;
mod derivation;
mod family;
mod inherited;
mod particle;
mod plain;
mod restriction;
mod wildcard;

use crate::diagnostic::{Diagnostic, append};
use crate::model::Model;
use crate::resolve::Replaced;
use crate::rule::Page;
use crate::value::Datatypes;
use family::Families;

macro_rules! checks {
    ($($module:ident)*) => {
        $(pub mod $module;)*

        /// The rules of this stage, in the order in which they are checked.
        pub const RULES: &[&Page] = &[$(&$module::PAGE),*];

        /// Checks a model by every rule.
        pub(crate) fn valid(model: &Model, replaced: &Replaced) -> Vec<Diagnostic> {
            let families = Families::of(model);
            let datatypes = Datatypes::new(model);
            let plain = plain::plain(model, &families);
            let context = Context { model, replaced, families: &families, datatypes: &datatypes, plain: &plain };
            let mut diagnostics = Vec::new();
            $(append(&mut diagnostics, $module::check(context));)*
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
}

checks! {
    facet_not_applicable
    invalid_pattern
    conflicting_facets
    facet_not_restricted
    invalid_facet_value
    impossible_list
    bare_notation
    final_derivation
    invalid_substitution
    misused_id
    invalid_default
    conflicting_fixed
    all_not_alone
    attribute_not_restricted
    content_not_restricted
    conflicting_elements
    ambiguous_content
}
