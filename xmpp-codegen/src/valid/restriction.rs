//! Whether a content model restricts another: the table of XSD part 1 §3.9.6, cos-particle-restrict and what follows it.

use super::Context;
use super::derivation::{derives, same};
use super::particle::{Kind, Part};
use super::wildcard;
use crate::model::{Compositor, ElementId, Occurs, ValueConstraint, Ways, Wildcard};
use crate::source::Span;

/// Why a part is no restriction, at its place.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    /// A clause about the part.
    pub(super) why: String,
}

/// Compares two content models; gives up with `None` where that takes too long.
pub(super) struct Comparing<'m> {
    pub(super) context: Context<'m>,
    /// Comparisons left.
    pub(super) budget: usize,
    /// Whether the base is the content of `xs:anyType`, which any strictness restricts.
    pub(super) from_anything: bool,
}

type Outcome = Result<(), Fault>;

impl<'m> Comparing<'m> {
    /// The recursion is as deep as the models nest.
    pub(super) fn restricts(&mut self, part: &Part<'m>, base: &Part<'m>) -> Outcome {
        if self.budget == 0 {
            return Ok(()); // reported by the caller
        }
        self.budget -= 1;
        if let Some(outcome) = self.apart(part, base) {
            return outcome;
        }
        match (&part.term, &base.term) {
            (Kind::Element(one) | Kind::Alone(one), Kind::Element(other) | Kind::Alone(other)) => {
                self.same_element(part, *one, base, *other)
            }
            (Kind::Element(id) | Kind::Alone(id), Kind::Any(any)) => {
                self.admitted(part, *id, base, any)
            }
            (Kind::Element(_) | Kind::Alone(_), Kind::Model(compositor, _)) => {
                self.as_group(part, *compositor, base)
            }
            (Kind::Any(one), Kind::Any(other)) => self.wildcards(part, one, base, other),
            (Kind::Any(_), _) => fault(part, "a wildcard stands where the base has none"),
            (Kind::Model(..), Kind::Element(_) | Kind::Alone(_)) => {
                fault(part, "a group stands where the base has one element")
            }
            (Kind::Model(_, parts), Kind::Any(_)) => self.all_admitted(part, parts, base),
            (Kind::Model(one, parts), Kind::Model(other, bases)) => match (one, other) {
                (Compositor::All, Compositor::All)
                | (Compositor::Sequence, Compositor::Sequence) => {
                    range(part, part.occurs, base)?;
                    self.in_order(part, parts, bases)
                }
                (Compositor::Choice, Compositor::Choice) => {
                    range(part, part.occurs, base)?;
                    self.lax(part, parts, bases)
                }
                (Compositor::Sequence, Compositor::All) => {
                    range(part, part.occurs, base)?;
                    self.unordered(part, parts, bases)
                }
                (Compositor::Sequence, Compositor::Choice) => self.summed(part, parts, base, bases),
                (Compositor::All, _) => fault(part, "an `xs:all` stands where the base has none"),
                (Compositor::Choice, _) => {
                    fault(part, "an `xs:choice` stands where the base has none")
                }
            },
        }
    }

    /// Takes the substitution group apart that one of the two is, unless both are one element.
    fn apart(&mut self, part: &Part<'m>, base: &Part<'m>) -> Option<Outcome> {
        if let Kind::Element(head) = base.term
            && !self.is_named(part, head)
            && let Some(choice) = self.family(base, head)
        {
            let whole = matches!(part.term, Kind::Element(_)); // what stands for it, stands for the head too
            return Some(match whole {
                true => self.restricts(&alone(part), &choice),
                false => self.restricts(part, &choice),
            });
        }
        if let (Kind::Element(head), Kind::Model(..)) = (&part.term, &base.term)
            && let Some(choice) = self.family(part, *head)
        {
            return Some(self.restricts(&choice, base));
        }
        None
    }

