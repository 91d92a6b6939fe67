//! `invalid-pattern`

use super::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::regex::Pattern;
use crate::rule::Page;

/// The page of `invalid-pattern`.
pub const PAGE: Page = Page {
    name: "invalid-pattern",
    severity: Severity::Error,
    text: "\
## What it does
Reports a pattern that is no regular expression of XML Schema.

## Why is this bad?
What it admits is unknown. XML Schema has an expression language of its own: no `^` and `$` around, no `\\b`, no lookahead
(XML Schema part 2 appendix F, pattern's value).

## Example
```xml
<xs:pattern value='[a-z'/>
```
",
};

/// Every pattern.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let types = context.model.simple_types.iter();
    let patterns = types.flat_map(|type_| &type_.facets.patterns);
    let mut diagnostics = Vec::new();
    for pattern in patterns {
        let Err(error) = Pattern::new(&pattern.value) else {
            continue;
        };
        let shown = xmpp_xml::wording::shown(&pattern.value);
        let report = PAGE.report(pattern.span, format!("`{shown}` is no regular expression of XML Schema"));
        let report = report.at(error.message);
        diagnostics.push(match error.help {
            Some(help) => report.help(help),
            None => report.help("the expressions are those of XML Schema part 2, appendix F"),
        });
    }
    diagnostics
}
