//! Who talks to whom on a connection.

use crate::Jid;

/// A pair of addresses that were authenticated on a connection: who we are to the peer, and who the peer is to us.
///
/// A connection has none before authentication, one between a client and a server, and may have several between servers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// This side: the domain that a server serves the stream as, or the client's own address.
    pub local: Jid,
    /// The other side: the client's address, bare until a resource is bound and full from then on, or the server's domain.
    pub remote: Jid,
}
