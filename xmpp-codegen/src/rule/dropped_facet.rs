//! `dropped-facet`

use super::Page;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `dropped-facet`.
pub const PAGE: Page = Page {
    name: "dropped-facet",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a facet of the schema that the type which the catalogue gives instead cannot have. The others are kept: lengths of text,
bounds of numbers, patterns of text that stays text. Of the items of a list and of the members of a union none is kept.

## Why is this bad?
The schema refuses values which are accepted now.

## Example
```toml
[roster.type]
\"item/@jid\" = \"BareJid\"  # in roster.xsd: <xs:pattern value='[^@]+@.+'/>
```
",
};

/// A facet of the type that `type_` replaces.
pub(crate) fn report(span: Span, type_: &str, facet: &str) -> Diagnostic {
    let help = match facet {
        "enumeration" => "leave the key out; what other values read as is said under `unknown`",
        _ => "name a type that can have it, or take it out of the schema",
    };
    PAGE.report(span, format!("`xs:{facet}` of the type in the schema is lost: `{type_}` replaces it"))
        .help(help)
}
