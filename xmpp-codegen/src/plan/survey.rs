//! Which types a set of schemas needs, found before any is named or built.

use super::content::{self, Part, Shape, Slot};
use super::modules::{Home, Modules};
use super::place::Place;
use super::simple::{self, Simple};
use crate::model::{
    AttributeUse, ComplexTypeId, Content, ElementId, Global, GroupId, Model, Name, SimpleTypeId,
    Type, ValueConstraint,
};
use crate::source::Span;
use std::collections::BTreeSet;

/// What a generated type stands for. Two uses with the same key share the type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Elements of one name and type, of which an empty one stands for one thing.
    Element(Name, (u8, u32), Option<ValueConstraint>),
    /// The choice at that place among the slots of a complex type.
    Choice(u32, usize),
    /// The elements of mixed content.
    Content(Vec<u32>),
    /// A named group that is a choice.
    Group(u32),
    /// The values, or the limits, of a simple type.
    Simple(u32),
}

impl Key {
    /// The type of the elements of mixed content: that of a group with the same ones, or one of their own.
    pub(super) fn content(model: &Model, elements: &[ElementId]) -> Self {
        match content::group_of(model, elements) {
            Some(group) => Self::Group(group.0),
            None => Self::Content(elements.iter().map(|id| id.0).collect()),
        }
    }

    pub(super) fn element(model: &Model, id: ElementId) -> Self {
        let element = &model[id];
        let type_ = match element.type_ {
            Type::Any => (0, 0),
            Type::Builtin(builtin) => (1, builtin as u32),
            Type::Simple(id) => (2, id.0),
            Type::Complex(id) => (3, id.0),
        };
        Self::Element(element.name.clone(), type_, element.value.clone())
    }
}

/// One type to generate.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub(super) key: Key,
    pub(super) kind: EntryKind,
    /// The XML name that its own name is made from.
    pub(super) hint: String,
    /// The type it is a part of, whose name tells it from others.
    pub(super) parent: Option<Key>,
    /// What the catalogue may call it.
    pub(super) place: Place<'a>,
    /// What the catalogue may call its parts: for a choice without a name, those of what is around it.
    pub(super) parts: Place<'a>,
    pub(super) span: Span,
}

/// What kind of type it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum EntryKind {
    /// A struct; a global element, or one that stands inside another.
    Element { id: ElementId, global: bool },
    /// A choice of elements inside a complex type.
    Choice { elements: Vec<ElementId> },
    /// A named group.
    Group(GroupId),
    /// An enum of values or a newtype; of a named type, or of one attribute or element.
    Simple { id: SimpleTypeId, named: bool },
}

/// What is known of a module before anything is named.
#[derive(Clone, Debug, Default)]
pub(super) struct Found<'a> {
    /// The types, in the order of generation.
    pub(super) entries: Vec<Entry<'a>>,
    /// The elements that are needed as a type of their own although they are empty or text.
    pub(super) wanted: Vec<ElementId>,
    /// The global elements that are no type of their own, since they are a flag, a text or a variant where they stand.
    pub(super) folded: Vec<ElementId>,
    /// Where each simple type with values is used.
    pub(super) uses: Vec<(SimpleTypeId, Use<'a>)>,
}

/// One use of a simple type by an attribute or as an element's text.
#[derive(Clone, Debug)]
pub(super) struct Use<'a> {
    pub(super) place: Place<'a>,
    pub(super) default: Option<String>,
    /// `<item ask=''/>` or `<show/>`.
    pub(super) shown: String,
}

/// How an element appears in the type around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Appearance {
    /// A `bool`, or a variant without content.
    Empty,
    /// Its text.
    Text(Type),
    /// A struct of its own.
    Child,
}

/// How an element appears where it may occur that often, inside a type of that module.
pub(super) fn appearance(
    model: &Model,
    modules: &Modules<'_>,
    home: usize,
    slot: &Slot,
    id: ElementId,
) -> Appearance {
    let foreign = model[id].global && modules.of_element(id) != Some(home);
    let alone = matches!(slot.part, Part::Element(_));
    match content::shape(model, model[id].type_) {
        _ if foreign => Appearance::Child,
        Shape::Text(type_) => Appearance::Text(type_),
        Shape::Empty if !alone || (slot.occurs.is_single() && slot.occurs.min == 0) => {
            Appearance::Empty
        }
        Shape::Empty | Shape::Full => Appearance::Child,
    }
}

/// Looks through a module.
pub(super) fn survey<'a>(model: &'a Model, modules: &Modules<'a>, home: usize) -> Found<'a> {
    let mut survey = Survey {
        model,
        modules,
        home,
        at: &modules.homes[home],
        found: Found::default(),
        known: BTreeSet::new(),
        open: Vec::new(),
    };
    for global in modules.globals(model, home) {
        survey.global(global);
        survey.drain();
    }
    survey.found
}

struct Survey<'s, 'a> {
    model: &'a Model,
    modules: &'s Modules<'a>,
    home: usize,
    at: &'s Home<'a>,
    found: Found<'a>,
    /// The keys of what was found.
    known: BTreeSet<Key>,
    /// Elements still to look into, the next one last.
    open: Vec<Entry<'a>>,
}

