//! Simple types (XSD part 2 §4.1.2).

use super::graph;
use super::resolver::{Resolver, Scope};
use super::symbols::Target;
use crate::mode::Mode;
use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets};
use crate::model::{Name, SimpleType, SimpleTypeId, Text, Type, Variety, XSD};
use crate::parse::simple_type::{self, Base, Derivation};
use crate::regex::unanchored;
use crate::rule::{
    circular_definition, invalid_derivation, invalid_redefinition, nesting_too_deep,
};

/// A simple type made from more steps than this was not written by a person.
const DERIVATION_LIMIT: usize = 128;

const ANY: Type = Type::Builtin(Builtin::AnySimpleType);

impl<'s> Resolver<'s> {
    pub(super) fn fill_simple_type(
        &mut self,
        scope: Scope<'s>,
        source: &'s simple_type::SimpleType,
        id: SimpleTypeId,
    ) {
        let name = source
            .name
            .as_ref()
            .map(|name| self.global_name(scope, &name.value));
        let type_ = self.simple_type(scope, source, name);
        self.model.simple_types[id.0 as usize] = type_;
    }

    pub(super) fn local_simple_type(
        &mut self,
        scope: Scope<'s>,
        source: &'s simple_type::SimpleType,
    ) -> SimpleTypeId {
        let type_ = self.simple_type(scope, source, None);
        self.add_simple_type(type_)
    }

    fn simple_type(
        &mut self,
        scope: Scope<'s>,
        source: &'s simple_type::SimpleType,
        name: Option<Name>,
    ) -> SimpleType {
        if let (Some(Target::Simple(original)), Some(name)) = (scope.original, &source.name) {
            let base = match &source.derivation {
                Derivation::Restriction {
                    base: Base::Named(reference),
                    ..
                } => self.base(scope, reference),
                _ => None,
            };
            if base != Some(Type::Simple(original)) {
                let why = "it restricts another type"; // src-redefine.5
                self.report(invalid_redefinition::report(name.span, &name.value, why));
            }
        }
        let inner = Scope {
            original: None,
            ..scope
        };
        let (variety, facets) = match &source.derivation {
            Derivation::Restriction { base, facets } => match self.restricted(scope, base) {
                ANY => (Variety::Restriction(ANY), Facets::default()), // reported; the facets are of no known type
                base => (Variety::Restriction(base), self.facets(facets)),
            },
            Derivation::List(item) => (
                Variety::List(self.simple_base(inner, item)),
                Facets::default(),
            ),
            Derivation::Union(members) => {
                let members = members
                    .iter()
                    .map(|member| self.simple_base(inner, member))
                    .collect();
                (Variety::Union(members), Facets::default())
            }
            Derivation::Missing => (Variety::Restriction(ANY), Facets::default()),
        };
        SimpleType {
            name,
            variety,
            facets,
            final_: source.final_,
            doc: source.doc.clone(),
            span: source.span,
        }
    }

    /// The facets of a restriction. With repairs, `^` and `$` around a pattern may also mean what they mean elsewhere.
    fn facets(&self, source: &Facets) -> Facets {
        let mut facets = source.clone();
        if self.mode == Mode::Repairing {
            let meant = |pattern: &Facet<Text>| {
                let value = unanchored(&pattern.value)?.into();
                Some(Facet {
                    value,
                    ..pattern.clone()
                })
            };
            facets
                .patterns
                .extend(source.patterns.iter().filter_map(meant));
        }
        facets
    }

    /// The base of a restriction. `xs:anySimpleType` is not for schemas to restrict (XSD part 1 §3.14.6, cos-st-restricts.1.1).
    fn restricted(&mut self, scope: Scope<'s>, base: &'s Base) -> Type {
        let found = self.simple_base(scope, base);
        if let Base::Named(reference) = base
            && reference
                .name
                .as_ref()
                .is_some_and(|name| name.local == "anySimpleType" && name.namespace == XSD)
        {
            let wrong = "`xs:anySimpleType` cannot be restricted";
            let report = invalid_derivation::report(reference.span, wrong);
            self.report(report.help("restrict `xs:string`, which admits any text"));
        }
        found
    }

