//! What part an element has in IQs, as the catalogue says it.

use super::build::Builder;
use super::item::{Request, Response};
use super::naming;
use super::survey::Entry;
use crate::catalog::{Role, Section, answering};
use crate::model::ElementId;

/// Whether IQs carry the element.
pub(super) fn is_carried(entry: &Entry<'_>) -> bool {
    let carried = entry.place.value(|section| &section.payload).is_some();
    let asks = entry.place.value(|section| &section.iq).is_some();
    carried || asks || entry.place.any(answers)
}

/// The kinds of IQ that carry the element: `Get`, `Set`, `Result`.
pub(super) fn payload(entry: &Entry<'_>) -> Vec<String> {
    let said = entry.place.value(|section| &section.payload);
    let said = said.into_iter().flatten().map(String::as_str);
    let role = entry.place.value(|section| &section.iq);
    let asked = role.into_iter().flat_map(Role::requests);
    let result = entry.place.any(answers).then_some("result");
    let known: Vec<&str> = said
        .chain(asked.map(|(kind, _)| kind))
        .chain(result)
        .collect();
    let kinds = ["get", "set", "result"].into_iter();
    kinds
        .filter(|kind| known.contains(kind))
        .map(naming::type_name)
        .collect()
}

/// The requests that carry the element.
pub(super) fn requests(
    builder: &Builder<'_, '_>,
    entry: &Entry<'_>,
    id: ElementId,
) -> Vec<Request> {
    let Some(role) = entry.place.value(|section| &section.iq) else {
        return Vec::new();
    };
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
    let mut places: Vec<(String, String)> = role
        .places()
        .map(|(place, senders)| (place.to_owned(), senders.get_ref().clone()))
        .collect();
    if places.is_empty() {
        let anyone = |place: &str| (place.to_owned(), "anyone".to_owned());
        places.extend(["server", "account", "client"].map(anyone));
    }
    role.requests()
        .map(|(kind, answer)| Request {
            kind: kind.to_owned(),
            response: response(answer.get_ref()),
            places: places.clone(),
        })
        .collect()
}

/// Whether an element answers requests of its schema.
fn answers(section: &Section, element: &str) -> bool {
    let roles = section.iq.values().map(|role| role.get_ref());
    let mut answers = roles.flat_map(Role::requests);
    answers.any(|(_, answer)| answering(answer.get_ref()).is_some_and(|(name, _)| name == element))
}
