//! Values of attributes and of text.

use super::{Store, TextError};
use std::borrow::Cow;

/// A value that stands in an attribute or in the text of an element: a simple type of XML Schema.
///
/// Derive it for enums of values and for newtypes over another such type: that gives [`FromStr`](std::str::FromStr) and
/// [`Display`](std::fmt::Display) too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of an attribute or of text",
    note = "derive `XmlText` for it; an attribute or text that may be absent is an `Option<_>`"
)]
pub trait XmlText: Sized {
    /// What [`length`](Self::length) counts, in the singular.
    const UNIT: &'static str = "character";

    /// What the value is where other things than text are known, as in JSON.
    #[doc(hidden)]
    const SCALAR: Scalar = Scalar::Text;

    /// Whether a short value is kept without memory of its own, so that none should be asked for on the way to it.
    #[doc(hidden)]
    const IN_PLACE: bool = false;

    /// Reads the value. The text is unescaped; white space around it is dropped where the type says so.
    ///
    /// # Errors
    /// What was expected, where the text is no value of this type.
    fn from_text(text: &str) -> Result<Self, TextError>;

    /// The same, of text that may be at hand as a `String`: a type that keeps it does without a copy.
    ///
    /// # Errors
    /// What was expected, where the text is no value of this type.
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_cow(text: Cow<'_, str>) -> Result<Self, TextError> {
        Self::from_text(&text)
    }

    /// The same, into where the value stays: a type whose values are made in another way now and then keeps the usual one in line by
    /// adding in each.
    ///
    /// # Errors
    /// What was expected, where the text is no value of this type.
    #[doc(hidden)]
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_into(text: Cow<'_, str>, store: &mut impl Store<Self>) -> Result<(), TextError> {
        store.add(Self::from_cow(text)?);
        Ok(())
    }

    /// The canonical text of the value, not yet escaped.
    fn to_text(&self) -> Cow<'_, str>;

    /// What a value outside the list reads as, where the list is open (RFC 6121 §5.2.2: an unknown type is `normal`).
    fn unknown() -> Option<Self> {
        None
    }

    /// The length that the facets `min_length` and `max_length` bound: characters of text, octets of binary data, items of
    /// a list (XSD part 2 §4.3.1).
    fn length(&self) -> usize {
        self.to_text().chars().count()
    }

    /// Whether the length is at least `min` and at most `max`.
    #[doc(hidden)]
    #[inline]
    fn has_length(&self, min: usize, max: usize) -> bool {
        (min..=max).contains(&self.length())
    }
}

/// Whether a text has at least `min` and at most `max` characters, which are counted only where its octets, of which a character has up to
/// four, do not tell.
#[inline]
pub(crate) fn text_has_length(text: &str, min: usize, max: usize) -> bool {
    let octets = text.len();
    (min <= octets.div_ceil(4) && octets <= max) || (min..=max).contains(&text.chars().count())
}

/// What a value is where other things than text are known.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A text.
    Text,
    /// True or false.
    Truth,
    /// A number, if its text is one.
    Number,
}
