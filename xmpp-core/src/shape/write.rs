//! Writing fields.

use super::{Around, Children, Namespace, Single, Values};
use crate::codec::write_attribute;
use crate::xml::Writer;
use crate::{Extra, ToXml, XmlText};

/// Writes an attribute, where there is a value.
pub fn attribute<V: Single>(writer: &mut Writer, namespace: &str, name: &str, value: &V) {
    for item in value.items() {
        write_attribute(writer, namespace, name, &item.to_text());
    }
}

/// Writes an attribute, unless its value is what absence means.
pub fn attribute_or_default<V: XmlText + PartialEq>(
    writer: &mut Writer,
    namespace: &str,
    name: &str,
    value: &V,
    default: &V,
) {
    if value != default {
        write_attribute(writer, namespace, name, &value.to_text());
    }
}

/// Writes the attributes that no field takes.
pub fn extra_attributes(writer: &mut Writer, extra: &Extra) {
    extra.write_attributes(writer);
}

/// Writes the children that no field takes.
pub fn extra_children(writer: &mut Writer, extra: &Extra) {
    extra.write_children(writer);
}

/// Writes the element's own text.
pub fn text<V: Single>(writer: &mut Writer, value: &V) {
    for item in value.items() {
        writer.text(&item.to_text());
    }
}

/// Writes the element's own text, unless it is what absence means.
pub fn text_or_default<V: XmlText + PartialEq>(writer: &mut Writer, value: &V, default: &V) {
    if value != default {
        writer.text(&value.to_text());
    }
}

/// Writes a child element for each value.
pub fn text_of<V: Values>(
    writer: &mut Writer,
    namespace: Namespace,
    name: &str,
    value: &V,
    extra: &Extra,
) {
    for (occurrence, item) in value.items().iter().enumerate() {
        let around = extra.around(occurrence);
        element(writer, namespace, name, Some(&item.to_text()), around);
    }
}

/// Writes a child element, unless its value is what absence means.
pub fn text_of_or_default<V: XmlText + PartialEq>(
    writer: &mut Writer,
    namespace: Namespace,
    name: &str,
    value: &V,
    extra: &Extra,
    default: &V,
) {
    if value != default {
        text_of(writer, namespace, name, value, extra);
    }
}

/// Writes an empty child element, where it is wanted.
pub fn flag(writer: &mut Writer, namespace: Namespace, name: &str, value: bool, extra: &Extra) {
    if value {
        element(writer, namespace, name, None, extra.around(0));
    }
}

/// Writes child elements.
pub fn children<V: Children>(writer: &mut Writer, value: &V, extra: &Extra)
where
    V::Item: ToXml,
{
    for (occurrence, item) in value.items().iter().enumerate() {
        item.to_xml_around(writer, extra.around(occurrence));
    }
}

/// Writes a child element, unless it is what absence means.
pub fn children_or_default<V: Children + PartialEq>(
    writer: &mut Writer,
    value: &V,
    extra: &Extra,
    default: &V,
) where
    V::Item: ToXml,
{
    if value != default {
        children(writer, value, extra);
    }
}

/// Writes an element without content: a variant of a choice without fields.
pub fn unit(writer: &mut Writer, namespace: Namespace, name: &str, around: Around<'_>) {
    element(writer, namespace, name, None, around);
}

/// Writes an element with text: a variant of a choice that holds text.
pub fn variant_text<V: Single>(
    writer: &mut Writer,
    namespace: Namespace,
    name: &str,
    value: &V,
    around: Around<'_>,
) {
    let text = value.items().first().map(XmlText::to_text);
    element(writer, namespace, name, text.as_deref(), around);
}

/// Writes an element that is no struct, with what was found inside it.
fn element(
    writer: &mut Writer,
    namespace: Namespace,
    name: &str,
    text: Option<&str>,
    around: Around<'_>,
) {
    let inside = around.find(namespace, name);
    namespace.start(writer, name);
    if let Some(inside) = inside {
        inside.write_attributes(writer);
    }
    if let Some(text) = text {
        writer.text(text);
    }
    if let Some(inside) = inside {
        inside.write_children(writer);
    }
    writer.end();
}
