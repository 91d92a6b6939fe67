use super::*;
use crate::rules::roster::Change;
use crate::rules::subscription::Direction::{Asked, No, Yes};
use crate::rules::subscription::Subscription;
use crate::schema::roster::{Ask, Item, Roster as Query, Subscription as Shown};
use crate::schema::stanza::PresenceType;

const STATES: [(Direction, Direction); 9] = [
    (No, No),
    (Asked, No),
    (No, Asked),
    (Asked, Asked),
    (Yes, No),
    (Yes, Asked),
    (No, Yes),
    (Asked, Yes),
    (Yes, Yes),
];
const REQUESTS: [Request; 4] = [
    Request::Subscribe,
    Request::Subscribed,
    Request::Unsubscribe,
    Request::Unsubscribed,
];

fn juliet() -> BareJid {
    "juliet@example.com".parse().unwrap()
}

fn romeo() -> BareJid {
    "romeo@example.net".parse().unwrap()
}

fn request() -> Element {
    "<presence xmlns='jabber:client' from='romeo@example.net' to='juliet@example.com' type='subscribe'><status>Love</status></presence>"
        .parse()
        .unwrap()
}

fn listed(to: Direction, from: Direction) -> Entry {
    Entry {
        listed: true,
        name: Some("Romeo".into()),
        subscription: Subscription {
            to,
            from,
            approved: false,
        },
        request: (from == Asked).then(request),
        version: 3,
        ..Entry::default()
    }
}

fn unlisted_request() -> Entry {
    Entry {
        listed: false,
        name: None,
        version: 0,
        ..listed(No, Asked)
    }
}

fn roster(entry: Option<Entry>) -> Roster {
    Roster {
        version: 6,
        oldest: 0,
        entries: entry.map(|entry| (romeo(), entry)).into_iter().collect(),
        ..Roster::default()
    }
}

fn sends(entry: Option<Entry>, request: Request) -> Vec<Effect> {
    outbound(
        &roster(entry),
        &juliet(),
        &romeo(),
        request,
        &Limits::default(),
    )
}

fn gets(entry: Option<Entry>, type_: Request) -> Vec<Effect> {
    inbound(
        &roster(entry),
        &juliet(),
        &romeo(),
        type_,
        &request(),
        &Limits::default(),
    )
}

fn stored(effects: &[Effect]) -> Option<&Change> {
    effects.iter().find_map(|effect| match effect {
        Effect::Store(change) => Some(change),
        _ => None,
    })
}

fn pushed(effects: &[Effect]) -> Option<&Item> {
    effects.iter().find_map(|effect| match effect {
        Effect::Push(Query { items, .. }) => Some(&items[0]),
        _ => None,
    })
}

fn position(effects: &[Effect], wanted: impl Fn(&Effect) -> bool) -> Option<usize> {
    effects.iter().position(wanted)
}

fn forward() -> Effect {
    Effect::Forward {
        to: romeo().into(),
        from: Sender::Account,
    }
}

fn send(type_: PresenceType) -> Effect {
    Effect::Send {
        to: romeo().into(),
        from: Sender::Account,
        type_: Some(type_),
    }
}

fn show() -> Effect {
    Effect::Show {
        to: romeo().into(),
        of: Source::Every,
    }
}

fn hide() -> Effect {
    Effect::Hide { to: romeo().into() }
}

/// RFC 6121 §A.2, §A.3: in every state, the effects store, route and deliver what the state machine says, and push exactly what
/// clients see.
#[test]
fn effects_follow_the_tables() {
    for ((to, from), request) in STATES
        .into_iter()
        .flat_map(|state| REQUESTS.map(|request| (state, request)))
    {
        let entry = listed(to, from);
        let before = entry.subscription;
        let visible = |state: Subscription| (state.shown(), state.ask(), state.approved);

        let verdict = before.outbound(request);
        let effects = sends(Some(entry.clone()), request);
        assert_eq!(
            stored(&effects).map_or(before, |change| change.entry.subscription),
            verdict.state
        );
        assert_eq!(
            effects.contains(&forward()),
            verdict.route,
            "{request:?} in {before:?}"
        );
        assert_eq!(
            pushed(&effects).is_some(),
            visible(before) != visible(verdict.state)
        );

        let verdict = before.inbound(request);
        let effects = gets(Some(entry), request);
        assert_eq!(
            stored(&effects).map_or(before, |change| change.entry.subscription),
            verdict.state
        );
        let delivered = position(&effects, |effect| matches!(effect, Effect::Deliver(_)));
        assert_eq!(
            delivered.is_some(),
            verdict.deliver,
            "{request:?} in {before:?}"
        );
        assert_eq!(
            pushed(&effects).is_some(),
            visible(before) != visible(verdict.state)
        );
        let pushed = position(&effects, |effect| matches!(effect, Effect::Push(_)));
        assert!(
            pushed.is_none() || delivered < pushed,
            "RFC 6121 §3.1.6: delivered before the push"
        );
        let replied = effects.iter().any(|effect| {
            verdict
                .reply
                .is_some_and(|reply| *effect == send(reply.into()))
        });
        assert_eq!(replied, verdict.reply.is_some());
    }
}

