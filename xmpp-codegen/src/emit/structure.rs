//! Structs that are elements.

use super::attribute;
use super::docs;
use super::layout::Printer;
use super::new;
use super::scope::Scope;
use crate::plan::default_name;
use crate::plan::item::{Field, Struct};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::str::FromStr;

/// The struct and its `impl`s, an item each.
pub(super) fn tokens(item: &Struct, scope: &mut Scope, printer: &mut Printer) -> Vec<TokenStream> {
    let name = ident(&item.name);
    let docs = docs(&item.doc, 0);
    let standard = new::has_standard_default(item).then(|| quote!(Default,));
    let (from, to, validate) = (
        path(&scope.runtime("FromXml")),
        path(&scope.runtime("ToXml")),
        path(&scope.runtime("Validate")),
    );
    let element = (!default_name(&item.name, &item.element)).then_some(item.element.as_str());
    let xml = printer.attribute(attribute::of_type(
        Some(&item.namespace),
        element,
        item.borrowed
            .then(|| "borrowed".to_owned())
            .into_iter()
            .collect(),
        scope,
    ));
    let rules: Vec<_> = item
        .rules
        .iter()
        .map(|rule| printer.attribute(attribute::rule(rule)))
        .collect();
    let repeats =
        attribute::repeat(&item.rules).then(|| quote!(#[allow(clippy::duplicated_attributes)]));
    let fields: Vec<_> = item
        .fields
        .iter()
        .map(|field| self::field(field, scope, printer))
        .collect();
    let extra = item.extra.then(|| {
        let type_ = path(&scope.runtime("Extra"));
        quote! {
            #[doc = " Attributes and children that no other field takes."]
            #[xml(extra)]
            pub extra: #type_,
        }
    });
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Debug, #standard PartialEq, #from, #to, #validate)]
        #xml
        #repeats
        #(#rules)*
        pub struct #name { #(#fields)* #extra }
    }];
    items.extend(new::constructors(item, scope));
    items.extend(payload(item, scope));
    items
}

pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Text that is a path or type; what is none shows in the compiler's message.
pub(super) fn path(text: &str) -> TokenStream {
    TokenStream::from_str(text).unwrap_or_else(|_| quote!(#text))
}

fn field(field: &Field, scope: &mut Scope, printer: &mut Printer) -> TokenStream {
    let docs = docs(std::slice::from_ref(&field.doc), 4);
    let xml = printer.attribute(attribute::of_field(field, scope));
    let checks = printer.attribute(attribute::checks(&field.checks));
    let name = ident(&field.name);
    let type_ = path(&scope.field(&field.type_, field.cardinality));
    quote! { #docs #xml #checks pub #name: #type_, }
}

/// Which kinds of IQ carry the element.
fn payload(item: &Struct, scope: &mut Scope) -> Option<TokenStream> {
    if item.payload.is_empty() {
        return None;
    }
    let name = ident(&item.name);
    let (trait_, kind) = (
        path(&scope.runtime("iq::Payload")),
        path(&scope.runtime("iq::Kind")),
    );
    let kinds = item.payload.iter().map(|kind| ident(kind));
    Some(quote! {
        impl #trait_ for #name {
            const KINDS: &'static [#kind] = &[#(#kind::#kinds),*];
        }
    })
}
