//! From the syntax of an item to what its attributes say.

mod choice;
mod element;
mod field;
mod text;

use crate::errors::Errors;
use crate::keys::Keys;
use crate::model::{Choice, Element, Namespace, Target};
use quote::quote;
use syn::{Data, DeriveInput, Expr, Path};

pub(crate) use text::{TextItem, text_item};

/// A type that is an element, or one of several.
pub(crate) enum Item {
    /// A struct.
    Element(Element),
    /// An enum.
    Choice(Choice),
}

/// Reads an item that derives `FromXml`, `ToXml` or `Validate`.
pub(crate) fn item(input: &DeriveInput, errors: &mut Errors) -> Option<Item> {
    let mut keys = Keys::read(&input.attrs, "xml", errors);
    let target = target(input, &mut keys, errors);
    match &input.data {
        Data::Struct(data) => {
            element::element(input, data, target, keys, errors).map(Item::Element)
        }
        Data::Enum(data) => choice::choice(input, data, target, keys, errors).map(Item::Choice),
        Data::Union(data) => {
            errors.at(
                data.union_token,
                "a union is no element; derive this for a struct or an enum",
            );
            None
        }
    }
}

/// What is derived for. Takes the key `crate`.
fn target(input: &DeriveInput, keys: &mut Keys, errors: &mut Errors) -> Target {
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics,
            "types with parameters are not supported: an element has one shape",
        );
    }
    let path: Option<Path> = keys.parsed("crate", "crate = path::to::xmpp_core", errors);
    Target {
        ident: input.ident.clone(),
        visibility: input.vis.clone(),
        runtime: path.map_or_else(|| quote!(::xmpp_core), |path| quote!(#path)),
    }
}

/// The value of the key `namespace`.
fn namespace(keys: &mut Keys, errors: &mut Errors) -> Option<Namespace> {
    let value: Expr = keys.parsed("namespace", "namespace = \"urn:example\"", errors)?;
    match &value {
        Expr::Path(path) if path.path.is_ident("content") => Some(Namespace::Content),
        Expr::Path(_) | Expr::Lit(_) => Some(Namespace::Of(value)),
        other => {
            errors.at(
                other,
                "a namespace is text, the path of a constant, or `content`",
            );
            None
        }
    }
}

/// The namespace of a type, which must be there.
fn required_namespace(
    input: &DeriveInput,
    keys: &mut Keys,
    errors: &mut Errors,
) -> Option<Namespace> {
    if keys.take("namespace").is_none() {
        errors.at(
            &input.ident,
            "an element is in a namespace: add `#[xml(namespace = \"urn:example\")]`",
        );
        return None;
    }
    namespace(keys, errors)
}
