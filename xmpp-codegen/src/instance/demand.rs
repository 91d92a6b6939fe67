//! What a schema demands of documents, piece by piece: so that it can be counted what was refused for it.

use super::Judge;
use super::shape::{Shape, Text, Unknown, Value};
use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets};
use crate::model::{ElementId, Model, SimpleType, Type, Variety};
use crate::source::Span;
use std::collections::BTreeSet;
use xmpp_xml::Rule;

/// A facet, a datatype, or a bound of how often something occurs: the [`Judge`] refuses a document that does not keep to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// What kind of thing.
    pub kind: Kind,
    /// The declaration of the element that it is about.
    pub element: ElementId,
    /// The place in the schema that says so.
    pub span: Span,
    /// In a few words: ``maxLength of the text of `<body/>` ``.
    pub what: String,
    /// What is bounded.
    pub(crate) of: Of,
}

/// The kinds of demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A facet of a simple type, enumerations left out (XSD part 2 §4.3).
    Facet,
    /// The values of a datatype, an enumeration or `fixed` (XSD part 2 §3, §4.3.5).
    Value,
    /// `use='required'` (XSD part 1 §3.5).
    Attribute,
    /// `minOccurs` (XSD part 1 §3.9).
    Least,
    /// `maxOccurs` (XSD part 1 §3.9), or that one alternative excludes another.
    Most,
}

/// What of an element a demand bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The attribute of that namespace and name.
    Attribute(String, String),
    /// Its text.
    Text,
    /// Children of these declarations, and how many of them; none are what a wildcard admits.
    Children(Vec<ElementId>, u32),
}

impl Kind {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Facet,
        Self::Value,
        Self::Attribute,
        Self::Least,
        Self::Most,
    ];

    /// What several of them are called.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Facet => "facets",
            Self::Value => "datatypes and enumerations",
            Self::Attribute => "required attributes",
            Self::Least => "lower bounds of occurrence",
            Self::Most => "upper bounds of occurrence",
        }
    }

    /// Whether a document that breaks the rule does not keep to a demand of this kind.
    pub fn is_broken_by(self, rule: &Rule) -> bool {
        match self {
            Self::Facet => *rule == Rule::FACET,
            Self::Value => *rule == Rule::INVALID_VALUE || *rule == Rule::INVALID_JID,
            Self::Attribute => *rule == Rule::MISSING_ATTRIBUTE,
            Self::Least => *rule == Rule::MISSING_CHILD || *rule == Rule::TOO_FEW_CHILDREN,
            Self::Most => *rule == Rule::SURPLUS_CHILD || *rule == Rule::AMBIGUOUS_CHOICE,
        }
    }
}

impl Judge<'_> {
    /// What the declarations of these elements, and of all that stands in them, demand: each place of the schema once.
    pub fn demands(&self, roots: &[ElementId]) -> Vec<Demand> {
        let mut demands: Vec<Demand> = Vec::new();
        let mut known = BTreeSet::new();
        for id in self.reached(roots) {
            for demand in self.of_element(id) {
                if known.insert((demand.kind, demand.span)) {
                    demands.push(demand);
                }
            }
        }
        demands
    }

    /// These elements, and the declared ones that stand in them at any depth.
    pub(crate) fn reached(&self, roots: &[ElementId]) -> Vec<ElementId> {
        let (mut open, mut found) = (roots.to_vec(), BTreeSet::new());
        while let Some(id) = open.pop() {
            if found.insert(id)
                && let Some(shape) = self.known.shapes.get(id.0 as usize)
            {
                open.extend(shape.index.iter().map(|entry| entry.2));
            }
        }
        found.into_iter().collect()
    }

    /// The type of the value that a demand bounds.
    pub(crate) fn type_of(&self, demand: &Demand) -> Option<Type> {
        let shape = self.known.shapes.get(demand.element.0 as usize)?;
        match (&demand.of, &shape.text) {
            (Of::Attribute(namespace, local), _) => {
                let attribute = shape.attribute(namespace, local)?;
                Some(attribute.value.type_)
            }
            (Of::Text, Text::Value(value)) => Some(value.type_),
            (Of::Text | Of::Children(..), _) => None,
        }
    }

    fn of_element(&self, id: ElementId) -> Vec<Demand> {
        let (model, Some(shape)) = (self.known.model, self.known.shapes.get(id.0 as usize)) else {
            return Vec::new();
        };
        let tag = format!("`<{}/>`", model[id].name.local);
        let mut found = Found {
            element: id,
            demands: Vec::new(),
        };
        for attribute in &shape.attributes {
            let name = attribute.name;
            let of = Of::Attribute(name.namespace.to_string(), name.local.to_string());
            let shown = format!("`{}` of {tag}", name.written());
            if attribute.required {
                found.add(Kind::Attribute, attribute.span, &shown, &of);
            }
            found.value(model, &attribute.value, &shown, &of);
        }
        if let Text::Value(value) = &shape.text {
            found.value(model, value, &format!("the text of {tag}"), &Of::Text);
        }
        // How often children occur between words is for strict judging.
        if !shape.is_mixed() {
            found.children(shape, &tag);
        }
        found.demands
    }
}

