//! One label of a domain name: letters, digits and hyphens, or a U-label (RFC 5890 §2.3, RFC 5891 §5.4).

use super::punycode;
use crate::JidError;
use crate::jid::{CharacterRule, LabelRule, Part};
use crate::precis::{Record, context_violation, identifier_rule, normalized};
use std::borrow::Cow;

/// What an A-label begins with (RFC 5890 §2.3.2.5).
const ACE_PREFIX: &str = "xn--";

/// The most octets of a label in DNS (RFC 1034 §3.1).
const MAX_OCTETS: usize = 63;

/// Checks a label that was mapped. An A-label becomes the U-label that it stands for (RFC 7622 §3.2.1).
pub(super) fn prepare(label: &str) -> Result<Cow<'_, str>, JidError> {
    match label.strip_prefix(ACE_PREFIX) {
        Some(encoded) if label.is_ascii() => decode(encoded).map(Cow::Owned),
        _ => check(label).map(|()| Cow::Borrowed(label)),
    }
}

/// The label as DNS has it. One that Punycode cannot write, which no prepared domainpart has, stays as it is.
pub(super) fn ascii(label: &str) -> Cow<'_, str> {
    match punycode::encode(label) {
        Some(encoded) if !label.is_ascii() => Cow::Owned(format!("{ACE_PREFIX}{encoded}")),
        _ => Cow::Borrowed(label),
    }
}

/// The U-label of an A-label: one that is in order, and whose A-label is this one and no other (RFC 5891 §5.4).
fn decode(encoded: &str) -> Result<String, JidError> {
    let wrong = JidError::Label {
        rule: LabelRule::Encoding,
    };
    if encoded.len() + ACE_PREFIX.len() > MAX_OCTETS {
        return Err(refused(LabelRule::TooLong));
    }
    let label = punycode::decode(encoded).ok_or_else(|| wrong.clone())?;
    let is_normal = normalized(Cow::Borrowed(&label)) == label;
    if label.is_ascii() || !is_normal || punycode::encode(&label).as_deref() != Some(encoded) {
        return Err(wrong);
    }
    check(&label)?;
    Ok(label)
}

fn check(label: &str) -> Result<(), JidError> {
    if let Some(error) = label.chars().find_map(refusal) {
        return Err(error);
    }
    if label.is_empty() {
        return Err(refused(LabelRule::Empty));
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(refused(LabelRule::Hyphen));
    }
    if has_reserved_hyphens(label) {
        return Err(refused(LabelRule::Reserved));
    }
    if label.is_ascii() {
        return match label.len() {
            ..=MAX_OCTETS => Ok(()),
            _ => Err(refused(LabelRule::TooLong)),
        };
    }
    if label
        .chars()
        .next()
        .is_some_and(|first| Record::of(first).is_mark())
    {
        return Err(refused(LabelRule::Mark));
    }
    if let Some(character) = context_violation(label) {
        return Err(JidError::Character {
            part: Part::Domain,
            character,
            rule: CharacterRule::Context,
        });
    }
    let octets = match label.len() {
        // four octets of UTF-8 are one character at most, which is one octet of Punycode at least
        ..=252 => punycode::encode(label).map(|encoded| encoded.len() + ACE_PREFIX.len()),
        _ => None,
    };
    match octets {
        Some(..=MAX_OCTETS) => Ok(()),
        _ => Err(refused(LabelRule::TooLong)),
    }
}

const fn refused(rule: LabelRule) -> JidError {
    JidError::Label { rule }
}

/// Hyphens as third and fourth character, where `xn--` alone has a meaning (RFC 5891 §4.2.3.1).
fn has_reserved_hyphens(label: &str) -> bool {
    let mut characters = label.chars().skip(2);
    characters.next() == Some('-') && characters.next() == Some('-')
}

/// A character that IDNA2008 disallows: the reason that PRECIS has, or that domain names are narrower.
fn refusal(character: char) -> Option<JidError> {
    let record = Record::of(character);
    if record.is_in_domain_names() {
        return None;
    }
    let rule = match identifier_rule(record) {
        Some(CharacterRule::Space) if character == ' ' => CharacterRule::NotInDomainNames,
        Some(rule) => rule,
        None => CharacterRule::NotInDomainNames,
    };
    Some(JidError::Character {
        part: Part::Domain,
        character,
        rule,
    })
}
