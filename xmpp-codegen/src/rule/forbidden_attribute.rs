//! `forbidden-attribute`

use super::Page;
use super::closest;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The page of `forbidden-attribute`.
pub const PAGE: Page = Page {
    name: "forbidden-attribute",
    severity: Severity::Error,
    text: "\
## What it does
Reports an attribute that the element may not carry.

## Why is this bad?
The schema does not say what its author meant: a global element has no occurrence, an element no `use`. With repairs, `use` of an
element, `required='true'` of an attribute and a misspelt `minOccurs` or `maxOccurs` are read as what they mean.

## Example
```xml
<xs:element name='json' minOccurs='0'/>  <!-- directly under xs:schema: occurrence belongs to the reference -->
```
",
};

/// Where the attribute was found.
pub(crate) struct Place<'p> {
    /// The element that carries it.
    pub(crate) construct: &'p str,
    /// Whether that element stands directly under `xs:schema`.
    pub(crate) global: bool,
    /// What the element may carry.
    pub(crate) allowed: &'p [&'p str],
}

/// The attribute `name`, whose name stands at `span`, and which fills `whole`.
pub(crate) fn report(span: Span, whole: Span, name: &str, place: &Place<'_>) -> Diagnostic {
    let construct = place.construct;
    let message = match place.global && matches!(construct, "element" | "attribute" | "group") {
        true => format!("a global `xs:{construct}` may not carry `{name}`"),
        false => format!("`xs:{construct}` may not carry `{name}`"),
    };
    let diagnostic = PAGE.report(span, message);
    match (construct, name) {
        ("element" | "group", "minOccurs" | "maxOccurs") if place.global => diagnostic
            .note("how often it occurs is said where it is referenced")
            .edit("remove it", whole, ""),
        ("attribute", "use") if place.global => diagnostic
            .note("whether it is required is said where it is referenced")
            .edit("remove it", whole, ""),
        ("element", "use") => diagnostic
            .note("`use` belongs to attributes; an element is required unless it has `minOccurs='0'`")
            .help("remove it, or write `minOccurs`"),
        ("attribute", "required") => diagnostic.edit("write `use`", whole, "use='required'"),
        ("attribute", "optional") => diagnostic.edit("write `use`", whole, "use='optional'"),
        ("attribute", "minOccurs" | "maxOccurs") => diagnostic
            .note("an attribute occurs at most once; `use` says whether it must")
            .help("write `use='required'` or nothing"),
        _ => match closest(name, place.allowed) {
            Some(meant) => diagnostic.edit(format!("write `{meant}`"), span, meant),
            None => diagnostic.help(format!("remove it; {}", list(place.allowed))),
        },
    }
}

fn list(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names {
        [] => "none is allowed".to_owned(),
        [_] => format!("allowed is {}", shown.concat()),
        _ => format!("allowed are {}", shown.join(", ")),
    }
}
