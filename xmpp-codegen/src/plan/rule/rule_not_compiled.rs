//! `rule-not-compiled`

use crate::diagnostic::Severity;
use crate::rule::Page;

/// The page of `rule-not-compiled`.
pub const PAGE: Page = Page {
    name: "rule-not-compiled",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a cross-field rule of the catalogue that speaks of something which the generated type has no field for,
such as one of the elements of a choice.

## Why is this bad?
Documents are checked for the rule, values of the generated type are not.

## Example
```toml
[[stanza.rule]]
name = \"gone-alone\"
on = \"error\"
count = { \"gone\" = \"0\" }
spec = \"RFC 6120 §8.3\"
```
",
};
