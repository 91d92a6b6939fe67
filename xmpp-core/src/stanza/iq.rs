//! What an IQ may carry.

use crate::schema::stanza::IqType;
use crate::{FromXml, ToXml, Validate};

/// An element that an IQ carries (RFC 6120 §8.2.3).
///
/// The catalogue says for every element whether it is one, and of which kinds.
pub trait Payload: FromXml + ToXml + Validate {
    /// The kinds of IQ that carry it.
    const KINDS: &'static [Kind];
}

/// A kind of IQ that carries a payload (RFC 6120 §8.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A question.
    Get,
    /// An order, or a piece of information to keep.
    Set,
    /// The answer to either.
    Result,
}

impl Kind {
    /// Whether it is one of these.
    pub const fn is_among(self, kinds: &[Self]) -> bool {
        let mut index = 0;
        while index < kinds.len() {
            if kinds[index] as u8 == self as u8 {
                return true;
            }
            index += 1;
        }
        false
    }
}

impl From<Kind> for IqType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Get => Self::Get,
            Kind::Set => Self::Set,
            Kind::Result => Self::Result,
        }
    }
}
