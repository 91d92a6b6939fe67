//! The elements of XML Schema.

macro_rules! names {
    ($($name:literal),* $(,)?) => {
        /// Every element that XML Schema 1.0 defines, sorted.
        pub(super) const NAMES: &[&str] = &[$($name),*];

        /// Whether XML Schema 1.0 defines an element of that name.
        pub(super) fn is_known(name: &str) -> bool {
            matches!(name, $($name)|*)
        }
    };
}

names! {
    "all",
    "annotation",
    "any",
    "anyAttribute",
    "appinfo",
    "attribute",
    "attributeGroup",
    "choice",
    "complexContent",
    "complexType",
    "documentation",
    "element",
    "enumeration",
    "extension",
    "field",
    "fractionDigits",
    "group",
    "import",
    "include",
    "key",
    "keyref",
    "length",
    "list",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minExclusive",
    "minInclusive",
    "minLength",
    "notation",
    "pattern",
    "redefine",
    "restriction",
    "schema",
    "selector",
    "sequence",
    "simpleContent",
    "simpleType",
    "totalDigits",
    "union",
    "unique",
    "whiteSpace",
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
