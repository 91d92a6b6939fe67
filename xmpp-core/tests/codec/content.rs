//! The content namespaces: one family of types (R10, RFC 6120 §4.8.2).

use crate::types::*;
use crate::{clean, rewritten};
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
fn children_are_in_the_content_namespace_of_their_parent() {
    let message: Message = clean(
        "<message xmlns='jabber:client'><body xmlns='jabber:server'>foreign</body><body>own</body></message>",
    );
    assert_eq!(message.bodies.len(), 1);
    assert_eq!(message.bodies[0].value, "own");
    assert_eq!(message.payloads.len(), 1, "an element of another namespace");
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
