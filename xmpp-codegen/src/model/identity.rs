//! Identity constraints and their paths, a small part of XPath (XSD part 1 §3.11).

use super::{Bindings, ConstraintId, Name, Text};
use crate::source::Span;

/// `xs:unique`, `xs:key` or `xs:keyref` of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The name, unique among the constraints of its namespace.
    pub name: Name,
    /// What it demands.
    pub kind: Kind,
    /// Which descendants it is about: what one of the paths leads to.
    pub selector: Selection,
    /// The values that identify each of them. Only the last step of these may be an attribute.
    pub fields: Vec<Selection>,
    /// The namespaces in scope.
    pub bindings: Bindings,
    /// The definition.
    pub span: Span,
}

/// What a constraint demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No two with the same values, where all fields are there.
    Unique,
    /// No two with the same values, and all fields are there.
    Key,
    /// The values are those of this `xs:key` or `xs:unique`.
    KeyRef(ConstraintId),
}

/// `xpath`: one or more paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The paths, separated by `|`.
    pub paths: Vec<Path>,
    /// Where.
    pub span: Span,
}

/// One path, from the element that it is used at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// Whether it begins with `.//`: at any descendant, or the element itself.
    pub anywhere: bool,
    /// Child elements, one after the other; `.` is left out.
    pub steps: Vec<NameTest>,
    /// `@name` at the end.
    pub attribute: Option<NameTest>,
}

/// The names that a step admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameTest {
    /// `*`
    Any,
    /// `prefix:*`
    Namespace(Text),
    /// One name; without a prefix it has no namespace.
    Name(Name),
}

impl NameTest {
    /// Whether the step admits that name.
    pub fn admits(&self, namespace: &str, local: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Namespace(one) => one == namespace,
            Self::Name(name) => name.is(namespace, local),
        }
    }
}
