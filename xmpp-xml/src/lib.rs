//! The one reader and writer of XMPP wire XML.

mod answer;
mod document;
mod error;
mod escape;
mod finding;
mod fragment;
mod limits;
mod names;
mod namespace;
mod node;
mod position;
mod reader;
mod rule;
mod tape;
pub mod wording;
mod writer;

pub use answer::Answer;
pub use document::Document;
pub use error::XmlError;
pub use escape::{escape_attribute, escape_text};
pub use finding::{Finding, Findings, FirstOnly, Report};
pub use fragment::Fragment;
pub use limits::Limits;
pub use names::{is_ncname, is_ncname_char, is_ncname_start, is_xml_char};
pub use namespace::{
    Binding, CONTENT_NAMESPACES, STREAM_NAMESPACE, XML_NAMESPACE, XMLNS_NAMESPACE,
    is_content_namespace,
};
pub use node::{Attribute, Attributes, Content, ContentIter, Declarations, Elements, Node, Text};
pub use position::Position;
pub use reader::{Item, Reader};
pub use rule::Rule;
pub use tape::Tape;
pub use writer::{WriteError, Writer};
