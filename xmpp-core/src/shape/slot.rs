//! Where the fields of a struct are gathered while its element is read.

use super::Tag;
use super::read::{AttributeTag, Reading};
use super::report::stray_texts;
use crate::codec::{
    Children, FromNode, Lend, Optional, Part, Single, SingleChild, Store, TextError, Values,
};
use crate::xml::Place;
use crate::{Element, FromXml, XmlText};
use std::borrow::Cow;
use std::marker::PhantomData;

/// What stands for the default of a field that has none: fields are taken only where all are made.
///
/// # Panics
/// Always.
#[cold]
pub fn not_made<V>() -> V {
    unreachable!("the field was not made")
}

/// The same for a field that is optional by the name of its type, which is held to be what it is called here.
pub fn nothing<V: Optional>() -> V {
    V::default()
}

/// How a value is made of its text, and put where it stays. It is a trait and no closure, so that it is done in line: what comes back
/// through memory is written by eight bytes and read by sixteen, which is waited for.
trait Read<'t, I> {
    fn read(text: Cow<'t, str>, store: &mut impl Store<I>) -> Result<(), TextError>;
}

/// As a value of its own.
struct Own;

impl<I: XmlText> Read<'_, I> for Own {
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read(text: Cow<'_, str>, store: &mut impl Store<I>) -> Result<(), TextError> {
        I::read_into(text, store)
    }
}

/// In the borrowed form of `T`.
struct Lending<T>(PhantomData<T>);

impl<'t, T: Lend> Read<'t, T::Lent<'t>> for Lending<T> {
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read(text: Cow<'t, str>, store: &mut impl Store<T::Lent<'t>>) -> Result<(), TextError> {
        T::lend_into(text, store)
    }
}

/// A field of values: an attribute, text, or the text of children. `DEFAULT`: it has a value also where nothing came.
pub struct ValueSlot<V: Values, const DEFAULT: bool = false> {
    store: V::Store,
    came: u32,
}

/// A field for the text of child elements.
#[inline]
pub fn texts<V: Values>() -> ValueSlot<V> {
    ValueSlot::empty()
}

/// A field for an attribute or for the element's own text.
#[inline]
pub fn single<V: Single>() -> ValueSlot<V> {
    ValueSlot::empty()
}

/// A field of one value that there is also where nothing came.
#[inline]
pub fn single_or<V: XmlText>() -> ValueSlot<V, true> {
    ValueSlot::empty()
}

impl<V: Values, const DEFAULT: bool> ValueSlot<V, DEFAULT> {
    #[inline]
    fn empty() -> Self {
        Self {
            store: V::Store::default(),
            came: 0,
        }
    }

