//! What is legal and surely not meant, and what only the whole model shows: a file per rule, with its page.

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Page;

macro_rules! lints {
    ($($module:ident)*) => {
        $(pub mod $module;)*

        /// The rules of this stage, in the order in which they are checked.
        pub const RULES: &[&Page] = &[$(&$module::PAGE),*];

        /// Checks a model by every rule.
        pub(crate) fn lint(model: &Model) -> Vec<Diagnostic> {
            let mut diagnostics = Vec::new();
            $(diagnostics.extend($module::check(model));)*
            diagnostics
        }
    };
}

lints! {
    anchored_pattern
    invalid_default
    conflicting_elements
    unqualified_elements
}
