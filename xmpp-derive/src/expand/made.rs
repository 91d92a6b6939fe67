//! The end of reading a struct: what its fields hold is checked, and the value made.

use super::checks;
use super::form::{Form, is_optional};
use super::from_xml::{slot_name, taken};
use crate::model::{Element, Field, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// Checks the fields that are there, where they are gathered.
pub(super) fn check(element: &Element, form: Form, checked: &TokenStream) -> TokenStream {
    if checked.is_empty() {
        return TokenStream::new();
    }
    let shape = element.shape();
    let fields = element.fields.iter().map(|field| {
        let (slot, span) = (slot_name(field), field.type_.span());
        let count = checks::is_counted(field, element).then(|| {
            let count = checks::count_name(field);
            quote!(let #count = #slot.came();)
        });
        let name = checks::field_name(field);
        let value = checks::is_checked(field, element).then(|| match made_name(field, element) {
            None => quote_spanned!(span=> let #name = #slot.look();),
            Some(made) => {
                let taken = taken(field, form, &element.target.runtime);
                quote!(let #made = #taken; let #name = ::core::option::Option::Some(&#made);)
            }
        });
        quote!(#count #value)
    });
    let check = quote!(#shape::check(node, decoder, &mut |checker| { #checked }););
    let check = match checks::doubts(element) {
        Some(doubts) => quote!(if #doubts { #check }),
        None => check,
    };
    quote!(#(#fields)* #check)
}

/// What holds a field that is taken out of its slot before it is checked, since what is in the slot may not be its value.
fn made_name(field: &Field, element: &Element) -> Option<Ident> {
    let is_apart = field.default.is_some() || matches!(field.kind, Kind::Flag(..));
    let is_made = is_apart && checks::is_checked(field, element);
    is_made.then(|| format_ident!("made_{}", field.ident.unraw(), span = field.type_.span()))
}

/// Leaves where a field that is to be taken from its slot is not there.
pub(super) fn all_made(element: &Element, is_checked: bool) -> TokenStream {
    let shape = element.shape();
    let in_slots = |field: &&Field| !is_checked || made_name(field, element).is_none();
    let lacking: Vec<TokenStream> = element
        .fields
        .iter()
        .filter(|field| in_slots(field) && !is_optional(field))
        .map(|field| {
            let slot = slot_name(field);
            quote_spanned!(field.type_.span()=> !#slot.is_made())
        })
        .collect();
    if lacking.is_empty() {
        return TokenStream::new();
    }
    quote! {
        if #(#lacking)||* {
            return ::core::result::Result::Err(#shape::refused());
        }
    }
}

/// The struct, made of fields taken before or now.
pub(super) fn struct_value(element: &Element, form: Form, is_checked: bool) -> TokenStream {
    if element.unit && form == Form::Owned {
        return quote!(Self);
    }
    let fields = element.fields.iter().map(|field| {
        let ident = &field.ident;
        let made = made_name(field, element).filter(|_| is_checked);
        let value = made.map_or_else(
            || taken(field, form, &element.target.runtime),
            |made| quote!(#made),
        );
        quote!(#ident: #value)
    });
    let rest = match (form, &element.extra) {
        (Form::Borrowed, _) => Some(quote!(as_received: node)),
        (Form::Owned, Some(extra)) => Some(quote!(#extra: kept)),
        (Form::Owned, None) => None,
    };
    let all = fields.chain(rest);
    quote!(Self { #(#all),* })
}
