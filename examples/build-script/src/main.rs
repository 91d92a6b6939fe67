//! An extension from an XSD: `schemas/todo.xsd` becomes the module `todo` when this crate is built.

/// The types of `schemas/todo.xsd`.
pub mod todo {
    xmpp_core::include_schema!("todo");
}

// Tests of every type, by samples of the schemas.
#[cfg(test)]
xmpp_testing::generated!("schemas");

use todo::{Item, List, Urgency};
use xmpp_core::schema::stanza::Iq;
use xmpp_core::{Report, decode, xml::Document};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Writing: what is required is asked for by `new`, the rest has its default.
    let list = List {
        items: vec![
            Item {
                done: true,
                ..Item::new("1".parse()?, "Write a schema")
            },
            Item {
                urgency: Urgency::High,
                ..Item::new("2".parse()?, "Drop it in")
            },
        ],
        ..List::default()
    };
    let request = Iq::set(None, "todo-1", &list)?;
    let xml = xmpp_core::write(&request)?;
    println!("{xml}\n");

    // Reading: the same value comes back.
    let iq: Iq = xmpp_core::read(&xml)?;
    assert_eq!(iq.payload::<List>()?.as_ref(), Some(&list));

    // Reading what is wrong: every finding, with its place and the answer that the sender is owed.
    let wrong = Document::parse(
        "<list xmlns='urn:example:todo:0'>\n  <item id='1' done='perhaps'/>\n  <item>No id</item>\n</list>",
        xmpp_core::Limits::FILE,
    )?;
    let mut report = Report::new();
    let list: Option<List> = decode(wrong.root(), &mut report);
    println!("{report}answer: {}", report.answer());
    assert_eq!(report.findings().len(), 2);
    assert!(list.is_some_and(|list| list.items.len() == 1));
    Ok(())
}
