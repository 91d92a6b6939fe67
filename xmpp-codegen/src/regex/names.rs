//! The characters of names in XML 1.0, fifth edition (XML 1.0 §2.3).
//!
//! XML Schema 1.0 names the second edition, whose names are narrower. The W3C test suite expects the fifth, which is also what
//! the wire reader follows: a name that can be sent can be described.

use xmpp_xml::{is_ncname_char, is_ncname_start};

/// Whether a name may begin with the character.
pub(crate) const fn is_name_start(character: char) -> bool {
    character == ':' || is_ncname_start(character)
}

/// Whether a name may go on with the character.
pub(crate) const fn is_name_char(character: char) -> bool {
    character == ':' || is_ncname_char(character)
}

/// Characters that may begin a name; `\i` of a pattern. Not those of [`NAME_CHAR`] alone.
#[rustfmt::skip]
pub(super) const NAME_START: &[(char, char)] = &[
    (':', ':'), ('A', 'Z'), ('_', '_'), ('a', 'z'), ('\u{C0}', '\u{D6}'), ('\u{D8}', '\u{F6}'), ('\u{F8}', '\u{2FF}'),
    ('\u{370}', '\u{37D}'), ('\u{37F}', '\u{1FFF}'), ('\u{200C}', '\u{200D}'), ('\u{2070}', '\u{218F}'),
    ('\u{2C00}', '\u{2FEF}'), ('\u{3001}', '\u{D7FF}'), ('\u{F900}', '\u{FDCF}'), ('\u{FDF0}', '\u{FFFD}'),
    ('\u{10000}', '\u{EFFFF}'),
];

/// Characters that may only go on a name; with those that may begin one, `\c` of a pattern.
#[rustfmt::skip]
pub(super) const NAME_CHAR: &[(char, char)] = &[
    ('-', '-'), ('.', '.'), ('0', '9'), ('\u{B7}', '\u{B7}'), ('\u{300}', '\u{36F}'), ('\u{203F}', '\u{2040}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_those_of_the_reader() {
        let is_in = |character: char, ranges: &[(char, char)]| {
            ranges
                .iter()
                .any(|&(first, last)| (first..=last).contains(&character))
        };
        for character in '\0'..=char::MAX {
            let start = is_in(character, NAME_START);
            assert_eq!(start, is_name_start(character), "{character:?}");
            let char = start || is_in(character, NAME_CHAR);
            assert_eq!(char, is_name_char(character), "{character:?}");
        }
    }
}
