//! What all types that are checked text have in common.

use compact_str::CompactString;
use std::fmt::{self, Write};

/// Makes a type of text that is checked when it is made.
///
/// `$read` takes the text without white space around it and gives it in the form to keep.
macro_rules! checked_text {
    ($(#[$meta:meta])* $name:ident, $read:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name {
            text: compact_str::CompactString,
        }

        crate::text::newtype::text_api!($name, $read);
        crate::text::newtype::text_equality!($name);
    };
}

/// The functions and conversions of a struct with a field `text`.
macro_rules! text_api {
    ($name:ident, $read:expr) => {
        impl $name {
            /// Reads the value; white space around it is dropped.
            ///
            /// # Errors
            ///
            /// What was expected, if the text is no such value.
            #[cfg_attr(debug_assertions, inline)]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn new(text: &str) -> Result<Self, crate::TextError> {
                let read: fn(&str) -> Result<compact_str::CompactString, crate::TextError> = $read;
                read(crate::text::trim(text)).map(|text| Self { text })
            }

            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        crate::text::newtype::text_conversions!($name);
    };
}

/// `XmlText`, `Display`, `Debug`, `FromStr` and the like for a type with `new` and `as_str`.
macro_rules! text_conversions {
    ($name:ident) => {
        impl crate::XmlText for $name {
            #[cfg_attr(debug_assertions, inline)]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_text(text: &str) -> Result<Self, crate::TextError> {
                Self::new(text)
            }

            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.as_str())
            }

            fn has_length(&self, min: usize, max: usize) -> bool {
                crate::codec::text_has_length(self.as_str(), min, max)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::TextError;

            fn from_str(text: &str) -> Result<Self, crate::TextError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = crate::TextError;

            fn try_from(text: &str) -> Result<Self, crate::TextError> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self == *other
            }
        }
    };
}

/// Equality with text as it stands.
macro_rules! text_equality {
    ($($name:ident),*) => {$(
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
    )*};
}

/// What was formatted, inside where it is short. `format_compact!` does the same by what takes a thirteenth of the code of this
/// crate where nothing is optimized.
pub(crate) fn written(text: fmt::Arguments<'_>) -> CompactString {
    let mut written = CompactString::default();
    let _ = written.write_fmt(text); // memory takes whatever is written to it
    written
}

/// A struct with a field `text` that is any text: how it is made, read, and compared.
macro_rules! free_text {
    ($name:ident) => {
        impl $name {
            /// That text.
            #[inline]
            pub fn new(text: impl AsRef<str>) -> Self {
                Self {
                    text: compact_str::CompactString::new(text),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl crate::XmlText for $name {
            const IN_PLACE: bool = true;

            #[inline]
            fn from_text(text: &str) -> Result<Self, crate::TextError> {
                Ok(Self::new(text))
            }

            fn to_text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.as_str())
            }

            fn has_length(&self, min: usize, max: usize) -> bool {
                crate::codec::text_has_length(self.as_str(), min, max)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self {
                    text: compact_str::CompactString::from(text),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::new(text))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        crate::text::newtype::text_equality!($name);
    };
}

pub(crate) use {checked_text, free_text, text_api, text_conversions, text_equality};
