//! Addresses as strings of serde's formats, prepared when they are read.

use crate::{BareJid, FullJid, Jid};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

macro_rules! as_string {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text(PhantomData))
            }
        }
    )*};
}

as_string!(Jid, BareJid, FullJid);

/// Reads text without keeping a copy of it.
struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an XMPP address")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|error| {
            let expected = format!("an XMPP address: {error}");
            E::invalid_value(Unexpected::Str(text), &expected.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{BareJid, FullJid, Jid};

    #[test]
    fn addresses_are_prepared_strings() {
        let jid: Jid = serde_json::from_str("\"Juliet@B\u{DC}CHER.example\"").unwrap();
        assert_eq!(
            serde_json::to_string(&jid).unwrap(),
            "\"juliet@b\u{FC}cher.example\""
        );
        assert!(serde_json::from_str::<BareJid>("\"a@b/c\"").is_err());
        assert!(serde_json::from_str::<FullJid>("\"a@b\"").is_err());
        let error = serde_json::from_str::<Jid>("\"@b\"").unwrap_err();
        assert!(
            error.to_string().starts_with(
                "invalid value: string \"@b\", expected an XMPP address: the localpart is empty"
            ),
            "{error}"
        );
    }
}
