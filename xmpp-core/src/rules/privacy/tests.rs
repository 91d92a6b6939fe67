mod bounds;

use super::*;
use crate::rules::contact;
use crate::rules::presence::{Availability, Probed, available, probe};
use crate::rules::roster::{Entry, Limits};
use crate::rules::subscription::Direction::{self, No, Yes};
use crate::rules::subscription::{Request, Subscription};
use crate::rules::{Effect, Refusal, Sender, Source, blocking};
use crate::schema::stanza::Presence;
use crate::schema::stanzaerror::Condition;
use crate::{Element, Report};

const ROMEO: &str = "romeo@example.net";
const IAGO: &str = "iago@example.org";
const NURSE: &str = "nurse@example.com";

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn juliet() -> BareJid {
    jid("juliet@example.com").into_bare()
}

/// What clients write inside `query`.
fn query(content: &str) -> PrivacyLists {
    let text = format!("<query xmlns='jabber:iq:privacy'>{content}</query>");
    let element: Element = text.parse().unwrap();
    let mut report = Report::new();
    let query = element.decode(&mut report);
    assert!(report.findings().is_empty(), "{content}: {report}");
    query.unwrap()
}

/// Romeo sees and is seen, a friend; Iago sees, an enemy; the nurse is seen.
fn roster(lists: &[(&str, &str)], default: Option<&str>) -> Roster {
    let entry = |to: Direction, from: Direction, group: &str| Entry {
        listed: true,
        groups: [group.into()].into(),
        subscription: Subscription {
            to,
            from,
            approved: false,
        },
        ..Entry::default()
    };
    let entries = [
        (ROMEO, entry(Yes, Yes, "Friends")),
        (IAGO, entry(No, Yes, "Enemies")),
        (NURSE, entry(Yes, No, "Friends")),
    ];
    let mut roster = Roster {
        entries: entries
            .map(|(contact, entry)| (jid(contact).into_bare(), entry))
            .into_iter()
            .collect(),
        ..Roster::default()
    };
    for (name, items) in lists {
        let query = query(&format!("<list name='{name}'>{items}</list>"));
        let effects = set(&roster, None, &[], &query, &Limits::default()).unwrap();
        carry_out(&mut roster, &effects);
    }
    roster
        .privacy
        .apply(&Change::Default(default.map(Into::into)));
    roster
}

fn carry_out(roster: &mut Roster, effects: &[Effect]) {
    for effect in effects {
        if let Effect::StorePrivacy(changes) = effect {
            changes
                .iter()
                .for_each(|change| roster.privacy.apply(change));
        }
    }
}

/// What these rules deny to and from an address, in the order of [`ALL`].
fn denied(items: &str, address: &str) -> [bool; 5] {
    let roster = roster(&[("x", items)], Some("x"));
    let owner = juliet();
    let guard = Guard::new(&owner, &roster, None);
    ALL.map(|traffic| guard.denies(&jid(address), traffic))
}

const ALL: [Traffic; 5] = [
    Traffic::Message,
    Traffic::Iq,
    Traffic::PresenceIn,
    Traffic::PresenceOut,
    Traffic::Rest,
];
const EVERYTHING: [bool; 5] = [true; 5];
const NOTHING: [bool; 5] = [false; 5];

/// XEP-0016 §2.1: what an address stands for.
#[test]
fn addresses_match() {
    let rows: [(&str, &[&str], &[&str]); 4] = [
        (
            "romeo@example.net/home",
            &["romeo@example.net/home"],
            &["romeo@example.net", "romeo@example.net/work"],
        ),
        (
            "romeo@example.net",
            &["romeo@example.net", "romeo@example.net/home"],
            &["example.net", "iago@example.net"],
        ),
        (
            "example.net/home",
            &["example.net/home"],
            &["example.net", "romeo@example.net/home"],
        ),
        (
            "example.net",
            &["example.net", "example.net/home", "romeo@example.net/home"],
            &["chat.example.net", "example.org"],
        ),
    ];
    for (listed, blocked, others) in rows {
        let rule = format!("<item type='jid' value='{listed}' action='deny' order='2'/>");
        // At the front of a list, such rules are looked up; behind others, they are gone through.
        for before in [
            "",
            "<item type='group' value='Friends' action='allow' order='1'><iq/></item>",
        ] {
            let items = format!("{before}{rule}");
            for address in blocked {
                assert!(denied(&items, address)[0], "{listed}: {address}");
            }
            for address in others {
                assert!(!denied(&items, address)[0], "{listed}: {address}");
            }
        }
    }
}

