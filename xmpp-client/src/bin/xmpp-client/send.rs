//! `xmpp-client send`.

use std::io::Read as _;

use clap::{Args, ValueEnum};
use xmpp_client::xmpp_core::Jid;
use xmpp_client::xmpp_core::schema::stanza::{Message, MessageType, Subject};
use xmpp_client::{Event, Events, RequestError};

use crate::account::AccountOptions;
use crate::failure::Failure;
use crate::report;

/// What `send` is told.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The recipient
    to: Jid,
    /// The text; several words are joined with spaces, and none or `-` reads standard input
    text: Vec<String>,
    /// What the message is for
    #[arg(long = "type", value_enum, default_value_t)]
    type_: Type,
    /// The topic of the message
    #[arg(long)]
    subject: Option<String>,
}

/// What a message is for (RFC 6121 §5.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Type {
    /// Part of a conversation
    #[default]
    Chat,
    /// On its own
    Normal,
    /// News that expect no reply
    Headline,
}

/// Sends one message, and waits until the server has handled it.
pub(crate) async fn run(account: AccountOptions, arguments: Arguments) -> Result<(), Failure> {
    let client = account.connect().await?;
    let message = message(arguments, client.generate_id())?;
    let events = client.events();
    client.send(&message).await?;
    // The server handles what we say in order: what it has to object comes before the answer.
    let handled = match client.ping(None).await {
        Ok(()) | Err(RequestError::Stanza(_)) => Ok(()),
        Err(error) => Err(error),
    };
    let ended = client.close().await;
    objection(&events, &message).await?;
    if let Err(error) = handled {
        return Err(match error {
            RequestError::Closed => ended.into(),
            error => Failure::new(format!("sent, but the server did not confirm it: {error}")),
        });
    }
    Ok(())
}

fn message(arguments: Arguments, id: String) -> Result<Message, Failure> {
    let mut text = arguments.text.join(" ");
    if text.is_empty() || text == "-" {
        text.clear();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
        text.truncate(text.trim_end().len());
    }
    if text.is_empty() {
        return Err(Failure::usage("there is no text to send"));
    }
    let to = arguments.to;
    let message = match arguments.type_ {
        Type::Chat => Message::chat(to, text),
        Type::Normal => Message::normal(to, text),
        Type::Headline => Message::headline(to, text),
    };
    let subject = arguments.subject.map(Subject::new);
    Ok(Message {
        id: Some(id.into()),
        subjects: subject.into_iter().collect(),
        ..message
    })
}

/// Whether the message came back.
async fn objection(events: &Events, sent: &Message) -> Result<(), Failure> {
    while let Some(event) = events.next().await {
        let Event::Message(message) = event else {
            continue;
        };
        if message.type_ == MessageType::Error && message.id == sent.id {
            let error = message.error.as_ref();
            let condition =
                error.map_or_else(String::new, |error| report::condition(&error.condition));
            let text = error.and_then(|error| error.text.as_ref());
            let text = text.map(|text| format!(" ({})", report::harmless(&text.value)));
            return Err(Failure::new(format!(
                "not delivered: {condition}{}",
                text.unwrap_or_default()
            )));
        }
    }
    Ok(())
}
