//! The model, prepared for judging: components by name, content models laid out when they are first needed.

use super::content::Content;
use crate::model::{
    self, AttributeId, ComplexType, ComplexTypeId, Derivation, ElementId, Global, Model, Name,
    Particle, SimpleTypeId, Type, Variety, Ways, datatype::Builtin,
};
use crate::value::Datatypes;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// A model, prepared.
#[derive(Debug)]
pub(super) struct Grammar<'m> {
    pub(super) model: &'m Model,
    pub(super) datatypes: Datatypes<'m>,
    elements: HashMap<(&'m str, &'m str), ElementId>,
    attributes: HashMap<(&'m str, &'m str), AttributeId>,
    types: HashMap<(&'m str, &'m str), Type>,
    namespaces: HashSet<&'m str>,
    /// For each element, the heads that it may stand for.
    heads: Vec<Vec<ElementId>>,
    /// Whether any element may stand for another.
    pub(super) has_heads: bool,
    /// By [`ComplexTypeId`].
    contents: Vec<OnceLock<Content<'m>>>,
    /// The content model that admits no element.
    pub(super) nothing: Content<'m>,
    /// Constraints that an `xs:keyref` refers to.
    pub(super) referred: HashSet<model::ConstraintId>,
}

/// A chain of types or heads longer than this is a circle, which the resolver has reported.
const LONGEST: usize = 1000;

impl<'m> Grammar<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut grammar = Self {
            model,
            datatypes: Datatypes::new(model),
            elements: HashMap::new(),
            attributes: HashMap::new(),
            types: HashMap::new(),
            namespaces: HashSet::new(),
            heads: Vec::new(),
            has_heads: false,
            contents: model
                .complex_types
                .iter()
                .map(|_| OnceLock::new())
                .collect(),
            nothing: Content::nothing(),
            referred: HashSet::new(),
        };
        for schema in &model.schemas {
            grammar.namespaces.insert(&schema.namespace);
            for global in &schema.globals {
                grammar.global(*global);
            }
        }
        for constraint in &model.constraints {
            if let model::identity::Kind::KeyRef(refer) = constraint.kind {
                grammar.referred.insert(refer);
            }
        }
        let ids = (0..model.elements.len()).map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        grammar.has_heads = model
            .elements
            .iter()
            .any(|element| element.substitutes.is_some());
        grammar.heads = ids.map(|id| grammar.substitutable(ElementId(id))).collect();
        grammar
    }

    fn global(&mut self, global: Global) {
        let key = |name: &'m Name| (name.namespace.as_str(), name.local.as_str());
        match global {
            Global::Element(id) => {
                self.elements.entry(key(&self.model[id].name)).or_insert(id);
            }
            Global::Attribute(id) => {
                self.attributes
                    .entry(key(&self.model[id].name))
                    .or_insert(id);
            }
            Global::SimpleType(id) => {
                if let Some(name) = &self.model[id].name {
                    self.types.entry(key(name)).or_insert(Type::Simple(id));
                }
            }
            Global::ComplexType(id) => {
                if let Some(name) = &self.model[id].name {
                    self.types.entry(key(name)).or_insert(Type::Complex(id));
                }
            }
            Global::Group(_) => {}
        }
    }

    pub(super) fn element(&self, namespace: &str, local: &str) -> Option<ElementId> {
        self.elements.get(&(namespace, local)).copied()
    }

    pub(super) fn attribute(&self, namespace: &str, local: &str) -> Option<AttributeId> {
        self.attributes.get(&(namespace, local)).copied()
    }

    /// The type of that name, a built-in one among them.
    pub(super) fn type_(&self, namespace: &str, local: &str) -> Option<Type> {
        if let Some(type_) = self.types.get(&(namespace, local)) {
            return Some(*type_);
        }
        match (namespace, local) {
            (model::XSD, "anyType") => Some(Type::Any),
            (model::XSD, local) => Builtin::from_xsd(local).map(Type::Builtin),
            _ => None,
        }
    }

    /// Whether there is a schema for the namespace.
    pub(super) fn knows(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace)
    }

    /// The local names of the global elements of a namespace, sorted.
    pub(super) fn names(&self, namespace: &str) -> Vec<&'m str> {
        let mut names: Vec<&str> = self
            .model
            .schemas
            .iter()
            .filter(|schema| schema.namespace == namespace)
            .flat_map(|schema| &schema.globals)
            .filter_map(|global| match global {
                Global::Element(id) => Some(self.model[*id].name.local.as_str()),
                _ => None,
            })
            .collect();
        names.sort_unstable();
        names
    }

    /// The elements that this one may stand for in a content model.
    pub(super) fn heads(&self, id: ElementId) -> &[ElementId] {
        self.heads.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The content model of a complex type, whose particle this is.
    pub(super) fn content(&self, id: ComplexTypeId, particle: &'m Particle) -> &Content<'m> {
        self.contents[id.0 as usize].get_or_init(|| Content::new(self.model, particle))
    }

    pub(super) fn complex(&self, type_: Type) -> Option<&'m ComplexType> {
        match type_ {
            Type::Complex(id) => self.model.complex_types.get(id.0 as usize),
            Type::Any | Type::Builtin(_) | Type::Simple(_) => None,
        }
    }

    /// Every head up the chain that does not refuse it (XSD part 1 §3.3.6, Substitution Group OK).
    fn substitutable(&self, member: ElementId) -> Vec<ElementId> {
        let mut heads = Vec::new();
        let mut at = member;
        for _ in 0..LONGEST {
            let Some(head) = self.model[at].substitutes else {
                break;
            };
            if head == member || heads.contains(&head) {
                break;
            }
            heads.push(head);
            at = head;
        }
        heads.retain(|head| self.may_stand_for(member, *head));
        heads
    }

    fn may_stand_for(&self, member: ElementId, head: ElementId) -> bool {
        let (member, head) = (&self.model[member], &self.model[head]);
        if head.block.has_any(Ways::SUBSTITUTION) {
            return false;
        }
        let mut blocked = head.block;
        let mut used = Ways::NONE;
        let mut type_ = member.type_;
        for _ in 0..LONGEST {
            if type_ == head.type_ || head.type_ == Type::Any {
                let own = self.complex(head.type_).map_or(Ways::NONE, |it| it.block);
                return !used.has_any(blocked.and(own));
            }
            let Some((way, base)) = self.base(type_) else {
                break;
            };
            used = used.and(way);
            type_ = base;
            if type_ != head.type_ {
                blocked = blocked.and(self.complex(type_).map_or(Ways::NONE, |it| it.block));
            }
        }
        // A union's members stand below it by restriction, whichever way they came there.
        self.is_derived(member.type_, head.type_, head.block)
    }

    /// The type that one is derived from, and how; nothing for the type of all.
    pub(super) fn base(&self, type_: Type) -> Option<(Ways, Type)> {
        match type_ {
            Type::Any => None,
            Type::Builtin(builtin) => Some((Ways::RESTRICTION, base_of_builtin(builtin))),
            Type::Simple(id) => Some(match &self.model[id].variety {
                Variety::Restriction(base) => (Ways::RESTRICTION, *base),
                Variety::List(_) => (Ways::LIST, Type::Builtin(Builtin::AnySimpleType)),
                Variety::Union(_) => (Ways::UNION, Type::Builtin(Builtin::AnySimpleType)),
            }),
            Type::Complex(id) => Some(match self.model[id].derivation {
                Some((Derivation::Extension, base)) => (Ways::EXTENSION, base),
                Some((Derivation::Restriction, base)) => (Ways::RESTRICTION, base),
                None => (Ways::RESTRICTION, Type::Any),
            }),
        }
    }

    /// Whether a type is another one or derived from it, in none of these ways (XSD part 1 §3.4.6, §3.14.6, Type Derivation OK).
    pub(super) fn is_derived(&self, type_: Type, from: Type, blocked: Ways) -> bool {
        let mut at = type_;
        for _ in 0..LONGEST {
            if at == from {
                return true;
            }
            if self.is_member(at, from) {
                return !blocked.has_any(Ways::RESTRICTION);
            }
            match self.base(at) {
                // Lists and unions restrict the type of all simple values.
                Some((way, base)) if !blocked.has_any(way) => at = base,
                _ => return false,
            }
        }
        false
    }

    /// Whether a simple type is one of the members of a union, or derived from one.
    fn is_member(&self, type_: Type, union: Type) -> bool {
        let mut waiting = vec![union];
        let mut looked_at = 0;
        while let Some(Type::Simple(SimpleTypeId(id))) = waiting.pop() {
            looked_at += 1;
            if looked_at > LONGEST {
                return false;
            }
            if let Some(Variety::Union(members)) = self
                .model
                .simple_types
                .get(id as usize)
                .map(|it| &it.variety)
            {
                if members.contains(&type_) {
                    return true;
                }
                waiting.extend(members.iter().filter(|it| matches!(it, Type::Simple(_))));
            }
        }
        false
    }
}

