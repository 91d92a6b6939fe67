//! `impl Serialize` and `impl Deserialize`, where the runtime has its feature `serde`: what each derive for XML says, said to serde.

use super::{at, default_value};
use crate::model::{Choice, Element, Field, Kind, Target, Unknown, VariantKind};
use crate::parse::Item;
use heck::ToKebabCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// What goes with `ToXml`.
pub(crate) fn serialize(item: &Item) -> TokenStream {
    if !cfg!(feature = "serde") {
        return TokenStream::new();
    }
    match item {
        Item::Element(element) => for_serde(&element.target, &serialize_element(element)),
        Item::Choice(choice) => for_serde(&choice.target, &serialize_choice(choice)),
    }
}

/// What goes with `FromXml`.
pub(crate) fn deserialize(item: &Item) -> TokenStream {
    if !cfg!(feature = "serde") {
        return TokenStream::new();
    }
    match item {
        Item::Element(element) => for_serde(&element.target, &deserialize_element(element)),
        Item::Choice(choice) => for_serde(&choice.target, &deserialize_choice(choice)),
    }
}

/// What goes with `XmlText`.
pub(crate) fn text(target: &Target) -> TokenStream {
    if !cfg!(feature = "serde") {
        return TokenStream::new();
    }
    let json = json(target);
    let write = impl_serialize(target, &quote!(#json::write_text(self, serializer)));
    let read = impl_deserialize(target, &quote!(#json::read_text(deserializer)));
    for_serde(target, &quote!(#write #read))
}

/// Nothing where the runtime is built without serde: one build of the derives may serve two of the runtime, one with it
/// and one without.
fn for_serde(target: &Target, items: &TokenStream) -> TokenStream {
    let runtime = &target.runtime;
    quote!(#runtime::for_serde! { #items })
}

fn json(target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    quote!(#runtime::shape::json)
}

fn impl_serialize(target: &Target, body: &TokenStream) -> TokenStream {
    let (ident, json) = (&target.ident, json(target));
    quote! {
        #[automatically_derived]
        impl #json::serde::Serialize for #ident {
            fn serialize<S: #json::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

fn impl_deserialize(target: &Target, body: &TokenStream) -> TokenStream {
    let (ident, json) = (&target.ident, json(target));
    quote! {
        #[automatically_derived]
        impl<'de> #json::serde::Deserialize<'de> for #ident {
            fn deserialize<D: #json::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #body
            }
        }
    }
}

/// The name of an entry: that of the field, without what Rust adds where it is a word of its own.
fn entry(ident: &Ident) -> String {
    let name = ident.unraw().to_string();
    name.trim_end_matches('_').to_owned()
}

fn serialize_element(element: &Element) -> TokenStream {
    let json = json(&element.target);
    let fields = element.fields.iter().map(|field| {
        let (ident, span) = (&field.ident, field.type_.span());
        let (name, json) = (entry(ident), at(&json, span));
        let put = match field.kind {
            Kind::Attribute(..) | Kind::Text | Kind::TextOf(..) => {
                quote_spanned!(span=> put_values(&mut map, #name, &self.#ident)?;)
            }
            Kind::Flag(..) => quote_spanned!(span=> put_flag(&mut map, #name, self.#ident)?;),
            Kind::Child | Kind::Any(_) | Kind::Mixed(_) => {
                quote_spanned!(span=> put_children(&mut map, #name, &self.#ident)?;)
            }
        };
        quote!(#json::#put)
    });
    let extra = element.extra.iter();
    let body = quote! {
        #[allow(unused_mut)]
        let mut map = #json::serde::Serializer::serialize_map(serializer, ::core::option::Option::None)?;
        #(#fields)*
        #(if !self.#extra.is_unset() {
            #json::serde::ser::SerializeMap::serialize_entry(&mut map, "extra", &self.#extra)?;
        })*
        #json::serde::ser::SerializeMap::end(map)
    };
    impl_serialize(&element.target, &body)
}

fn deserialize_element(element: &Element) -> TokenStream {
    let json = json(&element.target);
    let (ident, element_name) = (&element.target.ident, &element.name);
    let idents: Vec<_> = element.fields.iter().map(|field| &field.ident).collect();
    let names: Vec<_> = idents.iter().map(|ident| entry(ident)).collect();
    let slots: Vec<_> = element.fields.iter().map(slot).collect();
    let next = element.fields.iter().map(|field| next(field, &json));
    let finish = element.fields.iter().map(|field| finish(field, &json));
    let extra: Vec<_> = element.extra.iter().collect();
    let expected = format!("a map with the fields of `{element_name}`");
    let value = match element.unit {
        true => quote!(#ident),
        false => quote! {
            #ident {
                #(#idents: #finish,)*
                #(#extra: slot_of_extra.unwrap_or_default(),)*
            }
        },
    };
    let keeps = element.extra.as_ref().map(|_| {
        quote! {
            "extra" => {
                let value = map.next_value()?;
                #json::once::<_, A::Error>(&mut slot_of_extra, "extra", value)?;
            }
        }
    });
    let runtime = &element.target.runtime;
    let body = quote! {
        struct Fields;
        impl<'de> #json::serde::de::Visitor<'de> for Fields {
            type Value = #ident;
            fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(#expected)
            }
            fn visit_map<A: #json::serde::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> ::core::result::Result<#ident, A::Error> {
                #ident::from_entries_of_serde(map)
            }
        }
        #json::serde::Deserializer::deserialize_map(deserializer, Fields)
    };
    let deserialize = impl_deserialize(&element.target, &body);
    // A function of the type itself: its fields may say `Self`.
    quote! {
        impl #ident {
            fn from_entries_of_serde<'de, A: #json::serde::de::MapAccess<'de>>(
                mut map: A,
            ) -> ::core::result::Result<Self, A::Error> {
                #(let mut #slots = ::core::option::Option::None;)*
                #[allow(unused_mut, unused_variables)]
                let mut slot_of_extra = ::core::option::Option::None::<#runtime::Extra>;
                while let ::core::option::Option::Some(key) = map.next_key::<::std::string::String>()? {
                    match &*key {
                        #(#names => {
                            let value = #next;
                            #json::once::<_, A::Error>(&mut #slots, #names, value)?;
                        })*
                        #keeps
                        other => {
                            return ::core::result::Result::Err(
                                <A::Error as #json::serde::de::Error>::unknown_field(other, &[#(#names),*]),
                            );
                        }
                    }
                }
                ::core::result::Result::Ok(#value)
            }
        }
        #deserialize
    }
}

/// Where what a field holds is gathered.
fn slot(field: &Field) -> Ident {
    format_ident!("slot_{}", field.ident.unraw())
}

/// What reads the entry of a field.
fn next(field: &Field, json: &TokenStream) -> TokenStream {
    let (type_, span) = (&field.type_, field.type_.span());
    let json = at(json, span);
    match field.kind {
        Kind::Attribute(..) | Kind::Text | Kind::TextOf(..) => {
            quote_spanned!(span=> #json::next_values::<#type_, A>(&mut map)?)
        }
        Kind::Flag(..) => quote!(map.next_value::<bool>()?),
        Kind::Child | Kind::Any(_) | Kind::Mixed(_) => {
            quote_spanned!(span=> #json::next_children::<#type_, A>(&mut map)?)
        }
    }
}

/// What a field is after all entries.
fn finish(field: &Field, json: &TokenStream) -> TokenStream {
    let (type_, span, ident) = (&field.type_, field.type_.span(), slot(field));
    let (name, json) = (entry(&field.ident), at(json, span));
    let finished = match field.kind {
        Kind::Flag(..) => return quote!(#ident.unwrap_or_default()),
        Kind::Attribute(..) | Kind::Text | Kind::TextOf(..) => {
            quote_spanned!(span=> #json::values::<#type_, A::Error>(#ident, #name)?)
        }
        Kind::Child | Kind::Any(_) | Kind::Mixed(_) => {
            quote_spanned!(span=> #json::children::<#type_, A::Error>(#ident, #name)?)
        }
    };
    match default_value(field) {
        None => finished,
        Some(default) => quote! {
            match #ident {
                ::core::option::Option::None => #default,
                #ident => #finished,
            }
        },
    }
}

fn serialize_choice(choice: &Choice) -> TokenStream {
    let json = json(&choice.target);
    let arms = choice.variants.iter().map(|variant| {
        let (ident, name) = (&variant.ident, variant.ident.to_string().to_kebab_case());
        match &variant.kind {
            VariantKind::Unit(_) => quote! {
                Self::#ident => #json::serde::Serializer::serialize_str(serializer, #name),
            },
            VariantKind::Text(..) => quote! {
                Self::#ident(value) => #json::put_variant(serializer, #name, &#json::AsValues(value)),
            },
            VariantKind::Child(_) => quote! {
                Self::#ident(value) => #json::put_variant(serializer, #name, value),
            },
        }
    });
    let kept = kept(choice).map(|(ident, name)| {
        quote!(Self::#ident(value) => #json::put_variant(serializer, #name, value),)
    });
    let body = quote!(match self { #(#arms)* #kept });
    impl_serialize(&choice.target, &body)
}

/// The variant that keeps what is unknown.
fn kept(choice: &Choice) -> Option<(&Ident, String)> {
    match &choice.unknown {
        Unknown::Kept(ident, _) => Some((ident, ident.to_string().to_kebab_case())),
        Unknown::Refused | Unknown::ReadAs(_) => None,
    }
}

fn deserialize_choice(choice: &Choice) -> TokenStream {
    let json = json(&choice.target);
    let ident = &choice.target.ident;
    let mut units = TokenStream::new();
    let mut values = TokenStream::new();
    let mut names = Vec::new();
    for variant in &choice.variants {
        let (variant_ident, name) = (&variant.ident, variant.ident.to_string().to_kebab_case());
        match &variant.kind {
            VariantKind::Unit(_) => units.extend(quote! {
                #name => ::core::result::Result::Ok(#ident::#variant_ident),
            }),
            VariantKind::Text(..) => values.extend(quote! {
                #name => {
                    let #json::AsValues(value) = map.next_value()?;
                    ::core::result::Result::Ok(#ident::#variant_ident(value))
                }
            }),
            VariantKind::Child(_) => values.extend(quote! {
                #name => map.next_value().map(#ident::#variant_ident),
            }),
        }
        names.push(name);
    }
    if let Some((kept, name)) = kept(choice) {
        values.extend(quote!(#name => map.next_value().map(#ident::#kept),));
        names.push(name);
    }
    let unknown = quote! {
        other => ::core::result::Result::Err(
            #json::serde::de::Error::unknown_variant(other, &[#(#names),*]),
        ),
    };
    let body = quote! {
        struct Variants;
        impl<'de> #json::serde::de::Visitor<'de> for Variants {
            type Value = #ident;
            fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str("the name of a variant, or a map from one to what it holds")
            }
            fn visit_str<E: #json::serde::de::Error>(
                self,
                name: &str,
            ) -> ::core::result::Result<#ident, E> {
                match name {
                    #units
                    #unknown
                }
            }
            fn visit_map<A: #json::serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> ::core::result::Result<#ident, A::Error> {
                let name = map.next_key::<::std::string::String>()?.unwrap_or_default();
                let value = match &*name {
                    #values
                    #unknown
                };
                #json::only(&mut map, value?)
            }
        }
        #json::serde::Deserializer::deserialize_any(deserializer, Variants)
    };
    impl_deserialize(&choice.target, &body)
}