/// RFC 6121 §3.1.2: the contact is listed and the push says that the request is pending.
#[test]
fn a_request_goes_out() {
    let effects = sends(None, Request::Subscribe);
    let [Effect::Store(change), forwarded, Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (change.version, change.entry.listed, change.entry.version),
        (7, true, 7)
    );
    assert_eq!(*forwarded, forward());
    assert_eq!(push.ver.as_deref(), Some("7"));
    assert_eq!(
        push.items,
        [Item {
            ask: Some(Ask::Subscribe),
            ..Item::new(romeo())
        }]
    );
    assert_eq!(
        sends(Some(change.entry.clone()), Request::Subscribe),
        [forward()],
        "again: only routed"
    );
}

/// RFC 6121 §3.1.3: the request is delivered and kept whole, the contact is not listed, and nothing is pushed.
#[test]
fn a_request_comes_in() {
    let effects = gets(None, Request::Subscribe);
    let [Effect::Store(change), Effect::Deliver(Audience::Available)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(change.entry, unlisted_request());
    assert_eq!(
        gets(Some(unlisted_request()), Request::Subscribe),
        [],
        "RFC 6121 §3.1.3 rule 4: only one is kept"
    );
}

/// RFC 6121 §3.1.3: one that is kept cannot be large, and not too many are kept.
#[test]
fn requests_cannot_exhaust_the_server() {
    let limits = Limits {
        request_length: 20,
        requests: 1,
        ..Limits::default()
    };
    let effects = inbound(
        &roster(None),
        &juliet(),
        &romeo(),
        Request::Subscribe,
        &request(),
        &limits,
    );
    let kept = stored(&effects).unwrap().entry.request.clone().unwrap();
    let short: Element = "<presence xmlns='jabber:client' from='romeo@example.net' to='juliet@example.com' type='subscribe'/>"
        .parse()
        .unwrap();
    assert_eq!(kept, short);

    let tybalt: BareJid = "tybalt@example.net".parse().unwrap();
    let full = roster(Some(unlisted_request()));
    let from_tybalt = |roster: &Roster| {
        inbound(
            roster,
            &juliet(),
            &tybalt,
            Request::Subscribe,
            &request(),
            &limits,
        )
    };
    assert_eq!(from_tybalt(&full), []);
    assert!(
        !from_tybalt(&roster(Some(listed(No, Asked)))).is_empty(),
        "contacts do not count"
    );

    let limits = Limits {
        items: 1,
        ..Limits::default()
    };
    let full = roster(Some(listed(No, No)));
    let effects = outbound(&full, &juliet(), &tybalt, Request::Subscribe, &limits);
    assert_eq!(effects, [Effect::Bounce(Condition::ResourceConstraint)]);
}

/// RFC 6121 §3.1.5: stored, sent on, pushed, and then the presence of every available resource.
#[test]
fn a_request_is_approved() {
    let effects = sends(Some(unlisted_request()), Request::Subscribed);
    let [Effect::Store(change), forwarded, Effect::Push(push), shown] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (change.entry.listed, &change.entry.request),
        (true, &None),
        "RFC 6121 §3.1.4: it was answered"
    );
    assert_eq!((forwarded, shown), (&forward(), &show()));
    assert_eq!(
        push.items,
        [Item {
            subscription: Shown::From,
            ..Item::new(romeo())
        }]
    );
}

