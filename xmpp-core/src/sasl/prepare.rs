//! SASLprep: how names and passwords are brought into one form before they are compared (RFC 4013).

use std::borrow::Cow;
use std::fmt;

use stringprep::tables;
use unicode_normalization::UnicodeNormalization as _;

/// What to do with characters that Unicode 3.2 did not know (RFC 3454 §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unassigned {
    /// For queries, which are what someone logs in with: they are let through.
    Allowed,
    /// For stored strings, which are what others are compared with: they are refused.
    Prohibited,
}

/// The text in the form of SASLprep. ASCII without control characters is that already, and is borrowed.
///
/// # Errors
///
/// If nothing is left of it, if it holds characters that nobody should have to type, and if it mixes directions of writing
/// (RFC 4013 §2.3 to §2.5).
pub fn saslprep(text: &str, unassigned: Unassigned) -> Result<Cow<'_, str>, PreparationError> {
    let prepared = if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(normalized(text))
    };
    if prepared.is_empty() {
        return Err(PreparationError::Empty);
    }
    if let Cow::Owned(prepared) = &prepared {
        check(prepared, unassigned)?;
    }
    Ok(prepared)
}

/// Mapping and normalization (RFC 4013 §2.1, §2.2).
fn normalized(text: &str) -> String {
    let spaced = text.chars().map(|character| {
        if tables::non_ascii_space_character(character) {
            ' '
        } else {
            character
        }
    });
    let visible = spaced.filter(|&character| !tables::commonly_mapped_to_nothing(character));
    visible.nfkc().collect()
}

fn check(prepared: &str, unassigned: Unassigned) -> Result<(), PreparationError> {
    if prepared.chars().any(is_prohibited) {
        return Err(PreparationError::Prohibited);
    }
    if breaks_bidirectional_rule(prepared) {
        return Err(PreparationError::Bidirectional);
    }
    if unassigned == Unassigned::Prohibited && prepared.chars().any(tables::unassigned_code_point) {
        return Err(PreparationError::Unassigned);
    }
    Ok(())
}

/// The tables that RFC 4013 §2.3 names.
fn is_prohibited(character: char) -> bool {
    tables::non_ascii_space_character(character)
        || tables::ascii_control_character(character)
        || tables::non_ascii_control_character(character)
        || tables::private_use(character)
        || tables::non_character_code_point(character)
        || tables::inappropriate_for_plain_text(character)
        || tables::inappropriate_for_canonical_representation(character)
        || tables::change_display_properties_or_deprecated(character)
        || tables::tagging_character(character)
}

/// Characters written from right to left stand at both ends, and beside none written from left to right (RFC 3454 §6).
fn breaks_bidirectional_rule(prepared: &str) -> bool {
    if !prepared.contains(tables::bidi_r_or_al) {
        return false;
    }
    prepared.contains(tables::bidi_l)
        || !prepared.starts_with(tables::bidi_r_or_al)
        || !prepared.ends_with(tables::bidi_r_or_al)
}

/// Why a name or a password cannot be used. It does not repeat any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreparationError {
    /// Nothing, or nothing visible.
    Empty,
    /// A control character, private use, or another character of RFC 4013 §2.3.
    Prohibited,
    /// Writing from right to left mixed with the other direction (RFC 4013 §2.4).
    Bidirectional,
    /// A character that Unicode 3.2 did not know, in a string that is to be stored (RFC 4013 §2.5).
    Unassigned,
    /// More octets than anyone needs.
    TooLong,
}

impl fmt::Display for PreparationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing is left after preparation"),
            Self::Prohibited => f.write_str("it holds a character that SASLprep prohibits"),
            Self::Bidirectional => f.write_str("it mixes directions of writing"),
            Self::Unassigned => f.write_str("it holds a character that is younger than SASLprep"),
            Self::TooLong => f.write_str("it is too long"),
        }
    }
}

impl std::error::Error for PreparationError {}

#[cfg(test)]
mod tests {
    use super::{PreparationError, Unassigned, saslprep};

    fn query(text: &str) -> Result<String, PreparationError> {
        saslprep(text, Unassigned::Allowed).map(Into::into)
    }

    #[test]
    fn the_examples_of_rfc_4013_and_their_like() {
        let examples = [
            ("I\u{AD}X", Ok("IX")),
            ("user", Ok("user")),
            ("USER", Ok("USER")),
            ("\u{AA}", Ok("a")),
            ("\u{2168}", Ok("IX")),
            ("\u{7}", Err(PreparationError::Prohibited)),
            ("\u{627}1", Err(PreparationError::Bidirectional)),
            ("1\u{627}", Err(PreparationError::Bidirectional)),
            ("\u{627}a\u{627}", Err(PreparationError::Bidirectional)),
            ("\u{627}1\u{628}", Ok("\u{627}1\u{628}")),
        ];
        for (text, expected) in examples {
            assert_eq!(
                query(text),
                expected.map(str::to_owned),
                "{text:?} (RFC 4013 §3)"
            );
        }
    }

    #[test]
    fn names_that_rfc_5802_wants_tested() {
        assert_eq!(query("\u{BD}"), Ok("1\u{2044}2".to_owned()));
        assert_eq!(query("\u{B4}"), Ok(" \u{301}".to_owned()));
        assert_eq!(query("a\u{A0}b"), Ok("a b".to_owned()));
    }

    #[test]
    fn nothing_is_no_name() {
        assert_eq!(query(""), Err(PreparationError::Empty));
        assert_eq!(query("\u{AD}"), Err(PreparationError::Empty));
    }

    #[test]
    fn every_table_of_rfc_4013_prohibits() {
        let tables = [
            ("C.2.1", '\u{7}'),
            ("C.2.2", '\u{85}'),
            ("C.3", '\u{E000}'),
            ("C.4", '\u{FDD0}'),
            ("C.6", '\u{FFFD}'),
            ("C.7", '\u{2FF0}'),
            ("C.8", '\u{202A}'),
            ("C.9", '\u{E0001}'),
        ];
        for (table, character) in tables {
            let text = format!("\u{E9}{character}");
            let prepared = query(&text);
            assert_eq!(
                prepared,
                Err(PreparationError::Prohibited),
                "{table} (RFC 4013 §2.3)"
            );
        }
    }

    #[test]
    fn young_characters_are_for_queries_only() {
        assert_eq!(query("\u{1F600}"), Ok("\u{1F600}".to_owned()));
        assert_eq!(
            saslprep("\u{1F600}", Unassigned::Prohibited),
            Err(PreparationError::Unassigned)
        );
    }
}
