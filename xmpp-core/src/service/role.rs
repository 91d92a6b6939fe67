//! Which payloads stanzas carry, and who may send them.

/// One part that an element has: the kind of stanza that carries it, and who may send it where. The catalogue says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Local name of the element.
    pub name: &'static str,
    /// What carries it.
    pub carrier: Carrier,
    /// The types of message or presence that carry it, `""` for an available presence; all but `error` if there are none.
    pub types: &'static [&'static str],
    /// Who may send it to a domain; nobody if absent.
    pub server: Option<Senders>,
    /// Who may send it to an account; nobody if absent.
    pub account: Option<Senders>,
    /// Who may send it to a client; nobody if absent.
    pub client: Option<Senders>,
}

/// What carries a payload from the one who has a part to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// A question (RFC 6120 §8.2.3).
    Get,
    /// An order, or a piece of information to keep (RFC 6120 §8.2.3).
    Set,
    /// A `set` that an account sends to its own clients, and nobody else, such as a roster push (RFC 6121 §2.1.6).
    Push,
    /// A message (RFC 6120 §8.2.1).
    Message,
    /// A presence (RFC 6120 §8.2.2).
    Presence,
}

/// What a stanza is addressed to (RFC 6120 §10.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A domain: `capulet.example`.
    Server,
    /// An account, for which its server answers: `juliet@capulet.example`.
    Account,
    /// A client, which answers itself: `juliet@capulet.example/balcony`.
    Client,
}

/// Who may send something, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Senders {
    /// Everybody, strangers too.
    Anyone,
    /// Those who see the account's presence (RFC 6121 §3), and the account itself.
    Contacts,
    /// The account itself and all its clients; of a domain, its accounts.
    Owner,
    /// The account itself, for which its server speaks, and none of its clients.
    Account,
}

/// What a sender is to the addressee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Anybody.
    Stranger,
    /// One who sees the account's presence.
    Contact,
    /// A client of the account itself; for a domain, one of its accounts.
    Owner,
    /// The account itself: its server speaks for it (RFC 6120 §8.1.2.1).
    Account,
}

impl Carrier {
    /// Its name, as handlers have it: `get`, `set`, `push`, `message`, `presence`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Set => "set",
            Self::Push => "push",
            Self::Message => "message",
            Self::Presence => "presence",
        }
    }
}

impl Role {
    /// A question, which nobody may ask yet.
    pub const fn get(name: &'static str) -> Self {
        Self::new(name, Carrier::Get)
    }

    /// An order, which nobody may give yet.
    pub const fn set(name: &'static str) -> Self {
        Self::new(name, Carrier::Set)
    }

    /// What an account sends to its own clients: they take it from nobody else (RFC 6121 §2.1.6).
    pub const fn push(name: &'static str) -> Self {
        Self::new(name, Carrier::Push).client(Senders::Account)
    }

    /// What messages carry, which nobody may send yet.
    pub const fn message(name: &'static str) -> Self {
        Self::new(name, Carrier::Message)
    }

    /// What presence carries, which nobody may send yet.
    pub const fn presence(name: &'static str) -> Self {
        Self::new(name, Carrier::Presence)
    }

    /// Only stanzas of these types carry it; `""` is an available presence.
    #[must_use]
    pub const fn of(self, types: &'static [&'static str]) -> Self {
        Self { types, ..self }
    }

    /// These may send it to a domain.
    #[must_use]
    pub const fn server(self, senders: Senders) -> Self {
        Self {
            server: Some(senders),
            ..self
        }
    }

    /// These may send it to an account.
    #[must_use]
    pub const fn account(self, senders: Senders) -> Self {
        Self {
            account: Some(senders),
            ..self
        }
    }

    /// These may send it to a client.
    #[must_use]
    pub const fn client(self, senders: Senders) -> Self {
        Self {
            client: Some(senders),
            ..self
        }
    }

    /// Everybody may send it everywhere.
    #[must_use]
    pub const fn anywhere(self) -> Self {
        self.server(Senders::Anyone)
            .account(Senders::Anyone)
            .client(Senders::Anyone)
    }

    /// Who may send it there; nobody if absent.
    pub const fn senders(&self, place: Place) -> Option<Senders> {
        match place {
            Place::Server => self.server,
            Place::Account => self.account,
            Place::Client => self.client,
        }
    }

    /// Whether a message or a presence of that type carries it: never an error, which tells of a stanza of one's own.
    pub fn is_carried_by(&self, type_: &str) -> bool {
        type_ != "error" && (self.types.is_empty() || self.types.contains(&type_))
    }

    const fn new(name: &'static str, carrier: Carrier) -> Self {
        Self {
            name,
            carrier,
            types: &[],
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
            Self::Contacts => !matches!(standing, Standing::Stranger),
            Self::Owner => matches!(standing, Standing::Owner | Standing::Account),
            Self::Account => matches!(standing, Standing::Account),
        }
    }
}
