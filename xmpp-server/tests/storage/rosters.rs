use xmpp_core::rules::roster::{Change as RosterChange, Entry, Roster};
use xmpp_core::rules::subscription::{Direction, Subscription};
use xmpp_server::storage::{Batch, Change, SqliteStorage, Storage, StorageError};

use crate::support::{Place, add, jid};

fn set(version: u64, contact: &str, entry: Entry) -> RosterChange {
    RosterChange {
        version,
        contact: jid(contact),
        entry,
    }
}

fn batch(owner: &str, change: RosterChange) -> Batch {
    Change::SetRoster {
        owner: jid(owner),
        change,
    }
    .into()
}

fn listed(version: u64) -> Entry {
    Entry {
        listed: true,
        version,
        ..Entry::default()
    }
}

async fn roster(storage: &SqliteStorage, owner: &str) -> Roster {
    storage.roster(&jid(owner)).await.unwrap()
}

/// What the rules decide is what is read again, in every state.
#[tokio::test]
async fn entries_come_back_as_they_were() {
    use Direction::{Asked, No, Yes};
    let place = Place::new();
    let storage = place.open();
    let mut expected = roster(&storage, "juliet@example.com").await;
    assert_eq!(expected, Roster::default());
    for (to, from) in [No, Asked, Yes]
        .into_iter()
        .flat_map(|to| [No, Asked, Yes].map(|from| (to, from)))
    {
        for approved in [false, true] {
            let version = expected.version + 1;
            let request = "<presence xmlns='jabber:client' type='subscribe'><status>I'm &lt;b&gt;</status></presence>";
            let entry = Entry {
                listed: approved,
                name: Some("Romeo's \u{1F339} 'rose'".into()),
                groups: ["Friends, \"close\"".into(), "Montague\n".into()].into(),
                subscription: Subscription { to, from, approved },
                request: Some(request.parse().unwrap()),
                version,
            };
            let contact = format!("{to:?}-{from:?}-{approved}@example.net");
            let change = set(version, &contact, entry);
            let _receipt = storage
                .commit(batch("juliet@example.com", change.clone()))
                .await
                .unwrap();
            expected.apply(change);
        }
    }
    assert_eq!(roster(&storage, "juliet@example.com").await, expected);
    storage.close().await;
    assert_eq!(roster(&place.open(), "juliet@example.com").await, expected);
}

/// A decision about a roster that has changed since is not carried out, and nothing else of its batch either.
#[tokio::test]
async fn decisions_about_an_old_roster_are_refused() {
    let place = Place::new();
    let storage = place.open();
    let _receipt = storage
        .commit(batch(
            "juliet@example.com",
            set(1, "a@example.net", listed(1)),
        ))
        .await
        .unwrap();
    let late = batch("juliet@example.com", set(1, "b@example.net", listed(1)));
    let changed = Err(StorageError::RosterChanged(jid("juliet@example.com")));
    assert_eq!(storage.commit(late).await, changed);
    let mut early: Batch = add("tybalt@example.com").into();
    early.push(Change::SetRoster {
        owner: jid("juliet@example.com"),
        change: set(3, "b@example.net", listed(3)),
    });
    assert_eq!(storage.commit(early).await, changed);
    assert_eq!(
        roster(&storage, "juliet@example.com").await.entries.len(),
        1
    );
    assert!(
        storage
            .account(&jid("tybalt@example.com"))
            .await
            .unwrap()
            .is_none()
    );
    let _receipt = storage
        .commit(batch(
            "juliet@example.com",
            set(2, "b@example.net", listed(2)),
        ))
        .await
        .unwrap();
}

/// Of two that have judged by the same roster, one is told to judge again.
#[tokio::test]
async fn one_of_two_wins() {
    let place = Place::new();
    let (one, other) = (place.open(), place.open());
    let first = one.commit(batch(
        "juliet@example.com",
        set(1, "a@example.net", listed(1)),
    ));
    let second = other.commit(batch(
        "juliet@example.com",
        set(1, "b@example.net", listed(1)),
    ));
    let (first, second) = tokio::join!(first, second);
    assert_eq!(
        usize::from(first.is_ok()) + usize::from(second.is_ok()),
        1,
        "{first:?} {second:?}"
    );
    assert_eq!(roster(&one, "juliet@example.com").await.entries.len(), 1);
}

/// A new account has a version that no client can know.
#[tokio::test]
async fn versions_of_an_account_begin_with_the_time() {
    let place = Place::new();
    let storage = place.open();
    let _receipt = storage
        .commit(add("juliet@example.com").into())
        .await
        .unwrap();
    let fresh = roster(&storage, "juliet@example.com").await;
    assert!(fresh.version > 1_700_000_000_000_000);
    assert_eq!(fresh.oldest, fresh.version);
    let next = fresh.version + 1;
    let _receipt = storage
        .commit(batch(
            "juliet@example.com",
            set(next, "a@example.net", listed(next)),
        ))
        .await
        .unwrap();
    assert_eq!(roster(&storage, "juliet@example.com").await.version, next);
}

#[tokio::test]
async fn a_contact_of_whom_nothing_is_left_is_dropped() {
    let place = Place::new();
    let storage = place.open();
    let waiting = Entry {
        subscription: Subscription {
            from: Direction::Asked,
            ..Subscription::default()
        },
        ..Entry::default()
    };
    let _receipt = storage
        .commit(batch(
            "juliet@example.com",
            set(1, "a@example.net", waiting),
        ))
        .await
        .unwrap();
    assert_eq!(
        roster(&storage, "juliet@example.com").await.entries.len(),
        1
    );
    let _receipt = storage
        .commit(batch(
            "juliet@example.com",
            set(2, "a@example.net", Entry::default()),
        ))
        .await
        .unwrap();
    let left = roster(&storage, "juliet@example.com").await;
    assert_eq!((left.version, left.entries.len()), (2, 0));
}

/// RFC 6121 §2.6.3: removals are remembered for clients that have been away, but not for ever.
#[tokio::test]
async fn removals_are_forgotten_in_the_end() {
    let place = Place::new();
    let storage = place.open();
    let mut changes = Vec::new();
    for number in 1..=600 {
        let contact = format!("c{number}@example.net");
        changes.push(set(2 * number - 1, &contact, listed(2 * number - 1)));
        changes.push(set(
            2 * number,
            &contact,
            Entry {
                version: 2 * number,
                ..Entry::default()
            },
        ));
    }
    changes.push(set(1201, "stays@example.net", listed(1201)));
    let owner = jid("juliet@example.com");
    let all = changes.into_iter().map(|change| Change::SetRoster {
        owner: owner.clone(),
        change,
    });
    let _receipt = storage.commit(all.collect()).await.unwrap();
    let roster = roster(&storage, "juliet@example.com").await;
    assert_eq!(
        (roster.version, roster.oldest, roster.entries.len()),
        (1201, 200, 501)
    );
    assert!(
        roster
            .entries
            .values()
            .all(|entry| entry.version > roster.oldest)
    );
}
