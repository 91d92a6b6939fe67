//! Wildcards, and what two of them admit together (XSD part 1 §3.10.2, §3.10.6).

use super::resolver::{Resolver, Scope};
use crate::mode::Mode;
use crate::model::{Namespaces, Process, Text, Wildcard};
use crate::parse::particle::{self, Member};
use crate::rule::strict_wildcard;
use crate::source::Span;

impl<'s> Resolver<'s> {
    /// A wildcard. Where the schema does not say how strictly, XMPP's way is lax.
    pub(super) fn wildcard(
        &mut self,
        scope: Scope<'s>,
        source: &particle::Wildcard,
        construct: &str,
    ) -> Wildcard {
        let target = self.target(scope);
        let namespaces = match &source.namespaces {
            particle::Namespaces::Any => Namespaces::Any,
            particle::Namespaces::Other => Namespaces::Other(target.clone()),
            particle::Namespaces::List(members) => Namespaces::List(
                members
                    .iter()
                    .map(|member| match member {
                        Member::Target => target.clone(),
                        Member::Local => Text::default(),
                        Member::Namespace(namespace) => namespace.clone(),
                    })
                    .collect(),
            ),
        };
        let process = source.process.unwrap_or_else(|| match self.mode {
            Mode::Strict => Process::Strict,
            Mode::Repairing => {
                self.report(strict_wildcard::report(source.span, construct, source.end));
                Process::Lax
            }
        });
        Wildcard {
            namespaces,
            process,
            doc: source.doc.clone(),
            span: source.span,
        }
    }
}

/// The wildcard that admits what both admit; an absent one does not count (cos-aw-intersect).
///
/// # Errors
/// The places of the two, where no wildcard can say that.
pub(super) fn both(
    first: Option<Wildcard>,
    second: Option<&Wildcard>,
) -> Result<Option<Wildcard>, (Span, Span)> {
    joined(first, second, intersection)
}

/// The wildcard that admits what either admits: `process` and place are those of the first (cos-aw-union).
///
/// # Errors
/// The places of the two, where no wildcard can say that.
pub(super) fn either(
    first: Option<Wildcard>,
    second: Option<&Wildcard>,
) -> Result<Option<Wildcard>, (Span, Span)> {
    joined(first, second, union)
}

fn joined(
    first: Option<Wildcard>,
    second: Option<&Wildcard>,
    join: fn(&Namespaces, &Namespaces) -> Option<Namespaces>,
) -> Result<Option<Wildcard>, (Span, Span)> {
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (first, second) => return Ok(first.or_else(|| second.cloned())),
    };
    match join(&first.namespaces, &second.namespaces) {
        Some(namespaces) => Ok(Some(Wildcard {
            namespaces,
            ..first
        })),
        None => Err((first.span, second.span)),
    }
}

/// Nothing where it is not expressible (XSD part 1 §3.10.6).
fn intersection(first: &Namespaces, second: &Namespaces) -> Option<Namespaces> {
    Some(match (first, second) {
        (Namespaces::Any, other) | (other, Namespaces::Any) => other.clone(),
        (Namespaces::List(list), other) | (other, Namespaces::List(list)) => Namespaces::List(
            list.iter()
                .filter(|namespace| other.admits(namespace))
                .cloned()
                .collect(),
        ),
        (Namespaces::Other(left), Namespaces::Other(right)) => {
            match (left.as_str(), right.as_str()) {
                ("", _) => second.clone(),
                (_, "") => first.clone(),
                _ if left == right => first.clone(),
                _ => return None,
            }
        }
    })
}

/// Nothing where it is not expressible (XSD part 1 §3.10.6).
fn union(first: &Namespaces, second: &Namespaces) -> Option<Namespaces> {
    Some(match (first, second) {
        (Namespaces::Any, _) | (_, Namespaces::Any) => Namespaces::Any,
        (Namespaces::List(left), Namespaces::List(right)) => {
            let mut all = left.clone();
            all.extend(
                right
                    .iter()
                    .filter(|namespace| !left.contains(namespace))
                    .cloned(),
            );
            Namespaces::List(all)
        }
        (Namespaces::Other(left), Namespaces::Other(right)) if left == right => first.clone(),
        (Namespaces::Other(_), Namespaces::Other(_)) => Namespaces::Other(Text::default()),
        (Namespaces::Other(other), Namespaces::List(list))
        | (Namespaces::List(list), Namespaces::Other(other)) => {
            let has = |namespace: &str| list.iter().any(|one| one == namespace);
            match (has(other), has("")) {
                (true, true) => Namespaces::Any,
                (true, false) => Namespaces::Other(Text::default()),
                (false, true) if other.is_empty() => Namespaces::Any,
                (false, true) => return None,
                (false, false) => Namespaces::Other(other.clone()),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(members: &[&str]) -> Namespaces {
        Namespaces::List(members.iter().map(|member| (*member).into()).collect())
    }

    #[test]
    fn intersections_and_unions_follow_part_1_section_3_10_6() {
        let other = Namespaces::Other("a".into());
        assert_eq!(
            intersection(&other, &list(&["a", "b", ""])),
            Some(list(&["b"]))
        );
        assert_eq!(intersection(&Namespaces::Any, &other), Some(other.clone()));
        assert_eq!(union(&other, &list(&["a", ""])), Some(Namespaces::Any));
        assert_eq!(
            union(&other, &list(&["a"])),
            Some(Namespaces::Other(Text::default()))
        );
        assert_eq!(union(&other, &list(&["b", ""])), None);
        assert_eq!(
            union(&list(&["a"]), &list(&["b", "a"])),
            Some(list(&["a", "b"]))
        );
    }
}