    fn simple_base(&mut self, scope: Scope<'s>, base: &'s Base) -> Type {
        let reference = match base {
            Base::Anonymous(inner) => {
                let scope = Scope {
                    original: None,
                    ..scope
                };
                return Type::Simple(self.local_simple_type(scope, inner));
            }
            Base::Missing => return ANY,
            Base::Named(reference) => reference,
        };
        match self.base(scope, reference) {
            None => ANY,
            Some(Type::Any | Type::Complex(_)) => {
                let wrong = "a simple type can be made from simple types only";
                let report = invalid_derivation::report(reference.span, wrong)
                    .at("this is a complex type")
                    .help("for text with attributes, use `xs:complexType` with `xs:simpleContent`");
                self.report(report);
                ANY
            }
            Some(simple) => simple,
        }
    }
}

/// Simple types made from themselves are cut (XSD part 2 §4.1.2).
pub(super) fn cut_circles(resolver: &mut Resolver<'_>) {
    if resolver.model.simple_types.is_empty() {
        return;
    }
    let is_made = |type_: &SimpleType| parts(type_).iter().any(|part| simple(*part).is_some());
    if !resolver.model.simple_types.iter().any(is_made) {
        return;
    }
    let parts = |type_: &SimpleType| {
        let parts = parts(type_).iter();
        parts.filter_map(|part| simple(*part)).collect()
    };
    let edges: Vec<Vec<usize>> = resolver.model.simple_types.iter().map(parts).collect();
    let walk = graph::walk(&edges);
    for circle in &walk.circles {
        let named = |&node: &usize| {
            let type_ = &resolver.model.simple_types[node];
            (
                type_.span,
                type_.name.as_ref().map_or_else(
                    || Text::new_static("(anonymous)"),
                    |name| name.local.clone(),
                ),
            )
        };
        let along: Vec<_> = circle.nodes.iter().map(named).collect();
        resolver.report(circular_definition::report("the type", &along));
        cut(&mut resolver.model.simple_types[circle.cut.0], circle.cut.1);
    }
    limit_depth(resolver, &walk.order);
}

const fn parts(type_: &SimpleType) -> &[Type] {
    match &type_.variety {
        Variety::Restriction(base) => std::slice::from_ref(base),
        Variety::List(item) => std::slice::from_ref(item),
        Variety::Union(members) => members.as_slice(),
    }
}

const fn simple(type_: Type) -> Option<usize> {
    match type_ {
        Type::Simple(id) => Some(id.0 as usize),
        _ => None,
    }
}

/// Replaces a part of a type by any simple type.
fn cut(type_: &mut SimpleType, part: usize) {
    let replace = |slot: &mut Type| {
        if simple(*slot) == Some(part) {
            *slot = ANY;
        }
    };
    match &mut type_.variety {
        Variety::Restriction(slot) | Variety::List(slot) => replace(slot),
        Variety::Union(members) => members.iter_mut().for_each(replace),
    }
}

fn limit_depth(resolver: &mut Resolver<'_>, order: &[usize]) {
    let mut depths = vec![0; resolver.model.simple_types.len()];
    let mut too_deep = None;
    for &node in order {
        let type_ = &mut resolver.model.simple_types[node];
        let deepest = parts(type_)
            .iter()
            .filter_map(|part| simple(*part))
            .map(|part| depths[part] + 1)
            .max();
        depths[node] = deepest.unwrap_or(0);
        if depths[node] > DERIVATION_LIMIT {
            type_.variety = Variety::Restriction(ANY);
            depths[node] = 0;
            too_deep.get_or_insert(type_.span);
        }
    }
    if let Some(span) = too_deep {
        let report = nesting_too_deep::report(span, "simple types", DERIVATION_LIMIT);
        resolver.report(report);
    }
}
