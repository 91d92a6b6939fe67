//! What an IQ may carry.

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
    /// An order or a piece of information to keep.
    Set,
    /// The answer to either.
    Result,
}
