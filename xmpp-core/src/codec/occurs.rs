//! How often: cardinality is the business of a field's type.

use super::{FromXml, XmlText};
use std::slice;

macro_rules! cardinality {
    ($(#[$doc:meta])* $name:ident over $item:ident) => {
        $(#[$doc])*
        pub trait $name: Sized {
            /// One of the values.
            type Item: $item;
            /// Where values are gathered while they come.
            type Store: Default;
            /// Whether more than one is allowed.
            const MANY: bool;
            /// Whether none is allowed.
            const OPTIONAL: bool;

            /// Adds a value.
            fn add(store: &mut Self::Store, item: Self::Item);

            /// How many were added.
            fn count(store: &Self::Store) -> usize;

            /// The field, or nothing where a required value is absent.
            fn finish(store: Self::Store) -> Option<Self>;

            /// The values.
            fn items(&self) -> &[Self::Item];
        }

        impl<T: $item> $name for T {
            type Item = T;
            type Store = Option<T>;
            const MANY: bool = false;
            const OPTIONAL: bool = false;

            fn add(store: &mut Option<T>, item: T) {
                *store = Some(item);
            }

            fn count(store: &Option<T>) -> usize {
                usize::from(store.is_some())
            }

            fn finish(store: Option<T>) -> Option<Self> {
                store
            }

            fn items(&self) -> &[T] {
                slice::from_ref(self)
            }
        }

        impl<T: $item> $name for Option<T> {
            type Item = T;
            type Store = Self;
            const MANY: bool = false;
            const OPTIONAL: bool = true;

            fn add(store: &mut Self, item: T) {
                *store = Some(item);
            }

            fn count(store: &Self) -> usize {
                usize::from(store.is_some())
            }

            fn finish(store: Self) -> Option<Self> {
                Some(store)
            }

            fn items(&self) -> &[T] {
                self.as_slice()
            }
        }

        impl<T: $item> $name for Vec<T> {
            type Item = T;
            type Store = Self;
            const MANY: bool = true;
            const OPTIONAL: bool = true;

            fn add(store: &mut Self, item: T) {
                store.push(item);
            }

            fn count(store: &Self) -> usize {
                store.len()
            }

            fn finish(store: Self) -> Option<Self> {
                Some(store)
            }

            fn items(&self) -> &[T] {
                self
            }
        }
    };
}

cardinality! {
    /// A field that holds elements: `T` one, `Option<T>` at most one, `Vec<T>` any number.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be a child element",
        note = "a child is `T`, `Option<T>` or `Vec<T>`, where `T` derives `FromXml`"
    )]
    Children over FromXml
}

cardinality! {
    /// A field that holds values: `T` one, `Option<T>` at most one, `Vec<T>` any number.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be an attribute or text",
        note = "an attribute or text is `T` or `Option<T>`, where `T` derives `XmlText`; `text_of` may be `Vec<T>`"
    )]
    Values over XmlText
}

/// A field of at most one value, as an attribute is: `T` or `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an attribute or the text of an element",
    note = "an attribute occurs once: use `T` or `Option<T>`, and `text::List<T>` for a list in one value"
)]
pub trait Single: Values {}

impl<T: XmlText> Single for T {}

impl<T: XmlText> Single for Option<T> {}
