//! `unresolved-import`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unresolved-import`.
pub const PAGE: Page = Page {
    name: "unresolved-import",
    severity: Severity::Error,
    text: "\
## What it does
Reports a namespace that is used and for which no schema is at hand.

## Why is this bad?
What the names of that namespace mean is unknown.

## Example
```xml
<xs:import namespace='urn:example:elsewhere'/>
<xs:element ref='elsewhere:thing'/>
```
",
};

/// `namespace` is used at `used`, and imported at `import` if it is.
pub(crate) fn report(namespace: &str, used: Span, import: Option<Span>) -> Diagnostic {
    let message = ["no schema for `", namespace, "` is at hand"].concat();
    match import {
        Some(import) => PAGE.report(import, message).label(used, "used here").help("give its schema besides"),
        None => PAGE
            .report(used, message)
            .note("it is not imported either")
            .help("give its schema besides, and import the namespace"),
    }
}
