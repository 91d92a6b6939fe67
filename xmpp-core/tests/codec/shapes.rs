//! The rest of the attribute language: defaults, namespaces, names, types without fields.

use crate::{clean, lenient, rewritten};
use xmpp_core::xml::Document;
use xmpp_core::{Element, Extra, FromXml, Limits, Report, ToXml, Validate, decode, write};

#[derive(Clone, Debug, Default, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:xmpp:ping")]
struct Ping;

#[test]
fn a_struct_without_fields_is_an_empty_element() {
    // XEP-0199
    assert_eq!(
        rewritten::<Ping>("<ping xmlns='urn:xmpp:ping'/>"),
        "<ping xmlns='urn:xmpp:ping'/>"
    );
}

mod own {
    pub(crate) use xmpp_core as toolkit;
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", crate = own::toolkit)]
struct Everything {
    #[xml(attribute, default = 7)]
    count: u8,
    #[xml(attribute = "b", namespace = "urn:y")]
    foreign: Option<String>,
    #[xml(attribute)]
    node: Option<String>,
    #[xml(attribute)]
    decoder: Option<String>,
    #[xml(attribute)]
    r#type: Option<String>,
    #[xml(text_of = "a", namespace = "urn:y")]
    a: Vec<u16>,
    #[xml(flag = "is-so", namespace = "urn:y")]
    so: bool,
    #[xml(child, default)]
    ping: Ping,
    #[xml(text_of = "mode", default = "fast".to_owned())]
    mode: String,
    #[xml(any = "urn:z ##local")]
    some: Vec<Element>,
    #[xml(extra)]
    rest: Extra,
}

#[test]
fn every_key_of_the_language_does_what_it_says() {
    let empty: Everything = clean("<everything xmlns='urn:x'/>");
    assert_eq!((empty.count, empty.mode.as_str()), (7, "fast"));
    assert_eq!(write(&empty).unwrap(), "<everything xmlns='urn:x'/>");

    let xml = "<everything xmlns='urn:x' xmlns:y='urn:y' count='8' y:b='1' node='n' decoder='d' type='t'>\
               <y:a>1</y:a><y:a>2</y:a><y:is-so/><ping xmlns='urn:xmpp:ping'/><mode>slow</mode>\
               <z xmlns='urn:z'/><local xmlns=''/><other xmlns='urn:o'/></everything>";
    let full: Everything = clean(xml);
    assert_eq!(full.foreign.as_deref(), Some("1"));
    assert_eq!((full.a.as_slice(), full.so), ([1, 2].as_slice(), true));
    assert_eq!(full.some.len(), 2);
    assert_eq!(full.rest.children().len(), 1);
    let written = write(&full).unwrap();
    assert_eq!(clean::<Everything>(&written), full);
    assert!(
        written.contains("count='8'") && !written.contains("<ping"),
        "{written}"
    );
}

#[test]
fn an_attribute_of_another_namespace_is_another_attribute() {
    let value: Everything = clean("<everything xmlns='urn:x' xmlns:o='urn:o' o:count='1' b='2'/>");
    assert_eq!((value.count, value.foreign), (7, None));
    assert_eq!(value.rest.attributes().len(), 2);
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Nest {
    #[xml(child)]
    nest: Option<Box<Self>>,
    #[xml(extra)]
    extra: Extra,
}

#[test]
fn a_type_inside_itself_is_read_to_a_depth_that_every_stack_holds() {
    let nested = |depth: usize| {
        format!(
            "<nest xmlns='urn:x'>{}{}</nest>",
            "<nest>".repeat(depth - 1),
            "</nest>".repeat(depth - 1)
        )
    };
    let deep: Nest = {
        let document = Document::parse(&nested(100), Limits::FILE).unwrap();
        decode(document.root(), &mut ()).unwrap()
    };
    assert!(deep.nest.is_some());
    let document = Document::parse(&nested(101), Limits::FILE).unwrap();
    let mut report = Report::new();
    assert!(decode::<Nest>(document.root(), &mut report).is_some());
    let rules: Vec<&str> = report
        .findings()
        .iter()
        .map(|finding| finding.rule.name())
        .collect();
    assert_eq!(rules, ["too-deep"]);
    let document = Document::parse(&nested(1000), Limits::FILE).unwrap();
    decode::<Nest>(document.root(), &mut report);
}

#[test]
fn an_optional_text_is_absent_where_it_is_empty() {
    #[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
    #[xml(namespace = "urn:x")]
    struct Note {
        #[xml(text)]
        value: Option<u8>,
    }
    assert_eq!(clean::<Note>("<note xmlns='urn:x'></note>").value, None);
    assert_eq!(
        clean::<Note>("<note xmlns='urn:x'> 5 </note>").value,
        Some(5)
    );
    let (note, found) = lenient::<Note>("<note xmlns='urn:x'>five</note>");
    assert_eq!(note, Some(Note { value: None }));
    assert_eq!(found.len(), 1);
}

#[test]
fn text_with_entities_and_unprintable_characters_is_escaped_or_refused() {
    #[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
    #[xml(namespace = "urn:x")]
    struct Note {
        #[xml(attribute)]
        of: String,
        #[xml(text)]
        value: String,
    }
    let note = Note {
        of: "'\"<&>\t\n".into(),
        value: "<&>]]> \r\n".into(),
    };
    assert_eq!(clean::<Note>(&write(&note).unwrap()), note);
    let note = Note {
        of: String::new(),
        value: "\0".into(),
    };
    let report = write(&note).unwrap_err();
    assert_eq!(report.findings().len(), 1);
}