/// The demands of one declaration.
struct Found {
    element: ElementId,
    demands: Vec<Demand>,
}

impl Found {
    fn add(&mut self, kind: Kind, span: Span, what: &str, of: &Of) {
        self.demands.push(Demand {
            kind,
            element: self.element,
            span,
            what: what.to_owned(),
            of: of.clone(),
        });
    }

    fn value(&mut self, model: &Model, value: &Value<'_>, what: &str, of: &Of) {
        // What is unknown there is no reason to refuse (R3).
        if value.unknown == Unknown::Invalid
            && (value.fixed.is_some() || is_bounded(model, value.type_))
        {
            self.add(Kind::Value, value.span, &format!("values of {what}"), of);
        }
        let mut types = vec![value.type_];
        while let Some(type_) = types.pop() {
            for step in steps(model, type_) {
                for (name, span) in spans(&step.facets) {
                    self.add(Kind::Facet, span, &format!("{name} of {what}"), of);
                }
                if let Variety::List(item) = step.variety {
                    types.push(item);
                }
            }
        }
    }

    fn children(&mut self, shape: &Shape<'_>, tag: &str) {
        let slots = shape.children.slots.iter().map(|slot| {
            let names: Vec<String> = slot
                .elements
                .iter()
                .map(|element| format!("`<{}/>`", element.name.local))
                .collect();
            let ids = slot.elements.iter().map(|element| element.id).collect();
            (names.join(" or "), ids, slot.range, slot.span)
        });
        let any = shape.children.any.iter().filter_map(|any| {
            let span = any.wildcards.first()?.span;
            Some((
                "a wildcard's content".to_owned(),
                Vec::new(),
                any.range,
                span,
            ))
        });
        for (names, ids, range, span) in slots.chain(any) {
            if range.min > 0 {
                let of = Of::Children(Vec::clone(&ids), range.min);
                let what = format!("at least {} of {names} in {tag}", range.min);
                self.add(Kind::Least, span, &what, &of);
            }
            if let Some(max) = range.max {
                let what = format!("at most {max} of {names} in {tag}");
                self.add(Kind::Most, span, &what, &Of::Children(ids, max));
            }
        }
    }
}

/// The steps of restriction from a type to what is built in, or to a list or union. A union is left as a whole: what is no value
/// of it is none of any member.
pub(crate) fn steps(model: &Model, mut type_: Type) -> Vec<&SimpleType> {
    let mut steps = Vec::new();
    while let Type::Simple(id) = type_ {
        let simple = &model[id];
        steps.push(simple);
        match simple.variety {
            Variety::Restriction(base) if steps.len() < crate::model::DEPTH_LIMIT => type_ = base,
            _ => break,
        }
    }
    steps
}

/// Whether there are texts that are no value of the type, facets but for enumerations aside.
fn is_bounded(model: &Model, type_: Type) -> bool {
    let steps = steps(model, type_);
    if steps.iter().any(|step| !step.facets.enumeration.is_empty()) {
        return true;
    }
    let base = match steps.last().map(|step| &step.variety) {
        None => type_,
        Some(Variety::Restriction(base)) => *base,
        Some(Variety::List(item)) => return is_bounded(model, *item),
        // The first of its members says why a text is no value of a union.
        Some(Variety::Union(members)) => {
            return members.iter().all(|member| is_bounded(model, *member));
        }
    };
    match base {
        Type::Builtin(builtin) => !matches!(
            builtin,
            Builtin::AnySimpleType
                | Builtin::String
                | Builtin::StanzaId
                | Builtin::ShortText
                | Builtin::NormalizedString
                | Builtin::Token
        ),
        Type::Any | Type::Simple(_) | Type::Complex(_) => false,
    }
}

/// The facets of a step, each with its name. Enumerations bound values, `whiteSpace` bounds nothing, and nothing is shorter
/// than a length of 0.
fn spans(facets: &Facets) -> Vec<(&'static str, Span)> {
    let span = |facet: &Facet<crate::model::Text>| facet.span;
    let number = |facet: &Facet<u64>| facet.span;
    let positive = facets.min_length.as_ref().filter(|facet| facet.value > 0);
    [
        ("length", facets.length.as_ref().map(number)),
        ("minLength", positive.map(number)),
        ("maxLength", facets.max_length.as_ref().map(number)),
        ("minInclusive", facets.min_inclusive.as_ref().map(span)),
        ("maxInclusive", facets.max_inclusive.as_ref().map(span)),
        ("minExclusive", facets.min_exclusive.as_ref().map(span)),
        ("maxExclusive", facets.max_exclusive.as_ref().map(span)),
        ("totalDigits", facets.total_digits.as_ref().map(number)),
        (
            "fractionDigits",
            facets.fraction_digits.as_ref().map(number),
        ),
        ("pattern", facets.patterns.first().map(span)),
    ]
    .into_iter()
    .filter_map(|(name, span)| Some((name, span?)))
    .collect()
}
