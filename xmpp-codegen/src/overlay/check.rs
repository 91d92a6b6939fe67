//! Whether values of the catalogue can be meant; each returns what is wrong.

use crate::model::Occurs;

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

pub(super) fn order(value: &String) -> Option<String> {
    (value != "keep").then(|| format!("`{value}` is not `keep`"))
}

pub(super) fn payload(value: &[String]) -> Option<String> {
    let wrong = value
        .iter()
        .find(|kind| !matches!(kind.as_str(), "get" | "set" | "result"))?;
    Some(format!("`{wrong}` is none of `get`, `set` and `result`"))
}
