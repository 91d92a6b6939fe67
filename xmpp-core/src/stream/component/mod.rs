//! A component's side of a stream with a server (XEP-0114).

mod event;
mod settings;

use std::sync::Arc;
use std::time::Instant;

use sha1::{Digest as _, Sha1};

use super::connection::{Beginning, Connection, Role};
use super::fault::{Fault, Handled};
use super::header::{Header, Opening, Root};
use super::link::Link;
use super::{Closed, Failure, Identity, Output, SendError, Stanza, StanzaKind};
use crate::schema::stanza::Handshake;
use crate::schema::streamerror::Condition;
use crate::schema::streams::{self, StreamError};
use crate::xml::Node;
use crate::{BareJid, Lang, ToXml, Validate};
pub use event::ComponentEvent;
pub use settings::ComponentSettings;

/// The content namespace of a component that connects to its server (XEP-0114 §3).
const CONTENT: &str = "jabber:component:accept";

/// A component's stream with its server, from the first byte to the last: no sockets, no clock, no randomness inside.
///
/// It is driven like a [`ClientStream`](super::ClientStream). It shows that it knows the secret by itself, and says
/// [`ComponentEvent::Accepted`] when the server agrees. Every stanza either way says from whom and to whom it is (XEP-0114 §3).
/// The protocol has no encryption of its own: the way to the server is to be trusted, or protected below.
#[derive(Debug)]
pub struct ComponentStream {
    connection: Connection<Component>,
}

impl ComponentStream {
    /// A stream that opens itself: poll for the header to send. `seed` is 32 random octets that are used for nothing else.
    pub fn new(settings: Arc<ComponentSettings>, seed: [u8; 32], now: Instant) -> Self {
        let beginning = Beginning {
            content_namespace: CONTENT,
            deadlines: settings.deadlines,
            limits: settings.limits,
            seed,
            now,
        };
        let mut connection = Connection::new(Component::new(settings), beginning);
        connection.role.open(&mut connection.link);
        Self { connection }
    }

    /// Bytes have come. They may be cut anywhere. Poll until `Wait` before giving more.
    pub fn receive(&mut self, bytes: &[u8], now: Instant) {
        self.connection.receive(bytes, now);
    }

    /// No more bytes will come.
    pub fn closed_by_peer(&mut self) {
        self.connection.closed_by_peer();
    }

    /// Sends a stanza, a typed one, or an [`Element`](crate::Element) of the namespace of the stream.
    ///
    /// # Errors
    /// Before the server has accepted the component, after the close, and for what is invalid.
    pub fn send<T: ToXml + Validate>(&mut self, stanza: &T) -> Result<(), SendError> {
        self.connection.send(stanza)
    }

    /// The moment that [`Output::Wait`] named has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.connection.handle_timeout(now);
    }

    /// Closes the stream in order (RFC 6120 §4.4): the server may still finish what it is saying.
    pub fn close(&mut self) {
        self.connection.close();
    }

    /// Ends the stream with an error (RFC 6120 §4.9).
    pub fn close_with(&mut self, error: StreamError) {
        self.connection.close_with(error);
    }

    /// Appends what is to be written, and says what comes next.
    pub fn poll(&mut self, output: &mut Vec<u8>) -> Output<ComponentEvent> {
        self.connection.poll(output)
    }

    /// The domain of the component.
    pub fn domain(&self) -> &BareJid {
        &self.connection.role.settings.domain
    }

    /// The language of stanzas that do not declare their own (RFC 6120 §4.7.4), where the server says it.
    pub fn lang(&self) -> Option<&Lang> {
        self.connection.role.lang.as_ref()
    }

    /// The identifier that the server gave the stream.
    pub fn id(&self) -> Option<&str> {
        self.connection.role.id.as_deref()
    }

    /// An identifier that nobody can foresee, for a stanza.
    pub fn generate_id(&mut self) -> String {
        self.connection.link.entropy.token()
    }
}

