//! Reading a struct: one pass over its element.

use super::places::{FEW, NOTED_AS_KEPT, noted_field, noted_places, order, places};
use super::report::{
    inside, report_misplaced_child, report_stray_text, report_unknown_attribute,
    report_unknown_child,
};
use super::{Shape, Tag};
use crate::xml::{Attribute, Attributes, Content, KnownName, NameKey, Node, Place, Text};
use crate::{Decoder, Element, Extra, Refused, Rule};
use std::borrow::Cow;
use std::mem::ManuallyDrop;
use xmpp_xml::wording;

/// One struct being read.
///
/// Expansions walk over the element with it, first over [`attribute`](Self::attribute)s, then over
/// [`child`](Self::child)ren, and give each to the slot of its field. Everything that is not the usual case is here.
///
/// It is made for each element, and so small: each word of it is written before anything is read.
pub struct Reading<'r, 't, 'f> {
    shape: &'static Shape,
    pub(super) decoder: &'r mut Decoder<'f>,
    /// What is still to come of the element: attributes, then content.
    inside: Attributes<'t>,
    /// The element's own text so far, where a field holds it.
    text: Cow<'t, str>,
    extra: Extra,
    /// What few elements need.
    rare: Option<Box<Rare<'t>>>,
    /// The fields of the first children.
    came: [u8; FEW],
    /// Where the first children begin that are kept.
    kept: [u32; 2],
    progress: Progress,
}

/// How far the reading of a struct has come.
struct Progress {
    /// How many children came for fields or are kept.
    count: u32,
    /// How many are kept.
    kept: u32,
    /// The field of the last child.
    last: u16,
    /// Whether a child came for a field before that of an earlier one.
    is_disordered: bool,
    /// Whether required attributes that are absent were reported: the tag stands before the values in it.
    absences_told: bool,
    /// Whether what no field takes is kept.
    keeps: bool,
}

/// What few elements need while they are read.
#[derive(Default)]
struct Rare<'t> {
    /// The first child that a field takes by name, for the few fields where it was asked for: so that no number of children makes
    /// looking for it dear.
    first: Vec<(usize, Option<Node<'t>>)>,
    /// Where the children begin that are kept, from the third on.
    kept: Vec<u32>,
}

