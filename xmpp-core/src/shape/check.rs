//! Running checks: on what was read, and on what is about to be written.

use super::Children;
use crate::xml::Node;
use crate::{Checker, Decoder, FromXml, Validate, Violation};

/// Runs the checks of a struct that was just read from the element.
pub fn check(node: Node<'_>, decoder: &mut Decoder<'_>, checks: &mut dyn FnMut(&mut Checker<'_>)) {
    checks(&mut Checker::reading(decoder.findings(), node));
}

/// Validates each child of a field.
pub fn children_valid<V: Children>(value: &V, checker: &mut Checker<'_>)
where
    V::Item: FromXml + Validate,
{
    let items = value.items();
    let numbered = items.len() > 1 && <V::Item as FromXml>::names().len() == 1;
    for (at, item) in items.iter().enumerate() {
        checker.index(numbered.then_some(at + 1));
        item.validate(checker);
    }
}

/// Reports what a check of one's own found.
pub fn checked(checker: &mut Checker<'_>, found: Result<(), Violation>) {
    if let Err(violation) = found {
        checker.report(violation);
    }
}
