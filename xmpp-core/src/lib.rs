//! Typed XMPP stanzas and protocol without IO, generated from XML Schema.
//!
//! A stanza type is a struct or an enum with the derives [`FromXml`], [`ToXml`] and [`Validate`]; a type of attribute values
//! derives [`XmlText`]. The types of this crate are generated from schemas; your own can be generated too, or written by
//! hand with the same [attributes](https://docs.rs/xmpp-derive).
//!
//! ```
//! use xmpp_core::{BareJid, Extra, FromXml, ToXml, Validate};
//!
//! /// `<item/>`: one contact of a roster (RFC 6121 §2.1.2).
//! #[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
//! #[xml(namespace = "jabber:iq:roster")]
//! struct Item {
//!     #[xml(attribute)]
//!     jid: BareJid,
//!     #[xml(attribute)]
//!     name: Option<String>,
//!     #[xml(text_of = "group")]
//!     groups: Vec<String>,
//!     #[xml(extra)]
//!     extra: Extra,
//! }
//!
//! let item: Item = xmpp_core::read("<item xmlns='jabber:iq:roster' jid='nurse@example.com'/>")?;
//! assert_eq!(item.jid, "nurse@example.com");
//! assert_eq!(xmpp_core::write(&item)?, "<item xmlns='jabber:iq:roster' jid='nurse@example.com'/>");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Data flow: `codec → text → precis → jid → element → extra → shape → received → schema → stanza → request → service → rules → sasl → stream → minidom`.

// Generated modules and the derives say `xmpp_core` wherever they stand.
extern crate self as xmpp_core;

pub mod codec;
pub mod element;
pub mod extra;
pub mod jid;
pub mod precis;
pub mod received;
pub mod request;
pub mod rules;
pub mod schema;
pub mod service;
#[doc(hidden)]
pub mod shape;
pub mod stanza;
pub mod text;

#[cfg(feature = "minidom")]
pub mod minidom;
#[cfg(feature = "stream")]
pub mod sasl;
#[cfg(feature = "stream")]
pub mod stream;

/// The reader and writer of XML below the types.
pub use xmpp_xml as xml;

pub use codec::{
    Checker, Decoder, Few, FromNode, FromXml, Refused, TextError, ToXml, Validate, Violation,
    XmlText, append, decode, decode_beside, decode_ref, decode_ref_beside, decode_ref_with,
    decode_strict, decode_with, read, write, write_to,
};
pub use element::{Element, Mixed};
pub use extra::Extra;
pub use jid::{BareJid, BareJidCow, FullJid, Jid, JidCow, JidError, JidRef};
pub use received::Received;
pub use schema::stanza::StanzaError;
pub use stanza::{iq, message, presence};
pub use text::{Base64, DateTime, Id, Lang};
#[cfg(feature = "schema-macro")]
pub use xmpp_derive::schema;
pub use xmpp_derive::{FromXml, ToXml, Validate, XmlText};
pub use xmpp_xml::{Answer, Finding, Findings, FirstOnly, Limits, Position, Report, Rule};

/// The page about the attribute language: its example is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../docs/attributes.md")]
mod attributes {}

/// An example for each row of that page.
#[cfg(doctest)]
#[doc = include_str!("../../docs/attributes-by-example.md")]
mod attributes_by_example {}

/// The page about the form in JSON.
#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../../docs/json.md")]
mod json {}

/// Includes the types that a build script made from a schema, by the schema's stem.
///
/// With `fn main() { xmpp_codegen::compile("schemas"); }` in `build.rs`, and `schemas/todo.xsd`:
///
/// ```ignore
/// pub mod todo {
///     xmpp_core::include_schema!("todo");
/// }
/// ```
#[macro_export]
macro_rules! include_schema {
    ($stem:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $stem, ".rs"));
    };
}

/// The conversation that a build script made for a schema whose elements have roles, by the schema's stem: a slice of
/// [`service::Exchange`], for [`Rehearsal::play`](service::Rehearsal::play).
///
/// ```ignore
/// let rehearsal = Rehearsal::new(Services::new().with(todo::service(Todos::default())), juliet);
/// assert_eq!(rehearsal.play_now(xmpp_core::include_conversation!("todo")), Ok(()));
/// ```
#[macro_export]
macro_rules! include_conversation {
    ($stem:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $stem, ".conversation.rs"))
    };
}

/// What the derives add where this crate is built with serde.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! for_serde {
    ($($items:tt)*) => { $($items)* };
}

/// What the derives add where this crate is built with serde: nothing.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! for_serde {
    ($($items:tt)*) => {};
}
