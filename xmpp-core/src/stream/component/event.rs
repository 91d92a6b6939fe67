//! What a component's stream tells its driver.

use crate::stream::{Closed, Stanza};

/// What a component's stream tells its driver.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ComponentEvent {
    /// The server has accepted the component; stanzas can be exchanged from now on.
    Accepted,
    /// The server has sent a stanza.
    Stanza(Box<Stanza>),
    /// The stream has ended; nothing comes after this. A secret that the server does not believe is
    /// [`Closed::PeerError`] with `not-authorized`.
    Closed(Closed),
}
