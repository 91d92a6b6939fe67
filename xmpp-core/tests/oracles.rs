//! What others make of the same characters: the crate `precis-core`, which stands at Unicode 6.3, and UTS 46 in the crate `idna`.

use precis_core::{DerivedPropertyValue, FreeformClass, IdentifierClass, StringClass};
use xmpp_core::jid::{CharacterRule, ascii_domain};
use xmpp_core::precis::{PrecisError, opaque_string, username_case_preserved};
use xmpp_core::{Jid, JidError};

/// Every code point that both know is judged alike: nothing of this has changed in Unicode since 6.3.
#[test]
fn precis_core_agrees_on_what_unicode_6_3_knew() {
    let (identifier, freeform) = (IdentifierClass::default(), FreeformClass::default());
    let mut different = Vec::new();
    let mut compared = 0;
    for character in characters() {
        let code = u32::from(character);
        let theirs = [
            identifier.get_value_from_codepoint(code),
            freeform.get_value_from_codepoint(code),
        ];
        if theirs[0] == DerivedPropertyValue::Unassigned {
            continue;
        }
        let text = character.to_string();
        let ours = [
            rule(username_case_preserved(&text)),
            rule(opaque_string(&text)),
        ];
        // names may map width before the class is asked, which is no matter of the class
        let is_mapped =
            ours[0].is_none() && username_case_preserved(&text).as_deref() != Ok(&*text);
        compared += 1;
        if !is_mapped && !agree(ours[0], theirs[0]) || !agree(ours[1], theirs[1]) {
            different.push(code);
        }
    }
    assert!(compared > 20_000, "{compared}");
    assert_eq!(different, MAPPED_TO_CONTEXT, "{different:X?}");
}

/// Every character; without optimization, of ideographs, syllables and private use every 32nd, which are all alike.
fn characters() -> impl Iterator<Item = char> {
    let is_bulk = |character| {
        matches!(
            character,
            '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{17000}'..='\u{18CFF}' | '\u{20000}'..
        )
    };
    ('\0'..=char::MAX).filter(move |&character| {
        !cfg!(debug_assertions) || !is_bulk(character) || u32::from(character) % 32 == 1
    })
}

/// Code points of which a profile says something else than the class: NFC makes U+00B7 of U+0387, and that needs neighbours.
const MAPPED_TO_CONTEXT: &[u32] = &[0x387];

fn rule(outcome: Result<std::borrow::Cow<'_, str>, PrecisError>) -> Option<CharacterRule> {
    match outcome {
        Err(PrecisError::Character { rule, .. }) => Some(rule),
        _ => None,
    }
}

fn agree(ours: Option<CharacterRule>, theirs: DerivedPropertyValue) -> bool {
    use DerivedPropertyValue as Value;
    match theirs {
        Value::PValid | Value::SpecClassPval => ours.is_none(),
        // alone, most of them are refused for want of neighbours
        Value::ContextJ | Value::ContextO => matches!(ours, None | Some(CharacterRule::Context)),
        Value::Disallowed | Value::SpecClassDis => ours.is_some(),
        Value::Unassigned => true,
    }
}

/// A domain name that we take is the one that UTS 46 makes of the same text, and so is its form in DNS.
#[test]
fn uts_46_agrees_on_every_domain_name_that_we_take() {
    let mut different = Vec::new();
    let mut compared = 0;
    for character in characters().filter(|at| !at.is_ascii()) {
        for text in [
            format!("a{character}b.example"),
            format!("{character}.example"),
        ] {
            let Ok(ours) = text.parse::<Jid>() else {
                continue;
            };
            compared += 1;
            let (theirs, verdict) = idna::domain_to_unicode(&text);
            let dns = idna::domain_to_ascii(&text);
            if verdict.is_err()
                || theirs != ours.domain()
                || dns.as_deref().ok() != Some(&*ascii_domain(ours.domain()))
            {
                different.push((u32::from(character), theirs, ours));
            }
        }
    }
    assert!(compared > 20_000, "{compared}");
    assert!(
        different.is_empty(),
        "{} differ: {different:X?}",
        different.len()
    );
}

/// And the way back: an A-label that UTS 46 writes for a name that we take is that name again.
#[test]
fn a_labels_come_back_as_the_names_they_were_made_of() {
    for character in characters() {
        let Ok(jid) = Jid::from_parts(None, &format!("{character}x"), None) else {
            continue;
        };
        let dns = ascii_domain(jid.domain()).into_owned();
        assert_eq!(dns.parse::<Jid>().as_ref(), Ok(&jid), "{character:?}");
    }
}

/// What IDNA2008 does not know is refused, whatever UTS 46 makes of it.
#[test]
fn symbols_are_no_domain_names() {
    for text in ["\u{265A}.example", "\u{2603}.example", "\u{1F4A9}.la"] {
        assert!(idna::domain_to_ascii(text).is_ok());
        let error = text.parse::<Jid>().unwrap_err();
        assert!(
            matches!(
                error,
                JidError::Character {
                    rule: CharacterRule::Symbol,
                    ..
                }
            ),
            "{text}"
        );
    }
}
