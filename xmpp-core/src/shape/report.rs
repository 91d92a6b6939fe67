//! What reading reports: values that are none, text where none belongs, what is unknown.

use crate::codec::{Inside, TextError};
use crate::xml::{Attribute, Content, Node, Place, Text};
use crate::{Decoder, Rule};
use xmpp_xml::{INSTANCE_NAMESPACE, wording};

/// Reports that text is no value of its type, or, with `read_as`, that it is not one known here.
pub(super) fn report_value(
    decoder: &mut Decoder<'_>,
    place: Place<'_>,
    text: &str,
    error: &TextError,
    read_as: Option<&str>,
) {
    let of = place.name();
    match read_as {
        Some(known) => decoder.report_at(place, Rule::UNKNOWN_VALUE, &mut || {
            (
                wording::invalid_value(text, &of),
                Some(format!("read as `{known}`")),
            )
        }),
        None => decoder.report_at(place, error.rule().clone(), &mut || {
            (error.message(text, &of), Some(error.help(text)))
        }),
    }
}

/// Leaves attributes and children of an element that is no struct to the struct around it.
pub(super) fn inside(node: Node<'_>, decoder: &mut Decoder<'_>) {
    if node.attributes().next().is_none() && node.elements().next().is_none() {
        return;
    }
    let mut inside = Inside {
        namespace: node.namespace().into(),
        name: node.name().into(),
        occurrence: 0,
        attributes: Vec::new(),
        children: Vec::new(),
    };
    for attribute in node.attributes() {
        report_unknown_attribute(decoder, node, attribute);
        inside.attributes.push(attribute.into());
    }
    for child in node.elements() {
        if report_misplaced_child(decoder, node, child) {
            continue;
        }
        report_unknown_child(decoder, node, child);
        inside.children.push(child.to_fragment());
    }
    decoder.leave_inside(inside);
}

/// Reports text in an element that holds none.
pub(super) fn stray_texts(node: Node<'_>, decoder: &mut Decoder<'_>) {
    for content in node.content() {
        if let Content::Text(text) = content {
            report_stray_text(decoder, node, text);
        }
    }
}

/// Reports text that is more than white space.
pub(super) fn report_stray_text(decoder: &mut Decoder<'_>, node: Node<'_>, text: Text<'_>) {
    if !text.is_whitespace() {
        decoder.report_at(Place::Text(node, text), Rule::UNEXPECTED_TEXT, &mut || {
            (wording::unexpected_text(node.name()), None)
        });
    }
}

/// Reports an attribute that no field takes, in strict reading.
pub(super) fn report_unknown_attribute(
    decoder: &mut Decoder<'_>,
    node: Node<'_>,
    attribute: Attribute<'_>,
) {
    if decoder.is_strict() && attribute.namespace() != INSTANCE_NAMESPACE {
        let place = Place::Attribute(attribute);
        decoder.report_at(place, Rule::UNKNOWN_ATTRIBUTE, &mut || {
            (wording::unknown_attribute(node.name(), &place.name()), None)
        });
    }
}

/// Reports a child of a stanza that is of no namespace for extensions, and says so. It is not kept: on another stream it would be
/// a part of the stanza.
pub(super) fn report_misplaced_child(
    decoder: &mut Decoder<'_>,
    node: Node<'_>,
    child: Node<'_>,
) -> bool {
    let is_misplaced = !child.may_stand_in(node);
    if is_misplaced {
        decoder.report(Rule::EXTENSION_NAMESPACE, child, || {
            wording::extension_namespace(node.name(), child.name(), child.namespace())
        });
    }
    is_misplaced
}

/// Reports a child that no field takes, in strict reading.
pub(super) fn report_unknown_child(decoder: &mut Decoder<'_>, node: Node<'_>, child: Node<'_>) {
    if decoder.is_strict() {
        decoder.report(Rule::UNKNOWN_CHILD, child, || {
            wording::unknown_child(node.name(), child.name())
        });
    }
}
