use super::*;
use crate::rules::roster::{Entry, Roster};
use crate::rules::subscription::Direction::{self, Asked, No, Yes};
use crate::rules::subscription::Subscription;
use crate::rules::{Audience, Effect, Sender, Source};
use crate::schema::stanza::PresenceType;
use crate::schema::stanzaerror::Condition;
use crate::{BareJid, Element, FullJid};

fn balcony() -> FullJid {
    "juliet@example.com/balcony".parse().unwrap()
}

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn roster(entries: impl IntoIterator<Item = (&'static str, Direction, Direction)>) -> Roster {
    let entry = |to, from| Entry {
        listed: true,
        subscription: Subscription {
            to,
            from,
            approved: false,
        },
        request: (from == Asked).then(request),
        ..Entry::default()
    };
    let entries = entries
        .into_iter()
        .map(|(contact, to, from)| (jid(contact).into_bare(), entry(to, from)));
    Roster {
        entries: entries.collect(),
        ..Roster::default()
    }
}

fn request() -> Element {
    "<presence xmlns='jabber:client' type='subscribe'/>"
        .parse()
        .unwrap()
}

fn resource(priority: Option<i8>, directed: &[&str]) -> Availability {
    Availability {
        priority,
        directed: directed.iter().map(|text| jid(text)).collect(),
        active: None,
    }
}

fn forward(to: &str) -> Effect {
    Effect::Forward {
        to: jid(to),
        from: Sender::Resource,
    }
}

fn send(to: &str, from: Sender, type_: Option<PresenceType>) -> Effect {
    Effect::Send {
        to: jid(to),
        from,
        type_,
    }
}

const ALL: [(&str, Direction, Direction); 5] = [
    ("a@example.net", No, No),
    ("b@example.net", Yes, No),
    ("c@example.net", Asked, Asked),
    ("d@example.net", No, Yes),
    ("e@example.net", Yes, Yes),
];

/// RFC 6121 §4.2.2, §4.3.1, §3.1.3 rule 4: broadcast, own resources, probes, requests that wait, offline messages.
#[test]
fn initial_presence() {
    let effects = available(&roster(ALL), &balcony(), &Availability::default(), 5);
    let expected = [
        Effect::Appear(5),
        forward("d@example.net"),
        forward("e@example.net"),
        Effect::Deliver(Audience::Available),
        Effect::Show {
            to: balcony().into(),
            of: Source::Others,
        },
        send("b@example.net", Sender::Account, Some(PresenceType::Probe)),
        send(
            "c@example.net",
            Sender::Account,
            Some(PresenceType::Subscribe),
        ),
        send("e@example.net", Sender::Account, Some(PresenceType::Probe)),
        Effect::Replay(request()),
        Effect::Recall,
    ];
    assert_eq!(effects, expected);
}

/// RFC 6121 §4.4.2: to the subscribers and all own resources, and no probes.
#[test]
fn subsequent_presence() {
    let effects = available(
        &roster(ALL),
        &balcony(),
        &resource(Some(0), &["room@chat.example.com/j"]),
        1,
    );
    let expected = [
        Effect::Appear(1),
        forward("d@example.net"),
        forward("e@example.net"),
        Effect::Deliver(Audience::Available),
    ];
    assert_eq!(effects, expected);
}

/// XEP-0160 §3, RFC 6121 §4.7.2.3: offline messages are for a resource that takes messages, once it does.
#[test]
fn offline_messages_wait_for_a_priority_that_is_not_negative() {
    let recalls = |before, now| {
        available(&roster([]), &balcony(), &resource(before, &[]), now).contains(&Effect::Recall)
    };
    assert!(!recalls(None, -1));
    assert!(recalls(None, 0));
    assert!(recalls(Some(-1), 0));
    assert!(!recalls(Some(0), 1));
    assert!(!recalls(Some(1), -1));
}

/// RFC 6121 §4.5.2, §4.6.3 rule 2: the subscribers, own resources, and whoever was shown the resource, each once.
#[test]
fn unavailable_presence() {
    let shown = [
        "room@chat.example.com/j",
        "e@example.net/phone",
        "juliet@example.com/chamber",
        "x@example.net",
    ];
    let effects = unavailable(&roster(ALL), &balcony(), &resource(Some(0), &shown));
    let expected = [
        forward("d@example.net"),
        forward("e@example.net"),
        Effect::Deliver(Audience::Available),
        forward("room@chat.example.com/j"),
        forward("x@example.net"),
        Effect::Vanish,
    ];
    assert_eq!(effects, expected);
}

/// RFC 6121 §4.6.3 rule 3: who was never available has no subscribers to tell.
#[test]
fn unavailable_without_having_been_available() {
    let shown = ["e@example.net/phone", "room@chat.example.com/j"];
    let effects = unavailable(&roster(ALL), &balcony(), &resource(None, &shown));
    assert_eq!(
        effects,
        [
            forward("e@example.net/phone"),
            forward("room@chat.example.com/j"),
            Effect::Vanish
        ]
    );
}

/// RFC 6121 §4.6.3 rules 1 to 3.
#[test]
fn directed_presence() {
    let roster = roster(ALL);
    let show = |before: &Availability, to: &str, is_available| {
        directed(&roster, &balcony(), before, &jid(to), is_available)
    };
    let present = resource(Some(0), &["known@example.net"]);
    let remembered = |to: &str| vec![Effect::Remember(jid(to)), forward(to)];

    assert_eq!(
        show(&present, "d@example.net", true),
        [forward("d@example.net")],
        "rule 1: a subscriber"
    );
    assert_eq!(
        show(&present, "d@example.net/x", true),
        [forward("d@example.net/x")]
    );
    assert_eq!(
        show(&present, "b@example.net", true),
        remembered("b@example.net"),
        "rule 2: no subscriber"
    );
    assert_eq!(
        show(&present, "known@example.net", true),
        [forward("known@example.net")],
        "once is enough"
    );
    assert_eq!(
        show(&resource(None, &[]), "d@example.net", true),
        remembered("d@example.net"),
        "rule 3: not available"
    );
    assert_eq!(
        show(&present, "juliet@example.com/chamber", true),
        [forward("juliet@example.com/chamber")]
    );

    assert_eq!(
        show(&present, "d@example.net", false),
        [forward("d@example.net")]
    );
    let forgotten = [
        forward("known@example.net"),
        Effect::Forget(jid("known@example.net")),
    ];
    assert_eq!(
        show(&present, "known@example.net", false),
        forgotten,
        "RFC 6121 §4.6.1"
    );
}

#[test]
fn directed_presence_is_bounded() {
    let mut full = resource(Some(0), &[]);
    full.directed = (0..DIRECTED_LIMIT)
        .map(|number| jid(&format!("x{number}@example.net")))
        .collect();
    let show = |to: &str| directed(&roster(ALL), &balcony(), &full, &jid(to), true);
    assert_eq!(
        show("y@example.net"),
        [Effect::Bounce(Condition::ResourceConstraint)]
    );
    assert_eq!(show("x0@example.net"), [forward("x0@example.net")]);
    assert_eq!(show("d@example.net"), [forward("d@example.net")]);
}

/// RFC 6121 §4.6.1, §4.5.4: who goes is forgotten, with all resources if the account goes.
#[test]
fn others_go() {
    let before = resource(
        Some(0),
        &[
            "room@chat.example.com/a",
            "room@chat.example.com/b",
            "x@example.net",
        ],
    );
    let forget = |from: &str| received_unavailable(&before, &jid(from));
    assert_eq!(
        forget("room@chat.example.com/b"),
        [Effect::Forget(jid("room@chat.example.com/b"))]
    );
    assert_eq!(forget("room@chat.example.com").len(), 2);
    assert_eq!(
        forget("x@example.net"),
        [Effect::Forget(jid("x@example.net"))]
    );
    assert_eq!(forget("y@example.net"), []);
}

fn asks(from: &str, probed: Probed<'_>) -> Vec<Effect> {
    let juliet: BareJid = balcony().to_bare();
    probe(&roster(ALL), &juliet, &probed, &jid(from))
}

/// RFC 6121 §4.3.2 rules 3 and 4.
#[test]
fn probes_of_subscribers() {
    let (present, connected) = (resource(Some(-1), &[]), resource(None, &[]));
    for from in [
        "d@example.net",
        "e@example.net/old",
        "juliet@example.com/chamber",
    ] {
        let shown = |of| vec![Effect::Show { to: jid(from), of }];
        let gone = |sender| vec![send(from, sender, Some(PresenceType::Unavailable))];
        let both = [connected.clone(), present.clone()];
        assert_eq!(asks(from, Probed::Account(&both)), shown(Source::Every));
        assert_eq!(
            asks(from, Probed::Account(&both[..1])),
            gone(Sender::Account)
        );
        assert_eq!(asks(from, Probed::Account(&[])), gone(Sender::Account));
        assert_eq!(
            asks(from, Probed::Resource(Some(&present))),
            shown(Source::Resource)
        );
        assert_eq!(
            asks(from, Probed::Resource(Some(&connected))),
            gone(Sender::Resource)
        );
        assert_eq!(asks(from, Probed::Resource(None)), gone(Sender::Resource));
    }
}

/// RFC 6121 §4.3.2 rule 1: the same answer as from an account that is not there, to the bare address.
#[test]
fn probes_of_strangers() {
    let present = resource(Some(0), &["friend@example.net/x"]);
    for from in [
        "a@example.net",
        "b@example.net",
        "c@example.net/x",
        "stranger@example.net",
    ] {
        let unsubscribed = absent(&jid(from));
        assert_eq!(
            unsubscribed,
            [send(
                jid(from).to_bare().as_str(),
                Sender::Account,
                Some(PresenceType::Unsubscribed)
            )]
        );
        assert_eq!(
            asks(from, Probed::Account(std::slice::from_ref(&present))),
            unsubscribed
        );
        assert_eq!(asks(from, Probed::Resource(Some(&present))), unsubscribed);
        assert_eq!(asks(from, Probed::Resource(None)), unsubscribed);
    }
}

/// RFC 6121 §4.6.6: mere presence of that resource, for whom it was shown to.
#[test]
fn probes_of_those_who_were_shown_a_resource() {
    for priority in [Some(0), None] {
        let shown = resource(priority, &["room@chat.example.com/j", "friend@example.net"]);
        for from in [
            "room@chat.example.com/j",
            "friend@example.net",
            "friend@example.net/x",
        ] {
            assert_eq!(
                asks(from, Probed::Resource(Some(&shown))),
                [send(from, Sender::Resource, None)]
            );
            assert_eq!(
                asks(from, Probed::Account(std::slice::from_ref(&shown))),
                absent(&jid(from))
            );
        }
        assert_eq!(
            asks("room@chat.example.com/k", Probed::Resource(Some(&shown))),
            absent(&jid("room@chat.example.com"))
        );
    }
}
