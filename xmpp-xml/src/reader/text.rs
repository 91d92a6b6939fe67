//! Over character data, 64 bytes at once.

use super::scan::{self, InText};
use crate::block::{WINDOW, by_processor, looked, window};
use crate::is_xml_char;

by_processor! {
    /// Where the character data that began at `mark` stops simply going on, looked for from `at` on: at its `<`, at what is unusual, or at the
    /// end of the bytes. And whether there are references on the way.
    pub(super) fn over(bytes: &[u8], mark: usize, from: usize) -> (usize, bool) {
        let (mut at, mut has_references) = (from, false);
        while at < bytes.len() {
            let (base, mut stops) = window::<InText>(bytes, at);
            while stops != 0 {
                let stop = base + stops.trailing_zeros() as usize;
                if !goes_on(bytes, mark, stop) {
                    looked(stop - at);
                    return (stop, has_references);
                }
                has_references |= bytes[stop] == b'&';
                stops &= stops - 1;
            }
            looked(bytes.len().min(base + WINDOW) - at);
            at = base + WINDOW;
        }
        (from.max(bytes.len()), has_references)
    }
}

/// What is known of a piece of character data that is not there as a whole, or is not plain: so much of it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Begun {
    pub(super) length: usize,
    pub(super) has_references: bool,
}

/// How long the character data is that begins at `mark`, and whether there are references in it, if it is plain up to its `<` and no longer
/// than the limit. 0 if not. What is shorter than a window and does not end is left as it stands.
#[inline(never)]
pub(super) fn over_piece(
    bytes: &[u8],
    mark: usize,
    limit: usize,
    begun: &mut Begun,
) -> (usize, bool) {
    let bound = bytes.len().min(mark.saturating_add(limit + 1));
    let (stop, has_references) = over(&bytes[..bound], mark, mark);
    let length = stop - mark;
    if bytes[..bound].get(stop) == Some(&b'<') {
        return (length, has_references);
    }
    if bytes.len() - mark >= WINDOW {
        *begun = Begun {
            length,
            has_references,
        };
    }
    (0, false)
}

/// Where a value in quotes of that kind stops simply going on, and whether there are references on the way.
#[inline(always)]
pub(super) fn over_value(bytes: &[u8], from: usize, end: usize, quote: u8) -> (usize, bool) {
    let stop = scan::value(bytes, from, end, quote);
    if stop < end && bytes[stop] == b'&' {
        return over_references(&bytes[..end], stop, quote);
    }
    (stop, false)
}

/// The same from a `&` on.
#[inline(never)]
fn over_references(bytes: &[u8], from: usize, quote: u8) -> (usize, bool) {
    let mut at = from;
    while at < bytes.len() && bytes[at] == b'&' && is_plain_reference(&bytes[at + 1..]) {
        at = scan::value(bytes, at + 1, bytes.len(), quote);
    }
    (at, at > from)
}

/// Whether the character data that began at `mark` goes on over the byte, which is one of those that stop it.
#[inline(always)]
fn goes_on(bytes: &[u8], mark: usize, stop: usize) -> bool {
    match bytes[stop..] {
        [b'\n' | b'\t', ..] => true,
        [b'&', ref rest @ ..] => is_plain_reference(rest),
        [b'>', ..] => !bytes[mark..stop].ends_with(b"]]"),
        [0xEF, 0xBF, 0xBE | 0xBF, ..] => false,
        [0xEF, _, _, ..] => true,
        _ => false,
    }
}

/// Whether what follows the `&` that stands before is one of the five entities, or the number of a character of XML.
pub(super) fn is_plain_reference(rest: &[u8]) -> bool {
    match rest {
        [b'#', number @ ..] => is_plain_number(number),
        [b'l' | b'g', b't', b';', ..]
        | [b'a', b'm', b'p', b';', ..]
        | [b'a', b'p', b'o', b's', b';', ..]
        | [b'q', b'u', b'o', b't', b';', ..] => true,
        _ => false,
    }
}

/// Whether that begins with the digits of a character of XML, and `;`.
#[inline(never)]
fn is_plain_number(number: &[u8]) -> bool {
    const DIGITS: usize = 7; // of the last character, in decimal
    let (base, digits) = match number {
        [b'x', digits @ ..] => (16, digits),
        _ => (10, number),
    };
    let mut code = 0;
    for (index, &byte) in digits.iter().take(DIGITS + 1).enumerate() {
        if byte == b';' {
            return index > 0 && char::from_u32(code).is_some_and(is_xml_char);
        }
        let Some(digit) = char::from(byte).to_digit(base) else {
            return false;
        };
        code = code * base + digit;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::scan::is_plain_text;

    /// The same, a byte at a time.
    fn over_bytes(bytes: &[u8], mark: usize, from: usize) -> (usize, bool) {
        let goes_on = |&at: &usize| is_plain_text(bytes[at]) || goes_on(bytes, mark, at);
        let stop = (from..bytes.len()).find(|at| !goes_on(at));
        let stop = stop.unwrap_or(bytes.len());
        (stop, bytes[from..stop].contains(&b'&'))
    }

    #[test]
    fn windows_stop_where_bytes_do() {
        let tokens = [
            "<", "&amp;", "&lt;", "&quot;", "&#65;", "&#1;", "&am", "]]>", "]>", ">", "\n", "\r",
            "\u{1}", "\u{FEFF}", "\u{FFFE}", "\u{F000}", "\u{20AC}",
        ];
        for before in [0, 1, 15, 60, 63, 64, 65, 130] {
            for between in [0, 1, 59, 60, 61, 62, 63, 64] {
                for (first, second) in tokens
                    .iter()
                    .flat_map(|first| tokens.map(|second| (*first, second)))
                {
                    for behind in [0, 3, 70] {
                        let parts = ["x".repeat(before), "y".repeat(between), "z".repeat(behind)];
                        let text = [&parts[0], first, &parts[1], second, &parts[2]].concat();
                        for (mark, from) in [(0, 0), (before / 2, before)] {
                            let expected = over_bytes(text.as_bytes(), mark, from);
                            assert_eq!(over(text.as_bytes(), mark, from), expected, "{text:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn numbers_are_plain_where_they_are_those_of_characters() {
        let plain = [
            "#9;",
            "#65;x",
            "#0000065;",
            "#x41;",
            "#x1f600;",
            "#x1F600;",
            "#1114111;",
            "#x10FFFF;",
        ];
        assert!(
            plain
                .iter()
                .all(|plain| is_plain_reference(plain.as_bytes()))
        );
        let others = [
            "#;",
            "#x;",
            "#0;",
            "#8;",
            "#65",
            "#6",
            "#6a;",
            "#X41;",
            "#xD800;",
            "#xFFFE;",
            "#x110000;",
            "#1114112;",
            "#00000065;",
            "#-1;",
            "#+1;",
            "#xg;",
            "# 65;",
            "#99999999",
            "#xFFFFFFFF",
        ];
        assert!(
            !others
                .iter()
                .any(|other| is_plain_reference(other.as_bytes()))
        );
    }
}
