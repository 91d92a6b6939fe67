//! `attribute-not-restricted`

use super::Context;
use super::derivation::{derives, same};
use super::wildcard::{is_as_strict, is_subset};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{AttributeUse, ComplexType, Derivation, Model, Name, Type, ValueConstraint, Ways};
use crate::rule::Page;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The page of `attribute-not-restricted`.
pub const PAGE: Page = Page {
    name: "attribute-not-restricted",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type that restricts another and admits attributes, or values of them, that the other does not.

## Why is this bad?
Whatever fits a restriction has to fit its base (XML Schema part 1 §3.4.6, derivation-ok-restriction.2 to 4).

## Example
```xml
<xs:complexType name='open'><xs:attribute name='a' type='xs:integer'/></xs:complexType>
<xs:complexType name='closed'>
  <xs:complexContent><xs:restriction base='open'>
    <xs:attribute name='a' type='xs:string'/>
  </xs:restriction></xs:complexContent>
</xs:complexType>
```
",
};

/// Every restriction of a complex type, and every attribute group that replaces another.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let mut diagnostics = Vec::new();
    for type_ in &model.complex_types {
        if let Some((Derivation::Restriction, Type::Complex(base))) = type_.derivation {
            diagnostics.extend(Pair { context, model, type_, base: &model[base] }.faults());
        }
    }
    for (type_, base) in &context.replaced.attributes {
        let pair = Pair { context, model, type_, base };
        diagnostics.extend(pair.faults());
    }
    diagnostics
}

struct Pair<'m> {
    context: Context<'m>,
    model: &'m Model,
    type_: &'m ComplexType,
    base: &'m ComplexType,
}

impl Pair<'_> {
    fn faults(&self) -> Vec<Diagnostic> {
        let named = |found: &'_ AttributeUse| self.model[found.attribute].name.clone();
        let bases: BTreeMap<Name, &AttributeUse> = self.base.attributes.iter().map(|found| (named(found), found)).collect();
        let mut diagnostics = Vec::new();
        let mut own = BTreeSet::new();
        for found in &self.type_.attributes {
            let name = named(found);
            let fault = match bases.get(&name) {
                Some(base) if std::ptr::eq(*base, found) => None,
                Some(base) => self.against(found, base).map(|why| (why, Some(base.span))),
                None => self.added(&name).map(|why| (why, None)),
            };
            if let Some((why, place)) = fault {
                let report = self.report(found.span, &format!("the attribute `{}` is no restriction: {why}", name.local));
                diagnostics.push(match place {
                    Some(place) => report.label(place, "the attribute of the base"),
                    None => report,
                });
            }
            own.insert(name);
        }
        for found in self.base.attributes.iter().filter(|found| found.required) {
            let name = named(found);
            if !own.contains(&name) {
                let message = format!("the base requires the attribute `{}`, and this type prohibits it", name.local);
                diagnostics.push(self.report(self.type_.span, &message).label(found.span, "required here"));
            }
        }
        diagnostics.extend(self.wildcard());
        diagnostics
    }

    /// derivation-ok-restriction.2.1
    fn against(&self, own: &AttributeUse, base: &AttributeUse) -> Option<String> {
        let (declared, inherited) = (&self.model[own.attribute], &self.model[base.attribute]);
        if base.required && !own.required {
            return Some("it is optional here, and required in the base".to_owned());
        }
        if !derives(self.model, declared.type_, inherited.type_, Ways::NONE) {
            return Some("its type is not derived from that in the base".to_owned());
        }
        let Some(ValueConstraint::Fixed(fixed)) = &base.value else {
            return None;
        };
        match &own.value {
            Some(ValueConstraint::Fixed(value)) if same(self.context, inherited.type_, (value, &own.bindings), (fixed, &base.bindings)) => None,
            _ => Some(format!("the base fixes it to `{fixed}`")),
        }
    }

    /// derivation-ok-restriction.2.2
    fn added(&self, name: &Name) -> Option<String> {
        let admitted = self.base.any_attribute.as_ref().is_some_and(|any| any.namespaces.admits(&name.namespace));
        (!admitted).then(|| "the base does not have it".to_owned())
    }

    /// derivation-ok-restriction.4
    fn wildcard(&self) -> Option<Diagnostic> {
        let own = self.type_.any_attribute.as_ref()?;
        let why = match &self.base.any_attribute {
            None => "the base has no `xs:anyAttribute`",
            Some(base) if !is_subset(&own.namespaces, &base.namespaces) => "it admits namespaces that the base does not",
            Some(base) if !is_as_strict(own, base) => "its `processContents` is weaker than that of the base",
            Some(_) => return None,
        };
        Some(self.report(own.span, &format!("`xs:anyAttribute` is no restriction: {why}")))
    }

    fn report(&self, span: Span, message: &str) -> Diagnostic {
        let way_out = "say no more than the base says, or extend it instead";
        let report = PAGE.report(span, message).help(way_out);
        match self.base.span == Span::default() {
            true => report,
            false => report.label(self.base.span, "the base"),
        }
    }
}