    /// Takes an attribute.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn attribute<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, attribute: AttributeTag) {
        self.take::<Own>(reading, attribute.index);
    }

    /// Takes an attribute into the borrowed form of `T`.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn attribute_of<'t, T>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        attribute: AttributeTag,
    ) where
        T: Lend<Lent<'t> = V::Item>,
    {
        self.take::<Lending<T>>(reading, attribute.index);
    }

    /// Takes an attribute, of which its place comes: in a register. What is to be resolved goes another way, so that in the usual one it is
    /// known that text is borrowed.
    #[inline]
    fn take<'t, R: Read<'t, V::Item>>(&mut self, reading: &mut Reading<'_, 't, '_>, index: u32) {
        let attribute = reading.at(index);
        let place = || Place::Attribute(attribute);
        match attribute.named().plain_value() {
            Some(text) => self.value::<R>(reading, place, Cow::Borrowed(text)),
            None => self.take_resolved::<R>(reading, index),
        }
    }

    /// Takes an attribute in which something is to be resolved: without asking for memory on the way, if it is short and the value is kept
    /// in place.
    #[cold]
    #[inline(never)]
    fn take_resolved<'t, R: Read<'t, V::Item>>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        index: u32,
    ) {
        let attribute = reading.at(index);
        let place = || Place::Attribute(attribute);
        let resolved = V::Item::IN_PLACE.then(|| attribute.named().resolved());
        match resolved.flatten() {
            Some(short) => self.value::<Own>(reading, place, Cow::Borrowed(short.as_str())),
            None => self.value::<R>(reading, place, attribute.value()),
        }
    }

    /// Takes the text of a child.
    #[inline]
    pub fn text_of<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, at: usize, child: Tag<'t>) {
        match child.node.only_text() {
            Some(text) => self.only_text::<Own>(reading, at, child, text),
            None => self.unusual_text::<Own>(reading, at, child),
        }
    }

    /// Takes the text of a child into the borrowed form of `T`.
    #[inline]
    pub fn text_of_of<'t, T>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
    ) where
        T: Lend<Lent<'t> = V::Item>,
    {
        match child.node.only_text() {
            Some(text) => self.only_text::<Lending<T>>(reading, at, child, text),
            None => self.unusual_text::<Lending<T>>(reading, at, child),
        }
    }

    /// Takes the text of a child that holds nothing else.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn only_text<'t, R: Read<'t, V::Item>>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
        text: &'t str,
    ) {
        if self.begin(reading, at, child) {
            self.value::<R>(reading, || Place::TextOf(child.node), Cow::Borrowed(text));
        }
    }

    /// Takes the text of a child that holds something else as well, or in which something is to be resolved or joined: without asking for
    /// memory on the way, if it is short and the value is kept in place.
    #[cold]
    #[inline(never)]
    fn unusual_text<'t, R: Read<'t, V::Item>>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
    ) {
        let node = child.node;
        let resolved = V::Item::IN_PLACE.then(|| node.resolved_text());
        match resolved.flatten() {
            Some(short) => self.child_text::<Own>(reading, at, child, || short.as_str().into()),
            None => self.child_text::<R>(reading, at, child, || node.text()),
        }
    }

    /// Takes the text of a child that may hold something else as well.
    fn child_text<'t, 's, R: Read<'s, V::Item>>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
        text: impl FnOnce() -> Cow<'s, str>,
    ) {
        if self.begin(reading, at, child) {
            let occurrence = self.store.count();
            self.value::<R>(reading, || Place::TextOf(child.node), text());
            reading.look_inside(child.node);
            reading.keep_inside(occurrence, self.store.count() > occurrence);
        }
    }

    /// Takes the element's own text.
    #[inline]
    pub fn own_text(&mut self, reading: &mut Reading<'_, '_, '_>) {
        let (text, node) = (reading.text(), reading.node());
        if !(text.is_empty() && self.is_optional()) {
            self.value::<Own>(reading, || Place::TextOf(node), text);
        }
    }

    /// Takes the element's own text into the borrowed form of `T`.
    #[inline]
    pub fn own_text_of<'t, T>(&mut self, reading: &mut Reading<'_, 't, '_>)
    where
        T: Lend<Lent<'t> = V::Item>,
    {
        let (text, node) = (reading.text(), reading.node());
        if !(text.is_empty() && self.is_optional()) {
            self.value::<Lending<T>>(reading, || Place::TextOf(node), text);
        }
    }

    /// Takes an empty child, and the text that it stands for.
    pub fn empty_child<'t>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
        text: &'static str,
    ) {
        self.child_text::<Own>(reading, at, child, || Cow::Borrowed(text));
    }

    /// Takes the text that the element stands for, where it has none.
    pub fn empty_element(&mut self, reading: &mut Reading<'_, '_, '_>, text: &'static str) {
        let node = reading.node();
        self.value::<Own>(reading, || Place::TextOf(node), Cow::Borrowed(text));
    }

    /// How often something came for the field, valid or not.
    #[inline]
    pub const fn came(&self) -> usize {
        self.came as usize
    }

    /// Whether the field is required, and nothing came for it.
    #[inline]
    pub const fn is_absent(&self) -> bool {
        self.came == 0 && !self.is_optional()
    }

    /// The field where it is gathered, if it is there by now; a default is not.
    #[inline]
    pub fn look(&self) -> Option<&V> {
        V::look(&self.store)
    }

    /// Whether there is something to [`into_field`](Self::into_field): a value, or what stands for none.
    #[inline]
    pub fn is_made(&self) -> bool {
        self.is_optional() || self.store.count() > 0
    }

    /// The field, where it [is made](Self::is_made); `default` is its value where nothing came, if it has one.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn into_field(self, default: impl FnOnce() -> V) -> V {
        V::made(self.store, default)
    }

    const fn is_optional(&self) -> bool {
        V::OPTIONAL || DEFAULT
    }

    /// Whether there is room for what a child holds, which is made where it comes to many.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn begin<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, at: usize, child: Tag<'t>) -> bool {
        reading.comes(at);
        if self.came > 0 && !V::Store::MANY {
            reading.surplus(at, child.node);
            return false;
        }
        if V::Store::MANY && self.came == V::Store::IN_PLACE {
            self.store.reserve(1 + reading.alike(child, None));
        }
        true
    }

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn value<'t, 's, R: Read<'s, V::Item>>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        place: impl FnOnce() -> Place<'t>,
        text: Cow<'s, str>,
    ) {
        self.came += 1;
        if let Err(error) = R::read(text, &mut self.store) {
            self.refused(reading, place(), &error);
        }
    }

    /// Takes what stands for an unknown value, where there is such a thing, and reports the value that is none.
    #[cold]
    fn refused<'t>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        place: Place<'t>,
        error: &TextError,
    ) {
        let known = V::Item::unknown();
        let instead = known.as_ref().map(XmlText::to_text);
        reading.refused(place, error, instead.as_deref());
        if let Some(known) = known {
            self.store.add(known);
        }
    }
}

