//! How often: cardinality is the business of a field's type.

use super::{FromXml, XmlText};
use crate::xml::Node;
use std::slice;

/// A field that holds elements: `T` one, `Option<T>` at most one, `Vec<T>` any number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a child element",
    note = "a child is `T`, `Option<T>` or `Vec<T>`, where `T` derives `FromXml`"
)]
pub trait Children: Sized {
    /// One of the elements.
    type Item: Part;
    /// Where elements are gathered while they come.
    type Store: Store<Self::Item>;
    /// Whether none is allowed.
    const OPTIONAL: bool;

    /// The field, or nothing where a required element is absent.
    fn finish(store: Self::Store) -> Option<Self>;

    /// The same; `default` is the field where a required one is absent.
    #[doc(hidden)]
    fn made(store: Self::Store, default: impl FnOnce() -> Self) -> Self;

    /// The same, where it is gathered.
    fn look(store: &Self::Store) -> Option<&Self>;

    /// The elements.
    fn items(&self) -> &[Self::Item];
}

/// An element in one of its forms: what [`FromXml`] or [`FromNode`](super::FromNode) reads.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no element",
    note = "derive `FromXml` for it; the text of a child element is `#[xml(text_of = \"name\")]`"
)]
pub trait Part {
    /// Whether all such elements have one name.
    #[doc(hidden)]
    const IS_ONE: bool = false;
}

impl<T: Part> Part for Box<T> {
    const IS_ONE: bool = T::IS_ONE;
}

impl Part for Node<'_> {}

/// A field that holds values: `T` one, `Option<T>` at most one, `Vec<T>` any number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an attribute or text",
    note = "an attribute or text is `T` or `Option<T>`, where `T` derives `XmlText`; `text_of` may be `Vec<T>`"
)]
pub trait Values: Sized {
    /// One of the values.
    type Item: XmlText;
    /// Where values are gathered while they come.
    type Store: Store<Self::Item>;
    /// Whether none is allowed.
    const OPTIONAL: bool;

    /// The field, or nothing where a required value is absent.
    fn finish(store: Self::Store) -> Option<Self>;

    /// The same; `default` is the field where a required one is absent.
    #[doc(hidden)]
    fn made(store: Self::Store, default: impl FnOnce() -> Self) -> Self;

    /// The same, where it is gathered.
    fn look(store: &Self::Store) -> Option<&Self>;

    /// The values.
    fn items(&self) -> &[Self::Item];
}

/// A field of at most one value, as an attribute is: `T` or `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an attribute or the text of an element",
    note = "an attribute occurs once: use `T` or `Option<T>`, and `text::List<T>` for a list in one value"
)]
pub trait Single: Values {}

/// A field of one child, which there may be a default for: an `Option` or a `Vec` is what came, and nothing where nothing did.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `default` does not go with `{Self}`",
    note = "where no child came, an `Option` is `None` and a `Vec` is empty: leave `default` out, or hold one child"
)]
pub trait SingleChild: Children {}

/// `Option` or `Vec`. The derives know by these names which fields may lack what they are for; another type of such a name is no such field.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has the name of `Option`, `Vec` or `Few`, and is another type",
    note = "which fields may be absent is known by these names: call the type otherwise, or use it by an alias"
)]
pub trait Optional: Default {}

impl<T> Optional for Option<T> {}

impl<T> Optional for Vec<T> {}

/// A piece of mixed content.
pub trait MixedItem: FromXml {
    /// The elements that the content knows.
    type Child: FromXml;

    /// A text.
    fn of_text(text: &str) -> Self;

    /// Adds to a text; an element takes none.
    fn append(&mut self, more: &str) -> bool;
}

/// Where what a field holds is gathered.
pub trait Store<T>: Default {
    /// Whether more than one is allowed.
    const MANY: bool;

    /// How many ask for no memory: only before one more is added is room made for all.
    const IN_PLACE: u32 = 0;

    /// Adds one.
    fn add(&mut self, item: T);

    /// Makes room for so many.
    fn reserve(&mut self, _items: usize) {}

    /// How many were added.
    fn count(&self) -> usize;
}

impl<T> Store<T> for Option<T> {
    const MANY: bool = false;

    #[cfg_attr(debug_assertions, inline)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&mut self, item: T) {
        debug_assert!(self.is_none(), "whoever adds has looked for room");
        // Nothing is there to be dropped, and where nothing may be, the new one is written where it stays.
        std::mem::forget(self.replace(item));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn count(&self) -> usize {
        usize::from(self.is_some())
    }
}

impl<T> Store<T> for Vec<T> {
    const MANY: bool = true;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&mut self, item: T) {
        self.push(item);
    }

    fn reserve(&mut self, items: usize) {
        if self.capacity() == 0 {
            *self = Self::with_capacity(items);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn count(&self) -> usize {
        self.len()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Part> Children for T {
    type Item = T;
    type Store = Option<T>;
    const OPTIONAL: bool = false;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn finish(store: Option<T>) -> Option<Self> {
        store
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn made(store: Option<T>, default: impl FnOnce() -> Self) -> Self {
        store.unwrap_or_else(default)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look(store: &Option<T>) -> Option<&Self> {
        store.as_ref()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn items(&self) -> &[T] {
        slice::from_ref(self)
    }
}

impl<T: Part> Children for Option<T> {
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
        self.as_slice()
    }
}

impl<T: Part> Children for Vec<T> {
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

#[diagnostic::do_not_recommend]
impl<T: XmlText> Values for T {
    type Item = T;
    type Store = Option<T>;
    const OPTIONAL: bool = false;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn finish(store: Option<T>) -> Option<Self> {
        store
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn made(store: Option<T>, default: impl FnOnce() -> Self) -> Self {
        store.unwrap_or_else(default)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look(store: &Option<T>) -> Option<&Self> {
        store.as_ref()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn items(&self) -> &[T] {
        slice::from_ref(self)
    }
}

impl<T: XmlText> Values for Option<T> {
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
        self.as_slice()
    }
}

impl<T: XmlText> Values for Vec<T> {
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

#[diagnostic::do_not_recommend]
impl<T: XmlText> Single for T {}

impl<T: XmlText> Single for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T: Part> SingleChild for T {}
