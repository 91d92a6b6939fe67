//! Reading a struct: one pass over its element.

use super::report::{
    inside, report_misplaced_child, report_stray_text, report_unknown_attribute,
    report_unknown_child, report_value, stray_texts,
};
use super::{Kind, Shape, Slot, admits};
use crate::xml::{Attribute, Content, Node, Place};
use crate::{Decoder, Element, Extra, Refused, Rule};
use xmpp_xml::wording;

/// Reads an element into the slots of its fields, and returns what no field takes.
///
/// A slot for something required that is absent or invalid refuses to [`finish`](super::ValueSlot::finish); everything
/// found was reported before.
///
/// # Errors
/// The element is nested too deeply to be read at all.
pub fn read(
    shape: &Shape,
    node: Node<'_>,
    decoder: &mut Decoder<'_>,
    slots: &mut [&mut dyn Slot],
) -> Result<Extra, Refused> {
    decoder.enter(node)?;
    let mut reading = Reading {
        shape,
        node,
        decoder,
        slots,
        extra: Extra::new(),
        first: Vec::new(),
    };
    reading.absent_attributes();
    reading.attributes();
    reading.content();
    reading.absent_children();
    let extra = reading.extra;
    decoder.leave();
    Ok(extra)
}

/// One struct being read.
struct Reading<'r, 't, 'f, 's, 'v> {
    shape: &'r Shape,
    node: Node<'t>,
    decoder: &'r mut Decoder<'f>,
    slots: &'s mut [&'v mut dyn Slot],
    extra: Extra,
    /// The first child that a field takes by name, for the few fields where it was asked for: so that no number of children
    /// makes looking for it dear.
    first: Vec<(usize, Option<Node<'t>>)>,
}

impl<'t> Reading<'_, 't, '_, '_, '_> {
    /// Reports required attributes that are not there: before the values of others, since the tag stands before them.
    fn absent_attributes(&mut self) {
        let node = self.node;
        for (field, slot) in self.shape.fields.iter().zip(&*self.slots) {
            if matches!(field.kind, Kind::Attribute)
                && !slot.is_optional()
                && !node
                    .attributes()
                    .any(|attribute| field.takes_attribute(attribute))
            {
                self.decoder.report(Rule::MISSING_ATTRIBUTE, node, || {
                    wording::missing_attribute(self.shape.name, &field.written())
                });
            }
        }
    }

    fn attributes(&mut self) {
        for attribute in self.node.attributes() {
            let field = self
                .shape
                .fields
                .iter()
                .position(|field| field.takes_attribute(attribute));
            match field {
                Some(at) => {
                    let text = attribute.value();
                    self.value(at, &text, Place::Attribute(attribute));
                }
                None => self.unknown_attribute(attribute),
            }
        }
    }

    fn unknown_attribute(&mut self, attribute: Attribute<'_>) {
        report_unknown_attribute(self.decoder, self.node, attribute);
        if self.shape.keeps {
            self.extra.push_attribute(
                attribute.namespace(),
                attribute.name(),
                attribute.value().as_ref(),
            );
        }
    }

    fn content(&mut self) {
        let text_field = self
            .shape
            .fields
            .iter()
            .position(|field| matches!(field.kind, Kind::Text));
        let mixed = self.mixed();
        for content in self.node.content() {
            match (content, mixed) {
                (Content::Text(text), Some(at)) => {
                    self.value(at, &text.value(), Place::TextOf(self.node));
                }
                (Content::Element(child), _) => self.child(child),
                (Content::Text(text), None) if text_field.is_none() => {
                    report_stray_text(self.decoder, self.node, text);
                }
                (Content::Text(_), None) => {}
            }
        }
        if let Some(at) = text_field {
            let text = self.node.text();
            if !(text.is_empty() && self.slots[at].is_optional()) {
                self.value(at, &text, Place::TextOf(self.node));
            }
        }
    }

    fn child(&mut self, child: Node<'t>) {
        let (node, fields) = (self.node, self.shape.fields);
        if report_misplaced_child(self.decoder, node, child) {
            return;
        }
        if let Some(at) = fields.iter().position(|field| field.takes(child, node)) {
            return self.known_child(at, child);
        }
        if let Some(at) = fields
            .iter()
            .position(|field| field.takes_unknown(child, node))
            && self.stands_for_known(at)
        {
            return self.known_child(at, child);
        }
        if let Some(at) = self.mixed() {
            return self.among_text(at, child);
        }
        let wildcard = fields.iter().position(|field| match field.kind {
            Kind::Any(wildcard) => {
                admits(wildcard, node.namespace(), child.namespace()) || !self.shape.keeps
            }
            _ => false,
        });
        match wildcard {
            Some(at) => self.any(at, child),
            None => self.unknown_child(child),
        }
    }

