//! Nothing is lost (R1, R2).

use crate::types::*;
use crate::{clean, lenient, rewritten};
use xmpp_core::xml::{Binding, Document, Item as Next, Reader, Writer};
use xmpp_core::{Element, Extra, Limits, Report, ToXml, decode, write};

#[test]
fn a_message_in_two_languages_with_an_unknown_extension_and_attribute_comes_back_whole() {
    let xml = "<message xmlns='jabber:client' to='romeo@example.net' id='1' \
               mood='dark' xml:lang='en'>\
               <body>Wherefore art thou?</body>\
               <body xml:lang='cs' confidence='0.9'>Pročež jsi ty &amp; já?</body>\
               <x xmlns='urn:example:unknown'><y a='1'>text<z/></y></x>\
               <unknown-own>kept</unknown-own></message>";
    let message: Message = clean(xml);
    assert_eq!(message.bodies.len(), 2);
    assert_eq!(
        message.bodies[1].lang.as_ref().map(|lang| lang.as_str()),
        Some("cs")
    );
    assert_eq!(
        message.bodies[1].extra.attribute("", "confidence"),
        Some("0.9")
    );
    assert_eq!(message.extra.attribute("", "mood"), Some("dark"));
    assert_eq!(message.payloads[0].name(), "x");
    assert_eq!(message.extra.children()[0].name(), "unknown-own");

    let written = write(&message).unwrap();
    let before: Element = xml.parse().unwrap();
    let after: Element = written.parse().unwrap();
    assert_eq!(before, after, "{written}");
    assert_eq!(clean::<Message>(&written), message);
}

#[test]
fn unknown_attributes_of_namespaces_come_back() {
    let xml =
        "<query xmlns='jabber:iq:roster' xmlns:a='urn:a' a:b='1' xml:space='preserve' b='2'/>";
    let written = rewritten::<Roster>(xml);
    let (before, after): (Element, Element) = (xml.parse().unwrap(), written.parse().unwrap());
    assert_eq!(before, after, "{written}");
}

#[test]
fn what_stands_inside_texts_flags_and_variants_goes_back_in_its_place() {
    let form = "<x xmlns='jabber:x:data' type='form'><field var='a'><required since='1'><why/></required>\
                <value>one</value><value xml:lang='cs'>dvě</value></field></x>";
    let kept: Form = clean(form);
    assert!(kept.fields[0].required && kept.fields[0].values == ["one", "dvě"]);
    assert!(!kept.fields[0].extra.is_empty());
    assert_eq!(write(&kept).unwrap(), form);

    let error = "<error xmlns='jabber:client' type='cancel'>\
                 <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' hint='x'>xmpp:a@example.com<more/></gone></error>";
    let kept: StanzaError = clean(error);
    assert_eq!(kept.condition, Condition::Gone("xmpp:a@example.com".into()));
    assert_eq!(write(&kept).unwrap(), error);
}

#[test]
fn what_stood_inside_a_variant_does_not_move_to_another_one() {
    let mut error: StanzaError = clean(
        "<error xmlns='jabber:client' type='cancel'>\
         <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' hint='x'/></error>",
    );
    error.condition = Condition::BadRequest;
    assert_eq!(
        write(&error).unwrap(),
        "<error xmlns='jabber:client' type='cancel'>\
         <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
    );
}

#[test]
fn a_type_without_extra_and_without_wildcard_drops_what_it_does_not_know() {
    use xmpp_core::{FromXml, ToXml, Validate};
    #[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
    #[xml(namespace = "urn:x")]
    struct Closed {
        #[xml(text_of = "a")]
        a: Option<String>,
    }
    let xml = "<closed xmlns='urn:x' b='1'><a c='2'>text</a><d/></closed>";
    assert_eq!(
        rewritten::<Closed>(xml),
        "<closed xmlns='urn:x'><a>text</a></closed>"
    );
}

#[test]
fn a_wildcard_takes_everything_where_there_is_no_extra() {
    use xmpp_core::{FromXml, ToXml, Validate};
    #[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
    #[xml(namespace = "urn:x")]
    struct Open {
        #[xml(any)]
        any: Vec<Element>,
    }
    let xml = "<open xmlns='urn:x'><own/><foreign xmlns='urn:y'/></open>";
    assert_eq!(rewritten::<Open>(xml), xml);
}

