//! Identity constraints and notations (XSD part 1 §3.11, §3.12).

use super::resolver::{Resolver, Scope};
use crate::model::identity::{Constraint, Kind};
use crate::model::{ConstraintId, Name, Notation};
use crate::parse::identity;
use crate::parse::value::Reference;
use crate::rule::{duplicate_component, unresolved_key};
use crate::source::Span;
use std::collections::BTreeMap;

/// An `xs:keyref` whose key is not known before all constraints are.
#[derive(Debug)]
pub(super) struct Pending {
    constraint: ConstraintId,
    key: Name,
    span: Span,
}

impl<'s> Resolver<'s> {
    /// The constraints of an element. A reference to a key is followed when all of them are there.
    pub(super) fn constraints(
        &mut self,
        scope: Scope<'s>,
        sources: &'s [identity::Constraint],
    ) -> Vec<ConstraintId> {
        sources
            .iter()
            .map(|source| self.constraint(scope, source))
            .collect()
    }

    fn constraint(&mut self, scope: Scope<'s>, source: &'s identity::Constraint) -> ConstraintId {
        let id = ConstraintId(u32::try_from(self.model.constraints.len()).unwrap_or(u32::MAX));
        let kind = match &source.kind {
            identity::Kind::Unique => Kind::Unique,
            identity::Kind::Key => Kind::Key,
            identity::Kind::KeyRef(reference) => {
                self.refer(scope, reference, id);
                Kind::KeyRef(id)
            }
        };
        self.model.constraints.push(Constraint {
            name: self.global_name(scope, &source.name.value),
            kind,
            selector: source.selector.clone(),
            fields: source.fields.clone(),
            bindings: source.bindings.clone(),
            span: source.name.span,
        });
        id
    }

    fn refer(&mut self, scope: Scope<'s>, reference: &Reference, constraint: ConstraintId) {
        if let Some(key) = self.meant(scope, reference) {
            self.check_import(scope, &key.namespace, reference.span);
            let span = reference.span;
            self.pending.push(Pending {
                constraint,
                key: key.into_owned(),
                span,
            });
        }
    }

    pub(super) fn notation(&mut self, scope: Scope<'s>, source: &identity::Notation) {
        self.model.notations.push(Notation {
            name: self.global_name(scope, &source.name.value),
            span: source.name.span,
        });
    }
}

/// Names are unique, and references lead to keys of as many fields (XSD part 1 §3.11.6, c-props-correct).
pub(super) fn finish(resolver: &mut Resolver<'_>) {
    if resolver.model.constraints.is_empty() && resolver.pending.is_empty() {
        return;
    }
    let mut named: BTreeMap<Name, ConstraintId> = BTreeMap::new();
    let mut reports = Vec::new();
    for (at, constraint) in resolver.model.constraints.iter().enumerate() {
        let id = ConstraintId(u32::try_from(at).unwrap_or(u32::MAX));
        match named.get(&constraint.name) {
            Some(first) if resolver.model[*first].span != constraint.span => {
                let first = resolver.model[*first].span;
                let what = "identity constraint";
                reports.push(duplicate_component::report(
                    constraint.span,
                    first,
                    what,
                    &constraint.name,
                ));
            }
            Some(_) => {}
            None => {
                named.insert(constraint.name.clone(), id);
            }
        }
    }
    for Pending {
        constraint,
        key,
        span,
    } in std::mem::take(&mut resolver.pending)
    {
        let found = named.get(&key).copied();
        let found = found.filter(|id| !matches!(resolver.model[*id].kind, Kind::KeyRef(_)));
        let Some(found) = found else {
            reports.push(unresolved_key::report(span, &key.local));
            continue;
        };
        let (fields, keys) = (
            resolver.model[constraint].fields.len(),
            resolver.model[found].fields.len(),
        );
        if fields != keys {
            let place = resolver.model[found].span;
            reports.push(unresolved_key::report_fields(span, place, fields, keys));
        }
        resolver.model.constraints[constraint.0 as usize].kind = Kind::KeyRef(found);
    }
    resolver.diagnostics.extend(reports);
}
