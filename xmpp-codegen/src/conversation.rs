//! Conversations: what somebody asks who wants to see that requests are answered as schema and catalogue say.
//!
//! For each role of the catalogue there are valid requests, invalid ones, and one of a kind that the element does not have. They are
//! data: a test plays them in memory, `xmpp-codegen test` against a server.

use crate::catalog::{Catalog, Role, answering};
use crate::model::{ElementId, Global, Model, Origin, Schema};
use crate::sample::Sampler;
use quote::quote;
use xmpp_xml::Answer;

/// One request, and what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What is tried, in a few words.
    pub title: String,
    /// `get` or `set`.
    pub type_: &'static str,
    /// Whom it asks: `server`, `account` or `client`.
    pub place: &'static str,
    /// What it carries.
    pub payload: String,
    /// What answers it.
    pub expected: Expected,
}

/// What answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A result, or a refusal that is the application's own affair.
    Result {
        /// Namespace and name of what the result carries; nothing for an empty one.
        payload: Option<(String, String)>,
        /// Whether the result may be empty all the same.
        optional: bool,
    },
    /// An error with this condition (RFC 6120 §8.3.3).
    Refusal(&'static str),
}

/// The conversation about one of the given schemas; empty where its elements have no roles.
pub fn of(model: &Model, catalog: &Catalog, schema: &Schema) -> Vec<Exchange> {
    let section = catalog.section(&schema.stem).map(|(_, section)| section);
    let Some(section) = section.filter(|section| !section.iq.is_empty()) else {
        return Vec::new();
    };
    let sampler = Sampler::new(model, catalog);
    let mut exchanges = Vec::new();
    for global in &schema.globals {
        let Global::Element(id) = global else {
            continue;
        };
        let role = section
            .iq
            .iter()
            .find(|(name, _)| *name.get_ref() == model[*id].name.local);
        if let Some((_, role)) = role {
            let asking = Asking {
                model,
                schema,
                sampler: &sampler,
                element: *id,
                role: role.get_ref(),
            };
            asking.exchanges(&mut exchanges);
        }
    }
    exchanges
}

/// The conversations about all given schemas, each with the stem of its schema.
pub fn all<'m>(
    model: &'m Model,
    catalog: &'m Catalog,
) -> impl Iterator<Item = (&'m str, Vec<Exchange>)> {
    let given = model
        .schemas
        .iter()
        .filter(|schema| schema.origin == Origin::Given);
    given
        .map(|schema| (schema.stem.as_str(), of(model, catalog, schema)))
        .filter(|(_, exchanges)| !exchanges.is_empty())
}

/// A conversation as an expression in Rust, a slice of `xmpp_core::service::Exchange`.
pub(crate) fn table(exchanges: &[Exchange], runtime: &str) -> String {
    let mut text = String::from("&[\n");
    for exchange in exchanges {
        let (title, payload, type_) = (&exchange.title, &exchange.payload, exchange.type_);
        let (title, payload, type_) = (quote!(#title), quote!(#payload), quote!(#type_));
        let place = match exchange.place {
            "server" => "Server",
            "client" => "Client",
            _ => "Account",
        };
        let expected = match &exchange.expected {
            Expected::Refusal(condition) => format!("Refusal({condition:?})"),
            Expected::Result { payload, optional } => {
                let payload = match payload {
                    Some((namespace, name)) => {
                        let (namespace, name) = (quote!(#namespace), quote!(#name));
                        format!("Some(({namespace}, {name}))")
                    }
                    None => "None".to_owned(),
                };
                format!("Result {{ payload: {payload}, optional: {optional} }}")
            }
        };
        text.push_str(&format!(
            "    {runtime}::service::Exchange {{
        title: {title},
        type_: {type_},
        place: {runtime}::service::Place::{place},
        payload: {payload},
        expected: {runtime}::service::Expected::{expected},
    }},
"
        ));
    }
    text.push_str("]\n");
    text
}

/// One element that asks.
struct Asking<'a, 'm> {
    model: &'m Model,
    schema: &'m Schema,
    sampler: &'a Sampler<'m>,
    element: ElementId,
    role: &'m Role,
}

impl Asking<'_, '_> {
    fn exchanges(&self, exchanges: &mut Vec<Exchange>) {
        let Some(minimal) = self.sampler.minimal(self.element) else {
            return;
        };
        let name = &self.model[self.element].name.local;
        let maximal = self.sampler.maximal(self.element);
        let maximal = maximal.filter(|maximal| *maximal != minimal);
        let mut places: Vec<&'static str> = self.role.places().map(|(place, _)| place).collect();
        if places.is_empty() {
            places.extend(["server", "account", "client"]);
        }
        for place in &places {
            for (type_, answer) in self.role.requests() {
                let expected = self.expected(answer.get_ref());
                let mut ask = |title: String, payload: &str, expected: Expected| {
                    exchanges.push(Exchange {
                        title,
                        type_,
                        place,
                        payload: payload.to_owned(),
                        expected,
                    });
                };
                let head = format!("{type_} <{name}/> of the {place}");
                ask(format!("{head}, the smallest"), &minimal, expected.clone());
                if let Some(maximal) = &maximal {
                    ask(format!("{head}, the fullest"), maximal, expected.clone());
                }
                for invalid in self.sampler.invalid(self.element) {
                    if let Answer::Stanza { condition, .. } = invalid.rule.answer() {
                        let title = format!("{head}: {}", invalid.what);
                        let known = is_called(&invalid.xml, name);
                        let due = if known { condition } else { UNKNOWN };
                        ask(title, &invalid.xml, Expected::Refusal(due));
                    }
                }
            }
        }
        let missing = match (&self.role.get, &self.role.set) {
            (Some(_), None) => "set",
            (None, Some(_)) => "get",
            _ => return,
        };
        exchanges.push(Exchange {
            title: format!("{missing} <{name}/>, which there is not"),
            type_: missing,
            place: places[0],
            payload: minimal,
            expected: Expected::Refusal("bad-request"),
        });
    }

    fn expected(&self, answer: &str) -> Expected {
        let named = answering(answer);
        Expected::Result {
            payload: named.map(|(name, _)| (self.schema.namespace.clone(), name.to_owned())),
            optional: named.is_some_and(|(_, optional)| optional),
        }
    }
}

/// What a payload is answered with that nobody knows (RFC 6120 §8.4).
const UNKNOWN: &str = "service-unavailable";

/// Whether the document's element has this name.
fn is_called(xml: &str, name: &str) -> bool {
    let mut words = xml.split(['<', '>', '/', ' ']);
    words.nth(1) == Some(name)
}
