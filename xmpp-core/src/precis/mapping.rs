//! Mappings: width, spaces, lower case, normal forms (RFC 8264 §5.2).

use super::record::Record;
use super::tables;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The character of usual width (RFC 8265 §3.3.1); any other as it is.
pub(crate) fn width(character: char) -> char {
    let plain = match character {
        '\u{3000}' => Some(' '),
        '\u{FF00}'..='\u{FFEF}' => {
            let index = u32::from(character) as usize - 0xFF00;
            char::from_u32(u32::from(tables::WIDTHS[index])).filter(|&plain| plain != '\0')
        }
        _ => None,
    };
    plain.unwrap_or(character)
}

/// The lower case of one character, without what its neighbours decide.
pub(crate) fn lower(character: char) -> char {
    let code = u32::from(character);
    let after = tables::LOWER_CASE.partition_point(|&(first, ..)| first <= code);
    let Some(&(first, last, step, delta)) = after
        .checked_sub(1)
        .and_then(|index| tables::LOWER_CASE.get(index))
    else {
        return character;
    };
    if code > last || (code - first) % step != 0 {
        return character;
    }
    code.checked_add_signed(delta)
        .and_then(char::from_u32)
        .unwrap_or(character)
}

/// Lower case as the Unicode Standard defines it for whole strings (§3.13, R2).
pub(super) fn to_lower_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        match character {
            'Σ' if is_final(text, index) => out.push('ς'),
            'İ' => out.push_str("i\u{307}"),
            other => out.push(lower(other)),
        }
    }
    out
}

/// Final_Sigma (Unicode Standard, table 3-17): a cased letter before the sigma, none after it; what is neither is skipped.
fn is_final(text: &str, sigma: usize) -> bool {
    let is_cased = |mut characters: &mut dyn Iterator<Item = char>| {
        let next = (&mut characters)
            .map(Record::of)
            .find(|record| !record.is_case_ignorable());
        next.is_some_and(Record::is_cased)
    };
    is_cased(&mut text[..sigma].chars().rev())
        && !is_cased(&mut text[sigma + 'Σ'.len_utf8()..].chars())
}

/// Spaces other than U+0020 become that (RFC 8265 §4.2.2).
pub(super) fn space(character: char) -> char {
    if Record::of(character).is_wide_space() {
        ' '
    } else {
        character
    }
}

/// No space outside, no two spaces in a row (RFC 8266 §2.1).
pub(super) fn collapse_spaces(text: &str) -> String {
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut out = String::with_capacity(text.len());
    out.push_str(words.next().unwrap_or_default());
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    out
}

/// The text in NFC.
pub(crate) fn normalized(text: Cow<'_, str>) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// The text in NFKC.
pub(super) fn compatibly_normalized(text: &str) -> String {
    text.nfkc().collect()
}
