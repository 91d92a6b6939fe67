//! The two string classes (RFC 8264 §4), character by character. What depends on neighbours is in `context`.

use super::CharacterRule;
use super::record::Record;
use super::tables::precis;

/// Why the IdentifierClass refuses a character (RFC 8264 §4.2).
pub(crate) fn identifier_rule(record: Record) -> Option<CharacterRule> {
    match record.precis() {
        precis::VALID | precis::CONTEXT_J | precis::CONTEXT_O => None,
        precis::FREE_COMPATIBILITY => Some(CharacterRule::Compatibility),
        precis::FREE_OTHER => Some(CharacterRule::UnusualLetter),
        precis::FREE_SPACE => Some(CharacterRule::Space),
        precis::FREE_SYMBOL => Some(CharacterRule::Symbol),
        precis::FREE_PUNCTUATION => Some(CharacterRule::Punctuation),
        _ => free_form_rule(record),
    }
}

/// Why the FreeformClass refuses a character (RFC 8264 §4.3).
pub(super) fn free_form_rule(record: Record) -> Option<CharacterRule> {
    match record.precis() {
        precis::JAMO => Some(CharacterRule::Jamo),
        precis::IGNORABLE => Some(CharacterRule::Ignorable),
        precis::CONTROL => Some(CharacterRule::Control),
        precis::UNASSIGNED => Some(CharacterRule::Unassigned),
        precis::DISALLOWED => Some(CharacterRule::Disallowed),
        _ => None,
    }
}
