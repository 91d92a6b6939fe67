//! Elements: kept as sent, read when asked, compared by what they say.

use xmpp_core::schema::ping::Ping;
use xmpp_core::schema::roster::Roster;
use xmpp_core::{Element, Report, Rule};

fn element(xml: &str) -> Element {
    xml.parse().expect("an element")
}

#[test]
fn elements_are_kept_byte_for_byte() {
    for xml in [
        "<a xmlns='urn:x'/>",
        "<p:a xmlns:p=\"urn:x\"  q = '&#49;'>\n<p:b/>&lt;<![CDATA[<]]></p:a>",
        "<a/>",
    ] {
        assert_eq!(element(xml).to_string(), xml);
        assert_eq!(element(xml).as_fragment().xml(), xml);
    }
}

#[test]
fn what_an_element_holds_is_at_hand() {
    let outer = element(
        "<a xmlns='urn:x' xmlns:p='urn:p' b='1 &amp; 2' p:b='3' xml:lang='en'>x<c d='4'/>y<p:c/></a>",
    );
    assert_eq!((outer.name(), &*outer.namespace()), ("a", "urn:x"));
    assert!(outer.is("urn:x", "a") && !outer.is("urn:p", "a") && !outer.is("urn:x", "b"));
    assert_eq!(outer.attribute("b").as_deref(), Some("1 & 2"));
    assert_eq!(outer.attribute_ns("urn:p", "b").as_deref(), Some("3"));
    assert_eq!(outer.attribute("c"), None);
    assert_eq!(outer.text(), "xy");
    let children = outer.children();
    assert_eq!(
        children.iter().map(Element::name).collect::<Vec<_>>(),
        ["c", "c"]
    );
    assert_eq!(
        outer.child("urn:x", "c").unwrap().attribute("d").as_deref(),
        Some("4")
    );
    assert_eq!(outer.child("urn:p", "c"), Some(children[1].clone()));
    assert_eq!(outer.child("", "c"), None);
}

#[test]
fn elements_read_as_the_type_that_knows_them() {
    let item = "<query xmlns='jabber:iq:roster'><item jid='a@b' subscription='none'/></query>";
    let roster: Roster = element(item).read().unwrap();
    assert_eq!(roster.items[0].jid, "a@b");
    assert_eq!(Element::of(&roster).unwrap(), element(item));
    assert!(element(item).matches::<Roster>() && !element(item).matches::<Ping>());
    assert_eq!(element(item).read_if::<Ping>().unwrap(), None);
    assert_eq!(element(item).read_if().unwrap(), Some(roster));
    let report = element(item).read::<Ping>().unwrap_err();
    assert_eq!(report.findings()[0].rule, Rule::UNEXPECTED_ELEMENT);
    let invalid = element(&item.replace("a@b", "@b"));
    let report = invalid.read_if::<Roster>().unwrap_err();
    assert_eq!(report.findings()[0].rule, Rule::INVALID_JID);
    assert_eq!(report.findings()[0].path, "query/item/@jid");
}

#[test]
fn a_child_taken_out_is_complete_in_its_namespaces() {
    let outer = element("<a xmlns='urn:x' xmlns:p='urn:p'><p:b c='1'><d/></p:b></a>");
    let inner = outer.children().remove(0);
    let copy = element(&inner.to_string());
    assert_eq!(inner, copy);
    assert!(copy.is("urn:p", "b") && copy.children()[0].is("urn:x", "d"));
}

#[test]
fn equality_is_that_of_the_infoset() {
    let one = element("<p:a xmlns:p='urn:x' b='1' c='2'>&lt;<p:d></p:d></p:a>");
    assert_eq!(
        one,
        element("<a c=\"2\" b='1' xmlns='urn:x'><![CDATA[<]]><d/></a>")
    );
    for other in [
        "<a xmlns='urn:y' b='1' c='2'>&lt;<d/></a>",
        "<a xmlns='urn:x' b='1' c='3'>&lt;<d/></a>",
        "<a xmlns='urn:x' b='1'>&lt;<d/></a>",
        "<a xmlns='urn:x' b='1' c='2'><d/>&lt;</a>",
        "<a xmlns='urn:x' b='1' c='2'>&lt;<d xmlns=''/></a>",
    ] {
        assert_ne!(one, element(other), "{other}");
    }
}

#[test]
fn text_that_is_no_element_is_refused() {
    for xml in [
        "",
        "a",
        "<a>",
        "<a/><b/>",
        "<p:a/>",
        "<a b='1' b='2'/>",
        "<!-- c --><a/>",
        "<!DOCTYPE a><a/>",
    ] {
        assert!(xml.parse::<Element>().is_err(), "{xml}");
    }
}

#[test]
fn elements_are_built_by_hand() -> Result<(), Report> {
    let inner = Element::builder("urn:p", "c").text("a < b").build()?;
    let outer = Element::builder("urn:x", "a")
        .attribute("b", "'\"&")
        .attribute_ns("urn:p", "b", "3")
        .lang("en")
        .text("t")
        .child(inner.clone())
        .build()?;
    assert_eq!(outer.attribute("b").as_deref(), Some("'\"&"));
    assert_eq!(outer.attribute_ns("urn:p", "b").as_deref(), Some("3"));
    assert_eq!(outer.text(), "t");
    assert_eq!(outer.children(), [inner]);
    assert_eq!(
        outer,
        element(
            "<a xmlns='urn:x' xmlns:p='urn:p' b=\"'&quot;&amp;\" p:b='3' xml:lang='en'>t<p:c>a &lt; b</p:c></a>"
        )
    );
    Ok(())
}

#[test]
fn what_xml_cannot_carry_is_not_built() {
    for builder in [
        Element::builder("urn:x", "a b"),
        Element::builder("urn:x", ""),
        Element::builder("urn:x", "a").attribute("1", ""),
        Element::builder("urn:x", "a")
            .attribute("b", "1")
            .attribute("b", "2"),
        Element::builder("urn:x", "a").attribute("b", "\u{1}"),
        Element::builder("urn:x", "a").text("\u{FFFF}"),
    ] {
        let report = builder.build().unwrap_err();
        assert_eq!(report.findings()[0].rule, Rule::NOT_WELL_FORMED);
    }
}

#[test]
fn elements_nested_deeply_do_not_use_the_stack() {
    let deep = format!("{}{}", "<a>".repeat(1000), "</a>".repeat(1000));
    let one = element(&deep);
    assert_eq!(one, element(&deep.replace("<a></a>", "<a/>")));
    assert_ne!(one, element(&deep.replace("<a></a>", "<a>b</a>")));
}
