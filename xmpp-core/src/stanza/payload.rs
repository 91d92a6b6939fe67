//! What a stanza carries beside its own elements.

use crate::{Element, FromXml, Report};

/// The first payload that is of type `T`.
///
/// # Errors
///
/// Everything that is wrong with it, where it is the element that `T` reads but not as its schema wants it.
pub(super) fn find<'e, T: FromXml>(
    payloads: impl IntoIterator<Item = &'e Element>,
) -> Result<Option<T>, Report> {
    payloads
        .into_iter()
        .find_map(|payload| payload.read_if().transpose())
        .transpose()
}
