//! Base64.

use crate::text::white_space::is_white_space;
use crate::{TextError, XmlText};
use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// Octets that travel as base64, read strictly.
///
/// Only the alphabet of RFC 4648 §4 with the padding that belongs there: no white space, no missing or surplus `=`, no bits
/// beyond the last octet, as RFC 6120 §13.9.1 demands. `xs:base64Binary` itself allows white space: where data comes in
/// lines, the catalogue says [`MimeBase64`].
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64 {
    octets: Vec<u8>,
}

/// Octets that travel as base64 which may be broken into lines (RFC 2045 §6.8), as the photos of vCards are (XEP-0054).
///
/// White space may stand anywhere; it is not written. All else is as strict as in [`Base64`].
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MimeBase64 {
    octets: Vec<u8>,
}

impl XmlText for Base64 {
    const UNIT: &'static str = "octet";

    fn from_text(text: &str) -> Result<Self, TextError> {
        decode(text).map(Self::new)
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(STANDARD.encode(&self.octets))
    }

    fn length(&self) -> usize {
        self.octets.len()
    }
}

impl XmlText for MimeBase64 {
    const UNIT: &'static str = "octet";

    fn from_text(text: &str) -> Result<Self, TextError> {
        if text.contains(is_white_space) {
            decode(&text.replace(is_white_space, "")).map(Self::new)
        } else {
            decode(text).map(Self::new)
        }
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Owned(STANDARD.encode(&self.octets))
    }

    fn length(&self) -> usize {
        self.octets.len()
    }
}

fn decode(text: &str) -> Result<Vec<u8>, TextError> {
    STANDARD
        .decode(text)
        .map_err(|_| TextError::expected("base64 as in RFC 4648 §4, with its padding"))
}

macro_rules! octets {
    ($($name:ident),*) => {$(
        impl $name {
            /// These octets.
            pub fn new(octets: impl Into<Vec<u8>>) -> Self {
                Self { octets: octets.into() }
            }

            /// The octets.
            pub fn as_bytes(&self) -> &[u8] {
                &self.octets
            }

            /// The octets.
            pub fn into_bytes(self) -> Vec<u8> {
                self.octets
            }
        }

        impl Deref for $name {
            type Target = [u8];

            fn deref(&self) -> &[u8] {
                &self.octets
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.octets
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(octets: Vec<u8>) -> Self {
                Self { octets }
            }
        }

        impl From<&[u8]> for $name {
            fn from(octets: &[u8]) -> Self {
                Self { octets: octets.to_vec() }
            }
        }

        impl<const N: usize> From<[u8; N]> for $name {
            fn from(octets: [u8; N]) -> Self {
                Self { octets: octets.to_vec() }
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(value: $name) -> Self {
                value.octets
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&crate::XmlText::to_text(self))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::TextError;

            fn from_str(text: &str) -> Result<Self, crate::TextError> {
                crate::XmlText::from_text(text)
            }
        }
    )*};
}

octets!(Base64, MimeBase64);

pub(crate) use octets;
