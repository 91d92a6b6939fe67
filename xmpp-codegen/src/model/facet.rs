//! Facets of simple types (XSD part 2 §4.3).

use super::{Bindings, Text};
use crate::source::Span;

/// The facets of one step of derivation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// `xs:enumeration`, in document order.
    pub enumeration: Vec<Enumeration>,
    /// `xs:pattern` of this step: a value must match one of them.
    pub patterns: Vec<Facet<Text>>,
    /// `xs:length`, in characters, octets or items.
    pub length: Option<Facet<u64>>,
    /// `xs:minLength`
    pub min_length: Option<Facet<u64>>,
    /// `xs:maxLength`
    pub max_length: Option<Facet<u64>>,
    /// `xs:minInclusive`, as written.
    pub min_inclusive: Option<Facet<Text>>,
    /// `xs:maxInclusive`, as written.
    pub max_inclusive: Option<Facet<Text>>,
    /// `xs:minExclusive`, as written.
    pub min_exclusive: Option<Facet<Text>>,
    /// `xs:maxExclusive`, as written.
    pub max_exclusive: Option<Facet<Text>>,
    /// `xs:totalDigits`
    pub total_digits: Option<Facet<u64>>,
    /// `xs:fractionDigits`
    pub fraction_digits: Option<Facet<u64>>,
    /// `xs:whiteSpace`
    pub white_space: Option<Facet<WhiteSpace>>,
}

impl Facets {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.enumeration.is_empty() && self.patterns.is_empty() && !self.has_limits()
    }

    /// Whether there are others than enumerations and patterns.
    pub(crate) const fn has_limits(&self) -> bool {
        self.has_bounds()
            || self.length.is_some()
            || self.min_length.is_some()
            || self.max_length.is_some()
            || self.total_digits.is_some()
            || self.fraction_digits.is_some()
            || self.white_space.is_some()
    }

    /// Whether there are some that say the least or the largest value.
    pub(crate) const fn has_bounds(&self) -> bool {
        self.min_inclusive.is_some()
            || self.max_inclusive.is_some()
            || self.min_exclusive.is_some()
            || self.max_exclusive.is_some()
    }
}

/// A facet's value and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet<T> {
    /// The value.
    pub value: T,
    /// `fixed='true'`: no derivation may say another value.
    pub fixed: bool,
    /// Where.
    pub span: Span,
}

/// One `xs:enumeration`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The value, as written.
    pub value: Text,
    /// The namespaces in scope, for a value that holds prefixes.
    pub bindings: Bindings,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// Where.
    pub span: Span,
}

/// What happens to white space before a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhiteSpace {
    /// Kept.
    Preserve,
    /// Each becomes a space.
    Replace,
    /// Runs become one space, ends are trimmed.
    Collapse,
}
