//! Roles in IQs: what they speak of exists, and can be meant.

use super::Overlay;
use super::path::Finder;
use crate::catalog::{Role, Table, answering};
use toml::Spanned;

pub(super) fn check(overlay: &mut Overlay, finders: &[Finder<'_>], table: &Table<Role>) {
    for (key, value) in table {
        let role = value.get_ref();
        if !is_element(finders, key.get_ref()) {
            overlay.unused(key, finders);
            continue;
        }
        if role.requests().next().is_none() {
            let wrong = "neither `get` nor `set` is said of it".to_owned();
            overlay.invalid(value, wrong);
        }
        for (_, answer) in role.requests() {
            check_answer(overlay, finders, answer);
        }
        for (place, senders) in role.places() {
            check_senders(overlay, place, senders);
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
        _ => &["anyone", "contacts", "owner"],
    };
    let name = senders.get_ref().as_str();
    if !known.contains(&name) {
        let known = xmpp_xml::wording::expected(known);
        overlay.invalid(senders, format!("`{name}` may not ask a {place}: {known}"));
    }
}

/// Whether it is a global element, which has a type of its own.
fn is_element(finders: &[Finder<'_>], name: &str) -> bool {
    finders.iter().any(|finder| finder.declares(name))
}
