//! The sessions of RFC 3921 §3, which do nothing any more: whoever asks for one has it.

use super::ServerEvent;
use crate::Jid;
use crate::schema::session::Session;
use crate::schema::stanza::{Iq, IqType};
use crate::schema::streams::Features;
use crate::stream::fault::Handled;
use crate::stream::link::Link;

/// Announces sessions, as something that nobody needs (RFC 6121 appendix E).
pub(super) fn offer(features: &mut Features) {
    features.session = Some(Session {
        optional: true,
        ..Session::default()
    });
}

/// Grants a session: the answer comes from whom the request was sent to.
pub(super) fn done(id: String, from: Option<Jid>, link: &mut Link<ServerEvent>) -> Handled {
    link.stanza(&Iq {
        from,
        ..Iq::new(id, IqType::Result)
    })?;
    Ok(())
}
