use super::{
    Answer, Carried, Carrier, Cx, Place, Rehearsal, Role, Senders, Service, Services, Standing,
};
use crate::schema::ping::{self, Ping, PingHandler};
use crate::schema::roster::{self, Item, Roster, RosterHandler};
use crate::schema::stanza::{
    Iq, IqType, Message, MessageType, Presence, PresenceType, StanzaError,
};
use crate::schema::stanzaerror::Condition;
use crate::{Element, Jid};

/// Gives and takes a roster.
struct Contacts;

impl RosterHandler for Contacts {
    async fn get(&self, cx: Cx<'_>, query: Roster) -> Result<Option<Roster>, StanzaError> {
        assert_eq!(cx.carrier(), Carrier::Get);
        match query.ver.as_deref() {
            Some("latest") => Ok(None),
            Some("panic") => panic!("this handler panics"),
            _ => Ok(Some(Roster {
                items: vec![Item::new(cx.to())],
                ..Roster::default()
            })),
        }
    }

    async fn set(&self, cx: Cx<'_>, query: Roster) -> Result<(), StanzaError> {
        if query.items.is_empty() {
            cx.reply_first(());
        }
        Err(Condition::NotAllowed.into())
    }
}

struct Pong;

impl PingHandler for Pong {
    async fn get(&self, _: Cx<'_>, _: Ping) -> Result<(), StanzaError> {
        std::future::pending().await
    }
}

struct Secretive;

impl Service for Secretive {
    const NAMESPACE: &'static str = "urn:example:secret";
    const ROLES: &'static [Role] = &[
        Role::get("secret").account(Senders::Contacts),
        Role::get("open").server(Senders::Anyone),
    ];

    async fn answer(&self, cx: Cx<'_>) -> Answer {
        match cx.request() {
            ("get", "secret") => Ok(None),
            _ => cx.refuse(),
        }
    }
}

fn services() -> Services {
    Services::new()
        .with(roster::service(Contacts))
        .with(ping::service(Pong))
        .with(Secretive)
}

/// What juliet is answered who asks that.
fn asked(type_: IqType, to: Option<&str>, payload: &str) -> Answer {
    asked_as(None, type_, to, payload)
}

fn asked_as(standing: Option<Standing>, type_: IqType, to: Option<&str>, payload: &str) -> Answer {
    let juliet: Jid = "juliet@capulet.example/balcony".parse().unwrap();
    let iq = Iq {
        to: to.map(|to| to.parse().unwrap()),
        payload: Some(payload.parse().unwrap()),
        ..Iq::new("1", type_)
    };
    let rehearsal = Rehearsal::new(services(), juliet);
    let rehearsal = match standing {
        Some(standing) => rehearsal.standing(standing),
        None => rehearsal,
    };
    rehearsal.ask_now(&iq).unwrap()
}

fn condition(answer: Answer) -> Condition {
    answer.unwrap_err().condition
}

const QUERY: &str = "<query xmlns='jabber:iq:roster'/>";

#[test]
fn a_handler_answers_with_a_payload_with_none_or_with_an_error() {
    let answer = asked(IqType::Get, None, QUERY).unwrap().unwrap();
    let roster: Roster = answer.read().unwrap();
    assert_eq!(roster.items[0].jid, "juliet@capulet.example");
    let latest = "<query xmlns='jabber:iq:roster' ver='latest'/>";
    assert_eq!(asked(IqType::Get, None, latest), Ok(None));
    let item = "<query xmlns='jabber:iq:roster'><item jid='a@b.example'/></query>";
    assert_eq!(
        condition(asked(IqType::Set, None, item)),
        Condition::NotAllowed
    );
}

/// What a handler answers first counts; what it returns does not.
#[test]
fn a_handler_may_answer_before_its_end() {
    assert_eq!(asked(IqType::Set, None, QUERY), Ok(None));
}

/// RFC 6121 §2.3.3, XEP-0030 §8.
#[test]
fn who_may_not_ask_is_told_so() {
    let romeo = Some("romeo@montague.example");
    assert_eq!(
        condition(asked(IqType::Get, romeo, QUERY)),
        Condition::Forbidden
    );
    let secret = "<secret xmlns='urn:example:secret'/>";
    let ask = |standing| asked_as(Some(standing), IqType::Get, romeo, secret);
    assert_eq!(
        condition(ask(Standing::Stranger)),
        Condition::ServiceUnavailable
    );
    assert_eq!(ask(Standing::Contact), Ok(None));
    assert_eq!(ask(Standing::Owner), Ok(None));
}

