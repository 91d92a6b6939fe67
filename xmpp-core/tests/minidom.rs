//! Conversions from and to `minidom` trees.
#![cfg(feature = "minidom")]

use minidom::Element as Tree;
use xmpp_core::schema::stanza::{Iq, Message};
use xmpp_core::{Answer, Element, Jid, Rule};

#[test]
fn elements_become_trees_and_elements_again() {
    for xml in [
        "<a xmlns='urn:x'/>",
        "<a xmlns='urn:x' b='1 &amp; 2' xml:lang='en'>x<c xmlns='urn:y'>y<d xmlns=''/></c>&lt;z</a>",
        "<p:a xmlns:p='urn:x' xmlns:q='urn:q' q:b='1'><p:c/><p:c/></p:a>",
    ] {
        let element: Element = xml.parse().unwrap();
        let tree = Tree::try_from(&element).unwrap();
        assert_eq!(Element::try_from(&tree).unwrap(), element, "{xml}");
    }
}

#[test]
fn trees_are_those_that_minidom_reads() {
    let xml = "<a xmlns='urn:x' b='1'>x<c d='2'>y</c>z</a>";
    let tree = Tree::try_from(xml.parse::<Element>().unwrap()).unwrap();
    assert_eq!(tree, xml.parse::<Tree>().unwrap());
}

#[test]
fn typed_values_become_trees_and_values_again() {
    let mut message = Message::chat("a@b".parse::<Jid>().unwrap(), "1 < 2");
    message.lang = "en".parse().ok();
    let tree = xmpp_core::minidom::write(&message).unwrap();
    assert_eq!(
        tree.get_child("body", "jabber:client").unwrap().text(),
        "1 < 2"
    );
    assert_eq!(tree.attr("to"), Some("a@b"));
    assert_eq!(xmpp_core::minidom::read::<Message>(&tree).unwrap(), message);
}

#[test]
fn a_tree_that_breaks_its_schema_is_refused_with_the_answer() {
    let tree = Tree::builder("iq", "jabber:client").build();
    let report = xmpp_core::minidom::read::<Iq>(&tree).unwrap_err();
    let rules: Vec<&Rule> = report
        .findings()
        .iter()
        .map(|finding| &finding.rule)
        .collect();
    assert_eq!(rules, [&Rule::MISSING_ATTRIBUTE, &Rule::MISSING_ATTRIBUTE]);
    assert_eq!(report.answer(), Answer::BAD_REQUEST);
}

#[test]
fn a_tree_that_is_no_xml_is_refused() {
    for tree in [
        Tree::bare("a b", "urn:x"),
        Tree::builder("a", "urn:x").append("\u{1}").build(),
    ] {
        let report = Element::try_from(&tree).unwrap_err();
        assert_eq!(report.findings()[0].rule, Rule::NOT_WELL_FORMED);
    }
}

#[test]
fn deep_elements_convert() {
    let deep: Element = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500))
        .parse()
        .unwrap();
    let tree = Tree::try_from(&deep).unwrap();
    assert_eq!(Element::try_from(&tree).unwrap(), deep);
}