/// XEP-0016 §2.1: groups and subscriptions are those of the roster; who is not in it has none.
#[test]
fn contacts_match() {
    let stranger = "stranger@example.net/x";
    let rows = [
        ("type='group' value='Friends'", [true, false, true, false]),
        (
            "type='subscription' value='both'",
            [true, false, false, false],
        ),
        (
            "type='subscription' value='to'",
            [false, false, true, false],
        ),
        (
            "type='subscription' value='from'",
            [false, true, false, false],
        ),
        (
            "type='subscription' value='none'",
            [false, false, false, true],
        ),
        ("", [true; 4]),
    ];
    for (whom, expected) in rows {
        let items = format!("<item {whom} action='deny' order='1'/>");
        let denied = [ROMEO, IAGO, NURSE, stranger].map(|address| denied(&items, address)[0]);
        assert_eq!(denied, expected, "{whom}");
    }
}

/// XEP-0016 §2.9 to §2.13: what the children say; without them, everything is meant, subscriptions and what goes among it.
#[test]
fn stanzas_are_told_apart() {
    let rows = [
        ("<message/>", [true, false, false, false, false]),
        ("<iq/>", [false, true, false, false, false]),
        ("<presence-in/>", [false, false, true, false, false]),
        ("<presence-out/>", [false, false, false, true, false]),
        ("<message/><iq/>", [true, true, false, false, false]),
        (
            "<iq/><message/><presence-in/><presence-out/>",
            [true, true, true, true, false],
        ),
        ("", EVERYTHING),
    ];
    for (children, expected) in rows {
        let items = format!("<item action='deny' order='1'>{children}</item>");
        assert_eq!(denied(&items, IAGO), expected, "{children}");
        let items =
            format!("<item type='jid' value='{IAGO}' action='deny' order='1'>{children}</item>");
        assert_eq!(denied(&items, IAGO), expected, "{children}");
    }
}

/// XEP-0016 §2.2: in the order of their places, the first that matches counts, and without one everything gets through.
#[test]
fn rules_have_an_order() {
    let allow = "<item type='group' value='Friends' action='allow' order='{}'/>";
    let deny = "<item action='deny' order='5'/>";
    let list = |place: &str| format!("{deny}{}", allow.replace("{}", place));
    assert_eq!(denied(&list("3"), ROMEO), NOTHING);
    assert_eq!(denied(&list("3"), IAGO), EVERYTHING);
    assert_eq!(denied(&list("9"), ROMEO), EVERYTHING);
    let only = "<item type='jid' value='example.org' action='deny' order='0'/>";
    assert_eq!(denied(only, ROMEO), NOTHING);
    let messages =
        "<item action='allow' order='1'><message/></item><item action='deny' order='2'/>";
    assert_eq!(denied(messages, ROMEO), [false, true, true, true, true]);
}

/// XEP-0016 §2.1, XEP-0191 §4: nobody is kept from their own resources, nor from their own server.
#[test]
fn nobody_locks_themselves_out() {
    let deny = "<item type='jid' value='juliet@example.com' action='deny' order='1'/>\
                <item type='jid' value='example.com' action='deny' order='2'/><item action='deny' order='3'/>";
    for address in [
        "juliet@example.com",
        "juliet@example.com/balcony",
        "example.com",
        "example.com/x",
    ] {
        assert_eq!(denied(deny, address), NOTHING, "{address}");
    }
    assert_eq!(denied(deny, NURSE), EVERYTHING);
}

/// XEP-0016 §2.2: the active list applies alone; the default one where there is none.
#[test]
fn one_list_applies() {
    let romeo = format!("<item type='jid' value='{ROMEO}' action='deny' order='1'/>");
    let iago = format!("<item type='jid' value='{IAGO}' action='deny' order='1'/>");
    let lists = [("public", romeo.as_str()), ("private", iago.as_str())];
    let owner = juliet();
    let denied = |default, active| {
        let roster = roster(&lists, default);
        let guard = Guard::new(&owner, &roster, active);
        [ROMEO, IAGO].map(|address| guard.denies(&jid(address), Traffic::Message))
    };
    assert_eq!(denied(None, None), [false, false]);
    assert_eq!(denied(Some("public"), None), [true, false]);
    assert_eq!(denied(Some("public"), Some("private")), [false, true]);
    assert_eq!(denied(None, Some("private")), [false, true]);
}

