//! The two forms of a type, and the types of fields in each.

use super::at;
use crate::model::{Field, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

/// The form in which a type is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// It owns what it holds.
    Owned,
    /// It borrows from the tape for the lifetime `'t`.
    Borrowed,
}

impl Form {
    /// What has the tables of the type.
    pub(super) fn owner(self, ident: &Ident) -> TokenStream {
        match self {
            Self::Owned => quote!(Self),
            Self::Borrowed => quote!(#ident),
        }
    }

    /// The end of the names of functions for this form.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Owned => "",
            Self::Borrowed => "_of",
        }
    }
}

/// The name of the borrowed form.
pub(super) fn borrowed_name(ident: &Ident) -> Ident {
    format_ident!("{ident}Ref")
}

/// The type of a field.
pub(super) fn field_type(field: &Field, form: Form, runtime: &TokenStream) -> TokenStream {
    let type_ = &field.type_;
    if form == Form::Owned {
        return quote!(#type_);
    }
    match &field.kind {
        Kind::Attribute(..) | Kind::Text | Kind::TextOf(..) => lent_text(type_, runtime),
        Kind::Child | Kind::Any(_) => lent_child(type_, runtime),
        Kind::Flag(..) | Kind::Mixed(_) => quote!(#type_),
    }
}

/// The borrowed form of a type of values.
pub(super) fn lent_text(type_: &Type, runtime: &TokenStream) -> TokenStream {
    lent(type_, runtime, &|item| {
        let runtime = at(runtime, item.span());
        quote_spanned!(item.span()=> <#item as #runtime::shape::Lend>::Lent<'t>)
    })
}

/// The borrowed form of a type of elements.
pub(super) fn lent_child(type_: &Type, runtime: &TokenStream) -> TokenStream {
    lent(type_, runtime, &|item| {
        let runtime = at(runtime, item.span());
        quote_spanned!(item.span()=> <#item as #runtime::shape::LendElement>::Lent<'t>)
    })
}

/// The type without `Option`, `Vec` and `Few`.
pub(super) fn item(type_: &Type) -> &Type {
    match wrapped(type_) {
        Some((_, inner)) => item(inner),
        None => type_,
    }
}

fn lent(type_: &Type, runtime: &TokenStream, of: &dyn Fn(&Type) -> TokenStream) -> TokenStream {
    match wrapped(type_) {
        Some((wrapper, inner)) => {
            let wrapper = wrapper.path(runtime);
            let inner = lent(inner, runtime, of);
            quote_spanned!(type_.span()=> #wrapper<#inner>)
        }
        None => of(type_),
    }
}

/// Whether a value of the struct may lack what the field is for: where nothing came there is a value for it all the same.
pub(super) fn is_optional(field: &Field) -> bool {
    let is_never_absent = matches!(field.kind, Kind::Flag(..) | Kind::Mixed(_));
    is_never_absent || field.default.is_some() || is_optional_by_name(field)
}

/// Whether its type is called as those are that may be empty.
pub(super) fn is_optional_by_name(field: &Field) -> bool {
    wrapped(&field.type_).is_some()
}

/// What says how often a field holds something.
#[derive(Clone, Copy)]
enum Wrapper {
    Option,
    Vec,
    Few,
}

impl Wrapper {
    fn path(self, runtime: &TokenStream) -> TokenStream {
        match self {
            Self::Option => quote!(::core::option::Option),
            Self::Vec => quote!(::std::vec::Vec),
            Self::Few => quote!(#runtime::Few),
        }
    }
}

/// `Option`, `Vec` or `Few`, told by its name, and what is in it.
fn wrapped(type_: &Type) -> Option<(Wrapper, &Type)> {
    let Type::Path(path) = type_ else {
        return None;
    };
    let last = path.path.segments.last()?;
    let wrapper = match last.ident.to_string().as_str() {
        "Option" => Wrapper::Option,
        "Vec" => Wrapper::Vec,
        "Few" => Wrapper::Few,
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some((wrapper, inner)),
        _ => None,
    }
}
