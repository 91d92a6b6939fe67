//! The profiles: which class, which mappings, which order.

use super::class::{free_form_rule, identifier_rule};
use super::mapping::{
    collapse_spaces, compatibly_normalized, normalized, space, to_lower_case, width,
};
use super::record::Record;
use super::{CharacterRule, PrecisError, bidi, context};
use std::borrow::Cow;

/// Enforces the UsernameCaseMapped profile (RFC 8265 §3.3): names in lower case.
///
/// # Errors
///
/// Says which character breaks which rule.
pub fn username_case_mapped(text: &str) -> Result<Cow<'_, str>, PrecisError> {
    enforce(&USERNAME_CASE_MAPPED, text)
}

/// Enforces the UsernameCasePreserved profile (RFC 8265 §3.4): names that differ by case are different.
///
/// # Errors
///
/// Says which character breaks which rule.
pub fn username_case_preserved(text: &str) -> Result<Cow<'_, str>, PrecisError> {
    enforce(&USERNAME_CASE_PRESERVED, text)
}

/// Enforces the OpaqueString profile (RFC 8265 §4.2): passwords, resourceparts.
///
/// # Errors
///
/// Says which character breaks which rule.
pub fn opaque_string(text: &str) -> Result<Cow<'_, str>, PrecisError> {
    enforce(&OPAQUE_STRING, text)
}

/// Enforces the Nickname profile (RFC 8266 §2.3): the nickname as it is shown.
///
/// # Errors
///
/// Says which character breaks which rule.
pub fn nickname(text: &str) -> Result<Cow<'_, str>, PrecisError> {
    enforce(&NICKNAME, text)
}

/// The form in which nicknames are compared (RFC 8266 §2.4): two are the same if this is.
///
/// # Errors
///
/// Says which character breaks which rule.
pub fn nickname_for_comparison(text: &str) -> Result<Cow<'_, str>, PrecisError> {
    enforce(&NICKNAME_FOR_COMPARISON, text)
}

/// A profile as RFC 8264 §5.2 describes one.
struct Profile {
    /// Why the string class refuses a character.
    refusal: fn(Record) -> Option<CharacterRule>,
    /// Width Mapping Rule, Case Mapping Rule: whether there is one.
    maps_width: bool,
    maps_case: bool,
    /// Additional Mapping Rule.
    spaces: Spaces,
    /// Normalization Rule: NFKC instead of NFC.
    is_compatible: bool,
    /// Directionality Rule: whether the Bidi Rule applies.
    has_direction: bool,
}

#[derive(PartialEq, Eq)]
enum Spaces {
    Kept,
    /// To U+0020.
    Mapped,
    /// To U+0020, and no more of them than one between words.
    Collapsed,
}

const USERNAME_CASE_MAPPED: Profile = Profile {
    refusal: identifier_rule,
    maps_width: true,
    maps_case: true,
    spaces: Spaces::Kept,
    is_compatible: false,
    has_direction: true,
};

const USERNAME_CASE_PRESERVED: Profile = Profile {
    maps_case: false,
    ..USERNAME_CASE_MAPPED
};

const OPAQUE_STRING: Profile = Profile {
    refusal: free_form_rule,
    maps_width: false,
    maps_case: false,
    spaces: Spaces::Mapped,
    is_compatible: false,
    has_direction: false,
};

const NICKNAME: Profile = Profile {
    spaces: Spaces::Collapsed,
    is_compatible: true,
    ..OPAQUE_STRING
};

const NICKNAME_FOR_COMPARISON: Profile = Profile {
    maps_case: true,
    ..NICKNAME
};

/// How often the rules are applied before a string counts as one that never settles (RFC 8265 §5).
const ROUNDS: usize = 4;

/// Applies a profile until nothing changes, then judges what is left.
fn enforce<'a>(profile: &Profile, text: &'a str) -> Result<Cow<'a, str>, PrecisError> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let seen = prepare(profile, &text)?;
        match map(profile, &text, seen) {
            Some(mapped) => text = Cow::Owned(mapped),
            None => return judge(profile, text, seen),
        }
    }
    Err(PrecisError::Unstable)
}

/// Checks that the class allows every character, and says what all of them are.
fn prepare(profile: &Profile, text: &str) -> Result<Record, PrecisError> {
    let mut seen = Record::none();
    for character in text.chars() {
        let (mut record, mut character) = (Record::of(character), character);
        if profile.maps_width && record.has_width() {
            seen = seen.join(record);
            character = width(character);
            record = Record::of(character);
        }
        if let Some(rule) = (profile.refusal)(record) {
            return Err(PrecisError::Character { character, rule });
        }
        seen = seen.join(record);
    }
    Ok(seen)
}

/// One round of mappings, in the order of RFC 8264 §7; nothing if nothing changes.
fn map(profile: &Profile, text: &str, seen: Record) -> Option<String> {
    let mut mapped = Cow::Borrowed(text);
    if profile.maps_width && seen.has_width() {
        mapped = Cow::Owned(mapped.chars().map(width).collect());
    }
    if profile.spaces != Spaces::Kept && seen.is_wide_space() {
        mapped = Cow::Owned(mapped.chars().map(space).collect());
    }
    if profile.spaces == Spaces::Collapsed && has_idle_spaces(&mapped) {
        mapped = Cow::Owned(collapse_spaces(&mapped));
    }
    if profile.maps_case && seen.has_lower() {
        mapped = Cow::Owned(to_lower_case(&mapped));
    }
    if profile.is_compatible && (seen.may_not_be_nfkc() || matches!(mapped, Cow::Owned(_))) {
        mapped = Cow::Owned(compatibly_normalized(&mapped));
    } else if seen.may_not_be_nfc() || matches!(mapped, Cow::Owned(_)) {
        mapped = normalized(mapped);
    }
    match mapped {
        Cow::Owned(mapped) if mapped != text => Some(mapped),
        _ => None,
    }
}

/// Rules about the whole of a string that mapping no longer changes.
fn judge<'a>(
    profile: &Profile,
    text: Cow<'a, str>,
    seen: Record,
) -> Result<Cow<'a, str>, PrecisError> {
    if text.is_empty() {
        return Err(PrecisError::Empty);
    }
    if seen.needs_context()
        && let Some(character) = context::violation(&text)
    {
        let rule = CharacterRule::Context;
        return Err(PrecisError::Character { character, rule });
    }
    if profile.has_direction && seen.is_right_to_left() && !bidi::is_satisfied(&text) {
        return Err(PrecisError::Direction);
    }
    Ok(text)
}

fn has_idle_spaces(text: &str) -> bool {
    text.starts_with(' ') || text.ends_with(' ') || text.contains("  ")
}