#[test]
fn a_second_element_for_a_wildcard_of_one_is_reported_and_kept() {
    let xml = "<error xmlns='jabber:client' type='cancel'>\
               <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><a xmlns='urn:a'/><b xmlns='urn:b'/></error>";
    let (error, found) = lenient::<StanzaError>(xml);
    let error = error.unwrap();
    assert_eq!(error.application.as_ref().map(Element::name), Some("a"));
    assert_eq!(
        found,
        ["1:117+2 error/b surplus-child bad-request: `<error/>` has more than one `<b/>`"]
    );
    assert_eq!(write(&error).unwrap(), xml);
}

#[test]
fn extra_can_be_made_by_hand() {
    let mut extra = Extra::new();
    assert!(extra.is_empty());
    extra.push_attribute("", "mood", "dark & stormy");
    extra.push_attribute("urn:a", "b", "c");
    extra.push_child("<own/>".parse().unwrap());
    let roster = Roster {
        extra: extra.clone(),
        ..Roster::default()
    };
    let written = write(&roster).unwrap();
    let again: Roster = clean(&written);
    assert_eq!(again.extra.attributes(), extra.attributes());
    assert_eq!(again.extra.attribute("urn:a", "b"), Some("c"));
    assert_eq!(again.extra.children(), extra.children());
    extra.clear();
    assert_eq!(extra, Extra::default());
}

#[test]
fn an_attribute_that_is_there_twice_is_not_written() {
    let mut roster = Roster {
        ver: Some("1".into()),
        ..Roster::default()
    };
    roster.extra.push_attribute("", "ver", "2");
    assert!(write(&roster).is_err());
}

#[test]
fn what_no_field_takes_goes_back_between_the_children_it_stood_between() {
    for form in [
        "<x xmlns='jabber:x:data' type='form'><page xmlns='urn:y' n='1'/><page xmlns='urn:y' n='2'/>\
         <field var='a'/><page xmlns='urn:y' n='3'/><field var='b'><x xmlns='urn:z'/><value>1</value>\
         <x xmlns='urn:z'/><value>2</value></field><own/></x>",
        "<x xmlns='jabber:x:data' type='form'><field var='a'><why/><required/><how/><value>1</value></field></x>",
    ] {
        let read: Form = clean(form);
        assert_eq!(write(&read).unwrap(), form, "RFC 6120 §8.4, ruling R2");
        assert_eq!(clean::<Form>(&write(&read).unwrap()), read);
    }
}

#[test]
fn what_stood_behind_a_child_that_is_gone_is_written_all_the_same() {
    let mut form: Form = clean(
        "<x xmlns='jabber:x:data' type='form'><field var='a'/><one xmlns='urn:y'/><field var='b'/>\
         <two xmlns='urn:y'/><field var='c'/></x>",
    );
    form.fields.truncate(1);
    form.extra
        .push_child("<three xmlns='urn:y'/>".parse().unwrap());
    assert_eq!(
        write(&form).unwrap(),
        "<x xmlns='jabber:x:data' type='form'><field var='a'/><one xmlns='urn:y'/><two xmlns='urn:y'/>\
         <three xmlns='urn:y'/></x>"
    );
    let mut item: Item = clean(
        "<item xmlns='jabber:iq:roster' jid='a@example.com'><group>Friends</group><x xmlns='urn:y'/>\
         <group>Foes</group></item>",
    );
    item.groups.clear();
    assert_eq!(
        write(&item).unwrap(),
        "<item xmlns='jabber:iq:roster' jid='a@example.com'><x xmlns='urn:y'/></item>"
    );
}

#[test]
fn where_it_stood_is_no_part_of_what_a_value_says() {
    let xml = "<error xmlns='jabber:client' type='cancel'><own/>\
               <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    let mut made: StanzaError = clean(
        "<error xmlns='jabber:client' type='cancel'>\
         <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
    );
    let read: StanzaError = clean(xml);
    made.extra = Extra::new();
    read.extra
        .children()
        .iter()
        .for_each(|own| made.extra.push_child(own.clone()));
    assert_eq!(read, made);
    assert_eq!(write(&read).unwrap(), xml);
}

