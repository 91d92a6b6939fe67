//! What the standard library knows of characters, as far as it answers the questions of RFC 8264.

use crate::jid::CharacterRule;

/// Why the IdentifierClass refuses a character (RFC 8264 §4.2): everything but letters and digits beyond visible ASCII.
pub(super) fn identifier_rule(character: char) -> Option<CharacterRule> {
    if let Some(rule) = free_form_rule(character) {
        return Some(rule);
    }
    match character {
        '!'..='~' => None,
        ' ' => Some(CharacterRule::Space),
        _ if is_wide_space(character) => Some(CharacterRule::Space),
        _ if in_ranges(character, COMPATIBILITY) => Some(CharacterRule::Compatibility),
        _ if character.is_alphanumeric() => None,
        _ => Some(CharacterRule::Symbol),
    }
}

/// Why the FreeformClass refuses a character (RFC 8264 §4.3).
pub(super) fn free_form_rule(character: char) -> Option<CharacterRule> {
    match character {
        ' '..='~' => None,
        _ if character.is_control() => Some(CharacterRule::Control),
        _ if in_ranges(character, IGNORABLE) => Some(CharacterRule::Ignorable),
        '\u{2028}' | '\u{2029}' => Some(CharacterRule::Disallowed),
        _ if is_private(character) || is_noncharacter(character) => Some(CharacterRule::Disallowed),
        _ => None,
    }
}

/// The characters of category Zs beyond U+0020, which OpaqueString maps to it (RFC 8265 §4.2.1).
pub(super) const fn is_wide_space(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// The ASCII character that a full-width one stands for (RFC 8265 §3.3.1); any other character as it is.
pub(super) fn ascii_for_wide(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

const fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'
    )
}

const fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{FDD0}'..='\u{FDEF}') || character as u32 & 0xFFFE == 0xFFFE
}

fn in_ranges(character: char, ranges: &[(char, char)]) -> bool {
    ranges
        .iter()
        .any(|&(first, last)| first <= character && character <= last)
}

/// Letters and digits that have a compatibility mapping or a shorter form, by block where all of a block has (RFC 8264 §9.17).
const COMPATIBILITY: &[(char, char)] = &[
    ('\u{AA}', '\u{AA}'),
    ('\u{B2}', '\u{B3}'),
    ('\u{B5}', '\u{B5}'),
    ('\u{B9}', '\u{BA}'),
    ('\u{BC}', '\u{BE}'),
    ('\u{132}', '\u{133}'),
    ('\u{13F}', '\u{140}'),
    ('\u{149}', '\u{149}'),
    ('\u{17F}', '\u{17F}'),
    ('\u{1C4}', '\u{1CC}'),
    ('\u{1F1}', '\u{1F3}'),
    ('\u{2B0}', '\u{2B8}'),
    ('\u{2E0}', '\u{2E4}'),
    ('\u{340}', '\u{345}'),
    ('\u{374}', '\u{374}'),
    ('\u{37A}', '\u{37A}'),
    ('\u{3D0}', '\u{3D6}'),
    ('\u{3F0}', '\u{3F2}'),
    ('\u{3F4}', '\u{3F5}'),
    ('\u{3F9}', '\u{3F9}'),
    ('\u{587}', '\u{587}'),
    ('\u{675}', '\u{678}'),
    ('\u{958}', '\u{95F}'),
    ('\u{9DC}', '\u{9DF}'),
    ('\u{9F4}', '\u{9F9}'),
    ('\u{E33}', '\u{E33}'),
    ('\u{EB3}', '\u{EB3}'),
    ('\u{EDC}', '\u{EDD}'),
    ('\u{10FC}', '\u{10FC}'),
    ('\u{1100}', '\u{11FF}'), // conjoining jamo: written as syllables
    ('\u{1369}', '\u{137C}'),
    ('\u{1D2C}', '\u{1D6A}'),
    ('\u{1D78}', '\u{1D78}'),
    ('\u{1D9B}', '\u{1DBF}'),
    ('\u{1E9A}', '\u{1E9B}'),
    ('\u{2070}', '\u{209C}'), // superscripts and subscripts
    ('\u{2100}', '\u{214D}'), // letterlike symbols
    ('\u{2150}', '\u{2182}'), // number forms
    ('\u{2185}', '\u{218B}'),
    ('\u{2460}', '\u{24FF}'), // enclosed alphanumerics
    ('\u{2776}', '\u{2793}'),
    ('\u{2C7C}', '\u{2C7D}'),
    ('\u{2E80}', '\u{2FDF}'), // radicals
    ('\u{3007}', '\u{3007}'),
    ('\u{3021}', '\u{3029}'),
    ('\u{3036}', '\u{303A}'),
    ('\u{309F}', '\u{309F}'),
    ('\u{30FF}', '\u{30FF}'),
    ('\u{3130}', '\u{318F}'), // compatibility jamo
    ('\u{3190}', '\u{319F}'),
    ('\u{3200}', '\u{33FF}'),
    ('\u{A69C}', '\u{A69D}'),
    ('\u{A770}', '\u{A770}'),
    ('\u{A7F1}', '\u{A7F9}'),
    ('\u{A960}', '\u{A97F}'),
    ('\u{AB5C}', '\u{AB5F}'),
    ('\u{D7B0}', '\u{D7FF}'),
    ('\u{F900}', '\u{FDFF}'), // compatibility ideographs, presentation forms
    ('\u{FE70}', '\u{FEFC}'),
    ('\u{FF66}', '\u{FFDC}'), // half-width letters
    ('\u{10140}', '\u{10178}'),
    ('\u{1D400}', '\u{1D7FF}'), // mathematical letters and digits
    ('\u{1EE00}', '\u{1EEFF}'),
    ('\u{1F100}', '\u{1F1FF}'),
    ('\u{1FBF0}', '\u{1FBF9}'),
    ('\u{2F800}', '\u{2FA1F}'),
];

/// Characters that are not seen (`Default_Ignorable_Code_Point`), but for U+200C and U+200D: they join letters in some
/// scripts, and whether they may is a matter of context (RFC 8264 §9.8, RFC 5892 appendix A).
const IGNORABLE: &[(char, char)] = &[
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200B}'),
    ('\u{200E}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFF8}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];
