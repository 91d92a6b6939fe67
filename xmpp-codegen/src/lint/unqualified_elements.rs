//! `unqualified-elements`

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Element, Model, Origin, Schema};
use crate::rule::Page;
use crate::source::Span;
use std::collections::BTreeMap;

/// The page of `unqualified-elements`.
pub const PAGE: Page = Page {
    name: "unqualified-elements",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a schema with a target namespace whose local elements are in no namespace, because `elementFormDefault` is left out.

## Why is this bad?
On the wire, a child without a prefix is in the namespace of its parent's `xmlns`. The schema says that it is in none,
so that no ordinary stanza fits it (XML Schema part 1 §3.3.2).

## Example
```xml
<xs:schema targetNamespace='urn:example:tea'>  <!-- elementFormDefault='qualified' -->
  <xs:element name='order'>…<xs:element name='cup' type='xs:string'/>…</xs:element>
</xs:schema>
```
",
};

/// Every given schema, with the first such element as the witness.
pub(crate) fn check(model: &Model) -> Vec<Diagnostic> {
    let mut witnesses = BTreeMap::new();
    for element in &model.elements {
        if !element.global && element.name.namespace.is_empty() {
            witnesses.entry(element.span.file).or_insert(element);
        }
    }
    let given = |schema: &&Schema| schema.origin == Origin::Given && !schema.namespace.is_empty();
    let schemas = model.schemas.iter().filter(given);
    schemas
        .filter_map(|schema| Some(report(schema, witnesses.get(&schema.file)?)))
        .collect()
}

fn report(schema: &Schema, element: &Element) -> Diagnostic {
    let message = format!("the local elements of `{}` are in no namespace", schema.namespace);
    let end = schema.span.end.saturating_sub(1);
    let end = Span {
        start: end,
        end,
        ..schema.span
    };
    PAGE.report(schema.span, message)
        .label(element.name_span, "this one, for example")
        .edit("say that they are in the target namespace", end, " elementFormDefault='qualified'")
}
