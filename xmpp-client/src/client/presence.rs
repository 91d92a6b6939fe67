//! Presence and subscriptions (RFC 6121 §3 and §4).

use xmpp_core::BareJid;
use xmpp_core::schema::stanza::Presence;
use xmpp_core::stream::SendError;

use super::Client;

impl Client {
    /// Becomes available (RFC 6121 §4.2.1): from now on the server delivers messages for the account, and tells contacts.
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub async fn become_available(&self) -> Result<(), SendError> {
        self.send(&Presence::available()).await
    }

    /// Becomes unavailable (RFC 6121 §4.5.1), and stays connected.
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub async fn become_unavailable(&self) -> Result<(), SendError> {
        self.send(&Presence::unavailable()).await
    }

    /// Asks to see somebody's presence (RFC 6121 §3.1.1).
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub async fn subscribe(&self, contact: &BareJid) -> Result<(), SendError> {
        self.send(&Presence::subscribe(contact.clone())).await
    }

    /// Lets somebody see the own presence (RFC 6121 §3.1.5).
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub async fn approve(&self, contact: &BareJid) -> Result<(), SendError> {
        self.send(&Presence::subscribed(contact.clone())).await
    }

    /// No longer asks to see somebody's presence (RFC 6121 §3.3.1).
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub async fn unsubscribe(&self, contact: &BareJid) -> Result<(), SendError> {
        self.send(&Presence::unsubscribe(contact.clone())).await
    }

    /// Does not let somebody see the own presence, or no longer (RFC 6121 §3.2.1).
    ///
    /// # Errors
    ///
    /// When the session is over.
    pub async fn refuse(&self, contact: &BareJid) -> Result<(), SendError> {
        self.send(&Presence::unsubscribed(contact.clone())).await
    }
}
