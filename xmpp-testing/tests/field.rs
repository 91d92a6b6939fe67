//! Ten stanzas that peers get wrong come back with nothing lost and in their order, and eleven invalid ones are refused with path,
//! line, column, rule and answer.

#![cfg(test)]

use std::ops::ControlFlow;
use std::path::Path;
use xmpp_codegen::canonical::{Canonical, Comparison};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::library::{CATALOG, Library};
use xmpp_codegen::model::Model;
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_codegen::verify::Schemas;
use xmpp_core::schema::disco_info::DiscoInfo;
use xmpp_core::schema::roster::Roster;
use xmpp_core::schema::sasl::Mechanisms;
use xmpp_core::schema::stanza::{Iq, Message, Presence};
use xmpp_core::schema::streams::Features;
use xmpp_core::schema::tls::StartTls;
use xmpp_core::xml::{Document, Node};
use xmpp_core::{Answer, Base64, Finding, FromXml, Limits, Report, decode, decode_strict};
use xmpp_testing::{Type, types};

/// The types that read them; a payload of another is kept as it came by the stanza around it.
const TYPES: [Type; 8] = types![
    Message, Presence, Iq, Roster, DiscoInfo, Features, StartTls, Mechanisms
];

/// Each with what it is about.
const TEN: [(&str, &str); 10] = [
    (
        "two languages of body with an unknown extension (RFC 6121 §5.2.3)",
        "<message xmlns='jabber:client' to='ada@example.com' type='chat' x-mood='good' xml:lang='en'>\
         <body>Tea?</body><body xml:lang='cs'>Čaj?</body><steam xmlns='urn:example:tea' hot='yes'>up</steam></message>",
    ),
    (
        "presence with show, status, priority and caps (RFC 6121 §4.7, XEP-0115 §4)",
        "<presence xmlns='jabber:client'><show>away</show><status>At tea</status><priority>0</priority>\
         <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://example.com/kettle' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/>\
         </presence>",
    ),
    (
        "roster result with its version (RFC 6121 §2.1.4)",
        "<iq xmlns='jabber:client' id='r1' type='result'><query xmlns='jabber:iq:roster' ver='v7'>\
         <item jid='ada@example.com' name='Ada' subscription='both'><group>Tea</group><group>Work</group></item>\
         <item ask='subscribe' jid='bob@example.com' subscription='none'/></query></iq>",
    ),
    (
        "IQ error with an application condition (RFC 6120 §8.3.4)",
        "<iq xmlns='jabber:client' from='kettle@example.com' id='e1' type='error'><boil xmlns='urn:example:tea'/>\
         <error by='example.com' type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
         <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No water</text>\
         <dry xmlns='urn:example:tea' since='noon'/></error></iq>",
    ),
    (
        "data form with its title first (XEP-0004 §3)",
        "<message xmlns='jabber:client'><x xmlns='jabber:x:data' type='form'><title>Tea</title><instructions>Choose</instructions>\
         <field label='Sort' type='list-single' var='sort'><required/><value>green</value>\
         <option label='Green'><value>green</value></option><option label='Black'><value>black</value></option></field></x></message>",
    ),
    (
        "occupant of a room, status 110 (XEP-0045 §7.2.2)",
        "<presence xmlns='jabber:client' from='tea@rooms.example.com/ada'><x xmlns='http://jabber.org/protocol/muc#user'>\
         <item affiliation='member' role='participant'/><status code='110'/></x></presence>",
    ),
    (
        "pubsub event (XEP-0060 §7.1.2.1)",
        "<message xmlns='jabber:client' from='pubsub.example.com'><event xmlns='http://jabber.org/protocol/pubsub#event'>\
         <items node='kettle'><item id='i1'><hot xmlns='urn:example:tea'>95</hot></item></items></event></message>",
    ),
    (
        "Jingle session-initiate (XEP-0166 §7.2)",
        "<iq xmlns='jabber:client' from='ada@example.com/a' id='j1' to='bob@example.com/b' type='set'>\
         <jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' initiator='ada@example.com/a' sid='s1'>\
         <content creator='initiator' name='voice'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>\
         <payload-type clockrate='16000' id='96' name='speex'/><payload-type id='8' name='PCMA'/></description>\
         <transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' pwd='p' ufrag='u'/></content></jingle></iq>",
    ),
    (
        "stream features (RFC 6120 §4.3.2)",
        "<features xmlns='http://etherx.jabber.org/streams'><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>\
         <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-256</mechanism><mechanism>PLAIN</mechanism></mechanisms>\
         <brew xmlns='urn:example:tea'/></features>",
    ),
    (
        "disco#info with a form (XEP-0030 §3.1, XEP-0128 §2)",
        "<iq xmlns='jabber:client' from='example.com' id='d1' type='result'><query xmlns='http://jabber.org/protocol/disco#info'>\
         <identity category='server' type='im'/><feature var='urn:xmpp:ping'/><x xmlns='jabber:x:data' type='result'>\
         <field type='hidden' var='FORM_TYPE'><value>urn:example:tea</value></field></x></query></iq>",
    ),
];

#[test]
fn ten_stanzas_come_back_with_nothing_lost_and_in_their_order() {
    let model = builtin();
    let canonical = Canonical::new(&model);
    for (what, xml) in TEN {
        let document = Document::parse(xml, Limits::CLIENT).unwrap();
        let mut typed = 0;
        for node in payloads(document.root()) {
            let Some(type_) = TYPES.iter().find(|type_| type_.matches(node)) else {
                continue;
            };
            let decoded = type_.through(node);
            typed += 1;
            assert_eq!(
                decoded.report.answer(),
                Answer::Nothing,
                "{what}: {}",
                decoded.report
            );
            let written = decoded.written.unwrap().unwrap();
            let after = Document::parse(&written, Limits::CLIENT).unwrap();
            let facts = canonical.facts(after.root());
            assert_eq!(
                canonical.facts(node).compare(&facts),
                Comparison::Exact,
                "{what}: {written}"
            );
            assert!(decoded.stable, "{what}: {written}");
        }
        assert!(typed > 0, "{what}: no type reads it");
    }
}

