//! Who we are, and whom we believe what.

use xmpp_core::service::{Place, Standing};
use xmpp_core::stream::Envelope;
use xmpp_core::{Answer, BareJid, FullJid, Jid};

/// The addresses of one session.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// A client: a resource of an account.
    Client(Account),
    /// A component: a domain, with all that is below it (XEP-0114 §3).
    Component(BareJid),
}

/// The addresses of a client.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) jid: FullJid,
    pub(crate) bare: BareJid,
    pub(crate) server: BareJid,
}

impl Account {
    pub(crate) fn new(jid: FullJid) -> Self {
        Self {
            bare: jid.to_bare(),
            server: jid.to_domain(),
            jid,
        }
    }

    /// Whether this sender may answer a request that went to `to`. The own account and the own server answer for each other
    /// where the request named nobody; some servers answer such a request from the full JID.
    fn may_answer(&self, to: Option<&Jid>, sender: &Jid) -> bool {
        match to {
            Some(to) if *to == self.server => *sender == self.server || *sender == self.bare,
            Some(to) => sender == to,
            None => *sender == self.bare || *sender == self.server || *sender == self.jid,
        }
    }
}

impl Identity {
    /// Who sent a stanza: without `from` the own account (RFC 6120 §8.1.2.1 rule 4); to a component, somebody (XEP-0114 §3).
    /// `None` where an address is malformed: a `from` that cannot be read must not pass for an absent one.
    pub(crate) fn sender(&self, envelope: &Envelope) -> Option<Jid> {
        if envelope.answer != Answer::Nothing {
            return None;
        }
        let own = || match self {
            Self::Client(account) => Some(account.bare.as_jid().clone()),
            Self::Component(_) => None,
        };
        envelope.from.clone().or_else(own)
    }

    /// Whether a stanza was meant for us: to a client without `to` it is, the server has delivered it (RFC 6120 §8.1.1.1).
    pub(crate) fn is_addressed(&self, envelope: &Envelope) -> bool {
        let to = envelope.to.as_ref();
        match self {
            Self::Client(account) => to.is_none_or(|to| *to == account.jid || *to == account.bare),
            Self::Component(domain) => to.is_some_and(|to| to.domain() == domain.domain()),
        }
    }

    /// What a stanza is addressed to. A component answers for all that is below its domain.
    pub(crate) fn place(&self, to: Option<&Jid>) -> Place {
        match (self, to) {
            (Self::Client(_), _) | (Self::Component(_), None) => Place::Client,
            (Self::Component(_), Some(to)) => match (to.local(), to.resource()) {
                (_, Some(_)) => Place::Client,
                (Some(_), None) => Place::Account,
                (None, None) => Place::Server,
            },
        }
    }

    /// What a sender is to the addressee, as far as the addresses say it.
    pub(crate) fn standing(&self, sender: &Jid, to: Option<&Jid>) -> Standing {
        match self {
            Self::Client(account) if *sender == account.bare => Standing::Account,
            Self::Client(account) if sender.as_bare() == account.bare.as_jid_ref() => {
                Standing::Owner
            }
            Self::Client(account) if *sender == account.server => Standing::Contact,
            Self::Component(domain) if sender.domain() == domain.domain() => {
                let is_own = |to: &Jid| to.local().is_none() || to.as_bare() == sender.as_bare();
                match to.is_some_and(is_own) {
                    true => Standing::Owner,
                    false => Standing::Stranger,
                }
            }
            Self::Client(_) | Self::Component(_) => Standing::Stranger,
        }
    }

    /// The `from` of what we send: a client leaves that to its server (RFC 6120 §8.1.2.1), a component must say it (XEP-0114 §3).
    pub(crate) fn signature(&self, from: Option<Jid>) -> Option<Jid> {
        match self {
            Self::Client(_) => None,
            Self::Component(domain) => from.or_else(|| Some(domain.as_jid().clone())),
        }
    }

