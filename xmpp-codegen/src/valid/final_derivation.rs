//! `final-derivation`

use super::Context;
use super::derivation::{final_, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Derivation, Model, Type, Variety, Ways};
use crate::rule::Page;
use crate::source::Span;

/// The page of `final-derivation`.
pub const PAGE: Page = Page {
    name: "final-derivation",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type derived from one whose `final` excludes that.

## Why is this bad?
Who wrote the base decided that nobody may derive from it in this way (XML Schema part 1 §3.4.6, §3.14.6:
ct-props-correct, st-props-correct and what they name).

## Example
```xml
<xs:complexType name='card' final='extension'>…</xs:complexType>
<xs:complexType name='photo'>
  <xs:complexContent><xs:extension base='card'>…</xs:extension></xs:complexContent>
</xs:complexType>
```
",
};

/// Every complex and simple type.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let complex = model.complex_types.iter().filter_map(|type_| {
        let (derivation, base) = type_.derivation?;
        let (way, word) = match derivation {
            Derivation::Extension => (Ways::EXTENSION, "extension"),
            Derivation::Restriction => (Ways::RESTRICTION, "restriction"),
        };
        report(model, type_.span, base, way, word)
    });
    let simple = model.simple_types.iter().flat_map(|type_| {
        let (parts, way, word) = match &type_.variety {
            Variety::Restriction(base) => (std::slice::from_ref(base), Ways::RESTRICTION, "restriction"),
            Variety::List(item) => (std::slice::from_ref(item), Ways::LIST, "list"),
            Variety::Union(members) => (members.as_slice(), Ways::UNION, "union"),
        };
        parts.iter().filter_map(move |part| report(model, type_.span, *part, way, word))
    });
    complex.chain(simple).collect()
}

fn report(model: &Model, span: Span, base: Type, way: Ways, word: &str) -> Option<Diagnostic> {
    if !final_(model, base).has_any(way) {
        return None;
    }
    let (place, name) = place(model, base);
    let message = format!("`final` of the type{name} excludes {word}");
    Some(PAGE.report(span, message).label(place, "this type is final").help("derive from another type"))
}
