//! What a third party's types can do that those of `xmpp_core` can: all of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

use std::sync::{Arc, Mutex};

use example_third_party::mood::{self, Mood, MoodListener, NS};
use example_third_party::mood_1::{self, AnyMood};
use xmpp_core::schema::delay::Delay;
use xmpp_core::schema::pubsub_event::Event;
use xmpp_core::schema::stanza::{Message, MessageType};
use xmpp_core::service::{Carried, Cx, Rehearsal, Services, Standing};
use xmpp_core::xml::Document;
use xmpp_core::{FirstOnly, FromXml, Jid, Limits, StanzaError, decode_with, read, write};

const MOOD: &str = "<mood xmlns='urn:example:mood:0' is='hopeful'><delay xmlns='urn:xmpp:delay' \
    stamp='2026-11-29T17:00:00Z'/><reason>Tea</reason></mood>";

fn juliet() -> Jid {
    "juliet@capulet.example/balcony".parse().unwrap()
}

/// The catalogue says of which type the message is.
#[test]
fn a_message_carries_it() {
    let mood: Mood = read(MOOD).unwrap();
    let message = Message::of(juliet(), &mood).unwrap();
    assert_eq!(message.type_, MessageType::Headline);
    let again: Message = read(&write(&message).unwrap()).unwrap();
    assert_eq!(again.payload::<Mood>().unwrap(), Some(mood));
}

/// What a schema of ours leaves to others holds it, and gives it back as it came.
#[test]
fn an_item_of_a_node_holds_it() {
    let xml = format!(
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='{NS}'><item id='1'>{MOOD}</item></items></event>"
    );
    let event: Event = read(&xml).unwrap();
    let text = write(&event).unwrap();
    assert!(text.contains(MOOD), "{text}");
}

/// A registry is a type: a choice of what somebody knows, of whichever crate.
#[derive(Debug, PartialEq, FromXml)]
#[xml(namespace = NS, choice)]
enum Known {
    #[xml(child)]
    Mood(Box<Mood>),
    #[xml(child)]
    Delay(Box<Delay>),
}

#[test]
fn a_choice_reads_it_beside_others() {
    let xml = format!(
        "<message xmlns='jabber:client'>{MOOD}<delay xmlns='urn:xmpp:delay' stamp='2026-11-29T18:00:00Z'/><x xmlns='urn:x'/></message>"
    );
    let document = Document::parse(&xml, Limits::CLIENT).unwrap();
    let read = decode_with::<Message, Vec<Known>>(document.root(), &mut FirstOnly::default());
    let (message, known) = read.unwrap();
    assert!(
        matches!(known.as_slice(), [Known::Mood(_), Known::Delay(_)]),
        "{known:?}"
    );
    assert_eq!(message.payloads.len(), 1);
}

/// Keeps the moods of others.
#[derive(Clone, Default)]
struct Moods(Arc<Mutex<Vec<Mood>>>);

impl MoodListener for Moods {
    async fn message(&self, _: Cx<'_>, mood: Mood) -> Result<(), StanzaError> {
        self.0.lock().unwrap().push(mood);
        Ok(())
    }
}

/// A registry of services is a value, which takes them from anywhere.
#[test]
fn a_host_hears_it() {
    let moods = Moods::default();
    let services = Services::new().with(mood::listener(moods.clone()));
    let rehearsal = Rehearsal::new(services, "romeo@montague.example".parse().unwrap());
    let mood: Mood = read(MOOD).unwrap();
    let message = Message::of(juliet(), &mood).unwrap();
    let strange = rehearsal.tell_now(Carried::Message(&message));
    assert_eq!(
        (strange, moods.0.lock().unwrap().len()),
        (Some(Vec::new()), 0)
    );
    let known = rehearsal.standing(Standing::Contact);
    assert_eq!(known.tell_now(Carried::Message(&message)), Some(Vec::new()));
    assert_eq!(*moods.0.lock().unwrap(), [mood]);
}

/// Two versions of a namespace live side by side (XEP-0053 §4), and what holds the same converts both ways.
#[test]
fn versions_convert() {
    let old: Mood = read(MOOD).unwrap();
    let new = mood_1::Mood::from(old.clone());
    let xml = write(&new).unwrap();
    assert_eq!(xml, MOOD.replace("mood:0", "mood:1"));
    assert!(read::<Mood>(&xml).is_err());
    assert_eq!(Mood::from(new.clone()), old);
    let comfort = mood_1::Comfort::new(vec![new]);
    assert_eq!(comfort.moods.len(), 1);
}

/// The catalogue asks for an enum over the versions: a peer may have any of them, and the newest is what the rest of a program
/// knows.
#[test]
fn a_mood_of_any_version_is_read_and_written_as_it_is() {
    let newer = MOOD.replace("mood:0", "mood:1");
    let (old, new): (AnyMood, AnyMood) = (read(MOOD).unwrap(), read(&newer).unwrap());
    assert!(matches!((&old, &new), (AnyMood::V0(_), AnyMood::V1(_))));
    assert_eq!(
        (write(&old).unwrap(), write(&new).unwrap()),
        (MOOD.to_owned(), newer)
    );
    assert_eq!(old, AnyMood::from(read::<Mood>(MOOD).unwrap()));
    assert_eq!(mood_1::Mood::from(old), mood_1::Mood::from(new));
    assert!(read::<AnyMood>(&MOOD.replace("mood:0", "mood:2")).is_err());
}
