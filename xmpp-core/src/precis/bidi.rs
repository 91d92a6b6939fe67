//! The Bidi Rule (RFC 5893 §2): a name looks the same whatever it stands beside.

use super::record::Record;
use super::tables::bidi::{AL, AN, BN, CS, EN, ES, ET, L, NSM, ON, R};

/// Whether a label, or a localpart, keeps all six conditions.
pub(crate) fn is_satisfied(label: &str) -> bool {
    let classes = || label.chars().map(|character| Record::of(character).bidi());
    let last = classes().rfind(|&class| class != NSM);
    match classes().next() {
        // conditions 1, 2, 3, 4
        Some(R | AL) => {
            let has = |wanted| classes().any(|class| class == wanted);
            classes().all(|class| matches!(class, R | AL | AN | EN | ES | CS | ET | ON | BN | NSM))
                && matches!(last, Some(R | AL | EN | AN))
                && !(has(EN) && has(AN))
        }
        // conditions 1, 5, 6
        Some(L) => {
            classes().all(|class| matches!(class, L | EN | ES | CS | ET | ON | BN | NSM))
                && matches!(last, Some(L | EN))
        }
        _ => false,
    }
}
