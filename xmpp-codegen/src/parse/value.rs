//! Attribute values of schemas: names, occurrences, truth.

use crate::model::datatype::Builtin;
use crate::model::{Name, Ways, XSD};
use crate::source::Span;
use std::borrow::Cow;

/// A reference to a component, as it was written and as its prefix resolves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The expanded name. Absent where the prefix is bound to nothing or the value is no name: reported already.
    /// An unprefixed name without a default namespace has the namespace `""`.
    pub(crate) name: Option<Name>,
    /// The number of the prefix among those of the document: 0 for none.
    pub(crate) prefix: u32,
    /// The value.
    pub(crate) span: Span,
}

impl Reference {
    /// Whether it names the other type, or a built-in one that is derived from it.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (&self.name, &other.name) else {
            return false;
        };
        let builtin = |name: &Name| match name.namespace == XSD {
            true => Builtin::from_xsd(&name.local),
            false => None,
        };
        let (mut at, wanted) = (builtin(own), builtin(other));
        while let Some(type_) = at.filter(|_| at != wanted) {
            at = Some(type_.base()).filter(|base| *base != type_);
        }
        own == other || (wanted.is_some() && at == wanted)
    }
}

/// Whether local declarations are in the target namespace (`elementFormDefault`, `form`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Qualified,
    Unqualified,
}

/// `true`, `1`, `false` or `0` (XSD part 2 §3.2.2).
pub(super) fn boolean(value: &str) -> Option<bool> {
    match value {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// The words of `block` and `final`.
const WAYS: [(&str, Ways); 5] = [
    ("extension", Ways::EXTENSION),
    ("restriction", Ways::RESTRICTION),
    ("substitution", Ways::SUBSTITUTION),
    ("list", Ways::LIST),
    ("union", Ways::UNION),
];

/// What a word of `block` or `final` means.
pub(super) fn way(word: &str) -> Option<Ways> {
    let found = WAYS.iter().find(|(known, _)| *known == word)?;
    Some(found.1)
}

/// The words that say these, in a sentence.
pub(super) fn ways(ways: Ways) -> String {
    let words: Vec<String> = WAYS
        .iter()
        .filter(|(_, way)| ways.has_any(*way))
        .map(|(word, _)| format!("`{word}`"))
        .collect();
    words.join(", ")
}

/// A number of any length; those beyond 64 bits count as the largest.
pub(super) fn natural(value: &str) -> Option<u64> {
    if let Some(zeros) = value.strip_prefix('-') {
        let is_zero = !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0');
        return is_zero.then_some(0);
    }
    let digits = value.strip_prefix('+').unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// Runs of white space become one space, ends are trimmed.
pub(super) fn collapse(text: &str) -> Cow<'_, str> {
    if is_free_of_space(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    if collapsed_part(text) == text.len() && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches(SPACE);
    while !rest.is_empty() {
        let (kept, more) = rest.split_at(collapsed_part(rest));
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(kept.strip_suffix(' ').unwrap_or(kept));
        rest = more.trim_start_matches(SPACE);
    }
    Cow::Owned(collapsed)
}

/// How much of a text stands as it is, up to the first white space that is not a space, or that is one behind another: looked for in
/// eight bytes at a time, each with the one behind it.
fn collapsed_part(text: &str) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let bytes = text.as_bytes();
    let is_other = |at: usize| {
        let twice = bytes[at] == b' ' && at > 0 && bytes[at - 1] == b' ';
        twice || matches!(bytes[at], b'\t' | b'\n' | b'\r')
    };
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let eight = u64::from_le_bytes(*eight);
        // The high bit of each byte that is below b' ' or equal to it; of others only behind such a one.
        let is_control = eight.wrapping_sub(LOW * 0x20) & !eight & HIGH;
        let spaces = eight ^ (LOW * 0x20);
        let is_space = spaces.wrapping_sub(LOW) & !spaces & HIGH;
        if is_control | is_space & (is_space >> 8) != 0 {
            break;
        }
        at += 7;
    }
    (at..bytes.len())
        .find(|at| is_other(*at))
        .unwrap_or(bytes.len())
}

/// Whether there is neither white space nor a control character, looked at eight bytes at a time.
fn is_free_of_space(text: &[u8]) -> bool {
    let has_low = |eight: &[u8; 8]| {
        let bytes = u64::from_le_bytes(*eight);
        // The high bit of each byte that is at most b' '; more than that only behind one that is.
        bytes.wrapping_sub(0x2121_2121_2121_2121) & !bytes & 0x8080_8080_8080_8080 != 0
    };
    match text.last_chunk::<8>() {
        Some(last) => !has_low(last) && !text.as_chunks::<8>().0.iter().any(has_low),
        None => text.iter().all(|byte| *byte > b' '),
    }
}

/// The bytes of ASCII that stand in names behind the first.
const NAME_BYTES: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let known = byte as u8;
        plain[byte] = known.is_ascii_alphanumeric() || matches!(known, b'_' | b'-' | b'.');
        byte += 1;
    }
    plain
};

/// Whether it is a name without a colon (Namespaces in XML §3, with the name characters of XML 1.0, fifth edition).
pub(super) fn is_ncname(value: &str) -> bool {
    let plain = |byte: u8| NAME_BYTES[usize::from(byte)];
    match value.as_bytes() {
        [b'A'..=b'Z' | b'a'..=b'z' | b'_', rest @ ..] if rest.iter().all(|byte| plain(*byte)) => {
            true
        }
        _ => is_any_ncname(value),
    }
}

fn is_any_ncname(value: &str) -> bool {
    let mut characters = value.chars();
    characters
        .next()
        .is_some_and(|first| first != ':' && is_name_start(first))
        && characters.all(|character| character != ':' && is_name_character(character))
}

fn is_name_start(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_character(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
