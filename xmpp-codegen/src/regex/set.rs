//! Sets of characters, as text in the engine's syntax: what stands between its brackets.

use super::names::{NAME_CHAR, NAME_START};
use std::fmt::Write as _;

/// The set of a multi-character escape, `\d` or `\I`; nothing where there is none (XSD part 2 appendix F.1.1).
pub(super) fn escape(letter: char) -> Option<String> {
    let set = match letter.to_ascii_lowercase() {
        's' => r" \t\n\r".to_owned(),
        'd' => r"\p{Nd}".to_owned(),
        'w' => r"^\p{P}\p{Z}\p{C}".to_owned(),
        'i' => ranges(NAME_START),
        'c' => ranges(NAME_START) + &ranges(NAME_CHAR),
        _ => return None,
    };
    let negated = letter.is_ascii_uppercase();
    Some(match (negated, set.strip_prefix('^')) {
        (true, Some(inverse)) => format!("[{inverse}]"),
        (true, None) => format!("[^{set}]"),
        (false, _) => format!("[{set}]"),
    })
}

/// The set of `\p{name}`, or of `\P{name}`.
pub(super) fn property(name: &str, negated: bool) -> Option<String> {
    let set = match name.strip_prefix("Is") {
        Some(block) => ranges(&super::blocks::block(block)?),
        None if CATEGORIES.contains(&name) => format!(r"\p{{{name}}}"),
        None => return None,
    };
    Some(match (negated, set.is_empty()) {
        (true, true) => r"[\x{0}-\x{10FFFF}]".to_owned(),
        (false, true) => r"[a&&b]".to_owned(),
        (true, false) => format!("[^{set}]"),
        (false, false) => format!("[{set}]"),
    })
}

/// The name that was meant by one that is unknown.
pub(super) fn meant(name: &str) -> Option<String> {
    let alike = |known: &str| known.eq_ignore_ascii_case(name.strip_prefix("Is").unwrap_or(name));
    if let Some(category) = CATEGORIES.iter().find(|category| alike(category)) {
        return Some((*category).to_owned());
    }
    super::blocks::names()
        .find(|block| alike(block))
        .map(|block| format!("Is{block}"))
}

/// One character, escaped.
pub(super) fn one(set: &mut String, character: char) {
    match character.is_ascii_alphanumeric() {
        true => set.push(character),
        // Text can always be written to a string.
        false => drop(write!(set, r"\x{{{:X}}}", u32::from(character))),
    }
}

fn ranges(ranges: &[(char, char)]) -> String {
    let mut set = String::new();
    for &(first, last) in ranges {
        one(&mut set, first);
        if last > first {
            set.push('-');
            one(&mut set, last);
        }
    }
    set
}

/// The general categories of Unicode; surrogates (`Cs`) are no characters.
#[rustfmt::skip]
const CATEGORIES: [&str; 36] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No",
    "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp",
    "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
];
