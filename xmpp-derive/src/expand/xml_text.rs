//! `impl XmlText`

use super::checks;
use crate::model::{Newtype, Unknown, Values};
use crate::parse::TextItem;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// For an enum or a struct.
pub(crate) fn expand(item: &TextItem) -> TokenStream {
    match item {
        TextItem::Values(item) => values(item),
        TextItem::Newtype(item) => newtype(item),
    }
}

fn values(item: &Values) -> TokenStream {
    let (ident, runtime) = (&item.target.ident, &item.target.runtime);
    let idents: Vec<_> = item.variants.iter().map(|(ident, _)| ident).collect();
    let texts: Vec<_> = item.variants.iter().map(|(_, text)| text).collect();
    let borrowed = quote!(::std::borrow::Cow::Borrowed);
    let (from_other, to_other) = match &item.unknown {
        Unknown::Kept(other, type_) => (
            quote_spanned!(type_.span()=> <#type_ as #runtime::XmlText>::from_text(text).map(Self::#other)),
            quote_spanned!(type_.span()=> Self::#other(text) => #runtime::XmlText::to_text(text),),
        ),
        Unknown::Refused | Unknown::ReadAs(_) => (
            quote!(::core::result::Result::Err(#runtime::TextError::one_of(&[#(#texts),*]))),
            TokenStream::new(),
        ),
    };
    let unknown = match &item.unknown {
        Unknown::ReadAs(variant) => quote! {
            fn unknown() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self::#variant)
            }
        },
        Unknown::Refused | Unknown::Kept(..) => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        impl #runtime::XmlText for #ident {
            fn from_text(text: &str) -> ::core::result::Result<Self, #runtime::TextError> {
                match #runtime::shape::trim(text) {
                    #(#texts => ::core::result::Result::Ok(Self::#idents),)*
                    _ => #from_other,
                }
            }
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                match self {
                    #(Self::#idents => #borrowed(#texts),)*
                    #to_other
                }
            }
            #unknown
        }
    }
}

fn newtype(item: &Newtype) -> TokenStream {
    let (ident, runtime, type_) = (&item.target.ident, &item.target.runtime, &item.type_);
    let shape = quote!(#runtime::shape);
    let inner = quote_spanned!(type_.span()=> <#type_ as #runtime::XmlText>);
    let bounds = checks::bounds(&item.facets, &shape);
    quote! {
        #[automatically_derived]
        impl #runtime::XmlText for #ident {
            const UNIT: &'static str = #inner::UNIT;
            fn from_text(text: &str) -> ::core::result::Result<Self, #runtime::TextError> {
                let value = #inner::from_text(text)?;
                #(#bounds.check(&value)?;)*
                ::core::result::Result::Ok(Self(value))
            }
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                #inner::to_text(&self.0)
            }
            fn length(&self) -> usize {
                #inner::length(&self.0)
            }
        }
    }
}
