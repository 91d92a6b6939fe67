//! Where the fields of a struct are gathered while its element is read.

use crate::codec::{Children, Single, Store, TextError, Values};
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

    /// Whether anything came for the field, valid or not.
    fn came(&self) -> bool;

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
    came: bool,
}

impl<V: Values> ValueSlot<V> {
    /// A field for the text of child elements.
    pub fn several() -> Self {
        Self {
            store: V::Store::default(),
            default: None,
            came: false,
        }
    }

    /// A field for an attribute or for text.
    pub fn single() -> Self
    where
        V: Single,
    {
        Self::several()
    }

    /// A field that has a value also where nothing came.
    pub fn or(default: fn() -> V) -> Self
    where
        V: XmlText,
    {
        Self {
            default: Some(default),
            ..Self::several()
        }
    }

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
        self.came = true;
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

    fn came(&self) -> bool {
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
    came: bool,
}

impl<V: Children> ChildSlot<V> {
    /// A field for child elements.
    pub fn several() -> Self {
        Self {
            store: V::Store::default(),
            default: None,
            came: false,
        }
    }

    /// A field that has a value also where nothing came.
    pub fn or(default: fn() -> V) -> Self
    where
        V: FromXml,
    {
        Self {
            default: Some(default),
            ..Self::several()
        }
    }

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
        self.came = true;
        if let Ok(value) = V::Item::from_xml(node, decoder) {
            self.store.add(value);
        }
    }

    fn came(&self) -> bool {
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

/// A field that says whether a child element is there.
#[derive(Default)]
pub struct FlagSlot {
    came: bool,
}

impl FlagSlot {
    /// Not there yet.
    pub const fn new() -> Self {
        Self { came: false }
    }

    /// The field.
    ///
    /// # Errors
    /// None.
    pub const fn finish(self) -> Result<bool, Refused> {
        Ok(self.came)
    }
}

impl Slot for FlagSlot {
    fn element(&mut self, _: Node<'_>, _: &mut Decoder<'_>) {
        self.came = true;
    }

    fn came(&self) -> bool {
        self.came
    }

    fn count(&self) -> usize {
        usize::from(self.came)
    }

    fn is_many(&self) -> bool {
        false
    }

    fn is_optional(&self) -> bool {
        true
    }
}
