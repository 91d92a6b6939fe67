//! Constructors: `new` with exactly what is required.

use super::attribute::literal;
use super::scope::Scope;
use super::structure::{ident, path};
use crate::plan::item::{Cardinality, Default, Field, FieldKind, Literal, Struct, TypeRef};
use crate::plan::plural;
use proc_macro2::TokenStream;
use quote::quote;

/// Clippy's limit of parameters.
const PARAMETERS: usize = 7;

/// Whether `#[derive(Default)]` gives the element with everything absent.
pub(super) fn has_standard_default(item: &Struct) -> bool {
    let special = |field: &Field| matches!(field.default, Some(Default::Value(_)));
    !item
        .fields
        .iter()
        .any(|field| field.required() || special(field))
}

/// `new` where something is required; `Default` where nothing is and the derive would not do.
pub(super) fn constructors(item: &Struct, scope: &mut Scope) -> Option<TokenStream> {
    if has_standard_default(item) {
        return None;
    }
    let name = ident(&item.name);
    let values: Vec<_> = item
        .fields
        .iter()
        .map(|field| value(field, scope))
        .collect();
    let extra = item.extra.then(|| {
        let type_ = path(&scope.runtime("Extra"));
        quote!(extra: #type_::default(),)
    });
    let required: Vec<_> = item
        .fields
        .iter()
        .filter(|field| field.required())
        .collect();
    if required.is_empty() {
        let trait_ = path(&scope.prelude("Default"));
        return Some(quote! {
            impl #trait_ for #name {
                fn default() -> Self {
                    Self { #(#values,)* #extra }
                }
            }
        });
    }
    let doc = format!(" {}", sentence(item, &required));
    let parameters = required.iter().map(|field| {
        let (name, type_) = (
            ident(&field.name),
            path(&scope.field(&field.type_, field.cardinality)),
        );
        if converts(field) {
            let into = path(&scope.prelude("Into"));
            quote!(#name: impl #into<#type_>)
        } else {
            quote!(#name: #type_)
        }
    });
    let many = (required.len() > PARAMETERS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    Some(quote! {
        impl #name {
            #[doc = #doc]
            #many
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values,)* #extra }
            }
        }
    })
}

/// Whether the parameter takes whatever becomes the type without an error, as `&str` becomes `String`.
fn converts(field: &Field) -> bool {
    matches!(
        field.type_,
        TypeRef::Plain("String") | TypeRef::Runtime("Id" | "text::ShortText")
    ) && field.cardinality == (Cardinality::One { boxed: false })
}

/// `An item with the required attributes set and the rest absent.`
fn sentence(item: &Struct, required: &[&Field]) -> String {
    use heck::ToSnakeCase;
    let words = item.name.to_snake_case().replace('_', " ");
    let subject = if words == plural(&words) {
        format!("`<{}/>`", item.element)
    } else {
        format!("{} {words}", article(&words))
    };
    let attributes = |field: &&&Field| matches!(field.kind, FieldKind::Attribute { .. });
    let what = match required.iter().filter(attributes).count() {
        count if count == required.len() => "the required attributes",
        0 => "the required content",
        _ => "the required attributes and content",
    };
    let what = match required {
        [_] => what.replace("attributes", "attribute"),
        _ => what.to_owned(),
    };
    let rest = if required.len() == item.fields.len() {
        ""
    } else {
        " and the rest absent"
    };
    format!("{subject} with {what} set{rest}.")
}

/// `A` or `An`, as the words sound.
fn article(words: &str) -> &'static str {
    const CONSONANTS: [&str; 11] = [
        "eu", "one", "unif", "unio", "uniq", "unit", "univ", "uri", "url", "us", "ut",
    ];
    let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u']);
    if vowel && !CONSONANTS.iter().any(|sound| words.starts_with(sound)) {
        "An"
    } else {
        "A"
    }
}

/// A field of the literal: the parameter, or what absent is.
fn value(field: &Field, scope: &mut Scope) -> TokenStream {
    let name = ident(&field.name);
    if field.required() {
        return if converts(field) {
            quote!(#name: #name.into())
        } else {
            quote!(#name)
        };
    }
    let value = match (&field.default, field.cardinality) {
        (Some(default), _) => absent(default.literal(), scope),
        (None, Cardinality::Many { .. }) => format!("{}::new()", scope.list(field.cardinality)),
        (None, _) => "None".to_owned(),
    };
    let value = path(&value);
    quote!(#name: #value)
}

fn absent(value: &Literal, scope: &mut Scope) -> String {
    match value {
        Literal::Text(text) if text.is_empty() => format!("{}::new()", scope.prelude("String")),
        Literal::Text(_) | Literal::Variant { .. } | Literal::Plain(_) => literal(value, scope),
    }
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn articles_go_by_the_sound() {
        for word in ["item", "error", "iq", "unsubscribe", "unidentified"] {
            assert_eq!(article(word), "An", "{word}");
        }
        for word in ["contact", "user", "unit", "uri", "one time key", "utf text"] {
            assert_eq!(article(word), "A", "{word}");
        }
    }
}
