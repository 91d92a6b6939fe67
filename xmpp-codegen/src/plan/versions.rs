//! Versions of a namespace side by side: which types of one are those of another.
//!
//! `urn:xmpp:foo:0` and `urn:xmpp:foo:1` are two versions of one protocol (XEP-0053 §4). A type of the newer one is made of its
//! namesake in the version before, and the other way round, where the two hold the same.

use super::item::{
    Choice, Conversion, Field, Item, Module, Namespace, TypeRef, Unknown, Variant, VariantContent,
    Versions,
};
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::invalid_catalog_value;
use crate::source::Span;
use std::collections::BTreeSet;

/// Makes the choices that the catalogue asks for: of an element in this version of a namespace and in those before it.
pub(super) fn choose(
    modules: &mut [Module],
    (model, catalog): (&Model, &Catalog),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut choices = Vec::new();
    for (at, module) in modules.iter().enumerate() {
        let Some((_, section)) = catalog.section(&module.stem) else {
            continue;
        };
        for (element, name) in &section.versions {
            let namespaces = module.namespaces.iter();
            let mut declared = namespaces.filter_map(|of| model.element(of, element.get_ref()));
            if declared.next().is_none() {
                continue; // The key addresses nothing, or no global element: that is told already.
            }
            let variants = variants(modules, module, element.get_ref());
            let is_taken = |item: &Item| item.name() == name.get_ref();
            let wrong = if variants.len() < 2 {
                let element = element.get_ref();
                format!("there is no version of `<{element}/>` before this one")
            } else if module.items.iter().any(is_taken) {
                format!("there is a type `{}` already", name.get_ref())
            } else {
                choices.push((at, element.get_ref(), name.get_ref(), variants));
                continue;
            };
            let span = Span::new(catalog.file.unwrap_or_default(), name.span());
            diagnostics.push(invalid_catalog_value::PAGE.report(span, wrong));
        }
    }
    for (at, element, name, variants) in choices {
        modules[at].versions.push(Versions {
            name: name.clone(),
            converts: false,
        });
        modules[at].items.push(Item::Choice(Choice {
            name: name.clone(),
            doc: vec![format!(
                "`<{element}/>` in any of its versions, which its namespace tells apart."
            )],
            namespace: Namespace::Own,
            variants,
            unknown: Unknown::Invalid,
            borrowed: false,
            eq: false,
        }));
    }
}

/// The element in the versions up to that of a module, each as a variant: the newest last.
fn variants(modules: &[Module], newest: &Module, element: &str) -> Vec<Variant> {
    let Some((base, last)) = version(newest) else {
        return Vec::new();
    };
    let mut found: Vec<(u32, Variant)> = modules
        .iter()
        .filter_map(|module| {
            let (other, number) = version(module)?;
            let name = module.items.iter().find_map(|item| match item {
                Item::Struct(item) if item.element == element => Some(&item.name),
                _ => None,
            })?;
            let type_ = match number == last {
                true => TypeRef::Local(name.clone()),
                false => TypeRef::Foreign {
                    module: module.path.clone(),
                    name: name.clone(),
                },
            };
            let variant = Variant {
                name: format!("V{number}"),
                doc: format!("That of `{}`.", module.namespaces[0]),
                element: element.to_owned(),
                content: VariantContent::Child {
                    type_,
                    boxed: false,
                },
                empty: None,
            };
            (other == base && number <= last).then_some((number, variant))
        })
        .collect();
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, variant)| variant).collect()
}

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
    let convert: Vec<Vec<bool>> = modules
        .iter()
        .map(|module| {
            let choices = module.versions.iter();
            choices
                .map(|versions| all_convert(modules, module, &versions.name))
                .collect()
        })
        .collect();
    for (module, converts) in modules.iter_mut().zip(convert) {
        for (versions, converts) in module.versions.iter_mut().zip(converts) {
            versions.converts = converts;
        }
    }
}