/// XSD part 1 §3.8.4 lets a choice that is repeated, and `xs:all`, stand in any order; what stands out of a sequence is read all
/// the same. Whatever it was, a value that nobody changed says it again.
#[test]
fn children_in_another_order_than_that_of_the_fields_come_back_in_theirs() {
    for form in [
        "<x xmlns='jabber:x:data' type='form'><field var='a'><value>1</value><required/><value>2</value></field>\
         <title>Late</title><field var='b'><option><value>1</value></option><value>1</value></field></x>",
        "<x xmlns='jabber:x:data' type='form'><one xmlns='urn:y'/><field var='a'/><two xmlns='urn:y'/><title>Late</title>\
         <three xmlns='urn:y'/><own/></x>",
        "<x xmlns='jabber:x:data' type='form'><field var='a'><value xml:lang='cs'>1</value><required since='1'><why/></required>\
         </field></x>",
    ] {
        let read: Form = clean(form);
        assert_eq!(write(&read).unwrap(), form, "ruling R2");
        assert_eq!(clean::<Form>(&write(&read).unwrap()), read);
    }
    let message = "<message xmlns='jabber:client'><x xmlns='urn:y'/><body>a</body><subject>b</subject>\
                   <body xml:lang='cs'>c</body><thread>d</thread><z xmlns='urn:y'/><subject xml:lang='cs'>e</subject></message>";
    assert_eq!(rewritten::<Message>(message), message);
}

/// A child in another content namespace may not stand in a stanza (RFC 6120 §4.8.3): no field takes it, and however many children
/// there are, those beside it keep their order.
#[test]
fn a_child_that_may_not_stand_there_has_no_place_in_the_order() {
    for more in [0, 20] {
        let payloads = "<x xmlns='urn:y'/>".repeat(more);
        let [with, without] = ["<body xmlns='jabber:server'>c</body>", ""].map(|other| {
            format!("<message xmlns='jabber:client'>{payloads}<body>a</body>{other}<subject>b</subject></message>")
        });
        let document = Document::parse(&with, Limits::CLIENT).unwrap();
        let mut report = Report::new();
        let read: Message = decode(document.root(), &mut report).unwrap();
        assert_eq!(report.findings().len(), 1, "{report}");
        assert_eq!(write(&read).unwrap(), without, "ruling R2");
    }
}

/// What absence means is not written, and the rest stands as it came.
#[test]
fn a_default_is_left_out_of_the_order_that_came() {
    assert_eq!(
        rewritten::<Presence>(
            "<presence xmlns='jabber:client'><priority>0</priority><status>here</status><show>away</show></presence>"
        ),
        "<presence xmlns='jabber:client'><status>here</status><show>away</show></presence>"
    );
}

#[test]
fn a_value_with_more_or_fewer_children_than_came_is_written_in_the_order_of_the_fields() {
    let xml = "<message xmlns='jabber:client'><x xmlns='urn:y'/><body>a</body><own/><subject>b</subject></message>";
    let read: Message = clean(xml);
    let in_order = "<message xmlns='jabber:client'><subject>b</subject><body>a</body><own/><x xmlns='urn:y'/></message>";

    let mut more = read.clone();
    more.thread = Some(clean("<thread xmlns='jabber:client'>c</thread>"));
    assert_eq!(
        write(&more).unwrap(),
        in_order.replace("<own/>", "<own/><thread>c</thread>")
    );
    let mut fewer = read.clone();
    fewer.payloads.clear();
    assert_eq!(
        write(&fewer).unwrap(),
        in_order.replace("<x xmlns='urn:y'/>", "")
    );
    let mut known = read.clone();
    known.extra.clear();
    assert_eq!(write(&known).unwrap(), in_order.replace("<own/>", ""));
    let mut unknown = read.clone();
    unknown
        .extra
        .push_child("<more xmlns='urn:m'/>".parse().unwrap());
    assert_eq!(
        write(&unknown).unwrap(),
        in_order.replace("</message>", "<more xmlns='urn:m'/></message>")
    );
    // A value in the place of another keeps the place.
    let mut other = read;
    other.bodies[0].value = "z".to_owned();
    assert_eq!(write(&other).unwrap(), xml.replace(">a<", ">z<"));
}

