//! What is legal and surely not meant, and what only the whole model shows: a file per rule, with its page.

use crate::diagnostic::{Diagnostic, Severity, append};
use crate::mode::Mode;
use crate::model::Model;
use crate::rule::Page;

macro_rules! lints {
    ($($module:ident)*) => {
        $(pub mod $module;)*

        /// The rules of this stage, in the order in which they are checked.
        pub const RULES: &[&Page] = &[$(&$module::PAGE),*];

        /// Checks a model by every rule.
        pub(crate) fn lint(model: &Model, mode: Mode) -> Vec<Diagnostic> {
            let mut diagnostics = Vec::new();
            // What is legal is none to the letter.
            $(if mode == Mode::Repairing || $module::PAGE.severity == Severity::Error {
                append(&mut diagnostics, $module::check(model));
            })*
            if mode == Mode::Strict {
                diagnostics.retain(|found| found.severity == Severity::Error); // legal to the letter
            }
            diagnostics
        }
    };
}

lints! {
    anchored_pattern
    impossible_default
    unqualified_elements
}
