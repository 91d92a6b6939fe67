//! What messages and presence carry: who hears of it, and of what nobody does.

use super::{Exchange, Expected, PLACES, Sampled, exchange};
use crate::catalog::Told;

/// What may be tried of an element that messages or presence carry.
pub(super) fn exchanges(
    sampled: &Sampled<'_>,
    carrier: &'static str,
    role: &Told,
    exchanges: &mut Vec<Exchange>,
) {
    let places: Vec<(&'static str, &str)> = role
        .places()
        .map(|(place, senders)| (place, senders.get_ref().as_str()))
        .collect();
    let everywhere = PLACES.map(|place| (place, "anyone"));
    let places = if places.is_empty() {
        everywhere.as_slice()
    } else {
        &places
    };
    for (place, senders) in places {
        let telling = Telling {
            sampled,
            carrier,
            role,
            place,
            sender: if *senders == "account" {
                "account"
            } else {
                "owner"
            },
        };
        telling.heard(exchanges);
        telling.unheard(exchanges);
    }
}

/// An element that is told at one place.
struct Telling<'a> {
    sampled: &'a Sampled<'a>,
    carrier: &'static str,
    role: &'a Told,
    place: &'static str,
    sender: &'static str,
}

impl Telling<'_> {
    fn heard(&self, exchanges: &mut Vec<Exchange>) {
        let types = self.types();
        for type_ in &types {
            for (what, xml) in self.sampled.valid() {
                let title = format!("{}, {what}", self.head(type_));
                exchanges.push(self.of(title, type_, xml, Expected::Heard));
            }
        }
        let Some(type_) = types.first() else { return };
        for (what, xml, condition) in &self.sampled.invalid {
            let title = format!("{}: {what}", self.head(type_));
            let expected = match self.sampled.is_called(xml) {
                true => Expected::Refusal(condition),
                false => Expected::Unheard,
            };
            exchanges.push(self.of(title, type_, xml, expected));
        }
    }

    fn unheard(&self, exchanges: &mut Vec<Exchange>) {
        let (types, Some(minimal)) = (self.types(), &self.sampled.minimal) else {
            return;
        };
        let is_named = |type_: &&&str| types.contains(*type_);
        let other = self.all().iter().find(|type_| !is_named(type_));
        if let Some(type_) = other.filter(|_| !self.role.types.is_empty()) {
            let title = format!("{}, a type that does not carry it", self.head(type_));
            exchanges.push(self.of(title, type_, minimal, Expected::Unheard));
        }
        if let Some(type_) = types.first().filter(|_| self.sender == "account") {
            let title = format!("{} that another client makes up", self.head(type_));
            let made_up = self.of(title, type_, minimal, Expected::Unheard);
            exchanges.push(Exchange {
                sender: "owner",
                ..made_up
            });
        }
    }

    /// The types that carry it: the usual one where none is named.
    fn types(&self) -> Vec<&str> {
        let named = self.role.types.iter().map(|type_| type_.get_ref().as_str());
        let named: Vec<&str> = named.collect();
        match named.is_empty() {
            true => vec![self.all()[0]],
            false => named,
        }
    }

    /// Types of messages (RFC 6121 §5.2.2) or presence (RFC 6121 §4.7.1), the usual one first, errors left out.
    fn all(&self) -> &'static [&'static str] {
        match self.carrier {
            "presence" => &["available", "unavailable", "probe"],
            _ => &["normal", "chat", "groupchat", "headline"],
        }
    }

    fn head(&self, type_: &str) -> String {
        let (carrier, name, place) = (self.carrier, self.sampled.name, self.place);
        format!("{carrier} of type {type_} with <{name}/> to the {place}")
    }

    fn of(&self, title: String, type_: &str, xml: &str, expected: Expected) -> Exchange {
        let way = (self.carrier, self.sender, self.place);
        Exchange {
            type_: type_.trim_start_matches("available").to_owned(),
            ..exchange(title, way, xml, expected)
        }
    }
}
