//! What judging must know of an element declaration, gathered once.

use super::content::{Any, Bag, Folder, is_empty_text};
use super::paths::Places;
use super::rule::CrossRule;
use crate::catalog::Catalog;
use crate::model::{
    Attribute, AttributeUse, Content, Element, ElementId, Model, Name, Namespaces, Type,
    ValueConstraint, Wildcard,
};
use crate::source::Span;
use std::borrow::Cow;
use xmpp_xml::Node;

/// An element declaration, prepared.
#[derive(Debug)]
pub(super) struct Shape<'m> {
    pub(super) attributes: Vec<AttributeShape<'m>>,
    pub(super) any_attribute: Option<&'m Wildcard>,
    pub(super) children: Bag<'m>,
    /// Choices whose unknown members read as a known one, or are kept (R3).
    pub(super) open_choices: Vec<OpenChoice<'m>>,
    /// For each name that a slot takes: the name, the slot, the declaration. Sorted by name.
    pub(super) index: Vec<(&'m Name, usize, ElementId)>,
    pub(super) text: Text<'m>,
    pub(super) rules: Vec<CrossRule>,
    /// Whether everything may stand inside: `xs:anyType`.
    pub(super) open: bool,
}

/// A choice that takes every element of its namespace.
#[derive(Debug)]
pub(super) struct OpenChoice<'m> {
    pub(super) slot: usize,
    pub(super) namespace: &'m str,
    pub(super) unknown: Unknown,
}

/// An attribute of an element.
#[derive(Debug)]
pub(super) struct AttributeShape<'m> {
    pub(super) name: &'m Name,
    pub(super) value: Value<'m>,
    pub(super) required: bool,
    /// What absent means.
    pub(super) default: Option<&'m str>,
    pub(super) span: Span,
}

/// What the text of an element is.
#[derive(Debug)]
pub(super) enum Text<'m> {
    /// White space only.
    None,
    /// Anything.
    Mixed,
    /// A value.
    Value(Value<'m>),
}

/// The value of an attribute or text.
#[derive(Debug)]
pub(super) struct Value<'m> {
    pub(super) type_: Type,
    pub(super) fixed: Option<&'m str>,
    /// The text that an empty element stands for.
    pub(super) empty: Option<&'m str>,
    pub(super) unknown: Unknown,
    /// The declaration.
    pub(super) span: Span,
}

/// What becomes of a value outside a closed list, or of an element outside a choice (R3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It is invalid.
    #[default]
    Invalid,
    /// It is kept.
    Keep,
    /// It reads as this one.
    ReadAs(String),
}

/// Prepares every element declaration.
pub(super) fn shapes<'m>(model: &'m Model, catalog: &Catalog) -> Vec<Shape<'m>> {
    let mut folder = Folder::new(model);
    let mut shapes: Vec<Shape<'m>> = model
        .elements
        .iter()
        .map(|element| shape(model, catalog, &mut folder, element))
        .collect();
    for (parent, element) in model.elements.iter().enumerate() {
        let places = Places::of_element(model, catalog, element);
        let children: Vec<ElementId> = shapes[parent].index.iter().map(|entry| entry.2).collect();
        for id in children {
            let step = &model[id].name.local;
            if let (Some(unknown), Some(Text::Value(value))) = (
                places.unknown(step),
                shapes.get_mut(id.0 as usize).map(|shape| &mut shape.text),
            ) {
                value.unknown = unknown;
            }
        }
    }
    shapes
}

