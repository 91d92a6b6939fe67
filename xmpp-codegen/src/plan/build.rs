//! Items of one module, from the entries of the survey and their names.

use super::content::{self, Part, Slot};
use super::doc;
use super::effects::Effects;
use super::fields::{self, FieldNames};
use super::item::{
    Choice, Item, Module, Namespace, Newtype, Struct, TypeRef, Unknown, Variant, VariantContent,
};
use super::modules::{Home, Modules};
use super::names::{self, Names};
use super::naming;
use super::place::Place;
use super::simple::{self, Simple};
use super::survey::{Appearance, Entry, EntryKind, Found, Key, appearance};
use super::{Options, roles, rules};
use crate::diagnostic::Diagnostic;
use crate::model::{Content, ElementId, GroupId, Model, Occurs, SimpleTypeId, Text, Type};
use crate::rule::invalid_catalog_value;
use crate::source::Span;
use std::collections::BTreeSet;
use toml::Spanned;

/// Everything that building a module needs to know.
pub(super) struct Builder<'b, 'a> {
    pub(super) model: &'a Model,
    pub(super) modules: &'b Modules<'a>,
    pub(super) names: &'b [Names],
    pub(super) found: &'b [Found<'a>],
    pub(super) home: usize,
    pub(super) options: &'b Options,
    pub(super) effects: &'b Effects<'a>,
    pub(super) diagnostics: &'b mut Vec<Diagnostic>,
}

