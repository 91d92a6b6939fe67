//! `conflicting-elements`

use super::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ComplexType, Content, ElementId, GroupId, Name, Particle, Term};
use crate::rule::Page;
use std::collections::{BTreeMap, BTreeSet};

/// The page of `conflicting-elements`.
pub const PAGE: Page = Page {
    name: "conflicting-elements",
    severity: Severity::Error,
    text: "\
## What it does
Reports two elements of one name and different types in the content of one type.

## Why is this bad?
The name alone must tell what an element is (XML Schema part 1 §3.8.6, cos-element-consistent: element declarations consistent).
Neither a reader nor a generated type could keep the two apart.

## Example
```xml
<xs:sequence>
  <xs:element name='value' type='xs:string'/>
  <xs:element name='value' type='xs:integer'/>
</xs:sequence>
```
",
};

/// The content of every complex type. A pair that many types inherit is reported once.
pub(crate) fn check(context: Context<'_>) -> Vec<Diagnostic> {
    let model = context.model;
    let mut reported = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (first, second) in model.complex_types.iter().zip(context.plain).filter(|(_, plain)| !**plain).flat_map(|(type_, _)| conflicts(context, type_)) {
        if reported.insert((first.0, second.0)) {
            let (first, second) = (&model[first], &model[second]);
            let message = format!("two elements `{}` of different types stand in one content", first.name.local);
            let report = PAGE.report(second.name_span, message);
            diagnostics.push(report.label(first.name_span, "the first").help("give both one named type"));
        }
    }
    diagnostics
}

fn conflicts<'m>(context: Context<'m>, type_: &'m ComplexType) -> Vec<(ElementId, ElementId)> {
    let (Content::Elements(particle) | Content::Mixed(Some(particle))) = &type_.content else {
        return Vec::new();
    };
    let model = context.model;
    let mut first: BTreeMap<&Name, ElementId> = BTreeMap::new();
    let mut conflicts = Vec::new();
    let mut visited: BTreeSet<GroupId> = BTreeSet::new();
    let mut open: Vec<&Particle> = vec![particle];
    while let Some(particle) = open.pop() {
        match &particle.term {
            Term::Element(id) => {
                let members = context.families.members(*id);
                for id in [*id].iter().chain(members) {
                    let known = *first.entry(&model[*id].name).or_insert(*id);
                    if model[known].type_ != model[*id].type_ {
                        conflicts.push((known, *id));
                    }
                }
            }
            Term::Model(_, inner) => open.extend(inner.iter().rev()),
            Term::Group(id) => {
                if visited.insert(*id) {
                    open.push(&model[*id].particle);
                }
            }
            Term::Any(_) => {}
        }
    }
    conflicts
}
