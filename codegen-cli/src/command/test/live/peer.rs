//! Another client of the account: the one that is asked and told.

use super::Came;
use crate::command::Failure;
use std::future::IntoFuture;
use std::pin::pin;
use std::time::Duration;
use xmpp_client::xmpp_core::schema::stanza::{Message, Presence};
use xmpp_client::xmpp_core::schema::stanzaerror::Condition;
use xmpp_client::xmpp_core::xml::Node;
use xmpp_client::xmpp_core::{Element, Jid};
use xmpp_client::{Client, Event, Events, ReceivedRequest, Request, RequestError};
use xmpp_codegen::conversation::{Exchange, Expected};

/// How long a server may take to hand something on.
const PATIENCE: Duration = Duration::from_secs(10);

/// Another client of the account.
pub(super) struct Peer {
    client: Client,
    events: Events,
}

impl Peer {
    /// Makes it one that messages to the account are delivered to (RFC 6121 §8.5.2).
    pub(super) async fn new(client: Client) -> Result<Self, Failure> {
        let lost = |error| Failure::new(format!("no presence can be sent: {error}"));
        client.become_available().await.map_err(lost)?;
        let events = client.events();
        Ok(Self { client, events })
    }

    pub(super) async fn close(self) {
        self.client.close().await;
    }

    pub(super) fn jid(&self) -> Jid {
        self.client.jid().clone().into()
    }

    /// Waits for the request, or for the answer where the client gives it by itself. Nothing where the request came and its answer
    /// went back.
    pub(super) async fn asked(
        &self,
        question: Request<Came>,
        payload: &Element,
        from: &Jid,
    ) -> Result<Option<Result<Came, RequestError>>, String> {
        let mut question = pin!(question.into_future());
        let request = tokio::select! {
            biased;
            answer = &mut question => return Ok(Some(answer)),
            request = self.request() => request?,
        };
        let came = request.received().element().clone();
        let sender = request.sender().clone();
        request.reply_error(Condition::ServiceUnavailable);
        if sender != *from {
            return Err(format!("it comes from {sender}"));
        }
        if !holds(&came, payload) {
            return Err(format!("it comes as {came}"));
        }
        match question.await {
            Err(RequestError::Stanza(error))
                if error.condition == Condition::ServiceUnavailable =>
            {
                Ok(None)
            }
            Ok(_) => Err("the server answers in the place of the client".to_owned()),
            Err(error) => Err(format!("the answer of the client comes as: {error}")),
        }
    }

    /// Sends the message or presence, and waits for it.
    pub(super) async fn told(
        &self,
        sender: &Client,
        exchange: &Exchange,
        to: Jid,
        payload: &Element,
    ) -> Result<(), String> {
        debug_assert_eq!(exchange.expected, Expected::Heard);
        let type_ = exchange.type_.as_str();
        let unknown = |_| format!("there is no type `{type_}`");
        let sent = if exchange.carrier == "message" {
            let message = Message {
                to: Some(to),
                type_: type_.parse().map_err(unknown)?,
                payloads: vec![payload.clone()],
                ..Message::default()
            };
            sender.send(&message).await
        } else {
            let type_ = (!type_.is_empty()).then(|| type_.parse());
            let presence = Presence {
                to: Some(to),
                type_: type_.transpose().map_err(unknown)?,
                payloads: vec![payload.clone()],
                ..Presence::default()
            };
            sender.send(&presence).await
        };
        sent.map_err(|error| format!("it is not sent: {error}"))?;
        let came = async {
            loop {
                let stanza = match self.events.next().await {
                    None | Some(Event::Disconnected(_)) => return Err("the session has ended"),
                    Some(Event::Message(message)) => message.element().clone(),
                    Some(Event::Presence(presence)) => presence.element().clone(),
                    Some(Event::Invalid { stanza, .. }) => stanza,
                    Some(_) => continue,
                };
                if stanza.name() == exchange.carrier && holds(&stanza, payload) {
                    return Ok(());
                }
            }
        };
        let came = tokio::time::timeout(PATIENCE, came).await;
        came.unwrap_or(Err("it is not delivered"))
            .map_err(str::to_owned)
    }

    async fn request(&self) -> Result<ReceivedRequest, String> {
        loop {
            match self.events.next().await {
                None => return Err("the session has ended".to_owned()),
                Some(Event::Request(request)) => return Ok(request),
                Some(_) => {}
            }
        }
    }
}

/// Whether the stanza carries the payload as it was sent.
fn holds(stanza: &Element, payload: &Element) -> bool {
    let document = stanza.document();
    let mut children = document.root().elements();
    let is_it = |child: Node<'_>| Element::from(child) == *payload;
    children.any(is_it)
}
