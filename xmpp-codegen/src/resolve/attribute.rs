//! Attributes and attribute groups (XSD part 1 §3.2.2, §3.5, §3.6.2).

use super::resolver::{Resolver, Scope, empty_complex_type};
use super::symbols::{Space, Target};
use super::wildcard;
use crate::model::datatype::Builtin;
use crate::model::{
    Attribute, AttributeId, AttributeUse, Bindings, ComplexType, Model, Name, Text, Type, Wildcard,
    XSI,
};
use crate::parse::attribute::{self, Identity, Use};
use crate::parse::element::TypeUse;
use crate::parse::value::Form;
use crate::rule::{
    duplicate_attribute, inexpressible_wildcard, invalid_derivation, invalid_redefinition,
    reserved_name,
};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What a type or group says about attributes, groups not yet expanded.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) items: Vec<Item>,
    pub(super) any: Option<Wildcard>,
}

/// One entry of [`Attributes`].
#[derive(Clone, Debug)]
pub(super) enum Item {
    Use(AttributeUse),
    /// `use='prohibited'`: a restriction takes the attribute away.
    Prohibited(AttributeId),
    Group(usize),
}

/// A named attribute group.
#[derive(Debug)]
pub(super) struct AttributeGroup {
    name: Text,
    span: Span,
    attributes: Attributes,
}

/// The attributes of a type, groups expanded.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) uses: Vec<AttributeUse>,
    pub(super) prohibited: Option<BTreeSet<Name>>,
    pub(super) any: Option<Wildcard>,
}

impl<'s> Resolver<'s> {
    pub(super) fn global_attribute(
        &mut self,
        scope: Scope<'s>,
        source: &'s attribute::Attribute,
        id: AttributeId,
    ) {
        if let Identity::Declaration { name, type_, .. } = &source.identity {
            let full = self.global_name(scope, &name.value);
            let mut attribute = self.declaration(scope, source, full, name.span, type_);
            attribute.global = true;
            self.model.attributes[id.0 as usize] = attribute;
        }
    }

    pub(super) fn global_attribute_group(
        &mut self,
        scope: Scope<'s>,
        source: &'s attribute::AttributeGroup,
    ) {
        let attributes = self.attributes(scope, &source.attributes);
        if let Some(Target::AttributeGroup(original)) = scope.original {
            let is_original = |item: &&Item| matches!(item, Item::Group(at) if *at == original);
            match attributes.items.iter().filter(is_original).count() {
                0 => {
                    let new = self.attribute_groups.len();
                    self.replaced_attributes.push((new, original));
                }
                1 => {}
                _ => {
                    let why = "it may contain the original once"; // src-redefine.7.1
                    let report =
                        invalid_redefinition::report(source.name.span, &source.name.value, why);
                    self.report(report);
                }
            }
        }
        self.attribute_groups.push(AttributeGroup {
            name: source.name.value.clone(),
            span: source.name.span,
            attributes,
        });
    }

    pub(super) fn attributes(
        &mut self,
        scope: Scope<'s>,
        source: &'s attribute::Attributes,
    ) -> Attributes {
        let mut items = Vec::with_capacity(source.items.len());
        for item in &source.items {
            match item {
                attribute::Item::Attribute(attribute) => {
                    if let Some(found) = self.attribute_use(scope, attribute) {
                        items.push(found);
                    }
                }
                attribute::Item::Group(reference) => {
                    let found = self.find(scope, Space::AttributeGroup, reference);
                    if let Some(Target::AttributeGroup(at)) = found {
                        items.push(Item::Group(at));
                    }
                }
            }
        }
        let any = source
            .any
            .as_ref()
            .map(|any| self.wildcard(scope, any, "anyAttribute"));
        Attributes { items, any }
    }

    fn attribute_use(
        &mut self,
        scope: Scope<'s>,
        source: &'s attribute::Attribute,
    ) -> Option<Item> {
        let id = match &source.identity {
            Identity::Reference(reference) => self.attribute_target(scope, reference)?,
            Identity::Declaration { name, form, type_ } => {
                let form = form.unwrap_or_else(|| self.document(scope).attribute_form);
                let namespace = match form {
                    Form::Qualified => self.target(scope).clone(),
                    Form::Unqualified => Text::default(),
                };
                let full = Name::new(namespace, name.value.clone());
                let attribute = self.declaration(scope, source, full, name.span, type_);
                self.add_attribute(attribute)
            }
        };
        if source.use_ == Use::Prohibited {
            return Some(Item::Prohibited(id));
        }
        Some(Item::Use(AttributeUse {
            attribute: id,
            required: source.use_ == Use::Required,
            value: source.value.as_ref().map(|value| value.value.clone()),
            bindings: source.bindings.clone(),
            doc: source.doc.clone(),
            span: source.span,
        }))
    }