fn names(active: Option<&str>, asked: &str) -> Result<PrivacyLists, Refusal> {
    let items = "<item action='allow' order='7'><message/></item>\
                 <item type='subscription' value='both' action='deny' order='3'/>";
    let roster = roster(&[("public", items), ("private", items)], Some("public"));
    get(&roster.privacy, active, &query(asked))
}

/// XEP-0016 §2.3.
#[test]
fn lists_are_told() {
    assert_eq!(
        names(Some("private"), "").unwrap(),
        query(
            "<active name='private'/><default name='public'/><list name='private'/><list name='public'/>"
        )
    );
    assert_eq!(
        names(None, "").unwrap(),
        query("<default name='public'/><list name='private'/><list name='public'/>")
    );
    assert_eq!(
        names(None, "<list name='private'/>").unwrap(),
        query(
            "<list name='private'><item type='subscription' value='both' action='deny' order='3'/>\
             <item action='allow' order='7'><message/></item></list>"
        )
    );
    let refused = [
        ("<list name='x'/>", Condition::ItemNotFound),
        (
            "<list name='public'/><list name='private'/>",
            Condition::BadRequest,
        ),
        ("<active name='public'/>", Condition::BadRequest),
        ("<default/>", Condition::BadRequest),
        (
            "<list name='public'><item action='deny' order='1'/></list>",
            Condition::BadRequest,
        ),
    ];
    for (asked, condition) in refused {
        assert_eq!(
            names(None, asked).unwrap_err().condition,
            condition,
            "{asked}"
        );
    }
}

/// A change in a session whose active list is the first, where other sessions have these. `public` applies by default.
fn change(
    active: Option<&str>,
    others: &[Option<&str>],
    wanted: &str,
) -> Result<Vec<Effect>, Refusal> {
    let deny = "<item action='deny' order='1'><message/></item>";
    let roster = roster(&[("public", deny), ("private", deny)], Some("public"));
    let others: Vec<Option<Box<str>>> = others.iter().map(|name| name.map(Into::into)).collect();
    let limits = Limits {
        lists: 3,
        rules: 2,
        ..Limits::default()
    };
    set(&roster, active, &others, &query(wanted), &limits)
}

/// XEP-0016 §2.4 to §2.8: what is done, in this order.
#[test]
fn requests_are_done() {
    let activated =
        |name: Option<&str>| vec![Effect::Activate(name.map(Into::into)), Effect::Reply];
    let done = |wanted: &str| change(None, &[Some("private")], wanted).unwrap();
    assert_eq!(done("<active name='private'/>"), activated(Some("private")));
    assert_eq!(done("<active/>"), activated(None));
    let chosen = |name: Option<&str>| {
        let change = Change::Default(name.map(Into::into));
        vec![Effect::StorePrivacy(vec![change]), Effect::Reply]
    };
    assert_eq!(done("<default name='private'/>"), chosen(Some("private")));
    assert_eq!(done("<default/>"), chosen(None));
    assert_eq!(done("<default name='public'/>"), [Effect::Reply]);
    let stored = |name: &str, rules| {
        let name: Box<str> = name.into();
        let change = Change::List {
            name: name.clone(),
            rules,
        };
        let told = Effect::PushPrivacy { name, asked: false };
        vec![Effect::StorePrivacy(vec![change]), Effect::Reply, told]
    };
    let rule = Rule {
        order: 4,
        whom: Whom::Anyone,
        allow: true,
        kinds: Kinds::default(),
    };
    for name in ["public", "new"] {
        let wanted = format!("<list name='{name}'><item action='allow' order='4'/></list>");
        assert_eq!(done(&wanted), stored(name, vec![rule.clone()]), "{name}");
    }
    let removed = stored("public", Vec::new());
    assert_eq!(done("<list name='public'/>"), removed);
    let own = change(Some("public"), &[Some("private")], "<list name='public'/>").unwrap();
    assert_eq!(own, [vec![Effect::Activate(None)], removed].concat());
}

