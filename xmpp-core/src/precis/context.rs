//! Characters that are allowed beside certain others only (RFC 5892 appendix A).

use super::record::Record;
use super::tables::{joining, script};

/// The first character whose neighbours do not allow it.
pub(crate) fn violation(text: &str) -> Option<char> {
    let digits = Digits::of(text);
    text.char_indices()
        .filter(|&(_, character)| Record::of(character).needs_context())
        .find(|&(index, character)| {
            let before = &text[..index];
            let after = &text[index + character.len_utf8()..];
            !is_allowed(character, before, after, digits)
        })
        .map(|(_, character)| character)
}

/// What the rules ask of the whole text, looked up once.
#[derive(Clone, Copy)]
struct Digits {
    has_arabic_indic: bool,
    has_extended: bool,
    has_japanese: bool,
}

impl Digits {
    fn of(text: &str) -> Self {
        Self {
            has_arabic_indic: text.contains(is_arabic_indic_digit),
            has_extended: text.contains(is_extended_digit),
            has_japanese: text
                .chars()
                .any(|character| Record::of(character).script() == script::JAPANESE),
        }
    }
}

fn is_allowed(character: char, before: &str, after: &str, digits: Digits) -> bool {
    let (previous, next) = (before.chars().next_back(), after.chars().next());
    let is_in = |neighbour: Option<char>, wanted| {
        neighbour.is_some_and(|neighbour| Record::of(neighbour).script() == wanted)
    };
    match character {
        // A.1, A.2: after a virama, which they keep visible or join; U+200C also where it parts letters that would join
        '\u{200C}' => follows_virama(previous) || parts_letters(before, after),
        '\u{200D}' => follows_virama(previous),
        // A.3: Catalan l·l
        '\u{B7}' => previous == Some('l') && next == Some('l'),
        // A.4: a Greek number
        '\u{375}' => is_in(next, script::GREEK),
        // A.5, A.6: a Hebrew abbreviation
        '\u{5F3}' | '\u{5F4}' => is_in(previous, script::HEBREW),
        // A.7: parts words in Japanese
        '\u{30FB}' => digits.has_japanese,
        // A.8, A.9: one kind of Arabic digits only
        _ if is_arabic_indic_digit(character) => !digits.has_extended,
        _ if is_extended_digit(character) => !digits.has_arabic_indic,
        _ => false,
    }
}

fn follows_virama(previous: Option<char>) -> bool {
    previous.is_some_and(|character| Record::of(character).is_virama())
}

/// `(Joining_Type:{L,D})(Joining_Type:T)*` before, `(Joining_Type:T)*(Joining_Type:{R,D})` after. Both end at the next U+200C,
/// which is of another type, so that many of them are no more work than one.
fn parts_letters(before: &str, after: &str) -> bool {
    let letter = |characters: &mut dyn Iterator<Item = char>| {
        characters
            .map(|character| Record::of(character).joining())
            .find(|&kind| kind != joining::T)
    };
    matches!(
        letter(&mut before.chars().rev()),
        Some(joining::L | joining::D)
    ) && matches!(letter(&mut after.chars()), Some(joining::R | joining::D))
}

const fn is_arabic_indic_digit(character: char) -> bool {
    matches!(character, '\u{660}'..='\u{669}')
}

const fn is_extended_digit(character: char) -> bool {
    matches!(character, '\u{6F0}'..='\u{6F9}')
}
