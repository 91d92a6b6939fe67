//! What the compiler can complain about: a file per rule, with its page and, where it has one wording, its report.
//!
//! A page is what `explain` prints. Rules about the meaning of a whole schema stand in [`crate::lint`],
//! with the same kind of page.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// What a person can read about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The kebab-case name, as diagnostics show it.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Markdown with the sections `What it does`, `Why is this bad?` and `Example`.
    pub text: &'static str,
}

impl Page {
    /// A diagnostic of this rule.
    pub fn report(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        match self.severity {
            Severity::Error => Diagnostic::error(self.name, span, message),
            Severity::Warning => Diagnostic::warning(self.name, span, message),
        }
    }
}

/// A module for each rule of a stage, and the list of their pages.
macro_rules! rules {
    ($(#[$meta:meta])* $($module:ident)*) => {
        $(pub mod $module;)*

        $(#[$meta])*
        pub const RULES: &[&$crate::rule::Page] = &[$(&$module::PAGE),*];
    };
}

pub(crate) use rules;

rules! {
    /// The rules of reading and resolving schemas and catalogues, in the order in which they are met.
    unreadable_file
    unwritable_file
    not_well_formed
    unread_default
    not_a_schema
    nesting_too_deep
    misplaced_element
    unknown_element
    foreign_element
    forbidden_attribute
    incomplete_component
    invalid_attribute_value
    unbound_prefix
    stray_text
    conflicting_properties
    invalid_facet
    invalid_occurrence
    repeated_in_all
    duplicate_id
    reserved_name
    invalid_path
    unresolved_type
    unresolved_reference
    unknown_builtin
    missing_import
    unresolved_import
    unresolved_include
    foreign_include
    invalid_redefinition
    unresolved_key
    duplicate_component
    circular_definition
    invalid_derivation
    too_large
    duplicate_attribute
    inexpressible_wildcard
    strict_wildcard
    invalid_catalog
    unused_catalog_key
    invalid_catalog_value
    dropped_facet
}

/// Where names of a namespace are looked up, in a sentence.
pub(crate) struct Place<'n>(pub(crate) &'n str);

impl<'n> Place<'n> {
    /// The words, in pieces.
    pub(crate) fn parts(&self) -> [&'n str; 3] {
        match self.0 {
            "" => ["in schemas without a namespace", "", ""],
            namespace => ["in `", namespace, "`"],
        }
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.parts()
            .into_iter()
            .try_for_each(|part| f.write_str(part))
    }
}

/// The candidate that was probably meant.
pub(crate) fn closest<'c>(value: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let near = Near::to(value);
    let candidates = candidates.iter().copied();
    xmpp_xml::wording::closest(value, candidates.filter(|candidate| near.is(candidate)))
}

/// Which words may be slips of another, told at once of those that have other letters.
pub(crate) struct Near {
    letters: u64,
}

impl Near {
    pub(crate) fn to(word: &str) -> Self {
        Self {
            letters: letters(word),
        }
    }

    /// Whether one may be meant by the other. Each slip takes away or brings in one letter at most, and there are few.
    pub(crate) fn is(&self, candidate: &str) -> bool {
        let other = letters(candidate);
        let lost = (self.letters & !other).count_ones();
        let slips = lost.max((other & !self.letters).count_ones());
        slips as usize <= (candidate.len() / 3).max(1)
    }
}

/// A bit for each character of ASCII in it, some sharing one. Others are left out.
fn letters(word: &str) -> u64 {
    let ascii = word.bytes().filter(u8::is_ascii);
    ascii.fold(0, |letters, byte| letters | 1 << (byte % 64))
}
