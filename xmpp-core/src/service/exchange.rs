//! Stanzas to try services with.

use super::rehearsal::Speaker;
use super::{Answer, Carried, Carrier, Place, Rehearsal, Standing};
use crate::schema::stanza::{Iq, IqType, Message, Presence, StanzaError};
use crate::{Element, Jid, XmlText};

/// One stanza of a conversation, and what becomes of it. The compiler makes them of schema and catalogue; see
/// [`include_conversation!`](crate::include_conversation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange<'a> {
    /// What is tried, in a few words.
    pub title: &'a str,
    /// What carries the payload.
    pub carrier: Carrier,
    /// The type of the message or presence; empty for an available presence, and for requests and pushes.
    pub type_: &'a str,
    /// Who sends it: [`Account`](Standing::Account) is the account itself, everybody else a client of it.
    pub sender: Standing,
    /// What it is addressed to.
    pub place: Place,
    /// What it carries.
    pub payload: &'a str,
    /// What answers it.
    pub expected: Expected<'a>,
}

/// What becomes of a stanza.
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
    /// Somebody hears of it, and takes it or refuses it for reasons of the application's own.
    Heard,
    /// Nobody hears of it, and nobody is told (RFC 6121 §8.1).
    Unheard,
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
            (Self::Heard | Self::Unheard, Ok(_)) => Ok(()),
            (Self::Unheard, Err(error)) => {
                Err(format!("nothing was due, and not `{}`", condition(error)))
            }
            (Self::Result { .. } | Self::Heard, Err(error)) => match condition(error).as_str() {
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
    /// Plays a conversation, in the name of the account that it is about. Of answering, taking pushes and hearing messages and
    /// presence, only answering is played where the services do nothing else about the namespace.
    ///
    /// # Errors
    /// Every stanza of which something else becomes than should, a line each.
    pub async fn play(&self, conversation: &[Exchange<'_>]) -> Result<(), String> {
        let mut wrong = Vec::new();
        for exchange in conversation {
            if let Err(what) = self.exchange(exchange).await {
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

    async fn exchange(&self, exchange: &Exchange<'_>) -> Result<(), String> {
        let payload: Element = exchange
            .payload
            .parse()
            .map_err(|error| format!("no element: {error}"))?;
        let carrier = exchange.carrier;
        if !carrier.is_request()
            && !self
                .services()
                .take_part(payload.namespace().as_ref(), carrier)
        {
            return Ok(());
        }
        let speaker = self.speaker(exchange.sender);
        let to = Some(self.addressee(exchange.place)?);
        let type_ = exchange.type_;
        match carrier {
            Carrier::Get | Carrier::Set | Carrier::Push => {
                let kind = match carrier {
                    Carrier::Get => IqType::Get,
                    _ => IqType::Set,
                };
                let payload = Some(payload);
                let iq = Iq {
                    to,
                    payload,
                    ..Iq::new("1", kind)
                };
                exchange.expected.check(&self.ask_as(&iq, &speaker).await)
            }
            Carrier::Message => {
                let message = Message {
                    to,
                    type_: value(type_)?,
                    payloads: vec![payload],
                    ..Message::default()
                };
                self.heard(exchange, Carried::Message(&message), &speaker)
                    .await
            }
            Carrier::Presence => {
                let presence = Presence {
                    to,
                    type_: (!type_.is_empty()).then(|| value(type_)).transpose()?,
                    payloads: vec![payload],
                    ..Presence::default()
                };
                self.heard(exchange, Carried::Presence(&presence), &speaker)
                    .await
            }
        }
    }

    async fn heard(
        &self,
        exchange: &Exchange<'_>,
        stanza: Carried<'_>,
        speaker: &Speaker,
    ) -> Result<(), String> {
        let (heard, mut refusals) = self.tell_as(stanza, speaker).await;
        match exchange.expected {
            Expected::Unheard if heard => Err("somebody hears of it".to_owned()),
            Expected::Heard | Expected::Refusal(_) if !heard => {
                Err("nobody hears of it".to_owned())
            }
            expected => expected.check(&refusals.pop().map_or(Ok(None), Err)),
        }
    }

    fn addressee(&self, place: Place) -> Result<Jid, String> {
        let own = self.from();
        Ok(match place {
            Place::Server => Jid::new(own.domain()).map_err(|error| error.to_string())?,
            Place::Account => own.to_bare().into(),
            Place::Client => own.clone(),
        })
    }
}

/// The value that a text is.
fn value<T: XmlText>(text: &str) -> Result<T, String> {
    T::from_text(text).map_err(|error| error.to_string())
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
