//! The checks of a struct, with a `checker`.
//!
//! They speak of fields by the names [`field_name`] and [`count_name`]: a reference to the field, and how many values it
//! holds. What is written has all fields; of what was read, required ones may be missing, and then what needs them is left out.

use super::{at, field_entry};
use crate::check::{Demand, Facets, Rule, TypeCheck};
use crate::model::{AttributeNamespace, Element, Field, Kind};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// Whether the fields are there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They were just read: each is an `Option` of a reference.
    Reading,
    /// They are there.
    Writing,
}

/// The name of a field in checks.
pub(crate) fn field_name(field: &Field) -> Ident {
    let name = field.ident.unraw();
    format_ident!("field_{name}", span = field.type_.span())
}

/// The name of the number of its values.
pub(crate) fn count_name(field: &Field) -> Ident {
    format_ident!("count_{}", field.ident.unraw())
}

/// Whether a check asks how many values the field holds.
pub(crate) fn is_counted(field: &Field, element: &Element) -> bool {
    let counts = |rule: &Rule| {
        rule.demands
            .iter()
            .any(|demand| matches!(demand, Demand::Count(ident, ..) | Demand::Distinct(ident, _) if *ident == field.ident))
    };
    field.facets.bounds_occurrence()
        || element
            .checks
            .iter()
            .any(|check| matches!(check, TypeCheck::Rule(rule) if counts(rule)))
}

/// Whether a check speaks of the field's value.
pub(crate) fn is_checked(field: &Field, element: &Element) -> bool {
    let named = |rule: &Rule| {
        rule.when.iter().any(|(ident, _)| *ident == field.ident)
            || rule.demands.iter().any(|demand| match demand {
                Demand::Count(..) => false,
                Demand::Distinct(ident, by) => {
                    *ident == field.ident
                        || (by.as_ref().is_some_and(is_lang) && is_language(field))
                }
                Demand::Differ(one, other) => *one == field.ident || *other == field.ident,
            })
    };
    field.facets.bounds_values()
        || element
            .checks
            .iter()
            .any(|check| matches!(check, TypeCheck::Rule(rule) if named(rule)))
}