    /// The field that holds text and elements in their order.
    fn mixed(&self) -> Option<usize> {
        let mut fields = self.shape.fields.iter();
        fields.position(|field| matches!(field.kind, Kind::Mixed(..)))
    }

    /// Takes an element that mixed content does not know, where it stands.
    fn among_text(&mut self, at: usize, child: Node<'t>) {
        if let Kind::Mixed(_, wildcard) = self.shape.fields[at].kind
            && !admits(wildcard, self.node.namespace(), child.namespace())
        {
            report_unknown_child(self.decoder, self.node, child);
        }
        self.slots[at].element(child, self.decoder);
    }

    /// Whether an unknown member of an open choice goes to its field: not where a known one stands beside it.
    fn stands_for_known(&mut self, at: usize) -> bool {
        self.slots[at].is_many() || (self.slots[at].came() == 0 && self.first_known(at).is_none())
    }

    /// The first child that belongs to the field by name.
    fn first_known(&mut self, at: usize) -> Option<Node<'t>> {
        if let Some((_, known)) = self.first.iter().find(|(field, _)| *field == at) {
            return *known;
        }
        let (field, node) = (&self.shape.fields[at], self.node);
        let known = node.elements().find(|child| field.takes(*child, node));
        self.first.push((at, known));
        known
    }

    fn known_child(&mut self, at: usize, child: Node<'t>) {
        let field = &self.shape.fields[at];
        if self.slots[at].came() > 0 && !self.slots[at].is_many() {
            return self.surplus(at, child);
        }
        let occurrence = self.slots[at].count();
        match field.kind {
            Kind::TextOf => {
                self.value(at, &child.text(), Place::TextOf(child));
                inside(child, self.decoder);
            }
            Kind::Flag => {
                self.slots[at].element(child, self.decoder);
                stray_texts(child, self.decoder);
                inside(child, self.decoder);
            }
            _ => self.slots[at].element(child, self.decoder),
        }
        if let Some(mut inside) = self.decoder.take_inside()
            && self.shape.keeps
            && self.slots[at].count() > occurrence
        {
            inside.occurrence = occurrence;
            self.extra.push_inside(*inside);
        }
    }

    /// Reports a child beyond the one that its field holds.
    fn surplus(&mut self, at: usize, child: Node<'_>) {
        let first = self
            .first_known(at)
            .map_or_else(|| child.name(), Node::name);
        let name = self.shape.name;
        let rule = if first == child.name() {
            Rule::SURPLUS_CHILD
        } else {
            Rule::AMBIGUOUS_CHOICE
        };
        self.decoder.report(rule, child, || {
            wording::ambiguous_choice(name, first, child.name())
        });
    }

    /// Takes what a wildcard admits; what is beyond the one that its field holds is kept with the unknown.
    fn any(&mut self, at: usize, child: Node<'_>) {
        if self.slots[at].came() > 0 && !self.slots[at].is_many() {
            self.decoder.report(Rule::SURPLUS_CHILD, child, || {
                wording::surplus_child(self.shape.name, &wording::shown(child.name()), 1)
            });
            return self.keep(child);
        }
        self.slots[at].element(child, self.decoder);
    }

    fn unknown_child(&mut self, child: Node<'_>) {
        report_unknown_child(self.decoder, self.node, child);
        self.keep(child);
    }

    fn keep(&mut self, child: Node<'_>) {
        if self.shape.keeps {
            self.extra.push_child(Element::from(child.to_fragment()));
        }
    }

    fn value(&mut self, at: usize, text: &str, place: Place<'_>) {
        let slot = &mut *self.slots[at];
        if let Err(error) = slot.text(text) {
            let read_as = slot.unknown();
            report_value(self.decoder, place, text, &error, read_as.as_deref());
        }
    }

    /// Reports required children that are not there.
    fn absent_children(&mut self) {
        for (field, slot) in self.shape.fields.iter().zip(&*self.slots) {
            if matches!(field.kind, Kind::Attribute) || slot.came() > 0 || slot.is_optional() {
                continue;
            }
            self.decoder.report(Rule::MISSING_CHILD, self.node, || {
                wording::missing_child(self.shape.name, &field.names())
            });
        }
    }
}
