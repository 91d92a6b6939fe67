//! Between text and its form in markup: references, quotes, line ends.

use crate::block::{Look, Stops, find, holds_none};
use crate::is_xml_char;
use std::borrow::Cow;

/// The text as character data: `&`, `<` and `>` as entities, carriage returns as character references, since a reader
/// takes bare ones for line feeds (XML 1.0 §2.11).
///
/// Characters that XML cannot carry stay as they are; a [`Writer`](crate::Writer) refuses them.
pub fn escape_text(text: &str) -> Cow<'_, str> {
    escaped(text, in_text)
}

/// The text as the value of an attribute, in quotes of either kind; white space other than spaces becomes character
/// references, since a reader takes it for spaces (XML 1.0 §3.3.3).
///
/// Characters that XML cannot carry stay as they are; a [`Writer`](crate::Writer) refuses them.
pub fn escape_attribute(text: &str) -> Cow<'_, str> {
    escaped(text, in_attribute)
}

/// Appends character data.
///
/// # Errors
/// The first character that XML cannot carry.
pub(crate) fn push_text(out: &mut String, text: &str) -> Result<(), char> {
    push_checked::<SuspectInText>(out, text, in_text)
}

/// Appends the value of an attribute.
///
/// # Errors
/// The first character that XML cannot carry.
#[inline]
pub(crate) fn push_attribute(out: &mut String, text: &str) -> Result<(), char> {
    push_checked::<SuspectInAttribute>(out, text, in_attribute)
}

/// What well-formed character data stands for.
pub(crate) fn unescape_text(raw: &str) -> Cow<'_, str> {
    unescape(raw, '\n')
}

/// What a well-formed attribute value stands for: white space is normalized to spaces (XML 1.0 §3.3.3).
pub(crate) fn unescape_attribute(raw: &str) -> Cow<'_, str> {
    unescape(raw, ' ')
}

/// What the inside of a CDATA section stands for: only line ends differ (XML 1.0 §2.11).
pub(crate) fn normalize_line_ends(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\r') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The character that one of the five predefined entities stands for (XML 1.0 §4.6).
pub(crate) fn predefined_entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

type Escapes = fn(u8) -> Option<&'static str>;

fn in_text(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'\r' => "&#xD;",
        _ => return None,
    })
}

fn in_attribute(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'\'' => "&apos;",
        b'"' => "&quot;",
        b'\t' => "&#x9;",
        b'\n' => "&#xA;",
        _ => return in_text(byte),
    })
}

fn escaped(text: &str, escapes: Escapes) -> Cow<'_, str> {
    if !text.bytes().any(|byte| escapes(byte).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push(&mut out, text, escapes);
    Cow::Owned(out)
}

/// What must be looked at in character data: what is escaped, and what may begin a character that XML cannot carry.
struct SuspectInText;

impl Stops for SuspectInText {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        bytes.between(0, 0x1F) | bytes.with(2).is(b'>') | (bytes.is(b'&') | bytes.is(0xEF))
    }
}

/// The same in the value of an attribute; the first printable characters have the quotes among them.
struct SuspectInAttribute;

impl Stops for SuspectInAttribute {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        bytes.between(0, b'\'') | bytes.with(2).is(b'>') | bytes.is(0xEF)
    }
}

/// Appends the text: what no suspect byte is in as it stands, piece by piece.
#[inline]
fn push_checked<S: Stops>(out: &mut String, text: &str, escapes: Escapes) -> Result<(), char> {
    if holds_none::<S>(text.as_bytes()) {
        out.push_str(text);
        return Ok(());
    }
    push_pieces::<S>(out, text, escapes)
}

#[inline(never)]
fn push_pieces<S: Stops>(out: &mut String, text: &str, escapes: Escapes) -> Result<(), char> {
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    loop {
        at = find::<S>(bytes, at, bytes.len());
        let Some(&byte) = bytes.get(at) else {
            break;
        };
        if let Some(escape) = escapes(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(escape);
            copied = at + 1;
        } else if byte < b' ' || byte == 0xEF {
            let found = text[at..].chars().next().unwrap_or('\0');
            if !is_xml_char(found) {
                return Err(found);
            }
        }
        at += 1;
    }
    out.push_str(&text[copied..]);
    Ok(())
}

