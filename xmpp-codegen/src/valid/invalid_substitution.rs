//! `invalid-substitution`

use super::Context;
use super::derivation::derives;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::Page;

/// The page of `invalid-substitution`.
pub const PAGE: Page = Page {
    name: "invalid-substitution",
    severity: Severity::Error,
    text: "\
## What it does
Reports an element whose type is not derived from the type of the element that it substitutes.

## Why is this bad?
Whoever reads the head of the group could not read the element that stands for it
(XML Schema part 1 §3.3.6, e-props-correct.4).

## Example
```xml
<xs:element name='drink' type='xs:integer'/>
<xs:element name='tea' type='xs:string' substitutionGroup='drink'/>
```
",
};

/// Every element with a head.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let substitutes = model.elements.iter().filter_map(|element| {
        let head = &model[element.substitutes?];
        (!derives(model, element.type_, head.type_, head.final_)).then(|| {
            let (local, name) = (&element.name.local, &head.name.local);
            let message = format!("`{local}` cannot stand for `{name}`: its type is not derived from the other's as that permits");
            PAGE.report(element.name_span, message)
                .label(head.name_span, "the head of the substitution group")
                .help("derive its type from that of the head, or leave `substitutionGroup` out")
        })
    });
    substitutes.collect()
}
