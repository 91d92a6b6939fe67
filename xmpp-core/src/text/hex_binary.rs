//! Hexadecimal digits.

use crate::text::base64::octets;
use crate::text::trim;
use crate::{TextError, XmlText};
use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;
use std::ops::Deref;

/// Octets that travel as pairs of hexadecimal digits (`xs:hexBinary`, XSD part 2 §3.2.15).
///
/// Read in either case. Written in lower case, as all of XMPP writes hashes and many peers compare them (XEP-0153), though
/// XML Schema calls upper case canonical.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HexBinary {
    octets: Vec<u8>,
}

octets!(HexBinary);

impl XmlText for HexBinary {
    const UNIT: &'static str = "octet";

    fn from_text(text: &str) -> Result<Self, TextError> {
        let (pairs, rest) = trim(text).as_bytes().as_chunks::<2>();
        let octets: Option<Vec<u8>> = pairs.iter().map(octet).collect();
        match octets {
            Some(octets) if rest.is_empty() => Ok(Self { octets }),
            _ => Err(TextError::expected("pairs of hexadecimal digits")),
        }
    }

    fn to_text(&self) -> Cow<'_, str> {
        let mut text = String::with_capacity(self.octets.len() * 2);
        for octet in &self.octets {
            let _ = write!(text, "{octet:02x}"); // a `String` takes all
        }
        Cow::Owned(text)
    }

    fn length(&self) -> usize {
        self.octets.len()
    }
}

fn octet(pair: &[u8; 2]) -> Option<u8> {
    let digit = |at: u8| char::from(at).to_digit(16);
    u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()
}
