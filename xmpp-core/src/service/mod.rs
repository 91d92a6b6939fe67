//! Answering and hearing others, whoever carries what they say (RFC 6120 §8.2, §8.4).
//!
//! The compiler makes a trait of handlers for every element that the catalogue gives a role in IQs, and a function `service` that
//! makes a [`Service`] of a handler. A server, a component and a client take the same service: each is a [`Host`] that finds it
//! by namespace, name, kind and place, asks whether the sender may ask, and sends what it answers. Nothing here knows a runtime.
//!
//! ```
//! use xmpp_core::schema::disco_items::{self, DiscoItems, DiscoItemsHandler, Item};
//! use xmpp_core::service::{Cx, Services};
//! use xmpp_core::StanzaError;
//!
//! /// Tells which rooms there are.
//! struct Rooms;
//!
//! impl DiscoItemsHandler for Rooms {
//!     async fn get(&self, _: Cx<'_>, _: DiscoItems) -> Result<DiscoItems, StanzaError> {
//!         let room = Item::new("balcony@rooms.example".parse().expect("an address"));
//!         Ok(DiscoItems { items: vec![room], ..DiscoItems::default() })
//!     }
//! }
//!
//! let services = Services::new().with(disco_items::service(Rooms));
//! assert_eq!(services.len(), 1);
//! ```

mod carried;
mod cx;
mod exchange;
mod rehearsal;
mod role;
mod services;
#[cfg(test)]
mod tests;

pub use carried::Carried;
pub use cx::{Cx, Host};
pub use exchange::{Exchange, Expected};
pub use rehearsal::Rehearsal;
pub use role::{Carrier, Place, Role, Senders, Standing};
pub use services::{Found, Services};

use crate::Element;
use crate::schema::stanza::StanzaError;

/// What a service answers: a payload, nothing but success, or an error.
pub type Answer = Result<Option<Element>, StanzaError>;

/// The future of a handler's answer: what an `async fn` gives that returns `Result<T, StanzaError>`.
pub trait Answering<T>: Future<Output = Result<T, StanzaError>> + Send {}

impl<T, F: Future<Output = Result<T, StanzaError>> + Send> Answering<T> for F {}

/// Answers requests of one namespace, and hears what messages and presence carry of it.
///
/// Generated modules make one of a handler. By hand:
///
/// ```
/// use xmpp_core::iq::{Kind, Payload};
/// use xmpp_core::service::{Answer, Cx, Role, Service};
/// use xmpp_core::{Extra, FromXml, ToXml, Validate};
///
/// /// `<mood/>`: how somebody is.
/// #[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml, Validate)]
/// #[xml(namespace = "urn:example:mood:0")]
/// struct Mood {
///     #[xml(attribute)]
///     value: Option<String>,
///     #[xml(extra)]
///     extra: Extra,
/// }
///
/// impl Payload for Mood {
///     const KINDS: &'static [Kind] = &[Kind::Get, Kind::Result];
/// }
///
/// struct Moods;
///
/// impl Service for Moods {
///     const NAMESPACE: &'static str = "urn:example:mood:0";
///     const ROLES: &'static [Role] = &[Role::get("mood").anywhere()];
///
///     async fn answer(&self, cx: Cx<'_>) -> Answer {
///         let _question: Mood = cx.payload()?; // or the sender is told what is wrong with it
///         cx.reply(Mood { value: Some("hopeful".into()), ..Mood::default() })
///     }
/// }
/// ```
pub trait Service: Send + Sync + 'static {
    /// The namespace of what it answers. It is announced as a feature (XEP-0030 §3).
    const NAMESPACE: &'static str;

    /// What it answers, and whom.
    const ROLES: &'static [Role];

    /// The answer to a request that has one of the roles.
    fn answer(&self, cx: Cx<'_>) -> impl Future<Output = Answer> + Send;
}
