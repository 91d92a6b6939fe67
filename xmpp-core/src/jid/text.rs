//! Addresses as values of attributes and text.
//!
//! White space is not dropped: a resource may end with a space (RFC 7622 §3.4).

use crate::codec::{Lend, Store};
use crate::jid::prepare::usual_address;
use crate::{
    BareJid, BareJidCow, FullJid, Jid, JidCow, JidError, JidRef, Rule, TextError, XmlText,
};
use std::borrow::Cow;

/// A type that some addresses are of. The usual address is made where it will stay; whatever needs a closer look goes another way, and
/// is moved once more.
macro_rules! xml_text {
    ($type:ident, $is_such:path, $make:expr) => {
        impl XmlText for $type {
            fn from_text(text: &str) -> Result<Self, TextError> {
                Ok(Self::new(text)?)
            }

            #[cfg_attr(debug_assertions, inline)]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read_into(
                text: Cow<'_, str>,
                store: &mut impl Store<Self>,
            ) -> Result<(), TextError> {
                match usual_address(&text).filter(|address| $is_such(*address)) {
                    Some(address) => {
                        store.add($make(address.to_jid()));
                        Ok(())
                    }
                    None => read_rare(&text, store),
                }
            }

            fn to_text(&self) -> Cow<'_, str> {
                Cow::Borrowed(self.as_str())
            }
        }
    };
}

xml_text!(Jid, is_any, std::convert::identity);
xml_text!(BareJid, JidRef::is_bare, BareJid::new_unchecked);
xml_text!(FullJid, JidRef::is_full, FullJid::new_unchecked);

const fn is_any(_: JidRef<'_>) -> bool {
    true
}

#[inline(never)]
fn read_rare<T: XmlText>(text: &str, store: &mut impl Store<T>) -> Result<(), TextError> {
    store.add(T::from_text(text)?);
    Ok(())
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

    fn lend(text: Cow<'_, str>) -> Result<JidCow<'_>, TextError> {
        Ok(match text {
            Cow::Borrowed(text) => JidCow::parse(text)?,
            Cow::Owned(text) => JidCow::Owned(Self::new(&text)?),
        })
    }

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend_into<'t>(
        text: Cow<'t, str>,
        store: &mut impl Store<JidCow<'t>>,
    ) -> Result<(), TextError> {
        if let Cow::Borrowed(text) = text
            && let Some(address) = usual_address(text)
        {
            store.add(JidCow::Borrowed(address));
            return Ok(());
        }
        lend_rare::<Self>(text, store)
    }
}

#[inline(never)]
fn lend_rare<'t, T: Lend>(
    text: Cow<'t, str>,
    store: &mut impl Store<T::Lent<'t>>,
) -> Result<(), TextError> {
    store.add(T::lend(text)?);
    Ok(())
}

/// Made of text that is not kept, it owns its text; [`Lend`] borrows.
impl XmlText for BareJidCow<'_> {
    fn from_text(text: &str) -> Result<Self, TextError> {
        Ok(Self::try_from(JidCow::Owned(Jid::new(text)?))?)
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl Lend for BareJid {
    type Lent<'t> = BareJidCow<'t>;

    fn lend(text: Cow<'_, str>) -> Result<BareJidCow<'_>, TextError> {
        Ok(BareJidCow::try_from(Jid::lend(text)?)?)
    }

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend_into<'t>(
        text: Cow<'t, str>,
        store: &mut impl Store<BareJidCow<'t>>,
    ) -> Result<(), TextError> {
        if let Cow::Borrowed(text) = text
            && let Some(address) = usual_address(text).filter(|address| address.is_bare())
        {
            store.add(BareJidCow::new_unchecked(JidCow::Borrowed(address)));
            return Ok(());
        }
        lend_rare::<Self>(text, store)
    }
}

impl Lend for FullJid {
    type Lent<'t> = Self;

    fn lend(text: Cow<'_, str>) -> Result<Self, TextError> {
        Ok(Self::new(&text)?)
    }

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend_into<'t>(
        text: Cow<'t, str>,
        store: &mut impl Store<Self::Lent<'t>>,
    ) -> Result<(), TextError> {
        Self::read_into(text, store)
    }
}

impl From<JidError> for TextError {
    /// Rule `invalid-jid`, which RFC 6120 answers with `<jid-malformed/>` (§8.3.3.8).
    #[cold]
    fn from(error: JidError) -> Self {
        Self::expected(error.to_string()).with_rule(Rule::INVALID_JID)
    }
}
