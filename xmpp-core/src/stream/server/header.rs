//! The headers of a client's stream, judged and answered (RFC 6120 §4.7, §4.8, §4.9.1).

use super::{CONTENT, Host, Phase, Server, ServerEvent};
use crate::BareJid;
use crate::schema::streamerror::Condition;
use crate::schema::streams;
use crate::stream::Version;
use crate::stream::fault::{Fault, Handled};
use crate::stream::header::{Address, Header, Opening, Root};
use crate::stream::link::Link;

impl Server {
    /// Answers the client's header with one of our own (RFC 6120 §4.9.1.2: also where an error follows), then judges it.
    pub(super) fn take_header(&mut self, header: Header, link: &mut Link<ServerEvent>) -> Handled {
        let asked = self.find_host(&header);
        if self.identity.is_none() {
            self.host = asked;
        }
        self.from = header.sender().cloned();
        self.respond(Some(&header), link);
        self.judge(&header, asked)?;
        self.legacy = self.takes_legacy(&header);
        self.lang = header.lang;
        Ok(())
    }

    /// Sends our header. Without one from the client, the server's first domain speaks.
    pub(super) fn respond(&self, header: Option<&Header>, link: &mut Link<ServerEvent>) {
        let id = link.entropy.token();
        let host = self.host().ok().or_else(|| self.policy.hosts.first());
        let to = header
            .and_then(Header::sender)
            .map(|sender| sender.to_bare());
        let offered = header.map_or(Some(Version::V1_0), |header| header.version);
        let version = offered.unwrap_or(Version::V1_0).min(Version::V1_0);
        link.open(Opening {
            content_namespace: CONTENT,
            from: Some(host.map_or("", |host| host.domain.as_str())),
            to: to.as_ref().map(BareJid::as_str),
            id: Some(&id),
            // Who names no version hears of none (RFC 6120 §4.7.5 rule 4).
            version: Some(version).filter(|version| *version >= Version::V1_0),
            lang: Some(self.policy.lang.as_str()),
        });
    }

    /// The domain that the header asks for. Who names none to the stream has named it before, when authenticating or to TLS
    /// (RFC 6120 §4.7.2); else the only domain there is will be meant.
    fn find_host(&self, header: &Header) -> Option<usize> {
        let hosts = &self.policy.hosts;
        let place = |domain: &str| {
            hosts
                .iter()
                .position(|host: &Host| host.domain.as_str() == domain)
        };
        match &header.to {
            Address::Jid(to) => place(to.as_str()),
            Address::Malformed => None,
            Address::Absent => {
                let named = self.tls.as_ref().and_then(|tls| tls.server_name.as_deref());
                let only = (hosts.len() == 1).then_some(0);
                let known = self.host.filter(|_| self.identity.is_some());
                known.or_else(|| named.and_then(place)).or(only)
            }
        }
    }

    fn judge(&self, header: &Header, asked: Option<usize>) -> Handled {
        match header.root {
            Root::Stream => {}
            Root::ForeignNamespace => return Err(Condition::InvalidNamespace.into()),
            Root::OtherName => return Err(Condition::BadFormat.into()),
        }
        // Without a default namespace, or with that of streams, each stanza names its own (RFC 6120 §4.8.2).
        if !["", CONTENT, streams::NS].contains(&header.content_namespace.as_str()) {
            return Err(Condition::InvalidNamespace.into());
        }
        let is_ours = |version: Version| version.major == Version::V1_0.major;
        if !header.version.is_some_and(is_ours) && !self.takes_legacy(header) {
            return Err(Condition::UnsupportedVersion.into());
        }
        if header.from == Address::Malformed {
            return Err(Condition::InvalidFrom.into());
        }
        let Some(asked) = asked else {
            let gone = header
                .to
                .jid()
                .is_some_and(|to| self.policy.gone.iter().any(|gone| gone == to));
            return Err(if gone {
                Condition::HostGone
            } else {
                Condition::HostUnknown
            }
            .into());
        };
        self.judge_restarted(header, asked)
    }

    /// Who has authenticated stays who it is: it cannot go on to another domain or as another account (RFC 6120 §4.3.6).
    fn judge_restarted(&self, header: &Header, asked: usize) -> Handled {
        let Some(identity) = self
            .identity
            .as_ref()
            .filter(|_| !matches!(self.phase, Phase::Authentication(_)))
        else {
            return Ok(());
        };
        if self.host != Some(asked) {
            let text = "the client has authenticated for another domain";
            return Err(Fault::new(Condition::NotAuthorized, text));
        }
        if header
            .sender()
            .is_some_and(|sender| sender.to_bare() != identity.remote.to_bare())
        {
            let text = "the client has authenticated as another account";
            return Err(Fault::new(Condition::InvalidFrom, text));
        }
        Ok(())
    }
}
