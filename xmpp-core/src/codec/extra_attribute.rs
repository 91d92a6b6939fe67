//! Attributes that no field takes.

use crate::xml::{Attribute, Writer};

/// An attribute that no field takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtraAttribute {
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "str::is_empty")
    )]
    namespace: Box<str>,
    name: Box<str>,
    value: Box<str>,
    /// The namespace of the name that the value of `xsi:type` is.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    type_namespace: Option<Box<str>>,
}

impl ExtraAttribute {
    /// One that is made by hand.
    pub(crate) const fn new(namespace: Box<str>, name: Box<str>, value: Box<str>) -> Self {
        Self {
            namespace,
            name,
            value,
            type_namespace: None,
        }
    }

    /// The namespace name, empty for none.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The local name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value, not escaped.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Writes it into the start tag just opened.
    pub(crate) fn write(&self, writer: &mut Writer) {
        match &self.type_namespace {
            Some(namespace) => writer.type_attribute(namespace, &self.value),
            None if self.namespace.is_empty() => writer.attribute(&self.name, &self.value),
            None => writer.attribute_ns(&self.namespace, &self.name, &self.value),
        }
    }
}

impl From<Attribute<'_>> for ExtraAttribute {
    fn from(attribute: Attribute<'_>) -> Self {
        Self {
            namespace: attribute.namespace().into(),
            name: attribute.name().into(),
            value: attribute.value().into(),
            type_namespace: attribute.type_namespace().map(Into::into),
        }
    }
}
