//! `content-not-restricted`

use super::Context;
use super::derivation::derives;
use super::particle::Part;
use super::restriction::{Comparing, Fault};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ComplexType, Content, Derivation, Particle, Type, Ways};
use crate::rule::Page;
use crate::source::Span;

/// The page of `content-not-restricted`.
pub const PAGE: Page = Page {
    name: "content-not-restricted",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type that restricts another and whose content is not within the content of the other.

## Why is this bad?
Whatever fits a restriction has to fit its base (XML Schema part 1 §3.4.6, derivation-ok-restriction.5, and §3.9.6,
cos-particle-restrict with rcase-NameAndTypeOK, rcase-NSCompat, rcase-Recurse and the others).

## Example
```xml
<xs:complexType name='tray'><xs:sequence><xs:element name='cup' type='xs:string'/></xs:sequence></xs:complexType>
<xs:complexType name='full'>
  <xs:complexContent><xs:restriction base='tray'>
    <xs:sequence><xs:element name='cup' type='xs:string' maxOccurs='6'/></xs:sequence>
  </xs:restriction></xs:complexContent>
</xs:complexType>
```
",
};

/// Comparisons of particles for one pair of types. Schemas that people write need some hundreds.
const BUDGET: usize = 1_000_000;

/// Every restriction of a complex type, and every group that replaces another.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut comparing = Comparing { context, budget: BUDGET, from_anything: false };
    for type_ in &context.model.complex_types {
        if let Some((Derivation::Restriction, Type::Complex(base))) = type_.derivation {
            diagnostics.extend(judge(&mut comparing, type_, &context.model[base]));
        }
        if comparing.budget == 0 {
            diagnostics.push(crate::rule::too_large::report(type_.span, BUDGET));
            break;
        }
    }
    for (new, old) in &context.replaced.groups {
        let (new, old) = (&context.model[*new], &context.model[*old]);
        if let Some(fault) = compare(&mut comparing, &new.particle, &old.particle, new.span) {
            let name = &old.name.local;
            let message = format!("this is no restriction of the group `{name}` that it replaces: {}", fault.why);
            diagnostics.push(PAGE.report(fault.span, message).label(old.span, "the group"));
        }
    }
    diagnostics
}

fn judge<'m>(comparing: &mut Comparing<'m>, type_: &'m ComplexType, base: &'m ComplexType) -> Option<Diagnostic> {
    let context = comparing.context;
    let wrong = |span, why: &str| {
        let name = base.name.as_ref().map(|name| format!(" of `{}`", name.local)).unwrap_or_default();
        let report = PAGE.report(span, format!("this is no restriction{name}: {why}"));
        Some(report.label(base.span, "the base").help("say less than the base says, or extend it instead"))
    };
    let span = type_.span;
    match (&type_.content, &base.content) {
        (Content::Simple(own), Content::Simple(inherited)) => match derives(context.model, *own, *inherited, Ways::NONE) {
            true => None,
            false => wrong(span, "the type of its text is not derived from that of the base"),
        },
        (Content::Simple(_), Content::Mixed(particle)) => match is_emptiable(context, particle.as_ref()) {
            true => None,
            false => wrong(span, "the base demands elements"),
        },
        (Content::Empty, Content::Empty) => None,
        (Content::Empty, Content::Elements(particle) | Content::Mixed(Some(particle))) => {
            match is_emptiable(context, Some(particle)) {
                true => None,
                false => wrong(span, "the base demands elements"),
            }
        }
        (Content::Empty | Content::Mixed(None), Content::Mixed(None)) => None,
        (Content::Mixed(_), Content::Elements(_)) => wrong(span, "it is mixed, and the base is not"),
        (Content::Elements(own) | Content::Mixed(Some(own)), Content::Elements(inherited) | Content::Mixed(Some(inherited))) => {
            compare(comparing, own, inherited, span).and_then(|fault| wrong(fault.span, &fault.why))
        }
        (Content::Mixed(None), Content::Mixed(Some(inherited))) => match is_emptiable(context, Some(inherited)) {
            true => None,
            false => wrong(span, "the base demands elements"),
        },
        (Content::Simple(_), _) => wrong(span, "its content is text, and that of the base is not"),
        (_, Content::Simple(_)) => None, // reported where it was resolved
        (_, Content::Empty | Content::Mixed(None)) => wrong(span, "the base has no child elements"),
    }
}

fn compare<'m>(comparing: &mut Comparing<'m>, own: &'m Particle, inherited: &'m Particle, span: Span) -> Option<Fault> {
    let context = comparing.context;
    let (Ok(own), Ok(inherited)) = (Part::of(context, own), Part::of(context, inherited)) else {
        comparing.budget = 0;
        return None;
    };
    match (own, inherited) {
        (None, None) => None,
        (None, Some(inherited)) => (!inherited.is_emptiable()).then(|| Fault {
            span,
            why: "the base demands elements".to_owned(),
        }),
        (Some(own), None) => Some(Fault {
            span: own.span,
            why: "the base has no child elements".to_owned(),
        }),
        (Some(own), Some(inherited)) => comparing.restricts(&own, &inherited).err(),
    }
}

fn is_emptiable<'m>(context: Context<'m>, particle: Option<&'m Particle>) -> bool {
    let part = particle.map(|particle| Part::of(context, particle));
    match part {
        Some(Ok(Some(part))) => part.is_emptiable(),
        Some(Err(_) | Ok(None)) | None => true,
    }
}
