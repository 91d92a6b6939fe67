//! The elements of XML Schema.

use crate::model::is_same;

macro_rules! constructs {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// An element that XML Schema 1.0 defines, told by its local name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Construct {
            $($variant,)*
            /// None that it defines.
            Other,
        }

        /// The name of every element that XML Schema 1.0 defines, sorted.
        pub(super) const NAMES: &[&str] = &[$($name),*];

        const ALL: &[Construct] = &[$(Construct::$variant),*];
    };
}

constructs! {
    All = "all",
    Annotation = "annotation",
    Any = "any",
    AnyAttribute = "anyAttribute",
    Appinfo = "appinfo",
    Attribute = "attribute",
    AttributeGroup = "attributeGroup",
    Choice = "choice",
    ComplexContent = "complexContent",
    ComplexType = "complexType",
    Documentation = "documentation",
    Element = "element",
    Enumeration = "enumeration",
    Extension = "extension",
    Field = "field",
    FractionDigits = "fractionDigits",
    Group = "group",
    Import = "import",
    Include = "include",
    Key = "key",
    Keyref = "keyref",
    Length = "length",
    List = "list",
    MaxExclusive = "maxExclusive",
    MaxInclusive = "maxInclusive",
    MaxLength = "maxLength",
    MinExclusive = "minExclusive",
    MinInclusive = "minInclusive",
    MinLength = "minLength",
    Notation = "notation",
    Pattern = "pattern",
    Redefine = "redefine",
    Restriction = "restriction",
    Schema = "schema",
    Selector = "selector",
    Sequence = "sequence",
    SimpleContent = "simpleContent",
    SimpleType = "simpleType",
    TotalDigits = "totalDigits",
    Union = "union",
    Unique = "unique",
    WhiteSpace = "whiteSpace",
}

/// The elements and their names, by the slots of those.
const SLOTS: [(Construct, &str); 128] = {
    let mut slots = [(Construct::Other, ""); 128];
    let mut at = 0;
    while at < ALL.len() {
        let slot = slot(NAMES[at]);
        assert!(
            matches!(slots[slot].0, Construct::Other),
            "each name has a slot of its own"
        );
        slots[slot] = (ALL[at], NAMES[at]);
        at += 1;
    }
    slots
};

/// The slot of a name: no two that XML Schema defines share one; others may stand anywhere.
const fn slot(name: &str) -> usize {
    let bytes = name.as_bytes();
    match *bytes {
        [first, _, third, ..] => {
            let fourth = bytes[if bytes.len() > 3 { 3 } else { 2 }];
            let sum = bytes.len() * 101
                + first as usize * 51
                + third as usize * 108
                + fourth as usize * 55;
            sum % 128
        }
        _ => 0,
    }
}

impl Construct {
    /// The element of that local name.
    pub(super) fn of(name: &str) -> Self {
        let (found, known) = SLOTS[slot(name)];
        match is_same(known, name) {
            true => found,
            false => Self::Other,
        }
    }

    /// Whether XML Schema 1.0 defines it.
    pub(super) const fn is_known(self) -> bool {
        !matches!(self, Self::Other)
    }

    /// Whether it is a facet (XSD part 2 §4.3).
    pub(super) const fn is_facet(self) -> bool {
        matches!(
            self,
            Self::Enumeration
                | Self::FractionDigits
                | Self::Length
                | Self::MaxExclusive
                | Self::MaxInclusive
                | Self::MaxLength
                | Self::MinExclusive
                | Self::MinInclusive
                | Self::MinLength
                | Self::Pattern
                | Self::TotalDigits
                | Self::WhiteSpace
        )
    }
}

/// What is known about an element that 1.0 does not define.
pub(super) fn later(name: &str) -> Option<&'static str> {
    matches!(
        name,
        "alternative"
            | "assert"
            | "assertion"
            | "defaultOpenContent"
            | "explicitTimezone"
            | "openContent"
            | "override"
    )
    .then_some("it is part of XML Schema 1.1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_told_by_its_name() {
        for (construct, name) in ALL.iter().zip(NAMES) {
            assert_eq!(Construct::of(name), *construct);
        }
        for other in ["", "a", "al", "alls", "Element", "elemenx", "override", "é"] {
            assert_eq!(Construct::of(other), Construct::Other, "{other}");
        }
        assert!(NAMES.is_sorted());
    }
}
