//! Which attributes a construct may carry, and how those are read that it may not.

use super::construct::Construct;
use super::known::marks;
use super::reader::Parser;
use super::tree::{Attribute, Node};
use super::value::collapse;
use super::value::is_ncname;
use super::{Located, XSD};
use crate::rule::{duplicate_id, forbidden_attribute};
use std::borrow::Cow;

impl Parser<'_> {
    /// Reports the attributes that the construct does not know (XSD part 1: the schema for schemas).
    /// Those of other namespaces are free. The same attribute of the same construct is reported once.
    #[inline(always)]
    pub(super) fn check_attributes(&mut self, node: Node<'_, '_>, allowed: &[&str]) {
        if !node.has_only(marks(allowed)) {
            self.check_each_attribute(node, allowed);
        }
    }

    fn check_each_attribute(&mut self, node: Node<'_, '_>, allowed: &[&str]) {
        for attribute in node.attributes() {
            let foreign = attribute
                .namespace()
                .is_some_and(|namespace| namespace != XSD);
            let name = attribute.name();
            let known = attribute.namespace().is_none();
            if known && name == "id" {
                self.check_id(attribute);
            } else if !(foreign || known && allowed.contains(&name)) {
                self.forbidden(node, attribute, allowed);
            }
        }
    }

    fn forbidden(&mut self, node: Node<'_, '_>, attribute: &Attribute<'_>, allowed: &[&str]) {
        let (construct, name) = (node.tag_name().name(), attribute.name());
        let global = node
            .parent()
            .is_some_and(|parent| parent.construct() == Construct::Schema);
        let place = forbidden_attribute::Place {
            construct,
            global,
            allowed,
        };
        let whole = self.attribute_span(attribute);
        let range = attribute.range_qname();
        let name_span = crate::source::Span::new(self.file(), range);
        let mut report = forbidden_attribute::report(name_span, whole, name, &place);
        report.repair = reading(name, attribute.value(), &place);
        if let Some(meant) = occurrence(name).filter(|meant| allowed.contains(meant)) {
            report = report.edit(format!("write `{meant}`"), name_span, meant);
        }
        let key = (construct.to_owned(), global, name.to_owned());
        match self.rare().forbidden.get(&key).copied() {
            // Where one is repaired and the other is not, both are told.
            Some(first) if self.diagnostics[first].repair == report.repair => {
                self.and_this_one(first, name_span);
            }
            _ => {
                let next = self.diagnostics.len();
                self.rare().forbidden.insert(key, next);
                self.report(report);
            }
        }
    }

    /// An `id` is a name, and no other element of the document has it (the schema for schemas: `xs:ID`).
    fn check_id(&mut self, attribute: &Attribute<'_>) {
        let found = Located {
            value: collapse(attribute.value()),
            span: self.value_span(attribute),
        };
        if !is_ncname(&found.value) {
            self.invalid("id", &found, "a name without a colon");
        } else if !self.rare().ids.insert(found.value.as_ref().into()) {
            let report = duplicate_id::report(found.span, &found.value);
            self.report(report);
        }
    }

    /// The value of an attribute, also where its name is misspelt in a way that was reported as repaired.
    #[inline(always)]
    pub(super) fn meant<'a>(
        &self,
        node: Node<'a, '_>,
        name: &str,
    ) -> Option<Located<Cow<'a, str>>> {
        let found = self.attribute(node, name);
        match found.is_none() && node.has_strange_attributes() {
            true => self.misspelt(node, name),
            false => found,
        }
    }

    fn misspelt<'a>(&self, node: Node<'a, '_>, name: &str) -> Option<Located<Cow<'a, str>>> {
        let misspelt = node.attributes().find(|attribute| {
            attribute.namespace().is_none() && occurrence(attribute.name()) == Some(name)
        })?;
        self.attribute(node, misspelt.name())
    }

    /// `use='optional'` of an element, as if it were `minOccurs='0'`.
    pub(super) fn optional<'a>(&self, node: Node<'a, '_>) -> Option<Located<Cow<'a, str>>> {
        let found = self.attribute(node, "use")?;
        let is_element = node.construct() == Construct::Element;
        (is_element && found.value == "optional").then_some(Located {
            value: Cow::Borrowed("0"),
            ..found
        })
    }

    /// Whether an attribute says `required='true'`.
    pub(super) fn says_required(&self, node: Node<'_, '_>) -> bool {
        let found = self.attribute(node, "required");
        found.is_some_and(|found| found.value == "true")
    }
}

/// How an attribute is read that may not stand there; nothing where its meaning is not plain.
fn reading(name: &str, value: &str, place: &forbidden_attribute::Place<'_>) -> Option<String> {
    let reading = match (place.construct, name, value) {
        (_, "minOccurs" | "maxOccurs", _) if place.global => {
            "a reference says how often, so this says nothing"
        }
        ("element", "use", "required") if !place.global => "it is read as if it were not there",
        ("element", "use", "optional") if !place.global => "it is read as `minOccurs='0'`",
        ("attribute", "required", "true") if !place.global => "it is read as `use='required'`",
        _ => {
            let meant = occurrence(name).filter(|meant| place.allowed.contains(meant))?;
            return Some(format!("it is read as `{meant}`"));
        }
    };
    Some(reading.to_owned())
}

/// What a misspelt `minOccurs` or `maxOccurs` means.
fn occurrence(name: &str) -> Option<&'static str> {
    let (which, _) = name.split_at_checked(3)?;
    if !which.eq_ignore_ascii_case("min") && !which.eq_ignore_ascii_case("max") {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let rest = lower.strip_suffix('s').unwrap_or(&lower);
    let (which, rest) = rest.split_at_checked(3)?;
    let meant = match which {
        "min" => "minOccurs",
        "max" => "maxOccurs",
        _ => return None,
    };
    let known = ["occur", "ocur", "occurance", "occurence", "occurrence"];
    (known.contains(&rest) && name != meant).then_some(meant)
}
