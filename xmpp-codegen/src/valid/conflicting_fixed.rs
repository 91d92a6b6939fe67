//! `conflicting-fixed`

use super::Context;
use super::derivation::same;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ValueConstraint;
use crate::rule::Page;

/// The page of `conflicting-fixed`.
pub const PAGE: Page = Page {
    name: "conflicting-fixed",
    severity: Severity::Error,
    text: "\
## What it does
Reports the use of an attribute with another value than the one that its declaration fixes.

## Why is this bad?
The declaration admits one value only (XML Schema part 1 §3.5.6, au-props-correct.2).

## Example
```xml
<xs:attribute name='version' type='xs:string' fixed='1'/>
…
<xs:attribute ref='version' fixed='2'/>
```
",
};

/// Every use of an attribute.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let uses = model.complex_types.iter().flat_map(|type_| &type_.attributes);
    let mut diagnostics = Vec::new();
    for found in uses {
        let declaration = &model[found.attribute];
        let Some(ValueConstraint::Fixed(fixed)) = &declaration.value else {
            continue;
        };
        let fits = matches!(&found.value, Some(ValueConstraint::Fixed(value)) if same(context, declaration.type_, (value, &found.bindings), (fixed, &declaration.bindings)));
        if !fits {
            let message = format!("`{}` is fixed to another value where it is declared", declaration.name.local);
            let report = PAGE.report(found.span, message);
            diagnostics.push(report.label(declaration.span, "declared here").help("leave the value out here"));
        }
    }
    diagnostics
}
