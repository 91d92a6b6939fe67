//! Conversations: what somebody says who wants to see that others answer and hear as schema and catalogue say.
//!
//! For each role of the catalogue there are valid requests, invalid ones, and one of a kind that the element does not have; valid and
//! invalid pushes, and one that somebody else makes up; and what messages and presence carry, also of a type or from a sender that the
//! catalogue does not name. They are data: a test plays them in memory, `xmpp-codegen test` plays against a server what a server has a part in.

mod told;

use crate::catalog::{Catalog, Role, Section, answering};
use crate::model::{ElementId, Global, Model, Origin, Schema};
use crate::sample::Sampler;
use quote::quote;
use xmpp_xml::Answer;

/// One stanza, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What is tried, in a few words.
    pub title: String,
    /// `get`, `set` or `push`; `message` or `presence`.
    pub carrier: &'static str,
    /// The type of the message or presence; empty for an available presence, and for requests and pushes.
    pub type_: String,
    /// Who sends it: the `account` itself, or its `owner`, a client of it.
    pub sender: &'static str,
    /// Whom it is sent to: `server`, `account` or `client`.
    pub place: &'static str,
    /// What it carries.
    pub payload: String,
    /// What answers it.
    pub expected: Expected,
}

/// What becomes of a stanza.
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
    /// Somebody hears of it, and takes it or refuses it for reasons of the application's own.
    Heard,
    /// Nobody hears of it, and nobody is told (RFC 6121 §8.1).
    Unheard,
}

