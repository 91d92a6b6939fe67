//! Judges stanzas against schemas, without generated code.
//!
//! In its default mode [`Judge`] gives the verdict that the generated types give (two judges, one verdict): names and
//! namespaces, how often each child occurs, choices that exclude each other, required attributes, simple values, and the
//! rules of the catalogue. The order of children is tolerated, what the schema does not know is ignored. Strict judging
//! reports unknown attributes and children too, and children in an order that the schema does not allow. What stands in a wildcard is judged where its namespace has a schema.
//!
//! Types stop at the first thing in an element that makes a value impossible; the judge goes on, so that a person sees
//! everything that is wrong.
//!
//! Not judged here, but by [`Strict`]: bounds of dates and durations, identity constraints,
//! `xsi:type` and `xsi:nil`.
//!
//! Elements are judged one after the other from a list, so that deep input needs no deep stack.

mod children;
mod content;
mod demand;
mod judging;
mod paths;
mod rule;
mod shape;
pub mod strict;

pub use demand::{Demand, Kind};
pub(crate) use demand::{Of, steps};

use crate::catalog::Catalog;
use crate::model::{ElementId, Model};
use crate::source::Span;
use judging::Judging;
use shape::Shape;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use strict::Strict;
use xmpp_xml::{Finding, Node, Report};

/// What a document breaks, and where the schema says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The finding: rule, place in the document, message, help.
    pub finding: Finding,
    /// A few words for the place in the document: ``expected `both`, `from` or `to` ``.
    pub label: Option<String>,
    /// The place in the schema that is broken.
    pub schema: Option<Span>,
}

/// Judges documents against the schemas of a model.
#[derive(Debug)]
pub struct Judge<'m> {
    known: Known<'m>,
    /// What judges the order of children, where the judge is strict (R4).
    order: Option<Strict<'m>>,
}

/// What a judge knows of a model.
#[derive(Debug)]
struct Known<'m> {
    model: &'m Model,
    /// Global elements by namespace and local name.
    globals: BTreeMap<(&'m str, &'m str), ElementId>,
    namespaces: BTreeSet<&'m str>,
    /// By [`ElementId`].
    shapes: Vec<Shape<'m>>,
    /// Whether the unknown is reported.
    strict: bool,
}

impl<'m> Judge<'m> {
    /// Prepares to judge by a model and the catalogue that belongs to it.
    pub fn new(model: &'m Model, catalog: &Catalog) -> Self {
        let mut globals = BTreeMap::new();
        for (at, element) in model.elements.iter().enumerate() {
            if element.global
                && let Ok(at) = u32::try_from(at)
            {
                globals
                    .entry((element.name.namespace.as_str(), element.name.local.as_str()))
                    .or_insert(ElementId(at));
            }
        }
        let known = Known {
            model,
            globals,
            namespaces: model
                .schemas
                .iter()
                .map(|schema| schema.namespace.as_str())
                .collect(),
            shapes: shape::shapes(model, catalog),
            strict: false,
        };
        Self { known, order: None }
    }

    /// Reports unknown attributes and children too, and those that stand where their schema does not let them stand.
    #[must_use]
    pub fn strict(self) -> Self {
        let order = Some(Strict::new(self.known.model));
        let known = Known {
            strict: true,
            ..self.known
        };
        Self { known, order }
    }

    /// Whether there is a schema for the namespace.
    pub fn knows(&self, namespace: &str) -> bool {
        self.known.knows(namespace)
    }

    /// Judges an element and all that is in it, and reports what is wrong until the receiver has enough.
    ///
    /// An element of a namespace without a schema breaks the rule `unknown-namespace`, which calls for no answer.
    pub fn check(&self, node: Node<'_>, report: &mut dyn FnMut(Violation) -> ControlFlow<()>) {
        let Some(strict) = &self.order else {
            return Judging::new(&self.known, report).run(node);
        };
        let (mut found, mut flow) = (BTreeSet::new(), ControlFlow::Continue(()));
        let mut noting = |violation: Violation| {
            found.insert(offset(&violation));
            flow = report(violation);
            flow
        };
        Judging::new(&self.known, &mut noting).run(node);
        if flow.is_continue() {
            // What is wrong by itself was said; what is left is that it stands in the wrong place.
            strict.check(node, &mut |violation| {
                let misplaced = violation.finding.rule == strict::UNEXPECTED_CHILD;
                match misplaced && !found.contains(&offset(&violation)) {
                    true => report(violation),
                    false => ControlFlow::Continue(()),
                }
            });
        }
    }

    /// Everything that is wrong with an element, without the places in the schema.
    pub fn report(&self, node: Node<'_>) -> Report {
        let mut report = Report::new();
        self.check(node, &mut |violation| {
            report.push(violation.finding);
            ControlFlow::Continue(())
        });
        report
    }
}

impl<'m> Known<'m> {
    /// Whether there is a schema for the namespace.
    fn knows(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace)
    }

    /// The global element of that name.
    fn global(&self, node: Node<'_>) -> Option<ElementId> {
        self.globals.get(&(node.namespace(), node.name())).copied()
    }

    /// The names of the global elements of a namespace.
    fn names(&self, namespace: &str) -> Vec<&'m str> {
        self.globals
            .keys()
            .filter(|(of, _)| *of == namespace)
            .map(|(_, local)| *local)
            .collect()
    }
}

fn offset(violation: &Violation) -> Option<u64> {
    violation.finding.position.map(|position| position.offset)
}

#[cfg(test)]
mod content_tests;
#[cfg(test)]
mod tests;
