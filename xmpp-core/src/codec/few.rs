//! A list that mostly has one item.

use super::{Children, Optional, Part, Store, Values, XmlText};
use std::fmt;
use std::iter::Chain;
use std::ops::{Deref, DerefMut};
use std::{mem, option, slice, vec};

/// A list as a `Vec` is, but for what mostly has one item or none: one item is kept in place and asks for no memory of its own.
///
/// It is a slice wherever one is asked for, and is made of a `Vec`, of an array, of one item, or by collecting. In the catalogue it is
/// asked for by the key `few`.
///
/// ```
/// use xmpp_core::Few;
///
/// let mut groups: Few<&str> = Few::from("Friends");
/// groups.push("Family");
/// assert_eq!(groups, ["Friends", "Family"]);
/// assert!(groups.contains(&"Family"));
/// ```
#[derive(Clone)]
pub struct Few<T>(Held<T>);

#[derive(Clone)]
enum Held<T> {
    None,
    One(T),
    Many(Vec<T>),
}

impl<T> Few<T> {
    /// No item.
    #[inline]
    pub const fn new() -> Self {
        Self(Held::None)
    }

    /// Adds an item at the end.
    #[inline]
    pub fn push(&mut self, item: T) {
        match &mut self.0 {
            Held::None => mem::forget(mem::replace(&mut self.0, Held::One(item))),
            Held::One(_) => self.grown(2).push(item),
            Held::Many(items) => items.push(item),
        }
    }

    /// Takes all items away.
    pub fn clear(&mut self) {
        self.0 = Held::None;
    }

    /// Keeps the items of which that is true, in their order.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&T) -> bool) {
        match &mut self.0 {
            Held::One(item) if !is_kept(item) => self.clear(),
            Held::Many(items) => items.retain(is_kept),
            Held::None | Held::One(_) => {}
        }
    }

    /// The items.
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        match &self.0 {
            Held::None => &[],
            Held::One(item) => slice::from_ref(item),
            Held::Many(items) => items,
        }
    }

    /// The items, to be changed.
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        match &mut self.0 {
            Held::None => &mut [],
            Held::One(item) => slice::from_mut(item),
            Held::Many(items) => items,
        }
    }

    /// The same with memory of its own, with room for so many.
    fn grown(&mut self, room: usize) -> &mut Vec<T> {
        if !matches!(self.0, Held::Many(_)) {
            let mut items = Vec::with_capacity(room);
            if let Held::One(item) = mem::replace(&mut self.0, Held::None) {
                items.push(item);
            }
            self.0 = Held::Many(items);
        }
        match &mut self.0 {
            Held::Many(items) => items,
            Held::None | Held::One(_) => unreachable!("it was made so"),
        }
    }
}

impl<T> Default for Few<T> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> DerefMut for Few<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl<T: PartialEq<U>, U> PartialEq<Few<U>> for Few<T> {
    fn eq(&self, other: &Few<U>) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: Eq> Eq for Few<T> {}

impl<T: PartialEq<U>, U> PartialEq<Vec<U>> for Few<T> {
    fn eq(&self, other: &Vec<U>) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: PartialEq<U>, U> PartialEq<[U]> for Few<T> {
    fn eq(&self, other: &[U]) -> bool {
        self.as_slice() == other
    }
}

impl<T: PartialEq<U>, U, const N: usize> PartialEq<[U; N]> for Few<T> {
    fn eq(&self, other: &[U; N]) -> bool {
        self.as_slice() == other
    }
}

impl<T> From<T> for Few<T> {
    fn from(item: T) -> Self {
        Self(Held::One(item))
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Held::Many(items))
    }
}

impl<T, const N: usize> From<[T; N]> for Few<T> {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

impl<T> From<Few<T>> for Vec<T> {
    fn from(items: Few<T>) -> Self {
        match items.0 {
            Held::None => Self::new(),
            Held::One(item) => vec![item],
            Held::Many(items) => items,
        }
    }
}

impl<T> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut few = Self::new();
        few.extend(items);
        few
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = Chain<option::IntoIter<T>, vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, more) = match self.0 {
            Held::None => (None, Vec::new()),
            Held::One(item) => (Some(item), Vec::new()),
            Held::Many(items) => (None, items),
        };
        one.into_iter().chain(more)
    }
}

impl<'f, T> IntoIterator for &'f Few<T> {
    type Item = &'f T;
    type IntoIter = slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'f, T> IntoIterator for &'f mut Few<T> {
    type Item = &'f mut T;
    type IntoIter = slice::IterMut<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T> Store<T> for Few<T> {
    const MANY: bool = true;
    const IN_PLACE: u32 = 1;

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&mut self, item: T) {
        self.push(item);
    }

    fn reserve(&mut self, items: usize) {
        if self.len() + items > 1 {
            let room = self.len() + items;
            self.grown(room);
        }
    }

    #[inline]
    fn count(&self) -> usize {
        self.len()
    }
}

impl<T> Optional for Few<T> {}

impl<T: Part> Children for Few<T> {
    type Item = T;
    type Store = Self;
    const OPTIONAL: bool = true;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn finish(store: Self) -> Option<Self> {
        Some(store)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn made(store: Self, _: impl FnOnce() -> Self) -> Self {
        store
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look(store: &Self) -> Option<&Self> {
        Some(store)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T: XmlText> Values for Few<T> {
    type Item = T;
    type Store = Self;
    const OPTIONAL: bool = true;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn finish(store: Self) -> Option<Self> {
        Some(store)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn made(store: Self, _: impl FnOnce() -> Self) -> Self {
        store
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look(store: &Self) -> Option<&Self> {
        Some(store)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn items(&self) -> &[T] {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn few(items: &[u8]) -> Few<String> {
        items.iter().map(u8::to_string).collect()
    }

    #[test]
    fn it_holds_what_a_vec_holds() {
        for count in 0..4 {
            let numbers: Vec<u8> = (0..count).collect();
            let expected: Vec<String> = numbers.iter().map(u8::to_string).collect();
            let mut items = few(&numbers);
            assert_eq!(items, expected);
            assert_eq!(items, Few::<String>::from(expected.clone()));
            assert_eq!((&items).into_iter().count(), expected.len());
            assert_eq!(Vec::from(items.clone()), expected);
            assert_eq!(items.clone().into_iter().collect::<Vec<_>>(), expected);
            assert_eq!(format!("{items:?}"), format!("{expected:?}"));
            (&mut items).into_iter().for_each(String::clear);
            assert!(items.iter().all(String::is_empty));
            items.retain(|_| false);
            assert!(items.is_empty());
            items.push("more".to_owned());
            assert_eq!(items, ["more"]);
            items.clear();
            assert_eq!(items, Few::<String>::new());
        }
    }

    #[test]
    fn room_for_more_is_made_once() {
        let mut items = few(&[1]);
        items.reserve(0);
        assert!(matches!(items.0, Held::One(_)), "one needs no memory");
        items.reserve(2);
        let Held::Many(held) = &items.0 else {
            panic!("three need memory");
        };
        assert!(held.capacity() >= 3);
        assert_eq!(items, ["1"]);
    }
}