/// RFC 6121 §3.1.6: to the interested resources, before the push.
#[test]
fn an_approval_comes_in() {
    let effects = gets(Some(listed(Asked, No)), Request::Subscribed);
    let [
        Effect::Store(_),
        Effect::Deliver(Audience::Interested),
        Effect::Push(push),
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(
        (push.items[0].subscription, push.items[0].ask),
        (Shown::To, None)
    );
    assert_eq!(gets(None, Request::Subscribed), [], "nobody asked");
}

/// RFC 6121 §3.1.3 rule 2: who sees the user already is told so, and shown again what there is to see.
#[test]
fn a_request_that_was_granted_before() {
    assert_eq!(
        gets(Some(listed(No, Yes)), Request::Subscribe),
        [send(PresenceType::Subscribed), show()]
    );
}

/// RFC 6121 §3.2.2: the request is refused; the contact was not listed and is not listed now.
#[test]
fn a_request_is_refused() {
    let effects = sends(Some(unlisted_request()), Request::Unsubscribed);
    let [Effect::Store(change), forwarded] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert!(change.entry.is_void());
    assert_eq!(*forwarded, forward());
}

/// RFC 6121 §3.2.2: unavailable presence goes before the cancellation, and then the push.
#[test]
fn a_subscription_is_revoked() {
    let effects = sends(Some(listed(Yes, Yes)), Request::Unsubscribed);
    let [Effect::Store(_), hidden, forwarded, Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((hidden, forwarded), (&hide(), &forward()));
    assert_eq!(push.items[0].subscription, Shown::To);
    assert_eq!(
        sends(None, Request::Unsubscribed),
        [],
        "RFC 6121 §3.2.2 rule 1"
    );
}

/// RFC 6121 §3.2.3.
#[test]
fn a_revocation_comes_in() {
    let effects = gets(Some(listed(Yes, Yes)), Request::Unsubscribed);
    let [
        Effect::Store(_),
        Effect::Deliver(Audience::Interested),
        Effect::Push(push),
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(push.items[0].subscription, Shown::From);
    assert_eq!(gets(None, Request::Unsubscribed), []);
}

/// RFC 6121 §3.3.2, §3.3.3.
#[test]
fn a_subscription_is_given_up() {
    let effects = sends(Some(listed(Yes, No)), Request::Unsubscribe);
    let [Effect::Store(_), forwarded, Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (forwarded, push.items[0].subscription),
        (&forward(), Shown::None)
    );

    let effects = gets(Some(listed(No, Yes)), Request::Unsubscribe);
    let [
        Effect::Store(_),
        Effect::Deliver(Audience::Interested),
        Effect::Push(push),
        rest @ ..,
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(push.items[0].subscription, Shown::None);
    assert_eq!(
        rest,
        [hide(), send(PresenceType::Unsubscribed)],
        "RFC 6121 §3.3.3 rule 3, §A.3.2"
    );
}

/// RFC 6121 §3.3.3: a request that is taken back is forgotten.
#[test]
fn a_request_is_taken_back() {
    let effects = gets(Some(unlisted_request()), Request::Unsubscribe);
    assert!(stored(&effects).unwrap().entry.is_void());
    assert_eq!(pushed(&effects), None);
    assert!(!effects.contains(&hide()), "the contact never saw anything");
}

/// RFC 6121 §3.4.2 rules 3 and 4: listed with `approved`, pushed, and not sent on. The request is granted when it comes.
#[test]
fn an_approval_in_advance() {
    let effects = sends(None, Request::Subscribed);
    let [Effect::Store(change), Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(
        push.items,
        [Item {
            approved: Some(true),
            ..Item::new(romeo())
        }]
    );

    let effects = gets(Some(change.entry.clone()), Request::Subscribe);
    let [Effect::Store(change), Effect::Push(push), rest @ ..] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (push.items[0].subscription, change.entry.subscription.from),
        (Shown::From, Yes)
    );
    assert_eq!(rest, [send(PresenceType::Subscribed), show()]);
}

/// RFC 6121 §3.2.2 rule 2: taken back without a word to the contact.
#[test]
fn an_approval_in_advance_is_taken_back() {
    let approved = Entry {
        subscription: Subscription {
            approved: true,
            ..Subscription::default()
        },
        ..listed(No, No)
    };
    let effects = sends(Some(approved), Request::Unsubscribed);
    let [Effect::Store(_), Effect::Push(push)] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(push.items[0].approved, None);
}

/// RFC 6121 §4.2.2: everyone sees their own presence, and nobody can change that.
#[test]
fn nobody_subscribes_to_themselves() {
    for request_ in REQUESTS {
        let empty = Roster::default();
        assert_eq!(
            outbound(&empty, &juliet(), &juliet(), request_, &Limits::default()),
            []
        );
        assert_eq!(
            inbound(
                &empty,
                &juliet(),
                &juliet(),
                request_,
                &request(),
                &Limits::default()
            ),
            []
        );
    }
}

/// RFC 6121 §A: what one server sends is what the other one takes; after any exchange, both rosters agree.
#[test]
fn two_rosters_agree_after_any_exchange() {
    let subscription = |roster: &Roster, contact: &BareJid| roster.subscription(contact);
    for first in REQUESTS {
        for second in REQUESTS {
            for third in REQUESTS {
                let mut rosters = [(juliet(), Roster::default()), (romeo(), Roster::default())];
                for (turn, request) in [first, second, third].into_iter().enumerate() {
                    exchange(&mut rosters, turn % 2, request);
                }
                let (mine, theirs) = (
                    subscription(&rosters[0].1, &romeo()),
                    subscription(&rosters[1].1, &juliet()),
                );
                assert_eq!(
                    (mine.to == Yes, mine.from == Yes),
                    (theirs.from == Yes, theirs.to == Yes),
                    "{first:?} {second:?} {third:?}"
                );
                assert_eq!(
                    (mine.to == Asked, mine.from == Asked),
                    (theirs.from == Asked, theirs.to == Asked),
                    "{first:?} {second:?} {third:?}"
                );
            }
        }
    }
}

/// One of the two sends a request; everything that follows from it is carried out.
fn exchange(rosters: &mut [(BareJid, Roster); 2], sender: usize, request_: Request) {
    let limits = Limits::default();
    let (from, to) = (rosters[sender].0.clone(), rosters[1 - sender].0.clone());
    let effects = outbound(&rosters[sender].1, &from, &to, request_, &limits);
    let mut arriving = Vec::new();
    carry_out(
        &effects,
        &mut rosters[sender].1,
        1 - sender,
        request_,
        &mut arriving,
    );
    while let Some((at, request_)) = arriving.pop() {
        let (owner, contact) = (rosters[at].0.clone(), rosters[1 - at].0.clone());
        let effects = inbound(
            &rosters[at].1,
            &owner,
            &contact,
            request_,
            &request(),
            &limits,
        );
        carry_out(
            &effects,
            &mut rosters[at].1,
            1 - at,
            request_,
            &mut arriving,
        );
    }
}

fn carry_out(
    effects: &[Effect],
    roster: &mut Roster,
    other: usize,
    at_hand: Request,
    arriving: &mut Vec<(usize, Request)>,
) {
    for effect in effects {
        match effect {
            Effect::Store(change) => roster.apply(change.clone()),
            Effect::Forward { .. } => arriving.push((other, at_hand)),
            Effect::Send {
                type_: Some(type_), ..
            } => arriving.extend(Request::of(*type_).map(|request| (other, request))),
            _ => {}
        }
    }
}

/// XEP-0077 §3.2, RFC 6121 §3.2.1, §3.3.1: to each contact what ends what there is between them, in all nine states.
#[test]
fn an_account_that_is_removed_takes_its_leave() {
    for (to, from) in STATES {
        let roster = Roster {
            entries: [(romeo(), listed(to, from))].into_iter().collect(),
            ..Roster::default()
        };
        let said: Vec<_> = farewell(&roster)
            .into_iter()
            .map(|effect| match effect {
                Effect::Hide { to } if to == romeo().into_jid() => None,
                Effect::Send {
                    to,
                    from: Sender::Account,
                    type_,
                } if to == romeo().into_jid() => type_,
                other => panic!("{other:?}"),
            })
            .collect();
        let mut expected = Vec::new();
        expected.extend((from == Yes).then_some(None));
        expected.extend((to != No).then_some(Some(PresenceType::Unsubscribe)));
        expected.extend((from != No).then_some(Some(PresenceType::Unsubscribed)));
        assert_eq!(said, expected, "{to:?} {from:?}");
    }
}
