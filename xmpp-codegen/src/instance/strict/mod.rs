//! Judges documents to the letter of XSD part 1.
//!
//! Data flow: `rules → content → matcher → grammar → source → tree → references → identity → assessment → element → attributes`.
//!
//! [`Strict`] prepares a model once; a document is then walked with a stack of its own, so that deep input needs no deep
//! stack, and content models are matched with counters, so that nothing is unrolled. Everything that is wrong is reported, one
//! cause once: after an element that may not stand where it stands, its parent's content is not matched further.

mod assessment;
mod attributes;
mod content;
mod element;
mod grammar;
mod identity;
mod matcher;
mod references;
mod rules;
mod source;
mod tree;

pub use rules::RULES;
pub(super) use rules::UNEXPECTED_CHILD;
pub use tree::hints;

use super::Violation;
use crate::model::Model;
use assessment::Assessment;
use grammar::Grammar;
use source::TreeNode;
use std::collections::HashSet;
use std::ops::ControlFlow;
use xmpp_xml::{Finding, Limits};

/// Judges documents to the letter of the schemas of a model.
#[derive(Debug)]
pub struct Strict<'m> {
    grammar: Grammar<'m>,
}

impl<'m> Strict<'m> {
    /// Prepares to judge by a model.
    pub fn new(model: &'m Model) -> Self {
        Self {
            grammar: Grammar::new(model),
        }
    }

    /// Judges the text of a document: read as the wire is, or, where it holds what no stream does (comments, processing
    /// instructions, a document type), as general XML.
    ///
    /// # Errors
    /// It is not well-formed XML.
    pub fn check_text(
        &self,
        text: &str,
        report: &mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) -> Result<(), Box<Finding>> {
        if let Ok(document) = xmpp_xml::Document::parse(text, Limits::FILE) {
            self.check(document.root(), report);
            return Ok(());
        }
        self.check_tree(&tree::parse(text)?, report);
        Ok(())
    }

    /// Judges an element of the wire as the root of a document.
    pub fn check(
        &self,
        root: xmpp_xml::Node<'_>,
        report: &mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) {
        Assessment::new(&self.grammar, &HashSet::new(), report).run(root);
    }

    /// Judges a document of general XML, with comments, entities and a document type.
    pub fn check_tree(
        &self,
        document: &roxmltree::Document<'_>,
        report: &mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) {
        let node = document.root_element();
        let entities = tree::unparsed_entities(document.input_text());
        Assessment::new(&self.grammar, &entities, report).run(TreeNode { node });
    }
}

#[cfg(test)]
mod tests;
