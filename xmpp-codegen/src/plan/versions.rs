//! Versions of a namespace side by side: which types of one are those of another.
//!
//! `urn:xmpp:foo:0` and `urn:xmpp:foo:1` are two versions of one protocol (XEP-0053 §4). A type of the newer one is made of its
//! namesake in the version before, and the other way round, where the two hold the same.

use super::item::{Conversion, Field, Item, Module, TypeRef, Unknown, VariantContent};
use std::collections::BTreeSet;

/// Says of each module which types are those of the version before it.
pub(super) fn convert(modules: &mut [Module]) {
    let mut conversions = Vec::new();
    for (at, module) in modules.iter().enumerate() {
        let before = modules.iter().filter_map(|other| {
            let (base, version) = version(module)?;
            let (other_base, other_version) = self::version(other)?;
            (base == other_base && other_version < version).then_some((other_version, other))
        });
        let before = before.max_by_key(|(version, _)| *version);
        if let Some((_, older)) = before {
            let names = agreeing(older, module);
            if !names.is_empty() {
                let module = older.path.clone();
                conversions.push((at, Conversion { module, names }));
            }
        }
    }
    for (at, conversion) in conversions {
        modules[at].conversion = Some(conversion);
    }
}

/// The namespace without its version, and the version.
fn version(module: &Module) -> Option<(&str, u32)> {
    let [namespace] = module.namespaces.as_slice() else {
        return None;
    };
    let (base, version) = namespace.rsplit_once([':', '/', '#'])?;
    Some((base, version.parse().ok()?))
}

/// The names of the types that hold the same in both modules. A type that holds another agrees only if that one does.
fn agreeing(older: &Module, newer: &Module) -> BTreeSet<String> {
    let pairs: Vec<(&Item, &Item)> = newer
        .items
        .iter()
        .filter_map(|item| {
            let mut others = older.items.iter();
            Some((others.find(|other| other.name() == item.name())?, item))
        })
        .collect();
    let mut names: BTreeSet<String> = pairs
        .iter()
        .map(|(_, item)| item.name().to_owned())
        .collect();
    loop {
        let agree = |(one, two): &&(&Item, &Item)| agrees(one, two, &names);
        let left: BTreeSet<String> = pairs
            .iter()
            .filter(|(_, item)| names.contains(item.name()))
            .filter(agree)
            .map(|(_, item)| item.name().to_owned())
            .collect();
        if left == names {
            return names;
        }
        names = left;
    }
}

fn agrees(one: &Item, two: &Item, names: &BTreeSet<String>) -> bool {
    match (one, two) {
        (Item::Struct(one), Item::Struct(two)) => {
            let fields = one.fields.iter().zip(&two.fields);
            one.element == two.element
                && one.extra == two.extra
                && one.fields.len() == two.fields.len()
                && fields.into_iter().all(|(one, two)| same(one, two, names))
        }
        (Item::Values(one), Item::Values(two)) => {
            let texts = |values: &super::item::Values| {
                let values = values.values.iter();
                values
                    .map(|value| (value.name.clone(), value.text.clone()))
                    .collect::<Vec<_>>()
            };
            let members = one.members.iter().zip(&two.members);
            texts(one) == texts(two)
                && kept(&one.unknown) == kept(&two.unknown)
                && one.members.len() == two.members.len()
                && members
                    .into_iter()
                    .all(|(one, two)| one.name == two.name && moves(&one.type_, &two.type_))
        }
        (Item::Choice(one), Item::Choice(two)) => {
            let variants = one.variants.iter().zip(&two.variants);
            one.variants.len() == two.variants.len()
                && kept(&one.unknown) == kept(&two.unknown)
                && variants.into_iter().all(|(one, two)| {
                    one.name == two.name && content(&one.content, &two.content, names)
                })
        }
        // A newtype has bounds, which the other's value may break.
        _ => false,
    }
}

fn same(one: &Field, two: &Field, names: &BTreeSet<String>) -> bool {
    one.name == two.name
        && one.kind == two.kind
        && one.cardinality == two.cardinality
        && one.checks == two.checks
        && converts(&one.type_, &two.type_, names)
}

fn content(one: &VariantContent, two: &VariantContent, names: &BTreeSet<String>) -> bool {
    match (one, two) {
        (VariantContent::Unit, VariantContent::Unit) => true,
        (VariantContent::Text(one), VariantContent::Text(two)) => converts(one, two, names),
        (
            VariantContent::Child { type_, boxed },
            VariantContent::Child {
                type_: other,
                boxed: other_boxed,
            },
        ) => boxed == other_boxed && converts(type_, other, names),
        _ => false,
    }
}

fn converts(one: &TypeRef, two: &TypeRef, names: &BTreeSet<String>) -> bool {
    match (one, two) {
        (TypeRef::Local(one), TypeRef::Local(two)) => one == two && names.contains(one),
        _ => moves(one, two),
    }
}

/// Whether both are one type, of neither module.
fn moves(one: &TypeRef, two: &TypeRef) -> bool {
    let is_own = |type_: &TypeRef| match type_ {
        TypeRef::Local(_) => true,
        TypeRef::List(inner) | TypeRef::Mixed(inner) => matches!(**inner, TypeRef::Local(_)),
        _ => false,
    };
    one == two && !is_own(one)
}

fn kept(unknown: &Unknown) -> Option<&str> {
    match unknown {
        Unknown::Keep(variant) => Some(variant),
        Unknown::Invalid | Unknown::Variant(_) => None,
    }
}
