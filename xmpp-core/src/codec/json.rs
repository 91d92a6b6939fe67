//! What the derives expand to with the feature `serde`: the fields of a type as entries of a map, in the form of `docs/json.md`.
//!
//! A value is its text, but for truth and numbers; cardinality is that of the field's type, as it is for XML: at most one is the
//! value itself or no entry, any number is a sequence or no entry.

pub use ::serde;

use super::{Children, Scalar, Store, Values, XmlText};
use ::serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{SerializeMap, SerializeSeq};
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// Writes a value of attributes and of text.
///
/// # Errors
/// Those of the format.
pub fn write_text<T: XmlText, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.to_text();
    match T::SCALAR {
        Scalar::Truth => serializer.serialize_bool(text == "true"),
        Scalar::Number => {
            if let Ok(number) = text.parse() {
                serializer.serialize_u64(number)
            } else if let Ok(number) = text.parse() {
                serializer.serialize_i64(number)
            } else {
                match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => serializer.serialize_f64(number),
                    _ => serializer.serialize_str(&text),
                }
            }
        }
        Scalar::Text => serializer.serialize_str(&text),
    }
}

/// Reads a value of attributes and of text.
///
/// # Errors
/// What was expected, where it is no value of that type.
pub fn read_text<'de, T: XmlText, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = Text(PhantomData);
    match T::SCALAR {
        Scalar::Text => deserializer.deserialize_str(text),
        Scalar::Truth | Scalar::Number => deserializer.deserialize_any(text),
    }
}

struct Text<T>(PhantomData<T>);

impl<T: XmlText> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match T::SCALAR {
            Scalar::Text => "a text",
            Scalar::Truth => "true or false",
            Scalar::Number => "a number",
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(|error| E::custom(error))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        self.visit_str(if value { "true" } else { "false" })
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }
}

/// What a field of values holds, where there is no map to leave it out of.
#[derive(Debug)]
pub struct AsValues<V>(pub V);

impl<V: Values> Serialize for AsValues<&V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = self.0.items().iter().map(AsText);
        if <V::Store as Store<V::Item>>::MANY {
            return Sequence(items).serialize(serializer);
        }
        items.next().serialize(serializer)
    }
}

impl<'de, V: Values> Deserialize<'de> for AsValues<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let store = gather_values::<V>().deserialize(deserializer)?;
        V::finish(store)
            .map(AsValues)
            .ok_or_else(|| D::Error::custom("a value is missing"))
    }
}

/// A value, where serde wants a type that is its own.
#[derive(Debug)]
pub(crate) struct AsText<T>(pub(crate) T);

impl<T: XmlText> Serialize for AsText<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_text(self.0, serializer)
    }
}

impl<'de, T: XmlText> Deserialize<'de> for AsText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer).map(AsText)
    }
}

/// Writes what a field of values holds.
///
/// # Errors
/// Those of the format.
pub fn put_values<V: Values, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    field: &V,
) -> Result<(), M::Error> {
    let items = field.items().iter().map(AsText);
    put::<_, V::Store, V::Item, _>(map, name, items)
}

/// Writes what a field of elements holds.
///
/// # Errors
/// Those of the format.
pub fn put_children<C: Children<Item: Serialize>, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    field: &C,
) -> Result<(), M::Error> {
    put::<_, C::Store, C::Item, _>(map, name, field.items().iter())
}

/// Writes a flag that is there.
///
/// # Errors
/// Those of the format.
pub fn put_flag<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    flag: bool,
) -> Result<(), M::Error> {
    match flag {
        true => map.serialize_entry(name, &true),
        false => Ok(()),
    }
}

fn put<M: SerializeMap, S: Store<T>, T, I: Serialize>(
    map: &mut M,
    name: &'static str,
    mut items: impl ExactSizeIterator<Item = I> + Clone,
) -> Result<(), M::Error> {
    match items.len() {
        0 => Ok(()),
        _ if S::MANY => map.serialize_entry(name, &Sequence(items)),
        _ => items
            .next()
            .map_or(Ok(()), |item| map.serialize_entry(name, &item)),
    }
}

struct Sequence<I>(I);

impl<T: Serialize, I: ExactSizeIterator<Item = T> + Clone> Serialize for Sequence<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.0.len()))?;
        for item in self.0.clone() {
            sequence.serialize_element(&item)?;
        }
        sequence.end()
    }
}

/// Reads what a field of values holds.
///
/// # Errors
/// What was expected instead.
pub fn next_values<'de, V: Values, A: MapAccess<'de>>(map: &mut A) -> Result<V::Store, A::Error> {
    map.next_value_seed(gather_values::<V>())
}

fn gather_values<V: Values>() -> Gather<V::Store, AsText<V::Item>, V::Item> {
    Gather {
        take: |AsText(item)| item,
        types: PhantomData,
    }
}

/// Reads what a field of elements holds.
///
/// # Errors
/// What was expected instead.
pub fn next_children<'de, C: Children<Item: Deserialize<'de>>, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<C::Store, A::Error> {
    map.next_value_seed(Gather::<C::Store, C::Item, C::Item> {
        take: |item| item,
        types: PhantomData,
    })
}

/// Gathers items of which some form is read.
struct Gather<S, R, T> {
    take: fn(R) -> T,
    types: PhantomData<S>,
}

impl<'de, T, S: Store<T>, R: Deserialize<'de>> DeserializeSeed<'de> for Gather<S, R, T> {
    type Value = S;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S, D::Error> {
        if S::MANY {
            return deserializer.deserialize_seq(self);
        }
        let mut store = S::default();
        if let Some(item) = Option::<R>::deserialize(deserializer)? {
            store.add((self.take)(item));
        }
        Ok(store)
    }
}

impl<'de, T, S: Store<T>, R: Deserialize<'de>> Visitor<'de> for Gather<S, R, T> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<S, A::Error> {
        let mut store = S::default();
        while let Some(item) = sequence.next_element()? {
            store.add((self.take)(item));
        }
        Ok(store)
    }
}

/// Keeps what an entry holds; one of the name was not there before.
///
/// # Errors
/// If one was.
pub fn once<T, E: Error>(slot: &mut Option<T>, name: &'static str, value: T) -> Result<(), E> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(name)),
    }
}

/// What a field of values holds after all entries.
///
/// # Errors
/// If there is none, and one is required.
pub fn values<V: Values, E: Error>(store: Option<V::Store>, name: &'static str) -> Result<V, E> {
    V::finish(store.unwrap_or_default()).ok_or_else(|| E::missing_field(name))
}

/// What a field of elements holds after all entries.
///
/// # Errors
/// If there is none, and one is required.
pub fn children<C: Children, E: Error>(
    store: Option<C::Store>,
    name: &'static str,
) -> Result<C, E> {
    C::finish(store.unwrap_or_default()).ok_or_else(|| E::missing_field(name))
}

/// Writes what a variant of a choice holds.
///
/// # Errors
/// Those of the format.
pub fn put_variant<T: Serialize, S: Serializer>(
    serializer: S,
    name: &'static str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name, value)?;
    map.end()
}

/// The value of a map that has no other entry.
///
/// # Errors
/// If it has.
pub fn only<'de, T, A: MapAccess<'de>>(map: &mut A, value: T) -> Result<T, A::Error> {
    match map.next_key::<IgnoredAny>()? {
        None => Ok(value),
        Some(IgnoredAny) => Err(A::Error::custom("expected one variant only")),
    }
}
