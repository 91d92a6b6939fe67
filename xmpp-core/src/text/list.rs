//! Lists of values in one text.

use crate::text::white_space::words;
use crate::{TextError, XmlText};
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

/// Values with white space between (a list of XML Schema, XSD part 2 §2.5.1.2).
///
/// The text of an item must not hold white space, or it reads back as several.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct List<T>(pub Vec<T>);

impl<T: XmlText> XmlText for List<T> {
    const UNIT: &'static str = "item";

    fn from_text(text: &str) -> Result<Self, TextError> {
        words(text)
            .map(T::from_text)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn to_text(&self) -> Cow<'_, str> {
        match self.0.as_slice() {
            [item] => item.to_text(),
            items => {
                let texts: Vec<_> = items.iter().map(XmlText::to_text).collect();
                Cow::Owned(texts.join(" "))
            }
        }
    }

    /// The number of items, which `xs:length` means for lists.
    fn length(&self) -> usize {
        self.0.len()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