/// XEP-0016 §2.1, §2.4 to §2.8.
#[test]
fn requests_are_refused() {
    let one = "<item action='deny' order='1'/>";
    let item = |attributes: &str| {
        format!("<list name='x'><item action='deny' order='1' {attributes}/></list>")
    };
    let rows = [
        ("".into(), Condition::BadRequest),
        ("<active/><default/>".into(), Condition::BadRequest),
        (
            "<list name='public'/><list name='private'/>".into(),
            Condition::BadRequest,
        ),
        (
            format!("<active/><list name='x'>{one}</list>"),
            Condition::BadRequest,
        ),
        (
            format!("<list name='x'>{one}{one}</list>"),
            Condition::BadRequest,
        ),
        (
            format!("<list name=''>{one}</list>"),
            Condition::NotAcceptable,
        ),
        (item("type='jid' value='@'"), Condition::JidMalformed),
        (item("type='jid'"), Condition::BadRequest),
        (item("type='group' value='Nobody'"), Condition::ItemNotFound),
        (
            item("type='subscription' value='remove'"),
            Condition::BadRequest,
        ),
        (
            item("type='subscription' value='some'"),
            Condition::BadRequest,
        ),
        ("<active name='x'/>".into(), Condition::ItemNotFound),
        ("<default name='x'/>".into(), Condition::ItemNotFound),
        ("<list name='x'/>".into(), Condition::ItemNotFound),
        (
            "<list name='x'><item action='deny' order='1'/><item action='deny' order='2'/>\
             <item action='deny' order='3'/></list>"
                .into(),
            Condition::ResourceConstraint,
        ),
    ];
    for (wanted, condition) in rows {
        let refusal = change(None, &[], &wanted).unwrap_err();
        assert_eq!(refusal.condition, condition, "{wanted}");
    }
}

/// XEP-0016 §2.2, §2.5, §2.8: what applies to another session stays as it is, and goes on applying.
#[test]
fn lists_in_use_stay() {
    let by_default: &[Option<&str>] = &[None];
    let rows = [
        ("<default name='private'/>", by_default),
        ("<default/>", by_default),
        ("<list name='public'/>", by_default),
        ("<list name='public'/>", &[Some("private"), Some("public")]),
        ("<list name='private'/>", &[Some("private")]),
    ];
    for (wanted, others) in rows {
        let refusal = change(None, others, wanted).unwrap_err();
        assert_eq!(refusal.condition, Condition::Conflict, "{wanted}");
    }
    let edit = "<list name='public'><item action='deny' order='1'><iq/></item></list>";
    assert!(
        change(None, &[None], edit).is_ok(),
        "it may be edited (§2.2)"
    );
}

/// XEP-0191 §4: who looks at the list of those who are blocked hears what a change of lists does to it.
#[test]
fn changes_are_seen_in_the_blocklist() {
    let one = |jid: &str| format!("<item type='jid' value='{jid}' action='deny' order='1'/>");
    let roster = roster(&[("x", &one(ROMEO)), ("y", &one(IAGO))], Some("x"));
    let pushes = |wanted: &str| {
        let effects = set(&roster, None, &[], &query(wanted), &Limits::default()).unwrap();
        let pushed = effects.into_iter().filter_map(|effect| match effect {
            Effect::PushBlocked(change) => Some(change),
            _ => None,
        });
        pushed.collect::<Vec<_>>()
    };
    let change = |address: &str, blocked| blocking::Change {
        jids: vec![jid(address)],
        blocked,
    };
    assert_eq!(
        pushes("<default name='y'/>"),
        [change(ROMEO, false), change(IAGO, true)]
    );
    assert_eq!(pushes("<default/>"), [change(ROMEO, false)]);
    assert_eq!(pushes("<list name='y'/>"), []);
    let more = format!(
        "<list name='x'>{}<item action='deny' order='2'/></list>",
        one(ROMEO)
    );
    assert_eq!(pushes(&more), []);
}

fn sent(to: &str, from: Sender, type_: PresenceType) -> Effect {
    Effect::Send {
        to: jid(to),
        from,
        type_: Some(type_),
    }
}