    /// The head of a substitution group stands for a choice of its members.
    fn family(&mut self, part: &Part<'m>, id: ElementId) -> Option<Part<'m>> {
        let members = self.context.families.members(id);
        self.budget = self.budget.saturating_sub(members.len());
        if members.is_empty() {
            return None;
        }
        let one = |id| Part {
            occurs: Occurs::ONCE,
            term: Kind::Alone(id),
            span: part.span,
        };
        let own = [id]
            .into_iter()
            .filter(|id| !self.context.model[*id].abstract_);
        let parts = own.chain(members.iter().copied()).map(one).collect();
        Some(Part {
            occurs: part.occurs,
            term: Kind::Model(Compositor::Choice, parts),
            span: part.span,
        })
    }

    /// Whether the part is an element of that name.
    fn is_named(&self, part: &Part<'m>, head: ElementId) -> bool {
        let model = self.context.model;
        matches!(part.term, Kind::Element(id) | Kind::Alone(id) if model[id].name == model[head].name)
    }

    /// rcase-NameAndTypeOK
    fn same_element(
        &self,
        part: &Part<'m>,
        one: ElementId,
        base: &Part<'m>,
        other: ElementId,
    ) -> Outcome {
        let model = self.context.model;
        let (element, head) = (&model[one], &model[other]);
        if element.name != head.name {
            return fault(part, &format!("the base has `{}` here", head.name.local));
        }
        range(part, part.occurs, base)?;
        if one == other {
            return Ok(());
        }
        if element.nillable && !head.nillable {
            return fault(part, "it is nillable, and that of the base is not");
        }
        if let Some(ValueConstraint::Fixed(fixed)) = &head.value {
            let same = matches!(&element.value, Some(ValueConstraint::Fixed(own))
                if same(self.context, element.type_, (own, &element.bindings), (fixed, &head.bindings)));
            if !same {
                return fault(part, &format!("the base fixes its value to `{fixed}`"));
            }
        }
        let foreign = element.constraints.iter().find(|own| {
            !head.constraints.iter().any(|one| {
                model[*one].name == model[**own].name && model[*one].kind == model[**own].kind
            })
        });
        if let Some(own) = foreign {
            let name = &model[*own].name.local;
            return fault(
                part,
                &format!("the base does not have its identity constraint `{name}`"),
            );
        }
        if head.block.within(element.block) != head.block {
            return fault(part, "the base blocks more");
        }
        let excluded = Ways::EXTENSION.and(Ways::LIST).and(Ways::UNION);
        if !derives(model, element.type_, head.type_, excluded) {
            return fault(part, "its type does not restrict that of the base");
        }
        Ok(())
    }

    /// rcase-NSCompat
    fn admitted(&self, part: &Part<'m>, id: ElementId, base: &Part<'m>, any: &Wildcard) -> Outcome {
        let namespace = &self.context.model[id].name.namespace;
        if !any.namespaces.admits(namespace) {
            return fault(
                part,
                "the wildcard of the base does not admit its namespace",
            );
        }
        range(part, part.occurs, base)
    }

    /// rcase-RecurseAsIfGroup. An element that is repeated is a repeated choice of the one element, too.
    fn as_group(&mut self, part: &Part<'m>, compositor: Compositor, base: &Part<'m>) -> Outcome {
        let group = Part::once(compositor, vec![copy(part)], part.span);
        let outcome = self.restricts(&group, base);
        if outcome.is_ok() || compositor != Compositor::Choice || part.occurs == Occurs::ONCE {
            return outcome;
        }
        let one = Part {
            occurs: Occurs::ONCE,
            ..copy(part)
        };
        let group = Part {
            occurs: part.occurs,
            ..Part::once(compositor, vec![one], part.span)
        };
        self.restricts(&group, base).or(outcome)
    }

    /// rcase-NSSubset
    fn wildcards(
        &self,
        part: &Part<'m>,
        one: &Wildcard,
        base: &Part<'m>,
        other: &Wildcard,
    ) -> Outcome {
        range(part, part.occurs, base)?;
        if !wildcard::is_subset(&one.namespaces, &other.namespaces) {
            return fault(part, "it admits namespaces that the base does not");
        }
        if !self.from_anything && !wildcard::is_as_strict(one, other) {
            return fault(
                part,
                "its `processContents` is weaker than that of the base",
            );
        }
        Ok(())
    }

    /// rcase-NSRecurseCheckCardinality
    fn all_admitted(&mut self, part: &Part<'m>, parts: &[Part<'m>], base: &Part<'m>) -> Outcome {
        let any = Part {
            occurs: Occurs::ANY,
            term: match base.term {
                Kind::Any(any) => Kind::Any(any),
                _ => return Ok(()),
            },
            span: base.span,
        };
        for inner in parts {
            self.restricts(inner, &any)?;
        }
        range(part, part.range(), base)
    }

