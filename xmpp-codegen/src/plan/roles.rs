//! What part an element has in stanzas, as the catalogue says it.

use super::build::Builder;
use super::item::{Carrier, Part, Response};
use super::naming;
use super::survey::Entry;
use crate::catalog::{Role, Section, Told, answering};
use crate::model::ElementId;
use toml::Spanned;

/// Whether stanzas carry the element.
pub(super) fn is_carried(entry: &Entry<'_>) -> bool {
    let carried = entry.place.value(|section| &section.payload).is_some();
    let asks = entry.place.value(|section| &section.iq).is_some();
    let told = [
        entry.place.value(|section| &section.message),
        entry.place.value(|section| &section.presence),
    ];
    let is_told = told.iter().any(Option::is_some);
    carried || asks || is_told || entry.place.any(answers)
}

/// The kinds of IQ that carry the element: `Get`, `Set`, `Result`.
pub(super) fn payload(entry: &Entry<'_>) -> Vec<String> {
    let said = entry.place.value(|section| &section.payload);
    let said = said.into_iter().flatten().map(String::as_str);
    let role = entry.place.value(|section| &section.iq);
    let asked = role.into_iter().flat_map(Role::requests);
    let pushed = role.and_then(|role| role.push.as_ref()).map(|_| "set");
    let result = entry.place.any(answers).then_some("result");
    let known: Vec<&str> = said
        .chain(asked.map(|(kind, _)| kind))
        .chain(pushed)
        .chain(result)
        .collect();
    let kinds = ["get", "set", "result"].into_iter();
    kinds
        .filter(|kind| known.contains(kind))
        .map(naming::type_name)
        .collect()
}

/// The stanzas that carry the element to somebody who does something about it.
pub(super) fn parts(builder: &Builder<'_, '_>, entry: &Entry<'_>, id: ElementId) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(role) = entry.place.value(|section| &section.iq) {
        let namespace = &builder.model[id].name.namespace;
        let response = |answer: &str| match answering(answer) {
            None => Response::Empty,
            Some((element, optional)) => {
                let answer = builder.model.element(namespace, element);
                // What is no element was complained of.
                let type_ = builder.element_type(answer.unwrap_or(id));
                match optional {
                    true => Response::Optional(type_),
                    false => Response::One(type_),
                }
            }
        };
        let mut part = |carrier, answer: &Spanned<String>, places| {
            parts.push(Part {
                carrier,
                response: response(answer.get_ref()),
                types: Vec::new(),
                places,
            });
        };
        for (carrier, answer) in [(Carrier::Get, &role.get), (Carrier::Set, &role.set)] {
            if let Some(answer) = answer {
                part(carrier, answer, places(role.places()));
            }
        }
        if let Some(answer) = &role.push {
            let own = ("client".to_owned(), "account".to_owned());
            part(Carrier::Push, answer, vec![own]);
        }
    }
    let message = entry.place.value(|section| &section.message);
    let presence = entry.place.value(|section| &section.presence);
    parts.extend(message.map(|told| heard(Carrier::Message, told)));
    parts.extend(presence.map(|told| heard(Carrier::Presence, told)));
    parts
}

fn heard(carrier: Carrier, told: &Told) -> Part {
    let types = told.types.iter().map(|type_| type_.get_ref().clone());
    Part {
        carrier,
        response: Response::Empty,
        types: types.collect(),
        places: places(told.places()),
    }
}

/// Who may send it where; anyone everywhere if nothing is said.
fn places<'c>(
    said: impl Iterator<Item = (&'static str, &'c Spanned<String>)>,
) -> Vec<(String, String)> {
    let mut places: Vec<(String, String)> = said
        .map(|(place, senders)| (place.to_owned(), senders.get_ref().clone()))
        .collect();
    if places.is_empty() {
        let anyone = |place: &str| (place.to_owned(), "anyone".to_owned());
        places.extend(["server", "account", "client"].map(anyone));
    }
    places
}

/// Whether an element answers requests of its schema.
fn answers(section: &Section, element: &str) -> bool {
    let roles = section.iq.values().map(|role| role.get_ref());
    let mut answers = roles.flat_map(Role::answers);
    answers.any(|answer| answering(answer.get_ref()).is_some_and(|(name, _)| name == element))
}
