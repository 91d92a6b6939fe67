//! The derived properties: RFC 8264 §8 for PRECIS, RFC 5892 §3 for domain names.
//!
//! Both algorithms are a list of questions in an order that must not change.

use super::data::Data;

/// What RFC 8264 §8 says of a code point. `FREE_PVAL` and `DISALLOWED` come in kinds, so that an error can say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precis {
    Valid,
    FreeCompatibility,
    FreeOther,
    FreeSpace,
    FreeSymbol,
    FreePunctuation,
    ContextJ,
    ContextO,
    Disallowed,
    Jamo,
    Ignorable,
    Control,
    Unassigned,
}

/// Their names in the tables, in order of their numbers.
pub(super) const PRECIS_NAMES: [&str; 13] = [
    "VALID",
    "FREE_COMPATIBILITY",
    "FREE_OTHER",
    "FREE_SPACE",
    "FREE_SYMBOL",
    "FREE_PUNCTUATION",
    "CONTEXT_J",
    "CONTEXT_O",
    "DISALLOWED",
    "JAMO",
    "IGNORABLE",
    "CONTROL",
    "UNASSIGNED",
];

/// What RFC 5892 §3 says of a code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Idna {
    Valid,
    ContextJ,
    ContextO,
    Disallowed,
    Unassigned,
}

/// Their names in the tables, in order of their numbers.
pub(super) const IDNA_NAMES: [&str; 5] = [
    "VALID",
    "CONTEXT_J",
    "CONTEXT_O",
    "DISALLOWED",
    "UNASSIGNED",
];

/// RFC 8264 §8, question by question.
pub(super) fn precis(data: &Data, code: usize) -> Precis {
    match exception(code) {
        Some(Idna::Valid) => return Precis::Valid,
        Some(Idna::ContextO) => return Precis::ContextO,
        Some(_) => return Precis::Disallowed,
        None => {} // BackwardCompatible (§9.7) is empty
    }
    if is_unassigned(data, code) {
        return Precis::Unassigned;
    }
    if matches!(code, 0x21..=0x7E) {
        return Precis::Valid;
    }
    if data.is("Join_Control", code) {
        return Precis::ContextJ;
    }
    if is_old_hangul_jamo(data, code) {
        return Precis::Jamo;
    }
    if data.is("Default_Ignorable_Code_Point", code) {
        return Precis::Ignorable;
    }
    if data.is("Noncharacter_Code_Point", code) {
        return Precis::Disallowed;
    }
    if data.category[code] == *b"Cc" {
        return Precis::Control;
    }
    // toNFKC(cp) != cp for one code point (§9.17): exactly those that no text in NFKC holds
    if data.is("NFKC_QC N", code) {
        return Precis::FreeCompatibility;
    }
    if is_letter_or_digit(data, code) {
        return Precis::Valid;
    }
    match &data.category[code] {
        b"Lt" | b"Nl" | b"No" | b"Me" => Precis::FreeOther,
        b"Zs" => Precis::FreeSpace,
        [b'S', _] => Precis::FreeSymbol,
        [b'P', _] => Precis::FreePunctuation,
        _ => Precis::Disallowed,
    }
}

/// RFC 5892 §3, question by question.
pub(super) fn idna(data: &Data, code: usize) -> Idna {
    if let Some(value) = exception(code) {
        return value;
    }
    if is_unassigned(data, code) {
        return Idna::Unassigned;
    }
    if matches!(code, 0x2D | 0x30..=0x39 | 0x61..=0x7A) {
        return Idna::Valid;
    }
    if data.is("Join_Control", code) {
        return Idna::ContextJ;
    }
    // Unstable (§2.2) is Changes_When_NFKC_Casefolded but for ignorable characters, and those are the next question
    let is_refused = data.is("Changes_When_NFKC_Casefolded", code)
        || data.is("Default_Ignorable_Code_Point", code)
        || data.is("White_Space", code)
        || data.is("Noncharacter_Code_Point", code)
        || IGNORABLE_BLOCKS.iter().any(|block| data.is(block, code))
        || is_old_hangul_jamo(data, code)
        || !is_letter_or_digit(data, code);
    if is_refused {
        Idna::Disallowed
    } else {
        Idna::Valid
    }
}

/// Unassigned (RFC 5892 §2.10).
fn is_unassigned(data: &Data, code: usize) -> bool {
    data.category[code] == *b"Cn" && !data.is("Noncharacter_Code_Point", code)
}

/// OldHangulJamo (RFC 5892 §2.9).
fn is_old_hangul_jamo(data: &Data, code: usize) -> bool {
    ["L", "V", "T"].iter().any(|kind| data.is(kind, code))
}

/// LetterDigits (RFC 5892 §2.1).
fn is_letter_or_digit(data: &Data, code: usize) -> bool {
    matches!(
        &data.category[code],
        b"Ll" | b"Lu" | b"Lo" | b"Nd" | b"Lm" | b"Mn" | b"Mc"
    )
}

/// IgnorableBlocks (RFC 5892 §2.4).
const IGNORABLE_BLOCKS: [&str; 3] = [
    "Combining Diacritical Marks for Symbols",
    "Musical Symbols",
    "Ancient Greek Musical Notation",
];

/// Exceptions (RFC 5892 §2.6), the same for both.
const fn exception(code: usize) -> Option<Idna> {
    match code {
        0xDF | 0x3C2 | 0x6FD | 0x6FE | 0xF0B | 0x3007 => Some(Idna::Valid),
        0xB7 | 0x375 | 0x5F3 | 0x5F4 | 0x30FB | 0x660..=0x669 | 0x6F0..=0x6F9 => {
            Some(Idna::ContextO)
        }
        0x640 | 0x7FA | 0x302E | 0x302F | 0x3031..=0x3035 | 0x303B => Some(Idna::Disallowed),
        _ => None,
    }
}
