//! What contacts may do while there are as many of them, or of their requests, as there may be.

use super::*;
use crate::rules::subscription::Direction::{Asked, No};
use crate::rules::subscription::Subscription;

fn juliet() -> BareJid {
    "juliet@example.com".parse().unwrap()
}

fn romeo() -> BareJid {
    "romeo@example.net".parse().unwrap()
}

fn asks(status: &str) -> Element {
    format!(
        "<presence xmlns='jabber:client' from='romeo@example.net' to='juliet@example.com' type='subscribe'>\
         <status>{status}</status></presence>"
    )
    .parse()
    .unwrap()
}

/// A roster in which Romeo is not listed, but waits for an answer where `asked` says so, and in which a nurse is listed.
fn roster(asked: bool) -> Roster {
    let waiting = Entry {
        subscription: Subscription {
            to: No,
            from: Asked,
            approved: false,
        },
        request: Some(asks("Love")),
        ..Entry::default()
    };
    let nurse = Entry {
        listed: true,
        version: 1,
        ..Entry::default()
    };
    let nurse = ("nurse@example.com".parse().unwrap(), nurse);
    Roster {
        version: 6,
        entries: asked
            .then(|| (romeo(), waiting))
            .into_iter()
            .chain([nurse])
            .collect(),
        ..Roster::default()
    }
}

fn full() -> Limits {
    Limits {
        items: 1,
        requests: 1,
        ..Limits::default()
    }
}

/// RFC 6121 §3.1.3: what asks once more changes nothing, and the request that is kept is the first.
#[test]
fn who_asks_twice_has_asked_once() {
    let again = inbound(
        &roster(true),
        &juliet(),
        &romeo(),
        Request::Subscribe,
        &asks("Hate"),
        &Limits::default(),
    );
    let stored = again.iter().find_map(|effect| match effect {
        Effect::Store(change) => change.entry.request.clone(),
        _ => None,
    });
    assert!(stored.is_none_or(|kept| kept == asks("Love")), "{again:?}");
}

/// RFC 6121 §3.3.3: who waits may take the request back, however many wait.
#[test]
fn a_request_is_taken_back_at_the_limit() {
    let effects = inbound(
        &roster(true),
        &juliet(),
        &romeo(),
        Request::Unsubscribe,
        &asks("Love"),
        &full(),
    );
    let taken_back = effects.iter().any(|effect| match effect {
        Effect::Store(change) => change.entry.request.is_none(),
        _ => false,
    });
    assert!(taken_back, "{effects:?}");
}

/// Only what would list somebody needs room for it.
#[test]
fn a_full_roster_does_not_hinder_who_ends_something() {
    for request in [Request::Unsubscribe, Request::Unsubscribed] {
        for asked in [true, false] {
            let effects = outbound(&roster(asked), &juliet(), &romeo(), request, &full());
            let refused = effects.contains(&Effect::Bounce(Condition::ResourceConstraint));
            assert!(!refused, "{request:?} {asked}: {effects:?}");
        }
    }
    let effects = outbound(
        &roster(false),
        &juliet(),
        &romeo(),
        Request::Subscribe,
        &full(),
    );
    assert_eq!(effects, [Effect::Bounce(Condition::ResourceConstraint)]);
}
