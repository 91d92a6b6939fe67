//! Addresses (RFC 7622): the rules of ASCII to the letter, beyond it letters and digits as the standard library knows them.
//!
//! The address types of the runtime know more of Unicode; the compiler does not stand on the runtime. What both know, both
//! say in the same words.

use crate::model::datatype::Builtin;
use std::net::Ipv6Addr;

/// What an address must and must not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Any,
    Bare,
    Full,
}

impl Shape {
    /// The shape that a type of the catalogue asks for; nothing for other types.
    pub(crate) const fn of(builtin: Builtin) -> Option<Self> {
        match builtin {
            Builtin::Jid => Some(Self::Any),
            Builtin::BareJid => Some(Self::Bare),
            Builtin::FullJid => Some(Self::Full),
            _ => None,
        }
    }
}

/// Judges an address: the resourcepart follows the first `/`, the localpart ends at the first `@` before it (RFC 7622 §3.2).
///
/// # Errors
/// What is wrong with it, as a clause: `the localpart is empty`.
pub(crate) fn check(text: &str, shape: Shape) -> Result<(), String> {
    let (bare, resource) = match text.split_once('/') {
        Some((bare, resource)) => (bare, Some(resource)),
        None => (text, None),
    };
    let (local, domain) = match bare.split_once('@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, bare),
    };
    if let Some(local) = local {
        check_part("localpart", local, local_rule)?;
    }
    check_domain(domain.strip_suffix('.').unwrap_or(domain))?;
    if let Some(resource) = resource {
        check_part("resourcepart", resource, resource_rule)?;
    }
    match (shape, resource) {
        (Shape::Full, None) => Err("the address has no resourcepart".to_owned()),
        (Shape::Bare, Some(_)) => Err("the address has a resourcepart".to_owned()),
        _ => Ok(()),
    }
}

/// The most octets that a part may have (RFC 7622 §3.1).
const MAX_OCTETS: usize = 1023;

type CharacterRule = fn(char) -> Option<&'static str>;

fn check_part(part: &str, text: &str, rule: CharacterRule) -> Result<(), String> {
    if text.is_empty() {
        return Err(format!("the {part} is empty"));
    }
    check_characters(part, text, rule)?;
    if text.len() > MAX_OCTETS {
        let octets = text.len();
        return Err(format!(
            "the {part} has {octets} octets, at most {MAX_OCTETS} are allowed"
        ));
    }
    Ok(())
}

fn check_characters(part: &str, text: &str, rule: CharacterRule) -> Result<(), String> {
    match text
        .chars()
        .find_map(|character| Some((character, rule(character)?)))
    {
        None => Ok(()),
        Some((character, rule)) => Err(format!(
            "the {part} holds {character:?} (U+{:04X}), {rule}",
            u32::from(character)
        )),
    }
}

const CONTROL: &str = "a control character";
const SYMBOL: &str = "which is no letter and no digit";
const SPACE: &str = "a space";

/// RFC 7622 §3.3.1, RFC 8265 §3.3.
fn local_rule(character: char) -> Option<&'static str> {
    match character {
        '"' | '&' | '\'' | '/' | ':' | '<' | '>' | '@' => Some("which RFC 7622 excludes there"),
        '!'..='~' | '\u{FF01}'..='\u{FF5E}' => None,
        _ if character.is_control() => Some(CONTROL),
        _ if character.is_whitespace() => Some(SPACE),
        _ if character.is_alphanumeric() => None,
        _ => Some(SYMBOL),
    }
}

/// RFC 7622 §3.4, RFC 8265 §4.2.
fn resource_rule(character: char) -> Option<&'static str> {
    character.is_control().then_some(CONTROL)
}

fn check_domain(domain: &str) -> Result<(), String> {
    if let Some(inside) = domain.strip_prefix('[') {
        return check_literal(inside.strip_suffix(']'));
    }
    if domain.is_empty() {
        return Err("the domainpart is empty".to_owned());
    }
    for label in domain.split(['.', '\u{3002}', '\u{FF61}']) {
        check_characters("domainpart", label, domain_rule)?;
        if let Some(rule) = label_rule(label) {
            return Err(format!("a label of the domainpart {rule}"));
        }
    }
    check_part("domainpart", domain, |_| None)
}

fn domain_rule(character: char) -> Option<&'static str> {
    match character {
        '-' | '\u{FF0D}' => None,
        _ if character.is_alphanumeric() => None,
        _ if character.is_control() => Some(CONTROL),
        _ if character.is_ascii() => Some("which is no letter, digit or hyphen"),
        _ if character.is_whitespace() => Some(SPACE),
        _ => Some(SYMBOL),
    }
}

/// RFC 5890 §2.3.1.
fn label_rule(label: &str) -> Option<&'static str> {
    let reserved = || {
        let mut characters = label.chars().skip(2);
        characters.next() == Some('-')
            && characters.next() == Some('-')
            && !label
                .get(..2)
                .is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn"))
    };
    if label.is_empty() {
        Some("is empty")
    } else if label.starts_with('-') || label.ends_with('-') {
        Some("begins or ends with a hyphen")
    } else if reserved() {
        Some("has hyphens as third and fourth character")
    } else if label.is_ascii() && label.len() > 63 {
        Some("has more than 63 octets")
    } else {
        None
    }
}

/// `[address]` or `[address%25zone]` (RFC 3986 §3.2.2, RFC 6874 §2).
fn check_literal(inside: Option<&str>) -> Result<(), String> {
    let valid = inside.is_some_and(|inside| {
        let (address, zone) = match inside.split_once("%25") {
            Some((address, zone)) => (address, Some(zone)),
            None => (inside, None),
        };
        let is_zone = |zone: &str| {
            !zone.is_empty()
                && zone.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%')
                })
        };
        address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(is_zone)
    });
    match valid {
        true => Ok(()),
        false => Err("the domainpart is in brackets but no IPv6 address".to_owned()),
    }
}
