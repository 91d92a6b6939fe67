//! Between text and its form in markup: references, quotes, line ends.

use crate::block::{Look, Stops, WINDOW, by_processor, find, holds_none, window};
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
    unescape::<ResolvedInText>(raw, '\n')
}

/// What a well-formed attribute value stands for: white space is normalized to spaces (XML 1.0 §3.3.3).
pub(crate) fn unescape_attribute(raw: &str) -> Cow<'_, str> {
    unescape::<ResolvedInAttribute>(raw, ' ')
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

/// What stands for something else in character data.
struct ResolvedInText;

impl Stops for ResolvedInText {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        bytes.is(b'&') | bytes.is(b'\r')
    }
}

/// The same in the value of an attribute: white space too. Among the bytes from tab to carriage return are no others that XML can carry.
struct ResolvedInAttribute;

impl Stops for ResolvedInAttribute {
    #[inline(always)]
    fn marks<L: Look>(bytes: L) -> L::Marks {
        bytes.is(b'&') | bytes.between(b'\t', b'\r')
    }
}

/// Resolves references and normalizes white space, where it is marked, to `white`.
///
/// Marks are looked for 64 bytes at a time, and each window once, however many there are in it.
fn unescape<S: Stops>(raw: &str, white: char) -> Cow<'_, str> {
    let mut out = String::new();
    if unescape_to::<S>(raw, white, &mut out) {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(raw)
    }
}

by_processor! {
    /// The same into what takes it, which is left empty where there is nothing to do: whether there was.
    fn unescape_to<S: Stops>(raw: &str, white: char, out: &mut impl Takes) -> bool {
        let bytes = raw.as_bytes();
        let (mut copied, mut at) = (0, 0);
        while at < bytes.len() {
            let (base, mut stops) = window::<S>(bytes, at);
            at = base + WINDOW;
            while stops != 0 {
                let next = base + stops.trailing_zeros() as usize;
                if copied == 0 {
                    out.begin(bytes.len());
                }
                out.take(&raw[copied..next]);
                let (character, length) = resolve(&raw[next..], white);
                out.take_character(character);
                copied = next + length;
                at = at.max(copied);
                stops &= u64::MAX.checked_shl((copied - base) as u32).unwrap_or(0);
            }
        }
        if copied > 0 {
            out.take(&raw[copied..]);
        }
        copied > 0
    }
}

/// What takes a text piece by piece.
trait Takes {
    /// No more than so many bytes will come.
    fn begin(&mut self, bytes: usize);

    fn take(&mut self, piece: &str);

    fn take_character(&mut self, character: char);
}

impl Takes for String {
    #[inline]
    fn begin(&mut self, bytes: usize) {
        self.reserve_exact(bytes);
    }

    #[inline]
    fn take(&mut self, piece: &str) {
        self.push_str(piece);
    }

    #[inline]
    fn take_character(&mut self, character: char) {
        self.push(character);
    }
}

/// A short text that was resolved without asking for memory.
#[doc(hidden)]
#[derive(Debug)]
pub struct Resolved {
    bytes: [u8; Self::ROOM],
    length: usize,
}

impl Resolved {
    const ROOM: usize = 128;

    /// What a value that is to be resolved stands for, if it is short.
    pub(crate) fn of_attribute(raw: &str) -> Option<Self> {
        Self::of::<ResolvedInAttribute>(raw, ' ')
    }

    /// The same of character data.
    pub(crate) fn of_text(raw: &str) -> Option<Self> {
        Self::of::<ResolvedInText>(raw, '\n')
    }

    fn of<S: Stops>(raw: &str, white: char) -> Option<Self> {
        let mut resolved = Self {
            bytes: [0; Self::ROOM],
            length: 0,
        };
        // What is resolved is never longer than what stands for it.
        (raw.len() <= Self::ROOM && unescape_to::<S>(raw, white, &mut resolved)).then_some(resolved)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl Takes for Resolved {
    fn begin(&mut self, _bytes: usize) {}

    fn take(&mut self, piece: &str) {
        let end = self.length + piece.len();
        self.bytes[self.length..end].copy_from_slice(piece.as_bytes());
        self.length = end;
    }

    fn take_character(&mut self, character: char) {
        self.take(character.encode_utf8(&mut [0; 4]));
    }
}

/// The character that the start of `raw` stands for, and how many bytes it takes there.
fn resolve(raw: &str, white: char) -> (char, usize) {
    match raw.as_bytes() {
        [b'&', b'l', b't', b';', ..] => ('<', 4),
        [b'&', b'g', b't', b';', ..] => ('>', 4),
        [b'&', b'a', b'm', b'p', b';', ..] => ('&', 5),
        [b'&', b'a', b'p', b'o', b's', b';', ..] => ('\'', 6),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => ('"', 6),
        [b'&', b'#', number @ ..] => number
            .iter()
            .position(|&byte| byte == b';')
            .and_then(|end| Some((character(raw.get(2..2 + end)?)?, end + 3)))
            .unwrap_or(NO_REFERENCE),
        [b'&', ..] => NO_REFERENCE,
        [b'\r', b'\n', ..] => (white, 2),
        _ => (white, 1),
    }
}

/// Not reached: the reader refuses what refers to nothing.
const NO_REFERENCE: (char, usize) = ('&', 1);

/// The character of that number, as it stands in a reference (XML 1.0 §4.1).
fn character(number: &str) -> Option<char> {
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
    fn what_is_resolved_may_stand_anywhere_in_a_long_text() {
        // XML 1.0 §2.11, §3.3.3, §4.1, §4.6
        let forms = [
            ("&amp;", "&", "&"),
            ("&lt;", "<", "<"),
            ("&apos;", "'", "'"),
            ("&#x1F600;", "\u{1F600}", "\u{1F600}"),
            ("\r\n", "\n", " "),
            ("\r", "\n", " "),
            ("\t", "\t", " "),
        ];
        for before in (0..4).chain(58..70).chain(126..130) {
            for between in [0, 1, 57, 58, 59, 60, 63, 64, 65] {
                for (first, text_of_first, value_of_first) in forms {
                    for (second, text_of_second, value_of_second) in forms {
                        let (x, y) = ("x".repeat(before), "\u{e9}".repeat(between));
                        let joined =
                            |first: &str, second: &str| [&x, first, &y, second, "z"].concat();
                        if between == 0 && first == "\r" {
                            continue; // with what follows it may be one end of a line
                        }
                        let raw = joined(first, second);
                        let (text, value) = (unescape_text(&raw), unescape_attribute(&raw));
                        assert_eq!(text, joined(text_of_first, text_of_second), "{raw:?}");
                        assert_eq!(value, joined(value_of_first, value_of_second), "{raw:?}");
                        // In place as well, where it is short enough and there is something to do.
                        let short = raw.len() <= Resolved::ROOM;
                        let same = |in_place: Option<Resolved>, resolved: &str| {
                            let wanted = (short && resolved != raw).then_some(resolved);
                            assert_eq!(in_place.as_ref().map(Resolved::as_str), wanted, "{raw:?}");
                        };
                        same(Resolved::of_text(&raw), &text);
                        same(Resolved::of_attribute(&raw), &value);
                    }
                }
            }
        }
    }

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
