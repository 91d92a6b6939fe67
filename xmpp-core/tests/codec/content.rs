//! The content namespaces: one family of types (R10, RFC 6120 §4.8.2).

use crate::types::*;
use crate::{clean, lenient, rewritten};
use xmpp_core::xml::{Binding, Writer};
use xmpp_core::{FromXml, write, write_to};

#[test]
fn stanzas_of_all_three_content_namespaces_are_one_type() {
    let read = |namespace: &str| {
        clean::<Presence>(&format!(
            "<presence xmlns='{namespace}'><show>xa</show><priority>3</priority></presence>"
        ))
    };
    let presence = read("jabber:client");
    assert_eq!((presence.show, presence.priority), (Some(Show::Xa), 3));
    assert_eq!(read("jabber:server"), presence);
    assert_eq!(read("jabber:component:accept"), presence);
    assert_eq!(
        write(&presence).unwrap(),
        "<presence xmlns='jabber:client'><show>xa</show><priority>3</priority></presence>"
    );
}

#[test]
fn a_stanza_is_written_in_the_content_namespace_of_its_stream() {
    let presence = Presence {
        show: Some(Show::Away),
        ..Presence::default()
    };
    let declared = [Binding::new("", "jabber:server")];
    assert_eq!(
        write_to(&presence, Writer::stream("jabber:server", &declared)).unwrap(),
        "<presence><show>away</show></presence>"
    );
}

#[test]
fn what_is_in_a_stanza_is_of_its_content_namespace_or_an_extension() {
    // RFC 6120 §8.4: no extension is in a content namespace or in that of streams. On a stream between servers, where the
    // message is of `jabber:server`, the first body would be one of its own.
    let (message, found) = lenient::<Message>(
        "<message xmlns='jabber:client'><body xmlns='jabber:server'>foreign</body><body>own</body>\
         <features xmlns='http://etherx.jabber.org/streams'/></message>",
    );
    assert_eq!(
        found,
        [
            "1:32+5 message/body[1] extension-namespace bad-request: `<body/>` in `<message/>` is of `jabber:server`, \
             which is no namespace of extensions",
            "1:90+9 message/features extension-namespace bad-request: `<features/>` in `<message/>` is of \
             `http://etherx.jabber.org/streams`, which is no namespace of extensions",
        ]
    );
    let message = message.unwrap();
    assert_eq!(message.bodies.len(), 1);
    assert_eq!(message.bodies[0].value, "own");
    assert!(message.payloads.is_empty() && message.extra.is_empty());
}

#[test]
fn a_language_is_inherited_before_bodies_are_compared() {
    // RFC 6121 §5.2.3: a distinct language value, explicitly or by inheritance.
    let bodies = |message: &str, first: &str, second: &str| {
        let (_, found) = lenient::<Message>(&format!(
            "<message xmlns='jabber:client'{message}><body{first}/><body{second}/></message>"
        ));
        let rule = |line: &String| line.split(' ').nth(2).unwrap_or_default().to_owned();
        found.iter().map(rule).collect::<Vec<_>>()
    };
    let alike = ["body-languages"];
    assert_eq!(bodies("", "", " xml:lang='en'"), [""; 0]);
    assert_eq!(bodies(" xml:lang='en'", "", " xml:lang='en'"), alike);
    assert_eq!(bodies(" xml:lang='en'", "", " xml:lang='EN'"), alike);
    assert_eq!(bodies(" xml:lang='en'", "", ""), alike);
    assert_eq!(bodies(" xml:lang='en'", "", " xml:lang=''"), [""; 0]);
    assert_eq!(bodies(" xml:lang='en'", "", " xml:lang='de'"), [""; 0]);
    assert_eq!(bodies(" xml:lang=''", "", " xml:lang=''"), alike);
    let invalid = bodies(" xml:lang='en'", " xml:lang='e n'", " xml:lang='en'");
    assert_eq!(invalid, ["invalid-value", "body-languages"]);
}

#[test]
fn a_stanza_in_a_payload_has_its_own_namespace() {
    // XEP-0297 §3
    let xml = "<forwarded xmlns='urn:xmpp:forward:0'>\
               <message xmlns='jabber:server'><body>hi</body></message></forwarded>";
    let forwarded: Forwarded = clean(xml);
    assert_eq!(forwarded.message.as_ref().unwrap().bodies[0].value, "hi");
    assert_eq!(
        rewritten::<Forwarded>(xml),
        xml.replace("jabber:server", "jabber:client")
    );
}

#[test]
fn the_name_of_the_element_is_enough_to_know_it() {
    let document =
        xmpp_core::xml::Document::parse("<message xmlns='urn:x'/>", xmpp_core::Limits::CLIENT)
            .unwrap();
    assert!(!Message::matches(document.root()));
}
