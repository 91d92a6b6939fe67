//! `xmpp-client chat`.

use std::io::BufRead as _;
use std::thread;

use clap::Args;
use tokio::sync::mpsc::{self, Receiver};
use xmpp_client::xmpp_core::schema::roster;
use xmpp_client::xmpp_core::schema::stanza::{Message, Presence, PresenceType, Show};
use xmpp_client::xmpp_core::{BareJid, Jid, XmlText};
use xmpp_client::{Client, Event, RequestError};

use crate::account::AccountOptions;
use crate::failure::Failure;
use crate::listen::stopped;
use crate::report::{self, Format};

/// What `chat` is told.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// With whom; `/to` in it goes on with somebody else
    with: Option<Jid>,
}

const HELP: &str = "\
A line is sent as it is. Lines that begin with a slash are commands:
  /to JID        goes on with somebody else
  /roster        shows the contacts
  /add JID       adds a contact, and asks to see its presence
  /accept JID    lets somebody see your presence
  /refuse JID    does not, or no longer
  /remove JID    removes a contact
  /away [TEXT]   you are away
  /back [TEXT]   you are back
  /ping [JID]    whether somebody, or the server, is there
  /quit          ends (so does the end of the input)
A line that begins with two slashes is sent with one.";

/// Sends lines and prints what comes until the input ends.
pub(crate) async fn run(account: AccountOptions, arguments: Arguments) -> Result<(), Failure> {
    let client = account.connect().await?;
    let events = client.events();
    client.become_available().await?;
    let mut chat = Chat {
        client,
        with: arguments.with,
    };
    report::print(&format!(
        "You are {}. /help lists the commands.",
        chat.client.jid()
    ))?;
    let mut lines = lines();
    let stopped = stopped();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(line) if !chat.on_line(&line).await? => break,
                Some(_) => {}
                None => break,
            },
            event = events.next() => match event {
                Some(Event::Disconnected(reason)) => return Err(reason.into()),
                Some(event) => chat.on_event(&event)?,
                None => break,
            },
            () = &mut stopped => break,
        }
    }
    chat.end().await
}

struct Chat {
    client: Client,
    with: Option<Jid>,
}

impl Chat {
    /// Does what a line says; `false` if that is to end.
    async fn on_line(&mut self, line: &str) -> Result<bool, Failure> {
        match Line::read(line) {
            Line::Text("") => {}
            Line::Text(text) => match &self.with {
                Some(with) => self.client.send(&Message::chat(with.clone(), text)).await?,
                None => report::print("With whom? /to JID")?,
            },
            Line::Command("quit", _) => return Ok(false),
            Line::Command(command, rest) => self.obey(command, rest).await?,
        }
        Ok(true)
    }

    async fn obey(&mut self, command: &str, rest: &str) -> Result<(), Failure> {
        match command {
            "help" => report::print(HELP)?,
            "roster" => self.show_roster().await?,
            "away" => {
                self.say(Presence::available().with_show(Show::Away), rest)
                    .await?
            }
            "back" => self.say(Presence::available(), rest).await?,
            "ping" if rest.is_empty() => self.ping(None).await?,
            "to" | "ping" => match rest.parse::<Jid>() {
                Ok(jid) if command == "ping" => self.ping(Some(jid)).await?,
                Ok(jid) => self.with = Some(jid),
                Err(error) => report::print(&format!("/{command} JID: {error}"))?,
            },
            "add" | "accept" | "refuse" | "remove" => match rest.parse::<BareJid>() {
                Ok(contact) => self.about(command, contact).await?,
                Err(error) => report::print(&format!("/{command} JID: {error}"))?,
            },
            _ => report::print(&format!(
                "There is no /{command}; /help lists the commands."
            ))?,
        }
        Ok(())
    }

    async fn about(&self, command: &str, contact: BareJid) -> Result<(), Failure> {
        match command {
            "add" => {
                let item = roster::Item::new(contact.clone());
                self.tell(self.client.set_contact(item).await)?;
                self.client.subscribe(&contact).await?;
            }
            "accept" => self.client.approve(&contact).await?,
            "refuse" => self.client.refuse(&contact).await?,
            _ => self.tell(self.client.remove_contact(contact).await)?,
        }
        Ok(())
    }

