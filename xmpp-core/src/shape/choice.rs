//! Reading an enum that is a choice of elements.

use super::report::{inside, report_value, stray_texts};
use super::{Lend, Namespace, Single};
use crate::codec::Store;
use crate::xml::{Node, Place};
use crate::{Decoder, Refused, Rule, TextError, XmlText};
use std::borrow::Cow;
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
    /// An element of that name.
    Own(&'static str),
    /// An element of another type, by its names.
    Child(fn() -> Vec<&'static str>),
}

impl Choice {
    /// Whether the element is in the namespace of the choice: what an open choice takes.
    pub fn is_own(&self, node: Node<'_>) -> bool {
        self.namespace.is(node.namespace())
    }

    /// The names of all variants.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for variant in self.variants {
            match variant {
                Variant::Own(name) => names.push(*name),
                Variant::Child(others) => names.extend(others()),
            }
        }
        names
    }

    /// Looks at an element without content. What is in it is left to the struct around it.
    pub fn unit(&self, node: Node<'_>, decoder: &mut Decoder<'_>) {
        stray_texts(node, decoder);
        look_inside(node, decoder);
    }

    /// The text of a variant. What the element holds beside it is left to the struct around it.
    ///
    /// # Errors
    /// The text is no value of its type; that was reported.
    pub fn text<V: Single>(&self, node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<V, Refused> {
        look_inside(node, decoder);
        read_text(node, decoder, V::Item::from_cow)
    }

    /// The text of a variant in the borrowed form of `T`.
    ///
    /// # Errors
    /// The text is no value of its type; that was reported.
    pub fn text_of<'t, T, V>(&self, node: Node<'t>, decoder: &mut Decoder<'_>) -> Result<V, Refused>
    where
        V: Single,
        T: Lend<Lent<'t> = V::Item>,
    {
        look_inside(node, decoder);
        read_text(node, decoder, |text: Cow<'t, str>| T::lend(text))
    }

    /// The text of a variant for which an empty element stands.
    ///
    /// # Errors
    /// The text is no value of its type; that was reported.
    pub fn empty<V: Single>(
        &self,
        node: Node<'_>,
        decoder: &mut Decoder<'_>,
        text: &'static str,
    ) -> Result<V, Refused> {
        look_inside(node, decoder);
        value(node, decoder, Cow::Borrowed(text), V::Item::from_cow)
    }

    /// Reports that the element is none of the choice.
    pub fn refuse(&self, node: Node<'_>, decoder: &mut Decoder<'_>) -> Refused {
        decoder.refuse(Rule::UNEXPECTED_ELEMENT, node, || {
            wording::unexpected_element(node.name(), node.namespace(), &self.names())
        })
    }

    /// Reports an unknown element that an open choice reads as another.
    #[cold]
    pub fn unknown(&self, node: Node<'_>, decoder: &mut Decoder<'_>) {
        let Some(known) = self.unknown else { return };
        decoder.report_at(Place::Element(node), Rule::UNKNOWN_VALUE, &mut || {
            (
                format!("`<{}/>` is not known here", wording::shown(node.name())),
                Some(format!("read as `<{known}/>`")),
            )
        });
    }
}

fn look_inside(node: Node<'_>, decoder: &mut Decoder<'_>) {
    if !node.is_plain() {
        inside(node, decoder);
    }
}

fn read_text<'t, V: Single>(
    node: Node<'t>,
    decoder: &mut Decoder<'_>,
    read: fn(Cow<'t, str>) -> Result<V::Item, TextError>,
) -> Result<V, Refused> {
    let text = node.text();
    if text.is_empty() && V::OPTIONAL {
        return V::finish(V::Store::default()).ok_or(Decoder::refused());
    }
    value(node, decoder, text, read)
}

fn value<'s, V: Single>(
    node: Node<'_>,
    decoder: &mut Decoder<'_>,
    text: Cow<'s, str>,
    read: fn(Cow<'s, str>) -> Result<V::Item, TextError>,
) -> Result<V, Refused> {
    let mut store = V::Store::default();
    match read(text) {
        Ok(value) => store.add(value),
        Err(error) => {
            let known = V::Item::unknown();
            let read_as = known.as_ref().map(XmlText::to_text);
            let place = Place::TextOf(node);
            report_value(decoder, place, &node.text(), &error, read_as.as_deref());
            drop(read_as);
            if let Some(known) = known {
                store.add(known);
            }
        }
    }
    V::finish(store).ok_or(Decoder::refused())
}