fn push(out: &mut String, text: &str, escapes: Escapes) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escape) = escapes(byte) {
            out.push_str(&text[copied..at]);
            out.push_str(escape);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

/// Whether XML can carry all of its characters.
pub(crate) fn is_text(text: &str) -> bool {
    check(text).is_ok()
}

/// What may begin a character that XML cannot carry: control characters, and those of U+F000 to U+FFFF. Most text has neither.
struct Doubtful;

impl Stops for Doubtful {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        bytes.between(0, 0x1F) | bytes.is(0xEF)
    }
}

fn check(text: &str) -> Result<(), char> {
    if find::<Doubtful>(text.as_bytes(), 0, text.len()) == text.len() {
        return Ok(());
    }
    text.chars()
        .find(|&character| !is_xml_char(character))
        .map_or(Ok(()), Err)
}

/// Resolves references and normalizes white space; a line feed or a tab becomes `white` where that is a space.
fn unescape(raw: &str, white: char) -> Cow<'_, str> {
    let special = |rest: &str| {
        if white == ' ' {
            let special = |byte: &u8| matches!(byte, b'&' | b'\r' | b'\n' | b'\t');
            return rest.as_bytes().iter().position(special);
        }
        memchr::memchr2(b'&', b'\r', rest.as_bytes())
    };
    let Some(mut next) = special(raw) else {
        return Cow::Borrowed(raw);
    };
    let (mut out, mut rest) = (String::with_capacity(raw.len()), raw);
    loop {
        out.push_str(&rest[..next]);
        let (character, length) = resolve(&rest[next..], white);
        out.push(character);
        rest = &rest[next + length..];
        match special(rest) {
            Some(found) => next = found,
            None => break,
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that the start of `raw` stands for, and how many bytes it takes there.
fn resolve(raw: &str, white: char) -> (char, usize) {
    if raw.starts_with("\r\n") {
        return (white, 2);
    }
    if !raw.starts_with('&') {
        return (white, 1);
    }
    let reference = raw[1..].split_once(';').map(|(name, _)| name);
    reference
        .and_then(|name| Some((character(name)?, name.len() + 2)))
        .unwrap_or(('&', 1)) // not reached: the reader refused such input
}

fn character(reference: &str) -> Option<char> {
    let Some(number) = reference.strip_prefix('#') else {
        return predefined_entity(reference);
    };
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_white_space_is_normalized() {
        // XML 1.0 §2.11, §3.3.3, §4.1, §4.6
        assert_eq!(
            unescape_text("a&amp;b&#x1F600;&#10;\r\n\r\t\n"),
            "a&b😀\n\n\n\t\n"
        );
        assert_eq!(
            unescape_attribute("a\r\nb\tc\nd&#xA;&#9;&lt;"),
            "a b c d\n\t<"
        );
        assert_eq!(normalize_line_ends("a&amp;\r\n\r"), "a&amp;\n\n");
        assert_eq!(unescape_text("&#00000000000000000065;"), "A");
    }

    #[test]
    fn escaping_survives_normalization() {
        let text = "<a b='\"&\t\r\n]]>'>";
        assert_eq!(unescape_text(&escape_text(text)), text);
        assert_eq!(unescape_attribute(&escape_attribute(text)), text);
        assert!(matches!(
            escape_text("plain\tand\nsimple"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn characters_outside_xml_are_found() {
        let mut out = String::new();
        for character in ['\0', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert_eq!(
                push_text(&mut out, &format!("a{character}")),
                Err(character)
            );
            assert_eq!(
                push_attribute(&mut out, &format!("{character}b")),
                Err(character)
            );
        }
        assert_eq!(out, "");
        assert_eq!(push_text(&mut out, "\u{FEFF}\u{7F}\u{FFFD}"), Ok(()));
    }
}
