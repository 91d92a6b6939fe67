//! Requests to try services with.

use super::{Answer, Place, Rehearsal};
use crate::schema::stanza::{Iq, IqType, StanzaError};
use crate::{Element, Jid};

/// One request of a conversation, and what answers it. The compiler makes them of schema and catalogue; see
/// [`include_conversation!`](crate::include_conversation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange<'a> {
    /// What is tried, in a few words.
    pub title: &'a str,
    /// `get` or `set`.
    pub type_: &'a str,
    /// What it is addressed to.
    pub place: Place,
    /// What it carries.
    pub payload: &'a str,
    /// What answers it.
    pub expected: Expected<'a>,
}

/// What answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected<'a> {
    /// A result, or a refusal that is the application's own affair.
    Result {
        /// Namespace and name of what the result carries; nothing for an empty one.
        payload: Option<(&'a str, &'a str)>,
        /// Whether the result may be empty all the same.
        optional: bool,
    },
    /// An error with this condition (RFC 6120 §8.3.3).
    Refusal(&'a str),
}

impl Expected<'_> {
    /// Whether this is it.
    ///
    /// # Errors
    /// What came instead.
    pub fn check(&self, answer: &Answer) -> Result<(), String> {
        match (self, answer) {
            (Self::Refusal(wanted), Err(error)) if condition(error) == *wanted => Ok(()),
            (Self::Refusal(wanted), Err(error)) => Err(format!(
                "`{wanted}` was due, and not `{}`",
                condition(error)
            )),
            (Self::Refusal(wanted), Ok(_)) => Err(format!("`{wanted}` was due, and not a result")),
            (Self::Result { .. }, Err(error)) => match condition(error).as_str() {
                unwanted @ ("service-unavailable"
                | "feature-not-implemented"
                | "internal-server-error"
                | "undefined-condition") => Err(format!("a result was due, and not `{unwanted}`")),
                _ => Ok(()),
            },
            (Self::Result { payload, optional }, Ok(came)) => {
                let is_due = match (payload, came) {
                    (Some((namespace, name)), Some(came)) => came.is(namespace, name),
                    (Some(_), None) => *optional,
                    (None, came) => came.is_none(),
                };
                match is_due {
                    true => Ok(()),
                    false => Err(format!(
                        "{} was due, and not {}",
                        said(payload),
                        shown(came)
                    )),
                }
            }
        }
    }
}

impl Rehearsal {
    /// Plays a conversation, in the name of the account that it is about.
    ///
    /// # Errors
    /// Every request that is not answered as it should be, a line each.
    pub async fn play(&self, conversation: &[Exchange<'_>]) -> Result<(), String> {
        let mut wrong = Vec::new();
        for exchange in conversation {
            let checked = match self.request(exchange) {
                Ok(iq) => exchange.expected.check(&self.ask(&iq).await),
                Err(unreadable) => Err(unreadable),
            };
            if let Err(what) = checked {
                wrong.push(format!(
                    "{}: {what}\n  {}",
                    exchange.title, exchange.payload
                ));
            }
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(wrong.join("\n")),
        }
    }

    fn request(&self, exchange: &Exchange<'_>) -> Result<Iq, String> {
        let payload: Element = exchange
            .payload
            .parse()
            .map_err(|error| format!("no element: {error}"))?;
        let own = self.from();
        let domain = || Jid::new(own.domain()).map_err(|error| error.to_string());
        let to = match exchange.place {
            Place::Server => domain()?,
            Place::Account => own.to_bare().into(),
            Place::Client => own.clone(),
        };
        let type_ = match exchange.type_ {
            "set" => IqType::Set,
            _ => IqType::Get,
        };
        Ok(Iq {
            to: Some(to),
            payload: Some(payload),
            ..Iq::new("1", type_)
        })
    }
}

fn condition(error: &StanzaError) -> String {
    let element = Element::of(&error.condition);
    element.map_or_else(|_| String::new(), |element| element.name().to_owned())
}

fn said(payload: &Option<(&str, &str)>) -> String {
    match payload {
        Some((_, name)) => format!("a result with <{name}/>"),
        None => "an empty result".to_owned(),
    }
}

fn shown(payload: &Option<Element>) -> String {
    match payload {
        Some(payload) => format!("one with <{}/>", payload.name()),
        None => "an empty one".to_owned(),
    }
}
