//! What stands in the documents of XMPP extensions: schemas and examples, checked against each other.
//!
//! Data flow: `document → checked → html`.

mod checked;
mod document;
mod html;

pub(crate) use checked::{Checked, Verdict, about_schemas, check, unreadable};
pub(crate) use document::{Document, Unread};
pub(crate) use html::{index, page};
