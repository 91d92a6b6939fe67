//! Elements as their XML in serde's formats, and mixed content as a choice.

use super::{Element, Mixed};
use crate::codec::json::{AsText, only, put_variant};
use crate::xml::Fragment;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.fragment.to_xml())
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Xml)
    }
}

struct Xml;

impl Visitor<'_> for Xml {
    type Value = Element;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the XML of an element")
    }

    fn visit_str<E: Error>(self, xml: &str) -> Result<Element, E> {
        Element::parse(xml).map_err(E::custom)
    }
}

/// The same for what elements are made of.
pub(crate) mod fragments {
    use super::{Deserialize, Deserializer, Element, Fragment, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        fragments: &[Fragment],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let xml: Vec<String> = fragments.iter().map(Fragment::to_xml).collect();
        xml.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Fragment>, D::Error> {
        let elements = Vec::<Element>::deserialize(deserializer)?;
        Ok(elements
            .into_iter()
            .map(|element| element.fragment)
            .collect())
    }
}

impl<T: Serialize> Serialize for Mixed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => put_variant(serializer, "text", &AsText(text)),
            Self::Child(child) => put_variant(serializer, "child", child),
            Self::Other(element) => put_variant(serializer, "other", element),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Mixed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Piece(PhantomData))
    }
}

struct Piece<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Piece<T> {
    type Value = Mixed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from `text`, `child` or `other` to what it is")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mixed<T>, A::Error> {
        let kind = map.next_key::<String>()?.unwrap_or_default();
        let piece = match &*kind {
            "text" => Mixed::Text(map.next_value()?),
            "child" => Mixed::Child(map.next_value()?),
            "other" => Mixed::Other(map.next_value()?),
            other => {
                return Err(A::Error::unknown_variant(
                    other,
                    &["text", "child", "other"],
                ));
            }
        };
        only(&mut map, piece)
    }
}