/// The conversation about one of the given schemas; empty where its elements have no roles.
pub fn of(model: &Model, catalog: &Catalog, schema: &Schema) -> Vec<Exchange> {
    let section = catalog.section(&schema.stem).map(|(_, section)| section);
    let has_roles = |section: &&Section| {
        !(section.iq.is_empty() && section.message.is_empty() && section.presence.is_empty())
    };
    let Some(section) = section.filter(has_roles) else {
        return Vec::new();
    };
    let sampler = Sampler::new(model, catalog);
    let mut exchanges = Vec::new();
    for global in &schema.globals {
        let Global::Element(id) = global else {
            continue;
        };
        let name = &model[*id].name.local;
        let sampled = Sampled::new(&sampler, *id, name);
        if let Some(role) = Section::get(&section.iq, name) {
            let asking = Asking {
                schema,
                sampled: &sampled,
                role,
            };
            asking.exchanges(&mut exchanges);
        }
        for (carrier, table) in [
            ("message", &section.message),
            ("presence", &section.presence),
        ] {
            if let Some(role) = Section::get(table, name) {
                told::exchanges(&sampled, carrier, role, &mut exchanges);
            }
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
        let (title, payload, type_) = (&exchange.title, &exchange.payload, &exchange.type_);
        let (title, payload, type_) = (quote!(#title), quote!(#payload), quote!(#type_));
        let [carrier, sender, place] =
            [exchange.carrier, exchange.sender, exchange.place].map(crate::plan::type_name);
        let expected = match &exchange.expected {
            Expected::Refusal(condition) => format!("Refusal({condition:?})"),
            Expected::Heard => "Heard".to_owned(),
            Expected::Unheard => "Unheard".to_owned(),
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
        carrier: {runtime}::service::Carrier::{carrier},
        type_: {type_},
        sender: {runtime}::service::Standing::{sender},
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

/// An element, and what is sent of it.
struct Sampled<'a> {
    name: &'a str,
    minimal: Option<String>,
    /// Where it is not the smallest.
    maximal: Option<String>,
    /// Each with what is wrong, and the condition that is due (RFC 6120 §8.3.3).
    invalid: Vec<(String, String, &'static str)>,
}

impl<'a> Sampled<'a> {
    fn new(sampler: &Sampler<'_>, element: ElementId, name: &'a str) -> Self {
        let minimal = sampler.minimal(element);
        let maximal = sampler.maximal(element);
        let invalid = sampler.invalid(element).into_iter();
        let due = invalid.filter_map(|invalid| match invalid.rule.answer() {
            Answer::Stanza { condition, .. } => Some((invalid.what, invalid.xml, condition)),
            _ => None,
        });
        Self {
            name,
            invalid: due.collect(),
            maximal: maximal.filter(|maximal| Some(maximal) != minimal.as_ref()),
            minimal,
        }
    }

    /// The valid ones, each with what it is.
    fn valid(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let minimal = self.minimal.iter().map(|xml| ("the smallest", xml));
        minimal.chain(self.maximal.iter().map(|xml| ("the fullest", xml)))
    }

    /// Whether the document is of this element.
    fn is_called(&self, xml: &str) -> bool {
        let mut words = xml.split(['<', '>', '/', ' ']);
        words.nth(1) == Some(self.name)
    }
}

/// One element that asks.
struct Asking<'a, 'm> {
    schema: &'m Schema,
    sampled: &'a Sampled<'a>,
    role: &'m Role,
}

impl Asking<'_, '_> {
    fn exchanges(&self, exchanges: &mut Vec<Exchange>) {
        let Some(minimal) = &self.sampled.minimal else {
            return;
        };
        let name = self.sampled.name;
        let mut places: Vec<&'static str> = self.role.places().map(|(place, _)| place).collect();
        if places.is_empty() {
            places.extend(PLACES);
        }
        for place in &places {
            for (carrier, answer) in self.role.requests() {
                let head = format!("{carrier} <{name}/> of the {place}");
                let way = (carrier, "owner", *place);
                self.requests(&head, way, answer.get_ref(), exchanges);
            }
        }
        if let Some(answer) = &self.role.push {
            let head = format!("push <{name}/>");
            let way = ("push", "account", "client");
            self.requests(&head, way, answer.get_ref(), exchanges);
            let title = format!("{head} that another client makes up");
            let unknown = Expected::Refusal(UNKNOWN);
            exchanges.push(exchange(
                title,
                ("push", "owner", "client"),
                minimal,
                unknown,
            ));
        }
        let missing = match (&self.role.get, &self.role.set, &self.role.push) {
            (Some(_), None, None) => "set",
            (None, Some(_), _) => "get",
            _ => return,
        };
        let title = format!("{missing} <{name}/>, which there is not");
        let bad = Expected::Refusal("bad-request");
        exchanges.push(exchange(title, (missing, "owner", places[0]), minimal, bad));
    }

    /// Valid and invalid ones.
    fn requests(&self, head: &str, way: Way, answer: &str, exchanges: &mut Vec<Exchange>) {
        for (what, xml) in self.sampled.valid() {
            let expected = self.expected(answer);
            exchanges.push(exchange(format!("{head}, {what}"), way, xml, expected));
        }
        for (what, xml, condition) in &self.sampled.invalid {
            let is_known = self.sampled.is_called(xml);
            let due = if is_known { condition } else { UNKNOWN };
            let title = format!("{head}: {what}");
            exchanges.push(exchange(title, way, xml, Expected::Refusal(due)));
        }
    }

    fn expected(&self, answer: &str) -> Expected {
        let named = answering(answer);
        Expected::Result {
            payload: named.map(|(name, _)| (self.schema.namespace.to_string(), name.to_owned())),
            optional: named.is_some_and(|(_, optional)| optional),
        }
    }
}

/// What a payload is answered with that nobody knows (RFC 6120 §8.4).
const UNKNOWN: &str = "service-unavailable";

/// All places.
const PLACES: [&str; 3] = ["server", "account", "client"];

/// What carries it, who sends it, and where.
type Way = (&'static str, &'static str, &'static str);

fn exchange(
    title: String,
    (carrier, sender, place): Way,
    payload: &str,
    expected: Expected,
) -> Exchange {
    Exchange {
        title,
        carrier,
        type_: String::new(),
        sender,
        place,
        payload: payload.to_owned(),
        expected,
    }
}