/// The type that a built-in one restricts (XSD part 2 §3).
const fn base_of_builtin(builtin: Builtin) -> Type {
    Type::Builtin(match builtin {
        Builtin::AnySimpleType => return Type::Any,
        Builtin::NormalizedString => Builtin::String,
        Builtin::Token => Builtin::NormalizedString,
        Builtin::Language | Builtin::NmToken | Builtin::Name => Builtin::Token,
        Builtin::NcName => Builtin::Name,
        Builtin::Id | Builtin::IdRef | Builtin::Entity => Builtin::NcName,
        Builtin::Integer => Builtin::Decimal,
        Builtin::NonPositiveInteger | Builtin::Long | Builtin::NonNegativeInteger => {
            Builtin::Integer
        }
        Builtin::NegativeInteger => Builtin::NonPositiveInteger,
        Builtin::Int => Builtin::Long,
        Builtin::Short => Builtin::Int,
        Builtin::Byte => Builtin::Short,
        Builtin::UnsignedLong | Builtin::PositiveInteger => Builtin::NonNegativeInteger,
        Builtin::UnsignedInt => Builtin::UnsignedLong,
        Builtin::UnsignedShort => Builtin::UnsignedInt,
        Builtin::UnsignedByte => Builtin::UnsignedShort,
        Builtin::Jid
        | Builtin::BareJid
        | Builtin::FullJid
        | Builtin::StanzaId
        | Builtin::ShortText => Builtin::String,
        Builtin::MimeBase64 => Builtin::Base64Binary,
        _ => Builtin::AnySimpleType,
    })
}
