//! STARTTLS on a client's stream (RFC 6120 §5).

use super::ClientEvent;
use crate::BareJid;
use crate::decode;
use crate::schema::streams::Features;
use crate::schema::tls::{Proceed, StartTls};
use crate::stream::TlsUse;
use crate::stream::fault::Handled;
use crate::stream::link::{Hold, Link, Restart};
use crate::xml::Node;

/// Whether TLS is to be begun now.
///
/// Where it is required, the client asks for it even if the server does not announce it: somebody on the way may have taken
/// the announcement out (RFC 7590 §3.1).
pub(super) const fn is_wanted(features: &Features, tls: TlsUse, encrypted: bool) -> bool {
    match tls {
        _ if encrypted => false,
        TlsUse::Required => true,
        TlsUse::Optional => features.starttls.is_some(),
        TlsUse::Unavailable => false,
    }
}

/// Asks for TLS (RFC 6120 §5.4.2.1).
pub(super) fn begin(link: &mut Link<ClientEvent>) -> Handled {
    link.write(&StartTls::default())
}

/// Whether the server agrees.
pub(super) fn on_element(element: Node<'_>) -> bool {
    decode::<Proceed>(element, &mut ()).is_some()
}

/// The handshake is next; what the server has sent behind `<proceed/>` is dropped, unread (RFC 6120 §5.4.3.3).
pub(super) fn done(domain: &BareJid, link: &mut Link<ClientEvent>) {
    link.restart(Restart::Discard, None);
    link.hold = Hold::Tls;
    link.event(ClientEvent::StartTls {
        domain: domain.clone(),
    });
}