    async fn show_roster(&self) -> Result<(), Failure> {
        match self.client.roster().await {
            Ok(roster) if roster.items.is_empty() => {
                report::print("There are no contacts; /add JID adds one.")?
            }
            Ok(roster) => {
                for item in roster.items {
                    let name = item
                        .name
                        .map(|name| format!(" ({})", report::harmless(&name)));
                    let subscription = item.subscription.to_text();
                    report::print(&format!(
                        "{}{}: {subscription}",
                        item.jid,
                        name.unwrap_or_default()
                    ))?;
                }
            }
            Err(error) => self.tell(Err(error))?,
        }
        Ok(())
    }

    async fn say(&self, presence: Presence, words: &str) -> Result<(), Failure> {
        let presence = match words {
            "" => presence,
            words => presence.with_status(words),
        };
        Ok(self.client.send(&presence).await?)
    }

    async fn ping(&self, to: Option<Jid>) -> Result<(), Failure> {
        let asked = std::time::Instant::now();
        match self.client.ping(to).await {
            Ok(()) => report::print(&format!("There after {} ms.", asked.elapsed().as_millis()))?,
            Err(error) => self.tell(Err(error))?,
        }
        Ok(())
    }

    /// What went wrong is told; only the end of the session ends the chat.
    #[expect(clippy::unused_self, reason = "reads as what the chat does")]
    fn tell(&self, done: Result<(), RequestError>) -> Result<(), Failure> {
        match done {
            Err(RequestError::Closed) => Err(RequestError::Closed.into()),
            Err(error) => Ok(report::print(&report::harmless(&error.to_string()))?),
            Ok(()) => Ok(()),
        }
    }

    fn on_event(&mut self, event: &Event) -> Result<(), Failure> {
        let echo = report::is_echo(event, self.client.jid());
        if let Some(line) = report::line(event, Format::Text).filter(|_| !echo) {
            report::print(&format!("{line}{}", what_to_do(event)))?;
        }
        if let (Event::Message(message), None) = (event, &self.with) {
            self.with.clone_from(&message.from);
        }
        Ok(())
    }

    /// Ends once the server has handled what was said.
    async fn end(self) -> Result<(), Failure> {
        match self.client.ping(None).await {
            Err(RequestError::Closed) => Err(self.client.closed().await.into()),
            _ => {
                self.client.close().await;
                Ok(())
            }
        }
    }
}

/// The commands that answer an event.
fn what_to_do(event: &Event) -> String {
    match event {
        Event::Presence(presence) if presence.type_ == Some(PresenceType::Subscribe) => {
            let from = presence.from.as_ref();
            from.map_or_else(String::new, |from| {
                format!(": /accept {from} or /refuse {from}")
            })
        }
        _ => String::new(),
    }
}

/// What a line of the input is.
#[derive(Debug, PartialEq, Eq)]
enum Line<'l> {
    Text(&'l str),
    Command(&'l str, &'l str),
}

impl<'l> Line<'l> {
    fn read(line: &'l str) -> Self {
        let line = line.trim_end();
        match line.strip_prefix('/') {
            None => Self::Text(line),
            Some(rest) if rest.starts_with('/') => Self::Text(rest),
            Some(rest) => {
                let (command, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                Self::Command(command, rest.trim())
            }
        }
    }
}

/// The lines of standard input. They are read on a thread of their own, which nobody waits for in the end.
fn lines() -> Receiver<String> {
    let (sender, receiver) = mpsc::channel(16);
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::{Line, what_to_do};
    use xmpp_client::Event;
    use xmpp_client::xmpp_core::{Element, Received};

    #[test]
    fn who_wants_to_see_us_is_answered_by_commands() {
        let answers = |type_: &str| {
            let xml = format!("<presence xmlns='jabber:client' from='a@b' type='{type_}'/>");
            let element: Element = xml.parse().unwrap();
            let presence = Received::read(element.document().root(), &mut ()).unwrap();
            what_to_do(&Event::Presence(presence))
        };
        assert_eq!(answers("subscribe"), ": /accept a@b or /refuse a@b");
        assert_eq!(answers("unsubscribe"), "");
    }

    #[test]
    fn lines_and_commands() {
        assert_eq!(Line::read("hello there \r"), Line::Text("hello there"));
        assert_eq!(Line::read("/quit"), Line::Command("quit", ""));
        assert_eq!(
            Line::read("/to  juliet@example.net "),
            Line::Command("to", "juliet@example.net")
        );
        assert_eq!(Line::read("//shrug"), Line::Text("/shrug"));
        assert_eq!(
            Line::read("/away gone for tea"),
            Line::Command("away", "gone for tea")
        );
    }
}
