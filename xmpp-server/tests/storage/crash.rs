//! A process that is killed while it commits loses nothing that it had a receipt for.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use xmpp_server::storage::{SqliteStorage, Storage};

use crate::support::{Place, jid, keep, number};

const CLIENTS: u64 = 8;
const ROUNDS: u64 = 6;

/// R14, `kill -9`: each client waits for the receipt of a message before it sends the next; what has a receipt is there after the
/// crash, once, and in order.
#[tokio::test]
async fn nothing_with_a_receipt_is_lost() {
    let place = Place::new();
    let mut acknowledged = [None; CLIENTS as usize];
    for round in 0..ROUNDS {
        run_and_kill(&place, round, &mut acknowledged);
        let storage = place.open();
        for client in 0..CLIENTS {
            let kept = storage.offline(&owner(client), usize::MAX).await.unwrap();
            let numbers: Vec<u64> = kept.iter().map(number).collect();
            let expected: Vec<u64> = (0..numbers.len() as u64).collect();
            assert_eq!(numbers, expected, "each once, in order, none missing");
            assert!(
                numbers.last().copied() >= acknowledged[client as usize],
                "client {client}, round {round}"
            );
        }
        storage.close().await;
    }
    let total: u64 = acknowledged.iter().flatten().sum();
    assert!(total > 0, "there was something to lose");
}

fn owner(client: u64) -> xmpp_core::BareJid {
    jid(&format!("client{client}@example.com"))
}

/// Runs the child, kills it after a while, and notes what it had receipts for.
fn run_and_kill(place: &Place, round: u64, acknowledged: &mut [Option<u64>]) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "crash::child", "--nocapture"])
        .env("XMPP_CRASH_DATABASE", place.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    let reader =
        std::thread::spawn(move || lines.lines().map_while(Result::ok).collect::<Vec<_>>());
    std::thread::sleep(Duration::from_millis(250 + 37 * round));
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    for line in reader.join().unwrap() {
        // A line that was cut off by the kill counts for nothing.
        let Some((client, number)) = line
            .strip_prefix("receipt ")
            .and_then(|line| line.strip_suffix('.')?.split_once(' '))
        else {
            continue;
        };
        let client: usize = client.parse().unwrap();
        acknowledged[client] = acknowledged[client].max(Some(number.parse().unwrap()));
    }
}

/// Commits until it is killed.
#[test]
#[ignore = "run by `nothing_with_a_receipt_is_lost`"]
fn child() {
    let path = std::env::var_os("XMPP_CRASH_DATABASE").expect("run by the test");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let storage = Arc::new(SqliteStorage::open(path.as_ref()).unwrap());
        let clients =
            (0..CLIENTS).map(|client| tokio::spawn(client_loop(Arc::clone(&storage), client)));
        for client in clients.collect::<Vec<_>>() {
            client.await.unwrap();
        }
    });
}

async fn client_loop(storage: Arc<SqliteStorage>, client: u64) {
    let first = storage.offline_count(&owner(client)).await.unwrap() as u64;
    // Bounded, should nobody kill it.
    for number in first..first + 100_000 {
        let _receipt = storage
            .commit(keep(owner(client).as_str(), number).into())
            .await
            .unwrap();
        let mut output = std::io::stdout().lock();
        writeln!(output, "receipt {client} {number}.").unwrap();
        output.flush().unwrap();
    }
}
