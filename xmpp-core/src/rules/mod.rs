//! What a server does about stanzas, as pure functions: a state and what happened go in, [`Effect`]s come out.
//!
//! Nothing here sends, stores or waits. A server carries out the effects in the order in which they stand; what stands after
//! [`Effect::Store`] waits for the receipt of the storage.
//!
//! - [`subscription`]: the state machine of RFC 6121 §3 and appendix A for one pair of user and contact.
//! - [`roster`]: the roster and requests to read and change it (RFC 6121 §2).
//! - [`contact`]: what subscription stanzas do to a roster (RFC 6121 §3).
//! - [`presence`]: broadcast and directed presence, probes (RFC 6121 §4).
//! - [`privacy`]: what gets through between an account and others (XEP-0016).
//! - [`blocking`]: whom an account has nothing to do with (XEP-0191).
//! - `caps`, with the feature `stream`: what an entity can do, as a hash (XEP-0115).
//! - [`carbons`]: which messages are copied to the other clients of an account (XEP-0280).
//! - [`delivery`]: where a stanza goes (RFC 6120 §10, RFC 6121 §8).

pub mod blocking;
#[cfg(feature = "stream")]
pub mod caps;
pub mod carbons;
pub mod contact;
pub mod delivery;
mod effect;
pub mod presence;
pub mod privacy;
mod refusal;
pub mod roster;
pub mod subscription;

pub use effect::{Audience, Effect, Sender, Source};
pub use refusal::Refusal;
