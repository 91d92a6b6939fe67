//! Who we are, and whom we believe what.

use xmpp_core::stream::Envelope;
use xmpp_core::{Answer, BareJid, FullJid, Jid};

/// The addresses of one session.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) jid: FullJid,
    pub(crate) account: BareJid,
    pub(crate) server: BareJid,
}

impl Identity {
    pub(crate) fn new(jid: FullJid) -> Self {
        Self {
            account: jid.to_bare(),
            server: jid.to_domain(),
            jid,
        }
    }

    /// Who sent a stanza: without `from` the own account (RFC 6120 §8.1.2.1 rule 4). `None` where an address is malformed: a
    /// `from` that cannot be read must not pass for an absent one.
    pub(crate) fn sender(&self, envelope: &Envelope) -> Option<Jid> {
        if envelope.answer != Answer::Nothing {
            return None;
        }
        let own = || self.account.as_jid().clone();
        Some(envelope.from.clone().unwrap_or_else(own))
    }

    /// Whether a stanza was meant for us: without `to` it is, the server has delivered it (RFC 6120 §8.1.1.1).
    pub(crate) fn is_addressed(&self, envelope: &Envelope) -> bool {
        let to = envelope.to.as_ref();
        to.is_none_or(|to| *to == self.jid || *to == self.account)
    }

    /// Whether the roster may be changed by this sender (RFC 6121 §2.1.6 rule 2).
    pub(crate) fn may_push(&self, sender: &Jid) -> bool {
        *sender == self.account
    }

    /// Whether this sender may answer a request that went to `to`. The own account and the own server answer for each other
    /// where the request named nobody; some servers answer such a request from the full JID.
    pub(crate) fn may_answer(&self, to: Option<&Jid>, sender: &Jid) -> bool {
        match to {
            Some(to) if *to == self.server => *sender == self.server || *sender == self.account,
            Some(to) => sender == to,
            None => *sender == self.account || *sender == self.server || *sender == self.jid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Identity;
    use xmpp_core::stream::{Envelope, StanzaKind};
    use xmpp_core::{Answer, Jid};

    fn identity() -> Identity {
        Identity::new("romeo@example.net/orchard".parse().unwrap())
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

    /// RFC 6121 §2.1.6 rule 2.
    #[test]
    fn only_the_own_account_pushes() {
        assert!(identity().may_push(&jid("romeo@example.net")));
        for sender in [
            "example.net",
            "romeo@example.net/orchard",
            "romeo@example.org",
            "juliet@example.net",
        ] {
            assert!(!identity().may_push(&jid(sender)), "{sender}");
        }
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
