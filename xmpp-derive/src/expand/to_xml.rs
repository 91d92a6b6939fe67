//! `impl ToXml`

use super::{at, attribute_namespace, default_value};
use crate::model::{
    AttributeNamespace, Choice, Element, Field, Kind, Namespace, Unknown, VariantKind,
};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// For a struct.
pub(crate) fn element(element: &Element) -> TokenStream {
    let (ident, runtime) = (&element.target.ident, &element.target.runtime);
    let shape = element.shape();
    let name = element_name(&element.namespace, &element.name, &shape);
    let (attributes, content): (Vec<_>, Vec<_>) = element
        .fields
        .iter()
        .enumerate()
        .partition(|(_, field)| matches!(field.kind, Kind::Attribute(..)));
    let attributes = attributes
        .into_iter()
        .map(|(_, field)| attribute(field, &shape));
    let content = content
        .into_iter()
        .map(|(at, field)| self::content(field, &shape, &quote!((&mut turns, #at))));
    let content = in_turns(element, &quote!(#(#content)*), &shape);
    let kept_attributes = element
        .extra
        .as_ref()
        .map(|extra| quote!(#shape::extra_attributes(writer, &self.#extra);));
    quote! {
        #[automatically_derived]
        impl #runtime::ToXml for #ident {
            fn to_xml(&self, writer: &mut #runtime::xml::Writer) {
                writer.start_named(#name);
                #(#attributes)*
                #kept_attributes
                #content
                writer.end();
            }
        }
    }
}

/// The passes in which the content is written.
fn in_turns(element: &Element, content: &TokenStream, shape: &TokenStream) -> TokenStream {
    let extra = match &element.extra {
        Some(extra) => quote!(&self.#extra),
        None if content.is_empty() => return TokenStream::new(),
        None => quote!(&#shape::NOTHING),
    };
    if element.is_ordered() {
        return quote! {
            let mut turns = #shape::Turns::of(#extra);
            loop {
                turns.begin(writer);
                #content
                if !turns.end(writer) {
                    break;
                }
            }
        };
    }
    quote! {
        let mut turns = #shape::Turns::of_fields(#extra);
        turns.begin(writer);
        #content
        turns.end(writer);
    }
}

fn attribute(field: &Field, shape: &TokenStream) -> TokenStream {
    let (ident, span) = (&field.ident, field.type_.span());
    let Kind::Attribute(namespace, name) = &field.kind else {
        return TokenStream::new();
    };
    let name = attribute_name(namespace.as_ref(), name, shape);
    let shape = at(shape, span);
    match default_value(field).filter(|_| !field.written) {
        None => quote_spanned!(span=> #shape::attribute(writer, #name, &self.#ident);),
        Some(default) => quote_spanned! {span=>
            #shape::attribute_or_default(writer, #name, &self.#ident, &#default);
        },
    }
}

fn content(field: &Field, shape: &TokenStream, turn: &TokenStream) -> TokenStream {
    let (ident, span) = (&field.ident, field.type_.span());
    let value = quote!(&self.#ident);
    let default = default_value(field);
    let shape = &at(shape, span);
    match (&field.kind, default) {
        (Kind::Attribute(..), _) => TokenStream::new(),
        (Kind::Text, None) => quote_spanned!(span=> #shape::text(writer, #value);),
        (Kind::Text, Some(default)) => {
            quote_spanned!(span=> #shape::text_or_default(writer, #value, &#default);)
        }
        (Kind::TextOf(of, name), None) => {
            let name = element_name(of, name, shape);
            quote_spanned!(span=> #shape::text_of(writer, #name, #value, #turn);)
        }
        (Kind::TextOf(of, name), Some(default)) => {
            let name = element_name(of, name, shape);
            quote_spanned! {span=>
                #shape::text_of_or_default(writer, #name, #value, #turn, &#default);
            }
        }
        (Kind::Flag(of, name), _) => {
            let name = element_name(of, name, shape);
            quote_spanned!(span=> #shape::flag(writer, #name, self.#ident, #turn);)
        }
        (Kind::Child | Kind::Any(_) | Kind::Mixed(_), None) => {
            quote_spanned!(span=> #shape::children(writer, #value, #turn);)
        }
        (Kind::Child | Kind::Any(_) | Kind::Mixed(_), Some(default)) => quote_spanned! {span=>
            #shape::children_or_default(writer, #value, #turn, &#default);
        },
    }
}

/// The name of an element, judged here, or else when the expansion is compiled.
fn element_name(namespace: &Namespace, name: &str, shape: &TokenStream) -> TokenStream {
    if is_plain(name) {
        let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
        let parts = quote!([#name, #opening, #closing]);
        return match namespace {
            Namespace::Content => quote!(&const { #shape::ElementName::judged_content(#parts) }),
            Namespace::Of(value) => quote!(&const { #shape::ElementName::judged(#value, #parts) }),
        };
    }
    let element = format!("<{name}></{name}>");
    match namespace {
        Namespace::Content => quote!(&const { #shape::ElementName::content(#element) }),
        Namespace::Of(value) => quote!(&const { #shape::ElementName::new(#value, #element) }),
    }
}

/// Whether the name is one of XML, seen at a glance.
fn is_plain(name: &str) -> bool {
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(goes_on)
}

/// The name of an attribute, judged here, or else when the expansion is compiled.
fn attribute_name(
    namespace: Option<&AttributeNamespace>,
    name: &str,
    shape: &TokenStream,
) -> TokenStream {
    let (prefix, is_known) = match namespace {
        Some(AttributeNamespace::Xml) => ("xml:", true),
        None => ("", name != "xmlns"),
        Some(AttributeNamespace::Of(_)) => ("", false),
    };
    let namespace = attribute_namespace(namespace, shape);
    let opening = format!(" {prefix}{name}='");
    if is_known && is_plain(name) {
        return quote!(&const { #shape::AttributeName::judged(#namespace, #name, #opening) });
    }
    let attribute = format!("{opening}'");
    quote!(&const { #shape::AttributeName::new(#namespace, #attribute) })
}

/// For an enum.
pub(crate) fn choice(choice: &Choice) -> TokenStream {
    let (ident, runtime) = (&choice.target.ident, &choice.target.runtime);
    let shape = quote!(#runtime::shape);
    let named = |name: &str| element_name(&choice.namespace, name, &shape);
    let arms = choice.variants.iter().map(|variant| {
        let ident = &variant.ident;
        match &variant.kind {
            VariantKind::Unit(name) => {
                let name = named(name);
                quote!(Self::#ident => #shape::unit(writer, #name, around),)
            }
            VariantKind::Text(name, type_, _) => {
                let name = named(name);
                quote_spanned! {type_.span()=>
                    Self::#ident(value) => #shape::variant_text(writer, #name, value, around),
                }
            }
            VariantKind::Child(type_) => quote_spanned! {type_.span()=>
                Self::#ident(value) => #runtime::ToXml::to_xml_around(value, writer, around),
            },
        }
    });
    let kept = match &choice.unknown {
        Unknown::Kept(ident, type_) => quote_spanned! {type_.span()=>
            Self::#ident(value) => #runtime::ToXml::to_xml(value, writer),
        },
        Unknown::Refused | Unknown::ReadAs(_) => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        impl #runtime::ToXml for #ident {
            fn to_xml(&self, writer: &mut #runtime::xml::Writer) {
                self.to_xml_around(writer, #shape::Around::NOTHING);
            }
            fn to_xml_around(
                &self,
                writer: &mut #runtime::xml::Writer,
                around: #shape::Around<'_>,
            ) {
                match self {
                    #(#arms)*
                    #kept
                }
            }
        }
    }
}
