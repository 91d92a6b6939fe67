//! The borrowed form of a type: `MessageRef<'_>` beside `Message`.

use super::choice::choice_arms;
use super::form::{Form, borrowed_name, field_type, lent_child, lent_text};
use super::from_xml::struct_body;
use crate::model::{Choice, Element, Target, Unknown, VariantKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput};

/// For a struct, where it is asked for.
pub(crate) fn element(element: &Element, input: &DeriveInput) -> TokenStream {
    if !element.borrowed {
        return TokenStream::new();
    }
    let Target {
        ident,
        visibility,
        runtime,
    } = &element.target;
    let borrowed = borrowed_name(ident);
    let fields = element.fields.iter().map(|field| {
        let (docs, visibility) = field_of(input, &field.ident);
        let (name, type_) = (&field.ident, field_type(field, Form::Borrowed, runtime));
        quote!(#(#docs)* #visibility #name: #type_)
    });
    let docs = docs(&input.attrs);
    let note = note(ident);
    let body = struct_body(element, Form::Borrowed);
    let shape = quote!(#runtime::shape);
    let reading = reading(&element.target, &body, &TokenStream::new());
    quote! {
        #(#docs)*
        #note
        #[derive(Clone, Debug)]
        #visibility struct #borrowed<'t> {
            #(#fields,)*
            /// The element, with all that no other field takes.
            #visibility as_received: #runtime::xml::Node<'t>,
        }
        impl #borrowed<'_> {
            /// The value that owns what it holds, read from the same element.
            ///
            /// # Errors
            /// The element is one that the owned form refuses: none from which this form was read.
            #[inline]
            #visibility fn to_value(&self) -> ::core::result::Result<#ident, #runtime::Refused> {
                #shape::owned(self.as_received)
            }
        }
        #[automatically_derived]
        impl #shape::LendElement for #ident {
            type Lent<'t> = #borrowed<'t>;
        }
        #reading
    }
}

/// For an enum, where it is asked for.
pub(crate) fn choice(choice: &Choice, input: &DeriveInput) -> TokenStream {
    if !choice.borrowed {
        return TokenStream::new();
    }
    let Target {
        ident,
        visibility,
        runtime,
    } = &choice.target;
    let borrowed = borrowed_name(ident);
    let variants = choice.variants.iter().map(|variant| {
        let name = &variant.ident;
        let docs = variant_docs(input, name);
        let fields = match &variant.kind {
            VariantKind::Unit(_) => TokenStream::new(),
            VariantKind::Text(_, type_, _) => {
                let type_ = lent_text(type_, runtime);
                quote!((#type_))
            }
            VariantKind::Child(type_) => {
                let type_ = lent_child(type_, runtime);
                quote!((#type_))
            }
        };
        quote!(#(#docs)* #name #fields)
    });
    let kept = match &choice.unknown {
        Unknown::Kept(name, type_) => {
            let docs = variant_docs(input, name);
            let type_ = lent_child(type_, runtime);
            quote!(#(#docs)* #name(#type_),)
        }
        Unknown::Refused | Unknown::ReadAs(_) => TokenStream::new(),
    };
    let docs = docs(&input.attrs);
    let note = note(ident);
    let arms = choice_arms(choice, Form::Borrowed);
    let shape = quote!(#runtime::shape);
    let body = quote! {
        let position = <#ident as #runtime::FromXml>::position(#shape::Tag::of(node));
        Self::from_node_at(position, node, decoder)
    };
    let by_position = quote! {
        fn from_node_at(
            position: ::core::option::Option<usize>,
            node: #runtime::xml::Node<'t>,
            decoder: &mut #runtime::Decoder<'_>,
        ) -> ::core::result::Result<Self, #runtime::Refused> {
            match position { #arms }
        }
    };
    let reading = reading(&choice.target, &body, &by_position);
    quote! {
        #(#docs)*
        #note
        #[derive(Clone, Debug)]
        #visibility enum #borrowed<'t> {
            #(#variants,)*
            #kept
        }
        #[automatically_derived]
        impl #shape::LendElement for #ident {
            type Lent<'t> = #borrowed<'t>;
        }
        #reading
    }
}

/// What makes the borrowed form one that is read; a choice also `by_position`.
fn reading(target: &Target, body: &TokenStream, by_position: &TokenStream) -> TokenStream {
    let Target { ident, runtime, .. } = target;
    let borrowed = borrowed_name(ident);
    quote! {
        #[automatically_derived]
        impl #runtime::shape::Part for #borrowed<'_> {
            const IS_ONE: bool = <#ident as #runtime::shape::Part>::IS_ONE;
        }
        #[automatically_derived]
        impl<'t> #runtime::FromNode<'t> for #borrowed<'t> {
            type Owned = #ident;
            fn from_node(
                node: #runtime::xml::Node<'t>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                #body
            }
            #by_position
        }
    }
}

fn note(ident: &Ident) -> TokenStream {
    let note = format!(
        " The borrowed form of [`{ident}`], which lives as long as the tape it was read from."
    );
    quote!(#[doc = ""] #[doc = #note])
}

fn docs(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .collect()
}

/// The documentation and the visibility of a field.
fn field_of<'i>(input: &'i DeriveInput, ident: &Ident) -> (Vec<&'i Attribute>, TokenStream) {
    let Data::Struct(data) = &input.data else {
        return (Vec::new(), TokenStream::new());
    };
    let field = data
        .fields
        .iter()
        .find(|field| field.ident.as_ref() == Some(ident));
    field.map_or_else(
        || (Vec::new(), TokenStream::new()),
        |field| {
            let visibility = &field.vis;
            (docs(&field.attrs), quote!(#visibility))
        },
    )
}

fn variant_docs<'i>(input: &'i DeriveInput, ident: &Ident) -> Vec<&'i Attribute> {
    let Data::Enum(data) = &input.data else {
        return Vec::new();
    };
    let variant = data.variants.iter().find(|variant| variant.ident == *ident);
    variant.map_or_else(Vec::new, |variant| docs(&variant.attrs))
}