/// Whether each variant of a choice of versions converts to the next one.
fn all_convert(modules: &[Module], newest: &Module, choice: &str) -> bool {
    let is_it = |item: &&Item| item.name() == choice;
    let Some(Item::Choice(choice)) = newest.items.iter().find(is_it) else {
        return false;
    };
    let types: Vec<(&str, &str)> = choice
        .variants
        .iter()
        .filter_map(|variant| match &variant.content {
            VariantContent::Child { type_, .. } => match type_ {
                TypeRef::Foreign { module, name } => Some((module.as_str(), name.as_str())),
                TypeRef::Local(name) => Some((newest.path.as_str(), name.as_str())),
                _ => None,
            },
            _ => None,
        })
        .collect();
    types.windows(2).all(|pair| {
        let [(older, one), (newer, two)] = *pair else {
            return false;
        };
        let newer = modules.iter().find(|module| module.path == newer);
        let conversion = newer.and_then(|newer| newer.conversion.as_ref());
        one == two
            && conversion.is_some_and(|conversion| {
                conversion.module == older && conversion.names.contains(two)
            })
    })
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

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::emit::emit;
    use crate::library::Library;
    use crate::plan::{Options, plan};
    use crate::source::SourceMap;

    /// The modules of as many versions of a schema, and what was found: the last may hold something else.
    fn compiled(count: usize, last_type: &str, catalog: &str) -> (Vec<String>, Vec<String>) {
        let mut sources = SourceMap::default();
        let files: Vec<_> = (0..count)
            .map(|version| {
                let type_ = if version + 1 == count { last_type } else { "xs:string" };
                let schema = format!(
                    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:x:{version}' \
                     elementFormDefault='qualified'><xs:element name='note'><xs:complexType>\
                     <xs:attribute name='of' type='{type_}'/></xs:complexType></xs:element></xs:schema>"
                );
                sources.add(format!("note-{version}.xsd"), schema)
            })
            .collect();
        let file = sources.add("catalog.toml", catalog);
        let (catalog, mut found) = Catalog::parse(file, catalog);
        let (model, more) = crate::load(&mut sources, &files, &catalog, &Library::builtin());
        found.extend(more);
        let (modules, more) = plan(&model, &catalog, &Options::default());
        found.extend(more);
        let messages = found.into_iter().map(|found| found.message).collect();
        (modules.iter().map(emit).collect(), messages)
    }

    const ANY: &str = "[note-2.versions]\n'note' = 'AnyNote'\n";

    #[test]
    fn an_older_version_becomes_the_newest_by_way_of_those_between() {
        let (modules, found) = compiled(3, "xs:string", ANY);
        assert_eq!(found, Vec::<String>::new());
        for line in [
            "    V0(note_0::Note),\n",
            "    V1(note_1::Note),\n",
            "    V2(Note),\n",
            "impl From<note_0::Note> for AnyNote {",
            "            AnyNote::V0(value) => Self::from(note_1::Note::from(value)),\n",
            "            AnyNote::V1(value) => Self::from(value),\n",
            "            AnyNote::V2(value) => value,\n",
        ] {
            assert!(modules[2].contains(line), "{line} in {}", modules[2]);
        }
    }

    #[test]
    fn versions_that_hold_something_else_do_not_become_another() {
        let (modules, _) = compiled(3, "xs:int", ANY);
        assert!(modules[2].contains("impl From<note_1::Note> for AnyNote {"));
        assert!(!modules[2].contains("impl From<AnyNote>"), "{}", modules[2]);
    }

    #[test]
    fn what_cannot_be_chosen_is_told() {
        let (_, found) = compiled(3, "xs:string", "[note-0.versions]\n'note' = 'AnyNote'\n");
        assert_eq!(found, ["there is no version of `<note/>` before this one"]);
        let (_, found) = compiled(3, "xs:string", "[note-1.versions]\n'note' = 'Note'\n");
        assert_eq!(found, ["there is a type `Note` already"]);
        let (_, found) = compiled(3, "xs:string", "[note-1.versions]\n'nota' = 'AnyNote'\n");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