#[test]
fn the_order_that_came_is_no_part_of_what_a_value_says() {
    let read: Message =
        clean("<message xmlns='jabber:client'><body>a</body><subject>b</subject></message>");
    let made: Message =
        clean("<message xmlns='jabber:client'><subject>b</subject><body>a</body></message>");
    assert!(read.extra.is_empty() && read == made);
    assert_eq!(
        write(&Message {
            extra: read.extra,
            ..Message::default()
        })
        .unwrap(),
        "<message xmlns='jabber:client'/>"
    );
}

/// XML Schema part 1 §2.6.1: `xsi:type` names a derived type. A type reads what is declared, keeps the rest, and takes what the
/// prefix in the value stands for with it, wherever it was declared.
#[test]
fn a_derived_type_and_its_name_are_kept() {
    const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
    let xml = format!(
        "<message xmlns='jabber:client' xmlns:xsi='{XSI}' xmlns:d='urn:derived'>\
         <body xsi:type='d:marked' mark='1'>a<own/></body>\
         <x xmlns='jabber:x:data' type='form'><field var='v' xsi:type='d:wide'>\
         <value xsi:type='d:long' d:n='2'>b</value><d:more/></field></x></message>"
    );
    let message: Message = clean(&xml);
    // The form alone, as a value and as an element: nothing around it declares a prefix any more.
    let form: Form = message.payloads[0].read().unwrap();
    let (form, element) = (write(&form).unwrap(), message.payloads[0].to_string());
    for written in [write(&message).unwrap(), form, element] {
        let document = Document::parse(&written, Limits::CLIENT).unwrap();
        let mut open = vec![document.root()];
        let mut types = Vec::new();
        while let Some(node) = open.pop() {
            open.extend(node.elements());
            let derived = node.attribute(XSI, "type");
            types.extend(derived.map(|derived| {
                let (_, local) = derived.raw_value().split_once(':').unwrap();
                (
                    derived.type_namespace().unwrap().to_owned(),
                    local.to_owned(),
                )
            }));
        }
        types.sort();
        let all =
            ["long", "marked", "wide"].map(|local| ("urn:derived".to_owned(), local.to_owned()));
        let is_form = document.root().name() == "x";
        let expected: Vec<_> = all
            .into_iter()
            .filter(|(_, local)| !is_form || local != "marked")
            .collect();
        assert_eq!(types, expected, "{written}");
        assert!(
            written.contains("n='2'") && written.contains("more"),
            "{written}"
        );
    }
    let again: Message = clean(&write(&message).unwrap());
    assert_eq!(again, message);
}

/// A prefix that stands for something else where the element is written is not taken.
#[test]
fn the_name_of_a_derived_type_gets_another_prefix_where_its_own_is_taken() {
    let xml = "<item xmlns='jabber:iq:roster' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
               xmlns:ns1='urn:derived' jid='a@example.com' ns1:a='1' xsi:type='ns1:friend'/>";
    let item: Item = clean(xml);
    let mut writer = Writer::stream("jabber:client", &[Binding::new("ns1", "urn:other")]);
    item.to_xml(&mut writer);
    let written = writer.finish().unwrap();
    assert!(
        written.contains("xmlns:ns2='urn:derived' ns2:a='1'")
            && written.contains(":type='ns2:friend'"),
        "{written}"
    );
}

/// The header of a stream may declare it too (RFC 6120 §4.8.5).
#[test]
fn the_name_of_a_derived_type_may_come_from_the_header_of_the_stream() {
    let mut reader = Reader::stream(Limits::CLIENT);
    reader.receive(
        b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' \
          xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:d='urn:derived'>",
    );
    assert!(matches!(reader.read(), Ok(Some(Next::Header(_)))));
    reader.receive(
        b"<message><body xsi:type='d:marked'>a</body><x xmlns='urn:x' xsi:type='d:y'/></message>",
    );
    let Ok(Some(Next::Stanza(node))) = reader.read() else {
        panic!("a stanza")
    };
    let message: Message = decode(node, &mut ()).unwrap();
    let written = write(&message).unwrap();
    assert_eq!(
        written.matches("xmlns:d='urn:derived'").count(),
        2,
        "{written}"
    );
}
