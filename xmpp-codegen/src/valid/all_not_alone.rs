//! `all-not-alone`

use super::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Compositor, Content, Derivation, Model, Particle, Term, Type};
use crate::rule::Page;

/// The page of `all-not-alone`.
pub const PAGE: Page = Page {
    name: "all-not-alone",
    severity: Severity::Error,
    text: "\
## What it does
Reports a group or an extension that brings `xs:all` into another model group, or repeats it.

## Why is this bad?
`xs:all` is the whole content of a type or nothing (XML Schema part 1 §3.8.6, cos-all-limited).

## Example
```xml
<xs:group name='parts'><xs:all>…</xs:all></xs:group>
…
<xs:sequence><xs:group ref='parts'/></xs:sequence>
```
",
};

/// Every complex type and group. An `xs:all` that was written inside another model group was reported where it stands.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let mut diagnostics = Vec::new();
    for type_ in &model.complex_types {
        let (Content::Elements(particle) | Content::Mixed(Some(particle))) = &type_.content else {
            continue;
        };
        let extends = matches!(type_.derivation, Some((Derivation::Extension, Type::Complex(_))));
        match &particle.term {
            Term::Model(_, inner) if extends && particle.span == type_.span => {
                let all = inner.iter().any(|part| is_all(model, part) || matches!(part.term, Term::Model(Compositor::All, _)));
                if all {
                    let message = "`xs:all` cannot be extended, and cannot extend other content";
                    diagnostics.push(PAGE.report(type_.span, message).help("use `xs:sequence` in both types"));
                }
            }
            Term::Group(_) if is_all(model, particle) && particle.occurs.max != Some(1) => {
                diagnostics.push(PAGE.report(particle.span, "a group of `xs:all` may not be repeated"));
            }
            _ => nested(model, particle, &mut diagnostics),
        }
    }
    for group in &model.groups {
        nested(model, &group.particle, &mut diagnostics);
    }
    diagnostics.sort_by_key(Diagnostic::span);
    diagnostics.dedup();
    diagnostics
}

/// References to groups of `xs:all` inside a model group; the recursion is as deep as the document nests.
fn nested(model: &Model, particle: &Particle, diagnostics: &mut Vec<Diagnostic>) {
    let Term::Model(_, inner) = &particle.term else {
        return;
    };
    for part in inner {
        if is_all(model, part) {
            let message = "a group of `xs:all` may not stand inside another model group";
            diagnostics.push(PAGE.report(part.span, message).help("use `xs:sequence` in the group"));
        }
        nested(model, part, diagnostics);
    }
}

fn is_all(model: &Model, particle: &Particle) -> bool {
    match particle.term {
        Term::Group(id) => matches!(model[id].particle.term, Term::Model(Compositor::All, _)),
        _ => false,
    }
}
