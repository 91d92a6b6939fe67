//! An XMPP server made of generated stanza types.
//!
//! Data flow: `name`.
