//! An enum that is a choice of elements.

use super::required_namespace;
use crate::errors::Errors;
use crate::keys::Keys;
use crate::model::{Choice, Target, Unknown, Variant, VariantKind};
use crate::names;
use std::collections::BTreeSet;
use syn::{DataEnum, DeriveInput, Fields, Ident, LitStr, Type};

const KEYS: &[&str] = &["namespace", "choice", "unknown", "borrowed", "crate"];
const VARIANT_KEYS: &[&str] = &["name", "text", "child", "other", "empty"];

/// Reads an enum.
pub(super) fn choice(
    input: &DeriveInput,
    data: &DataEnum,
    target: Target,
    mut keys: Keys,
    errors: &mut Errors,
) -> Option<Choice> {
    if keys.flag("choice", errors).is_none() {
        errors.at(
            &input.ident,
            "an enum of elements says so: add `#[xml(choice)]`; for an enum of values derive `XmlText`",
        );
    }
    if let Some(entry) = keys.take("name") {
        errors.at(&entry.key, "a choice has no name: each variant has its own");
    }
    for attribute in &input.attrs {
        if attribute.path().is_ident("check") {
            errors.at(attribute, "checks are for structs and their fields");
        }
    }
    let namespace = required_namespace(input, &mut keys, errors);
    let unknown: Option<Ident> = keys.parsed("unknown", "unknown = Variant", errors);
    let borrowed = keys.flag("borrowed", errors).is_some();
    keys.finish("a choice", KEYS, errors);
    let mut choice = Choice {
        target,
        namespace: namespace?,
        variants: Vec::new(),
        unknown: unknown.map_or(Unknown::Refused, Unknown::ReadAs),
        borrowed,
    };
    for variant in &data.variants {
        add_variant(&mut choice, variant, errors);
    }
    check_unknown(&choice, errors);
    unique(&choice, errors);
    Some(choice)
}

fn add_variant(choice: &mut Choice, variant: &syn::Variant, errors: &mut Errors) {
    let mut keys = Keys::read(&variant.attrs, "xml", errors);
    let name = keys.text("name", "name = \"query\"", errors);
    let text = keys.flag("text", errors);
    let child = keys.flag("child", errors);
    let other = keys.flag("other", errors);
    let empty = keys.text("empty", "empty = \"7\"", errors);
    keys.finish("a variant of a choice", VARIANT_KEYS, errors);
    if let (Some(name), true) = (&name, child.is_some() || other.is_some()) {
        errors.at(name, "the type of the child knows its own name");
    }
    if let (Some(empty), None) = (&empty, text) {
        errors.at(
            empty,
            "`empty` goes with `text`: it says what an empty element stands for",
        );
    }
    let element = match name {
        Some(name) => names::checked(&name, errors),
        None => names::kebab(&variant.ident),
    };
    let ident = variant.ident.clone();
    let kind = match (inner(variant, errors), text, child, other) {
        (Inner::Unit, None, None, None) => VariantKind::Unit(element),
        (Inner::One(type_), Some(_), None, None) => VariantKind::Text(element, *type_, empty),
        (Inner::One(type_), None, Some(_), None) => VariantKind::Child(*type_),
        (Inner::One(type_), None, None, Some(span)) => {
            if !matches!(choice.unknown, Unknown::Refused) {
                errors.at_span(
                    span,
                    "unknown elements go one way: `other` or `unknown`, not both",
                );
            }
            choice.unknown = Unknown::Kept(ident, type_);
            return;
        }
        (Inner::One(_), None, None, None) => {
            errors.at(
                &variant.ident,
                "say what the variant holds: `#[xml(text)]`, `#[xml(child)]` or `#[xml(other)]`",
            );
            return;
        }
        (Inner::Unit, ..) => {
            errors.at(
                &variant.ident,
                "the variant needs a field for that: `Name(Type)`",
            );
            return;
        }
        (Inner::Wrong, ..) => return,
        _ => {
            errors.at(
                &variant.ident,
                "a variant holds one thing: `text`, `child` or `other`",
            );
            return;
        }
    };
    choice.variants.push(Variant { ident, kind });
}

/// What stands in a variant.
enum Inner {
    Unit,
    One(Box<Type>),
    Wrong,
}

fn inner(variant: &syn::Variant, errors: &mut Errors) -> Inner {
    match &variant.fields {
        Fields::Unit => Inner::Unit,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields
            .unnamed
            .first()
            .map_or(Inner::Wrong, |field| Inner::One(Box::new(field.ty.clone()))),
        fields => {
            errors.at(
                fields,
                "a variant holds nothing or one value: `Name` or `Name(Type)`; put more into a struct",
            );
            Inner::Wrong
        }
    }
}

fn check_unknown(choice: &Choice, errors: &mut Errors) {
    if let Unknown::ReadAs(ident) = &choice.unknown {
        let known = choice
            .variants
            .iter()
            .any(|variant| variant.ident == *ident && matches!(variant.kind, VariantKind::Unit(_)));
        if !known {
            errors.at(ident, format!("`{ident}` is no variant without fields"));
        }
    }
}

fn unique(choice: &Choice, errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for variant in &choice.variants {
        if let VariantKind::Unit(name) | VariantKind::Text(name, ..) = &variant.kind
            && !seen.insert(name)
        {
            errors.at(
                &variant.ident,
                format!("`<{name}/>` is another variant already"),
            );
        }
    }
}

/// The text that a key of a variant gives.
pub(super) fn variant_text(keys: &mut Keys, errors: &mut Errors) -> Option<LitStr> {
    keys.text("value", "value = \"text\"", errors)
}
