//! What the derives expand to: the shape of an element as a table, and what reads, writes and checks elements.
//!
//! Nothing here is for use by hand. Expansions are tables, loops that give each attribute and child to the slot of its field,
//! and calls. Slots are compiled for each type; all but the usual case is in functions that are compiled once.

mod check;
mod choice;
mod facet;
mod mixed;
mod pattern;
mod places;
mod read;
mod report;
mod rule;
mod slot;
mod turns;
mod write;

pub use check::{check, checked, children_valid};
pub use choice::{Choice, Variant};
pub use facet::{Length, Range, occurs};
pub use mixed::{MixedSlot, mixed_of};
pub use pattern::{Fixed, Pattern};
pub use read::{AttributeTag, Piece, Reading, enter, held};
pub use rule::{Condition, CrossRule, language, text_of_value};
pub use slot::{
    ChildSlot, FlagSlot, ValueSlot, child_or, children_of, not_made, nothing, presence, single,
    single_or, texts,
};
pub use turns::Turns;
pub use write::{
    attribute, attribute_or_default, children, children_or_default, extra_attributes, flag, text,
    text_of, text_of_or_default, text_or_default, unit, variant_text,
};

#[cfg(feature = "serde")]
pub use crate::codec::json;
pub use crate::codec::{
    Around, Children, Field, FromNode, Kind, Lend, LendElement, Namespace, Part, Single, Tag,
    Values,
};
pub use crate::text::trim;
pub use crate::xml::{AttributeName, ElementName, KnownName};

use crate::xml::Node;
use crate::{Answer, Decoder, Extra, Refused};

/// What a struct without `extra` keeps.
pub static NOTHING: Extra = Extra::new();

/// The namespace of `xml:lang`.
pub const XML: &str = crate::xml::XML_NAMESPACE;

/// An element type: its name and its fields.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its namespace.
    pub namespace: Namespace,
    /// Its local name.
    pub name: &'static str,
    /// Its fields, in the order of declaration, `extra` left out.
    pub fields: &'static [Field],
    /// Whether one of them holds the element's own text.
    pub has_text: bool,
    /// Whether there is a field for what is unknown.
    pub keeps: bool,
    /// Whether its children are written in the order in which they came: where several fields hold them, and no text between.
    pub is_ordered: bool,
}

impl Shape {
    /// Its name, in a list as [`FromXml::names`](crate::FromXml::names) wants it.
    pub fn names(&self) -> Vec<&'static str> {
        vec![self.name]
    }

    /// Which field holds a child of `parent`, counted from 0: by name first, then by wildcard. None holds one that may not stand there.
    fn field_of(&self, child: Node<'_>, parent: Node<'_>) -> Option<usize> {
        if !child.may_stand_in(parent) {
            return None;
        }
        let by_name = |field: &Field| field.takes(child, parent);
        let by_wildcard = |field: &Field| match field.kind {
            Kind::Any(admitted) => admits(admitted, parent.namespace(), child.namespace()),
            _ => false,
        };
        let named = self.fields.iter().position(by_name);
        named.or_else(|| self.fields.iter().position(by_wildcard))
    }
}

/// The value of an element from which its borrowed form was read before.
///
/// # Errors
/// The element is one that the type refuses.
pub fn owned<T: crate::FromXml>(node: Node<'_>) -> Result<T, Refused> {
    T::from_xml(node, &mut Decoder::new(&mut crate::FirstOnly::default()))
}

/// What is returned where a value cannot be made, after that was reported.
pub const fn refused() -> Refused {
    Decoder::refused()
}

/// The stanza error of that condition.
///
/// # Panics
/// RFC 6120 §8.3.3 defines no such condition: when the crate is compiled, since expansions call this in constants.
pub const fn answer(condition: &str) -> Answer {
    match Answer::stanza(condition) {
        Some(answer) => answer,
        None => panic!("RFC 6120 §8.3.3 defines no stanza error condition of this name"),
    }
}

/// Whether a wildcard admits a namespace. It is in the words of XML Schema: `##any`, `##other`, or a list with `##local` and
/// `##targetNamespace`. After `##other` may come a namespace that is not admitted either.
fn admits(wildcard: &str, own: &str, namespace: &str) -> bool {
    let mut words = wildcard.split_ascii_whitespace();
    if wildcard == "##any" {
        return true;
    }
    if wildcard.starts_with("##other") {
        return !namespace.is_empty()
            && namespace != own
            && words.all(|refused| refused != namespace);
    }
    words.any(|admitted| match admitted {
        "##local" => namespace.is_empty(),
        "##targetNamespace" => namespace == own,
        admitted => admitted == namespace,
    })
}
