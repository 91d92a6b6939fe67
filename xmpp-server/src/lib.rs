//! An XMPP server made of generated stanza types.
//!
//! It moves bytes, time and storage; what XMPP says is in `xmpp-core`.
//!
//! Data flow: `storage`.

pub mod storage;
