//! The connections that read.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::fault::{Fault, Problem};
use super::{READERS, open};
use crate::storage::StorageError;

/// The queue that the reading threads work on, one job at a time each.
#[derive(Clone)]
pub(super) struct Readers {
    queue: mpsc::Sender<Job>,
    fault: Fault,
}

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// How many jobs can wait before whoever asks has to wait, too.
const QUEUE: usize = 256;

impl Readers {
    pub(super) fn start(
        path: &Path,
        fault: &Fault,
    ) -> Result<(Self, Vec<JoinHandle<()>>), StorageError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        let threads = (0..READERS).map(|_| {
            let connection = open::reader(path, fault)?;
            let jobs = Arc::clone(&jobs);
            spawn("storage-reader", fault, move || work(&connection, &jobs))
        });
        let threads = threads.collect::<Result<_, _>>()?;
        let fault = fault.clone();
        Ok((Self { queue, fault }, threads))
    }

    /// Reads something.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, StorageError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // Whoever asked may have gone.
            let _ = answer.send(query(connection));
        });
        self.queue
            .send(job)
            .await
            .map_err(|_| StorageError::Closed)?;
        let outcome = answered.await.map_err(|_| StorageError::Closed)?;
        outcome.map_err(|problem| self.fault.report(problem))
    }

    /// Lets a reader move what was committed from the log to the file, which disturbs neither readers nor the writer.
    pub(super) fn checkpoint(&self) {
        let job: Job = Box::new(|connection| {
            if let Err(error) =
                connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            {
                tracing::warn!(%error, "the log of the database was not brought into it");
            }
        });
        // If they are busy, the next one will do.
        let _ = self.queue.try_send(job);
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").finish_non_exhaustive()
    }
}

/// Starts a thread of the storage.
pub(super) fn spawn(
    name: &str,
    fault: &Fault,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, StorageError> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|error| StorageError::Other {
        path: fault.path(),
        detail: format!("no thread for it: {error}"),
    })
}

fn work(connection: &Connection, jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .blocking_recv();
        match job {
            Some(job) => job(connection),
            None => return,
        }
    }
}