    fn declaration(
        &mut self,
        scope: Scope<'s>,
        source: &attribute::Attribute,
        name: Name,
        name_span: Span,
        type_: &'s TypeUse,
    ) -> Attribute {
        let type_ = match type_ {
            TypeUse::Absent => Type::Builtin(Builtin::AnySimpleType),
            other => self.simple_type_use(scope, other, source.span),
        };
        if name.namespace == XSI {
            self.report(reserved_name::report(name_span)); // no-xsi
        }
        Attribute {
            name,
            global: false,
            type_,
            value: source.value.as_ref().map(|value| value.value.clone()),
            bindings: source.bindings.clone(),
            doc: source.doc.clone(),
            span: source.span,
            name_span,
        }
    }

    /// The type of an attribute, which has to be simple.
    fn simple_type_use(&mut self, scope: Scope<'s>, source: &'s TypeUse, span: Span) -> Type {
        let (found, span) = match source {
            TypeUse::Named(reference) => match self.type_(scope, reference) {
                Some(found) => (found, reference.span),
                None => return Type::Builtin(Builtin::AnySimpleType),
            },
            other => (self.type_use(scope, other), span),
        };
        if matches!(found, Type::Any | Type::Complex(_)) {
            let wrong = "the type of an attribute has to be simple";
            let help = "name a simple type, as `xs:string`";
            self.report(invalid_derivation::report(span, wrong).help(help));
            return Type::Builtin(Builtin::AnySimpleType);
        }
        found
    }

    /// The attributes of a type, as [`Self::expand`] has them.
    pub(super) fn expanded(&mut self, own: Attributes, owner: Span) -> Expanded {
        if !self.is_plain(&own.items) {
            return self.expand(&own, owner);
        }
        let model = &self.model;
        let uses = own.items.into_iter().filter_map(|item| match item {
            Item::Use(mut found) => {
                let declaration = &model[found.attribute];
                complete(&mut found, declaration);
                Some(found)
            }
            Item::Prohibited(_) | Item::Group(_) => None,
        });
        Expanded {
            uses: uses.collect(),
            any: own.any,
            ..Expanded::default()
        }
    }

    /// Whether there are but uses, few of them, and each of another name.
    fn is_plain(&self, items: &[Item]) -> bool {
        let name = |item: &Item| match item {
            Item::Use(found) => Some(&self.model[found.attribute].name),
            Item::Prohibited(_) | Item::Group(_) => None,
        };
        items.len() <= FEW
            && items.iter().enumerate().all(|(at, item)| {
                let mut before = items[..at].iter();
                let own = name(item);
                own.is_some() && before.all(|other| name(other) != own)
            })
    }

    /// Replaces groups by their attributes, each group once. An attribute given twice is reported and counts once.
    pub(super) fn expand(&mut self, own: &Attributes, owner: Span) -> Expanded {
        let mut expanded = Expanded::default();
        expanded.any.clone_from(&own.any);
        if own.items.is_empty() {
            return expanded;
        }
        expanded.uses = Vec::with_capacity(own.items.len());
        let mut seen = Seen::default();
        let mut visited = BTreeSet::new();
        let mut clashes = Vec::new();
        let mut inexpressible = Vec::new();
        let mut items = own.items.iter();
        let mut outer = Vec::new();
        loop {
            match items.next() {
                None => match outer.pop() {
                    Some(rest) => items = rest,
                    None => break,
                },
                // Only in the restriction itself does a prohibition say something (XSD part 1 §3.4.2): in a group it is no use
                // of an attribute, and so nothing that the group gives.
                Some(Item::Prohibited(_)) if !outer.is_empty() => {}
                Some(Item::Prohibited(id)) => {
                    let prohibited = expanded.prohibited.get_or_insert_default();
                    prohibited.insert(self.model[*id].name.clone());
                }
                Some(Item::Group(at)) => {
                    let Some(group) = self.attribute_groups.get(*at) else {
                        continue;
                    };
                    if visited.insert(*at) {
                        let inside = group.attributes.items.iter();
                        outer.push(std::mem::replace(&mut items, inside));
                        match wildcard::both(expanded.any.take(), group.attributes.any.as_ref()) {
                            Ok(any) => expanded.any = any,
                            Err((first, second)) => inexpressible.push((first, second)),
                        }
                    }
                }
                Some(Item::Use(found)) => {
                    let declaration = &self.model[found.attribute];
                    match seen.add(&self.model, &expanded.uses, declaration, found.span) {
                        Some(first) => clashes.push((found.span, first, declaration.name.clone())),
                        None => expanded.uses.push(completed(found, declaration)),
                    }
                }
            }
        }
        for (first, second) in inexpressible {
            self.report(inexpressible_wildcard::report(first, second, "both"));
        }
        for (span, first, name) in clashes {
            self.report_twice((span, first), owner, &name);
        }
        expanded
    }

