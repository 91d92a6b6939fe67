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
    each_valid(value.items(), checker);
}

fn each_valid<T: FromXml + Validate>(items: &[T], checker: &mut Checker<'_>) {
    let numbered = items.len() > 1 && T::names().len() == 1;
    let mut numbers = 1..;
    for item in items {
        let number = numbers.next();
        checker.index(if numbered { number } else { None });
        item.validate(checker);
    }
}

/// Reports what a check of one's own found.
pub fn checked(checker: &mut Checker<'_>, found: Result<(), Violation>) {
    if let Err(violation) = found {
        checker.report(violation);
    }
}
