//! A compiler from XML Schema to typed XMPP stanzas.

pub mod catalog;
pub mod diagnostic;
pub mod model;
pub mod source;
