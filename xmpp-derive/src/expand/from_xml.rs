//! `impl FromXml`

use super::checks::{self, Mode};
use super::{at, field_entry, namespace};
use crate::model::{Choice, Default, Element, Field, Kind, Unknown, VariantKind};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// For a struct.
pub(crate) fn element(element: &Element) -> TokenStream {
    let (ident, runtime) = (&element.target.ident, &element.target.runtime);
    let (name, keeps) = (&element.name, element.extra.is_some());
    let shape = element.shape();
    let namespace = namespace(&element.namespace, &shape);
    let entries = element
        .fields
        .iter()
        .map(|field| field_entry(field, name, &shape));
    let body = struct_body(element);
    quote! {
        impl #ident {
            const ELEMENT_SHAPE: #shape::Shape = #shape::Shape {
                namespace: #namespace,
                name: #name,
                fields: &[#(#entries),*],
                keeps: #keeps,
            };
        }
        #[automatically_derived]
        impl #runtime::FromXml for #ident {
            fn matches(node: #runtime::xml::Node<'_>) -> bool {
                Self::ELEMENT_SHAPE.matches(node)
            }
            fn from_xml(
                node: #runtime::xml::Node<'_>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                #body
            }
            fn names() -> ::std::vec::Vec<&'static str> {
                Self::ELEMENT_SHAPE.names()
            }
        }
    }
}

