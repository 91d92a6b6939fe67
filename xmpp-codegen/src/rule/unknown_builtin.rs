//! `unknown-builtin`

use super::Page;
use super::closest;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `unknown-builtin`.
pub const PAGE: Page = Page {
    name: "unknown-builtin",
    severity: Severity::Error,
    text: "\
## What it does
Reports a type of the XML Schema namespace that XML Schema 1.0 part 2 does not define.

## Why is this bad?
No tool knows it.

## Example
```xml
<xs:attribute name='size' type='xs:number'/>  <!-- xs:integer, xs:decimal -->
```
",
};

/// The built-in type that people mean by a name that is none.
pub(crate) fn meant(name: &str) -> Option<&'static str> {
    match name {
        "bool" => Some("boolean"),
        "number" => Some("decimal"),
        "uint" => Some("unsignedInt"),
        "text" | "empty" => Some("string"),
        "uri" | "URI" | "anyUri" => Some("anyURI"),
        "timestamp" | "datetime" => Some("dateTime"),
        "lang" => Some("language"),
        "base64" => Some("base64Binary"),
        "hex" => Some("hexBinary"),
        "nonNegativeInt" => Some("nonNegativeInteger"),
        _ => None,
    }
}

/// `xs:name`, where `known` are the names of the built-in types.
pub(crate) fn report(span: Span, name: &str, prefix: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = PAGE
        .report(span, format!("XML Schema has no built-in type `{name}`"));
    let colon = if prefix.is_empty() { "" } else { ":" };
    match meant(name).or_else(|| closest(name, known)) {
        Some(meant) => {
            let meant = format!("{prefix}{colon}{meant}");
            diagnostic.edit(format!("did you mean `{meant}`?"), span, meant)
        }
        None => diagnostic.help("the types are listed in XML Schema part 2, §3"),
    }
}