/// No schema of ours has base64 that a type reads.
#[derive(Debug, FromXml)]
#[xml(namespace = "urn:example:tea")]
#[allow(dead_code, reason = "it is refused")]
struct Picture {
    #[xml(text)]
    value: Base64,
}

#[test]
fn eleven_invalid_stanzas_are_refused_with_their_place_and_answer() {
    let bad = "bad-request";
    refused::<Roster>(
        "<query xmlns='jabber:iq:roster'>\n  <item name='Ada'/>\n</query>",
        "missing-attribute",
        "query/item",
        (2, 3),
        bad,
    );
    refused::<Roster>(
        "<query xmlns='jabber:iq:roster'>\n  <item jid='a@example.com' subscription='bothh'/></query>",
        "invalid-value",
        "query/item/@subscription",
        (2, 43),
        bad,
    );
    refused::<Presence>(
        "<presence xmlns='jabber:client'>\n<priority>1</priority>\n<priority>2</priority></presence>",
        "surplus-child",
        "presence/priority[2]",
        (3, 1),
        bad,
    );
    refused::<Presence>(
        "<presence xmlns='jabber:client'><priority>128</priority></presence>",
        "invalid-value",
        "presence/priority",
        (1, 43),
        bad,
    );
    refused::<Picture>(
        "<picture xmlns='urn:example:tea'>A?==</picture>",
        "invalid-value",
        "picture",
        (1, 34),
        bad,
    );
    refused::<Roster>(
        "<query xmlns='jabber:iq:roster'>\n<item jid='@example.com'/></query>",
        "invalid-jid",
        "query/item/@jid",
        (2, 12),
        "jid-malformed",
    );
    refused::<Roster>(
        "<query xmlns='jabber:iq:roster'>\n<item jid=''/></query>",
        "invalid-jid",
        "query/item/@jid",
        (2, 12),
        "jid-malformed",
    );
    refused::<Roster>(
        "<query xmlns='jabber:iq:rooster'/>",
        "unexpected-element",
        "query",
        (1, 1),
        bad,
    );
    refused::<Roster>(
        "<query xmlns='jabber:iq:roster'>tea</query>",
        "unexpected-text",
        "query",
        (1, 33),
        bad,
    );
}

#[test]
fn strict_reading_refuses_unknown_attributes_and_strict_judging_a_wrong_order() {
    let xml = "<query xmlns='jabber:iq:roster'>\n<item jid='a@example.com' colour='red'/></query>";
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut report = Report::new();
    decode_strict::<Roster>(document.root(), &mut report);
    let [found] = report.findings() else {
        panic!("{report}")
    };
    told(found, "unknown-attribute", "query/item/@colour", (2, 35));

    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/codegen/pass/unions.xsd");
    let schemas = Schemas::read(&[schema]);
    let xml = "<box xmlns='urn:example:unions' width='auto' code='ABC-17'><when>2026-11-29</when>\n\
               <edge>red</edge></box>";
    let mut found = Vec::new();
    let report = &mut |violation: xmpp_codegen::instance::Violation| {
        found.push(violation.finding);
        ControlFlow::Continue(())
    };
    schemas.judge(xml, report).unwrap();
    let [found] = found.as_slice() else {
        panic!("{found:?}")
    };
    let position = found
        .position
        .map(|position| (position.line, position.column));
    assert_eq!(position, Some((2, 1)), "{found}");
}

/// Reads a document that is refused: the first finding that is owed an answer says why and where.
fn refused<T: FromXml>(xml: &str, rule: &str, path: &str, place: (u32, u32), answer: &str) {
    let document = Document::parse(xml, Limits::CLIENT).unwrap();
    let mut report = Report::new();
    decode::<T>(document.root(), &mut report);
    let mut findings = report.findings().iter();
    let found = findings.find(|finding| finding.answer() != Answer::Nothing);
    let found = found.unwrap_or_else(|| panic!("{xml} is not refused"));
    told(found, rule, path, place);
    assert!(
        report.answer().to_string().contains(answer),
        "{}",
        report.answer()
    );
}

fn told(found: &Finding, rule: &str, path: &str, place: (u32, u32)) {
    let position = found
        .position
        .map(|position| (position.line, position.column));
    assert_eq!(
        (found.rule.name(), found.path.as_str(), position),
        (rule, path, Some(place)),
        "{found}"
    );
}

/// An element and all elements in it that are of another namespace than what is around them.
fn payloads(root: Node<'_>) -> Vec<Node<'_>> {
    let (mut found, mut open) = (vec![root], vec![root]);
    while let Some(node) = open.pop() {
        for child in node.elements() {
            found.extend((!child.same_namespace(node)).then_some(child));
            open.push(child);
        }
    }
    found
}

fn builtin() -> Model {
    let library = Library::builtin();
    let mut sources = SourceMap::default();
    let files: Vec<FileId> = library
        .documents()
        .iter()
        .map(|document| sources.add(document.path(), &*document.text))
        .collect();
    let file = sources.add("catalog.toml", CATALOG);
    let (catalog, _) = Catalog::parse(file, CATALOG);
    let (model, diagnostics) = xmpp_codegen::load(&mut sources, &files, &catalog, &library);
    assert_eq!(diagnostics, []);
    model
}
