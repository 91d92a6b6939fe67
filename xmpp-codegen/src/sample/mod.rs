//! Documents that a schema describes: valid ones, as small and as full as can be and at random, and invalid ones that each break
//! one rule.
//!
//! Data flow: `chooser → tree → value → grow → spoil → refusals`.
//!
//! Everything is checked by the [`Judge`] before it is given away: a valid sample breaks no rule of the schema or the catalogue, an
//! invalid one breaks the rule that it is made for. What cannot be made in a few attempts is left out. The same input gives the
//! same samples.

mod chooser;
mod grow;
mod refusals;
mod spoil;
#[cfg(test)]
mod tests;
mod tree;
mod value;

pub use refusals::Refusal;

use crate::catalog::Catalog;
use crate::instance::Judge;
use crate::model::{ElementId, Global, Model, Origin};
use chooser::{Chooser, Size};
use tree::Tree;
use xmpp_xml::{Answer, Document, Limits, Rule};

/// Makes documents of the elements of a model.
#[derive(Debug)]
pub struct Sampler<'m> {
    model: &'m Model,
    judge: Judge<'m>,
}

/// A document that breaks one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The document.
    pub xml: String,
    /// The rule that it breaks.
    pub rule: Rule,
    /// What was done to it, in a few words: ``the required attribute `jid` of `<item/>` is gone``.
    pub what: String,
}

impl<'m> Sampler<'m> {
    /// Prepares for a model and the catalogue that belongs to it.
    pub fn new(model: &'m Model, catalog: &Catalog) -> Self {
        Self {
            model,
            judge: Judge::new(model, catalog),
        }
    }

    /// The elements that can be the root of a document: the global ones of the given schemas, abstract ones left out.
    pub fn elements(&self) -> Vec<ElementId> {
        let given = self
            .model
            .schemas
            .iter()
            .filter(|schema| schema.origin == Origin::Given);
        given
            .flat_map(|schema| &schema.globals)
            .filter_map(|global| match global {
                Global::Element(id) if !self.model[*id].abstract_ => Some(*id),
                _ => None,
            })
            .collect()
    }

    /// The smallest valid document: what is required, and no more.
    pub fn minimal(&self, element: ElementId) -> Option<String> {
        self.valid(element, Size::Minimal)
            .or_else(|| self.least(element))
            .map(|tree| tree.to_xml())
    }

    /// A document with every attribute and every child, repeated ones twice.
    pub fn maximal(&self, element: ElementId) -> Option<String> {
        self.fullest(element).map(|tree| tree.to_xml())
    }

    /// A valid document that the seed chooses.
    pub fn random(&self, element: ElementId, seed: u64) -> Option<String> {
        let seeds = (0..ATTEMPTS).map(|attempt| seed.wrapping_add(attempt << 48));
        seeds
            .filter_map(|seed| self.valid(element, Size::Random(seed)))
            .map(|tree| tree.to_xml())
            .next()
    }

    /// Documents that each break one rule: one for each facet, required part and bound that the schema has where the fullest
    /// sample has a place for it.
    pub fn invalid(&self, element: ElementId) -> Vec<Invalid> {
        let Some(tree) = self.fullest(element) else {
            return Vec::new();
        };
        let mut found = spoil::spoil(self.model, &tree);
        found.retain(|invalid| self.breaks(&invalid.xml, &invalid.rule));
        found
    }

    /// The fullest document that breaks no rule: with everything, or else the largest of some random ones.
    fn fullest(&self, element: ElementId) -> Option<Tree> {
        self.valid(element, Size::Maximal).or_else(|| {
            self.some(element)
                .max_by_key(Tree::size)
                .or_else(|| self.valid(element, Size::Minimal))
        })
    }

    /// The smallest of some random documents, where rules of the catalogue ask for more than the schema.
    fn least(&self, element: ElementId) -> Option<Tree> {
        self.some(element).min_by_key(Tree::size)
    }

    fn some(&self, element: ElementId) -> impl Iterator<Item = Tree> {
        (0..ATTEMPTS).filter_map(move |seed| self.valid(element, Size::Random(seed)))
    }

    fn valid(&self, element: ElementId, size: Size) -> Option<Tree> {
        let tree = grow::grow(self.model, element, &mut Chooser::new(size))?;
        self.is_valid(&tree.to_xml()).then_some(tree)
    }

    fn is_valid(&self, xml: &str) -> bool {
        Document::parse(xml, Limits::FILE).is_ok_and(|document| {
            let report = self.judge.report(document.root());
            report.answer() == Answer::Nothing
        })
    }

    fn breaks(&self, xml: &str, rule: &Rule) -> bool {
        Document::parse(xml, Limits::FILE).is_ok_and(|document| {
            let report = self.judge.report(document.root());
            report
                .findings()
                .iter()
                .any(|finding| finding.rule == *rule)
        })
    }
}

/// How many random documents are tried before there is none.
const ATTEMPTS: u64 = 64;
