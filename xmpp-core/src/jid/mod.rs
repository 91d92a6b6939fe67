//! Addresses: `localpart@domainpart/resourcepart` (RFC 7622).
//!
//! - [`Jid`] is any address, [`BareJid`] one without a resource, [`FullJid`] one with a resource.
//! - [`JidRef`] is an address that stands in somebody else's text; it is `Copy`.
//! - [`JidCow`] is what parsing text gives: borrowed when the text is in prepared form already, so that the usual address
//!   costs no allocation.
//!
//! An address that exists is prepared: mapped, checked and measured by the rules of RFC 7622. Two addresses are equal when
//! their texts are. All five types compare with each other and with `str`, hash like their text and are ordered like it, so
//! a map keyed by any of them can be searched with a `&str` or with [`JidRef::as_str`]. Comparing with `str` does not prepare
//! the `str`: parse what comes from outside.
//!
//! ```
//! use xmpp_core::{BareJid, FullJid, Jid};
//!
//! let romeo: FullJid = "Romeo@Montague.example/Orchard".parse()?;
//! assert_eq!(romeo.local(), Some("romeo"));
//! assert_eq!(romeo.resource(), "Orchard");
//! assert_eq!(romeo.to_bare(), "romeo@montague.example");
//! assert!("♚@example.com".parse::<Jid>().is_err());
//! # Ok::<(), xmpp_core::JidError>(())
//! ```
//!
//! # What is checked
//!
//! For ASCII everything that RFC 7622 asks for: where the parts begin and end (§3.2), lower case for localpart and domainpart,
//! the characters that a localpart excludes (§3.3.1), hyphens and lengths of domain labels (RFC 5890 §2.3.1), a final dot,
//! IPv4 and bracketed IPv6 addresses with zone (RFC 6874), 1 to 1023 octets for each part after mapping (§3.1).
//!
//! Beyond ASCII the rules are narrower than RFC 7622's, never wider in what they let symbols through: letters and digits as
//! the standard library knows them, lower case one character at a time, full-width ASCII mapped to ASCII, no compatibility
//! characters; in a resource, spaces are mapped to U+0020 and controls, private use, noncharacters and invisible characters
//! are refused. Normalization (NFC), the context and bidi rules, unassigned code points, combining marks that are no letters,
//! and the conversion of A-labels (`xn--`) wait for the tables of RFC 8264.

mod bare;
mod compare;
mod cow;
mod error;
mod full;
mod general;
mod prepare;
mod reference;
mod text;

pub use bare::BareJid;
pub use cow::JidCow;
pub use error::{CharacterRule, JidError, LabelRule, Part};
pub use full::FullJid;
pub use general::Jid;
pub use reference::JidRef;