/// A field of child elements. `DEFAULT`: it has a value also where nothing came.
pub struct ChildSlot<V: Children, const DEFAULT: bool = false> {
    store: V::Store,
    came: u32,
}

/// A field for child elements.
#[inline]
pub fn children_of<V: Children>() -> ChildSlot<V> {
    ChildSlot::empty()
}

/// A field of one child that there is also where nothing came.
#[inline]
pub fn child_or<V: SingleChild>() -> ChildSlot<V, true> {
    ChildSlot::empty()
}

impl<V: Children, const DEFAULT: bool> ChildSlot<V, DEFAULT> {
    #[inline]
    fn empty() -> Self {
        Self {
            store: V::Store::default(),
            came: 0,
        }
    }

    /// Takes a child; what is wrong with it is reported. `position` says which alternative it is, where its type is a choice.
    #[inline]
    pub fn child<'t>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
        position: Option<usize>,
    ) where
        V::Item: FromXml,
    {
        if let Some(before) = self.begin(reading, at, child, V::Item::takes) {
            if let Ok(value) = V::Item::from_xml_at(position, child.node, reading.decoder) {
                self.store.add(value);
            }
            reading.keep_inside(before, self.store.count() > before);
        }
    }

    /// Takes a child in its borrowed form.
    #[inline]
    pub fn child_of<'t>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
        position: Option<usize>,
    ) where
        V::Item: FromNode<'t>,
    {
        let takes = <V::Item as FromNode>::Owned::takes;
        if let Some(before) = self.begin(reading, at, child, takes) {
            if let Ok(value) = V::Item::from_node_at(position, child.node, reading.decoder) {
                self.store.add(value);
            }
            reading.keep_inside(before, self.store.count() > before);
        }
    }

    /// Takes what a wildcard admits.
    #[inline]
    pub fn any<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, at: usize, child: Tag<'t>)
    where
        V: Children<Item = Element>,
    {
        reading.comes(at);
        if self.came > 0 && !V::Store::MANY {
            return reading.surplus_any(child.node);
        }
        self.came += 1;
        if reading.decoder.claim(child) {
            return;
        }
        if V::Store::MANY && self.store.count() == 0 {
            self.store.reserve(1 + reading.remaining_foreign());
        }
        self.store.add(Element::from(child.node));
    }

    /// Takes what a wildcard admits, as it stands on the tape.
    #[inline]
    pub fn any_of<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, at: usize, child: Tag<'t>)
    where
        V: Children<Item = crate::xml::Node<'t>>,
    {
        reading.comes(at);
        if self.came > 0 && !V::Store::MANY {
            return reading.surplus_any(child.node);
        }
        self.came += 1;
        if reading.decoder.claim(child) {
            return;
        }
        if V::Store::MANY && self.store.count() == 0 {
            self.store.reserve(1 + reading.remaining_foreign());
        }
        self.store.add(child.node);
    }

    /// Whether an unknown member of an open choice may go here: any number may, or nothing is here yet.
    #[inline]
    pub const fn has_room(&self) -> Option<bool> {
        if V::Store::MANY {
            None
        } else {
            Some(self.came == 0)
        }
    }

    /// How often something came for the field, valid or not.
    #[inline]
    pub const fn came(&self) -> usize {
        self.came as usize
    }

    /// Whether the field is required, and nothing came for it.
    #[inline]
    pub const fn is_absent(&self) -> bool {
        self.came == 0 && !V::OPTIONAL && !DEFAULT
    }

    /// The field where it is gathered, if it is there by now; a default is not.
    #[inline]
    pub fn look(&self) -> Option<&V> {
        V::look(&self.store)
    }

    /// Whether there is something to [`into_field`](Self::into_field): a child, or what stands for none.
    #[inline]
    pub fn is_made(&self) -> bool {
        V::OPTIONAL || DEFAULT || self.store.count() > 0
    }

    /// The field, where it [is made](Self::is_made); `default` is its value where nothing came, if it has one.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn into_field(self, default: impl FnOnce() -> V) -> V {
        V::made(self.store, default)
    }

    /// Says how many there are before a child is read; nothing where the field has its one.
    #[inline]
    fn begin<'t>(
        &mut self,
        reading: &mut Reading<'_, 't, '_>,
        at: usize,
        child: Tag<'t>,
        takes: fn(Tag<'_>) -> bool,
    ) -> Option<usize> {
        reading.comes(at);
        if self.came > 0 && !V::Store::MANY {
            reading.surplus(at, child.node);
            return None;
        }
        if V::Store::MANY && self.came == V::Store::IN_PLACE {
            let others = if V::Item::IS_ONE { None } else { Some(takes) };
            self.store.reserve(1 + reading.alike(child, others));
        }
        self.came += 1;
        Some(self.store.count())
    }
}

/// A field that says whether a child element is there.
pub struct FlagSlot {
    came: u32,
}

/// A field for a child element without content.
#[inline]
pub const fn presence() -> FlagSlot {
    FlagSlot { came: 0 }
}

impl FlagSlot {
    /// Takes the child.
    #[inline]
    pub fn child<'t>(&mut self, reading: &mut Reading<'_, 't, '_>, at: usize, child: Tag<'t>) {
        reading.comes(at);
        if self.came > 0 {
            return reading.surplus(at, child.node);
        }
        self.came = 1;
        stray_texts(child.node, reading.decoder);
        reading.look_inside(child.node);
        reading.keep_inside(0, true);
    }

    /// How often something came for the field.
    #[inline]
    pub const fn came(&self) -> usize {
        self.came as usize
    }

    /// Whether the field is required, which it never is.
    #[inline]
    pub const fn is_absent(&self) -> bool {
        false
    }

    /// Whether there is something to take, which there always is.
    #[inline]
    pub const fn is_made(&self) -> bool {
        true
    }

    /// The field.
    #[inline]
    pub fn into_field(self, _: impl FnOnce() -> bool) -> bool {
        self.came > 0
    }
}
