use super::*;
use crate::rules::contact;
use crate::rules::presence::{Probed, available, probe};
use crate::rules::roster::Entry;
use crate::rules::subscription::Direction::{No, Yes};
use crate::rules::subscription::{Request, Subscription};
use crate::schema::stanza::Presence;

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn juliet() -> BareJid {
    jid("juliet@example.com").into_bare()
}

fn list(jids: &[&str]) -> Blocklist {
    jids.iter().map(|text| jid(text)).collect()
}

/// A roster in which romeo and iago see and are seen.
fn roster(blocked: &[&str]) -> Roster {
    let entry = || Entry {
        listed: true,
        subscription: Subscription {
            to: Yes,
            from: Yes,
            approved: false,
        },
        ..Entry::default()
    };
    let contacts = ["romeo@example.net", "iago@example.org"];
    Roster {
        entries: contacts
            .map(|contact| (jid(contact).into_bare(), entry()))
            .into_iter()
            .collect(),
        blocked: list(blocked),
        ..Roster::default()
    }
}

fn change(jids: &[&str], blocked: bool) -> Change {
    Change {
        jids: jids.iter().map(|text| jid(text)).collect(),
        blocked,
    }
}

fn items(jids: &[&str]) -> Vec<Item> {
    jids.iter().map(|text| Item::new(jid(text))).collect()
}

fn block_these(roster: &Roster, jids: &[&str], limits: &Limits) -> Result<Vec<Effect>, Refusal> {
    let query = Block {
        items: items(jids),
        ..Block::default()
    };
    block(roster, &juliet(), &query, limits)
}

/// XEP-0191 §5: what an address on the list stands for.
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
        let list = list(&[listed]);
        for address in blocked {
            assert!(list.blocks(&juliet(), &jid(address)), "{listed}: {address}");
        }
        for address in others {
            assert!(
                !list.blocks(&juliet(), &jid(address)),
                "{listed}: {address}"
            );
        }
    }
}

/// XEP-0191 §4: nobody blocks their own resources; the own server is needed to unblock anybody.
#[test]
fn nobody_blocks_themselves() {
    let list = list(&["juliet@example.com", "example.com"]);
    for address in [
        "juliet@example.com",
        "juliet@example.com/balcony",
        "example.com",
        "example.com/x",
    ] {
        assert!(!list.blocks(&juliet(), &jid(address)), "{address}");
    }
    assert!(list.blocks(&juliet(), &jid("nurse@example.com")));
}

/// XEP-0191 §3.3: stored, answered, told to the own clients; then those who saw the account see it go.
#[test]
fn who_is_blocked_sees_the_account_go() {
    let effects = block_these(&roster(&[]), &["romeo@example.net"], &Limits::default()).unwrap();
    let blocked = change(&["romeo@example.net"], true);
    let hide = |to: &str| Effect::Hide { to: jid(to) };
    assert_eq!(
        effects,
        [
            Effect::StoreBlocked(blocked.clone()),
            Effect::Reply,
            Effect::PushBlocked(blocked),
            hide("romeo@example.net"),
        ]
    );
    let again = block_these(
        &roster(&["romeo@example.net"]),
        &["romeo@example.net"],
        &Limits::default(),
    );
    assert_eq!(again.unwrap().len(), 3, "it is not there to go");
    let domain = block_these(&roster(&[]), &["example.org"], &Limits::default()).unwrap();
    assert_eq!(domain.last(), Some(&hide("iago@example.org")));
}

/// XEP-0191 §3.3, and a limit of our own.
#[test]
fn requests_to_block_are_refused() {
    let refused = |jids: &[&str], limits: &Limits| {
        let refusal = block_these(&roster(&["iago@example.org"]), jids, limits).unwrap_err();
        refusal.condition
    };
    assert_eq!(refused(&[], &Limits::default()), Condition::BadRequest);
    let two = Limits {
        blocked: 2,
        ..Limits::default()
    };
    assert_eq!(
        refused(&["a@example.net", "b@example.net"], &two),
        Condition::ResourceConstraint
    );
    assert!(block_these(&roster(&["iago@example.org"]), &["a@example.net"], &two).is_ok());
}

/// XEP-0191 §3.4: the contact sees the account again, and is asked what it shows.
#[test]
fn who_is_unblocked_sees_the_account_again() {
    let (romeo, iago) = ("romeo@example.net", "iago@example.org");
    let before = roster(&[romeo, iago]);
    let query = Unblock {
        items: items(&[romeo]),
        ..Unblock::default()
    };
    let unblocked = change(&[romeo], false);
    let seen = |to: &str| {
        [
            Effect::Show {
                to: jid(to),
                of: Source::Every,
            },
            Effect::Send {
                to: jid(to),
                from: Sender::Account,
                type_: Some(PresenceType::Probe),
            },
        ]
    };
    let effects = unblock(&before, &juliet(), &query);
    assert_eq!(effects[..3], store(unblocked));
    assert_eq!(effects[3..], seen(romeo));
    let everybody = unblock(&before, &juliet(), &Unblock::default());
    assert_eq!(everybody[..3], store(change(&[], false)));
    assert_eq!(everybody[3..], [seen(iago), seen(romeo)].concat());
}

#[test]
fn changes_are_carried_out() {
    let mut blocked = Blocklist::default();
    blocked.apply(&change(&["a@example.net", "b@example.net"], true));
    blocked.apply(&change(&["a@example.net", "c@example.net"], false));
    assert_eq!(blocked, list(&["b@example.net"]));
    assert_eq!(blocked.to_answer().items, items(&["b@example.net"]));
    blocked.apply(&change(&[], false));
    assert!(blocked.is_empty());
}

/// XEP-0191 §3.5: presence of the account does not reach who is blocked, theirs is ignored, and probes are not answered.
#[test]
fn presence_stays_away() {
    let roster = roster(&["romeo@example.net"]);
    let balcony = "juliet@example.com/balcony".parse().unwrap();
    let effects = available(&roster, &balcony, &Availability::default(), 0);
    let concerned = |effect: &&Effect| match effect {
        Effect::Forward { to, .. } | Effect::Send { to, .. } => *to == jid("romeo@example.net"),
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
    assert_eq!(
        roster.subscription(&romeo).from,
        Yes,
        "polite blocking (§4)"
    );
    assert_ne!(roster.subscription(&romeo).to, No);
}

/// XEP-0191 §3.3: directed presence is taken back.
#[test]
fn directed_presence_is_withdrawn() {
    let availability = Availability {
        priority: Some(0),
        directed: ["room@chat.example.net/juliet", "nurse@example.com"]
            .map(jid)
            .into(),
    };
    let withdrawn = withdrawn(&juliet(), &list(&["chat.example.net"]), &availability);
    assert_eq!(withdrawn, [jid("room@chat.example.net/juliet")]);
}

/// XEP-0191 §3.5, example 12.
#[test]
fn senders_are_told_whom_they_have_blocked() {
    let error = refusal();
    assert_eq!(error.condition, Condition::NotAcceptable);
    let blocked = error.application.unwrap();
    assert!(blocked.is("urn:xmpp:blocking:errors", "blocked"));
}
