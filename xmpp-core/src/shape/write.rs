//! Writing fields.

use super::{Around, Children, Single, Turns, Values};
use crate::xml::{AttributeName, ElementName, Writer};
use crate::{Extra, ToXml, XmlText};

/// Writes an attribute, where there is a value.
pub fn attribute<V: Single>(writer: &mut Writer, name: &AttributeName, value: &V) {
    for item in value.items() {
        writer.attribute_named(name, &item.to_text());
    }
}

/// Writes an attribute, unless its value is what absence means.
pub fn attribute_or_default<V: XmlText + PartialEq>(
    writer: &mut Writer,
    name: &AttributeName,
    value: &V,
    default: &V,
) {
    if value != default {
        writer.attribute_named(name, &value.to_text());
    }
}

/// Writes the attributes that no field takes.
pub fn extra_attributes(writer: &mut Writer, extra: &Extra) {
    extra.write_attributes(writer);
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

/// Writes a child element for each value: the field number `at`, which children that no field takes may stand between.
#[inline]
pub fn text_of<V: Values>(
    writer: &mut Writer,
    name: &ElementName,
    value: &V,
    turn: (&mut Turns<'_>, usize),
) {
    if value.items().is_empty() && turn.0.are_all_taken() {
        return;
    }
    texts(writer, name, value, turn);
}

fn texts<V: Values>(
    writer: &mut Writer,
    name: &ElementName,
    value: &V,
    (turns, at): (&mut Turns<'_>, usize),
) {
    let values = value.items();
    let (part, mut between) = turns.part(at, values.len());
    for occurrence in part {
        let text = values[occurrence].to_text();
        element(writer, name, Some(&text), turns.around(occurrence));
        between.write_behind(occurrence, writer);
    }
    between.write_rest(writer);
}

/// Writes a child element, unless its value is what absence means.
pub fn text_of_or_default<V: XmlText + PartialEq>(
    writer: &mut Writer,
    name: &ElementName,
    value: &V,
    (turns, at): (&mut Turns<'_>, usize),
    default: &V,
) {
    if value != default {
        return text_of(writer, name, value, (turns, at));
    }
    turns.between(at).write_rest(writer);
}

/// Writes an empty child element, where it is wanted.
pub fn flag(
    writer: &mut Writer,
    name: &ElementName,
    value: bool,
    (turns, at): (&mut Turns<'_>, usize),
) {
    let (part, mut between) = turns.part(at, usize::from(value));
    for occurrence in part {
        element(writer, name, None, turns.around(occurrence));
    }
    between.write_rest(writer);
}

/// Writes child elements.
#[inline]
pub fn children<V: Children>(writer: &mut Writer, value: &V, turn: (&mut Turns<'_>, usize))
where
    V::Item: ToXml,
{
    if value.items().is_empty() && turn.0.are_all_taken() {
        return;
    }
    elements(writer, value.items(), turn);
}

fn elements<T: ToXml>(writer: &mut Writer, values: &[T], (turns, at): (&mut Turns<'_>, usize)) {
    let (part, mut between) = turns.part(at, values.len());
    for occurrence in part {
        values[occurrence].to_xml_around(writer, turns.around(occurrence));
        between.write_behind(occurrence, writer);
    }
    between.write_rest(writer);
}

/// Writes a child element, unless it is what absence means.
pub fn children_or_default<V: Children + PartialEq>(
    writer: &mut Writer,
    value: &V,
    (turns, at): (&mut Turns<'_>, usize),
    default: &V,
) where
    V::Item: ToXml,
{
    if value != default {
        return children(writer, value, (turns, at));
    }
    turns.between(at).write_rest(writer);
}

/// Writes an element without content: a variant of a choice without fields.
pub fn unit(writer: &mut Writer, name: &ElementName, around: Around<'_>) {
    element(writer, name, None, around);
}

/// Writes an element with text: a variant of a choice that holds text.
pub fn variant_text<V: Single>(
    writer: &mut Writer,
    name: &ElementName,
    value: &V,
    around: Around<'_>,
) {
    let text = value.items().first().map(XmlText::to_text);
    element(writer, name, text.as_deref(), around);
}

/// Writes an element that is no struct, with what was found inside it.
fn element(writer: &mut Writer, name: &ElementName, text: Option<&str>, around: Around<'_>) {
    let inside = around.find(name);
    writer.start_named(name);
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
