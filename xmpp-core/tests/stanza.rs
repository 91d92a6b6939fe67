//! Stanzas made, asked and answered in few words.

use xmpp_core::iq::{Kind, Payload};
use xmpp_core::schema::ping::Ping;
use xmpp_core::schema::roster::Roster;
use xmpp_core::schema::stanza::{
    Body, ErrorType, Iq, IqType, Message, MessageType, Presence, PresenceType, Show, StanzaError,
    Thread,
};
use xmpp_core::schema::stanzaerror::{self, Condition};
use xmpp_core::text::AnyUri;
use xmpp_core::{Answer, BareJid, Element, Few, Jid, Report, Rule, read, write};

fn jid(text: &str) -> Jid {
    text.parse().expect("an address")
}

fn account(text: &str) -> BareJid {
    text.parse().expect("an address")
}

fn request() -> Iq {
    read("<iq xmlns='jabber:client' id='1' type='get' from='a@b/c' to='b'><ping xmlns='urn:xmpp:ping'/></iq>")
        .expect("an address")
}

#[test]
fn requests_carry_a_payload_of_their_kind_rfc6120_8_2_3() {
    let iq = Iq::get(jid("b"), "1", &Ping::default()).unwrap();
    assert_eq!(
        write(&iq).unwrap(),
        "<iq xmlns='jabber:client' id='1' to='b' type='get'><ping xmlns='urn:xmpp:ping'/></iq>"
    );
    assert_eq!(iq.payload::<Ping>().unwrap(), Some(Ping::default()));
    assert_eq!(iq.payload::<Roster>().unwrap(), None);
    assert_eq!(iq.kind(), Some(Kind::Get));
    let iq = Iq::set(None, "2", &Roster::default()).unwrap();
    assert_eq!(
        (iq.to.as_ref(), iq.type_, iq.is_request()),
        (None, IqType::Set, true)
    );
    assert!(Kind::Get.is_among(Ping::KINDS) && !Kind::Set.is_among(Ping::KINDS));
}

#[test]
fn a_payload_that_breaks_its_schema_is_a_report_with_the_answer() {
    let iq: Iq = read(
        "<iq xmlns='jabber:client' id='1' type='set'><query xmlns='jabber:iq:roster'><item/></query></iq>",
    )
    .unwrap();
    let report = iq.payload::<Roster>().unwrap_err();
    assert_eq!(report.findings()[0].rule, Rule::MISSING_ATTRIBUTE);
    let error = StanzaError::from_report(&report).unwrap();
    let answer = iq.reply_error(error).unwrap();
    let error = answer.error.as_ref().unwrap();
    assert_eq!(
        (error.type_, &error.condition),
        (ErrorType::Modify, &Condition::BadRequest)
    );
    assert_eq!(
        error.text.as_ref().unwrap().value,
        report.findings()[0].message
    );
    assert!(write(&answer).is_ok());
}

#[test]
fn answers_go_back_with_the_same_id_rfc6120_8_2_3() {
    let iq = request();
    let reply = iq.reply().unwrap();
    assert_eq!((reply.from, reply.to), (Some(jid("b")), Some(jid("a@b/c"))));
    assert_eq!((reply.id, reply.type_), (iq.id.clone(), IqType::Result));
    let reply = iq.reply_with(&Roster::default()).unwrap().unwrap();
    assert_eq!(reply.payload::<Roster>().unwrap(), Some(Roster::default()));
    let reply = iq.reply_error(Condition::ServiceUnavailable).unwrap();
    assert_eq!(
        write(&reply).unwrap(),
        "<iq xmlns='jabber:client' from='b' id='1' to='a@b/c' type='error'><error type='cancel'>\
         <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
    );
}

