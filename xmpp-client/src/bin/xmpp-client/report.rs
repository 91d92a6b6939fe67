//! What comes, in one line each.

use std::io::{self, Write as _};

use clap::ValueEnum;
use serde::Serialize;
use xmpp_client::Event;
use xmpp_client::xmpp_core::schema::stanza::{Message, Presence, PresenceType, Show};
use xmpp_client::xmpp_core::schema::stanzaerror::Condition;
use xmpp_client::xmpp_core::{Element, FullJid, Received, XmlText};

/// How what comes is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object a line, with the stanza as it came in `xml`
    Json,
}

/// Prints a line at once, so that a program behind a pipe sees it.
pub(crate) fn print(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// Tells of an event on standard error, apart from what comes from others.
pub(crate) fn note(event: &Event) {
    if let Some(line) = text(event) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// Whether it is our own presence, which the server tells us as well (RFC 6121 §4.2.2).
pub(crate) fn is_echo(event: &Event, own: &FullJid) -> bool {
    matches!(event, Event::Presence(presence) if presence.from.as_ref().is_some_and(|from| from == own))
}

/// The line for an event; `None` where there is nothing to print.
pub(crate) fn line(event: &Event, format: Format) -> Option<String> {
    match format {
        Format::Text => text(event),
        Format::Json => Record::of(event).and_then(|record| serde_json::to_string(&record).ok()),
    }
}

fn text(event: &Event) -> Option<String> {
    let from = |from: &Option<_>| {
        from.as_ref()
            .map_or_else(|| "the server".to_owned(), ToString::to_string)
    };
    Some(match event {
        Event::Message(message) => {
            let from = from(&message.from);
            match (&message.error, message.body()) {
                (Some(error), _) => {
                    format!("{from}: not delivered: {}", condition(&error.condition))
                }
                (None, Some(body)) => format!("{from}: {}", harmless(body)),
                (None, None) => return None,
            }
        }
        Event::Presence(presence) => {
            let status = presence
                .status()
                .map(|status| format!(" ({})", harmless(status)));
            format!(
                "{} {}{}",
                from(&presence.from),
                state(presence),
                status.unwrap_or_default()
            )
        }
        Event::RosterPush(push) => {
            format!(
                "{} in the roster: {}",
                push.item.jid,
                push.item.subscription.to_text()
            )
        }
        Event::Invalid { report, .. } => {
            let first = report.findings().first();
            let first = first.map_or_else(|| "a malformed address".to_owned(), ToString::to_string);
            format!("an invalid stanza: {}", harmless(&first))
        }
        Event::Suspended(reason) => format!("-- {reason}; coming back"),
        Event::Resumed => "-- back again, nothing is lost".to_owned(),
        _ => return None,
    })
}

/// What a presence says of its sender.
fn state(presence: &Presence) -> String {
    let state = match (&presence.type_, presence.show) {
        (Some(PresenceType::Subscribe), _) => "wants to see your presence",
        (Some(PresenceType::Subscribed), _) => "lets you see its presence",
        (Some(PresenceType::Unsubscribe), _) => "wants to see your presence no longer",
        (Some(PresenceType::Unsubscribed), _) => "does not let you see its presence",
        (Some(PresenceType::Unavailable), _) => "is gone",
        (Some(type_), _) => return format!("is `{}`", type_.to_text()),
        (None, None) => "is available",
        (None, Some(Show::Away)) => "is away",
        (None, Some(Show::Chat)) => "is available for a chat",
        (None, Some(Show::Dnd)) => "is busy",
        (None, Some(Show::Xa)) => "is away for long",
    };
    state.to_owned()
}

/// An event for a program.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Record {
    event: &'static str,
    #[serde(flatten)]
    fields: Fields,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    xml: Option<String>,
}

/// What it has to say, as far as it does.
#[derive(Debug, Default)]
struct Fields(Vec<(&'static str, String)>);

impl Record {
    fn of(event: &Event) -> Option<Self> {
        let record = |event, fields, element: &Element| Self {
            event,
            fields,
            xml: Some(element.to_string()),
            ..Self::default()
        };
        Some(match event {
            Event::Message(message) => record("message", of_message(message), message.element()),
            Event::Presence(presence) => {
                record("presence", of_presence(presence), presence.element())
            }
            Event::Invalid { stanza, report } => Self {
                findings: report.findings().iter().map(ToString::to_string).collect(),
                ..record("invalid", Fields::default(), stanza)
            },
            Event::RosterPush(push) => {
                let mut fields = Fields::default();
                fields.put("jid", Some(&push.item.jid));
                fields.put("name", push.item.name.as_ref());
                fields.put("subscription", Some(push.item.subscription.to_text()));
                Self {
                    event: "roster",
                    fields,
                    ..Self::default()
                }
            }
            _ => return None,
        })
    }
}

impl Fields {
    fn put(&mut self, key: &'static str, value: Option<impl ToString>) {
        self.0.extend(value.map(|value| (key, value.to_string())));
    }
}

impl Serialize for Fields {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

fn of_message(message: &Received<Message>) -> Fields {
    let mut fields = Fields::default();
    fields.put("from", message.from.as_ref());
    fields.put("to", message.to.as_ref());
    fields.put("id", message.id.as_ref());
    fields.put("type", Some(message.type_.to_text()));
    fields.put("subject", message.subject());
    fields.put("body", message.body());
    fields.put(
        "thread",
        message.thread.as_ref().map(|thread| &thread.value),
    );
    fields.put("delay", delay(&message.payloads));
    fields.put(
        "error",
        message
            .error
            .as_ref()
            .map(|error| condition(&error.condition)),
    );
    fields
}

fn of_presence(presence: &Received<Presence>) -> Fields {
    let mut fields = Fields::default();
    fields.put("from", presence.from.as_ref());
    fields.put("to", presence.to.as_ref());
    fields.put("id", presence.id.as_ref());
    fields.put("type", presence.type_.as_ref().map(XmlText::to_text));
    fields.put("show", presence.show.as_ref().map(XmlText::to_text));
    fields.put("status", presence.status());
    fields.put("priority", presence.priority);
    fields.put("delay", delay(&presence.payloads));
    fields.put(
        "error",
        presence
            .error
            .as_ref()
            .map(|error| condition(&error.condition)),
    );
    fields
}

/// When a stanza was sent that was kept on the way (XEP-0203).
fn delay(payloads: &[Element]) -> Option<String> {
    let delay = payloads
        .iter()
        .find(|payload| payload.is("urn:xmpp:delay", "delay"))?;
    delay.attribute("stamp")
}

/// The element name of a condition.
pub(crate) fn condition(condition: &Condition) -> String {
    let element = Element::of(condition);
    element.map_or_else(
        |_| "an error".to_owned(),
        |element| element.name().to_owned(),
    )
}

/// Text of others on a terminal of ours: what controls the terminal is shown, not done.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut line, character| {
            match character {
                '\n' => line.push_str("\\n"),
                '\t' => line.push(' '),
                // Overrides of the direction make text look like something else.
                '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => line.push('\u{FFFD}'),
                control if control.is_control() => line.extend(control.escape_unicode()),
                other => line.push(other),
            }
            line
        })
}

#[cfg(test)]
mod tests {
    use super::{Format, harmless, line};
    use xmpp_client::Event;
    use xmpp_client::xmpp_core::{Element, FromXml, Received, Report};

    fn received<T: FromXml>(xml: &str) -> Received<T> {
        let element: Element = xml
            .replacen(' ', " xmlns='jabber:client' ", 1)
            .parse()
            .unwrap();
        Received::read(element.document().root(), &mut ()).unwrap()
    }

    #[test]
    fn events_in_text() {
        let cases = [
            (
                Event::Message(received(
                    "<message from='a@b/c'><body>two\nlines</body></message>",
                )),
                Some("a@b/c: two\\nlines"),
            ),
            (
                Event::Message(received(
                    "<message from='a@b/c'><composing xmlns='urn:c'/></message>",
                )),
                None,
            ),
            (
                Event::Message(received(
                    "<message from='a@b' type='error'><error type='cancel'><item-not-found \
                    xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
                )),
                Some("a@b: not delivered: item-not-found"),
            ),
            (
                Event::Presence(received("<presence from='a@b/c'/>")),
                Some("a@b/c is available"),
            ),
            (
                Event::Presence(received(
                    "<presence from='a@b/c'><show>dnd</show><status>sh!</status></presence>",
                )),
                Some("a@b/c is busy (sh!)"),
            ),
            (
                Event::Presence(received("<presence from='a@b' type='subscribe'/>")),
                Some("a@b wants to see your presence"),
            ),
            (
                Event::Presence(received(
                    "<presence from='a@b/c' type='unavailable'><status>good night</status></presence>",
                )),
                Some("a@b/c is gone (good night)"),
            ),
            (
                Event::Presence(received("<presence from='a@b' type='unsubscribed'/>")),
                Some("a@b does not let you see its presence"),
            ),
            (
                Event::Invalid {
                    stanza: "<message xmlns='jabber:client'/>".parse().unwrap(),
                    report: Report::new(),
                },
                Some("an invalid stanza: a malformed address"),
            ),
        ];
        for (event, expected) in cases {
            assert_eq!(line(&event, Format::Text).as_deref(), expected);
        }
    }

    #[test]
    fn events_in_json() {
        let message = received(
            "<message from='a@b/c' id='1'><body>\"hi\"</body><delay xmlns='urn:xmpp:delay' \
            stamp='2026-01-01T00:00:00Z'/></message>",
        );
        let shown = line(&Event::Message(message), Format::Json).unwrap();
        assert!(
            shown.starts_with("{\"event\":\"message\",\"from\":\"a@b/c\","),
            "{shown}"
        );
        let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(value["event"], "message");
        assert_eq!(value["body"], "\"hi\"");
        assert_eq!(value["type"], "normal");
        assert_eq!(value["delay"], "2026-01-01T00:00:00Z");
        assert!(value["xml"].as_str().unwrap().starts_with("<message "));
        assert!(value.get("subject").is_none());
    }

    #[test]
    fn what_controls_a_terminal_is_shown() {
        assert_eq!(
            harmless("a\u{1b}[31mb\r\u{7}c"),
            "a\\u{1b}[31mb\\u{d}\\u{7}c"
        );
        assert_eq!(harmless("txt.\u{202E}exe"), "txt.\u{FFFD}exe");
        assert_eq!(harmless("čaj ☕"), "čaj ☕");
    }
}
