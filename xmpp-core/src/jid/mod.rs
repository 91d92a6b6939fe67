//! Addresses: `localpart@domainpart/resourcepart` (RFC 7622).
//!
//! - [`Jid`] is any address, [`BareJid`] one without a resource, [`FullJid`] one with a resource.
//! - [`JidRef`] is an address that stands in somebody else's text; it is `Copy`.
//! - [`JidCow`] is what parsing text gives: borrowed when the text is in prepared form already, so that the usual address
//!   costs no allocation. [`BareJidCow`] is one without a resource.
//!
//! An address that exists is prepared: mapped, checked and measured by the rules of RFC 7622. Two addresses are equal when
//! their texts are. All six types compare with each other and with `str`, hash like their text and are ordered like it, so
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
//! Around them: [`escape`] for names that localparts exclude (XEP-0106), [`XmppUri`] (RFC 5122), [`ascii_domain`] for DNS,
//! `stringprep` for peers that still stand at RFC 6122, `confusable` for names that look alike (UTS 39).
//!
//! # The rules
//!
//! - **Parts** are cut before anything is mapped (§3.1, §3.2) and have 1 to 1023 octets each after mapping.
//! - **Localparts** keep the UsernameCaseMapped profile ([`crate::precis`]) and hold none of `"&'/:<>@` (§3.3).
//! - **Domainparts** are names of IDNA2008 (RFC 5890 to 5893), IPv4 addresses, or IPv6 addresses in brackets, with a zone if
//!   need be (RFC 6874). One final dot is dropped. Names are mapped as RFC 5895 says, which is what UTS 46 does with the
//!   letters that IDNA2008 knows: usual width, lower case, NFC, one kind of dot. A-labels (`xn--`) become the U-labels that
//!   they stand for, if the way back leads to the same A-label. A label has 63 octets in DNS at most; that all of a name has
//!   253 at most is left to DNS.
//! - **Resourceparts** keep the OpaqueString profile (§3.4). A space in front is allowed (erratum 4560).
//!
//! A prepared address is its own prepared form, for every character of Unicode. Unicode's version is
//! [`crate::precis::UNICODE_VERSION`].

mod bare;
mod compare;
#[cfg(feature = "confusables")]
pub mod confusable;
mod cow;
mod error;
mod escape;
mod full;
mod general;
mod prepare;
mod reference;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "stringprep")]
pub mod stringprep;
mod text;
mod uri;

pub use bare::BareJid;
pub use cow::{BareJidCow, JidCow};
pub use error::{CharacterRule, JidError, LabelRule, Part};
pub use escape::{escape, unescape};
pub use full::FullJid;
pub use general::Jid;
pub use prepare::ascii_domain;
pub use reference::JidRef;
pub use uri::{UriAction, UriError, XmppUri};