impl<'b, 'a> Builder<'b, 'a> {
    pub(super) fn module(&mut self) -> Module {
        let home = self.at();
        let schema = &self.model.schemas[home.schema];
        let text =
            |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.get_ref().clone());
        let specs = home
            .section
            .and_then(|section| text(&section.spec))
            .unwrap_or_default();
        let mut members: Vec<_> = home
            .members
            .iter()
            .map(|member| &self.model.schemas[*member])
            .collect();
        let family = home
            .section
            .map(|section| section.family.as_slice())
            .unwrap_or_default();
        members.sort_by_key(|schema| {
            family
                .iter()
                .position(|stem| *stem.get_ref() == schema.stem)
        });
        let namespaces = members.into_iter().map(|schema| schema.namespace.clone());
        Module {
            name: home.name.clone(),
            path: home.path.clone(),
            stem: home.section_name.clone(),
            file: home.file,
            source: format!("{}.xsd", home.section_name),
            regenerate: self.options.regenerate.clone(),
            included: self.options.included,
            title: home.section.and_then(|section| text(&section.title)),
            specs: specs
                .split([',', ';'])
                .map(str::trim)
                .filter(|spec| !spec.is_empty())
                .map(str::to_owned)
                .collect(),
            doc: schema.doc.as_ref().map(Text::to_string),
            namespaces: namespaces.map(String::from).collect(),
            content: home.content,
            items: self.items(),
            runtime: self.options.runtime.clone(),
            conversion: None,
            versions: Vec::new(),
        }
    }

    pub(super) fn at(&self) -> &'b Home<'a> {
        &self.modules.homes[self.home]
    }

    fn items(&mut self) -> Vec<Item> {
        let mut done = BTreeSet::new();
        let mut items = Vec::new();
        let found = &self.found[self.home];
        for entry in &found.entries {
            let Some(name) = self.names[self.home].get(&entry.key).map(str::to_owned) else {
                continue;
            };
            if done.insert(name.clone()) {
                items.push(self.item(entry, name));
            }
        }
        items
    }

    fn item(&mut self, entry: &Entry<'a>, name: String) -> Item {
        match &entry.kind {
            EntryKind::Element { id, .. } => Item::Struct(self.element(entry, *id, name)),
            EntryKind::Choice { elements } => {
                Item::Choice(self.choice(entry, elements, &Slot::choice(elements.clone()), name))
            }
            EntryKind::Group(id) => Item::Choice(self.group(entry, *id, name)),
            EntryKind::Simple { id, .. } => self.simple_item(entry, *id, name),
        }
    }

    fn element(&mut self, entry: &Entry<'a>, id: ElementId, name: String) -> Struct {
        let element = &self.model[id];
        let tag = format!("<{}/>", element.name.local);
        let type_doc = match element.type_ {
            Type::Complex(id) => self.model[id].doc.as_deref(),
            Type::Simple(id) => self.model[id].doc.as_deref(),
            Type::Any | Type::Builtin(_) => None,
        };
        let spoken = entry
            .place
            .plain()
            .value(|section| &section.doc)
            .map(String::as_str);
        let fields = self.fields(entry, id);
        let mut paragraphs = vec![doc::named(
            &tag,
            spoken.or(element.doc.as_deref()).or(type_doc),
        )];
        let rules = rules::rules(self, entry, &fields, &mut paragraphs);
        Struct {
            name,
            doc: paragraphs,
            element: element.name.local.to_string(),
            namespace: self.namespace(id),
            fields: fields.into_fields(),
            extra: entry
                .place
                .value(|section| &section.extra)
                .copied()
                .unwrap_or(true),
            borrowed: entry.place.says(|section| section.borrowed),
            rules,
            payload: roles::payload(entry),
            parts: roles::parts(self, entry, id),
        }
    }

    fn fields(&mut self, entry: &Entry<'a>, id: ElementId) -> FieldNames {
        let mut fields = FieldNames::default();
        let element = &self.model[id];
        match element.type_ {
            Type::Complex(complex) => {
                let place = self.modules.inside(&entry.place, complex);
                for attribute in &self.model[complex].attributes {
                    self.attribute_field(&mut fields, attribute, &place);
                }
                match &self.model[complex].content {
                    Content::Simple(type_) if simple::is_empty(self.model, *type_) => {}
                    Content::Simple(type_) => {
                        self.text_field(&mut fields, *type_, &place, element.value.as_ref());
                    }
                    // With elements in it, it is a slot.
                    Content::Mixed(_)
                        if content::mixed(self.model, &self.model[complex].content).is_some() => {}
                    Content::Mixed(_) => {
                        fields::mixed_text_field(&mut fields, element.value.as_ref())
                    }
                    Content::Empty | Content::Elements(_) => {}
                }
                for (at, slot) in self
                    .modules
                    .slots(self.model, complex, &place)
                    .iter()
                    .enumerate()
                {
                    let place = self.modules.via(self.model, &place, slot);
                    self.slot_field(&mut fields, slot, (id, &Key::Choice(complex.0, at)), &place);
                }
            }
            Type::Any => {
                let any = Slot::new(Part::Mixed(Vec::new()), Occurs::ANY);
                self.slot_field(&mut fields, &any, (id, &entry.key), &entry.place);
            }
            _ if content::shape(self.model, element.type_) == content::Shape::Empty => {}
            type_ => {
                self.text_field(&mut fields, type_, &entry.place, element.value.as_ref());
            }
        }
        fields.settle(self, entry);
        fields
    }

    fn group(&mut self, entry: &Entry<'a>, id: GroupId, name: String) -> Choice {
        let group = &self.model[id];
        let elements = content::choice_group(self.model, group).map(|choice| choice.elements);
        let mut choice = self.choice(entry, &elements.unwrap_or_default(), &Slot::group(id), name);
        let spoken = entry
            .place
            .value(|section| &section.doc)
            .map(String::as_str);
        let text = spoken.or(group.doc.as_deref());
        let what = format!("One element of the group `{}`.", group.name.local);
        choice.doc = vec![text.map_or(what, doc::sentence)];
        choice
    }

    fn choice(
        &mut self,
        entry: &Entry<'a>,
        elements: &[ElementId],
        slot: &Slot,
        name: String,
    ) -> Choice {
        let mut variants: Vec<Variant> = Vec::new();
        for id in elements {
            let variant = self.variant(entry, *id, slot, &variants);
            variants.push(variant);
        }
        let unknown = self.unknown_variant(entry, &variants);
        let keeps = matches!(unknown, Unknown::Keep(_));
        let eq = !keeps
            && variants.iter().all(|variant| match &variant.content {
                VariantContent::Unit => true,
                VariantContent::Text(type_) => simple::is_eq(type_),
                VariantContent::Child { .. } => false,
            });
        let spoken = entry
            .place
            .value(|section| &section.doc)
            .map(|text| doc::sentence(text));
        let around = match &entry.parent {
            Some(Key::Element(name, ..)) => format!(" in `<{}/>`", name.local),
            _ => String::new(),
        };
        let what = format!("What stands{around}: one of these elements.");
        let namespace = elements
            .first()
            .map_or(Namespace::Own, |id| self.namespace(*id));
        Choice {
            name,
            doc: vec![spoken.unwrap_or(what)],
            namespace,
            borrowed: entry.place.says(|section| section.borrowed)
                && variants
                    .iter()
                    .any(|variant| matches!(variant.content, VariantContent::Child { .. })),
            unknown,
            variants,
            eq,
        }
    }

    fn variant(&self, entry: &Entry<'a>, id: ElementId, slot: &Slot, known: &[Variant]) -> Variant {
        let element = &self.model[id];
        let place = entry.parts.below(&element.name.local);
        let spoken = place.value(|section| &section.doc).map(String::as_str);
        let renamed = names::type_rename(&place).map(str::to_owned);
        let name = renamed.unwrap_or_else(|| naming::type_name(&element.name.local));
        let name = naming::unique(name, |name| {
            known.iter().any(|variant| variant.name == name)
        });
        let content = match appearance(self.model, self.modules, self.home, slot, id) {
            Appearance::Empty => VariantContent::Unit,
            Appearance::Text(type_) => VariantContent::Text(self.type_ref(type_)),
            Appearance::Child => VariantContent::Child {
                type_: self.element_type(id),
                boxed: false,
            },
        };
        let doc = doc::named(
            &format!("<{}/>", element.name.local),
            spoken.or(element.doc.as_deref()),
        );
        let value = match content {
            VariantContent::Text(_) => element.value.as_ref(),
            VariantContent::Unit | VariantContent::Child { .. } => None,
        };
        Variant {
            name,
            doc: match value {
                Some(_) => fields::of_element(doc, value, false),
                None => doc,
            },
            element: element.name.local.to_string(),
            empty: fields::empty(value),
            content,
        }
    }

    /// What the catalogue wants for unknown elements (R3).
    fn unknown_variant(&mut self, entry: &Entry<'a>, variants: &[Variant]) -> Unknown {
        let said = entry.place.spanned(|section| &section.unknown);
        let Some(policy) = said.map(Spanned::get_ref) else {
            return Unknown::Invalid;
        };
        let taken = |name: &str| variants.iter().any(|variant| variant.name == name);
        let Some(wanted) = policy.strip_prefix("default:") else {
            return match policy.as_str() {
                "keep" => Unknown::Keep(naming::unique("Other".to_owned(), taken)),
                _ => Unknown::Invalid,
            };
        };
        let fits = |variant: &&Variant| {
            variant.element == wanted && variant.content == VariantContent::Unit
        };
        if let Some(variant) = variants.iter().find(fits) {
            return Unknown::Variant(variant.name.clone());
        }
        let message = format!("`{wanted}` is no empty element of `{}`", entry.hint);
        self.invalid(said, entry, message);
        Unknown::Invalid
    }

    /// A value of the catalogue does not fit the component that it speaks of.
    pub(super) fn invalid(
        &mut self,
        value: Option<&Spanned<String>>,
        entry: &Entry<'a>,
        message: String,
    ) {
        let place = value.map(|value| Span::new(self.modules.catalog, value.span()));
        let report = invalid_catalog_value::PAGE.report(place.unwrap_or(entry.span), message);
        self.diagnostics
            .push(report.label(entry.span, "what it speaks of"));
    }

    fn simple_item(&mut self, entry: &Entry<'a>, id: SimpleTypeId, name: String) -> Item {
        match simple::resolve(self.model, Type::Simple(id)) {
            Simple::Builtin(builtin, checks, _) => {
                let type_ = simple::rust_type(builtin);
                let spoken = entry
                    .place
                    .value(|section| &section.doc)
                    .map(String::as_str);
                let text = spoken.or(self.model[id].doc.as_deref());
                Item::Newtype(Newtype {
                    name,
                    doc: vec![doc::or_name(&entry.hint, text)],
                    eq: simple::is_eq(&type_),
                    type_,
                    checks,
                })
            }
            _ => Item::Values(self.values(entry, id, name)),
        }
    }

    /// The Rust type of the values of a simple type.
    pub(super) fn type_ref(&self, type_: Type) -> TypeRef {
        self.simple_ref(&simple::resolve(self.model, type_))
    }

    fn simple_ref(&self, simple: &Simple) -> TypeRef {
        match simple {
            Simple::Builtin(builtin, _, limited) => limited
                .and_then(|id| self.named_simple(id))
                .unwrap_or_else(|| simple::rust_type(*builtin)),
            Simple::Values(id) | Simple::Union(id) => {
                self.named_simple(*id).unwrap_or(TypeRef::Plain("String"))
            }
            Simple::List(item, _) => TypeRef::List(Box::new(self.simple_ref(item))),
            Simple::Text => TypeRef::Plain("String"),
        }
    }

    /// The generated type of a simple type, if it has one.
    pub(super) fn named_simple(&self, id: SimpleTypeId) -> Option<TypeRef> {
        let home = self.modules.of_simple(id).unwrap_or(self.home);
        self.generated(home, &Key::Simple(id.0))
    }

    /// The generated type of an element.
    pub(super) fn element_type(&self, id: ElementId) -> TypeRef {
        let id = self.modules.canonical(self.model, id);
        let home = self.modules.of_element(id);
        self.generated(home.unwrap_or(self.home), &Key::element(self.model, id))
            .unwrap_or(TypeRef::Runtime("Element"))
    }

    /// The generated type of a group.
    pub(super) fn group_type(&self, id: GroupId) -> TypeRef {
        let home = self.modules.of_group(id).unwrap_or(self.home);
        self.generated(home, &Key::Group(id.0))
            .unwrap_or(TypeRef::Runtime("Element"))
    }

    /// The generated type of that key in that module.
    pub(super) fn generated(&self, home: usize, key: &Key) -> Option<TypeRef> {
        let name = self.names[home].get(key)?.to_owned();
        Some(if home == self.home {
            TypeRef::Local(name)
        } else {
            TypeRef::Foreign {
                module: self.modules.homes[home].path.clone(),
                name,
            }
        })
    }

    /// The namespace of an element as the attributes of this module name it.
    pub(super) fn namespace(&self, id: ElementId) -> Namespace {
        let (element, home) = (&self.model[id], self.at());
        let namespace = element.name.namespace.as_str();
        let own = self.modules.is_of(self.model, self.home, namespace);
        let shared = !element.global
            || self
                .modules
                .is_shared(self.model, self.home, &element.name.local);
        match namespace {
            "" => Namespace::Other(String::new()),
            _ if own && home.content && shared => Namespace::Content,
            _ if own && !home.content => Namespace::Own,
            other => Namespace::Other(other.to_owned()),
        }
    }

    /// What the catalogue calls a field, else a name made from that of the XML.
    pub(super) fn field_name(&self, place: &Place<'a>, xml: &str, many: bool) -> String {
        let renamed = names::field_rename(place).map(str::to_owned);
        renamed.unwrap_or_else(|| {
            let name = naming::field_name(xml);
            if many { naming::plural(&name) } else { name }
        })
    }
}