/// RFC 6120 §8.4.
#[test]
fn what_nobody_answers_is_unavailable() {
    let server = Some("capulet.example");
    let cases = [
        (None, "<query xmlns='jabber:iq:private'/>"),
        (None, "<item xmlns='jabber:iq:roster' jid='a@b'/>"),
        (server, QUERY),
        (Some("romeo@montague.example/orchard"), QUERY),
        (None, "<open xmlns='urn:example:secret'/>"),
        (server, "<open xmlns='urn:example:secret'/>"),
    ];
    for (to, payload) in cases {
        let answer = asked(IqType::Get, to, payload);
        assert_eq!(
            condition(answer),
            Condition::ServiceUnavailable,
            "{to:?} {payload}"
        );
    }
}

#[test]
fn what_breaks_its_schema_is_a_bad_request() {
    let cases = [
        (
            IqType::Set,
            "<query xmlns='jabber:iq:roster'><item/></query>",
            Condition::BadRequest,
        ),
        (
            IqType::Set,
            "<query xmlns='jabber:iq:roster'><item jid='@'/></query>",
            Condition::JidMalformed,
        ),
        (
            IqType::Set,
            "<ping xmlns='urn:xmpp:ping'/>",
            Condition::BadRequest,
        ),
    ];
    for (type_, payload, expected) in cases {
        assert_eq!(
            condition(asked(type_, None, payload)),
            expected,
            "{payload}"
        );
    }
}

#[test]
fn a_handler_that_panics_has_failed() {
    let panics = "<query xmlns='jabber:iq:roster' ver='panic'/>";
    assert_eq!(
        condition(asked(IqType::Get, None, panics)),
        Condition::InternalServerError
    );
}

#[test]
fn a_handler_that_waits_is_not_ready() {
    let juliet: Jid = "juliet@capulet.example/balcony".parse().unwrap();
    let server: Jid = "capulet.example".parse().unwrap();
    let iq = Iq::get(server, "1", &Ping::default()).unwrap();
    assert_eq!(Rehearsal::new(services(), juliet).ask_now(&iq), None);
}

/// XEP-0030 §3: what somebody may ask is announced where it may be asked; what is for accounts, at their server too.
#[test]
fn features_are_those_of_the_place() {
    let services = services().with(ping::service(Pong));
    let at = |place| services.features(place).collect::<Vec<_>>();
    let all = ["jabber:iq:roster", "urn:xmpp:ping", "urn:example:secret"];
    assert_eq!(at(Place::Server), all);
    assert_eq!(at(Place::Account), all);
    assert_eq!(at(Place::Client), ["urn:xmpp:ping"]);
}

/// A service that is added later stands in the place of an earlier one.
#[test]
fn the_last_service_counts() {
    struct Always;
    impl PingHandler for Always {
        async fn get(&self, _: Cx<'_>, _: Ping) -> Result<(), StanzaError> {
            Ok(())
        }
    }
    let juliet: Jid = "juliet@capulet.example/balcony".parse().unwrap();
    let iq = Iq {
        payload: Some(Element::of(&Ping::default()).unwrap()),
        ..Iq::new("1", IqType::Get)
    };
    let services = services().with(ping::service(Always));
    assert_eq!(
        Rehearsal::new(services, juliet).ask_now(&iq),
        Some(Ok(None))
    );
}

/// Hears of parts of messages and presence.
struct Ears;

impl Service for Ears {
    const NAMESPACE: &'static str = "urn:example:ears";
    const ROLES: &'static [Role] = &[
        Role::message("word").of(&["chat"]).anywhere(),
        Role::message("own").client(Senders::Account),
        Role::presence("word").of(&[""]).account(Senders::Contacts),
        Role::push("news"),
    ];

    async fn answer(&self, cx: Cx<'_>) -> Answer {
        let (carrier, name) = cx.request();
        let text = format!("{carrier} {name}");
        Err(StanzaError::from(Condition::NotAllowed).with_text(text))
    }
}

/// What a service says to this, which it hears.
fn told(from: &str, standing: Option<Standing>, stanza: Carried<'_>) -> Vec<String> {
    let rehearsal = Rehearsal::new(Services::new().with(Ears), from.parse().unwrap());
    let rehearsal = match standing {
        Some(standing) => rehearsal.standing(standing),
        None => rehearsal,
    };
    let errors = rehearsal.tell_now(stanza).unwrap();
    let text = |error: StanzaError| error.text.map_or_else(String::new, |text| text.value);
    errors.into_iter().map(text).collect()
}

