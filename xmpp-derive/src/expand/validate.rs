//! `impl Validate`

use super::at;
use super::checks::{self, Mode};
use crate::model::{Choice, Element, Kind, Unknown, VariantKind};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// For a struct.
pub(crate) fn element(element: &Element) -> TokenStream {
    let name = &element.name;
    let shape = element.shape();
    let (fields, whole) = (
        checks::of_fields(element, Mode::Writing),
        checks::of_value(element),
    );
    let children = element
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Child | Kind::Mixed(_)))
        .map(|field| {
            let (ident, span) = (&field.ident, field.type_.span());
            let shape = at(&shape, span);
            quote_spanned!(span=> #shape::children_valid(&this.#ident, checker);)
        });
    let children = quote!(#(#children)*);
    if fields.is_empty() && whole.is_empty() && children.is_empty() {
        return implementation(
            element.target.ident.clone(),
            &element.target.runtime,
            &quote! {
                let _ = checker;
            },
        );
    }
    let names = element.fields.iter().map(|field| {
        let (ident, name) = (&field.ident, checks::field_name(field));
        let counted = checks::is_counted(field, element);
        let checked = checks::is_checked(field, element);
        let count = counted.then(|| {
            let (count, found) = (checks::count_name(field), checks::count(field, &shape));
            quote!(let #count = #found;)
        });
        let value = (counted || checked).then(|| quote!(let #name = &this.#ident;));
        quote!(#value #count)
    });
    let body = quote! {
        let this = self;
        checker.element(#name, &mut |checker| {
            #(#names)*
            #fields
            #whole
            #children
        });
    };
    implementation(element.target.ident.clone(), &element.target.runtime, &body)
}

/// For an enum.
pub(crate) fn choice(choice: &Choice) -> TokenStream {
    let runtime = &choice.target.runtime;
    let arms = choice.variants.iter().filter_map(|variant| {
        let ident = &variant.ident;
        let VariantKind::Child(type_) = &variant.kind else {
            return None;
        };
        Some(quote_spanned! {type_.span()=>
            Self::#ident(value) => #runtime::Validate::validate(value, checker),
        })
    });
    let arms: Vec<TokenStream> = arms.collect();
    let total = choice.variants.len() + usize::from(matches!(choice.unknown, Unknown::Kept(..)));
    let rest = (arms.len() < total).then(|| quote!(_ => {}));
    let body = if arms.is_empty() {
        quote!(let _ = checker;)
    } else {
        quote!(match self { #(#arms)* #rest })
    };
    implementation(choice.target.ident.clone(), runtime, &body)
}

fn implementation(ident: syn::Ident, runtime: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #runtime::Validate for #ident {
            fn validate(&self, checker: &mut #runtime::Checker<'_>) {
                #body
            }
        }
    }
}