/// RFC 6120 §8.2.3 and §8.3.1: answering errors with errors makes a loop.
#[test]
fn errors_and_results_are_never_answered() {
    let reply = request().reply().unwrap();
    assert_eq!(reply.reply(), None);
    assert_eq!(reply.reply_error(Condition::BadRequest), None);
    assert_eq!(reply.reply_with(&Roster::default()).unwrap(), None);
    let error = request().reply_error(Condition::BadRequest).unwrap();
    assert_eq!(
        (error.reply_error(Condition::BadRequest), error.kind()),
        (None, None)
    );
    let bounced = Message::chat(jid("a@b"), "x")
        .reply_error(Condition::Gone(AnyUri::new("xmpp:c@d").unwrap()))
        .unwrap();
    assert_eq!(bounced.reply_error(Condition::BadRequest), None);
    let bounced = Presence::available()
        .reply_error(Condition::BadRequest)
        .unwrap();
    assert_eq!(bounced.reply_error(Condition::BadRequest), None);
}

#[test]
fn messages_are_made_by_what_they_are_for_rfc6121_5_2_2() {
    assert_eq!(
        write(&Message::chat(account("a@b"), "hi < you")).unwrap(),
        "<message xmlns='jabber:client' to='a@b' type='chat'><body>hi &lt; you</body></message>"
    );
    for (message, type_) in [
        (Message::groupchat(jid("a@b"), ""), MessageType::Groupchat),
        (Message::headline(jid("a@b"), ""), MessageType::Headline),
        (Message::normal(jid("a@b"), ""), MessageType::Normal),
    ] {
        assert_eq!((message.type_, message.body()), (type_, Some("")));
    }
}

#[test]
fn texts_are_found_by_language_rfc6121_5_2_3() {
    let message: Message = read(
        "<message xmlns='jabber:client' xml:lang='fr'><subject xml:lang='de'>A</subject>\
         <body xml:lang='de-CH'>eins</body><body>un</body></message>",
    )
    .unwrap();
    assert_eq!((message.body(), message.subject()), (Some("un"), Some("A")));
    assert_eq!(
        (message.body_in("de"), message.body_in("fr")),
        (Some("eins"), Some("un"))
    );
    assert_eq!(
        (message.body_in("en"), message.subject_in("de")),
        (None, Some("A"))
    );
    assert_eq!(Message::default().body(), None);
}

#[test]
fn messages_carry_payloads_and_bounce() -> Result<(), Report> {
    let extension = Element::builder("urn:x", "x").build()?;
    let mut message = Message::chat(jid("a@b"), "x").with_payload(&extension)?;
    message.from = Some(jid("c@d/e"));
    message.id = Some("7".into());
    assert_eq!(message.payload::<Ping>()?, None);
    assert_eq!(message.payload::<Element>()?, Some(extension));
    let error = message
        .reply_error(Condition::RecipientUnavailable)
        .unwrap();
    assert_eq!(
        (&error.to, &error.from, &error.id),
        (&message.from, &message.to, &message.id)
    );
    assert_eq!(
        write(&error)?,
        "<message xmlns='jabber:client' from='a@b' id='7' to='c@d/e' type='error'><error type='wait'>\
         <recipient-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
    );
    Ok(())
}

#[test]
fn messages_are_replied_to_in_their_conversation_rfc6121_5_2() {
    let received = |type_, from| Message {
        from,
        type_,
        thread: Some(Thread::new("t1")),
        ..Message::chat(jid("c@d"), "marco")
    };
    let sender = Some(jid("a@b/c"));
    let reply = received(MessageType::Chat, sender.clone())
        .reply("polo")
        .unwrap();
    assert_eq!(
        write(&reply).unwrap(),
        "<message xmlns='jabber:client' to='a@b/c' type='chat'><body>polo</body><thread>t1</thread></message>"
    );
    let reply = received(MessageType::Groupchat, sender.clone())
        .reply("polo")
        .unwrap();
    assert_eq!(
        (reply.to, reply.type_),
        (Some(jid("a@b")), MessageType::Groupchat)
    );
    assert_eq!(
        received(MessageType::Error, sender.clone()).reply("polo"),
        None
    );
    assert_eq!(received(MessageType::Headline, sender).reply("polo"), None);
    assert_eq!(received(MessageType::Chat, None).reply("polo"), None);
}

