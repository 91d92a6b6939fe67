//! Enums that are a choice of elements.

use super::attribute;
use super::docs;
use super::layout::{Attribute, Printer};
use super::scope::Scope;
use super::structure::{ident, path};
use crate::plan::default_name;
use crate::plan::item::{Cardinality, Choice, TypeRef, Unknown, Variant, VariantContent};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn tokens(item: &Choice, scope: &mut Scope, printer: &mut Printer) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc, 0);
    let units = item
        .variants
        .iter()
        .all(|variant| variant.content == VariantContent::Unit);
    let copy = (units && item.eq).then(|| quote!(Copy,));
    let eq = item.eq.then(|| quote!(Eq, Hash,));
    let (from, to, validate) = (
        path(&scope.runtime("FromXml")),
        path(&scope.runtime("ToXml")),
        path(&scope.runtime("Validate")),
    );
    let mut more = vec!["choice".to_owned()];
    if let Unknown::Variant(variant) = &item.unknown {
        more.push(format!("unknown = {variant}"));
    }
    if item.borrowed {
        more.push("borrowed".to_owned());
    }
    let xml = printer.attribute(attribute::of_type(Some(&item.namespace), None, more, scope));
    let variants: Vec<_> = item
        .variants
        .iter()
        .map(|variant| self::variant(variant, scope, printer))
        .collect();
    let other = other(&item.unknown, scope);
    quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, #eq #from, #to, #validate)]
        #xml
        pub enum #name { #(#variants)* #other }
    }
}

fn other(unknown: &Unknown, scope: &mut Scope) -> Option<TokenStream> {
    let Unknown::Keep(name) = unknown else {
        return None;
    };
    let (name, type_) = (
        ident(name),
        path(&scope.type_(&TypeRef::Runtime("Element"))),
    );
    Some(quote! {
        #[doc = " Any other element."]
        #[xml(other)]
        #name(#type_),
    })
}

fn variant(variant: &Variant, scope: &mut Scope, printer: &mut Printer) -> TokenStream {
    let docs = docs(std::slice::from_ref(&variant.doc), 4);
    let name = ident(&variant.name);
    let mut arguments = Vec::new();
    let held = match &variant.content {
        VariantContent::Unit => None,
        VariantContent::Text(type_) => {
            arguments.push("text".to_owned());
            Some(scope.type_(type_))
        }
        VariantContent::Child { type_, boxed } => {
            arguments.push("child".to_owned());
            Some(scope.field(type_, Cardinality::One { boxed: *boxed }))
        }
    };
    let own = matches!(variant.content, VariantContent::Child { .. });
    if !own && !default_name(&variant.name, &variant.element) {
        let element = &variant.element;
        arguments.push(format!("name = {}", quote!(#element)));
    }
    arguments.extend(variant.empty.as_deref().map(attribute::standing_for));
    let xml = printer.attribute(Attribute {
        name: "xml",
        arguments,
        plain: true,
    });
    let held = held.map(|held| {
        let held = path(&held);
        quote!((#held))
    });
    quote! { #docs #xml #name #held, }
}
