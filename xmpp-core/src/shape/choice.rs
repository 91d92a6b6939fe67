//! Reading an enum that is a choice of elements.

use super::report::{inside, report_value, stray_texts};
use super::{Namespace, Single, Slot, single};
use crate::xml::{Node, Place};
use crate::{Decoder, Refused, Rule};
use xmpp_xml::wording;

/// An enum that is a choice of elements.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The namespace of its own elements.
    pub namespace: Namespace,
    /// The variants that are elements, in the order of declaration.
    pub variants: &'static [Variant],
    /// The name of the element that unknown ones read as, where the choice is open in that way.
    pub unknown: Option<&'static str>,
}

/// A variant: which element it is.
#[derive(Clone, Copy, Debug)]
pub enum Variant {
    /// An element without content.
    Unit(&'static str),
    /// An element with text.
    Text(&'static str),
    /// An element of another type: whether it matches, and its names.
    Child(fn(Node<'_>) -> bool, fn() -> Vec<&'static str>),
}

impl Choice {
    /// The variant that the element is, counted from 0.
    pub fn position(&self, node: Node<'_>) -> Option<usize> {
        self.variants.iter().position(|variant| match variant {
            Variant::Unit(name) | Variant::Text(name) => self.namespace.is_element(node, name),
            Variant::Child(matches, _) => matches(node),
        })
    }

    /// Whether the element is in the namespace of the choice: what an open choice takes.
    pub fn is_own(&self, node: Node<'_>) -> bool {
        self.namespace.is(node.namespace())
    }

    /// The names of all variants.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for variant in self.variants {
            match variant {
                Variant::Unit(name) | Variant::Text(name) => names.push(*name),
                Variant::Child(_, others) => names.extend(others()),
            }
        }
        names
    }

    /// The variant that the element is. What the element holds beside its text is left to the struct around it.
    ///
    /// Reports an unknown element that an open choice reads as another.
    pub fn read(&self, node: Node<'_>, decoder: &mut Decoder<'_>) -> Option<usize> {
        let at = self.position(node);
        match at.map(|at| &self.variants[at]) {
            Some(Variant::Unit(_)) => {
                stray_texts(node, decoder);
                inside(node, decoder);
            }
            Some(Variant::Text(_)) => inside(node, decoder),
            Some(Variant::Child(..)) => {}
            None => self.report_unknown(node, decoder),
        }
        at
    }

    /// The text of a variant.
    ///
    /// # Errors
    /// The text is no value of its type; that was reported.
    pub fn text<V: Single>(&self, node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<V, Refused> {
        let mut slot = single::<V>();
        read_text(&mut slot, node, decoder);
        slot.finish()
    }

    /// Reports that the element is none of the choice.
    pub fn refuse(&self, node: Node<'_>, decoder: &mut Decoder<'_>) -> Refused {
        decoder.refuse(Rule::UNEXPECTED_ELEMENT, node, || {
            wording::unexpected_element(node.name(), node.namespace(), &self.names())
        })
    }

    fn report_unknown(&self, node: Node<'_>, decoder: &mut Decoder<'_>) {
        let Some(known) = self.unknown else { return };
        decoder.report_at(Place::Element(node), Rule::UNKNOWN_VALUE, &mut || {
            (
                format!("`<{}/>` is not known here", wording::shown(node.name())),
                Some(format!("read as `<{known}/>`")),
            )
        });
    }
}

fn read_text(slot: &mut dyn Slot, node: Node<'_>, decoder: &mut Decoder<'_>) {
    let text = node.text();
    if text.is_empty() && slot.is_optional() {
        return;
    }
    if let Err(error) = slot.text(&text) {
        let read_as = slot.unknown();
        report_value(
            decoder,
            Place::TextOf(node),
            &text,
            &error,
            read_as.as_deref(),
        );
    }
}
