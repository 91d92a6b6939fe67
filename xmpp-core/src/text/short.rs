//! Text that is mostly short.

use crate::codec::text_has_length;
use crate::{TextError, XmlText};
use compact_str::CompactString;
use std::borrow::{Borrow, Cow};
use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// Any text, white space and all, as a `String` is, but for lists of many that are short: a name in a roster, the value of a field.
///
/// 24 bytes; up to as many octets of text are kept inside, so that reading it asks for no memory.
///
/// ```
/// use xmpp_core::text::ShortText;
///
/// let name = ShortText::from("Juliet");
/// assert!(name == "Juliet" && name.starts_with("Ju"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShortText {
    text: CompactString,
}

impl ShortText {
    /// That text.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self {
            text: CompactString::new(text),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl XmlText for ShortText {
    const IN_PLACE: bool = true;

    fn from_text(text: &str) -> Result<Self, TextError> {
        Ok(Self::new(text))
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn has_length(&self, min: usize, max: usize) -> bool {
        text_has_length(self, min, max)
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&String> for ShortText {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<String> for ShortText {
    fn from(text: String) -> Self {
        Self {
            text: CompactString::from(text),
        }
    }
}

impl From<Cow<'_, str>> for ShortText {
    fn from(text: Cow<'_, str>) -> Self {
        Self {
            text: CompactString::from(text),
        }
    }
}

impl From<ShortText> for String {
    fn from(text: ShortText) -> Self {
        text.text.into()
    }
}

impl FromStr for ShortText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }
}

impl AsRef<str> for ShortText {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for ShortText {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq<str> for ShortText {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for ShortText {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for ShortText {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl fmt::Display for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
