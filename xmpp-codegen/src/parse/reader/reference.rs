//! References to components, and what their prefixes are bound to.

use super::{Located, Parser};
use crate::model::datatype::Builtin;
use crate::model::{Name, Text, XSD, is_same, text};
use crate::parse::tree::{Attribute, Node};
use crate::parse::value::{Reference, collapse, is_ncname};
use crate::rule::{invalid_attribute_value, unbound_prefix};
use crate::source::Span;

/// A prefix that was bound to a namespace that is among the references, and where it was: nowhere at first.
#[derive(Default)]
pub(super) struct Bound {
    prefix: Text,
    /// Its number among the prefixes of the document.
    number: u32,
    /// Whether that is XML Schema.
    is_schema: bool,
    scope: Option<std::ops::Range<u32>>,
    namespace: Text,
}

impl Parser<'_> {
    /// A reference held by an attribute.
    #[inline(always)]
    pub(in crate::parse) fn reference(
        &mut self,
        node: Node<'_, '_>,
        name: &str,
    ) -> Option<Reference> {
        let attribute = node.attribute_node(name)?;
        Some(self.held_by(node, name, attribute))
    }

    #[inline(never)]
    fn held_by(&mut self, node: Node<'_, '_>, name: &str, attribute: &Attribute<'_>) -> Reference {
        let span = self.value_span(attribute);
        if let Some(known) = self.known(node, attribute.value(), span) {
            return known;
        }
        self.resolve_prefix(node, name, &collapse(attribute.value()), span)
    }

    /// The reference that a value is, where its prefix is one that was bound last.
    #[inline(always)]
    fn known(&self, node: Node<'_, '_>, value: &str, span: Span) -> Option<Reference> {
        let of_prefix = |known: &Bound| {
            let (prefix, rest) = value.split_at_checked(known.prefix.len())?;
            let rest = rest.strip_prefix(':')?;
            is_same(prefix, &known.prefix).then_some(rest.len())
        };
        let [bare, prefixed] = &self.bound;
        let (known, length) = match of_prefix(prefixed) {
            Some(length) => (prefixed, length),
            None => (bare, value.len()),
        };
        let local = value.get(value.len() - length..)?;
        if known.scope != Some(node.scope()) {
            return None;
        }
        let builtin = Builtin::from_xsd(local).filter(|_| known.is_schema);
        let local = match builtin {
            Some(builtin) => Text::new_static(builtin.name()),
            None if is_ncname(local) => text(local),
            None => return None,
        };
        Some(Reference {
            name: Some(Name {
                namespace: known.namespace.clone(),
                local,
            }),
            prefix: known.number,
            span,
        })
    }

    /// References held by an attribute, separated by white space.
    pub(in crate::parse) fn references(
        &mut self,
        node: Node<'_, '_>,
        name: &str,
    ) -> Vec<Reference> {
        let Some(attribute) = node.attribute_node(name) else {
            return Vec::new();
        };
        let whole = self.value_span(attribute);
        let start = whole.range().start;
        let raw = self.text.get(whole.range()).unwrap_or_default();
        let mut found = Vec::new();
        for word in raw.split_ascii_whitespace() {
            let at = start + (word.as_ptr() as usize - raw.as_ptr() as usize);
            let span = Span::new(self.file, at..at + word.len());
            found.push(match self.known(node, word, span) {
                Some(known) => known,
                None => self.resolve_prefix(node, name, word, span),
            });
        }
        found
    }

    fn resolve_prefix(
        &mut self,
        node: Node<'_, '_>,
        attribute: &str,
        value: &str,
        span: Span,
    ) -> Reference {
        let (prefix, mut local, is_prefixed) = match value.bytes().position(|byte| byte == b':') {
            Some(at) => (&value[..at], &value[at + 1..], true),
            None => ("", value, false),
        };
        let broken = Reference {
            name: None,
            prefix: self.prefix(prefix),
            span,
        };
        if !prefix.is_empty()
            && let Some(rest) = local.strip_prefix(prefix)
            && let Some(rest) = rest.strip_prefix(':')
            && is_ncname(rest)
        {
            let what = "a name with one prefix";
            let report = invalid_attribute_value::report(span, attribute, value, what);
            self.report(report.repaired("the prefix is read once"));
            local = rest;
        }
        if !is_ncname(local) || (is_prefixed && !is_ncname(prefix)) {
            let found = Located { value, span };
            self.invalid(attribute, &found, "a name, with a prefix or without");
            return broken;
        }
        let namespace = match prefix {
            "" => node.default_namespace().unwrap_or_default(),
            "xml" => crate::model::XML,
            _ => match node.lookup_namespace_uri(Some(prefix)) {
                Some(namespace) => namespace,
                None => {
                    self.unbound_prefix(node, prefix, span);
                    return broken;
                }
            },
        };
        let namespace = self.namespace(namespace);
        let number = broken.prefix;
        if self
            .references
            .last()
            .is_none_or(|(last, _)| *last != namespace)
        {
            self.references.push((namespace.clone(), span));
        }
        self.bound[usize::from(is_prefixed)] = Bound {
            prefix: text(prefix),
            number,
            is_schema: namespace == XSD,
            scope: Some(node.scope()),
            namespace: namespace.clone(),
        };
        Reference {
            name: Some(Name {
                namespace,
                local: text(local),
            }),
            prefix: number,
            span,
        }
    }

    /// The number of a prefix, 0 for none. One that others stand behind may get another one when it comes again.
    fn prefix(&mut self, prefix: &str) -> u32 {
        const LOOKED_AT: usize = 16;
        if prefix.is_empty() {
            return 0;
        }
        let count = self.prefixes.len();
        let mut last = (count.saturating_sub(LOOKED_AT)..count).rev();
        let known = last.find(|at| self.prefixes[*at] == prefix);
        let at = known.unwrap_or_else(|| {
            self.prefixes.push(prefix.into());
            count
        });
        u32::try_from(at + 1).unwrap_or(u32::MAX)
    }

    fn unbound_prefix(&mut self, node: Node<'_, '_>, prefix: &str, span: Span) {
        const SUGGESTIONS: usize = 64;
        let unbound = &mut self.rare().unbound;
        if !unbound.insert(prefix.into()) {
            return;
        }
        let searched = unbound.len() <= SUGGESTIONS; // the search is long where prefixes are many
        let namespaces = node.namespaces().iter().filter(|_| searched);
        let bound: Vec<&str> = namespaces.filter_map(|(prefix, _)| *prefix).collect();
        self.report(unbound_prefix::report(span, prefix, &bound));
    }
}
