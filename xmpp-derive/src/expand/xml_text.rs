//! `impl XmlText`, and what lets Rust read and show the same text.

use super::{checks, serde};
use crate::model::{Newtype, Target, Unknown, Values};
use crate::parse::TextItem;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

/// For an enum or a struct.
pub(crate) fn expand(item: &TextItem) -> TokenStream {
    match item {
        TextItem::Values(item) => [values(item), text(&item.target), serde::text(&item.target)]
            .into_iter()
            .collect(),
        TextItem::Newtype(item) => [
            newtype(item),
            text(&item.target),
            inside(item),
            serde::text(&item.target),
        ]
        .into_iter()
        .collect(),
    }
}

fn values(item: &Values) -> TokenStream {
    let (ident, runtime) = (&item.target.ident, &item.target.runtime);
    let idents: Vec<_> = item.variants.iter().map(|(ident, _)| ident).collect();
    let texts: Vec<_> = item.variants.iter().map(|(_, text)| text).collect();
    let (members, member_types): (Vec<_>, Vec<_>) = item.members.iter().cloned().unzip();
    let borrowed = quote!(::std::borrow::Cow::Borrowed);
    let (from_other, to_other) = match &item.unknown {
        Unknown::Kept(other, type_) => (
            quote_spanned!(type_.span()=> <#type_ as #runtime::XmlText>::from_text(text).map(Self::#other)),
            quote_spanned!(type_.span()=> Self::#other(text) => #runtime::XmlText::to_text(text),),
        ),
        Unknown::Refused | Unknown::ReadAs(_) => (refused(item, &texts), TokenStream::new()),
    };
    let unknown = match &item.unknown {
        Unknown::ReadAs(variant) => quote! {
            fn unknown() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self::#variant)
            }
        },
        Unknown::Refused | Unknown::Kept(..) => TokenStream::new(),
    };
    let lent = lent_as_itself(&item.target);
    quote! {
        #[automatically_derived]
        impl #runtime::XmlText for #ident {
            fn from_text(text: &str) -> ::core::result::Result<Self, #runtime::TextError> {
                match #runtime::shape::trim(text) {
                    #(#texts => ::core::result::Result::Ok(Self::#idents),)*
                    _ => {
                        #(if let ::core::result::Result::Ok(value) = <#member_types as #runtime::XmlText>::from_text(text) {
                            return ::core::result::Result::Ok(Self::#members(value));
                        })*
                        #from_other
                    }
                }
            }
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                match self {
                    #(Self::#idents => #borrowed(#texts),)*
                    #(Self::#members(value) => #runtime::XmlText::to_text(value),)*
                    #to_other
                }
            }
            #unknown
        }
        #lent
    }
}

/// What says that a value is its own borrowed form.
fn lent_as_itself(Target { ident, runtime, .. }: &Target) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #runtime::shape::Lend for #ident {
            type Lent<'t> = Self;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lend(
                text: ::std::borrow::Cow<'_, str>,
            ) -> ::core::result::Result<Self, #runtime::TextError> {
                <Self as #runtime::XmlText>::from_cow(text)
            }
        }
    }
}

/// The error for what is no value: the list of values, and what members expect.
fn refused(item: &Values, texts: &[&String]) -> TokenStream {
    let runtime = &item.target.runtime;
    if item.members.is_empty() {
        return quote!(::core::result::Result::Err(#runtime::TextError::one_of(&[#(#texts),*])));
    }
    let members = item.members.iter().map(|(_, type_)| {
        quote_spanned!(type_.span()=> <#type_ as #runtime::XmlText>::from_text(text).err())
    });
    quote! {
        ::core::result::Result::Err(#runtime::TextError::none_of(
            &[#(#texts),*],
            [#(#members),*].into_iter().flatten(),
        ))
    }
}

fn newtype(item: &Newtype) -> TokenStream {
    let (ident, runtime, type_) = (&item.target.ident, &item.target.runtime, &item.type_);
    let inner = quote_spanned!(type_.span()=> <#type_ as #runtime::XmlText>);
    let lent = lent_as_itself(&item.target);
    quote! {
        #[automatically_derived]
        impl #runtime::XmlText for #ident {
            const UNIT: &'static str = #inner::UNIT;
            const SCALAR: #runtime::codec::Scalar = #inner::SCALAR;
            fn from_text(text: &str) -> ::core::result::Result<Self, #runtime::TextError> {
                ::core::convert::TryFrom::try_from(#inner::from_text(text)?)
            }
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                #inner::to_text(&self.0)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_cow(
                text: ::std::borrow::Cow<'_, str>,
            ) -> ::core::result::Result<Self, #runtime::TextError> {
                ::core::convert::TryFrom::try_from(#inner::from_cow(text)?)
            }
            fn length(&self) -> usize {
                #inner::length(&self.0)
            }
            fn has_length(&self, min: usize, max: usize) -> bool {
                #inner::has_length(&self.0, min, max)
            }
        }
        #lent
    }
}

/// `Display` and `FromStr`.
fn text(Target { ident, runtime, .. }: &Target) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&#runtime::XmlText::to_text(self))
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for #ident {
            type Err = #runtime::TextError;
            fn from_str(text: &str) -> ::core::result::Result<Self, #runtime::TextError> {
                #runtime::XmlText::from_text(text)
            }
        }
    }
}

/// The ways into the struct, which checks, and out of it: what it holds is not public so that it stays checked.
fn inside(item: &Newtype) -> TokenStream {
    let Target { ident, runtime, .. } = &item.target;
    let type_ = &item.type_;
    let bounds = checks::bounds(&item.facets, &quote!(#runtime::shape));
    let view = view(item);
    quote! {
        #view
        #[automatically_derived]
        impl ::core::convert::TryFrom<#type_> for #ident {
            type Error = #runtime::TextError;
            fn try_from(value: #type_) -> ::core::result::Result<Self, #runtime::TextError> {
                #(#bounds.check(&value)?;)*
                ::core::result::Result::Ok(Self(value))
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<#ident> for #type_ {
            fn from(value: #ident) -> Self {
                value.0
            }
        }
    }
}

/// A look at what the struct holds.
fn view(item: &Newtype) -> TokenStream {
    let (
        Target {
            ident, visibility, ..
        },
        type_,
    ) = (&item.target, &item.type_);
    if !is_text(type_) {
        return quote! {
            impl #ident {
                /// The value inside.
                #[allow(dead_code)]
                #visibility fn value(&self) -> &#type_ {
                    &self.0
                }
            }
        };
    }
    quote! {
        impl #ident {
            /// The value as text.
            #[allow(dead_code)]
            #visibility fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }
        #[automatically_derived]
        impl ::core::convert::AsRef<str> for #ident {
            fn as_ref(&self) -> &str {
                self.0.as_str()
            }
        }
    }
}

/// Whether a type is text, by its name: one not known here loses `as_str` and nothing else.
fn is_text(type_: &Type) -> bool {
    const TEXT: [&str; 9] = [
        "String",
        "AnyUri",
        "Id",
        "Lang",
        "Name",
        "NcName",
        "NmToken",
        "QName",
        "ShortText",
    ];
    let Type::Path(path) = type_ else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| TEXT.iter().any(|name| last.ident == name))
}
