//! `impossible-list`

use super::Context;
use super::derivation::{item, members};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Type, Variety};
use crate::rule::Page;
use std::collections::BTreeSet;

/// The page of `impossible-list`.
pub const PAGE: Page = Page {
    name: "impossible-list",
    severity: Severity::Error,
    text: "\
## What it does
Reports a list whose items are lists, or unions that have lists among their members.

## Why is this bad?
Nobody could tell where an item ends (XML Schema part 2 §4.1.5, cos-list-of-atomic).

## Example
```xml
<xs:simpleType name='words'><xs:list itemType='xs:NMTOKENS'/></xs:simpleType>
```
",
};

/// Every list.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for type_ in &context.model.simple_types {
        let Variety::List(item) = type_.variety else {
            continue;
        };
        if has_list(context, item) {
            let report = PAGE.report(type_.span, "the items of a list cannot be lists");
            diagnostics.push(report.help("make one list of the items, or put each item into an element"));
        }
    }
    diagnostics
}

fn has_list(context: Context<'_>, type_: Type) -> bool {
    let mut open = vec![type_];
    let mut seen = BTreeSet::new();
    while let Some(type_) = open.pop() {
        if !seen.insert(type_) {
            continue;
        }
        if item(context.model, type_).is_some() {
            return true;
        }
        open.extend(members(context.model, type_).unwrap_or_default());
    }
    false
}
