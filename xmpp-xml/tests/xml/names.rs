//! Names that are constants of the program are written as names that come at run time are.

use xmpp_xml::{
    AttributeName, Binding, ElementName, STREAM_NAMESPACE, WriteError, Writer, XML_NAMESPACE,
    XMLNS_NAMESPACE,
};

const MESSAGE: ElementName = ElementName::content("<message></message>");
const BODY: ElementName = ElementName::content("<body></body>");
const BARE: ElementName = ElementName::new("", "<bare></bare>");
const QUERY: ElementName = ElementName::new("jabber:iq:roster", "<query></query>");
const CLIENT: ElementName = ElementName::new("jabber:client", "<message></message>");
const FEATURES: ElementName = ElementName::new(STREAM_NAMESPACE, "<features></features>");
const BROWN: ElementName = ElementName::new("urn:café", "<größe></größe>");

const ELEMENTS: [ElementName; 7] = [MESSAGE, BODY, BARE, QUERY, CLIENT, FEATURES, BROWN];

const ATTRIBUTES: [AttributeName; 6] = [
    AttributeName::new("", " id=''"),
    AttributeName::new("", " lang=''"),
    AttributeName::new(XML_NAMESPACE, " xml:lang=''"),
    AttributeName::new(XML_NAMESPACE, " lang=''"),
    AttributeName::new("urn:p", " id=''"),
    AttributeName::new("", " größe=''"),
];

fn writers() -> Vec<Writer> {
    let declared = [Binding::new("stream", STREAM_NAMESPACE)];
    let rebound = [Binding::new("", "urn:other")];
    let contents = ["jabber:client", "jabber:server", "urn:none", ""];
    let streams = contents.map(|content| Writer::stream(content, &declared));
    let mut all = Vec::from(streams);
    all.push(Writer::stream("jabber:client", &rebound));
    all.push(Writer::document());
    all
}

fn start(writer: &mut Writer, name: &ElementName) {
    match name.namespace() {
        Some(namespace) => writer.start(namespace, name.name()),
        None => writer.start_content(name.name()),
    }
}

/// Namespaces in XML 1.0 §6.2, RFC 6120 §4.8.3, XEP-0297 §3: what is declared, and what is inherited.
#[test]
fn elements_of_constant_names_are_written_as_others() {
    for outer in &ELEMENTS {
        for middle in &ELEMENTS {
            for inner in &ELEMENTS {
                for (mut one, mut other) in writers().into_iter().zip(writers()) {
                    for name in [outer, middle, inner] {
                        one.start_named(name);
                        one.attribute_named(&ATTRIBUTES[0], "<&'>");
                        start(&mut other, name);
                        other.attribute("id", "<&'>");
                    }
                    one.text("x");
                    other.text("x");
                    for _ in 0..3 {
                        one.end();
                        other.end();
                    }
                    assert_eq!(one.finish(), other.finish());
                }
            }
        }
    }
}

/// XML 1.0 §3.1, Namespaces in XML 1.0 §6.3: no attribute stands twice, however it was named.
#[test]
fn attributes_of_constant_names_are_written_as_others() {
    for first in &ATTRIBUTES {
        for second in &ATTRIBUTES {
            for named in 0..4 {
                let mut one = Writer::document();
                let mut other = Writer::document();
                one.start_named(&QUERY);
                start(&mut other, &QUERY);
                for (at, name) in [first, second].into_iter().enumerate() {
                    if named & 1 << at == 0 {
                        one.attribute_named(name, "v");
                    } else {
                        one.attribute_ns(name.namespace(), name.name(), "v");
                    }
                    other.attribute_ns(name.namespace(), name.name(), "v");
                }
                one.end();
                other.end();
                assert_eq!(one.finish(), other.finish(), "{first:?} {second:?}");
            }
        }
    }
}

/// Nothing ill-formed is written, also where a constant asks for it.
#[test]
fn constants_that_xml_does_not_have_are_refused() {
    let refused = |write: fn(&mut Writer)| {
        let mut writer = Writer::document();
        writer.start("urn:a", "a");
        write(&mut writer);
        writer.end();
        writer.finish().unwrap_err()
    };
    let found = refused(|writer| {
        writer.start_named(&const { ElementName::new("urn:a", "<a b></a b>") });
        writer.end();
    });
    assert_eq!(found, WriteError::Name("a b".into()));
    let found = refused(|writer| {
        writer.start_named(&const { ElementName::content("<a:b></a:b>") });
        writer.end();
    });
    assert_eq!(found, WriteError::Name("a:b".into()));
    let found = refused(|writer| {
        writer.start_named(&const { ElementName::new(XMLNS_NAMESPACE, "<a></a>") });
        writer.end();
    });
    assert_eq!(found, WriteError::Namespace(XMLNS_NAMESPACE.into()));
    let found = refused(|writer| {
        writer.attribute_named(&const { AttributeName::new("", " xmlns=''") }, "urn:b");
    });
    assert_eq!(found, WriteError::Name("xmlns".into()));
    let found = refused(|writer| {
        writer.attribute_named(&const { AttributeName::new("", " a:b=''") }, "c");
    });
    assert_eq!(found, WriteError::Name("a:b".into()));
    let found = refused(|writer| {
        writer.text("x");
        writer.attribute_named(&ATTRIBUTES[0], "1");
    });
    assert_eq!(found, WriteError::Misplaced("an attribute"));
}