impl<'a> Survey<'_, 'a> {
    fn global(&mut self, global: Global) {
        let section = self.at.section;
        match global {
            Global::Element(id) => {
                let place = Place::new(section, self.model[id].name.local.as_str());
                self.open.push(self.element(id, true, None, place));
            }
            Global::SimpleType(id) => self.named_simple(id),
            Global::Group(id) => self.group(id),
            Global::Attribute(_) | Global::ComplexType(_) => {}
        }
    }

    fn element(
        &self,
        id: ElementId,
        global: bool,
        parent: Option<Key>,
        place: Place<'a>,
    ) -> Entry<'a> {
        let element = &self.model[id];
        Entry {
            key: Key::element(self.model, id),
            kind: EntryKind::Element { id, global },
            hint: element.name.local.to_string(),
            parent,
            parts: place.clone(),
            place,
            span: element.name_span,
        }
    }

    fn named_simple(&mut self, id: SimpleTypeId) {
        let simple = &self.model[id];
        let own = match simple::resolve(self.model, Type::Simple(id)) {
            Simple::Values(values) => {
                values == id && !simple::is_empty(self.model, Type::Simple(id))
            }
            Simple::Builtin(_, checks, limited) => !checks.is_empty() && limited == Some(id),
            Simple::Union(union) => union == id,
            Simple::List(..) | Simple::Text => false,
        };
        let Some(name) = simple.name.as_ref().filter(|_| own) else {
            return;
        };
        self.add(Entry {
            key: Key::Simple(id.0),
            kind: EntryKind::Simple { id, named: true },
            hint: name.local.to_string(),
            parent: None,
            parts: Place::default(),
            place: Place::new(self.at.section, format!("type:{}", name.local)),
            span: simple.span,
        });
        self.members(id);
    }

    /// The types that the members of a union need, where they have no name.
    fn members(&mut self, id: SimpleTypeId) {
        for member in simple::members(self.model, id) {
            let Simple::Builtin(builtin, checks, Some(limited)) =
                simple::resolve(self.model, member)
            else {
                continue;
            };
            if self.model[limited].name.is_none() && !checks.is_empty() {
                self.add(Entry {
                    key: Key::Simple(limited.0),
                    kind: EntryKind::Simple {
                        id: limited,
                        named: false,
                    },
                    hint: simple::member_name(builtin),
                    parent: Some(Key::Simple(id.0)),
                    parts: Place::default(),
                    place: Place::default(),
                    span: self.model[limited].span,
                });
            }
        }
    }

    fn group(&mut self, id: GroupId) {
        let group = &self.model[id];
        let Some(choice) = content::choice_group(self.model, group) else {
            return;
        };
        let place = Place::new(self.at.section, format!("group:{}", group.name.local));
        let key = Key::Group(id.0);
        self.add(Entry {
            key: key.clone(),
            kind: EntryKind::Group(id),
            hint: group.name.local.to_string(),
            parent: None,
            parts: place.clone(),
            place: place.clone(),
            span: group.span,
        });
        let slot = Slot::group(id);
        let children = self.alternatives(&choice.elements, &slot, &key, &place);
        self.open.extend(children.into_iter().rev());
    }

    /// Looks into the open elements, depth first, parents before children.
    fn drain(&mut self) {
        while let Some(entry) = self.open.pop() {
            let EntryKind::Element { id, .. } = entry.kind else {
                continue;
            };
            let (key, place) = (entry.key.clone(), entry.place.clone());
            if !self.add(entry) {
                continue;
            }
            match self.model[id].type_ {
                Type::Complex(complex) => self.complex(id, complex, &key, &place),
                type_ => self.text(type_, &key, &place, id, None),
            }
        }
    }

    /// Adds a type, unless it is there.
    fn add(&mut self, entry: Entry<'a>) -> bool {
        let new = self.known.insert(entry.key.clone());
        if new {
            self.found.entries.push(entry);
        }
        new
    }

    fn complex(&mut self, element: ElementId, id: ComplexTypeId, key: &Key, place: &Place<'a>) {
        let complex = &self.model[id];
        let place = self.modules.inside(place, id);
        for attribute in &complex.attributes {
            self.attribute(element, attribute, key, &place);
        }
        if let Content::Simple(type_) = complex.content
            && !simple::is_empty(self.model, type_)
        {
            self.text(type_, key, &place, element, None);
        }
        let mut children = Vec::new();
        let slots = self.modules.slots(self.model, id, &place);
        for (at, slot) in slots.iter().enumerate() {
            let place = self.modules.via(self.model, &place, slot);
            match &slot.part {
                Part::Element(child) => {
                    children.extend(self.child(*child, slot, key, &place));
                }
                Part::Choice(elements) => {
                    let (choice, below) = (Key::Choice(id.0, at), place.below("choice()"));
                    self.add(Entry {
                        key: choice.clone(),
                        kind: EntryKind::Choice {
                            elements: elements.clone(),
                        },
                        hint: match slot.head {
                            Some(head) => self.model[head].name.local.to_string(),
                            None => "choice".to_owned(),
                        },
                        parent: Some(key.clone()),
                        parts: place.clone(),
                        place: below,
                        span: self.model[element].name_span,
                    });
                    children.extend(self.alternatives(elements, slot, key, &place));
                }
                Part::Mixed(elements) if !elements.is_empty() => {
                    let content = Key::content(self.model, elements);
                    // The elements of a group are found with the group.
                    if matches!(content, Key::Group(_)) {
                        continue;
                    }
                    self.add(Entry {
                        key: content.clone(),
                        kind: EntryKind::Choice {
                            elements: elements.clone(),
                        },
                        hint: "content".to_owned(),
                        parent: Some(key.clone()),
                        parts: place.clone(),
                        place: place.below("choice()"),
                        span: self.model[element].name_span,
                    });
                    children.extend(self.alternatives(elements, slot, &content, &place));
                }
                Part::Group(_) | Part::Any | Part::Mixed(_) => {}
            }
        }
        self.open.extend(children.into_iter().rev());
    }

    fn alternatives(
        &mut self,
        elements: &[ElementId],
        slot: &Slot,
        key: &Key,
        place: &Place<'a>,
    ) -> Vec<Entry<'a>> {
        elements
            .iter()
            .filter_map(|child| self.child(*child, slot, key, place))
            .collect()
    }

    /// Notes how a child appears; gives the struct it needs, if it is local.
    fn child(
        &mut self,
        id: ElementId,
        slot: &Slot,
        parent: &Key,
        place: &Place<'a>,
    ) -> Option<Entry<'a>> {
        let element = &self.model[id];
        let below = place.below(&element.name.local);
        match appearance(self.model, self.modules, self.home, slot, id) {
            Appearance::Child if element.global => {
                self.found.wanted.push(id);
                None
            }
            Appearance::Child => {
                let place = below.or(Place::new(self.at.section, element.name.local.as_str()));
                Some(self.element(id, false, Some(parent.clone()), place))
            }
            Appearance::Empty => {
                self.found.folded.push(id);
                None
            }
            Appearance::Text(type_) => {
                self.found.folded.push(id);
                let below = below.or(Place::new(self.at.section, element.name.local.as_str()));
                self.text(type_, parent, &below, id, element.value.as_ref());
                if !matches!(slot.part, Part::Element(_)) {
                    self.limited(type_, parent, &below, id);
                }
                None
            }
        }
    }

    fn attribute(
        &mut self,
        element: ElementId,
        attribute: &'a AttributeUse,
        key: &Key,
        place: &Place<'a>,
    ) {
        let declaration = &self.model[attribute.attribute];
        let shown = format!(
            "<{} {}=''/>",
            self.model[element].name.local, declaration.name.local
        );
        let use_ = Use {
            place: place.below(&format!("@{}", declaration.name.written())),
            default: super::default_text(attribute.value.as_ref()),
            shown,
        };
        self.simple(
            declaration.type_,
            use_,
            key,
            &declaration.name.local,
            declaration.span,
        );
    }

    fn text(
        &mut self,
        type_: Type,
        key: &Key,
        place: &Place<'a>,
        id: ElementId,
        value: Option<&ValueConstraint>,
    ) {
        let element = &self.model[id];
        let use_ = Use {
            place: place.clone(),
            default: super::default_text(value),
            shown: format!("<{}/>", element.name.local),
        };
        self.simple(type_, use_, key, &element.name.local, element.name_span);
    }

    /// The newtype that a variant needs for limits, which cannot be checked from outside as those of a field can.
    fn limited(&mut self, type_: Type, parent: &Key, place: &Place<'a>, element: ElementId) {
        let Simple::Builtin(_, checks, Some(id)) = simple::resolve(self.model, type_) else {
            return;
        };
        if self.model[id].name.is_none() && !checks.is_empty() {
            self.add(Entry {
                key: Key::Simple(id.0),
                kind: EntryKind::Simple { id, named: false },
                hint: self.model[element].name.local.to_string(),
                parent: Some(parent.clone()),
                parts: place.clone(),
                place: place.clone(),
                span: self.model[element].name_span,
            });
        }
    }

    /// Notes the use of a simple type, and the enum it needs if it is anonymous.
    fn simple(&mut self, type_: Type, use_: Use<'a>, parent: &Key, hint: &str, span: Span) {
        let mut resolved = simple::resolve(self.model, type_);
        while let Simple::List(item, _) = resolved {
            resolved = *item;
        }
        let (Simple::Values(id) | Simple::Union(id)) = resolved else {
            return;
        };
        let place = use_.place.clone();
        self.found.uses.push((id, use_));
        if self.model[id].name.is_none() && !simple::is_empty(self.model, type_) {
            self.add(Entry {
                key: Key::Simple(id.0),
                kind: EntryKind::Simple { id, named: false },
                hint: hint.to_owned(),
                parent: Some(parent.clone()),
                parts: place.clone(),
                place,
                span,
            });
            self.members(id);
        }
    }
}