const JULIET: &str = "juliet@capulet.example/balcony";

/// RFC 6120 §8.2.1: of the types that carry it, and of none that tell of an error.
#[test]
fn a_message_is_heard_by_its_type() {
    let message = |type_| Message {
        to: Some(JULIET.parse().unwrap()),
        type_,
        payloads: vec!["<word xmlns='urn:example:ears'/>".parse().unwrap()],
        ..Message::default()
    };
    let chat = message(MessageType::Chat);
    let heard = told("romeo@montague.example/a", None, Carried::Message(&chat));
    assert_eq!(heard, ["message word"]);
    for type_ in [MessageType::Normal, MessageType::Error] {
        let other = message(type_);
        let heard = told("romeo@montague.example/a", None, Carried::Message(&other));
        assert_eq!(heard, [""; 0], "{type_}");
    }
}

/// Every payload is heard of, from those who may send it: what only the account itself may send, from none of its clients.
#[test]
fn who_may_not_send_something_is_not_heard() {
    let payload = |name: &str| {
        format!("<{name} xmlns='urn:example:ears'/>")
            .parse()
            .unwrap()
    };
    let message = Message {
        to: Some(JULIET.parse().unwrap()),
        type_: MessageType::Chat,
        payloads: vec![payload("own"), payload("unknown"), payload("word")],
        ..Message::default()
    };
    let heard = |from| told(from, None, Carried::Message(&message));
    assert_eq!(
        heard("juliet@capulet.example"),
        ["message own", "message word"]
    );
    for from in [JULIET, "capulet.example", "romeo@montague.example"] {
        assert_eq!(heard(from), ["message word"], "{from}");
    }
}

/// RFC 6120 §8.2.2.
#[test]
fn a_presence_is_heard_where_it_may_be_sent() {
    let presence = |to: &str, type_| Presence {
        to: Some(to.parse().unwrap()),
        type_,
        payloads: vec!["<word xmlns='urn:example:ears'/>".parse().unwrap()],
        ..Presence::default()
    };
    let romeo = "romeo@montague.example/a";
    let heard = |standing, presence| told(romeo, Some(standing), Carried::Presence(&presence));
    let account = "juliet@capulet.example";
    assert_eq!(
        heard(Standing::Contact, presence(account, None)),
        ["presence word"]
    );
    assert_eq!(heard(Standing::Stranger, presence(account, None)), [""; 0]);
    assert_eq!(heard(Standing::Contact, presence(JULIET, None)), [""; 0]);
    let gone = presence(account, Some(PresenceType::Unavailable));
    assert_eq!(heard(Standing::Contact, gone), [""; 0]);
}

/// RFC 6121 §2.1.6: a push comes from the account itself; to everybody else it is as if nobody took one.
#[test]
fn a_push_is_taken_from_the_account_alone() {
    let iq = |type_| Iq {
        to: Some(JULIET.parse().unwrap()),
        payload: Some("<news xmlns='urn:example:ears'/>".parse().unwrap()),
        ..Iq::new("1", type_)
    };
    let ask = |from: &str, type_| {
        let rehearsal = Rehearsal::new(Services::new().with(Ears), from.parse().unwrap());
        condition(rehearsal.ask_now(&iq(type_)).unwrap())
    };
    assert_eq!(
        ask("juliet@capulet.example", IqType::Set),
        Condition::NotAllowed
    );
    for from in [JULIET, "capulet.example", "romeo@montague.example"] {
        assert_eq!(
            ask(from, IqType::Set),
            Condition::ServiceUnavailable,
            "{from}"
        );
    }
    let asked = ask("juliet@capulet.example", IqType::Get);
    assert_eq!(asked, Condition::ServiceUnavailable);
    // Nobody can ask for it, so it is no feature (XEP-0030 §3).
    let services = Services::new().with(roster::pushes(Newspaper));
    assert_eq!(services.features(Place::Client).count(), 0);
    assert!(!services.know(roster::NS, Place::Client));
}

struct Newspaper;

impl roster::RosterPushHandler for Newspaper {
    async fn push(&self, _: Cx<'_>, _: Roster) -> Result<(), StanzaError> {
        Ok(())
    }
}
