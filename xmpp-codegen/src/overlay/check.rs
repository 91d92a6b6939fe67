//! Whether values of the catalogue can be meant; each returns what is wrong.

use super::path::Finder;
use crate::model::Occurs;
use xmpp_xml::{Answer, wording};

pub(super) fn rename(value: &String) -> Option<String> {
    let mut characters = value.chars();
    let starts = characters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic());
    let is_name =
        starts && characters.all(|character| character == '_' || character.is_alphanumeric());
    (!is_name).then(|| format!("`{value}` is no name in Rust"))
}

pub(super) fn unknown(value: &String) -> Option<String> {
    let known = matches!(value.as_str(), "keep" | "invalid")
        || value
            .strip_prefix("default:")
            .is_some_and(|value| !value.is_empty());
    (!known).then(|| format!("`{value}` is none of `keep`, `invalid` and `default:VALUE`"))
}

pub(super) fn occurs(value: &String) -> Option<String> {
    Occurs::of_range(value)
        .is_none()
        .then(|| format!("`{value}` is no range: write `1`, `0..1` or `1..`"))
}

/// A value of an attribute, where the schema lists its values.
pub(super) fn listed(finders: &[Finder<'_>], path: &str, value: &str) -> Option<String> {
    let known: Vec<&str> = finders
        .iter()
        .flat_map(|finder| finder.listed(path))
        .collect();
    let is_known = known.is_empty() || known.contains(&value);
    (!is_known).then(|| {
        format!(
            "`{value}` is not a value of `{path}`: {}",
            wording::expected(&known)
        )
    })
}

pub(super) fn rule_name(name: &str) -> Option<String> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_name = name.split('-').all(is_word);
    (!is_name).then(|| {
        format!(
            "`{name}` is no name of a rule: write small letters and digits with hyphens between"
        )
    })
}

pub(super) fn condition(name: &str) -> Option<String> {
    Answer::stanza(name)
        .is_none()
        .then(|| format!("RFC 6120 §8.3.3 defines no stanza error condition `{name}`"))
}

pub(super) fn order(value: &String) -> Option<String> {
    (value != "keep").then(|| format!("`{value}` is not `keep`"))
}

pub(super) fn payload(value: &[String]) -> Option<String> {
    let wrong = value
        .iter()
        .find(|kind| !matches!(kind.as_str(), "get" | "set" | "result"))?;
    Some(format!("`{wrong}` is none of `get`, `set` and `result`"))
}
