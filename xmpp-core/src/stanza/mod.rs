//! Ease over the generated stanza types.

pub mod iq;