#[test]
fn presence_says_what_it_means_rfc6121_4_7() {
    let presence = Presence::available()
        .with_show(Show::Away)
        .with_status("out")
        .with_priority(-1)
        .with_to(jid("a@b"));
    assert_eq!(
        write(&presence).unwrap(),
        "<presence xmlns='jabber:client' to='a@b'><show>away</show><status>out</status><priority>-1</priority></presence>"
    );
    assert!(presence.is_available() && !Presence::unavailable().is_available());
    assert_eq!(presence.status(), Some("out"));
    for (presence, type_) in [
        (Presence::subscribe(account("a@b")), PresenceType::Subscribe),
        (
            Presence::subscribed(account("a@b")),
            PresenceType::Subscribed,
        ),
        (
            Presence::unsubscribe(account("a@b")),
            PresenceType::Unsubscribe,
        ),
        (
            Presence::unsubscribed(account("a@b")),
            PresenceType::Unsubscribed,
        ),
    ] {
        assert_eq!(
            (presence.type_, presence.to),
            (Some(type_), Some(jid("a@b")))
        );
    }
}

#[test]
fn every_condition_has_the_type_that_rfc6120_8_3_3_recommends() {
    use ErrorType::{Auth, Cancel, Modify, Wait};
    for (name, type_) in [
        ("bad-request", Modify),
        ("conflict", Cancel),
        ("feature-not-implemented", Cancel),
        ("forbidden", Auth),
        ("gone", Cancel),
        ("internal-server-error", Cancel),
        ("item-not-found", Cancel),
        ("jid-malformed", Modify),
        ("not-acceptable", Modify),
        ("not-allowed", Cancel),
        ("not-authorized", Auth),
        ("policy-violation", Modify),
        ("recipient-unavailable", Wait),
        ("redirect", Modify),
        ("registration-required", Auth),
        ("remote-server-not-found", Cancel),
        ("remote-server-timeout", Wait),
        ("resource-constraint", Wait),
        ("service-unavailable", Cancel),
        ("subscription-required", Auth),
        ("unexpected-request", Wait),
    ] {
        let condition = Condition::named(name);
        assert_ne!(condition, Condition::UndefinedCondition, "{name}");
        assert_eq!(condition.error_type(), type_, "{name}");
        let written = Element::of(&condition).unwrap();
        assert!(written.is(stanzaerror::NS, name), "{written}");
    }
    for name in [
        "undefined-condition",
        "no-such-condition",
        "no name",
        "text",
    ] {
        assert_eq!(Condition::named(name), Condition::UndefinedCondition);
    }
}

#[test]
fn errors_come_from_answers_and_findings() {
    let error = StanzaError::from_answer(Answer::JID_MALFORMED).unwrap();
    assert_eq!(
        (error.type_, error.condition),
        (ErrorType::Modify, Condition::JidMalformed)
    );
    assert_eq!(StanzaError::from_answer(Answer::Nothing), None);
    assert_eq!(StanzaError::from_answer(Answer::NOT_WELL_FORMED), None);
    let bad = Answer::Stanza {
        error_type: "?",
        condition: "forbidden",
    };
    assert_eq!(
        StanzaError::from_answer(bad).unwrap().type_,
        ErrorType::Auth
    );
    assert_eq!(StanzaError::from_report(&Report::new()), None);

    let application = Element::builder("urn:x", "too-many").build().unwrap();
    let error = StanzaError::from(Condition::PolicyViolation)
        .with_text("slow down")
        .with_by(jid("b"))
        .with_application(application.clone());
    let message = Message::chat(jid("a@b"), "x").reply_error(error).unwrap();
    let back: Message = read(&write(&message).unwrap()).unwrap();
    let error = back.error.unwrap();
    assert_eq!(error.text.unwrap().value, "slow down");
    assert_eq!(
        (error.by, error.application),
        (Some(jid("b")), Some(application))
    );
}

#[test]
fn fields_and_functions_go_together() {
    let message = Message {
        bodies: Few::from(Body {
            lang: "en".parse().ok(),
            ..Body::new("hi")
        }),
        ..Message::default()
    };
    assert_eq!(message.body_in("en"), Some("hi"));
}
