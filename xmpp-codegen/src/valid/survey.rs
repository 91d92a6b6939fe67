//! What a model has of what the rules look at, told by looking at each component once: most have little of it, and most rules say
//! nothing about those.

use super::Context;
use crate::model::datatype::Builtin;
use crate::model::{Content, Model, SimpleType, Type, Variety, Ways};
use crate::resolve::Replaced;

/// What there is in a model.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// A complex type that is derived from another, or something that replaces another.
    derivations: bool,
    /// A `final` of a type.
    finals: bool,
    /// An element with a head.
    substitutions: bool,
    /// A default or a fixed value.
    values: bool,
    /// Something of type `xs:ID`, or a type made from that.
    ids: bool,
    /// Something of type `xs:NOTATION`, or a type made from that.
    notations: bool,
}

impl Survey {
    pub(super) fn of(model: &Model, replaced: &Replaced) -> Self {
        let mut survey = Self {
            derivations: !replaced.groups.is_empty() || !replaced.attributes.is_empty(),
            ..Self::default()
        };
        for element in &model.elements {
            survey.type_(element.type_);
            survey.values |= element.value.is_some();
            survey.substitutions |= element.substitutes.is_some();
        }
        for attribute in &model.attributes {
            survey.type_(attribute.type_);
            survey.values |= attribute.value.is_some();
        }
        for type_ in &model.complex_types {
            survey.finals |= type_.final_ != Ways::NONE;
            if let Some((_, base)) = type_.derivation {
                survey.type_(base);
                survey.derivations |= matches!(base, Type::Complex(_));
            }
            if let Content::Simple(text) = type_.content {
                survey.type_(text);
            }
            survey.values |= type_.attributes.iter().any(|found| found.value.is_some());
        }
        for type_ in &model.simple_types {
            survey.simple_type(type_);
        }
        survey
    }

    fn simple_type(&mut self, type_: &SimpleType) {
        self.finals |= type_.final_ != Ways::NONE;
        if let Variety::Restriction(base) = type_.variety {
            self.type_(base);
        }
    }

    /// A type that something is of, or made from. No built-in type is derived from these two.
    fn type_(&mut self, type_: Type) {
        self.ids |= type_ == Type::Builtin(Builtin::Id);
        self.notations |= type_ == Type::Builtin(Builtin::Notation);
    }

    pub(super) const fn has_substitutions(&self) -> bool {
        self.substitutions
    }
}

/// What has to be in a model for a rule to say something.
#[derive(Clone, Copy)]
pub(super) enum Needs {
    SimpleTypes,
    /// A complex type that is derived from another.
    Derivations,
    DerivationsOrGroups,
    Finals,
    Substitutions,
    Values,
    Ids,
    Notations,
    /// A content model of which it takes more than a look to tell that no element can belong to two places.
    Contents,
}

impl Context<'_> {
    pub(super) fn has(self, needed: Needs) -> bool {
        let survey = self.survey;
        match needed {
            Needs::SimpleTypes => !self.model.simple_types.is_empty(),
            Needs::Derivations => survey.derivations,
            Needs::DerivationsOrGroups => survey.derivations || !self.model.groups.is_empty(),
            Needs::Finals => survey.finals,
            Needs::Substitutions => survey.substitutions,
            Needs::Values => survey.values,
            Needs::Ids => survey.ids,
            Needs::Notations => survey.notations,
            Needs::Contents => !self.plain.iter().all(|plain| *plain),
        }
    }
}
