use super::*;
use crate::rules::subscription::Direction::{Asked, No, Yes};
use crate::rules::{Effect, Refusal, Sender};
use crate::schema::roster::{Ask, Roster as Query, Subscription as Shown};
use crate::schema::stanza::PresenceType;
use crate::schema::stanzaerror::Condition;

fn jid(text: &str) -> BareJid {
    text.parse().unwrap()
}

fn juliet() -> BareJid {
    jid("juliet@example.com")
}

fn entry(to: Direction, from: Direction, version: u64) -> Entry {
    Entry {
        listed: true,
        subscription: Subscription {
            to,
            from,
            approved: false,
        },
        version,
        ..Entry::default()
    }
}

fn roster(version: u64, entries: impl IntoIterator<Item = (&'static str, Entry)>) -> Roster {
    let entries = entries
        .into_iter()
        .map(|(contact, entry)| (jid(contact), entry))
        .collect();
    Roster {
        version,
        oldest: 0,
        entries,
        ..Roster::default()
    }
}

/// So many contacts of whom nothing has changed for long.
fn old_contacts(count: usize) -> impl Iterator<Item = (BareJid, Entry)> {
    (0..count).map(|number| (jid(&format!("old{number}@example.com")), entry(No, No, 1)))
}

fn query(items: impl IntoIterator<Item = Item>) -> Query {
    Query {
        items: items.into_iter().collect(),
        ..Query::default()
    }
}

fn item(contact: &str) -> Item {
    Item::new(jid(contact))
}

fn set_one(roster: &Roster, item: Item) -> Result<Vec<Effect>, Refusal> {
    set(roster, &juliet(), &query([item]), &Limits::default())
}

fn refused(roster: &Roster, item: Item) -> Condition {
    set_one(roster, item).unwrap_err().condition
}

fn ask_for(roster: &Roster, ver: Option<&str>) -> Retrieval {
    get(
        roster,
        &Query {
            ver: ver.map(Into::into),
            ..Query::default()
        },
    )
    .unwrap()
}

fn sent(contact: &str, type_: PresenceType) -> Effect {
    Effect::Send {
        to: jid(contact).into(),
        from: Sender::Account,
        type_: Some(type_),
    }
}

/// RFC 6121 §2.1.4: one item for each contact; requests of those who are no contacts, and removals, are none.
#[test]
fn the_whole_roster() {
    let unlisted = Entry {
        listed: false,
        ..entry(No, Asked, 0)
    };
    let removed = Entry {
        version: 3,
        ..Entry::default()
    };
    let waiting = Entry {
        name: Some("Nurse".into()),
        groups: ["Servants".into()].into(),
        ..entry(Asked, Yes, 2)
    };
    let roster = roster(
        4,
        [
            ("a@example.com", unlisted),
            ("b@example.com", removed),
            ("nurse@example.com", waiting),
        ],
    );
    let answer = ask_for(&roster, None);
    let result = answer.result.unwrap();
    assert_eq!(result.ver.as_deref(), Some("4"), "RFC 6121 §2.6.3");
    assert_eq!(
        result.items,
        [Item {
            ask: Some(Ask::Subscribe),
            name: Some("Nurse".into()),
            subscription: Shown::From,
            groups: ["Servants".into()].into(),
            ..item("nurse@example.com")
        }]
    );
    assert!(answer.pushes.is_empty());
}

/// RFC 6121 §2.1.4: an empty roster is an empty query, not an error and not an empty result.
#[test]
fn an_empty_roster() {
    let answer = ask_for(&Roster::default(), None);
    assert_eq!(answer.result.unwrap().items, []);
}

/// RFC 6121 §2.1.3.
#[test]
fn a_get_has_no_items() {
    let refusal = get(&Roster::default(), &query([item("nurse@example.com")])).unwrap_err();
    assert_eq!(refusal.condition, Condition::BadRequest);
}

/// RFC 6121 §2.6.3: an empty result, then a push for each contact that has changed since, in the order of the changes.
#[test]
fn what_has_changed_since_a_version() {
    let removed = Entry {
        version: 8,
        ..Entry::default()
    };
    let mut roster = roster(
        9,
        [
            ("a@example.com", entry(Yes, Yes, 9)),
            ("b@example.com", entry(No, No, 2)),
            ("c@example.com", removed),
            ("d@example.com", entry(Yes, No, 3)),
        ],
    );
    roster.entries.extend(old_contacts(5));
    let answer = ask_for(&roster, Some("3"));
    assert_eq!(answer.result, None);
    let pushed: Vec<_> = answer
        .pushes
        .iter()
        .map(|push| {
            (
                push.ver.as_deref().unwrap(),
                push.items[0].jid.as_str(),
                push.items[0].subscription,
            )
        })
        .collect();
    assert_eq!(
        pushed,
        [
            ("8", "c@example.com", Shown::Remove),
            ("9", "a@example.com", Shown::Both)
        ]
    );
    assert_eq!(
        ask_for(&roster, Some("9")),
        Retrieval {
            result: None,
            pushes: Vec::new()
        }
    );
}

/// RFC 6121 §2.6.2, §2.6.3: a version that is not known, or too old, or none at all, gets the whole roster.
#[test]
fn versions_that_are_not_known() {
    let mut roster = roster(
        9,
        [
            ("a@example.com", entry(Yes, Yes, 9)),
            ("b@example.com", entry(No, No, 2)),
        ],
    );
    roster.oldest = 2;
    roster.entries.extend(old_contacts(2));
    for unknown in [
        "",
        "10",
        "1",
        "ver7",
        "-1",
        "09",
        "+9",
        "99999999999999999999",
    ] {
        assert!(
            ask_for(&roster, Some(unknown)).result.is_some(),
            "{unknown:?}"
        );
    }
    assert!(ask_for(&roster, Some("2")).result.is_none());
}

/// RFC 6121 §2.6.3: where the whole roster is shorter than the pushes of what has changed, it is sent whole.
#[test]
fn many_changes_are_a_whole_roster() {
    let removed = |version| Entry {
        version,
        ..Entry::default()
    };
    let mut roster = roster(
        3,
        [
            ("a@example.com", removed(1)),
            ("b@example.com", removed(2)),
            ("c@example.com", entry(No, No, 3)),
        ],
    );
    assert!(ask_for(&roster, Some("0")).result.is_some());
    assert!(ask_for(&roster, Some("2")).result.is_some());
    roster.entries.extend(old_contacts(3));
    assert!(ask_for(&roster, Some("2")).result.is_none());
    assert!(ask_for(&roster, Some("1")).result.is_some());
}

/// RFC 6121 §2.3.2, §2.1.2: stored, answered, pushed; what only the server may say is ignored.
#[test]
fn a_contact_is_added() {
    let wanted = Item {
        name: Some("Nurse".into()),
        groups: ["Servants".into(), "Friends".into()].into(),
        subscription: Shown::Both,
        ask: Some(Ask::Subscribe),
        approved: Some(true),
        ..item("nurse@example.com")
    };
    let effects = set_one(&roster(6, []), wanted).unwrap();
    let [Effect::Store(change), Effect::Reply, Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let expected = Entry {
        name: Some("Nurse".into()),
        groups: ["Servants".into(), "Friends".into()].into(),
        ..entry(No, No, 7)
    };
    assert_eq!((change.version, &change.entry), (7, &expected));
    assert_eq!(push.ver.as_deref(), Some("7"));
    let shown = Item {
        name: expected.name,
        groups: expected.groups,
        ..item("nurse@example.com")
    };
    assert_eq!(push.items, [shown]);
}

/// RFC 6121 §2.4.1: a set replaces name and groups, and nothing else.
#[test]
fn a_contact_is_changed() {
    let before = Entry {
        name: Some("Nurse".into()),
        groups: ["Servants".into()].into(),
        ..entry(Yes, Asked, 2)
    };
    let effects = set_one(
        &roster(6, [("nurse@example.com", before)]),
        item("nurse@example.com"),
    )
    .unwrap();
    let Effect::Store(change) = &effects[0] else {
        panic!("{effects:?}")
    };
    assert_eq!(change.entry, entry(Yes, Asked, 7));
}

/// RFC 6121 §2.3.2 and §2.6.3: a set that changes nothing is pushed, too, and the push has a version of its own.
#[test]
fn a_contact_is_set_to_what_it_is() {
    let roster = roster(6, [("nurse@example.com", entry(Yes, No, 2))]);
    let effects = set_one(&roster, item("nurse@example.com")).unwrap();
    let [Effect::Store(_), Effect::Reply, Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(push.ver.as_deref(), Some("7"));
}

/// RFC 6121 §3.1.3: a contact that waits for an answer can be listed, and goes on waiting.
#[test]
fn a_contact_that_has_asked_is_added() {
    let request: Element = "<presence xmlns='jabber:client' type='subscribe'/>"
        .parse()
        .unwrap();
    let waiting = Entry {
        listed: false,
        request: Some(request.clone()),
        ..entry(No, Asked, 0)
    };
    let effects = set_one(
        &roster(6, [("nurse@example.com", waiting)]),
        item("nurse@example.com"),
    )
    .unwrap();
    let Effect::Store(change) = &effects[0] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        change.entry,
        Entry {
            request: Some(request),
            ..entry(No, Asked, 7)
        }
    );
}

/// RFC 6121 §2.5.2: what is said to the contact depends on who sees whom. Requests that wait are taken back and refused.
#[test]
fn a_contact_is_removed() {
    use PresenceType::{Unsubscribe, Unsubscribed};
    let contact = "nurse@example.com";
    let hide = || Effect::Hide {
        to: jid(contact).into(),
    };
    let (end, revoke) = (
        || sent(contact, Unsubscribe),
        || sent(contact, Unsubscribed),
    );
    let rows = [
        (No, No, vec![]),
        (Asked, No, vec![end()]),
        (No, Asked, vec![revoke()]),
        (Asked, Asked, vec![end(), revoke()]),
        (Yes, No, vec![end()]),
        (Yes, Asked, vec![end(), revoke()]),
        (No, Yes, vec![hide(), revoke()]),
        (Asked, Yes, vec![end(), hide(), revoke()]),
        (Yes, Yes, vec![end(), hide(), revoke()]),
    ];
    for (to, from, expected) in rows {
        let roster = roster(6, [(contact, entry(to, from, 2))]);
        let removal = Item {
            subscription: Shown::Remove,
            ..item(contact)
        };
        let effects = set_one(&roster, removal.clone()).unwrap();
        let Effect::Store(change) = &effects[0] else {
            panic!("{effects:?}")
        };
        assert_eq!(
            change.entry,
            Entry {
                version: 7,
                ..Entry::default()
            },
            "the removal is remembered"
        );
        let push = Query {
            ver: Some("7".into()),
            items: vec![removal],
            ..Query::default()
        };
        assert_eq!(effects[1..3], [Effect::Reply, Effect::Push(push)]);
        assert_eq!(effects[3..], expected, "{to:?} {from:?}");
    }
}

/// RFC 6121 §2.5.3: also for one that only waits for an answer, and one that was removed before.
#[test]
fn who_is_not_listed_cannot_be_removed() {
    let removal = Item {
        subscription: Shown::Remove,
        ..item("nurse@example.com")
    };
    let waiting = Entry {
        listed: false,
        ..entry(No, Asked, 0)
    };
    let removed = Entry {
        version: 4,
        ..Entry::default()
    };
    for entries in [
        vec![],
        vec![("nurse@example.com", waiting)],
        vec![("nurse@example.com", removed)],
    ] {
        assert_eq!(
            refused(&roster(6, entries), removal.clone()),
            Condition::ItemNotFound
        );
    }
}

/// RFC 6121 §2.1.5, §2.3.3.
#[test]
fn sets_that_are_refused() {
    let roster = roster(6, []);
    let nurse = || item("nurse@example.com");
    let in_groups = |groups: &[&str]| Item {
        groups: groups.iter().map(|&group| group.into()).collect(),
        ..nurse()
    };
    let named = |name: String| Item {
        name: Some(name.into()),
        ..nurse()
    };
    let many: Vec<String> = (0..51).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();

    for items in [vec![], vec![nurse(), item("romeo@example.net")]] {
        let refusal = set(&roster, &juliet(), &query(items), &Limits::default()).unwrap_err();
        assert_eq!(refusal.condition, Condition::BadRequest);
    }
    assert_eq!(
        refused(&roster, in_groups(&["a", "b", "a"])),
        Condition::BadRequest
    );
    assert_eq!(
        refused(&roster, in_groups(&["a", ""])),
        Condition::NotAcceptable
    );
    assert_eq!(
        refused(&roster, in_groups(&["a".repeat(1024).as_str()])),
        Condition::NotAcceptable
    );
    assert_eq!(refused(&roster, in_groups(&many)), Condition::NotAcceptable);
    assert!(set_one(&roster, in_groups(&many[1..])).is_ok());
    assert_eq!(
        refused(&roster, named("a".repeat(1024))),
        Condition::NotAcceptable
    );
    assert!(set_one(&roster, named("a".repeat(1023))).is_ok());
    assert!(set_one(&roster, in_groups(&["a".repeat(1023).as_str()])).is_ok());
    assert_eq!(refused(&roster, Item::new(juliet())), Condition::NotAllowed);
}

#[test]
fn a_full_roster_takes_changes_but_no_contacts() {
    let roster = roster(
        6,
        [
            ("nurse@example.com", entry(No, No, 1)),
            (
                "a@example.com",
                Entry {
                    version: 2,
                    ..Entry::default()
                },
            ),
        ],
    );
    let limits = Limits {
        items: 1,
        ..Limits::default()
    };
    let set_one = |contact: &str| set(&roster, &juliet(), &query([item(contact)]), &limits);
    assert_eq!(
        set_one("romeo@example.net").unwrap_err().condition,
        Condition::ResourceConstraint
    );
    assert!(set_one("nurse@example.com").is_ok());
}

#[test]
fn changes_are_carried_out() {
    let mut roster = roster(6, [("nurse@example.com", entry(No, No, 1))]);
    let effects = set_one(
        &roster,
        Item {
            subscription: Shown::Remove,
            ..item("nurse@example.com")
        },
    )
    .unwrap();
    let Effect::Store(change) = effects[0].clone() else {
        panic!("{effects:?}")
    };
    roster.apply(change);
    assert_eq!(roster.version, 7);
    assert!(!roster.entry(&jid("nurse@example.com")).listed);
    roster.apply(Change {
        version: 8,
        contact: jid("nurse@example.com"),
        entry: Entry::default(),
    });
    assert!(roster.entries.is_empty(), "nothing is left to say");
}
