//! Wildcards, and what two of them admit together (XSD part 1 §3.10.2, §3.10.6).

use super::resolver::{Resolver, Scope};
use crate::mode::Mode;
use crate::model::{Namespaces, Process, Wildcard};
use crate::parse::particle::{self, Member};
use crate::rule::strict_wildcard;

impl Resolver<'_> {
    /// A wildcard. Where the schema does not say how strictly, XMPP's way is lax.
    pub(super) fn wildcard(
        &mut self,
        scope: Scope,
        source: &particle::Wildcard,
        construct: &str,
    ) -> Wildcard {
        let target = self.target(scope);
        let namespaces = match &source.namespaces {
            particle::Namespaces::Any => Namespaces::Any,
            particle::Namespaces::Other => Namespaces::Other(target.to_owned()),
            particle::Namespaces::List(members) => Namespaces::List(
                members
                    .iter()
                    .map(|member| match member {
                        Member::Target => target.to_owned(),
                        Member::Local => String::new(),
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

/// The wildcard that admits what both admit; an absent one does not count.
pub(super) fn both(first: Option<Wildcard>, second: Option<&Wildcard>) -> Option<Wildcard> {
    match (first, second) {
        (Some(first), Some(second)) => Some(Wildcard {
            namespaces: intersection(&first.namespaces, &second.namespaces),
            ..first
        }),
        (first, second) => first.or_else(|| second.cloned()),
    }
}

/// The wildcard that admits what either admits: `process` and place are those of the first.
pub(super) fn either(first: Option<Wildcard>, second: Option<&Wildcard>) -> Option<Wildcard> {
    match (first, second) {
        (Some(first), Some(second)) => Some(Wildcard {
            namespaces: union(&first.namespaces, &second.namespaces),
            ..first
        }),
        (first, second) => first.or_else(|| second.cloned()),
    }
}

fn intersection(first: &Namespaces, second: &Namespaces) -> Namespaces {
    match (first, second) {
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
                _ => Namespaces::List(Vec::new()), // not expressible (§3.10.6)
            }
        }
    }
}

fn union(first: &Namespaces, second: &Namespaces) -> Namespaces {
    match (first, second) {
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
        (Namespaces::Other(_), Namespaces::Other(_)) => Namespaces::Other(String::new()),
        (Namespaces::Other(other), Namespaces::List(list))
        | (Namespaces::List(list), Namespaces::Other(other)) => {
            let has = |namespace: &str| list.iter().any(|one| one == namespace);
            match (has(other), has("")) {
                (true, true) => Namespaces::Any,
                (true, false) => Namespaces::Other(String::new()),
                (false, _) => Namespaces::Other(other.clone()), // with `##local`, not expressible (§3.10.6)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(members: &[&str]) -> Namespaces {
        Namespaces::List(members.iter().map(|member| (*member).to_owned()).collect())
    }

    #[test]
    fn intersections_and_unions_follow_part_1_section_3_10_6() {
        let other = Namespaces::Other("a".to_owned());
        assert_eq!(intersection(&other, &list(&["a", "b", ""])), list(&["b"]));
        assert_eq!(intersection(&Namespaces::Any, &other), other);
        assert_eq!(union(&other, &list(&["a", ""])), Namespaces::Any);
        assert_eq!(
            union(&other, &list(&["a"])),
            Namespaces::Other(String::new())
        );
        assert_eq!(union(&list(&["a"]), &list(&["b", "a"])), list(&["a", "b"]));
    }
}
