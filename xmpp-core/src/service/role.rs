//! Which requests there are, and who may make them.

use crate::iq::Kind;

/// One request: the element that it carries, its kind, and who may send it where. The catalogue says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Local name of the element.
    pub name: &'static str,
    /// [`Kind::Get`] or [`Kind::Set`].
    pub kind: Kind,
    /// Who may ask a domain; nobody if absent.
    pub server: Option<Senders>,
    /// Who may ask an account; nobody if absent.
    pub account: Option<Senders>,
    /// Who may ask a client; nobody if absent.
    pub client: Option<Senders>,
}

/// What a request is addressed to (RFC 6120 §10.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A domain: `capulet.example`.
    Server,
    /// An account, for which its server answers: `juliet@capulet.example`.
    Account,
    /// A client, which answers itself: `juliet@capulet.example/balcony`.
    Client,
}

/// Who may ask, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Senders {
    /// Everybody, strangers too.
    Anyone,
    /// Those who see the account's presence (RFC 6121 §3), and the account itself.
    Contacts,
    /// The account itself; of a domain, its accounts.
    Owner,
}

/// What somebody who asks is to whom is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Anybody.
    Stranger,
    /// One who sees the account's presence.
    Contact,
    /// The account itself; for a domain, one of its accounts.
    Owner,
}

impl Role {
    /// A question, which nobody may ask yet.
    pub const fn get(name: &'static str) -> Self {
        Self::new(name, Kind::Get)
    }

    /// An order, which nobody may give yet.
    pub const fn set(name: &'static str) -> Self {
        Self::new(name, Kind::Set)
    }

    /// These may ask a domain.
    #[must_use]
    pub const fn server(self, senders: Senders) -> Self {
        Self {
            server: Some(senders),
            ..self
        }
    }

    /// These may ask an account.
    #[must_use]
    pub const fn account(self, senders: Senders) -> Self {
        Self {
            account: Some(senders),
            ..self
        }
    }

    /// These may ask a client.
    #[must_use]
    pub const fn client(self, senders: Senders) -> Self {
        Self {
            client: Some(senders),
            ..self
        }
    }

    /// Everybody may ask everywhere.
    #[must_use]
    pub const fn anywhere(self) -> Self {
        self.server(Senders::Anyone)
            .account(Senders::Anyone)
            .client(Senders::Anyone)
    }

    /// Who may ask there; nobody if absent.
    pub const fn senders(&self, place: Place) -> Option<Senders> {
        match place {
            Place::Server => self.server,
            Place::Account => self.account,
            Place::Client => self.client,
        }
    }

    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            server: None,
            account: None,
            client: None,
        }
    }
}

impl Senders {
    /// Whether one of that standing is among them.
    pub const fn include(self, standing: Standing) -> bool {
        match self {
            Self::Anyone => true,
            Self::Contacts => matches!(standing, Standing::Contact | Standing::Owner),
            Self::Owner => matches!(standing, Standing::Owner),
        }
    }
}
