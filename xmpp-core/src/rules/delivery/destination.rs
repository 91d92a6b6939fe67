//! Whom a stanza is for (RFC 6120 §10.3 to §10.5).

use crate::{BareJid, FullJid, Jid, JidRef};

/// Whom a stanza is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The server acts for the sending account: presence and IQs without an address (RFC 6120 §10.3.2, §10.3.3).
    Sender,
    /// The server itself, under one of its domains; a resource may be named (RFC 6120 §10.5.1, §10.5.2).
    Server(Jid),
    /// An account of the server (RFC 6120 §10.5.3).
    Account(BareJid),
    /// A resource of an account of the server (RFC 6120 §10.5.4).
    Resource(FullJid),
    /// Somebody at another domain (RFC 6120 §10.4).
    Remote(Jid),
}

impl Destination {
    /// Whom a client's stanza is for. `is_local` knows the domains of the server. A message without an address is for the sending
    /// account (RFC 6120 §10.3.1).
    pub fn of(
        to: Option<JidRef<'_>>,
        sender: &FullJid,
        is_message: bool,
        is_local: impl Fn(&str) -> bool,
    ) -> Self {
        let Some(to) = to else {
            return if is_message {
                Self::Account(sender.to_bare())
            } else {
                Self::Sender
            };
        };
        match to {
            _ if !is_local(to.domain()) => Self::Remote(to.into()),
            _ if to.local().is_none() => Self::Server(to.into()),
            _ => to
                .to_full()
                .map_or_else(|| Self::Account(Jid::from(to).into_bare()), Self::Resource),
        }
    }
}
