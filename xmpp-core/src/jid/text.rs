//! Addresses as values of attributes and text.
//!
//! White space is not dropped: a resource may end with a space (RFC 7622 §3.4).

use crate::codec::Lend;
use crate::jid::prepare::usual_address;
use crate::{BareJid, FullJid, Jid, JidCow, JidError, Rule, TextError, XmlText};
use std::borrow::Cow;

macro_rules! xml_text {
    ($($type:ty),*) => {$(
        impl XmlText for $type {
            #[inline]
            fn from_text(text: &str) -> Result<Self, TextError> {
                Ok(Self::new(text)?)
            }

            fn to_text(&self) -> Cow<'_, str> {
                Cow::Borrowed(self.as_str())
            }
        }
    )*};
}

xml_text!(BareJid, FullJid);

/// The usual address is made where it will stay; whatever needs a closer look goes another way, and is moved once more.
impl XmlText for Jid {
    #[inline]
    fn from_text(text: &str) -> Result<Self, TextError> {
        match usual_address(text) {
            Some(address) => Ok(address.to_jid()),
            None => rare_address(text),
        }
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

#[inline(never)]
fn rare_address(text: &str) -> Result<Jid, TextError> {
    Ok(Jid::new(text)?)
}

/// Made of text that is not kept, it owns its text; [`Lend`] borrows.
impl XmlText for JidCow<'_> {
    fn from_text(text: &str) -> Result<Self, TextError> {
        Ok(Self::Owned(Jid::new(text)?))
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl Lend for Jid {
    type Lent<'t> = JidCow<'t>;

    #[inline]
    fn lend(text: Cow<'_, str>) -> Result<JidCow<'_>, TextError> {
        if let Cow::Borrowed(text) = text
            && let Some(address) = usual_address(text)
        {
            return Ok(JidCow::Borrowed(address));
        }
        lend_rare(text)
    }
}

#[inline(never)]
fn lend_rare(text: Cow<'_, str>) -> Result<JidCow<'_>, TextError> {
    Ok(match text {
        Cow::Borrowed(text) => JidCow::parse(text)?,
        Cow::Owned(text) => JidCow::Owned(Jid::new(&text)?),
    })
}

/// Most bare addresses are short enough to be kept without an allocation.
impl Lend for BareJid {
    type Lent<'t> = Self;

    fn lend(text: Cow<'_, str>) -> Result<Self, TextError> {
        Ok(Self::new(&text)?)
    }
}

impl Lend for FullJid {
    type Lent<'t> = Self;

    fn lend(text: Cow<'_, str>) -> Result<Self, TextError> {
        Ok(Self::new(&text)?)
    }
}

impl From<JidError> for TextError {
    /// Rule `invalid-jid`, which RFC 6120 answers with `<jid-malformed/>` (§8.3.3.8).
    #[cold]
    fn from(error: JidError) -> Self {
        Self::expected(error.to_string()).with_rule(Rule::INVALID_JID)
    }
}