/// XEP-0016 §2.10, §2.11, XEP-0191 §3.3, §3.4: who sees the session sees it go, or come back; whom it sees goes, or is asked.
#[test]
fn what_applies_shows_at_once() {
    let deny = |children: &str| {
        format!("<item type='jid' value='{ROMEO}' action='deny' order='1'>{children}</item>")
    };
    let gone = sent(ROMEO, Sender::Resource, PresenceType::Unavailable);
    let there = Effect::Show {
        to: jid(ROMEO),
        of: Source::Resource,
    };
    let lost = Effect::Lose(jid(ROMEO));
    let asked = sent(ROMEO, Sender::Account, PresenceType::Probe);
    let rows = [
        (
            "",
            vec![gone.clone(), lost.clone()],
            vec![there.clone(), asked.clone()],
        ),
        ("<presence-out/>", vec![gone], vec![there]),
        ("<presence-in/>", vec![lost], vec![asked]),
        ("<message/><iq/>", vec![], vec![]),
    ];
    let owner = juliet();
    let present = Availability {
        priority: Some(0),
        ..Availability::default()
    };
    for (children, on, off) in rows {
        let roster = roster(&[("x", &deny(children))], None);
        let [without, with] = [None, Some("x")].map(|active| Guard::new(&owner, &roster, active));
        assert_eq!(shift(&without, &with, &present), on, "{children}");
        assert_eq!(shift(&with, &without, &present), off, "{children}");
        let absent = Availability::default();
        assert_eq!(shift(&without, &with, &absent), [], "{children}");
    }
    let everybody = roster(&[("x", "<item action='deny' order='1'/>")], None);
    let [without, with] = [None, Some("x")].map(|active| Guard::new(&owner, &everybody, active));
    assert_eq!(
        shift(&without, &with, &present),
        [
            sent(IAGO, Sender::Resource, PresenceType::Unavailable),
            Effect::Lose(jid(NURSE)),
            sent(ROMEO, Sender::Resource, PresenceType::Unavailable),
            Effect::Lose(jid(ROMEO)),
        ]
    );
}

/// XEP-0191 §3.3: directed presence is taken back.
#[test]
fn directed_presence_is_withdrawn() {
    let items = "<item type='jid' value='chat.example.net' action='deny' order='1'/>";
    let roster = roster(&[("x", items)], None);
    let owner = juliet();
    let [before, after] = [None, Some("x")].map(|active| Guard::new(&owner, &roster, active));
    let room = "room@chat.example.net/juliet";
    let availability = Availability {
        priority: Some(0),
        directed: [room, "friend@example.com"].map(jid).into(),
        active: None,
    };
    assert_eq!(
        shift(&before, &after, &availability),
        [
            sent(room, Sender::Resource, PresenceType::Unavailable),
            Effect::Forget(jid(room))
        ]
    );
}

/// XEP-0016 §2.2, §2.14, XEP-0191 §3.5: presence of the account does not reach who is blocked, theirs is ignored, and probes are not
/// answered; subscriptions stay as they are (XEP-0191 §4).
#[test]
fn presence_stays_away() {
    let items = format!("<item type='jid' value='{ROMEO}' action='deny' order='1'/>");
    let roster = roster(&[("x", &items)], Some("x"));
    let balcony = "juliet@example.com/balcony".parse().unwrap();
    let effects = available(&roster, &balcony, &Availability::default(), 0);
    let concerned = |effect: &&Effect| match effect {
        Effect::Forward { to, .. } | Effect::Send { to, .. } => *to == jid(ROMEO),
        _ => false,
    };
    assert_eq!(effects.iter().find(concerned), None);
    let resources = [Availability {
        priority: Some(0),
        ..Availability::default()
    }];
    let home = jid("romeo@example.net/home");
    let probed = probe(&roster, &juliet(), &Probed::Account(&resources), &home);
    assert_eq!(probed, []);
    let request = Element::of(&Presence::subscribe(juliet())).unwrap();
    let romeo = home.to_bare();
    for type_ in [Request::Subscribe, Request::Unsubscribe] {
        let limits = Limits::default();
        let effects = contact::inbound(&roster, &juliet(), &romeo, type_, &request, &limits);
        assert_eq!(effects, [], "{type_:?}");
    }
    assert_eq!(roster.subscription(&romeo).from, Yes);
}

/// XEP-0016 §2.11: presence that goes is judged by the list of the resource that it comes from; subscriptions are not concerned.
#[test]
fn each_resource_shows_itself_to_others() {
    let items =
        format!("<item type='jid' value='{ROMEO}' action='deny' order='1'><presence-out/></item>");
    let roster = roster(&[("x", &items)], None);
    let balcony = "juliet@example.com/balcony".parse().unwrap();
    let told = |active: Option<&str>| {
        let availability = Availability {
            active: active.map(Into::into),
            ..Availability::default()
        };
        let effects = available(&roster, &balcony, &availability, 0);
        let sees =
            |effect: &Effect| matches!(effect, Effect::Forward { to, .. } if *to == jid(ROMEO));
        let asked = effects.contains(&sent(ROMEO, Sender::Account, PresenceType::Probe));
        (effects.iter().any(sees), asked)
    };
    assert_eq!(told(None), (true, true));
    assert_eq!(told(Some("x")), (false, true));
}