    /// rcase-Recurse
    fn in_order(&mut self, part: &Part<'m>, parts: &[Part<'m>], bases: &[Part<'m>]) -> Outcome {
        let mut bases = bases.iter();
        for inner in parts {
            let mut first = None;
            loop {
                let Some(base) = bases.next() else {
                    return Err(first.unwrap_or_else(|| Fault {
                        span: inner.span,
                        why: "the base has nothing for it here".to_owned(),
                    }));
                };
                match self.restricts(inner, base) {
                    Ok(()) => break,
                    Err(found) if base.is_emptiable() => {
                        first.get_or_insert(found);
                    }
                    Err(found) => return Err(found),
                }
            }
        }
        match bases.find(|base| !base.is_emptiable()) {
            Some(_) => fault(part, "something that the base demands is missing"),
            None => Ok(()),
        }
    }

    /// rcase-RecurseLax
    fn lax(&mut self, part: &Part<'m>, parts: &[Part<'m>], bases: &[Part<'m>]) -> Outcome {
        let _ = part;
        let mut bases = bases.iter();
        for inner in parts {
            let mut first = None;
            loop {
                let Some(base) = bases.next() else {
                    return Err(first.unwrap_or_else(|| Fault {
                        span: inner.span,
                        why: "the base has no such alternative here".to_owned(),
                    }));
                };
                match self.restricts(inner, base) {
                    Ok(()) => break,
                    Err(found) => {
                        first.get_or_insert(found);
                    }
                }
            }
        }
        Ok(())
    }

    /// rcase-RecurseUnordered
    fn unordered(&mut self, part: &Part<'m>, parts: &[Part<'m>], bases: &[Part<'m>]) -> Outcome {
        let mut used = vec![false; bases.len()];
        for inner in parts {
            let mut first = None;
            let mut found = false;
            for (at, base) in bases.iter().enumerate() {
                if used[at] {
                    continue;
                }
                match self.restricts(inner, base) {
                    Ok(()) => {
                        used[at] = true;
                        found = true;
                        break;
                    }
                    Err(wrong) => {
                        first.get_or_insert(wrong);
                    }
                }
            }
            if !found {
                return Err(first.unwrap_or_else(|| Fault {
                    span: inner.span,
                    why: "the base has nothing for it".to_owned(),
                }));
            }
        }
        let missing = bases
            .iter()
            .zip(used)
            .any(|(base, used)| !used && !base.is_emptiable());
        match missing {
            true => fault(part, "something that the base demands is missing"),
            false => Ok(()),
        }
    }

    /// rcase-MapAndSum
    fn summed(
        &mut self,
        part: &Part<'m>,
        parts: &[Part<'m>],
        base: &Part<'m>,
        bases: &[Part<'m>],
    ) -> Outcome {
        for inner in parts {
            let mut first = None;
            let fits = bases.iter().any(|base| match self.restricts(inner, base) {
                Ok(()) => true,
                Err(wrong) => {
                    first.get_or_insert(wrong);
                    false
                }
            });
            if let (false, Some(first)) = (fits, first) {
                return Err(first);
            }
        }
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let times = Occurs {
            min: count,
            max: Some(count),
        };
        range(part, part.occurs.times(times), base)
    }
}

/// An element without its substitution group.
fn alone<'m>(part: &Part<'m>) -> Part<'m> {
    let copy = copy(part);
    match copy.term {
        Kind::Element(id) => Part {
            term: Kind::Alone(id),
            ..copy
        },
        _ => copy,
    }
}

/// A part that is no model group, again.
fn copy<'m>(part: &Part<'m>) -> Part<'m> {
    let term = match part.term {
        Kind::Element(id) => Kind::Element(id),
        Kind::Alone(id) => Kind::Alone(id),
        Kind::Any(any) => Kind::Any(any),
        Kind::Model(compositor, _) => Kind::Model(compositor, Vec::new()),
    };
    Part { term, ..*part }
}

fn fault(part: &Part<'_>, why: &str) -> Outcome {
    Err(Fault {
        span: part.span,
        why: why.to_owned(),
    })
}

/// An occurrence within that of the base (range-ok).
fn range(part: &Part<'_>, occurs: Occurs, base: &Part<'_>) -> Outcome {
    let above = match (occurs.max, base.occurs.max) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(own), Some(most)) => own > most,
    };
    if occurs.min < base.occurs.min {
        return fault(part, "it may be missing more often than in the base");
    }
    match above {
        true => fault(part, "it may occur more often than in the base"),
        false => Ok(()),
    }
}
