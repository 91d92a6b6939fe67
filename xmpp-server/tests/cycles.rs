//! Connections that come and go. The test counts what its process has open, so it is alone in it.
#![cfg(test)]

#[allow(dead_code, reason = "the other tests of the server need more of it")]
#[path = "server/support.rs"]
mod support;

use std::time::Duration;

use support::{DOMAIN, Place};
use tokio::io::AsyncWriteExt as _;
use tokio::time::sleep;

const OPEN: &str = "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' \
                    xmlns:stream='http://etherx.jabber.org/streams'>";

/// CVE-2026-43506: connections that are dropped at each stage of logging in leave nothing open behind; what memory they leave,
/// `cargo xtask long cycles` measures.
#[tokio::test(flavor = "multi_thread")]
async fn connections_that_come_and_go_leave_nothing() {
    let place = Place::with(&["juliet"]).await;
    let mut juliet = place.online("juliet", "balcony").await;
    let before = open_files();
    for _ in 0..100 {
        drop(place.connect().await);
        let mut wire = place.connect().await;
        wire.write_all(OPEN.as_bytes()).await.unwrap();
        drop(wire);
        let mut client = place.secure(DOMAIN).await;
        client.open(DOMAIN).await;
        client
            .send(
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>\
                 biwsbj1qdWxpZXQscj1hYmNkZWY=</auth>",
            )
            .await;
        client.expect("<challenge ").await;
    }
    let mut left = usize::MAX;
    for _ in 0..200 {
        left = open_files();
        if left <= before {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    assert!(left <= before, "{left} files are open, {before} were");
    assert_eq!(place.server().sessions().await, 1);
    assert_eq!(juliet.settle().await, Vec::<String>::new());
}

/// How many files and sockets this process has open: the server runs in it.
fn open_files() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}
