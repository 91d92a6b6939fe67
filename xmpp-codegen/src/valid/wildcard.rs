//! What a wildcard admits beside another (XSD part 1 §3.10.6).

use crate::model::{Namespaces, Process, Wildcard};

/// Whether everything that `part` admits, `whole` admits (cos-ns-subset).
pub(super) fn is_subset(part: &Namespaces, whole: &Namespaces) -> bool {
    match (part, whole) {
        (_, Namespaces::Any) => true,
        (Namespaces::Any, _) => false,
        (Namespaces::List(list), whole) => list.iter().all(|namespace| whole.admits(namespace)),
        (Namespaces::Other(part), Namespaces::Other(whole)) => part == whole || whole.is_empty(),
        (Namespaces::Other(_), Namespaces::List(_)) => false,
    }
}

/// Whether a restriction's wildcard is as strict as the base's.
pub(super) fn is_as_strict(part: &Wildcard, whole: &Wildcard) -> bool {
    let strength = |process| match process {
        Process::Strict => 2,
        Process::Lax => 1,
        Process::Skip => 0,
    };
    strength(part.process) >= strength(whole.process)
}

/// Whether there is a namespace that both admit (cos-aw-intersect is not empty).
pub(super) fn overlap(first: &Namespaces, second: &Namespaces) -> bool {
    match (first, second) {
        (Namespaces::Any, Namespaces::List(list)) | (Namespaces::List(list), Namespaces::Any) => {
            !list.is_empty()
        }
        (Namespaces::List(list), other) | (other, Namespaces::List(list)) => {
            list.iter().any(|namespace| other.admits(namespace))
        }
        _ => true, // two that leave out one namespace each have others in common
    }
}
