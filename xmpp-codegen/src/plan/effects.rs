//! Keys of the catalogue that say yes or no about a field: which of them change one.

use super::modules::Home;
use super::place::Place;
use super::rule::idle_catalog_key;
use crate::catalog::{Catalog, Section, Table};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::cell::RefCell;
use std::ptr;
use toml::Spanned;

/// The keys that changed a field. Fields are built one by one from what does not change, hence the cell.
#[derive(Default)]
pub(super) struct Effects<'a> {
    keys: RefCell<Vec<&'a Spanned<String>>>,
}

impl<'a> Effects<'a> {
    /// What the catalogue says of a field that it can change.
    pub(super) fn says(
        &self,
        place: &Place<'a>,
        table: impl Fn(&'a Section) -> &'a Table<bool>,
    ) -> bool {
        let mut entries = place.entries(table);
        let Some((key, value)) = entries.next() else {
            return false;
        };
        // No is what holds anyway, unless a key that is less specific says yes.
        if *value || entries.any(|(_, other)| *other) {
            self.keys.borrow_mut().push(key);
        }
        *value
    }

    /// Reports the keys that change nothing.
    pub(super) fn report_idle(&self, homes: &[Home<'a>], catalog: &Catalog) -> Vec<Diagnostic> {
        let known = self.keys.borrow();
        let mut diagnostics = Vec::new();
        for section in homes
            .iter()
            .filter(|home| home.given)
            .filter_map(|home| home.section)
        {
            for (table, why) in [
                (
                    &section.written,
                    "only an attribute with a default can be `written`",
                ),
                (
                    &section.implied,
                    "only a child of a simple type that may be absent once, with a default that has a literal, can be `implied`",
                ),
                (
                    &section.boxed,
                    "only a child that may be absent, and is more than text, can be `boxed`",
                ),
                (
                    &section.few,
                    "only a child that may occur more than once can be `few`",
                ),
            ] {
                for (key, value) in table {
                    if known.iter().any(|known| ptr::eq(*known, key)) {
                        continue;
                    }
                    let why = if *value.get_ref() {
                        why
                    } else {
                        "`false` holds without it"
                    };
                    let span = Span::new(catalog.file.unwrap_or_default(), key.span());
                    diagnostics.push(idle_catalog_key::report(span, key.get_ref(), why));
                }
            }
        }
        diagnostics.sort_by_key(Diagnostic::span);
        diagnostics.dedup(); // two files of one stem have one section
        diagnostics
    }
}
