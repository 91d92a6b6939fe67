//! Tape.
/// The tokens of one stanza or document, and the text they point into.
#[derive(Clone, Debug, Default)]
pub struct Tape {}
