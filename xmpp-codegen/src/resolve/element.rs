//! Elements (XSD part 1 §3.3.2).

use super::graph;
use super::resolver::{Resolver, Scope};
use super::symbols::{Space, Target};
use crate::model::{Bindings, Element, ElementId, Name, Text, Type, Ways};
use crate::parse::element::{self, Declaration, Identity, TypeUse};
use crate::parse::value::Form;
use crate::rule::circular_definition;
use crate::source::Span;

impl<'s> Resolver<'s> {
    pub(super) fn global_element(
        &mut self,
        scope: Scope<'s>,
        source: &'s element::Element,
        id: ElementId,
    ) {
        let Some(declaration) = source.declaration(self.document(scope)) else {
            return;
        };
        let name = self.global_name(scope, &declaration.name.value);
        let mut element = self.element(scope, source, declaration, name);
        element.global = true;
        if let Some(reference) = &declaration.substitutes {
            let head = self.find(scope, Space::Element, reference);
            if let Some(Target::Element(head)) = head {
                element.substitutes = Some(head);
                if matches!(declaration.type_, TypeUse::Absent) {
                    self.typed_by_head.push(id);
                }
            }
        }
        self.model.elements[id.0 as usize] = element;
    }

    /// A local element, or the global one that is referenced.
    pub(super) fn local_element(
        &mut self,
        scope: Scope<'s>,
        source: &'s element::Element,
    ) -> Option<ElementId> {
        match &source.identity {
            Identity::Reference(reference) => match self.find(scope, Space::Element, reference)? {
                Target::Element(id) => Some(id),
                _ => None,
            },
            Identity::Declaration(_) => {
                let declaration = source.declaration(self.document(scope))?;
                let form = declaration
                    .form
                    .unwrap_or_else(|| self.document(scope).element_form);
                let namespace = match form {
                    Form::Qualified => self.target(scope).clone(),
                    Form::Unqualified => Text::default(),
                };
                let name = Name::new(namespace, declaration.name.value.clone());
                let element = self.element(scope, source, declaration, name);
                Some(self.add_element(element))
            }
        }
    }

    fn element(
        &mut self,
        scope: Scope<'s>,
        source: &element::Element,
        declaration: &'s Declaration,
        name: Name,
    ) -> Element {
        Element {
            name,
            global: false,
            type_: self.type_use(scope, &declaration.type_),
            value: declaration.value.as_ref().map(|value| value.value.clone()),
            bindings: declaration.bindings.clone(),
            block: declaration.block,
            final_: declaration.final_,
            constraints: self.constraints(scope, &declaration.constraints),
            implied: false,
            nillable: declaration.nillable,
            abstract_: declaration.abstract_,
            substitutes: None,
            doc: source.doc.clone(),
            span: source.span,
            name_span: declaration.name.span,
        }
    }

    /// The type of a declaration; `xs:anyType` where there is none or it is not known.
    pub(super) fn type_use(&mut self, scope: Scope<'s>, source: &'s TypeUse) -> Type {
        match source {
            TypeUse::Absent => Type::Any,
            TypeUse::Named(reference) => self.type_(scope, reference).unwrap_or(Type::Any),
            TypeUse::Simple(inner) => Type::Simple(self.local_simple_type(scope, inner)),
            TypeUse::Complex(inner) => Type::Complex(self.local_complex_type(scope, inner)),
        }
    }
}

/// Substitution groups: circles are cut, and members without a type take their head's.
pub(super) fn finish(resolver: &mut Resolver<'_>) {
    let elements = &resolver.model.elements;
    if elements.iter().all(|element| element.substitutes.is_none()) {
        return;
    }
    let heads = |element: &Element| {
        element
            .substitutes
            .map(|head| head.0 as usize)
            .into_iter()
            .collect()
    };
    let edges: Vec<Vec<usize>> = elements.iter().map(heads).collect();
    let walk = graph::walk(&edges);
    for circle in &walk.circles {
        let named = |&node: &usize| {
            let element = &resolver.model.elements[node];
            (element.name_span, element.name.local.clone())
        };
        let along: Vec<_> = circle.nodes.iter().map(named).collect();
        let report = circular_definition::report("the substitution group of", &along);
        resolver.model.elements[circle.cut.0].substitutes = None;
        resolver.report(report);
    }
    let waiting: std::collections::BTreeSet<ElementId> =
        resolver.typed_by_head.iter().copied().collect();
    for node in walk.order {
        let elements = &mut resolver.model.elements;
        let id = ElementId(u32::try_from(node).unwrap_or(u32::MAX));
        if let (true, Some(head)) = (waiting.contains(&id), elements[node].substitutes) {
            elements[node].type_ = elements[head.0 as usize].type_;
        }
    }
}

/// What stands for an element until it is built.
pub(super) fn placeholder() -> Element {
    Element {
        name: Name::default(),
        global: true,
        type_: Type::Any,
        value: None,
        bindings: Bindings::default(),
        block: Ways::NONE,
        final_: Ways::NONE,
        constraints: Vec::new(),
        implied: false,
        nillable: false,
        abstract_: false,
        substitutes: None,
        doc: None,
        span: Span::default(),
        name_span: Span::default(),
    }
}
