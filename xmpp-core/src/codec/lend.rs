//! Borrowed forms of values and elements.

use super::{FromXml, Part, Store, TextError, XmlText, text_has_length};
use std::borrow::Cow;

/// A value with a borrowed form: `Cow<str>` for text, the type itself where there is nothing to borrow.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no borrowed form",
    note = "derive `XmlText` for it, which makes it its own borrowed form"
)]
pub trait Lend: XmlText {
    /// The borrowed form.
    type Lent<'t>: XmlText;

    /// Reads the value in its borrowed form.
    ///
    /// # Errors
    /// What was expected, where the text is no value of this type.
    fn lend(text: Cow<'_, str>) -> Result<Self::Lent<'_>, TextError>;

    /// The same, into where the value stays, as [`XmlText::read_into`] does.
    ///
    /// # Errors
    /// What was expected, where the text is no value of this type.
    #[doc(hidden)]
    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend_into<'t>(
        text: Cow<'t, str>,
        store: &mut impl Store<Self::Lent<'t>>,
    ) -> Result<(), TextError> {
        store.add(Self::lend(text)?);
        Ok(())
    }
}

/// An element with a borrowed form, which is the type itself where it was not asked for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no borrowed form",
    note = "derive `FromXml` for it"
)]
pub trait LendElement: FromXml {
    /// The borrowed form.
    type Lent<'t>: Part;
}

impl<T: LendElement> LendElement for Box<T> {
    type Lent<'t> = Box<T::Lent<'t>>;
}

impl XmlText for Cow<'_, str> {
    fn from_text(text: &str) -> Result<Self, TextError> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn has_length(&self, min: usize, max: usize) -> bool {
        text_has_length(self, min, max)
    }
}