fn struct_body(element: &Element) -> TokenStream {
    let shape = element.shape();
    let slots: Vec<Ident> = element.fields.iter().map(slot_name).collect();
    let made = element.fields.iter().zip(&slots).map(|(field, slot)| {
        let made = slot_value(field, &shape);
        quote!(let mut #slot = #made;)
    });
    let kept = if element.extra.is_some() {
        quote!(let kept =)
    } else {
        TokenStream::new()
    };
    let (checked, whole) = (
        checks::of_fields(element, Mode::Reading),
        checks::of_value(element),
    );
    let finish = finish(element, &checked);
    let value = struct_value(element, !checked.is_empty());
    let result = if whole.is_empty() {
        quote!(::core::result::Result::Ok(#value))
    } else {
        quote! {
            let value = #value;
            let this = &value;
            #shape::check(node, decoder, &mut |checker| { #whole });
            ::core::result::Result::Ok(value)
        }
    };
    quote! {
        #(#made)*
        #kept #shape::read(&Self::ELEMENT_SHAPE, node, decoder, &mut [#(&mut #slots),*])?;
        #finish
        #result
    }
}

/// Takes the fields out of their slots, and checks those that are there.
fn finish(element: &Element, checked: &TokenStream) -> TokenStream {
    if checked.is_empty() {
        return TokenStream::new();
    }
    let shape = element.shape();
    let fields = element.fields.iter().map(|field| {
        let (slot, name) = (slot_name(field), checks::field_name(field));
        let count = checks::is_counted(field, element).then(|| {
            let count = checks::count_name(field);
            quote!(let #count = #shape::Slot::came(&#slot);)
        });
        let finished = quote_spanned!(field.type_.span()=> #slot.finish());
        quote!(#count let #name = #finished;)
    });
    quote! {
        #(#fields)*
        #shape::check(node, decoder, &mut |checker| { #checked });
    }
}

/// The struct, made of finished fields or of slots.
fn struct_value(element: &Element, finished: bool) -> TokenStream {
    if element.unit {
        return quote!(Self);
    }
    let fields = element.fields.iter().map(|field| {
        let ident = &field.ident;
        let value = if finished {
            let name = checks::field_name(field);
            quote!(#name)
        } else {
            let slot = slot_name(field);
            quote_spanned!(field.type_.span()=> #slot.finish())
        };
        quote!(#ident: #value?)
    });
    let extra = element.extra.iter().map(|extra| quote!(#extra: kept));
    let all = fields.chain(extra);
    quote!(Self { #(#all),* })
}

fn slot_name(field: &Field) -> Ident {
    format_ident!("slot_{}", field.ident.unraw(), span = field.type_.span())
}

fn slot_value(field: &Field, shape: &TokenStream) -> TokenStream {
    let type_ = &field.type_;
    let span = type_.span();
    let shape = at(shape, span);
    let make = match (&field.kind, &field.default) {
        (Kind::Flag(..), _) => return quote_spanned!(span=> #shape::presence()),
        (Kind::Mixed(_), _) => return quote_spanned!(span=> #shape::mixed_of::<#type_, _>()),
        (Kind::Child | Kind::Any(_), None) => "children_of",
        (Kind::TextOf(..), None) => "texts",
        (Kind::Attribute(..) | Kind::Text, None) => "single",
        (Kind::Child | Kind::Any(_), Some(_)) => "child_or",
        (Kind::Attribute(..) | Kind::Text | Kind::TextOf(..), Some(_)) => "single_or",
    };
    let make = Ident::new(make, span);
    let default = match &field.default {
        None => TokenStream::new(),
        Some(Default::OfType) => {
            quote_spanned!(span=> <#type_ as ::core::default::Default>::default)
        }
        Some(Default::Of(value)) => quote!(|| #value),
    };
    quote_spanned!(span=> #shape::#make::<#type_>(#default))
}

/// For an enum.
pub(crate) fn choice(choice: &Choice) -> TokenStream {
    let (ident, runtime) = (&choice.target.ident, &choice.target.runtime);
    let shape = quote!(#runtime::shape);
    let namespace = namespace(&choice.namespace, &shape);
    let entries = choice.variants.iter().map(|variant| match &variant.kind {
        VariantKind::Unit(name) => quote!(#shape::Variant::Unit(#name)),
        VariantKind::Text(name, _) => quote!(#shape::Variant::Text(#name)),
        VariantKind::Child(type_) => quote_spanned! {type_.span()=>
            #shape::Variant::Child(
                <#type_ as #runtime::FromXml>::matches,
                <#type_ as #runtime::FromXml>::names,
            )
        },
    });
    let unknown = unknown_name(choice);
    let arms = choice_arms(choice);
    let open = match choice.unknown {
        Unknown::Refused => TokenStream::new(),
        Unknown::ReadAs(_) | Unknown::Kept(..) => quote! {
            fn matches_unknown(node: #runtime::xml::Node<'_>) -> bool {
                Self::ELEMENT_CHOICE.is_own(node)
            }
        },
    };
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
                Self::ELEMENT_CHOICE.position(node).is_some()
            }
            fn from_xml(
                node: #runtime::xml::Node<'_>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                match Self::ELEMENT_CHOICE.read(node, decoder) {
                    #arms
                }
            }
            #open
            fn names() -> ::std::vec::Vec<&'static str> {
                Self::ELEMENT_CHOICE.names()
            }
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

fn choice_arms(choice: &Choice) -> TokenStream {
    let runtime = &choice.target.runtime;
    let ok = quote!(::core::result::Result::Ok);
    let arms = choice.variants.iter().enumerate().map(|(at, variant)| {
        let ident = &variant.ident;
        let value = match &variant.kind {
            VariantKind::Unit(_) => quote!(#ok(Self::#ident)),
            VariantKind::Text(_, type_) => quote_spanned! {type_.span()=>
                Self::ELEMENT_CHOICE.text::<#type_>(node, decoder).map(Self::#ident)
            },
            VariantKind::Child(type_) => quote! {
                <#type_ as #runtime::FromXml>::from_xml(node, decoder).map(Self::#ident)
            },
        };
        quote!(::core::option::Option::Some(#at) => #value,)
    });
    let unknown = match &choice.unknown {
        Unknown::Refused => {
            quote!(::core::result::Result::Err(
                Self::ELEMENT_CHOICE.refuse(node, decoder)
            ))
        }
        Unknown::ReadAs(ident) => quote!(#ok(Self::#ident)),
        Unknown::Kept(ident, type_) => quote_spanned! {type_.span()=>
            <#type_ as #runtime::FromXml>::from_xml(node, decoder).map(Self::#ident)
        },
    };
    quote!(#(#arms)* _ => #unknown,)
}
