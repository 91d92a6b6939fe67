use std::sync::Arc;

use tokio::task::JoinSet;
use xmpp_server::storage::{Batch, Storage, StorageError};

use crate::support::{Place, add, jid, keep, number};

/// What waits while a transaction is written goes into the next one, all of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batches_that_wait_are_committed_together() {
    let place = Place::new();
    let storage = Arc::new(place.open());
    let mut commits = JoinSet::new();
    for number in 0..1000 {
        let storage = Arc::clone(&storage);
        commits.spawn(async move {
            storage
                .commit(keep("juliet@example.com", number).into())
                .await
        });
    }
    while let Some(outcome) = commits.join_next().await {
        let _receipt = outcome.unwrap().unwrap();
    }
    let counts = storage.counts();
    assert_eq!((counts.batches, counts.changes), (1000, 1000));
    assert!(
        counts.transactions >= 1000 / 128,
        "a group is 128 batches at most: {counts:?}"
    );
    assert!(
        counts.transactions <= 250,
        "many batches share a transaction: {counts:?}"
    );
    assert_eq!(
        storage
            .offline_count(&jid("juliet@example.com"))
            .await
            .unwrap(),
        1000
    );
}

/// A single client that waits for each receipt has a transaction for each.
#[tokio::test]
async fn a_batch_alone_is_committed_alone() {
    let place = Place::new();
    let storage = place.open();
    for number in 0..5 {
        let _receipt = storage
            .commit(keep("juliet@example.com", number).into())
            .await
            .unwrap();
        assert_eq!(storage.counts().transactions, number + 1);
    }
}

/// R14: with the receipt, the change is there for everyone.
#[tokio::test]
async fn who_has_a_receipt_reads_what_was_written() {
    let place = Place::new();
    let (storage, other) = (place.open(), place.open());
    for number_ in 0..200 {
        let _receipt = storage
            .commit(keep("juliet@example.com", number_).into())
            .await
            .unwrap();
        let kept = other
            .offline(&jid("juliet@example.com"), 1000)
            .await
            .unwrap();
        assert_eq!(kept.last().map(number), Some(number_));
    }
}

/// A batch that is refused leaves no trace, and those that share its transaction do not feel it.
#[tokio::test]
async fn a_refused_batch_disturbs_nobody() {
    let place = Place::new();
    let storage = place.open();
    let _receipt = storage
        .commit(add("juliet@example.com").into())
        .await
        .unwrap();
    let before = storage.counts().transactions;
    let refused: Batch = [keep("juliet@example.com", 99), add("juliet@example.com")]
        .into_iter()
        .collect();
    // Made in this order before any of them runs, they wait in this order.
    let (first, second, third) = tokio::join!(
        storage.commit(keep("juliet@example.com", 1).into()),
        storage.commit(refused),
        storage.commit(keep("juliet@example.com", 2).into()),
    );
    let _receipts = (first.unwrap(), third.unwrap());
    assert_eq!(
        second,
        Err(StorageError::AccountExists(jid("juliet@example.com")))
    );
    let kept = storage
        .offline(&jid("juliet@example.com"), 10)
        .await
        .unwrap();
    assert_eq!(kept.iter().map(number).collect::<Vec<_>>(), [1, 2]);
    assert!(storage.counts().transactions - before <= 3);
}

/// A graceful stop loses nothing that was asked for, and leaves one whole file.
#[tokio::test]
async fn closing_finishes_what_was_begun() {
    let place = Place::new();
    let storage = place.open();
    let mut commits: Vec<_> = (0..50)
        .map(|number| Box::pin(storage.commit(keep("juliet@example.com", number).into())))
        .collect();
    for commit in &mut commits {
        // Once polled it is in the queue; nobody waits for the receipt.
        let _ = futures_poll_once(commit.as_mut()).await;
    }
    drop(commits);
    storage.close().await;
    assert!(!place.path().with_extension("sqlite-wal").exists());
    assert_eq!(
        place
            .open()
            .offline_count(&jid("juliet@example.com"))
            .await
            .unwrap(),
        50
    );
}

/// An empty batch is committed like any other.
#[tokio::test]
async fn an_empty_batch_gets_its_receipt() {
    let place = Place::new();
    let storage = place.open();
    let _receipt = storage.commit(Batch::default()).await.unwrap();
}

/// Work goes on while the log is brought into the file, which keeps the log short.
#[tokio::test]
async fn the_log_is_brought_into_the_file() {
    let place = Place::new();
    let storage = place.open();
    let size = || std::fs::metadata(place.path()).unwrap().len();
    let before = size();
    for round in 0..12 {
        let batch = (0..100)
            .map(|number| keep("juliet@example.com", round * 100 + number))
            .collect();
        let _receipt = storage.commit(batch).await.unwrap();
    }
    for _ in 0..200 {
        if size() > before + 100_000 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the file did not grow");
}

async fn futures_poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    let mut future = Some(future);
    std::future::poll_fn(move |context| {
        let polled = future.take().expect("polled once").poll(context);
        std::task::Poll::Ready(match polled {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}