fn shape<'m>(
    model: &'m Model,
    catalog: &Catalog,
    folder: &mut Folder<'m>,
    element: &'m Element,
) -> Shape<'m> {
    let places = Places::of_element(model, catalog, element);
    let mut shape = Shape::of_type(model, folder, element);
    for attribute in &mut shape.attributes {
        let step = format!("@{}", written(attribute.name));
        attribute.value.unknown = places
            .unknown(&step)
            .or_else(|| Places::of_type(model, catalog, attribute.value.type_).unknown(""))
            .unwrap_or_default();
    }
    if let Text::Value(value) = &mut shape.text {
        value.unknown = places
            .unknown("")
            .or_else(|| Places::of_type(model, catalog, value.type_).unknown(""))
            .unwrap_or_default();
        if let Some(ValueConstraint::Fixed(fixed)) = &element.value {
            value.fixed = Some(fixed);
        }
        value.empty = element.value.as_ref().map(|value| value.text().as_str());
    }
    places.bound(model, catalog, &mut shape.children);
    shape.index();
    shape.open_choices = open_choices(model, catalog, &places, &shape.children);
    shape.rules = places.rules(element).map(CrossRule::new).collect();
    shape
}

fn open_choices<'m>(
    model: &'m Model,
    catalog: &Catalog,
    places: &Places<'_>,
    bag: &Bag<'m>,
) -> Vec<OpenChoice<'m>> {
    let mut open = Vec::new();
    for (slot, choice) in bag.slots.iter().enumerate() {
        let unknown = match choice.group {
            Some(id) => Places::of_group(model, catalog, id).unknown(""),
            None if choice.elements.len() > 1 => places.unknown("choice()"),
            None => None,
        };
        if let (Some(unknown), Some(first)) = (unknown, choice.elements.first())
            && unknown != Unknown::Invalid
        {
            open.push(OpenChoice {
                slot,
                namespace: &first.name.namespace,
                unknown,
            });
        }
    }
    open
}

impl<'m> Shape<'m> {
    fn of_type(model: &'m Model, folder: &mut Folder<'m>, element: &'m Element) -> Self {
        let mut shape = Self {
            attributes: Vec::new(),
            any_attribute: None,
            children: Bag::default(),
            open_choices: Vec::new(),
            index: Vec::new(),
            text: Text::None,
            rules: Vec::new(),
            open: false,
        };
        let complex = match element.type_ {
            Type::Any => {
                shape.open = true;
                shape.text = Text::Mixed;
                return shape;
            }
            Type::Builtin(_) | Type::Simple(_) => {
                shape.text = Text::of(model, element.type_, element.span);
                return shape;
            }
            Type::Complex(id) => match model.complex_types.get(id.0 as usize) {
                Some(complex) => complex,
                None => return shape,
            },
        };
        shape.attributes = complex
            .attributes
            .iter()
            .filter_map(|use_| AttributeShape::of(model, use_))
            .collect();
        shape.any_attribute = complex.any_attribute.as_ref();
        match &complex.content {
            Content::Empty => {}
            Content::Simple(type_) => shape.text = Text::of(model, *type_, element.span),
            Content::Elements(particle) => shape.children = folder.fold(particle),
            Content::Mixed(particle) => {
                shape.text = Text::Mixed;
                shape.children = particle
                    .as_ref()
                    .map(|particle| folder.fold(particle))
                    .unwrap_or_default();
            }
        }
        shape
    }

    fn index(&mut self) {
        for (at, slot) in self.children.slots.iter().enumerate() {
            let entries = slot
                .elements
                .iter()
                .map(|element| (element.name, at, element.id));
            self.index.extend(entries);
        }
        self.index.sort_by(|one, two| one.0.cmp(two.0));
    }

    /// The text of an element, or what it stands for without one (XSD part 1 §3.3.4, Element Locally Valid (Element) 5.1).
    pub(super) fn text_of<'t>(&'t self, node: Node<'t>) -> Cow<'t, str> {
        match &self.text {
            Text::Value(Value {
                empty: Some(empty), ..
            }) if node.takes_default() => Cow::Borrowed(empty),
            _ => node.text(),
        }
    }

    /// Whether text stands between its children.
    pub(super) const fn is_mixed(&self) -> bool {
        matches!(self.text, Text::Mixed)
    }

