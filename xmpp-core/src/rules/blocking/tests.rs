use super::*;
use crate::rules::privacy::Whom;

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn jids(texts: &[&str]) -> Vec<Jid> {
    texts.iter().map(|text| jid(text)).collect()
}

fn items(texts: &[&str]) -> Vec<Item> {
    jids(texts).into_iter().map(Item::new).collect()
}

/// The rules that block these, in places counted from 1.
fn rules(texts: &[&str]) -> Vec<Rule> {
    let places = (1..).zip(jids(texts));
    let rule = |(order, jid)| Rule {
        order,
        ..Rule::block(jid)
    };
    places.map(rule).collect()
}

fn list_of(name: &str, rules: Vec<Rule>) -> privacy::Change {
    privacy::Change::List {
        name: name.into(),
        rules,
    }
}

fn default(name: &str) -> privacy::Change {
    privacy::Change::Default(Some(name.into()))
}

/// An account that has blocked these, and nothing else.
fn blocking(texts: &[&str]) -> Lists {
    [list_of("blocked", rules(texts)), default("blocked")]
        .iter()
        .collect()
}

fn block_these(lists: &Lists, texts: &[&str]) -> Result<Vec<Effect>, Refusal> {
    let query = Block {
        items: items(texts),
        ..Block::default()
    };
    let limits = Limits {
        rules: 3,
        ..Limits::default()
    };
    block(lists, &query, &limits)
}

fn unblock_these(lists: &Lists, texts: &[&str]) -> Vec<Effect> {
    let query = Unblock {
        items: items(texts),
        ..Unblock::default()
    };
    unblock(lists, &query)
}

fn pushed(texts: &[&str], blocked: bool) -> Effect {
    Effect::PushBlocked(Change {
        jids: jids(texts),
        blocked,
    })
}

fn told(name: &str) -> Effect {
    Effect::PushPrivacy {
        name: name.into(),
        asked: true,
    }
}

/// XEP-0191 §3.3, §4: stored as rules of a list that applies by default, answered, told to the own clients.
#[test]
fn who_is_blocked_is_in_the_default_list() {
    assert_eq!(
        block_these(&Lists::default(), &["romeo@example.net"]).unwrap(),
        [
            Effect::StorePrivacy(vec![
                list_of("blocked", rules(&["romeo@example.net"])),
                default("blocked"),
            ]),
            Effect::Reply,
            pushed(&["romeo@example.net"], true),
            told("blocked"),
        ]
    );
}

/// XEP-0191 §4: the rules that block come first, whatever else the list says, each once.
#[test]
fn rules_that_block_come_first() {
    let friends = Rule {
        order: 7,
        whom: Whom::Group("Friends".into()),
        allow: true,
        ..Rule::block(jid("a@example.net"))
    };
    let mut public = vec![friends.clone()];
    public.extend(
        rules(&["romeo@example.net"])
            .into_iter()
            .map(|rule| Rule { order: 9, ..rule }),
    );
    let taken = list_of("blocked", rules(&["nobody@example.net"]));
    let lists = [taken, list_of("public", public), default("public")]
        .iter()
        .collect();
    let effects = block_these(&lists, &["romeo@example.net", "example.org"]).unwrap();
    let expected = [
        rules(&["example.org", "romeo@example.net"]),
        vec![Rule {
            order: 3,
            ..friends
        }],
    ];
    assert_eq!(
        effects[0],
        Effect::StorePrivacy(vec![list_of("public", expected.concat())])
    );
    let none = [list_of("blocked", rules(&["nobody@example.net"]))]
        .iter()
        .collect();
    let effects = block_these(&none, &["example.org"]).unwrap();
    let stored = vec![
        list_of("blocked-2", rules(&["example.org"])),
        default("blocked-2"),
    ];
    assert_eq!(
        effects[0],
        Effect::StorePrivacy(stored),
        "the name is taken"
    );
}

/// XEP-0191 §3.3, and a limit of our own.
#[test]
fn requests_to_block_are_refused() {
    let lists = blocking(&["iago@example.org"]);
    let refused = |texts: &[&str]| block_these(&lists, texts).unwrap_err().condition;
    assert_eq!(refused(&[]), Condition::BadRequest);
    let three = ["a@example.net", "b@example.net", "c@example.net"];
    assert_eq!(refused(&three), Condition::ResourceConstraint);
    assert!(block_these(&lists, &three[..2]).is_ok());
    assert!(block_these(&lists, &["iago@example.org"]).is_ok());
}

/// XEP-0191 §3.4: some, or all; a list without rules is none.
#[test]
fn who_is_unblocked_is_in_no_list() {
    let (romeo, iago) = ("romeo@example.net", "iago@example.org");
    let lists = blocking(&[iago, romeo]);
    let effects = |rules, unblocked: &[&str]| {
        [
            Effect::StorePrivacy(vec![list_of("blocked", rules)]),
            Effect::Reply,
            pushed(unblocked, false),
            told("blocked"),
        ]
    };
    assert_eq!(
        unblock_these(&lists, &[iago]),
        effects(rules(&[romeo]), &[iago])
    );
    assert_eq!(unblock_these(&lists, &[]), effects(Vec::new(), &[]));
    assert_eq!(
        unblock_these(&Lists::default(), &[iago]),
        [Effect::Reply, pushed(&[iago], false)]
    );
}

/// XEP-0191 §3.2, §4: the list is what the rules of the default list say of single addresses and of everything.
#[test]
fn the_list_is_a_view() {
    let romeo = rules(&["romeo@example.net"]).remove(0);
    let messages = Rule {
        order: 2,
        kinds: privacy::Kinds {
            message: true,
            ..romeo.kinds
        },
        ..Rule::block(jid("iago@example.org"))
    };
    let allowed = Rule {
        order: 3,
        allow: true,
        ..Rule::block(jid("nurse@example.com"))
    };
    let rules = vec![allowed, messages, romeo];
    let lists = [list_of("public", rules), default("public")]
        .iter()
        .collect();
    assert_eq!(list(&lists).items, items(&["romeo@example.net"]));
    assert_eq!(list(&Lists::default()).items, []);
}

/// XEP-0191 §3.5, example 12.
#[test]
fn senders_are_told_whom_they_have_blocked() {
    let error = refusal();
    assert_eq!(error.condition, Condition::NotAcceptable);
    let blocked = error.application.unwrap();
    assert!(blocked.is("urn:xmpp:blocking:errors", "blocked"));
}
