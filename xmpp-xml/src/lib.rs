//! The one reader and writer of XMPP wire XML.
//!
//! Stream headers, stanzas, WebSocket frames, stanza files and stored data all go through one [`Reader`], because stanza
//! smuggling lives where two readers disagree. It reads the subset of XML that RFC 6120 §11 allows, takes its bytes split
//! anywhere, looks at each once, and puts the tokens of one stanza on a [`Tape`], 16 bytes each. A [`Node`] is a view of
//! one element there. There is no tree, no recursion, and no memory beyond what the [`Limits`] grant.
//!
//! ```
//! use xmpp_xml::{Item, Limits, Reader, STREAM_NAMESPACE};
//!
//! let mut reader = Reader::stream(Limits::UNAUTHENTICATED);
//! reader.receive(b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
//! let Some(Item::Header(header)) = reader.read()? else { panic!("a header was received") };
//! assert!(header.is(STREAM_NAMESPACE, "stream"));
//!
//! reader.receive(b"<message to='juliet@example.com'><body>Wherefore art th");
//! assert!(reader.read()?.is_none()); // more bytes, please
//! reader.receive(b"ou?</body></message>");
//! let Some(Item::Stanza(message)) = reader.read()? else { panic!("a stanza was received") };
//! assert!(message.is("jabber:client", "message"));
//! assert_eq!(message.attribute("", "to").unwrap().value(), "juliet@example.com");
//! assert_eq!(message.elements().next().unwrap().text(), "Wherefore art thou?");
//!
//! reader.receive(b"<message><!-- nothing to see --></message>");
//! let error = reader.read().unwrap_err(); // and ever after
//! assert_eq!(error.to_string(), "1:10: a comment stands in the stream (restricted-xml)");
//! assert!(error.answer().to_xml().contains("<restricted-xml "));
//! # Ok::<(), xmpp_xml::XmlError>(())
//! ```
//!
//! A [`Fragment`] is an element on its own: the bytes of its sender, and the namespace declarations they need from
//! outside. The [`Writer`] writes fragments as they came, forwards stanzas with nothing but their `from` changed, and
//! builds new ones with the declarations they need and no others:
//!
//! ```
//! use xmpp_xml::{Binding, Fragment, STREAM_NAMESPACE, Writer};
//!
//! let delay = Fragment::parse("<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/>")?;
//! let mut writer = Writer::stream("jabber:client", &[Binding::new("stream", STREAM_NAMESPACE)]);
//! writer.start_content("message");
//! writer.start_content("body");
//! writer.text("O & me <3");
//! writer.end();
//! writer.fragment(&delay);
//! writer.end();
//! assert_eq!(
//!     writer.finish()?,
//!     "<message><body>O &amp; me &lt;3</body>\
//!      <delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/></message>",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is refused, and by which rule
//!
//! | Input | [`Rule`] | Answer |
//! | --- | --- | --- |
//! | Anything that XML 1.0, fifth edition, calls not well-formed | [`NOT_WELL_FORMED`](Rule::NOT_WELL_FORMED) | `not-well-formed` |
//! | Unbound prefixes, a name twice in a tag by its namespace, more than one colon, reserved prefixes and namespaces | [`NAMESPACE_NOT_WELL_FORMED`](Rule::NAMESPACE_NOT_WELL_FORMED) | `not-well-formed` |
//! | Comments, processing instructions, document types, entities but the five, `standalone` | [`RESTRICTED_XML`](Rule::RESTRICTED_XML) | `restricted-xml` |
//! | Another declared encoding, bytes that are not UTF-8 (RFC 6120 §4.9.3.22), UTF-16 | [`UNSUPPORTED_ENCODING`](Rule::UNSUPPORTED_ENCODING) | `unsupported-encoding` |
//! | Text between the stanzas of a stream | [`BAD_FORMAT`](Rule::BAD_FORMAT) | `bad-format` |
//! | More than the [`Limits`] grant | [`POLICY_VIOLATION`](Rule::POLICY_VIOLATION) | `policy-violation` |
//!
//! Some of it is a choice. RFC 6120 §11.5 lets a receiver ignore `standalone='no'` or refuse it: it is refused. RFC 6120
//! §11.6 says that U+FEFF is never a byte order mark: it is a character wherever it stands, and before the root no
//! character may stand, so there it is `not-well-formed`. CDATA sections are text. A processing instruction or a document
//! type is refused where its name has been seen, before anything in it is looked at.
//!
//! # Cost
//!
//! Well-formed input costs no positions: a [`Position`] is found when somebody asks, by counting lines up to there.
//! Unescaping happens when a value is asked for, and only where there is something to unescape.
//!
//! Data flow: `position → answer → rule → wording → finding → limits → block → names → namespace → escape → error → tape → node → place → reader → document → fragment → writer`.

mod answer;
#[doc(hidden)]
pub mod block;
mod document;
mod error;
mod escape;
mod finding;
mod fragment;
mod limits;
mod names;
mod namespace;
mod node;
mod place;
mod position;
mod reader;
mod rule;
mod tape;
pub mod wording;
mod writer;

pub use answer::Answer;
pub use document::Document;
pub use error::XmlError;
#[doc(hidden)]
pub use escape::Resolved;
pub use escape::{escape_attribute, escape_text};
pub use finding::{Finding, Findings, FirstOnly, Report};
pub use fragment::Fragment;
pub use limits::Limits;
#[doc(hidden)]
pub use names::{KnownName, NameKey};
pub use names::{is_ncname, is_ncname_char, is_ncname_start, is_xml_char};
pub use namespace::{
    Binding, CONTENT_NAMESPACES, INSTANCE_NAMESPACE, STREAM_NAMESPACE, XML_NAMESPACE,
    XMLNS_NAMESPACE, is_content_namespace,
};
pub use node::{
    Attribute, Attributes, Content, ContentIter, Declarations, Elements, Envelope, Named, Node,
    Text, Visitor, Written,
};
pub use place::Place;
pub use position::Position;
pub use reader::{Item, Reader};
pub use rule::Rule;
pub use tape::Tape;
pub use writer::{AttributeName, ElementName, WriteError, Writer};
