//! What stands for a text: elements that are there and empty (XML Schema part 1 §3.3.4, Element Locally Valid (Element) 5.1).

use xmpp_core::{Decoder, Report};
use xmpp_core::{Extra, Few, FromXml, Lang, Mixed, Rule, ToXml, Validate, decode_ref, read, write};
use xmpp_xml::{Document, Limits};

const NS: &str = "urn:example:empty";

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = NS, borrowed)]
struct Cup {
    #[xml(text_of = "size", empty = "7")]
    size: u8,
    #[xml(text_of = "sugar", empty = "2")]
    sugar: Option<u8>,
    #[xml(text_of = "tea", empty = "Assam")]
    teas: Vec<String>,
    #[xml(text_of = "milk", empty = "none")]
    #[check(fixed = "none")]
    milks: Few<String>,
    #[xml(text_of = "warmth", default = 60, empty = "80")]
    warmth: u8,
    #[xml(extra)]
    extra: Extra,
}

#[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = NS)]
struct Label {
    #[xml(attribute = "xml:lang")]
    lang: Option<Lang>,
    #[xml(text, empty = "tea")]
    value: Option<String>,
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = NS, choice)]
enum Order {
    #[xml(text, empty = "1")]
    Cups(u8),
    Cake,
}

#[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = NS)]
struct Note {
    #[xml(mixed, empty = "nothing said")]
    content: Vec<Mixed<Order>>,
}

fn cup(inside: &str) -> String {
    format!("<cup xmlns='{NS}'>{inside}</cup>")
}

fn report<T: FromXml>(xml: &str) -> (Option<T>, Report) {
    let document = Document::parse(xml, Limits::FILE).unwrap();
    let mut report = Report::new();
    let value = T::from_xml(document.root(), &mut Decoder::new(&mut report)).ok();
    (value, report)
}

#[test]
fn what_is_empty_stands_for_its_text_and_what_is_absent_does_not() {
    let value: Cup = read(&cup("<size/><sugar></sugar><tea/><tea>Ceylon</tea><milk/>")).unwrap();
    assert_eq!((value.size, value.sugar, value.warmth), (7, Some(2), 60));
    assert_eq!(value.teas, ["Assam", "Ceylon"]);
    assert_eq!(&value.milks[..], ["none"]);
    let written =
        cup("<size>7</size><sugar>2</sugar><tea>Assam</tea><tea>Ceylon</tea><milk>none</milk>");
    assert_eq!(write(&value).unwrap(), written);
    assert_eq!(read::<Cup>(&written).unwrap(), value);

    let value: Cup = read(&cup("<size>1</size>")).unwrap();
    assert_eq!((value.sugar, value.teas.len()), (None, 0));
    let (_, found) = report::<Cup>(&cup("<sugar/>"));
    assert_eq!(found.findings()[0].rule, Rule::MISSING_CHILD);
}

#[test]
fn what_absence_means_may_be_another_value() {
    let value: Cup = read(&cup("<size/><warmth/>")).unwrap();
    assert_eq!(value.warmth, 80);
    assert_eq!(
        write(&value).unwrap(),
        cup("<size>7</size><warmth>80</warmth>")
    );
    let value: Cup = read(&cup("<size/><warmth>60</warmth>")).unwrap();
    assert_eq!(write(&value).unwrap(), cup("<size>7</size>"));
}

#[test]
fn the_borrowed_form_reads_the_same() {
    let xml = cup("<size/><sugar/><tea/><milk/><warmth/>");
    let document = Document::parse(&xml, Limits::FILE).unwrap();
    let borrowed: CupRef<'_> = decode_ref(document.root(), &mut Report::new()).unwrap();
    assert_eq!(
        (borrowed.size, borrowed.sugar, borrowed.warmth),
        (7, Some(2), 80)
    );
    assert_eq!((&*borrowed.teas[0], &*borrowed.milks[0]), ("Assam", "none"));
    assert_eq!(borrowed.to_value().unwrap(), read(&xml).unwrap());
}

/// White space is text, comments and sections without text are none, and unknown children leave an element without text.
#[test]
fn empty_is_what_has_no_text() {
    for empty in [
        "<size><![CDATA[]]></size>",
        "<size a='b'/>",
        "<size><x xmlns='urn:x'/></size>",
    ] {
        assert_eq!(read::<Cup>(&cup(empty)).unwrap().size, 7, "{empty}");
    }
    let kept = cup("<size a='b'>7<x xmlns='urn:x'/></size>");
    let value: Cup = read(&cup("<size a='b'><x xmlns='urn:x'/></size>")).unwrap();
    assert_eq!(write(&value).unwrap(), kept);
    for other in ["<size> </size>", "<size>&#32;</size>"] {
        let (_, found) = report::<Cup>(&cup(other));
        assert_eq!(found.findings()[0].rule, Rule::INVALID_VALUE, "{other}");
    }
}

/// An element that is nil has no value, also none by default (XML Schema part 1 §3.3.4, Element Locally Valid (Element) 3.2).
#[test]
fn what_is_nil_stands_for_nothing() {
    let instance = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
    let nil = |value: &str| cup(&format!("<size/><sugar {instance} xsi:nil='{value}'/>"));
    for value in ["true", " 1 "] {
        let (_, found) = report::<Cup>(&nil(value));
        assert_eq!(found.findings()[0].rule, Rule::INVALID_VALUE, "{value}");
    }
    assert_eq!(read::<Cup>(&nil("false")).unwrap().sugar, Some(2));
}

#[test]
fn the_own_text_and_mixed_content_are_stood_for_too() {
    let value: Label = read(&format!("<label xmlns='{NS}' xml:lang='en'/>")).unwrap();
    assert_eq!(value.value.as_deref(), Some("tea"));
    let written = format!("<label xmlns='{NS}' xml:lang='en'>tea</label>");
    assert_eq!(write(&value).unwrap(), written);

    let value: Note = read(&format!("<note xmlns='{NS}'/>")).unwrap();
    assert_eq!(value.content, [Mixed::Text("nothing said".to_owned())]);
    let written = format!("<note xmlns='{NS}'>nothing said</note>");
    assert_eq!(write(&value).unwrap(), written);
    let value: Note = read(&format!("<note xmlns='{NS}'><cups/></note>")).unwrap();
    assert_eq!(value.content, [Mixed::Child(Order::Cups(1))]);
}

#[test]
fn a_variant_of_a_choice_is_stood_for_too() {
    assert_eq!(
        read::<Order>(&format!("<cups xmlns='{NS}'/>")).unwrap(),
        Order::Cups(1)
    );
    assert_eq!(
        read::<Order>(&format!("<cups xmlns='{NS}'>3</cups>")).unwrap(),
        Order::Cups(3)
    );
    assert_eq!(
        read::<Order>(&format!("<cake xmlns='{NS}'/>")).unwrap(),
        Order::Cake
    );
}

/// A finding is at the child that breaks the rule, also where empty ones stand before it.
#[test]
fn findings_count_what_is_empty() {
    let xml = cup("<size/><milk/><milk>much</milk>");
    let (_, found) = report::<Cup>(&xml);
    let finding = &found.findings()[0];
    assert_eq!(finding.path, "cup/milk[2]");
    let at = finding.position.unwrap().offset;
    assert_eq!(usize::try_from(at).ok(), xml.find("much"));
}
