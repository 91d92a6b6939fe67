//! Writing elements.

use super::Around;
use crate::xml::Writer;

/// A type that writes itself as an element.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as an element",
    note = "derive `ToXml` for it"
)]
pub trait ToXml {
    /// Writes the element. What XML cannot carry is remembered by the writer, which then refuses to
    /// [`finish`](Writer::finish).
    fn to_xml(&self, writer: &mut Writer);

    /// The same, with what was found inside the element and is kept in the struct around it.
    #[doc(hidden)]
    fn to_xml_around(&self, writer: &mut Writer, _around: Around<'_>) {
        self.to_xml(writer);
    }
}

impl<T: ToXml> ToXml for Box<T> {
    fn to_xml(&self, writer: &mut Writer) {
        T::to_xml(self, writer);
    }

    fn to_xml_around(&self, writer: &mut Writer, around: Around<'_>) {
        T::to_xml_around(self, writer, around);
    }
}