    /// Whether this sender may answer a request that went to `to`.
    pub(crate) fn may_answer(&self, to: Option<&Jid>, sender: &Jid) -> bool {
        match self {
            Self::Client(account) => account.may_answer(to, sender),
            Self::Component(_) => to == Some(sender),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, Identity};
    use xmpp_core::service::{Place, Standing};
    use xmpp_core::stream::{Envelope, StanzaKind};
    use xmpp_core::{Answer, Jid};

    fn identity() -> Identity {
        Identity::Client(Account::new("romeo@example.net/orchard".parse().unwrap()))
    }

    fn component() -> Identity {
        Identity::Component("plays.example".parse().unwrap())
    }

    fn jid(text: &str) -> Jid {
        text.parse().unwrap()
    }

    fn envelope(from: Option<&str>, to: Option<&str>) -> Envelope {
        let mut envelope = Envelope::new(StanzaKind::Iq);
        envelope.from = from.map(jid);
        envelope.to = to.map(jid);
        envelope
    }

    /// RFC 6120 §8.1.2.1 rule 4.
    #[test]
    fn without_from_it_is_the_own_account() {
        let sender = identity().sender(&envelope(None, None));
        assert_eq!(sender, Some(jid("romeo@example.net")));
        let sender = identity().sender(&envelope(Some("a@b/c"), None));
        assert_eq!(sender, Some(jid("a@b/c")));
    }

    #[test]
    fn a_malformed_sender_is_not_the_own_account() {
        let mut envelope = envelope(None, None);
        envelope.answer = Answer::JID_MALFORMED;
        assert_eq!(identity().sender(&envelope), None);
    }

    #[test]
    fn stanzas_for_others_are_not_ours() {
        let addressed = |to| identity().is_addressed(&envelope(None, to));
        assert!(addressed(None));
        assert!(addressed(Some("romeo@example.net")));
        assert!(addressed(Some("romeo@example.net/orchard")));
        assert!(!addressed(Some("romeo@example.net/elsewhere")));
        assert!(!addressed(Some("juliet@example.net")));
    }

    /// RFC 6121 §2.1.6 rule 2: only the own account pushes.
    #[test]
    fn the_account_is_told_from_its_clients() {
        let standing = |sender| identity().standing(&jid(sender), None);
        assert_eq!(standing("romeo@example.net"), Standing::Account);
        assert_eq!(standing("romeo@example.net/orchard"), Standing::Owner);
        assert_eq!(standing("example.net"), Standing::Contact);
        for sender in ["romeo@example.org", "juliet@example.net"] {
            assert_eq!(standing(sender), Standing::Stranger, "{sender}");
        }
    }

    /// XEP-0114 §3: stanzas have both addresses, and a component is all that is below its domain.
    #[test]
    fn a_component_is_a_domain() {
        let component = component();
        let addressed = |to| component.is_addressed(&envelope(Some("a@b"), to));
        assert!(!addressed(None));
        assert!(!addressed(Some("example")));
        assert!(addressed(Some("plays.example")));
        assert!(addressed(Some("hamlet@plays.example/stage")));
        assert_eq!(
            component.sender(&envelope(None, Some("plays.example"))),
            None
        );
        let place = |to| component.place(Some(&jid(to)));
        assert_eq!(place("plays.example"), Place::Server);
        assert_eq!(place("hamlet@plays.example"), Place::Account);
        assert_eq!(place("hamlet@plays.example/stage"), Place::Client);
        let standing = |sender, to| component.standing(&jid(sender), Some(&jid(to)));
        assert_eq!(standing("a@b", "plays.example"), Standing::Stranger);
        let hamlet = "hamlet@plays.example/stage";
        assert_eq!(standing(hamlet, "plays.example"), Standing::Owner);
        assert_eq!(standing(hamlet, "hamlet@plays.example"), Standing::Owner);
        assert_eq!(
            standing(hamlet, "ophelia@plays.example"),
            Standing::Stranger
        );
        assert!(component.may_answer(Some(&jid("a@b")), &jid("a@b")));
        assert!(!component.may_answer(Some(&jid("a@b")), &jid("c@b")));
        assert!(!component.may_answer(None, &jid("plays.example")));
    }

    #[test]
    fn only_who_was_asked_answers() {
        let may = |to: Option<&str>, sender: &str| {
            identity().may_answer(to.map(jid).as_ref(), &jid(sender))
        };
        assert!(may(
            Some("juliet@example.net/balcony"),
            "juliet@example.net/balcony"
        ));
        assert!(!may(
            Some("juliet@example.net/balcony"),
            "juliet@example.net"
        ));
        assert!(!may(
            Some("juliet@example.net"),
            "juliet@example.net/balcony"
        ));
        assert!(!may(Some("juliet@example.net"), "romeo@example.net"));
        for own in [
            "romeo@example.net",
            "romeo@example.net/orchard",
            "example.net",
        ] {
            assert!(may(None, own), "{own}");
        }
        assert!(!may(None, "romeo@example.net/elsewhere"));
        assert!(!may(None, "evil.example"));
        assert!(may(Some("example.net"), "example.net"));
        assert!(may(Some("example.net"), "romeo@example.net"));
        assert!(!may(Some("example.net"), "evil.example"));
        assert!(!may(Some("romeo@example.net"), "example.net"));
    }
}
