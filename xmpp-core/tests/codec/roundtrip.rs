//! `decode(encode(x)) == x`

use crate::types::*;
use crate::{clean, rewritten};
use proptest::option;
use proptest::prelude::*;
use xmpp_core::{BareJid, Element, Extra, Id, Jid, Lang, write};

#[test]
fn a_roster_is_written_in_schema_order_without_defaults() {
    let roster = Roster {
        ver: Some("v1".into()),
        items: vec![Item {
            name: Some("Nurse".into()),
            ..Item::new("nurse@example.com".parse().unwrap())
        }],
        ..Roster::default()
    };
    assert_eq!(
        write(&roster).unwrap(),
        "<query xmlns='jabber:iq:roster' ver='v1'><item jid='nurse@example.com' name='Nurse'/></query>"
    );
    assert_eq!(
        rewritten::<Item>(
            "<item xmlns='jabber:iq:roster' subscription=' none ' jid='A@EXAMPLE.com' approved='1'/>"
        ),
        "<item xmlns='jabber:iq:roster' approved='true' jid='a@example.com'/>",
        "canonical forms, defaults omitted (R2)"
    );
}

/// Text that XML can carry.
fn text() -> impl Strategy<Value = String> {
    "[ -~\t\n\ré世🎭]{0,12}"
}

fn lang() -> impl Strategy<Value = Option<Lang>> {
    option::of("[a-z]{2,3}(-[A-Z]{2})?".prop_map(|tag| tag.parse().unwrap()))
}

fn extra() -> impl Strategy<Value = Extra> {
    let attributes = prop::collection::btree_map("x[a-z]{1,5}", text(), 0..3);
    (attributes, prop::collection::vec(element(), 0..2)).prop_map(|(attributes, children)| {
        let mut extra = Extra::new();
        for (name, value) in attributes {
            extra.push_attribute("", name, value);
        }
        for child in children {
            extra.push_child(child);
        }
        extra
    })
}

/// An element that no type knows and no wildcard of `##other` admits.
fn element() -> impl Strategy<Value = Element> {
    ("x[a-z]{1,5}", text())
        .prop_map(|(name, text)| Element::builder("", &name).text(text).build().unwrap())
}

fn payload() -> impl Strategy<Value = Element> {
    ("[a-z]{1,5}", text(), text()).prop_map(|(name, value, text)| {
        Element::builder("urn:example:other", &name)
            .attribute("a", value)
            .text(text)
            .build()
            .unwrap()
    })
}

fn jid() -> impl Strategy<Value = Jid> {
    "[a-z]{1,8}@[a-z]{1,8}\\.example(/[a-zA-Z ]{0,6}[a-z])?".prop_map(|jid| jid.parse().unwrap())
}

fn bare_jid() -> impl Strategy<Value = BareJid> {
    "[a-z]{1,8}@[a-z]{1,8}\\.example".prop_map(|jid| jid.parse().unwrap())
}

fn body() -> impl Strategy<Value = Body> {
    (lang(), text(), extra()).prop_map(|(lang, value, extra)| Body { lang, value, extra })
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        Just(Condition::BadRequest),
        Just(Condition::UndefinedCondition),
        text().prop_map(Condition::Gone),
        option::of("[a-z]{1,9}").prop_map(Condition::Redirect),
    ]
}

fn error() -> impl Strategy<Value = StanzaError> {
    let text =
        (lang(), text(), extra()).prop_map(|(lang, value, extra)| Text { lang, value, extra });
    (
        option::of(jid()),
        condition(),
        option::of(text),
        option::of(payload()),
        extra(),
    )
        .prop_map(|(by, condition, text, application, extra)| StanzaError {
            by,
            type_: ErrorType::Wait,
            condition,
            text,
            application,
            extra,
        })
}

fn message() -> impl Strategy<Value = Message> {
    let type_ = prop_oneof![
        Just(MessageType::Chat),
        Just(MessageType::Normal),
        Just(MessageType::Headline)
    ];
    let bodies = prop::collection::vec(body(), 0..3).prop_map(|mut bodies| {
        bodies.sort_by(|left, right| left.lang.cmp(&right.lang));
        bodies.dedup_by(|left, right| left.lang == right.lang);
        bodies
    });
    (
        (option::of(jid()), option::of(text()), type_, lang()),
        bodies,
        option::of(error()),
        prop::collection::vec(payload(), 0..3),
        extra(),
    )
        .prop_map(
            |((from, id, type_, lang), bodies, error, payloads, extra)| Message {
                from,
                id: id.map(Id::new),
                type_,
                lang,
                bodies,
                error,
                payloads,
                extra,
                ..Message::default()
            },
        )
}

fn item() -> impl Strategy<Value = Item> {
    (
        option::of(any::<bool>()),
        bare_jid(),
        option::of(text()),
        prop::collection::btree_set("[ -~]{1,9}", 0..3),
        extra(),
    )
        .prop_map(|(approved, jid, name, groups, extra)| Item {
            approved,
            name,
            groups: groups.into_iter().collect(),
            extra,
            ..Item::new(jid)
        })
}

proptest! {
    #[test]
    fn a_message_comes_back(message in message()) {
        let xml = write(&message).unwrap();
        prop_assert_eq!(clean::<Message>(&xml), message);
    }

    #[test]
    fn a_roster_comes_back(ver in option::of(text()), items in prop::collection::vec(item(), 0..4), extra in extra()) {
        let roster = Roster { ver, items, extra };
        let xml = write(&roster).unwrap();
        prop_assert_eq!(clean::<Roster>(&xml), roster);
    }

    #[test]
    fn reading_any_xml_as_any_type_ends_well(xml in "<(message|error|item|x)( (type|jid|from)='[a-z@]{0,4}'){0,1} xmlns='(jabber:client|jabber:iq:roster|jabber:x:data)'>(<(body|gone|field|group|required)/>|[a-z]){0,5}</(message|error|item|x)>") {
        if let Ok(element) = xml.parse::<Element>() {
            let mut report = xmpp_core::Report::new();
            if let Some(message) = element.decode::<Message>(&mut report) {
                message.bodies.len();
            }
            element.decode::<StanzaError>(&mut report);
            element.decode::<Item>(&mut report);
            element.decode::<Form>(&mut report);
        }
    }
}
