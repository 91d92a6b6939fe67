//! The checks of a struct, on a reference `this` to it and a `checker`.

use super::{at, field_entry};
use crate::check::{Demand, Facets, Rule, TypeCheck};
use crate::model::{Element, Field, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// Every check, fields first.
pub(crate) fn all(element: &Element) -> TokenStream {
    let fields = element.fields.iter().map(|field| of_field(field, element));
    let rules = element.checks.iter().map(|check| match check {
        TypeCheck::With(path) => {
            let shape = element.shape();
            quote_spanned!(path.span()=> #shape::checked(checker, #path(this));)
        }
        TypeCheck::Rule(rule) => of_rule(rule, element),
    });
    let all: Vec<TokenStream> = fields.chain(rules).collect();
    quote!(#(#all)*)
}

/// The bounds of a length and of a value, as values of the runtime.
pub(crate) fn bounds(facets: &Facets, shape: &TokenStream) -> Vec<TokenStream> {
    let mut bounds = Vec::new();
    if facets.min_length.is_some() || facets.max_length.is_some() {
        let min = usize_literal(facets.min_length.unwrap_or(0));
        let max = match facets.max_length {
            Some(max) => usize_literal(max),
            None => quote!(usize::MAX),
        };
        bounds.push(quote!(#shape::Length { min: #min, max: #max }));
    }
    if facets.min.is_some() || facets.max.is_some() {
        let (min, max) = (option(facets.min.as_ref()), option(facets.max.as_ref()));
        bounds.push(quote!(#shape::Range { min: #min, max: #max }));
    }
    bounds
}

fn of_field(field: &Field, element: &Element) -> TokenStream {
    let shape = element.shape();
    let (ident, name) = (&field.ident, &element.name);
    let entry = field_entry(field, name, &shape);
    let span = field.type_.span();
    let bounds = bounds(&field.facets, &shape)
        .into_iter()
        .map(|bound| quote_spanned!(span=> #bound.check_field(checker, &#entry, &this.#ident);));
    let mut checks: Vec<TokenStream> = bounds.collect();
    if field.facets.bounds_occurrence() {
        let min = field.facets.min_occurs.unwrap_or(0);
        let min = u32::try_from(min).unwrap_or(u32::MAX);
        let max = field
            .facets
            .max_occurs
            .map(|max| u32::try_from(max).unwrap_or(u32::MAX));
        let (count, max) = (count(field, &shape), option(max.as_ref()));
        checks.push(quote! {
            #shape::occurs(checker, #name, &#entry, #count, (#min, #max));
        });
    }
    quote!(#(#checks)*)
}

fn of_rule(rule: &Rule, element: &Element) -> TokenStream {
    let shape = element.shape();
    let Rule {
        name, answer, spec, ..
    } = rule;
    let (element_name, spec) = (&element.name, option(spec.as_ref()));
    let shape_at = at(&shape, answer.span());
    let answer = quote_spanned!(answer.span()=> #shape_at::answer(#answer));
    let demands = rule
        .demands
        .iter()
        .map(|demand| of_demand(demand, rule, element));
    let demands = quote! {
        const RULE: #shape::CrossRule = #shape::CrossRule {
            name: #name,
            answer: #answer,
            spec: #spec,
            element: #element_name,
        };
        #(#demands)*
    };
    let conditions = rule.when.iter().filter_map(|(ident, values)| {
        let field = find(element, ident)?;
        let text = text(field, &shape);
        Some(quote_spanned!(ident.span()=> matches!(#text.as_ref(), #(#values)|*)))
    });
    let conditions: Vec<TokenStream> = conditions.collect();
    if conditions.is_empty() {
        return quote!({ #demands });
    }
    quote!(if #(#conditions)&&* { #demands })
}

fn of_demand(demand: &Demand, rule: &Rule, element: &Element) -> TokenStream {
    let shape = element.shape();
    let entry = |field: &Field| field_entry(field, &element.name, &shape);
    match demand {
        Demand::Count(ident, min, max) => {
            let Some(field) = find(element, ident) else {
                return TokenStream::new();
            };
            let (entry, found) = (entry(field), count(field, &shape));
            let conditions = conditions(rule, element);
            let min = usize_literal(*min);
            let max = option(max.map(usize_literal).as_ref());
            quote!(RULE.count(checker, &[#(#conditions),*], &#entry, #found, (#min, #max));)
        }
        Demand::Distinct(ident, by) => {
            let Some(field) = find(element, ident) else {
                return TokenStream::new();
            };
            let entry = entry(field);
            let items = items(field, &shape);
            let (texts, by) = match by {
                Some(by) => {
                    let label = by_label(by);
                    (
                        quote_spanned!(by.span()=> |item| #shape::text_of_value(&item.#by)),
                        quote!(::core::option::Option::Some(#label)),
                    )
                }
                None => (
                    quote_spanned!(ident.span()=> #shape::text_of_value),
                    quote!(::core::option::Option::None),
                ),
            };
            quote!(RULE.distinct(checker, &#entry, #items.iter().map(#texts), #by);)
        }
        Demand::Differ(one, other) => {
            let (Some(left), Some(right)) = (find(element, one), find(element, other)) else {
                return TokenStream::new();
            };
            let (left, right) = (entry(left), entry(right));
            quote_spanned! {one.span()=>
                RULE.differ(checker, (&#left, &this.#one), (&#right, &this.#other));
            }
        }
    }
}

/// The conditions of a rule with the values that they were met by.
fn conditions<'r>(rule: &'r Rule, element: &'r Element) -> impl Iterator<Item = TokenStream> + 'r {
    let shape = element.shape();
    rule.when.iter().filter_map(move |(ident, _)| {
        let field = find(element, ident)?;
        let (text, name) = (text(field, &shape), label(field));
        Some(quote!((#name, #text)))
    })
}

/// The name of an attribute or element in a sentence.
fn label(field: &Field) -> String {
    match &field.kind {
        Kind::Attribute(_, name) => name.clone(),
        Kind::TextOf(_, name) | Kind::Flag(_, name) => format!("<{name}/>"),
        Kind::Child | Kind::Text | Kind::Any(_) => field.ident.to_string(),
    }
}

/// The attribute of a child that a field of it holds. `lang` is the one that has a prefix.
fn by_label(by: &Ident) -> String {
    if by == "lang" {
        return "xml:lang".to_owned();
    }
    crate::names::kebab(by)
}

/// The text of a field's one value.
fn text(field: &Field, shape: &TokenStream) -> TokenStream {
    let ident = &field.ident;
    quote_spanned!(ident.span()=> #shape::text_of_value(&this.#ident))
}

/// How many values a field holds.
fn count(field: &Field, shape: &TokenStream) -> TokenStream {
    if let Kind::Flag(..) = field.kind {
        let ident = &field.ident;
        return quote!(usize::from(this.#ident));
    }
    let items = items(field, shape);
    quote!(#items.len())
}

/// The values of a field.
fn items(field: &Field, shape: &TokenStream) -> TokenStream {
    let ident = &field.ident;
    match field.kind {
        Kind::Child | Kind::Any(_) => quote!(#shape::Children::items(&this.#ident)),
        _ => quote!(#shape::Values::items(&this.#ident)),
    }
}

fn find<'e>(element: &'e Element, ident: &Ident) -> Option<&'e Field> {
    element.fields.iter().find(|field| field.ident == *ident)
}

fn option(value: Option<&impl quote::ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn usize_literal(number: u64) -> TokenStream {
    let literal = proc_macro2::Literal::u64_unsuffixed(number);
    quote!(#literal)
}
