//! Text that is mostly short.

use crate::text::newtype::free_text;
use compact_str::CompactString;
use std::borrow::Cow;
use std::ops::Deref;

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

free_text!(ShortText);

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&String> for ShortText {
    fn from(text: &String) -> Self {
        Self::new(text)
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

impl PartialEq<String> for ShortText {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}
