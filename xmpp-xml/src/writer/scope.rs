//! The declarations in scope while writing.

use crate::XML_NAMESPACE;
use std::ops::Range;

/// A piece of a string that only grows at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    pub(super) const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub(super) const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) const fn end(self) -> usize {
        self.end
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// Prefixes and namespaces, innermost last, their text in one string.
#[derive(Debug, Default)]
pub(super) struct Scope {
    text: String,
    bound: Vec<(Span, Span)>,
    /// The default namespace, empty where none was declared.
    pub(super) default: Span,
}

/// A scope to come back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    text: usize,
    bound: usize,
    default: Span,
}

impl Scope {
    pub(super) const fn mark(&self) -> Mark {
        Mark {
            text: self.text.len(),
            bound: self.bound.len(),
            default: self.default,
        }
    }

    pub(super) fn restore(&mut self, mark: Mark) {
        if self.text.len() > mark.text {
            self.text.truncate(mark.text);
        }
        self.bound.truncate(mark.bound);
        self.default = mark.default;
    }

    /// Keeps a text until the scope is restored; one that was bound is not kept twice.
    pub(super) fn keep(&mut self, text: &str) -> Span {
        if text.is_empty() {
            return Span::default();
        }
        let known = self.bound.iter().rev().map(|&(_, namespace)| namespace);
        if let Some(span) = known.into_iter().find(|&span| self.text(span) == text) {
            return span;
        }
        self.add(text)
    }

    fn add(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// Binds the prefix, and returns the namespace as it is kept.
    pub(super) fn bind(&mut self, prefix: &str, namespace: &str) -> Span {
        // Mostly it is bound because it is not yet: it is not looked for.
        let namespace = self.add(namespace);
        if prefix.is_empty() {
            self.default = namespace;
        }
        let prefix = self.add(prefix);
        self.bound.push((prefix, namespace));
        namespace
    }

    /// The default namespace, empty where none was declared.
    pub(super) fn default_namespace(&self) -> &str {
        self.text(self.default)
    }

    pub(super) fn text(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// What the prefix is bound to; the empty one is the default namespace, empty where none was declared.
    pub(super) fn resolve(&self, prefix: &str) -> Option<&str> {
        if prefix == "xml" {
            return Some(XML_NAMESPACE);
        }
        let mut bound = self.bound.iter().rev();
        let found = bound.find(|(known, _)| self.text(*known) == prefix);
        found.map(|&(_, namespace)| self.text(namespace))
    }

    /// The prefix by which an element is in the namespace, empty where that is the default one.
    pub(super) fn prefix_for_element(&mut self, namespace: &str) -> Option<Span> {
        if self.default_namespace() == namespace {
            return Some(Span::default());
        }
        if namespace == XML_NAMESPACE {
            return Some(self.keep("xml"));
        }
        self.prefix_for_attribute(namespace)
    }

    /// A prefix, never the empty one, that is bound to the namespace and means it here.
    pub(super) fn prefix_for_attribute(&self, namespace: &str) -> Option<Span> {
        if namespace.is_empty() {
            return None;
        }
        let mut bound = self.bound.iter().rev();
        let visible = |prefix: Span| self.resolve(self.text(prefix)) == Some(namespace);
        bound
            .find(|&&(prefix, known)| {
                !prefix.is_empty() && self.text(known) == namespace && visible(prefix)
            })
            .map(|&(prefix, _)| prefix)
    }
}
