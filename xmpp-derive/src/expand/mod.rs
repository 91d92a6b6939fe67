//! From what the attributes say to code.

pub(crate) mod borrowed;
pub(crate) mod checks;
pub(crate) mod choice;
mod form;
pub(crate) mod from_xml;
mod made;
pub(crate) mod serde;
pub(crate) mod to_xml;
pub(crate) mod validate;
pub(crate) mod xml_text;

use crate::model::{AttributeNamespace, Default, Element, Field, Kind, Namespace};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

impl Element {
    /// The path of the functions that expansions call.
    fn shape(&self) -> TokenStream {
        let runtime = &self.target.runtime;
        quote!(#runtime::shape)
    }
}

/// A namespace as a value of the runtime.
fn namespace(namespace: &Namespace, shape: &TokenStream) -> TokenStream {
    match namespace {
        Namespace::Content => quote!(#shape::Namespace::Content),
        Namespace::Of(value) => quote!(#shape::Namespace::Of(#value)),
    }
}

/// The namespace of an attribute as text.
fn attribute_namespace(namespace: Option<&AttributeNamespace>, shape: &TokenStream) -> TokenStream {
    match namespace {
        None => quote!(""),
        Some(AttributeNamespace::Xml) => quote!(#shape::XML),
        Some(AttributeNamespace::Of(value)) => quote!(#value),
    }
}

/// The line of a field in the table of its struct.
fn field_entry(field: &Field, element: &str, shape: &TokenStream) -> TokenStream {
    match &field.kind {
        Kind::Attribute(namespace, name) => {
            let namespace = attribute_namespace(namespace.as_ref(), shape);
            quote!(#shape::Field::attribute(#namespace, #name))
        }
        Kind::Text => {
            let empty = field.empty.iter();
            quote!(#shape::Field::text(#element)#(.standing_for(#empty))*)
        }
        Kind::TextOf(of, name) => {
            let namespace = namespace(of, shape);
            let empty = field.empty.iter();
            quote!(#shape::Field::text_of(#namespace, #name)#(.standing_for(#empty))*)
        }
        Kind::Flag(of, name) => {
            let namespace = namespace(of, shape);
            quote!(#shape::Field::flag(#namespace, #name))
        }
        Kind::Child => {
            let (type_, span) = (&field.type_, field.type_.span());
            let shape = at(shape, span);
            quote_spanned!(span=> #shape::Field::child::<#type_>())
        }
        Kind::Any(admits) => quote!(#shape::Field::any(#admits)),
        Kind::Mixed(admits) => {
            let (type_, span) = (&field.type_, field.type_.span());
            let shape = at(shape, span);
            quote_spanned!(span=> #shape::Field::mixed::<#type_>(#admits))
        }
    }
}

/// What absence means, as an expression.
fn default_value(field: &Field) -> Option<TokenStream> {
    let type_ = &field.type_;
    match field.default.as_ref()? {
        Default::OfType => Some(quote!(<#type_ as ::core::default::Default>::default())),
        Default::Of(value) => Some(quote!(#value)),
    }
}

/// The tokens with their place changed: the compiler's complaints about them point there.
fn at(tokens: &TokenStream, span: Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}
