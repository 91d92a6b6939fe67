//! What carries payloads to services.

use crate::schema::stanza::{Iq, Message, Presence};
use crate::{Element, Jid, Lang, XmlText};

/// A stanza on its way to services.
#[derive(Clone, Copy, Debug)]
pub enum Carried<'c> {
    /// A request (RFC 6120 §8.2.3).
    Iq(&'c Iq),
    /// A message (RFC 6120 §8.2.1).
    Message(&'c Message),
    /// A presence (RFC 6120 §8.2.2).
    Presence(&'c Presence),
}

impl<'c> Carried<'c> {
    /// The addressee.
    pub const fn to(self) -> Option<&'c Jid> {
        match self {
            Self::Iq(iq) => iq.to.as_ref(),
            Self::Message(message) => message.to.as_ref(),
            Self::Presence(presence) => presence.to.as_ref(),
        }
    }

    /// The language that the stanza declares (RFC 6120 §8.1.5).
    pub const fn lang(self) -> Option<&'c Lang> {
        match self {
            Self::Iq(iq) => iq.lang.as_ref(),
            Self::Message(message) => message.lang.as_ref(),
            Self::Presence(presence) => presence.lang.as_ref(),
        }
    }

    /// What it carries.
    pub fn payloads(self) -> &'c [Element] {
        match self {
            Self::Iq(iq) => iq.payload.as_slice(),
            Self::Message(message) => &message.payloads,
            Self::Presence(presence) => &presence.payloads,
        }
    }

    /// Its type, as it is written; nothing for an available presence.
    pub(super) fn type_(self) -> String {
        match self {
            Self::Iq(iq) => iq.type_.to_text().into_owned(),
            Self::Message(message) => message.type_.to_text().into_owned(),
            Self::Presence(presence) => {
                let type_ = presence.type_.as_ref();
                type_.map_or_else(String::new, |type_| type_.to_text().into_owned())
            }
        }
    }
}
