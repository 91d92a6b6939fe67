//! Enums of values, and newtypes.

use super::attribute;
use super::docs;
use super::layout::{Attribute, Printer};
use super::scope::Scope;
use super::structure::{ident, path};
use crate::plan::default_name;
use crate::plan::item::{Member, Newtype, Unknown, Value, Values};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn tokens(item: &Values, scope: &mut Scope, printer: &mut Printer) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc, 0);
    let closed = !matches!(item.unknown, Unknown::Keep(_)) && item.members.is_empty();
    let copy = closed.then(|| quote!(Copy,));
    let eq = item.eq.then(|| quote!(Eq, Hash,));
    let default = item.default.map(|_| quote!(Default,));
    let text = path(&scope.runtime("XmlText"));
    let more = match &item.unknown {
        Unknown::Variant(variant) => vec![format!("unknown = {variant}")],
        Unknown::Invalid | Unknown::Keep(_) => Vec::new(),
    };
    let xml = printer.attribute(attribute::of_type(None, None, more, scope));
    let variants: Vec<_> = item
        .values
        .iter()
        .enumerate()
        .map(|(at, value)| variant(value, item.default == Some(at), printer))
        .collect();
    let members: Vec<_> = item
        .members
        .iter()
        .map(|member| self::member(member, scope))
        .collect();
    let other = other(&item.unknown, scope);
    quote! {
        #docs
        #[derive(Clone, #copy Debug, #default PartialEq, #eq #text)]
        #xml
        pub enum #name { #(#variants)* #(#members)* #other }
    }
}

/// A newtype that checks its facets when it is made.
pub(super) fn newtype(item: &Newtype, scope: &mut Scope, printer: &mut Printer) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc, 0);
    let eq = item.eq.then(|| quote!(Eq, Hash,));
    let text = path(&scope.runtime("XmlText"));
    let type_ = path(&scope.type_(&item.type_));
    let xml = printer.attribute(attribute::of_type(None, None, Vec::new(), scope));
    let checks = printer.attribute(attribute::checks(&item.checks));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, #eq #text)]
        #xml
        #checks
        pub struct #name(#type_);
    }
}

fn variant(value: &Value, default: bool, printer: &mut Printer) -> TokenStream {
    let doc = crate::plan::value_doc(&value.text, value.doc.as_deref(), default);
    let docs = docs(&[doc], 4);
    let name = ident(&value.name);
    let text = &value.text;
    let arguments = if default_name(&value.name, text) {
        Vec::new()
    } else {
        vec![format!("value = {}", quote!(#text))]
    };
    let xml = printer.attribute(Attribute {
        name: "xml",
        arguments,
        plain: true,
    });
    let default = default.then(|| quote!(#[default]));
    quote! { #docs #default #xml #name, }
}

fn member(member: &Member, scope: &mut Scope) -> TokenStream {
    let docs = docs(std::slice::from_ref(&member.doc), 4);
    let (name, type_) = (ident(&member.name), path(&scope.type_(&member.type_)));
    quote! { #docs #name(#type_), }
}

fn other(unknown: &Unknown, scope: &Scope) -> Option<TokenStream> {
    let Unknown::Keep(name) = unknown else {
        return None;
    };
    let (name, string) = (ident(name), path(&scope.prelude("String")));
    Some(quote! {
        #[doc = " Any other value."]
        #[xml(other)]
        #name(#string),
    })
}
