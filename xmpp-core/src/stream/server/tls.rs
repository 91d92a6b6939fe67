//! STARTTLS on a server's stream (RFC 6120 §5).

use super::ServerEvent;
use super::policy::{Host, TlsUse};
use crate::decode;
use crate::schema::streams::Features;
use crate::schema::tls::{Failure, Proceed, StartTls};
use crate::stream::fault::Fault;
use crate::stream::link::{Hold, Link, Restart};
use crate::xml::Node;

/// Announces STARTTLS (RFC 6120 §5.4.1); never on a stream that TLS protects already (RFC 6120 §5.4.3.3).
pub(super) fn offer(host: &Host, encrypted: bool, features: &mut Features) {
    if is_offered(host, encrypted) {
        features.starttls = Some(StartTls {
            required: host.tls == TlsUse::Required,
            ..StartTls::default()
        });
    }
}

/// What becomes of the stream.
pub(super) enum Verdict {
    /// The handshake is next.
    Proceed,
    /// The client was told that there is no TLS here: the stream ends (RFC 6120 §5.4.2.2).
    Refused,
}

/// `<starttls/>`.
pub(super) fn on_element(
    element: Node<'_>,
    host: &Host,
    encrypted: bool,
    link: &mut Link<ServerEvent>,
) -> Result<Verdict, Fault> {
    let command = decode::<StartTls>(element, &mut ());
    if command.is_none() || !is_offered(host, encrypted) {
        link.write(&Failure::default())?;
        return Ok(Verdict::Refused);
    }
    link.write(&Proceed::default())?;
    Ok(Verdict::Proceed)
}

/// The client may begin the handshake: what it has sent behind `<starttls/>` is dropped, unread (RFC 6120 §5.4.3.3).
pub(super) fn done(host: &Host, link: &mut Link<ServerEvent>) {
    link.restart(Restart::Discard, None);
    link.hold = Hold::Tls;
    link.event(ServerEvent::StartTls {
        domain: host.domain.clone(),
    });
}

fn is_offered(host: &Host, encrypted: bool) -> bool {
    !encrypted && host.tls != TlsUse::Unavailable
}
