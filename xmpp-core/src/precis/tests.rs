//! The tables against the standard library and the normalizer, and the mappings by themselves.

use super::class::free_form_rule;
use super::mapping::{lower, to_lower_case, width};
use super::record::Record;
use super::{CharacterRule, nickname, nickname_for_comparison, opaque_string, tables};
use super::{username_case_mapped, username_case_preserved};
use unicode_normalization::{is_nfc, is_nfkc};

/// Every character that some text may hold.
fn allowed() -> impl Iterator<Item = (char, Record)> {
    ('\0'..=char::MAX)
        .map(|character| (character, Record::of(character)))
        .filter(|&(_, record)| free_form_rule(record).is_none())
}

#[test]
fn the_tables_are_as_small_as_promised() {
    let size = size_of_val(&tables::TOP)
        + size_of_val(&tables::MIDDLE)
        + size_of_val(&tables::LEAVES)
        + size_of_val(&tables::RECORDS)
        + size_of_val(&tables::LOWER_CASE)
        + size_of_val(&tables::WIDTHS);
    assert!(size <= 64 * 1024, "{size} bytes");
}

#[test]
fn lower_case_is_what_the_standard_library_says() {
    for (character, record) in allowed() {
        let expected: String = character.to_lowercase().collect();
        assert_eq!(
            to_lower_case(&character.to_string()),
            expected,
            "{character:?}"
        );
        assert_eq!(
            record.has_lower(),
            expected != character.to_string(),
            "{character:?}"
        );
    }
}

#[test]
fn sigma_is_final_where_the_standard_library_says() {
    let alphabet = ["Σ", "a", "Α", "'", ".", " ", "1", "\u{301}", "ʰ"];
    let mut texts = vec![String::new()];
    for _ in 0..4 {
        texts = texts
            .iter()
            .flat_map(|text| alphabet.map(|next| format!("{text}{next}")))
            .collect();
        for text in &texts {
            assert_eq!(to_lower_case(text), text.to_lowercase(), "{text:?}");
        }
    }
}

#[test]
fn what_needs_no_normalizer_is_normal() {
    for (character, record) in allowed() {
        let text = character.to_string();
        assert!(record.may_not_be_nfc() || is_nfc(&text), "{character:?}");
        assert!(record.may_not_be_nfkc() || is_nfkc(&text), "{character:?}");
    }
}

#[test]
fn width_is_mapped_as_the_tables_say_and_nowhere_else() {
    let mapped = ('\0'..=char::MAX).filter(|&at| width(at) != at);
    for character in mapped {
        let record = Record::of(character);
        let is_refused = free_form_rule(record).is_some(); // U+FFA0, which nobody sees
        assert!(record.has_width() || is_refused, "{character:?}");
    }
    assert_eq!(
        [width('Ａ'), width('ｱ'), width('￠'), width('\u{3000}')],
        ['A', 'ア', '¢', ' ']
    );
    assert_eq!(
        [width('A'), width('\u{FFFD}'), width('\u{FF00}')],
        ['A', '\u{FFFD}', '\u{FF00}']
    );
}

/// RFC 8264 §9.12 and the general categories that the standard library knows.
#[test]
fn kinds_of_characters_are_what_the_standard_library_says() {
    for character in '\0'..=char::MAX {
        let rule = free_form_rule(Record::of(character));
        assert_eq!(
            rule == Some(CharacterRule::Control),
            character.is_control(),
            "{character:?}"
        );
        if rule == Some(CharacterRule::Unassigned) {
            assert!(!character.is_whitespace(), "{character:?}");
        }
    }
    let assigned = |at| free_form_rule(Record::of(at)) != Some(CharacterRule::Unassigned);
    assert!(assigned('\u{FDD0}') && assigned('\u{E000}') && !assigned('\u{378}'));
}

/// RFC 8265 §5, RFC 8266 §2.1: a result is its own result. Alone, and after a letter, and between letters.
#[test]
fn every_profile_is_idempotent_for_every_character() {
    let profiles = [
        username_case_mapped,
        username_case_preserved,
        opaque_string,
        nickname,
        nickname_for_comparison,
    ];
    for (character, _) in allowed() {
        for text in [
            character.to_string(),
            format!("a{character}"),
            format!("Α{character}b"),
        ] {
            for profile in profiles {
                let Ok(once) = profile(&text) else {
                    continue;
                };
                assert_eq!(profile(&once).as_deref(), Ok(&*once), "{text:?}");
            }
        }
    }
}

#[test]
fn lower_case_of_one_character_is_found_between_runs() {
    assert_eq!(
        [lower('A'), lower('Z'), lower('['), lower('@')],
        ['a', 'z', '[', '@']
    );
    assert_eq!(
        [lower('Ā'), lower('ā'), lower('\u{10FFFF}')],
        ['ā', 'ā', '\u{10FFFF}']
    );
}
