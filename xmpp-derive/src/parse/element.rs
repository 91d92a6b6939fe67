//! A struct that is an element.

use super::field::{self, Parsed};
use super::required_namespace;
use crate::check::{self, Demand, TypeCheck};
use crate::errors::Errors;
use crate::keys::Keys;
use crate::model::{AttributeNamespace, Element, Field, Kind, Namespace, Target};
use crate::names;
use std::collections::BTreeSet;
use syn::{DataStruct, DeriveInput, Fields, Ident};

const KEYS: &[&str] = &["namespace", "name", "borrowed", "crate"];

/// Reads a struct.
pub(super) fn element(
    input: &DeriveInput,
    data: &DataStruct,
    target: Target,
    mut keys: Keys,
    errors: &mut Errors,
) -> Option<Element> {
    if let Some(span) = keys.flag("choice", errors) {
        errors.at_span(
            span,
            "`choice` is for an enum, of which each variant is an element",
        );
    }
    let namespace = required_namespace(input, &mut keys, errors);
    let name = match keys.text("name", "name = \"query\"", errors) {
        Some(name) => names::checked(&name, errors),
        None => names::kebab(&input.ident),
    };
    let borrowed = keys.flag("borrowed", errors).is_some();
    keys.finish("a struct", KEYS, errors);
    if let Fields::Unnamed(fields) = &data.fields {
        errors.at(
            fields,
            "the fields of an element have names; for a value around another derive `XmlText`",
        );
        return None;
    }
    let namespace = namespace?;
    let mut element = Element {
        target,
        namespace,
        name,
        fields: Vec::new(),
        extra: None,
        borrowed,
        unit: matches!(data.fields, Fields::Unit),
        checks: check::read_checks(&input.attrs, errors),
    };
    for field in &data.fields {
        match field::field(field, &element.namespace, errors) {
            Some(Parsed::Field(field)) => element.fields.push(*field),
            Some(Parsed::Extra(ident)) => add_extra(&mut element, ident, errors),
            None => {}
        }
    }
    unique(&element.fields, errors);
    check_rules(&element, errors);
    Some(element)
}

fn add_extra(element: &mut Element, ident: Ident, errors: &mut Errors) {
    if element.extra.is_some() {
        errors.at(&ident, "there is one `extra` already");
    }
    element.extra = Some(ident);
}

/// Complains about two fields that would hold the same thing.
fn unique(fields: &[Field], errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for field in fields {
        let (what, key) = match &field.kind {
            Kind::Attribute(Some(AttributeNamespace::Of(_)), _) | Kind::Child => continue,
            Kind::Attribute(None, name) => (format!("the attribute `{name}`"), format!("@{name}")),
            Kind::Attribute(Some(AttributeNamespace::Xml), name) => (
                format!("the attribute `xml:{name}`"),
                format!("@xml:{name}"),
            ),
            Kind::Text => ("the text".to_owned(), String::new()),
            Kind::TextOf(namespace, name) | Kind::Flag(namespace, name) => {
                (format!("the child `<{name}/>`"), child_key(namespace, name))
            }
            Kind::Mixed(_) => ("mixed content".to_owned(), String::new()),
            Kind::Any(admits) => ("what a wildcard admits".to_owned(), format!("*{admits}")),
        };
        if !seen.insert(key) {
            errors.at(&field.ident, format!("{what} is in another field already"));
        }
    }
}

fn child_key(namespace: &Namespace, name: &str) -> String {
    match namespace {
        Namespace::Content => format!("content {name}"),
        Namespace::Of(value) => {
            format!("{} {name}", quote::quote!(#value))
        }
    }
}

/// Complains about rules that speak of fields which are not there.
fn check_rules(element: &Element, errors: &mut Errors) {
    let known: Vec<String> = element
        .fields
        .iter()
        .map(|field| field.ident.to_string())
        .collect();
    let mut named = Vec::new();
    for check in &element.checks {
        let TypeCheck::Rule(rule) = check else {
            continue;
        };
        named.extend(rule.when.iter().map(|(field, _)| field));
        for demand in &rule.demands {
            match demand {
                Demand::Count(field, ..) | Demand::Distinct(field, _) => named.push(field),
                Demand::Differ(one, other) => named.extend([one, other]),
            }
        }
    }
    for field in named {
        if !known.iter().any(|known| field == known) {
            let (span, message) = check::unknown_field(field, &known);
            errors.at_span(span, message);
        }
    }
}
