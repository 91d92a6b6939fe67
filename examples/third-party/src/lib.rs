//! Types of an extension that somebody else publishes as a crate of their own. Whoever depends on it has them beside the types of
//! `xmpp_core`: read from any stanza, written into any, heard by any host. There is no list in which they would have to stand.

/// The types of `schemas/mood.xsd`; the delay in it is `xmpp_core`'s own.
pub mod mood {
    xmpp_core::include_schema!("mood");
}

/// The types of `schemas/mood-1.xsd`, the next version of the namespace. Where the two hold the same, each converts into the other.
pub mod mood_1 {
    xmpp_core::include_schema!("mood_1");
}

// Tests of every type, by samples of the schemas.
#[cfg(test)]
xmpp_testing::generated!("schemas");
