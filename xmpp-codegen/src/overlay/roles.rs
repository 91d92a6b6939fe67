//! Roles in stanzas: what they speak of exists, and can be meant.

use super::Overlay;
use super::path::Finder;
use crate::catalog::{Role, Table, Told, answering};
use toml::Spanned;
use xmpp_xml::wording::expected;

/// The types of message that carry payloads (RFC 6121 §5.2.2).
pub(super) const MESSAGES: [&str; 4] = ["chat", "groupchat", "headline", "normal"];

/// The types of presence that carry payloads (RFC 6121 §4.7.1); one without a type is called `available`.
pub(super) const PRESENCE: [&str; 7] = [
    "available",
    "probe",
    "subscribe",
    "subscribed",
    "unavailable",
    "unsubscribe",
    "unsubscribed",
];

pub(super) fn check(overlay: &mut Overlay, finders: &[Finder<'_>], table: &Table<Role>) {
    for (key, value) in table {
        let role = value.get_ref();
        if !is_element(finders, key.get_ref()) {
            overlay.unused(key, finders);
            continue;
        }
        if role.answers().next().is_none() {
            let wrong = "none of `get`, `set` and `push` is said of it".to_owned();
            overlay.invalid(value, wrong);
        }
        for answer in role.answers() {
            check_answer(overlay, finders, answer);
        }
        for (place, senders) in role.places() {
            check_senders(overlay, place, senders);
        }
    }
}

pub(super) fn check_told(
    overlay: &mut Overlay,
    finders: &[Finder<'_>],
    table: &Table<Told>,
    known: &[&str],
) {
    for (key, value) in table {
        if !is_element(finders, key.get_ref()) {
            overlay.unused(key, finders);
            continue;
        }
        let told = value.get_ref();
        for type_ in &told.types {
            let name = type_.get_ref().as_str();
            if !known.contains(&name) {
                let wrong = format!("`{name}` carries no payload: {}", expected(known));
                overlay.invalid(type_, wrong);
            }
        }
        for (place, senders) in told.places() {
            check_senders(overlay, place, senders);
        }
    }
}

/// The elements of which there is to be an enum over their versions.
pub(super) fn check_versions(overlay: &mut Overlay, finders: &[Finder<'_>], table: &Table<String>) {
    for (key, value) in table {
        if !is_element(finders, key.get_ref()) {
            overlay.unused(key, finders);
        } else if let Some(wrong) = super::check::rename(value.get_ref()) {
            overlay.invalid(value, wrong);
        }
    }
}

fn check_answer(overlay: &mut Overlay, finders: &[Finder<'_>], answer: &Spanned<String>) {
    let unknown = answering(answer.get_ref()).filter(|(element, _)| !is_element(finders, element));
    if let Some((element, _)) = unknown {
        let wrong = format!(
            "`{element}` is no element that the schema declares by itself; write `empty` where the answer carries nothing"
        );
        overlay.invalid(answer, wrong);
    }
}

fn check_senders(overlay: &mut Overlay, place: &str, senders: &Spanned<String>) {
    let known: &[&str] = match place {
        "server" => &["anyone", "owner"],
        "account" => &["anyone", "contacts", "owner"],
        _ => &["anyone", "contacts", "owner", "account"],
    };
    let name = senders.get_ref().as_str();
    if !known.contains(&name) {
        let known = expected(known);
        let asked = if place == "account" {
            "an account".to_owned()
        } else {
            format!("a {place}")
        };
        overlay.invalid(senders, format!("`{name}` may not ask {asked}: {known}"));
    }
}

/// Whether it is a global element, which has a type of its own.
fn is_element(finders: &[Finder<'_>], name: &str) -> bool {
    finders.iter().any(|finder| finder.declares(name))
}
