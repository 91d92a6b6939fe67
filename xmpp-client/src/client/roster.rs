//! The roster (RFC 6121 §2).

use xmpp_core::BareJid;
use xmpp_core::request::Requester as _;
use xmpp_core::schema::roster::{Item, Roster, Subscription};
use xmpp_core::schema::stanza::Iq;

use super::Client;
use crate::request::Request;

impl Client {
    /// The contacts of the account (RFC 6121 §2.2). From then on the server pushes changes.
    pub fn roster(&self) -> Request<Roster> {
        // Who names no version is given the whole roster.
        self.begin(Iq::get(None, "", &Roster::default()))
    }

    /// Adds a contact, or changes its name and groups (RFC 6121 §2.3, §2.4).
    pub fn set_contact(&self, item: Item) -> Request<()> {
        self.set(None, &of(item))
    }

    /// Removes a contact, and with it all subscriptions (RFC 6121 §2.5).
    pub fn remove_contact(&self, contact: BareJid) -> Request<()> {
        let item = Item {
            subscription: Subscription::Remove,
            ..Item::new(contact)
        };
        self.set(None, &of(item))
    }
}

fn of(item: Item) -> Roster {
    Roster {
        items: vec![item],
        ..Roster::default()
    }
}
