//! Where the fields of a struct are gathered while its element is read.

use crate::codec::{Children, MixedItem, Single, Store, TextError, Values};
use crate::xml::Node;
use crate::{Decoder, FromXml, Refused, XmlText};

/// A field in the making.
pub trait Slot {
    /// Takes the text of an attribute or element.
    ///
    /// # Errors
    /// The text is no value of the field's type.
    fn text(&mut self, _text: &str) -> Result<(), TextError> {
        Ok(())
    }

    /// Takes what stands for an unknown value, where there is such a thing, and says what that is.
    fn unknown(&mut self) -> Option<String> {
        None
    }

    /// Takes a child element; what is wrong with it is reported to the decoder.
    fn element(&mut self, _node: Node<'_>, _decoder: &mut Decoder<'_>) {}

    /// How often something came for the field, valid or not.
    fn came(&self) -> usize;

    /// How many values the field holds so far.
    fn count(&self) -> usize;

    /// Whether the field holds any number of values.
    fn is_many(&self) -> bool;

    /// Whether the field can do without a value.
    fn is_optional(&self) -> bool;
}

/// A field of values: an attribute, text, or the text of children.
pub struct ValueSlot<V: Values> {
    store: V::Store,
    default: Option<fn() -> V>,
    came: usize,
}

/// A field for the text of child elements.
pub fn texts<V: Values>() -> ValueSlot<V> {
    ValueSlot {
        store: V::Store::default(),
        default: None,
        came: 0,
    }
}

/// A field for an attribute or for the element's own text.
pub fn single<V: Single>() -> ValueSlot<V> {
    texts()
}

/// A field of one value that there is also where nothing came.
pub fn single_or<V: XmlText>(default: fn() -> V) -> ValueSlot<V> {
    ValueSlot {
        default: Some(default),
        ..texts()
    }
}

impl<V: Values> ValueSlot<V> {
    /// The field.
    ///
    /// # Errors
    /// It is required, and there is no valid value.
    pub fn finish(self) -> Result<V, Refused> {
        V::finish(self.store)
            .or_else(|| self.default.map(|default| default()))
            .ok_or(Decoder::refused())
    }
}

impl<V: Values> Slot for ValueSlot<V> {
    fn text(&mut self, text: &str) -> Result<(), TextError> {
        self.came += 1;
        let value = V::Item::from_text(text)?;
        self.store.add(value);
        Ok(())
    }

    fn unknown(&mut self) -> Option<String> {
        let value = V::Item::unknown()?;
        let text = value.to_text().into_owned();
        self.store.add(value);
        Some(text)
    }

    fn came(&self) -> usize {
        self.came
    }

    fn count(&self) -> usize {
        self.store.count()
    }

    fn is_many(&self) -> bool {
        V::Store::MANY
    }

    fn is_optional(&self) -> bool {
        V::OPTIONAL || self.default.is_some()
    }
}

/// A field of child elements.
pub struct ChildSlot<V: Children> {
    store: V::Store,
    default: Option<fn() -> V>,
    came: usize,
}

/// A field for child elements.
pub fn children_of<V: Children>() -> ChildSlot<V> {
    ChildSlot {
        store: V::Store::default(),
        default: None,
        came: 0,
    }
}

/// A field of one child that there is also where nothing came.
pub fn child_or<V: FromXml>(default: fn() -> V) -> ChildSlot<V> {
    ChildSlot {
        default: Some(default),
        ..children_of()
    }
}

impl<V: Children> ChildSlot<V> {
    /// The field.
    ///
    /// # Errors
    /// It is required, and there is no valid child.
    pub fn finish(self) -> Result<V, Refused> {
        V::finish(self.store)
            .or_else(|| self.default.map(|default| default()))
            .ok_or(Decoder::refused())
    }
}

impl<V: Children> Slot for ChildSlot<V> {
    fn element(&mut self, node: Node<'_>, decoder: &mut Decoder<'_>) {
        self.came += 1;
        if let Ok(value) = V::Item::from_xml(node, decoder) {
            self.store.add(value);
        }
    }

    fn came(&self) -> usize {
        self.came
    }

    fn count(&self) -> usize {
        self.store.count()
    }

    fn is_many(&self) -> bool {
        V::Store::MANY
    }

    fn is_optional(&self) -> bool {
        V::OPTIONAL || self.default.is_some()
    }
}

/// A field of mixed content.
pub struct MixedSlot<T> {
    pieces: Vec<T>,
}

/// A field for mixed content.
pub const fn mixed_of<V: Children<Item = T, Store = Vec<T>>, T: MixedItem>() -> MixedSlot<T> {
    MixedSlot { pieces: Vec::new() }
}

impl<T: MixedItem> MixedSlot<T> {
    /// The field.
    ///
    /// # Errors
    /// None.
    pub fn finish(self) -> Result<Vec<T>, Refused> {
        Ok(self.pieces)
    }
}

impl<T: MixedItem> Slot for MixedSlot<T> {
    fn text(&mut self, text: &str) -> Result<(), TextError> {
        let goes_on = self.pieces.last_mut().is_some_and(|last| last.append(text));
        if !goes_on && !text.is_empty() {
            self.pieces.push(T::of_text(text));
        }
        Ok(())
    }

    fn element(&mut self, node: Node<'_>, decoder: &mut Decoder<'_>) {
        if let Ok(piece) = T::from_xml(node, decoder) {
            self.pieces.push(piece);
        }
    }

    fn came(&self) -> usize {
        self.pieces.len()
    }

    fn count(&self) -> usize {
        self.pieces.len()
    }

    fn is_many(&self) -> bool {
        true
    }

    fn is_optional(&self) -> bool {
        true
    }
}

/// A field that says whether a child element is there.
pub struct FlagSlot {
    came: usize,
}

/// A field for a child element without content.
pub const fn presence() -> FlagSlot {
    FlagSlot { came: 0 }
}

impl FlagSlot {
    /// The field.
    ///
    /// # Errors
    /// None.
    pub const fn finish(self) -> Result<bool, Refused> {
        Ok(self.came > 0)
    }
}

impl Slot for FlagSlot {
    fn element(&mut self, _: Node<'_>, _: &mut Decoder<'_>) {
        self.came += 1;
    }

    fn came(&self) -> usize {
        self.came
    }

    fn count(&self) -> usize {
        self.came
    }

    fn is_many(&self) -> bool {
        false
    }

    fn is_optional(&self) -> bool {
        true
    }
}
