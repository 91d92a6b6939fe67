//! From XML to values and back: the traits that stanza types implement, and the functions that use them.
//!
//! [`FromXml`] and [`ToXml`] are for elements, [`XmlText`] for the values of attributes and of text, [`Validate`] for what
//! types alone cannot hold. Nobody implements them by hand unless the derives of the same names cannot say what is needed.
//!
//! Reading goes over the tape once. It is lenient: what is unknown is kept, what is optional and invalid reads as absent,
//! and everything found on the way is reported to [`Findings`](crate::Findings). Writing is strict.

mod checker;
mod decoder;
mod entry;
mod extra_attribute;
mod few;
mod field;
mod from_xml;
mod inside;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod json;
mod lend;
mod namespace;
mod occurs;
mod tag;
mod text_error;
mod to_xml;
mod violation;
mod xml_text;

pub use checker::{Checker, Validate};
pub(crate) use checker::{Child, Site};
pub use decoder::{Decoder, Refused};
pub use entry::{
    append, decode, decode_beside, decode_ref, decode_ref_beside, decode_ref_with, decode_strict,
    decode_with, read, write, write_to,
};
pub use extra_attribute::ExtraAttribute;
#[doc(hidden)]
pub use few::Few;
#[doc(hidden)]
pub use field::{ChildType, Field, Kind};
pub use from_xml::{FromNode, FromXml};
#[doc(hidden)]
pub use inside::{Around, Inside};
#[doc(hidden)]
pub use lend::{Lend, LendElement};
#[doc(hidden)]
pub use namespace::Namespace;
#[doc(hidden)]
pub use occurs::{Children, MixedItem, Optional, Part, Single, SingleChild, Store, Values};
#[doc(hidden)]
pub use tag::Tag;
pub use text_error::TextError;
pub use to_xml::ToXml;
pub use violation::Violation;
#[doc(hidden)]
pub use xml_text::Scalar;
pub use xml_text::XmlText;
pub(crate) use xml_text::text_has_length;
