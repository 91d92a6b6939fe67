use super::*;
use crate::{FullJid, JidRef};

type Resources = &'static [Resource<'static>];

const fn resource(name: &'static str, priority: Option<i8>) -> Resource<'static> {
    Resource {
        name,
        priority,
        blocks_sender: false,
    }
}

const NOBODY: Resources = &[];
const CONNECTED: Resources = &[resource("c", None)];
const NEGATIVE: Resources = &[resource("n", Some(-1)), resource("c", None)];
const ONE: Resources = &[resource("a", Some(0)), resource("n", Some(-1))];
const MANY: Resources = &[
    resource("a", Some(1)),
    resource("b", Some(5)),
    resource("n", Some(-1)),
    resource("d", Some(5)),
];

const TYPES: [MessageType; 4] = [
    MessageType::Normal,
    MessageType::Chat,
    MessageType::Groupchat,
    MessageType::Headline,
];
const RETURNED: Verdict<'static> = Verdict::Bounce(Condition::ServiceUnavailable);

fn judge(resources: Option<Resources>, to: Option<&'static str>, kind: Kind) -> Verdict<'static> {
    deliver(
        &Recipient {
            resources,
            resource: to,
            sees_presence: false,
            blocks_sender: false,
        },
        kind,
    )
}

fn to<const N: usize>(names: [&'static str; N]) -> Verdict<'static> {
    Verdict::Deliver(names.into())
}

type Row = (
    &'static str,
    Option<Resources>,
    Option<&'static str>,
    [Verdict<'static>; 4],
);

/// RFC 6121 §8.5.4, table 1. Where it leaves a choice, this is the one that was made.
#[test]
fn the_table_of_messages() {
    for (row, resources, resource, expected) in table() {
        for (type_, expected) in TYPES.into_iter().zip(expected) {
            assert_eq!(
                judge(resources, resource, Kind::Message(type_)),
                expected,
                "{row}, {type_:?}"
            );
        }
    }
}

#[rustfmt::skip]
fn table() -> [Row; 15] {
    use Verdict::{Ignore, Store};
    [
        //                                                normal          chat            groupchat  headline
        ("no account, bare", None, None,                  [Ignore,        Ignore,         RETURNED,  Ignore]),
        ("no account, full", None, Some("x"),             [RETURNED,      Ignore,         RETURNED,  Ignore]),
        ("nobody, bare", Some(NOBODY), None,              [Store,         Store,          RETURNED,  Ignore]),
        ("nobody, full", Some(NOBODY), Some("x"),         [RETURNED,      Store,          RETURNED,  Ignore]),
        ("connected, bare", Some(CONNECTED), None,        [Store,         Store,          RETURNED,  Ignore]),
        ("connected, full", Some(CONNECTED), Some("c"),   [to(["c"]),     to(["c"]),      to(["c"]), to(["c"])]),
        ("negative, bare", Some(NEGATIVE), None,          [Store,         Store,          RETURNED,  Ignore]),
        ("negative, match", Some(NEGATIVE), Some("n"),    [to(["n"]),     to(["n"]),      to(["n"]), to(["n"])]),
        ("negative, no match", Some(NEGATIVE), Some("x"), [RETURNED,      Store,          RETURNED,  Ignore]),
        ("one, bare", Some(ONE), None,                    [to(["a"]),     to(["a"]),      RETURNED,  to(["a"])]),
        ("one, match", Some(ONE), Some("a"),              [to(["a"]),     to(["a"]),      to(["a"]), to(["a"])]),
        ("one, no match", Some(ONE), Some("x"),           [RETURNED,      to(["a"]),      RETURNED,  Ignore]),
        ("many, bare", Some(MANY), None,                  [to(["b", "d"]), to(["b", "d"]), RETURNED, to(["a", "b", "d"])]),
        ("many, match", Some(MANY), Some("a"),            [to(["a"]),     to(["a"]),      to(["a"]), to(["a"])]),
        ("many, no match", Some(MANY), Some("x"),         [RETURNED,      to(["b", "d"]), RETURNED,  Ignore]),
    ]
}

/// RFC 6121 §8.5.2.1.1, §8.5.2.2.1, §8.5.3: to the resource that is named, else to nobody; never answered (RFC 6120 §8.3.1).
#[test]
fn errors_among_messages() {
    let error = Kind::Message(MessageType::Error);
    for resources in [None, Some(NOBODY), Some(NEGATIVE), Some(MANY)] {
        assert_eq!(judge(resources, None, error), Verdict::Ignore);
        assert_eq!(judge(resources, Some("x"), error), Verdict::Ignore);
    }
    assert_eq!(judge(Some(MANY), Some("n"), error), to(["n"]));
}

/// RFC 6121 §8.5.1, §8.5.2.1.2, §8.5.2.2.2, §8.5.3.1, §8.5.3.2.2.
#[test]
fn presence_that_informs() {
    for type_ in [
        None,
        Some(PresenceType::Unavailable),
        Some(PresenceType::Error),
    ] {
        let kind = Kind::Presence(type_);
        for resources in [None, Some(NOBODY), Some(CONNECTED)] {
            assert_eq!(judge(resources, None, kind), Verdict::Ignore);
            assert_eq!(judge(resources, Some("x"), kind), Verdict::Ignore);
        }
        assert_eq!(
            judge(Some(MANY), None, kind),
            to(["a", "b", "n", "d"]),
            "whatever the priority"
        );
        assert_eq!(judge(Some(CONNECTED), Some("c"), kind), to(["c"]));
    }
}

/// RFC 6121 §8.5.1, §8.5.3.2.2: ignored without an account, and answers to a resource that is not there, too.
#[test]
fn presence_that_manages_subscriptions() {
    let kinds = [
        PresenceType::Subscribe,
        PresenceType::Subscribed,
        PresenceType::Unsubscribe,
        PresenceType::Unsubscribed,
    ];
    for type_ in kinds {
        let kind = Kind::Presence(Some(type_));
        assert_eq!(judge(None, None, kind), Verdict::Ignore);
        assert_eq!(judge(None, Some("x"), kind), Verdict::Ignore);
        assert_eq!(judge(Some(NOBODY), None, kind), Verdict::Handle);
        assert_eq!(judge(Some(MANY), Some("a"), kind), Verdict::Handle);
        let missed = if type_ == PresenceType::Subscribe {
            Verdict::Handle
        } else {
            Verdict::Ignore
        };
        assert_eq!(
            judge(Some(MANY), Some("x"), kind),
            missed,
            "RFC 6121 §3.1.3: a request is for the account"
        );
    }
}

/// RFC 6121 §8.5.2.1.2, §4.3: always dealt with by the server, so that the answer never tells of an account.
#[test]
fn probes() {
    let kind = Kind::Presence(Some(PresenceType::Probe));
    for resources in [None, Some(NOBODY), Some(MANY)] {
        assert_eq!(judge(resources, None, kind), Verdict::Handle);
        assert_eq!(judge(resources, Some("a"), kind), Verdict::Handle);
    }
}

/// RFC 6121 §8.5.1, §8.5.2.1.3, §8.5.3.1, §8.5.3.2.3; RFC 6120 §13.10.2: strangers cannot tell what there is.
#[test]
fn requests_and_answers() {
    for type_ in [IqType::Get, IqType::Set] {
        let kind = Kind::Iq(type_);
        assert_eq!(judge(None, None, kind), RETURNED);
        for resources in [None, Some(NOBODY), Some(MANY)] {
            assert_eq!(
                judge(resources, Some("a"), kind),
                RETURNED,
                "a stranger asks {resources:?}"
            );
        }
        let friend = |resource| Recipient {
            resources: Some(MANY),
            resource: Some(resource),
            sees_presence: true,
            blocks_sender: false,
        };
        assert_eq!(deliver(&friend("a"), kind), to(["a"]));
        assert_eq!(deliver(&friend("x"), kind), RETURNED);
        assert_eq!(judge(Some(MANY), None, kind), Verdict::Handle);
    }
    for type_ in [IqType::Result, IqType::Error] {
        let kind = Kind::Iq(type_);
        assert_eq!(
            judge(None, None, kind),
            Verdict::Ignore,
            "RFC 6120 §8.2.3: never answered"
        );
        assert_eq!(judge(Some(MANY), Some("x"), kind), Verdict::Ignore);
        assert_eq!(
            judge(Some(CONNECTED), Some("c"), kind),
            to(["c"]),
            "also from a stranger"
        );
        assert_eq!(judge(Some(MANY), None, kind), Verdict::Handle);
    }
}

/// RFC 6120 §10.2: a stranger hears the same of an account that is away as of one that is not there. A chat message to a
/// resource is the one thing that the table would not let us answer alike, so it is dropped without a word where it would be kept.
#[test]
fn no_account_looks_like_an_absent_one() {
    let heard = |verdict: Verdict<'static>| match verdict {
        Verdict::Store | Verdict::Ignore => None,
        other => Some(other),
    };
    for resource in [None, Some("x")] {
        for type_ in TYPES {
            let kind = Kind::Message(type_);
            assert_eq!(
                heard(judge(None, resource, kind)),
                heard(judge(Some(NOBODY), resource, kind)),
                "{type_:?}"
            );
        }
    }
}

#[test]
fn types_that_are_not_known() {
    assert_eq!(
        Kind::message(Some("telepathy")),
        Kind::Message(MessageType::Normal),
        "RFC 6121 §5.2.2"
    );
    assert_eq!(Kind::message(None), Kind::Message(MessageType::Normal));
    assert_eq!(
        Kind::message(Some("chat")),
        Kind::Message(MessageType::Chat)
    );
    assert_eq!(Kind::presence(None), Some(Kind::Presence(None)));
    assert_eq!(
        Kind::presence(Some("probe")),
        Some(Kind::Presence(Some(PresenceType::Probe)))
    );
    assert_eq!(Kind::presence(Some("available")), None);
    assert_eq!(Kind::iq(None), None);
    assert_eq!(Kind::iq(Some("set")), Some(Kind::Iq(IqType::Set)));
    assert_eq!(Kind::iq(Some("SET")), None);
}

/// RFC 6120 §10.3, §10.4, §10.5.
#[test]
fn destinations() {
    let sender: FullJid = "juliet@example.com/balcony".parse().unwrap();
    let of = |to: Option<&str>, is_message| {
        let to = to.map(|to| to.parse::<crate::Jid>().unwrap());
        let to: Option<JidRef<'_>> = to.as_ref().map(crate::Jid::as_jid_ref);
        Destination::of(to, &sender, is_message, |domain| {
            matches!(domain, "example.com" | "example.org")
        })
    };
    assert_eq!(
        of(None, true),
        Destination::Account(sender.to_bare()),
        "RFC 6120 §10.3.1"
    );
    assert_eq!(
        of(None, false),
        Destination::Sender,
        "RFC 6120 §10.3.2, §10.3.3"
    );
    assert_eq!(
        of(Some("example.org"), true),
        Destination::Server("example.org".parse().unwrap())
    );
    assert_eq!(
        of(Some("example.org/x"), false),
        Destination::Server("example.org/x".parse().unwrap())
    );
    assert_eq!(
        of(Some("romeo@example.org"), true),
        Destination::Account("romeo@example.org".parse().unwrap())
    );
    assert_eq!(
        of(Some("romeo@example.org/x"), true),
        Destination::Resource("romeo@example.org/x".parse().unwrap())
    );
    for remote in ["example.net", "romeo@example.net", "romeo@example.net/x"] {
        assert_eq!(
            of(Some(remote), false),
            Destination::Remote(remote.parse().unwrap())
        );
    }
}

/// XEP-0016 §2.14, XEP-0191 §3.5: to who is blocked, it is as if nobody were there, whomever they address.
#[test]
fn who_is_blocked_finds_nobody() {
    let blocking = |resource: &Resource<'static>| Resource {
        blocks_sender: true,
        ..*resource
    };
    let all: Vec<_> = MANY.iter().map(blocking).collect();
    for resource in [None, Some("a"), Some("x")] {
        let judge = |kind| {
            let recipient = Recipient {
                resources: Some(&all),
                resource,
                sees_presence: true,
                blocks_sender: true,
            };
            deliver(&recipient, kind)
        };
        for type_ in TYPES {
            assert_eq!(judge(Kind::Message(type_)), RETURNED);
        }
        for type_ in [IqType::Get, IqType::Set] {
            assert_eq!(judge(Kind::Iq(type_)), RETURNED);
        }
        let silent = [
            Kind::Message(MessageType::Error),
            Kind::Iq(IqType::Result),
            Kind::Iq(IqType::Error),
            Kind::Presence(None),
            Kind::Presence(Some(PresenceType::Subscribe)),
            Kind::Presence(Some(PresenceType::Probe)),
        ];
        for kind in silent {
            assert_eq!(judge(kind), Verdict::Ignore, "{kind:?}");
        }
    }
}

/// XEP-0016 §2.2: a resource is judged by the list that applies to it, what is for nobody in particular by those of all, what is for
/// the account by the one that applies by default.
#[test]
fn each_resource_has_its_own_list() {
    let with = |a, b| {
        [("a", a), ("b", b)].map(|(name, blocks_sender)| Resource {
            name,
            priority: Some(0),
            blocks_sender,
        })
    };
    let chat = Kind::Message(MessageType::Chat);
    let get = Kind::Iq(IqType::Get);
    let seen = Kind::Presence(None);
    let asked = Kind::Presence(Some(PresenceType::Subscribe));
    let one = with(true, false);
    let both = with(true, true);
    let neither = with(false, false);
    let kept = Verdict::Store;
    let nobody: &[Resource<'_>] = &[];
    type Case<'a> = (&'a [Resource<'a>], bool, Option<&'a str>, Kind, Verdict<'a>);
    let rows: [Case<'_>; 13] = [
        (&one, false, None, chat, to(["b"])),
        (&one, false, Some("a"), chat, RETURNED),
        (&one, true, Some("b"), chat, to(["b"])),
        (&one, true, Some("b"), get, to(["b"])),
        (&one, true, None, get, RETURNED),
        (&one, true, Some("x"), get, RETURNED),
        (&one, true, None, seen, to(["b"])),
        (&one, true, None, asked, Verdict::Ignore),
        (&both, false, None, chat, RETURNED),
        (&both, false, None, asked, Verdict::Handle),
        (&neither, true, None, chat, to(["a", "b"])),
        (nobody, true, None, chat, RETURNED),
        (nobody, false, None, chat, kept),
    ];
    for (resources, blocks_sender, resource, kind, expected) in rows {
        let recipient = Recipient {
            resources: Some(resources),
            resource,
            sees_presence: true,
            blocks_sender,
        };
        let verdict = deliver(&recipient, kind);
        assert_eq!(verdict, expected, "{resources:?} {resource:?} {kind:?}");
    }
    let away = with(true, false).map(|resource| Resource {
        priority: resource.blocks_sender.then_some(0),
        ..resource
    });
    let recipient = Recipient {
        resources: Some(&away),
        resource: None,
        sees_presence: true,
        blocks_sender: true,
    };
    let verdict = deliver(&recipient, chat);
    assert_eq!(verdict, RETURNED, "who is blocked by default is not kept");
}
