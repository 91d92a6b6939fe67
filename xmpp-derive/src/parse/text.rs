//! An enum of values, or a struct around one.

use super::choice::variant_text;
use super::target;
use crate::check::Facets;
use crate::errors::Errors;
use crate::keys::Keys;
use crate::model::{Newtype, Target, Unknown, Values};
use crate::names;
use std::collections::BTreeSet;
use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, Ident};

/// A type that is a value.
pub(crate) enum TextItem {
    /// An enum.
    Values(Values),
    /// A struct.
    Newtype(Box<Newtype>),
}

/// Reads an item that derives `XmlText`.
pub(crate) fn text_item(input: &DeriveInput, errors: &mut Errors) -> Option<TextItem> {
    let mut keys = Keys::read(&input.attrs, "xml", errors);
    let target = target(input, &mut keys, errors);
    match &input.data {
        Data::Enum(data) => Some(TextItem::Values(values(input, data, target, keys, errors))),
        Data::Struct(data) => {
            keys.finish("a value", &["crate"], errors);
            newtype(input, data, target, errors).map(|newtype| TextItem::Newtype(Box::new(newtype)))
        }
        Data::Union(data) => {
            errors.at(
                data.union_token,
                "a union is no value; derive this for an enum or a struct",
            );
            None
        }
    }
}

fn values(
    input: &DeriveInput,
    data: &DataEnum,
    target: Target,
    mut keys: Keys,
    errors: &mut Errors,
) -> Values {
    for attribute in &input.attrs {
        if attribute.path().is_ident("check") {
            errors.at(
                attribute,
                "an enum lists its values: there is nothing to check",
            );
        }
    }
    let unknown: Option<Ident> = keys.parsed("unknown", "unknown = Variant", errors);
    keys.finish("an enum of values", &["unknown", "crate"], errors);
    let mut values = Values {
        target,
        variants: Vec::new(),
        members: Vec::new(),
        unknown: unknown.map_or(Unknown::Refused, Unknown::ReadAs),
    };
    let mut seen = BTreeSet::new();
    for variant in &data.variants {
        add_value(&mut values, variant, &mut seen, errors);
    }
    if let Unknown::ReadAs(ident) = &values.unknown
        && !values.variants.iter().any(|(known, _)| known == ident)
    {
        errors.at(ident, format!("`{ident}` is no variant without fields"));
    }
    values
}

fn add_value(
    values: &mut Values,
    variant: &syn::Variant,
    seen: &mut BTreeSet<String>,
    errors: &mut Errors,
) {
    let mut keys = Keys::read(&variant.attrs, "xml", errors);
    let text = variant_text(&mut keys, errors);
    let other = keys.flag("other", errors);
    keys.finish("a value", &["value", "other"], errors);
    match (&variant.fields, other) {
        (Fields::Unit, None) => {
            let text = text.map_or_else(|| names::kebab(&variant.ident), |text| text.value());
            if !seen.insert(text.clone()) {
                errors.at(
                    &variant.ident,
                    format!("`{text}` is another variant already"),
                );
            }
            values.variants.push((variant.ident.clone(), text));
        }
        (Fields::Unnamed(fields), Some(span)) if fields.unnamed.len() == 1 => {
            if !matches!(values.unknown, Unknown::Refused) {
                errors.at_span(
                    span,
                    "unknown values go one way: `other` or `unknown`, not both",
                );
            }
            if let Some(field) = fields.unnamed.first() {
                values.unknown = Unknown::Kept(variant.ident.clone(), Box::new(field.ty.clone()));
            }
        }
        (_, Some(span)) => {
            errors.at_span(span, "`other` keeps the text: write `Other(String)`");
        }
        (Fields::Unnamed(fields), None) if fields.unnamed.len() == 1 && text.is_none() => {
            let member = fields.unnamed.first();
            let member = member.map(|field| (variant.ident.clone(), field.ty.clone()));
            values.members.extend(member);
        }
        (fields, None) => errors.at(
            fields,
            "a value has no fields, or is one value of another type: `Number(u16)`; the one that keeps unknown text is \
             `#[xml(other)] Other(String)`",
        ),
    }
}

fn newtype(
    input: &DeriveInput,
    data: &DataStruct,
    target: Target,
    errors: &mut Errors,
) -> Option<Newtype> {
    let facets = Facets::read(&input.attrs, "a value", errors);
    if facets.bounds_occurrence() {
        errors.at(
            &input.ident,
            "`min_occurs` and `max_occurs` are for fields of several children",
        );
    }
    match &data.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            fields.unnamed.first().map(|field| Newtype {
                target,
                type_: field.ty.clone(),
                facets,
            })
        }
        _ => {
            errors.at(
                &input.ident,
                "a value is an enum, or a struct around one value: `struct Name(String);`",
            );
            None
        }
    }
}