/// The checks of fields, and the rules across them.
pub(crate) fn of_fields(element: &Element, mode: Mode) -> TokenStream {
    let fields = element
        .fields
        .iter()
        .map(|field| of_field(field, element, mode));
    let rules = element.checks.iter().filter_map(|check| match check {
        TypeCheck::With(_) => None,
        TypeCheck::Rule(rule) => Some(of_rule(rule, element, mode)),
    });
    let all: Vec<TokenStream> = fields.chain(rules).collect();
    quote!(#(#all)*)
}

/// The functions that check a whole value, which `this` refers to.
pub(crate) fn of_value(element: &Element) -> TokenStream {
    let shape = element.shape();
    let calls = element.checks.iter().filter_map(|check| match check {
        TypeCheck::With(path) => {
            Some(quote_spanned!(path.span()=> #shape::checked(checker, #path(this));))
        }
        TypeCheck::Rule(_) => None,
    });
    quote!(#(#calls)*)
}

/// The code, where the fields that it speaks of are there.
fn given(fields: &[&Field], mode: Mode, code: &TokenStream) -> TokenStream {
    let names: Vec<Ident> = fields.iter().map(|field| field_name(field)).collect();
    if mode == Mode::Writing || names.is_empty() {
        return code.clone();
    }
    quote! {
        if let (#(::core::option::Option::Some(#names),)*) = (#(#names,)*) { #code }
    }
}

/// The bounds of a length and of a value, and what else it is held to, as values of the runtime.
pub(crate) fn bounds(facets: &Facets, shape: &TokenStream) -> Vec<TokenStream> {
    let mut bounds: Vec<TokenStream> = length(facets, shape).into_iter().collect();
    if facets.min.is_some() || facets.max.is_some() {
        let (min, max) = (option(facets.min.as_ref()), option(facets.max.as_ref()));
        bounds.push(quote!(#shape::Range { min: #min, max: #max }));
    }
    if let Some(pattern) = &facets.pattern {
        bounds.push(quote!({
            static PATTERN: #shape::Pattern = #shape::Pattern::new(#pattern);
            &PATTERN
        }));
    }
    if let Some(fixed) = &facets.fixed {
        bounds.push(quote!(#shape::Fixed(&[#fixed])));
    }
    bounds
}

/// The bounds of a length.
fn length(facets: &Facets, shape: &TokenStream) -> Option<TokenStream> {
    if facets.min_length.is_none() && facets.max_length.is_none() {
        return None;
    }
    let min = usize_literal(facets.min_length.unwrap_or(0));
    let max = match facets.max_length {
        Some(max) => usize_literal(max),
        None => quote!(usize::MAX),
    };
    Some(quote!(#shape::Length { min: #min, max: #max }))
}

fn of_field(field: &Field, element: &Element, mode: Mode) -> TokenStream {
    let shape = element.shape();
    let (name, value) = (&element.name, field_name(field));
    let entry = field_entry(field, name, &shape);
    let span = field.type_.span();
    let bounds = bounds(&field.facets, &shape)
        .into_iter()
        .map(|bound| quote_spanned!(span=> #bound.check_field(checker, &#entry, #value);));
    let bounds = quote!(#(#bounds)*);
    let mut checks = TokenStream::new();
    if !bounds.is_empty() {
        checks.extend(given(&[field], mode, &bounds));
    }
    if field.facets.bounds_occurrence() {
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let min = number(field.facets.min_occurs.unwrap_or(0));
        let max = option(field.facets.max_occurs.map(number).as_ref());
        let count = count_name(field);
        checks.extend(quote! {
            #shape::occurs(checker, #name, &#entry, #count, (#min, #max));
        });
    }
    checks
}

fn of_rule(rule: &Rule, element: &Element, mode: Mode) -> TokenStream {
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
        .map(|demand| of_demand(demand, rule, element, mode));
    let demands = quote! {
        static RULE: #shape::CrossRule = #shape::CrossRule {
            name: #name,
            answer: #answer,
            spec: #spec,
            element: #element_name,
        };
        #(#demands)*
    };
    let mut fields = Vec::new();
    let mut conditions = Vec::new();
    for (ident, values) in &rule.when {
        let Some(field) = find(element, ident) else {
            continue;
        };
        let text = text(field, &shape);
        conditions.push(quote_spanned!(ident.span()=> matches!(#text.as_ref(), #(#values)|*)));
        fields.push(field);
    }
    let code = if conditions.is_empty() {
        quote!({ #demands })
    } else {
        given(&fields, mode, &quote!(if #(#conditions)&&* { #demands }))
    };
    match doubt(rule) {
        Some(doubt) => quote!(if #doubt { #code }),
        None => code,
    }
}

/// What is so of every element that breaks any of the checks of its fields, where that is asked in no time.
pub(crate) fn doubts(element: &Element) -> Option<TokenStream> {
    let mut doubts = Vec::new();
    for field in &element.fields {
        if field.facets.bounds_occurrence() {
            return None;
        }
        if field.facets.bounds_values() {
            doubts.push(breaks_length(field, element)?);
        }
    }
    for check in &element.checks {
        if let TypeCheck::Rule(rule) = check {
            let (doubt, met) = (doubt(rule)?, met(rule, element));
            doubts.push(quote!((#doubt) #(&& #met)*));
        }
    }
    Some(quote!(#(#doubts)||*)).filter(|doubts| !doubts.is_empty())
}

/// Whether a field breaks the bounds of its length; nothing where it has others too, which are not asked in no time.
fn breaks_length(field: &Field, element: &Element) -> Option<TokenStream> {
    let (name, shape) = (field_name(field), element.shape());
    let bound = length(&field.facets, &shape)?;
    (bounds(&field.facets, &shape).len() == 1).then(|| {
        quote_spanned! {field.type_.span()=>
            #name.is_some_and(|#name| !#bound.holds(#name))
        }
    })
}

/// Whether the conditions of a rule are met by the fields that were just read.
fn met(rule: &Rule, element: &Element) -> Vec<TokenStream> {
    let shape = element.shape();
    let of = |(ident, values): &(Ident, Vec<LitStr>)| {
        let field = find(element, ident)?;
        let (name, text) = (field_name(field), text(field, &shape));
        Some(quote_spanned! {ident.span()=>
            #name.is_some_and(|#name| matches!(#text.as_ref(), #(#values)|*))
        })
    };
    rule.when.iter().filter_map(of).collect()
}

/// What is so of every value that breaks the rule, where that is asked in no time: numbers out of bounds, or several where no two may
/// agree.
fn doubt(rule: &Rule) -> Option<TokenStream> {
    let mut doubts = Vec::new();
    for demand in &rule.demands {
        let (ident, min, max) = match demand {
            Demand::Count(ident, min, max) => (ident, min, max),
            Demand::Distinct(ident, _) => {
                let count = format_ident!("count_{}", ident.unraw());
                doubts.push(quote!(#count > 1));
                continue;
            }
            Demand::Differ(..) => return None,
        };
        let count = format_ident!("count_{}", ident.unraw());
        let (least, most) = (usize_literal(*min), max.map(usize_literal));
        doubts.push(match most {
            Some(_) if *max == Some(*min) => quote!(#count != #least),
            Some(most) if *min == 0 => quote!(#count > #most),
            Some(most) => quote!(!(#least..=#most).contains(&#count)),
            None if *min == 0 => quote!(false),
            None => quote!(#count < #least),
        });
    }
    Some(quote!(#(#doubts)||*)).filter(|doubt| !doubt.is_empty())
}

fn of_demand(demand: &Demand, rule: &Rule, element: &Element, mode: Mode) -> TokenStream {
    let shape = element.shape();
    let entry = |field: &Field| field_entry(field, &element.name, &shape);
    match demand {
        Demand::Count(ident, min, max) => {
            let Some(field) = find(element, ident) else {
                return TokenStream::new();
            };
            let (entry, found) = (entry(field), count_name(field));
            let conditions = conditions(rule, element);
            let min = usize_literal(*min);
            let max = option(max.map(usize_literal).as_ref());
            quote!(RULE.count(checker, &[#(#conditions),*], &#entry, #found, (#min, #max));)
        }
        Demand::Distinct(ident, by) => {
            let Some(field) = find(element, ident) else {
                return TokenStream::new();
            };
            distinct(field, by.as_ref(), element, mode)
        }
        Demand::Differ(one, other) => {
            let (Some(left), Some(right)) = (find(element, one), find(element, other)) else {
                return TokenStream::new();
            };
            let entries = (entry(left), entry(right));
            let (one, other) = (field_name(left), field_name(right));
            let (left_entry, right_entry) = entries;
            let code = quote_spanned! {one.span()=>
                RULE.differ(checker, (&#left_entry, #one), (&#right_entry, #other));
            };
            given(&[left, right], mode, &code)
        }
    }
}

/// No two of the values of a field agree. A language that is not given is that of the element around.
fn distinct(field: &Field, by: Option<&Ident>, element: &Element, mode: Mode) -> TokenStream {
    let shape = element.shape();
    let (entry, items) = (
        field_entry(field, &element.name, &shape),
        items(field, &shape),
    );
    let mut fields = vec![field];
    let (texts, by) = match by {
        Some(by) if is_lang(by) => {
            let around = element.fields.iter().find(|field| is_language(field));
            fields.extend(around);
            let inherited = around.map_or_else(|| quote!(""), |field| text(field, &shape));
            (
                quote_spanned! {by.span()=>
                    |item| #shape::language(&item.#by, ::core::convert::AsRef::<str>::as_ref(&#inherited))
                },
                quote!(::core::option::Option::Some("xml:lang")),
            )
        }
        Some(by) => {
            let label = crate::names::kebab(by);
            (
                quote_spanned!(by.span()=> |item| #shape::text_of_value(&item.#by)),
                quote!(::core::option::Option::Some(#label)),
            )
        }
        None => (
            quote_spanned!(field.ident.span()=> #shape::text_of_value),
            quote!(::core::option::Option::None),
        ),
    };
    let code = quote!(RULE.distinct(checker, &#entry, #items.iter().map(#texts), #by););
    given(&fields, mode, &code)
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
        Kind::Child | Kind::Text | Kind::Any(_) | Kind::Mixed(_) => field.ident.to_string(),
    }
}

/// Whether a field of a child holds its language: by convention that is its name.
fn is_lang(by: &Ident) -> bool {
    by == "lang"
}

/// Whether a field holds the language of its element.
fn is_language(field: &Field) -> bool {
    matches!(&field.kind, Kind::Attribute(Some(AttributeNamespace::Xml), name) if name == "lang")
}

/// The text of a field's one value.
fn text(field: &Field, shape: &TokenStream) -> TokenStream {
    let name = field_name(field);
    quote_spanned!(name.span()=> #shape::text_of_value(#name))
}

/// How many values a field holds.
pub(crate) fn count(field: &Field, shape: &TokenStream) -> TokenStream {
    if let Kind::Flag(..) = field.kind {
        let name = field_name(field);
        return quote!(usize::from(*#name));
    }
    let items = items(field, shape);
    quote!(#items.len())
}

/// The values of a field.
fn items(field: &Field, shape: &TokenStream) -> TokenStream {
    let name = field_name(field);
    match field.kind {
        Kind::Child | Kind::Any(_) => quote!(#shape::Children::items(#name)),
        _ => quote!(#shape::Values::items(#name)),
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
