//! What a client's stream asks and tells its driver.

use crate::sasl::{Mechanism, TokenMechanism};
use crate::schema::streams::Features;
use crate::stream::{ClientToken, Closed, Stanza};
use crate::{BareJid, Element, FullJid};

/// What a client's stream asks and tells its driver.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClientEvent {
    /// Begin TLS as a client, check the certificate for this domain whatever host the connection is to (RFC 6120 §13.7.2), and
    /// call [`tls_established`](super::ClientStream::tls_established). Read nothing from the connection before the handshake
    /// does. If the handshake fails, end the connection and drop the stream.
    StartTls {
        /// The domain that the certificate must be for.
        domain: BareJid,
    },
    /// The server announces what can be negotiated, and what it can do. The stream negotiates by itself what it needs.
    Features(Box<Features>),
    /// The server has accepted the credentials and, where the mechanism lets it, has proved that it knows the account.
    Authenticated(Mechanism),
    /// The same, with a token in place of a password (XEP-0484).
    AuthenticatedByToken(TokenMechanism),
    /// A token for the next time, in place of any that there was.
    Token(ClientToken),
    /// The token is good for nothing any more, and to be forgotten. The client authenticates in another way (XEP-0484 §5).
    TokenRefused,
    /// The client has its address; stanzas can be exchanged from now on.
    Bound(FullJid),
    /// The stream that was suspended goes on, under the same address: what the server had not got was sent again, and what it had
    /// sent comes now (XEP-0198 §5).
    Resumed(FullJid),
    /// The stream that was suspended cannot go on. These stanzas were sent, and nobody knows whether the server has got them. A
    /// resource is bound anew, and [`Bound`](Self::Bound) follows.
    NotResumed(Vec<Element>),
    /// The server has sent a stanza.
    Stanza(Box<Stanza>),
    /// The stream has ended; nothing comes after this.
    Closed(Closed),
}