/// What the component knows of its server.
#[derive(Debug)]
struct Component {
    settings: Arc<ComponentSettings>,
    id: Option<String>,
    lang: Option<Lang>,
    /// Between which two stanzas go, once the server has accepted us.
    identity: Option<Arc<Identity>>,
}

impl Role for Component {
    type Event = ComponentEvent;

    /// `to` is the component's own domain: it tells the server who it is (XEP-0114 §3).
    fn open(&mut self, link: &mut Link<ComponentEvent>) {
        link.open(Opening {
            content_namespace: CONTENT,
            from: None,
            to: Some(self.settings.domain.as_str()),
            id: None,
            version: None,
            lang: None,
        });
    }

    fn on_header(&mut self, header: Header, link: &mut Link<ComponentEvent>) -> Handled {
        if header.root != Root::Stream || header.content_namespace != CONTENT {
            return Err(Condition::InvalidNamespace.into());
        }
        self.lang = header.lang;
        self.id = header.id;
        let Some(id) = &self.id else {
            return Err(Fault::new(
                Condition::InvalidXml,
                "a stream without an id cannot be answered",
            ));
        };
        link.write(&Handshake::new(digest(id, &self.settings.secret)))
    }

    fn on_element(&mut self, element: Node<'_>, link: &mut Link<ComponentEvent>) -> Handled {
        if element.is(CONTENT, "handshake") {
            return self.on_handshake(link);
        }
        if element.namespace() == streams::NS {
            // Features say nothing to a component: nothing is negotiated (XEP-0114 §3).
            return Ok(());
        }
        let kind = match StanzaKind::read(element, CONTENT) {
            Ok(kind) => kind,
            // What is no stanza is none of our business (RFC 6120 §4.8.4).
            Err(fault) if fault.condition == Condition::UnsupportedStanzaType => return Ok(()),
            Err(fault) => return Err(fault),
        };
        let Some(identity) = &self.identity else {
            return Err(Fault::new(
                Condition::NotAuthorized,
                "the handshake is not done",
            ));
        };
        let stanza = Stanza::read(element, kind, identity, None);
        link.event(ComponentEvent::Stanza(Box::new(stanza)));
        Ok(())
    }

    fn closed(closed: Closed) -> ComponentEvent {
        ComponentEvent::Closed(closed)
    }
}

impl Component {
    const fn new(settings: Arc<ComponentSettings>) -> Self {
        Self {
            settings,
            id: None,
            lang: None,
            identity: None,
        }
    }

    /// The server agrees (XEP-0114 §3).
    fn on_handshake(&mut self, link: &mut Link<ComponentEvent>) -> Handled {
        if self.identity.is_some() {
            link.close();
            let failure = Failure::Unexpected("a second handshake");
            link.finish(ComponentEvent::Closed(Closed::Failed(failure)));
            return Ok(());
        }
        // The name of the server is not told: whatever it sends is addressed to us.
        let domain = self.settings.domain.as_jid();
        self.identity = Some(Arc::new(Identity {
            local: domain.clone(),
            remote: domain.clone(),
        }));
        link.establish();
        link.event(ComponentEvent::Accepted);
        Ok(())
    }
}

/// The SHA-1 of the stream's id and the secret, in lower-case hexadecimal (XEP-0114 §3). The id is taken as it reads once its
/// references are resolved.
fn digest(id: &str, secret: &str) -> String {
    let hash = Sha1::new()
        .chain_update(id.as_bytes())
        .chain_update(secret.as_bytes())
        .finalize();
    hash.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    /// `printf '3BF96D32secret' | sha1sum`
    #[test]
    fn the_handshake_is_a_hash_of_id_and_secret() {
        assert_eq!(super::digest("3BF96D32", "secret"), EXPECTED);
    }

    const EXPECTED: &str = "b09ea9b3b7f586be8a08d0a3dd7466f110aeb136";
}