    /// The slot and the declaration for a child of that name.
    pub(super) fn child(&self, namespace: &str, local: &str) -> Option<(usize, ElementId)> {
        let key = |name: &'m Name| (name.namespace.as_str(), name.local.as_str());
        self.index
            .binary_search_by(|entry| key(entry.0).cmp(&(namespace, local)))
            .ok()
            .map(|at| (self.index[at].1, self.index[at].2))
    }

    /// The wildcards, where one of them admits the child. `##other` stands for the namespaces of extensions (RFC 6120 §8.4):
    /// it does not take elements of the parent's own namespace, also where it comes from a group of another schema.
    pub(super) fn admitting(&self, child: Node<'_>, parent: Node<'_>) -> Option<&Any<'m>> {
        let admits = |wildcard: &&Wildcard| {
            wildcard.namespaces.admits(child.namespace())
                && !(matches!(wildcard.namespaces, Namespaces::Other(_))
                    && child.same_namespace(parent))
        };
        let any = self.children.any.as_ref()?;
        any.wildcards.iter().any(admits).then_some(any)
    }

    /// Whether a child is one that a rule counts: of that name beside its parent, or, for `*`, one that only a wildcard admits.
    pub(super) fn is_counted(&self, child: Node<'_>, parent: Node<'_>, what: &str) -> bool {
        match what {
            "*" => {
                child.may_stand_in(parent)
                    && self.child(child.namespace(), child.name()).is_none()
                    && self.admitting(child, parent).is_some()
            }
            name => child.name() == name && child.same_namespace(parent),
        }
    }

    /// Whether children of that name, `*` for elements of other namespaces, may stand there more than once.
    pub(super) fn has_many(&self, name: &str) -> bool {
        match name {
            "*" => self
                .children
                .any
                .as_ref()
                .is_none_or(|any| !any.range.is_single()),
            name => self
                .index
                .iter()
                .filter(|(known, _, _)| known.local == name)
                .any(|(_, slot, _)| !self.children.slots[*slot].range.is_single()),
        }
    }

    /// What becomes of an unknown member of the choice in a slot.
    pub(super) fn unknown_in(&self, slot: usize) -> Option<&Unknown> {
        self.open_choices
            .iter()
            .find(|choice| choice.slot == slot)
            .map(|choice| &choice.unknown)
    }

    /// The attribute of that name.
    pub(super) fn attribute(&self, namespace: &str, local: &str) -> Option<&AttributeShape<'m>> {
        self.attributes
            .iter()
            .find(|shape| shape.name.is(namespace, local))
    }
}

impl<'m> AttributeShape<'m> {
    fn of(model: &'m Model, use_: &'m AttributeUse) -> Option<Self> {
        let attribute: &'m Attribute = model.attributes.get(use_.attribute.0 as usize)?;
        let (default, fixed) = match use_.value.as_ref().or(attribute.value.as_ref()) {
            Some(ValueConstraint::Default(value)) => (Some(value.as_str()), None),
            Some(ValueConstraint::Fixed(value)) => (Some(value.as_str()), Some(value.as_str())),
            None => (None, None),
        };
        Some(Self {
            name: &attribute.name,
            value: Value {
                type_: attribute.type_,
                fixed,
                empty: None,
                unknown: Unknown::Invalid,
                span: use_.span,
            },
            required: use_.required,
            default,
            span: use_.span,
        })
    }
}

impl Text<'_> {
    /// The text of a simple type. One whose only value is empty, as older schemas write empty elements, holds no text.
    fn of(model: &Model, type_: Type, span: Span) -> Self {
        if is_empty_text(model, type_) {
            return Self::None;
        }
        Self::Value(Value {
            type_,
            fixed: None,
            empty: None,
            unknown: Unknown::Invalid,
            span,
        })
    }
}

/// The name of an attribute as people write it.
pub(super) fn written(name: &Name) -> String {
    name.written()
}
