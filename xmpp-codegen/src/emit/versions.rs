//! Conversions between the types of two versions of a namespace, written as `rustfmt` lays them out.

use super::WIDTH;
use super::scope::Scope;
use crate::plan::item::{
    Cardinality, Choice, Field, Item, Module, Struct, TypeRef, Unknown, Values, VariantContent,
};

/// What `rustfmt` lets the fields of a value take on one line.
const LITERAL_WIDTH: usize = 18;

/// What it lets a chain of calls take.
const CHAIN_WIDTH: usize = 60;

/// Both ways for each type that holds the same.
pub(super) fn conversions(module: &Module, scope: &mut Scope) -> Vec<String> {
    let Some(conversion) = &module.conversion else {
        return Vec::new();
    };
    let items = module.items.iter();
    let items = items.filter(|item| conversion.names.contains(item.name()));
    let mut blocks = Vec::new();
    for item in items {
        let newer = item.name().to_owned();
        let older = scope.type_(&TypeRef::Foreign {
            module: conversion.module.clone(),
            name: newer.clone(),
        });
        blocks.push(conversion_of(item, ("older", &older), &newer, scope));
        blocks.push(conversion_of(item, ("newer", &newer), &older, scope));
    }
    blocks
}

/// For each choice of versions: from each of them, and to the newest where the older ones hold the same.
pub(super) fn choices(module: &Module, scope: &mut Scope) -> Vec<String> {
    let mut blocks = Vec::new();
    for versions in &module.versions {
        let is_it = |item: &&Item| item.name() == versions.name;
        let Some(Item::Choice(choice)) = module.items.iter().find(is_it) else {
            continue;
        };
        let mut variants = Vec::new();
        for variant in &choice.variants {
            if let VariantContent::Child { type_, boxed } = &variant.content {
                variants.push((variant.name.as_str(), scope.type_(type_), *boxed));
            }
        }
        let (trait_, boxes) = (scope.prelude("From"), scope.prelude("Box"));
        let name = &versions.name;
        for (variant, type_, boxed) in &variants {
            let inside = match boxed {
                true => format!("{boxes}::new(value)"),
                false => "value".to_owned(),
            };
            blocks.push(format!(
                "impl {trait_}<{type_}> for {name} {{\n    fn from(value: {type_}) -> Self {{\n        Self::{variant}({inside})\n    }}\n}}\n"
            ));
        }
        if let (true, Some((_, newest, _))) = (versions.converts, variants.last()) {
            let arms: Vec<(String, String)> = variants
                .iter()
                .enumerate()
                .map(|(at, (variant, _, boxed))| {
                    let value = if *boxed { "*value" } else { "value" };
                    let between = variants[at + 1..].iter().rev().skip(1).rev();
                    let value = between.fold(value.to_owned(), |value, (_, type_, _)| {
                        format!("{type_}::from({value})")
                    });
                    let value = match at + 1 < variants.len() {
                        true => format!("Self::from({value})"),
                        false => value,
                    };
                    (format!("{name}::{variant}(value)"), value)
                })
                .collect();
            let body = matched("value", &arms);
            blocks.push(format!(
                "impl {trait_}<{name}> for {newest} {{\n    fn from(value: {name}) -> Self {{\n        {body}\n    }}\n}}\n"
            ));
        }
    }
    blocks
}

fn conversion_of(item: &Item, (name, from): (&str, &str), to: &str, scope: &Scope) -> String {
    let (argument, body) = match item {
        Item::Struct(item) if item.fields.is_empty() && !item.extra => ("_", "Self".to_owned()),
        Item::Struct(item) => (name, value(item, name, scope)),
        Item::Values(item) => (name, values(item, name, from)),
        Item::Choice(item) => (name, choice(item, name, from, scope)),
        Item::Newtype(_) => return String::new(),
    };
    let trait_ = scope.prelude("From");
    format!(
        "impl {trait_}<{from}> for {to} {{\n    fn from({argument}: {from}) -> Self {{\n        {body}\n    }}\n}}\n"
    )
}

