//! `impl FromXml` for an enum that is a choice of elements.

use super::form::{Form, item, lent_child, lent_text};
use super::from_xml::{known_name, lent_as_itself};
use super::namespace;
use crate::model::{Choice, Unknown, VariantKind};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::BTreeMap;
use syn::Type;
use syn::spanned::Spanned;

/// For an enum.
pub(crate) fn choice(choice: &Choice) -> TokenStream {
    let (ident, runtime) = (&choice.target.ident, &choice.target.runtime);
    let shape = quote!(#runtime::shape);
    let namespace = namespace(&choice.namespace, &shape);
    let entries = choice.variants.iter().map(|variant| match &variant.kind {
        VariantKind::Unit(name) | VariantKind::Text(name, ..) => {
            quote!(#shape::Variant::Own(#name))
        }
        VariantKind::Child(type_) => quote_spanned! {type_.span()=>
            #shape::Variant::Child(<#type_ as #runtime::FromXml>::names)
        },
    });
    let unknown = unknown_name(choice);
    let arms = choice_arms(choice, Form::Owned);
    let position = position(choice, &namespace);
    let open = match choice.unknown {
        Unknown::Refused => TokenStream::new(),
        Unknown::ReadAs(_) | Unknown::Kept(..) => quote! {
            fn matches_unknown(node: #runtime::xml::Node<'_>) -> bool {
                Self::ELEMENT_CHOICE.is_own(node)
            }
        },
    };
    let lent = lent_as_itself(choice.borrowed, &choice.target, false);
    quote! {
        impl #ident {
            const ELEMENT_CHOICE: #shape::Choice = #shape::Choice {
                namespace: #namespace,
                variants: &[#(#entries),*],
                unknown: #unknown,
            };
        }
        #[automatically_derived]
        impl #runtime::FromXml for #ident {
            fn matches(node: #runtime::xml::Node<'_>) -> bool {
                Self::takes(#shape::Tag::of(node))
            }
            fn from_xml(
                node: #runtime::xml::Node<'_>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                Self::from_xml_at(Self::position(#shape::Tag::of(node)), node, decoder)
            }
            fn takes(tag: #shape::Tag<'_>) -> bool {
                Self::position(tag).is_some()
            }
            #position
            fn from_xml_at(
                position: ::core::option::Option<usize>,
                node: #runtime::xml::Node<'_>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                match position { #arms }
            }
            #open
            fn names() -> ::std::vec::Vec<&'static str> {
                Self::ELEMENT_CHOICE.names()
            }
        }
        #lent
    }
}

/// The function that says which variant an element is, counted from 0. Of many names one jump tells by their lengths.
fn position(choice: &Choice, namespace: &TokenStream) -> TokenStream {
    let runtime = &choice.target.runtime;
    let shape = quote!(#runtime::shape);
    let mut own: BTreeMap<usize, TokenStream> = BTreeMap::new();
    let mut others = TokenStream::new();
    for (at, variant) in choice.variants.iter().enumerate() {
        match &variant.kind {
            VariantKind::Unit(name) | VariantKind::Text(name, ..) => {
                let known = known_name(name, &shape);
                own.entry(name.len()).or_default().extend(quote! {
                    if tag.is_named(#known) {
                        return ::core::option::Option::Some(#at);
                    }
                });
            }
            VariantKind::Child(type_) => others.extend(quote_spanned! {type_.span()=>
                if <#type_ as #runtime::FromXml>::takes(tag) {
                    return ::core::option::Option::Some(#at);
                }
            }),
        }
    }
    let own = (!own.is_empty()).then(|| {
        let by_length = own.iter().map(|(length, named)| {
            let length = Literal::usize_unsuffixed(*length);
            quote!(#length => { #named })
        });
        quote! {
            if #namespace.is_of(tag.node) {
                match tag.name_length() { #(#by_length)* _ => {} }
            }
        }
    });
    quote! {
        fn position(tag: #runtime::shape::Tag<'_>) -> ::core::option::Option<usize> {
            #own
            #others
            ::core::option::Option::None
        }
    }
}

/// The name of the element that unknown ones read as.
fn unknown_name(choice: &Choice) -> TokenStream {
    let Unknown::ReadAs(ident) = &choice.unknown else {
        return quote!(::core::option::Option::None);
    };
    let name = choice
        .variants
        .iter()
        .find_map(|variant| match &variant.kind {
            VariantKind::Unit(name) if variant.ident == *ident => Some(name),
            _ => None,
        });
    quote!(::core::option::Option::Some(#name))
}

/// What is read for each variant.
pub(super) fn choice_arms(choice: &Choice, form: Form) -> TokenStream {
    let runtime = &choice.target.runtime;
    let owner = form.owner(&choice.target.ident);
    let ok = quote!(::core::result::Result::Ok);
    let arms = choice.variants.iter().enumerate().map(|(at, variant)| {
        let ident = &variant.ident;
        let value = match &variant.kind {
            VariantKind::Unit(_) => quote!({
                #owner::ELEMENT_CHOICE.unit(node, decoder);
                #ok(Self::#ident)
            }),
            VariantKind::Text(_, type_, empty) => {
                let (span, held, usual) = match form {
                    Form::Owned => (type_.span(), quote!(#type_), quote!(text::<#type_>)),
                    Form::Borrowed => {
                        let (item, lent) = (item(type_), lent_text(type_, runtime));
                        (type_.span(), lent.clone(), quote!(text_of::<#item, #lent>))
                    }
                };
                let usual = quote_spanned! {span=>
                    #owner::ELEMENT_CHOICE.#usual(node, decoder).map(Self::#ident)
                };
                match empty {
                    None => usual,
                    Some(empty) => quote_spanned! {span=>
                        if node.takes_default() {
                            #owner::ELEMENT_CHOICE.empty::<#held>(node, decoder, #empty).map(Self::#ident)
                        } else {
                            #usual
                        }
                    },
                }
            }
            VariantKind::Child(type_) => read_child(type_, ident, form, runtime),
        };
        quote!(::core::option::Option::Some(#at) => #value,)
    });
    let unknown = match &choice.unknown {
        Unknown::Refused => quote!(::core::result::Result::Err(
            #owner::ELEMENT_CHOICE.refuse(node, decoder)
        )),
        Unknown::ReadAs(ident) => quote!({
            #owner::ELEMENT_CHOICE.unknown(node, decoder);
            #ok(Self::#ident)
        }),
        Unknown::Kept(ident, type_) => read_child(type_, ident, form, runtime),
    };
    quote!(#(#arms)* _ => #unknown,)
}

fn read_child(type_: &Type, ident: &Ident, form: Form, runtime: &TokenStream) -> TokenStream {
    match form {
        Form::Owned => quote_spanned! {type_.span()=>
            <#type_ as #runtime::FromXml>::from_xml(node, decoder).map(Self::#ident)
        },
        Form::Borrowed => {
            let lent = lent_child(type_, runtime);
            quote_spanned! {type_.span()=>
                <#lent as #runtime::FromNode<'t>>::from_node(node, decoder).map(Self::#ident)
            }
        }
    }
}
