//! The connection that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::fault::{Fault, Problem};
use super::reader::{self, Readers};
use super::{GROUP, apply};
use crate::storage::{Batch, Receipt, StorageError};

/// The queue of the writing thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: mpsc::Sender<Request>,
    counters: Arc<Counters>,
}

/// What has been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Transactions, each of which was synced to the disk once.
    pub transactions: u64,
    /// Batches that got a receipt.
    pub batches: u64,
    /// Changes in these.
    pub changes: u64,
}

#[derive(Debug, Default)]
struct Counters {
    transactions: AtomicU64,
    batches: AtomicU64,
    changes: AtomicU64,
}

#[derive(Debug)]
struct Request {
    batch: Batch,
    answer: oneshot::Sender<Result<Receipt, StorageError>>,
}

/// How many batches can wait before whoever commits has to wait, too.
const QUEUE: usize = 1024;

/// After so many changes the log is long enough to be brought into the file.
const CHECKPOINT: u64 = 1000;

impl Writer {
    pub(super) fn start(
        connection: Connection,
        fault: Fault,
        readers: Readers,
    ) -> Result<(Self, JoinHandle<()>), StorageError> {
        let (queue, requests) = mpsc::channel(QUEUE);
        let counters = Arc::new(Counters::default());
        let log = Arc::clone(&counters);
        let thread = reader::spawn("storage-writer", &fault.clone(), move || {
            let work = Work {
                connection,
                fault,
                counters: log,
                readers,
                since_checkpoint: 0,
            };
            work.run(requests);
        })?;
        Ok((Self { queue, counters }, thread))
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<Receipt, StorageError> {
        let (answer, answered) = oneshot::channel();
        self.queue
            .send(Request { batch, answer })
            .await
            .map_err(|_| StorageError::Closed)?;
        answered.await.map_err(|_| StorageError::Closed)?
    }

    pub(super) fn counts(&self) -> Counts {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            transactions: count(&self.counters.transactions),
            batches: count(&self.counters.batches),
            changes: count(&self.counters.changes),
        }
    }
}

/// The writing thread.
struct Work {
    connection: Connection,
    fault: Fault,
    counters: Arc<Counters>,
    readers: Readers,
    since_checkpoint: u64,
}

impl Work {
    fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        let mut group = Vec::with_capacity(GROUP);
        while requests.blocking_recv_many(&mut group, GROUP) > 0 {
            let outcomes = self.write(&group);
            for (request, outcome) in group.drain(..).zip(outcomes) {
                // Whoever committed may have gone.
                let _ = request.answer.send(outcome.map(|()| Receipt::new()));
            }
        }
    }

    /// Writes a group in one transaction. A batch that is refused leaves no trace and does not concern the others.
    fn write(&mut self, group: &[Request]) -> Vec<Result<(), StorageError>> {
        match self.transact(group) {
            Ok(outcomes) => {
                self.count(group, &outcomes);
                outcomes
            }
            Err(error) => {
                if !self.connection.is_autocommit()
                    && let Err(error) = self.connection.execute_batch("ROLLBACK")
                {
                    tracing::error!(%error, "a transaction could not be rolled back");
                }
                let error = self.fault.of(&error);
                group.iter().map(|_| Err(error.clone())).collect()
            }
        }
    }

    fn transact(&self, group: &[Request]) -> rusqlite::Result<Vec<Result<(), StorageError>>> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let outcomes = group
            .iter()
            .map(|request| self.apply(&request.batch))
            .collect::<Result<_, _>>()?;
        self.connection.execute_batch("COMMIT")?;
        Ok(outcomes)
    }

    /// Applies one batch. The outer error is for when SQLite has given up the transaction, as it does when the disk is full.
    fn apply(&self, batch: &Batch) -> rusqlite::Result<Result<(), StorageError>> {
        self.connection
            .prepare_cached("SAVEPOINT batch")?
            .execute([])?;
        let mut changes = batch.changes().iter();
        let outcome = changes.try_for_each(|change| apply::apply(&self.connection, change));
        let outcome = match outcome {
            Err(Problem::Sqlite(error)) if self.connection.is_autocommit() => return Err(error),
            outcome => outcome.map_err(|problem| self.fault.report(problem)),
        };
        if outcome.is_err() {
            self.connection
                .prepare_cached("ROLLBACK TO batch")?
                .execute([])?;
        }
        self.connection
            .prepare_cached("RELEASE batch")?
            .execute([])?;
        Ok(outcome)
    }

    fn count(&mut self, group: &[Request], outcomes: &[Result<(), StorageError>]) {
        let written = group
            .iter()
            .zip(outcomes)
            .filter(|(_, outcome)| outcome.is_ok());
        let (mut batches, mut changes) = (0, 0);
        for (request, _) in written {
            batches += 1;
            changes += request.batch.changes().len() as u64;
        }
        self.counters.transactions.fetch_add(1, Ordering::Relaxed);
        self.counters.batches.fetch_add(batches, Ordering::Relaxed);
        self.counters.changes.fetch_add(changes, Ordering::Relaxed);
        self.since_checkpoint += changes;
        if self.since_checkpoint >= CHECKPOINT {
            self.since_checkpoint = 0;
            self.readers.checkpoint();
        }
    }
}