fn value(item: &Struct, from: &str, scope: &Scope) -> String {
    let mut fields: Vec<String> = item
        .fields
        .iter()
        .map(|field| format!("{}: {}", field.name, moved(field, from, scope)))
        .collect();
    if item.extra {
        fields.push(format!("extra: {from}.extra"));
    }
    let line = fields.join(", ");
    if line.chars().count() <= LITERAL_WIDTH {
        return format!("Self {{ {line} }}");
    }
    let lines: String = fields
        .iter()
        .map(|field| format!("            {field},\n"))
        .collect();
    format!("Self {{\n{lines}        }}")
}

/// A field of the one as a field of the other.
fn moved(field: &Field, from: &str, scope: &Scope) -> String {
    let name = &field.name;
    let place = format!("{from}.{name}");
    if !matches!(field.type_, TypeRef::Local(_)) {
        return place;
    }
    let (into, boxed) = (scope.prelude("Into"), scope.prelude("Box"));
    match field.cardinality {
        Cardinality::One { boxed: false } => format!("{place}.into()"),
        Cardinality::One { boxed: true } => format!("{boxed}::new((*{place}).into())"),
        Cardinality::Optional { boxed: false } => format!("{place}.map({into}::into)"),
        Cardinality::Optional { boxed: true } => {
            format!("{place}.map(|inside| {boxed}::new((*inside).into()))")
        }
        Cardinality::Many { .. } => {
            let calls = [
                ".into_iter()".to_owned(),
                format!(".map({into}::into)"),
                ".collect()".to_owned(),
            ];
            let line = format!("{place}{}", calls.concat());
            let column = name.chars().count() + 14;
            if line.chars().count() <= CHAIN_WIDTH && column + line.chars().count() < WIDTH {
                return line;
            }
            let calls = calls.join("\n                ");
            format!("{from}\n                .{name}\n                {calls}")
        }
    }
}

fn values(item: &Values, name: &str, from: &str) -> String {
    let plain = item.values.iter().map(|value| (value.name.as_str(), false));
    let members = item
        .members
        .iter()
        .map(|member| (member.name.as_str(), true));
    let arms = plain.chain(members).chain(kept(&item.unknown));
    let arms: Vec<(String, String)> = arms
        .map(|(variant, holds)| match holds {
            true => (
                format!("{from}::{variant}(value)"),
                format!("Self::{variant}(value)"),
            ),
            false => (format!("{from}::{variant}"), format!("Self::{variant}")),
        })
        .collect();
    matched(name, &arms)
}

fn choice(item: &Choice, name: &str, from: &str, scope: &Scope) -> String {
    let arms = item.variants.iter().map(|variant| {
        let variant_name = &variant.name;
        let inside = match &variant.content {
            VariantContent::Unit => {
                return (
                    format!("{from}::{variant_name}"),
                    format!("Self::{variant_name}"),
                );
            }
            VariantContent::Text(TypeRef::Local(_))
            | VariantContent::Child {
                type_: TypeRef::Local(_),
                boxed: false,
            } => "inside.into()".to_owned(),
            VariantContent::Child {
                type_: TypeRef::Local(_),
                boxed: true,
            } => format!("{}::new((*inside).into())", scope.prelude("Box")),
            VariantContent::Text(_) | VariantContent::Child { .. } => "inside".to_owned(),
        };
        (
            format!("{from}::{variant_name}(inside)"),
            format!("Self::{variant_name}({inside})"),
        )
    });
    let kept = kept(&item.unknown).map(|(variant, _)| {
        (
            format!("{from}::{variant}(value)"),
            format!("Self::{variant}(value)"),
        )
    });
    matched(name, &arms.chain(kept).collect::<Vec<_>>())
}

fn kept(unknown: &Unknown) -> Option<(&str, bool)> {
    match unknown {
        Unknown::Keep(variant) => Some((variant, true)),
        Unknown::Invalid | Unknown::Variant(_) => None,
    }
}

fn matched(name: &str, arms: &[(String, String)]) -> String {
    let arms: String = arms
        .iter()
        .map(|(pattern, value)| {
            let line = format!("            {pattern} => {value},");
            match line.chars().count() <= WIDTH {
                true => format!("{line}\n"),
                false => format!(
                    "            {pattern} => {{\n                {value}\n            }}\n"
                ),
            }
        })
        .collect();
    format!("match {name} {{\n{arms}        }}")
}
