//! Ease over the generated stanza types: [`Message`], [`Presence`], [`Iq`] and [`StanzaError`] of
//! [`schema::stanza`](crate::schema::stanza), made, asked and answered in few words.
//!
//! Nothing here knows more of XML than the generated types do; all fields stay public.
//!
//! ```
//! use xmpp_core::schema::{ping::Ping, stanza::Iq, stanzaerror::Condition};
//!
//! let server = "capulet.example".parse::<xmpp_core::Jid>()?;
//! let request = Iq::get(server, "p1", &Ping::default())?;
//! assert!(request.payload::<Ping>()?.is_some());
//! let answer = request.reply_error(Condition::ServiceUnavailable).expect("a request");
//! assert_eq!(
//!     xmpp_core::write(&answer)?,
//!     "<iq xmlns='jabber:client' from='capulet.example' id='p1' type='error'><error type='cancel'>\
//!      <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Message`]: crate::schema::stanza::Message
//! [`Presence`]: crate::schema::stanza::Presence
//! [`Iq`]: crate::schema::stanza::Iq
//! [`StanzaError`]: crate::schema::stanza::StanzaError

mod error;
mod exchange;
pub mod iq;
pub mod message;
mod payload;
pub mod presence;