/// A piece of mixed content.
pub enum Piece<'t> {
    /// Text.
    Text(Cow<'t, str>),
    /// A child.
    Child(Tag<'t>),
}

/// An attribute of the element that is read: its place among the tokens, and what its name is told by. All else is
/// looked up where it is asked for: so it stays in registers.
#[derive(Clone, Copy)]
pub struct AttributeTag {
    pub(super) index: u32,
    key: NameKey,
}

/// Goes into an element. It is apart from [`Reading::of`], which makes its value where it stays.
///
/// # Errors
/// The element is nested too deeply to be read at all.
#[inline]
pub fn enter(node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<(), Refused> {
    decoder.enter(node)
}

/// Holds what is [ended](Reading::end) or [finished](Reading::finish), after which it has nothing to be freed: so it is not dropped, which
/// would be asked of each element, and written down for each place where reading could panic.
#[cfg_attr(debug_assertions, inline)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub const fn held<'r, 't, 'f>(reading: Reading<'r, 't, 'f>) -> ManuallyDrop<Reading<'r, 't, 'f>> {
    ManuallyDrop::new(reading)
}

impl<'r, 't, 'f> Reading<'r, 't, 'f> {
    /// Begins an element that was [entered](enter). `keeps` says whether what no field takes is kept.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn of(
        shape: &'static Shape,
        node: Node<'t>,
        decoder: &'r mut Decoder<'f>,
        keeps: bool,
    ) -> Self {
        Self {
            shape,
            decoder,
            inside: node.attributes(),
            text: Cow::Borrowed(""),
            extra: Extra::new(),
            rare: None,
            came: [0; FEW],
            kept: [0; 2],
            progress: Progress {
                count: 0,
                kept: 0,
                last: 0,
                is_disordered: false,
                absences_told: false,
                keeps,
            },
        }
    }

    /// The next attribute.
    #[inline]
    pub fn attribute(&mut self) -> Option<AttributeTag> {
        let (index, key) = self.inside.next_key()?;
        Some(AttributeTag { index, key })
    }

    /// Whether the attribute has that name: one without a prefix, or with `xml:`.
    #[inline(always)]
    pub fn is(&self, attribute: AttributeTag, name: KnownName) -> bool {
        self.at(attribute.index).is_named(attribute.key, name)
    }

    /// Namespace name and local name of an attribute: in a place of its own, since few attributes have a prefix.
    #[inline(never)]
    pub fn expanded_name(&self, attribute: AttributeTag) -> (&'t str, &'t str) {
        self.at(attribute.index).expanded_name()
    }

    /// The attribute at that place among the tokens.
    #[inline]
    pub(super) const fn at(&self, index: u32) -> Attribute<'t> {
        self.inside.at(index)
    }

    /// The next child that may stand here. Text on the way is gathered or reported.
    ///
    /// It is looked for elsewhere, and its name here: a node comes back in registers, and a tag, which is larger, would be waited for.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn child(&mut self) -> Option<Tag<'t>> {
        self.next_child().map(Tag::of)
    }

    #[inline(never)]
    fn next_child(&mut self) -> Option<Node<'t>> {
        loop {
            match self.inside.next_element() {
                Some(child) if child.may_stand_in(self.node()) => return Some(child),
                Some(child) => self.misplaced_child(child),
                None if self.inside.is_at_end() => return None,
                None => self.text_on_the_way(),
            }
        }
    }

    #[cold]
    fn misplaced_child(&mut self, child: Node<'t>) {
        let node = self.node();
        report_misplaced_child(self.decoder, node, child);
    }

    /// Goes over text that stands before the next child.
    #[inline(never)]
    fn text_on_the_way(&mut self) {
        if let Some(text) = self.inside.next_text() {
            self.gather(text);
        }
    }

    /// Goes over the content of an element without fields for children.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn no_children(&mut self) {
        if !self.inside.is_at_end() {
            self.text_alone();
        }
    }

    /// Goes over content that is there.
    fn text_alone(&mut self) {
        match self.inside.only_plain_text() {
            Some(plain) if self.shape.has_text => {
                self.text = Cow::Borrowed(plain);
            }
            _ => self.no_usual_children(),
        }
    }

    #[inline(never)]
    fn no_usual_children(&mut self) {
        while let Some(content) = self.inside.next_content() {
            match content {
                Content::Text(text) => self.gather(text),
                Content::Element(child) if child.may_stand_in(self.node()) => {
                    self.unknown_child(Tag::of(child));
                }
                Content::Element(child) => self.misplaced_child(child),
            }
        }
    }

    /// Takes a piece of the element's own text.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn gather(&mut self, text: Text<'t>) {
        match text.plain_value() {
            Some(plain) if self.shape.has_text && self.text.is_empty() => {
                self.text = Cow::Borrowed(plain);
            }
            _ => self.gather_more(text),
        }
    }

    #[inline(never)]
    fn gather_more(&mut self, text: Text<'t>) {
        if !self.shape.has_text {
            let node = self.node();
            report_stray_text(self.decoder, node, text);
        } else if self.text.is_empty() {
            self.text = text.value();
        } else {
            self.text.to_mut().push_str(&text.value());
        }
    }

    /// The next piece of mixed content: text, or a child that may stand here.
    pub fn piece(&mut self) -> Option<Piece<'t>> {
        loop {
            match self.inside.next_content()? {
                Content::Text(text) => return Some(Piece::Text(text.value())),
                Content::Element(child) if child.may_stand_in(self.node()) => {
                    return Some(Piece::Child(Tag::of(child)));
                }
                Content::Element(child) => self.misplaced_child(child),
            }
        }
    }

    /// The element's own text, once all children are read.
    pub fn text(&mut self) -> Cow<'t, str> {
        std::mem::replace(&mut self.text, Cow::Borrowed(""))
    }

    /// How many children come next that have the name of this one, or are of the same kind, until another comes.
    #[inline(never)]
    pub(super) fn alike(&self, like: Tag<'t>, is_such: Option<fn(Tag<'_>) -> bool>) -> usize {
        let Some(is_such) = is_such else {
            return self.inside.alike(like.node);
        };
        let rest = self.inside.clone().into_content();
        rest.filter_map(Content::element)
            .take_while(|child| child.same_name(like.node) || is_such(Tag::of(*child)))
            .count()
    }

    /// How many children are still to come that are of another namespace.
    pub fn remaining_foreign(&self) -> usize {
        let rest = self.inside.clone().into_content();
        rest.filter_map(Content::element)
            .filter(|child| !child.same_namespace(self.node()))
            .count()
    }

    /// Whether a wildcard field takes the child.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn admits(&self, wildcard: &str, child: Tag<'_>) -> bool {
        if wildcard == "##any" {
            return true;
        }
        if wildcard == "##other" && child.node.has_namespace() {
            return !child.node.same_namespace(self.node()) || !self.shape.keeps;
        }
        !self.shape.keeps || super::admits(wildcard, self.node().namespace(), child.namespace())
    }

    /// Whether an unknown member of an open choice goes to its field, which has that [room](super::ChildSlot::has_room): where
    /// the field holds one, not beside a known one.
    pub fn stands_for_known(&mut self, at: usize, room: Option<bool>) -> bool {
        room.is_none_or(|room| room && self.first_known(at).is_none())
    }

    /// Takes an attribute that belongs to no field.
    #[cold]
    pub fn unknown_attribute(&mut self, attribute: AttributeTag) {
        let attribute = self.at(attribute.index);
        if self.decoder.is_strict() {
            self.absent_attributes();
        }
        let node = self.node();
        report_unknown_attribute(self.decoder, node, attribute);
        if self.progress.keeps {
            self.extra.push_read(attribute);
        }
    }

    /// Takes a child that belongs to no field.
    #[cold]
    pub fn unknown_child(&mut self, child: Tag<'t>) {
        let node = self.node();
        report_unknown_child(self.decoder, node, child.node);
        self.keep(child.node);
    }

    /// Reports required attributes that are not there.
    #[cold]
    pub fn absent_attributes(&mut self) {
        if std::mem::replace(&mut self.progress.absences_told, true) {
            return;
        }
        let node = self.node();
        for field in self.shape.fields {
            let is_absent = field.is_required
                && !node
                    .attributes()
                    .any(|attribute| field.takes_attribute(attribute));
            if is_absent {
                self.decoder.report(Rule::MISSING_ATTRIBUTE, node, || {
                    wording::missing_attribute(self.shape.name, &field.written())
                });
            }
        }
    }

    /// Notes for which field a child has come.
    #[inline]
    pub(super) const fn comes(&mut self, at: usize) {
        let at = at as u16;
        self.progress.is_disordered |= at < self.progress.last;
        self.progress.last = at;
        self.note(at as u8);
    }

    /// Notes what becomes of a child.
    #[inline]
    const fn note(&mut self, at: u8) {
        self.came[self.progress.count as usize % FEW] = at;
        self.progress.count += 1;
    }

    /// Reports a child that mixed content keeps where it stands, and that no wildcard admits.
    pub(super) fn among_text(&mut self, wildcard: &str, child: Tag<'t>) {
        if !super::admits(wildcard, self.node().namespace(), child.namespace()) {
            let node = self.node();
            report_unknown_child(self.decoder, node, child.node);
        }
    }

    /// Reports that a required child is not there.
    #[cold]
    pub fn absent_child(&mut self, at: usize) {
        let node = self.node();
        self.decoder.report(Rule::MISSING_CHILD, node, || {
            wording::missing_child(self.shape.name, &self.shape.fields[at].names())
        });
    }

    /// Reports that the value of an attribute or text is none of its type; `known` is what it reads as nevertheless.
    #[cold]
    pub(super) fn refused(
        &mut self,
        place: Place<'t>,
        error: &crate::TextError,
        known: Option<&str>,
    ) {
        let text = match place {
            Place::Attribute(attribute) => attribute.value(),
            Place::TextOf(node) => node.text(),
            _ => Cow::Borrowed(""),
        };
        if matches!(place, Place::Attribute(_)) {
            self.absent_attributes();
        }
        super::report::report_value(self.decoder, place, &text, error, known);
    }

    /// Reports a child beyond the one that its field holds.
    #[cold]
    pub(super) fn surplus(&mut self, at: usize, child: Node<'t>) {
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

    /// Reports a child beyond the one that a wildcard field holds, and keeps it with the unknown.
    #[cold]
    pub(super) fn surplus_any(&mut self, child: Node<'t>) {
        self.decoder.report(Rule::SURPLUS_CHILD, child, || {
            wording::surplus_child(self.shape.name, &wording::shown(child.name()), 1)
        });
        self.progress.count -= 1; // it did not come for the field after all
        self.keep(child);
    }

    /// Looks at what a child that is no struct holds beside its text.
    #[inline]
    pub(super) fn look_inside(&mut self, child: Node<'t>) {
        if !child.is_plain() {
            inside(child, self.decoder);
        }
    }

    /// Keeps what the child just read has left, which is value number `occurrence` of its field.
    #[inline]
    pub(super) fn keep_inside(&mut self, occurrence: usize, was_taken: bool) {
        if let Some(mut inside) = self.decoder.take_inside()
            && self.progress.keeps
            && was_taken
        {
            inside.occurrence = occurrence;
            self.extra.push_inside(*inside);
        }
    }

    /// Ends an element of which what no field takes is not kept.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn end(&mut self) {
        self.decoder.leave();
        self.free();
    }

    /// Frees what few elements have asked for.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn free(&mut self) {
        if self.rare.is_some() || matches!(self.text, Cow::Owned(_)) {
            self.free_rare();
        }
    }

    #[cold]
    fn free_rare(&mut self) {
        self.rare = None;
        self.text = Cow::Borrowed("");
    }

    /// Ends the element, and returns what no field takes.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn finish(&mut self) -> Extra {
        self.decoder.leave();
        if self.progress.is_disordered || self.progress.kept > 0 {
            self.arrange();
        }
        self.free();
        std::mem::take(&mut self.extra)
    }

    /// Notes where what is kept stood, and in which order the children came.
    #[cold]
    fn arrange(&mut self) {
        let (node, count) = (self.node(), self.progress.count as usize);
        let is_noted = count <= FEW && self.shape.fields.len() < usize::from(NOTED_AS_KEPT);
        let noted = is_noted.then(|| &self.came[..count]);
        if self.progress.kept > 0 {
            let places = match noted {
                Some(noted) => noted_places(noted),
                None => places(self.shape, node, self.kept()),
            };
            self.extra.place(places);
        }
        if self.progress.is_disordered && self.progress.keeps && self.shape.is_ordered {
            let order = match noted {
                Some(noted) => noted.iter().map(noted_field).collect(),
                None => order(self.shape, node, self.kept()),
            };
            self.extra.set_order(order);
        }
    }

    /// Where the children begin that are kept.
    fn kept(&self) -> impl Iterator<Item = usize> {
        let more = self.rare.as_ref().map_or(&[][..], |rare| &rare.kept);
        let kept = self.kept.iter().chain(more);
        kept.take(self.progress.kept as usize)
            .map(|&offset| offset as usize)
    }

    /// The element.
    #[inline]
    pub const fn node(&self) -> Node<'t> {
        self.inside.element()
    }

    /// The first child that belongs to the field by name.
    fn first_known(&mut self, at: usize) -> Option<Node<'t>> {
        let node = self.node();
        let first = &mut self.rare.get_or_insert_default().first;
        if let Some((_, known)) = first.iter().find(|(field, _)| *field == at) {
            return *known;
        }
        let field = &self.shape.fields[at];
        let known = node.elements().find(|child| field.takes(*child, node));
        first.push((at, known));
        known
    }

    fn keep(&mut self, child: Node<'t>) {
        if self.progress.keeps {
            self.extra.push_child(Element::from(child.to_fragment()));
            let offset = child.offset() as u32;
            match self.kept.get_mut(self.progress.kept as usize) {
                Some(place) => *place = offset,
                None => self.rare.get_or_insert_default().kept.push(offset),
            }
            self.progress.kept += 1;
            self.note(NOTED_AS_KEPT);
        }
    }
}
