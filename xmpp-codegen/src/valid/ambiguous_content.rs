//! `ambiguous-content`

use super::Context;
use super::competition::{Found, Judging};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::model::{Content, Model};
use crate::rule::Page;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The page of `ambiguous-content`.
pub const PAGE: Page = Page {
    name: "ambiguous-content",
    severity: Severity::Error,
    text: "\
## What it does
Reports two places of a content model that the same element could belong to.

## Why is this bad?
A reader could not tell which of the two an element is without looking ahead
(XML Schema part 1 §3.8.6, cos-nonambig: unique particle attribution).

## Example
```xml
<xs:sequence>
  <xs:element name='item' minOccurs='0'/>
  <xs:element name='item'/>  <!-- is a lone item the first or the second? -->
</xs:sequence>
```
",
};

/// The content of every complex type. Two places that many types inherit are reported once.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let mut judging = Judging::new(context);
    let mut reported = BTreeSet::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut by_place: BTreeMap<Span, usize> = BTreeMap::new();
    for (type_, plain) in context.model.complex_types.iter().zip(context.plain) {
        if *plain {
            continue;
        }
        if let Content::Elements(particle) | Content::Mixed(Some(particle)) = &type_.content {
            for found in judging.content(particle) {
                if !reported.insert((found.first, found.second)) {
                    continue;
                }
                // A place that competes with many others is one mistake.
                let known = by_place.get(&found.first).or_else(|| by_place.get(&found.second)).copied();
                if let Some(known) = known {
                    also(&mut diagnostics[known], &found);
                    continue;
                }
                by_place.insert(found.first, diagnostics.len());
                by_place.insert(found.second, diagnostics.len());
                diagnostics.push(report(context.model, &found));
            }
        }
        if judging.is_exhausted() {
            diagnostics.push(crate::rule::too_large::report(type_.span, super::competition::LIMIT));
            break;
        }
    }
    diagnostics
}

/// Adds the places that a report does not yet show.
fn also(report: &mut Diagnostic, found: &Found) {
    const SHOWN: usize = 4;
    for span in [found.first, found.second] {
        if report.labels.len() < SHOWN && report.labels.iter().all(|label| label.span != span) {
            let text = "and this place".to_owned();
            report.labels.push(Label { span, text });
        }
    }
}

fn report(model: &Model, found: &Found) -> Diagnostic {
    let message = match found.element {
        Some(id) => format!("an element `{}` could belong to two places here", model[id].name.local),
        None => "an element could belong to two wildcards here".to_owned(),
    };
    PAGE.report(found.second, message)
        .label(found.first, "the other place")
        .help("make one place of the two, or put something between them that is not optional")
        .repaired("the first place that fits is taken")
}
