//! Addresses as values of attributes and text.
//!
//! White space is not dropped: a resource may end with a space (RFC 7622 §3.4).

use crate::{BareJid, FullJid, Jid, JidError, Rule, TextError, XmlText};
use std::borrow::Cow;

macro_rules! xml_text {
    ($($type:ty),*) => {$(
        impl XmlText for $type {
            fn from_text(text: &str) -> Result<Self, TextError> {
                Ok(Self::new(text)?)
            }

            fn to_text(&self) -> Cow<'_, str> {
                Cow::Borrowed(self.as_str())
            }
        }
    )*};
}

xml_text!(Jid, BareJid, FullJid);

impl From<JidError> for TextError {
    /// Rule `invalid-jid`, which RFC 6120 answers with `<jid-malformed/>` (§8.3.3.8).
    fn from(error: JidError) -> Self {
        Self::expected(error.to_string()).with_rule(Rule::INVALID_JID)
    }
}
