use xmpp_server::storage::{Change, Storage};

use crate::support::{Place, jid, keep, message, number};

/// XEP-0160: in the order in which they came, whatever their ids and times say.
#[tokio::test]
async fn messages_keep_their_order() {
    let place = Place::new();
    let storage = place.open();
    for first in (1..=90).step_by(3) {
        let batch = (first..first + 3).flat_map(|number| {
            [
                keep("juliet@example.com", number),
                keep("romeo@example.com", 500),
            ]
        });
        let _receipt = storage.commit(batch.collect()).await.unwrap();
    }
    let late = Change::AddOffline {
        owner: jid("juliet@example.com"),
        message: message(0),
    };
    let _receipt = storage.commit(late.into()).await.unwrap();
    storage.close().await;

    let storage = place.open();
    let kept = storage
        .offline(&jid("juliet@example.com"), 1000)
        .await
        .unwrap();
    let expected: Vec<u64> = (1..=90).chain([0]).collect();
    assert_eq!(kept.iter().map(number).collect::<Vec<_>>(), expected);
    let some = storage
        .offline(&jid("juliet@example.com"), 7)
        .await
        .unwrap();
    assert_eq!(some[..], kept[..7]);
    assert_eq!(
        storage
            .offline_count(&jid("juliet@example.com"))
            .await
            .unwrap(),
        91
    );
    assert_eq!(
        storage
            .offline_count(&jid("nurse@example.com"))
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn messages_come_back_as_they_were() {
    let place = Place::new();
    let storage = place.open();
    let mut kept = message(1_700_000_000);
    kept.stanza =
        "<message xmlns='jabber:client'><body>\u{1F339} &amp; 'thorns'\r\n</body></message>".into();
    let add = Change::AddOffline {
        owner: jid("juliet@example.com"),
        message: kept.clone(),
    };
    let _receipt = storage.commit(add.into()).await.unwrap();
    assert_eq!(
        storage
            .offline(&jid("juliet@example.com"), 1)
            .await
            .unwrap(),
        [kept]
    );
}

/// Only what was delivered is removed; what came in the meantime stays, and what belongs to others.
#[tokio::test]
async fn messages_are_removed_one_by_one() {
    let place = Place::new();
    let storage = place.open();
    let juliet = jid("juliet@example.com");
    let _receipt = storage
        .commit(
            (1..=5)
                .map(|number| keep("juliet@example.com", number))
                .collect(),
        )
        .await
        .unwrap();
    let delivered = storage.offline(&juliet, 3).await.unwrap();
    let ids: Vec<_> = delivered.iter().map(|message| message.id).collect();
    let of_another = Change::RemoveOffline {
        owner: jid("romeo@example.com"),
        ids: ids.clone(),
    };
    let own = Change::RemoveOffline {
        owner: juliet.clone(),
        ids,
    };
    let _receipt = storage.commit(of_another.into()).await.unwrap();
    assert_eq!(storage.offline_count(&juliet).await.unwrap(), 5);
    let _receipt = storage
        .commit([own.clone(), own].into_iter().collect())
        .await
        .unwrap();
    let left = storage.offline(&juliet, 10).await.unwrap();
    assert_eq!(left.iter().map(number).collect::<Vec<_>>(), [4, 5]);
}