    /// Reports an attribute that a type has twice; a group that many types use is reported once.
    pub(super) fn report_twice(&mut self, (span, first): (Span, Span), owner: Span, name: &Name) {
        if self.reported().attributes.insert((span, first)) {
            self.report(duplicate_attribute::report(span, first, owner, name));
        }
    }
}

/// So many names are compared one by one.
const FEW: usize = 16;

/// The names of attributes, and where each was first: those beyond the few, as there mostly are.
#[derive(Default)]
struct Seen<'m> {
    many: BTreeMap<&'m Name, Span>,
}

impl<'m> Seen<'m> {
    /// Where the name was among the uses before; if it was not, the next one has it.
    fn add(
        &mut self,
        model: &'m Model,
        uses: &[AttributeUse],
        declaration: &'m Attribute,
        span: Span,
    ) -> Option<Span> {
        let name = &declaration.name;
        let few = uses.iter().take(FEW);
        let mut same = few.filter(|found| model[found.attribute].name == *name);
        let known = same.next().map(|found| found.span);
        let known = known.or_else(|| self.many.get(name).copied());
        if known.is_none() && uses.len() >= FEW {
            self.many.insert(name, span);
        }
        known
    }
}

/// What a use leaves out, its declaration says.
fn completed(found: &AttributeUse, declaration: &Attribute) -> AttributeUse {
    let mut found = found.clone();
    complete(&mut found, declaration);
    found
}

fn complete(found: &mut AttributeUse, declaration: &Attribute) {
    if found.value.is_none() {
        found.value.clone_from(&declaration.value);
        found.bindings.clone_from(&declaration.bindings);
    }
    if found.doc.is_none() {
        found.doc.clone_from(&declaration.doc);
    }
}

/// Attribute groups that contain themselves (XSD part 1 §3.6.3, src-attribute_group.3).
pub(super) fn report_circles(resolver: &mut Resolver<'_>) {
    let groups = &resolver.attribute_groups;
    if groups.is_empty() {
        return;
    }
    let inner = |group: &AttributeGroup| {
        let items = group.attributes.items.iter();
        items
            .filter_map(|item| {
                if let Item::Group(at) = item {
                    Some(*at)
                } else {
                    None
                }
            })
            .collect()
    };
    let edges: Vec<Vec<usize>> = groups.iter().map(inner).collect();
    for circle in super::graph::walk(&edges).circles {
        let groups = &resolver.attribute_groups;
        let along: Vec<_> = circle
            .nodes
            .iter()
            .map(|&at| (groups[at].span, groups[at].name.clone()))
            .collect();
        let report = crate::rule::circular_definition::report("the attribute group", &along);
        resolver.report(report);
    }
}

/// Attribute groups that replace others, as types to compare.
pub(super) fn finish(resolver: &mut Resolver<'_>) {
    for (new, old) in std::mem::take(&mut resolver.replaced_attributes) {
        let groups = [new, old].map(|at| {
            let group = &resolver.attribute_groups[at];
            let (name, span) = (group.name.clone(), group.span);
            let own = Attributes {
                items: vec![Item::Group(at)],
                any: None,
            };
            let expanded = resolver.expand(&own, span);
            ComplexType {
                name: Some(Name::new("", name)),
                attributes: expanded.uses,
                any_attribute: expanded.any,
                ..empty_complex_type(span)
            }
        });
        let [new, old] = groups;
        resolver.replaced.attributes.push((new, old));
    }
}

/// What stands for an attribute until it is built.
pub(super) fn placeholder() -> Attribute {
    Attribute {
        name: Name::default(),
        global: true,
        type_: Type::Builtin(Builtin::AnySimpleType),
        value: None,
        bindings: Bindings::default(),
        doc: None,
        span: Span::default(),
        name_span: Span::default(),
    }
}
