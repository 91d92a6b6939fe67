//! The conversations under `tests/conversations/`, played over TCP against the server itself.

mod counterpart;
mod server;

use counterpart::TcpServer;
use tests::conversation::{self, Conversation, Cuts, Outcome, Role};

/// What stands in clear behind `<starttls/>` is dropped if it comes with it; byte by byte it comes after, and is no TLS.
const INJECTED: [&str; 2] = ["starttls-injection", "starttls-half-injected"];

/// What a server cannot be put to from outside: the conversation is skipped, and why.
fn play_all(cuts: Cuts) -> Vec<(String, String)> {
    let mut server = TcpServer::new();
    let (mut skipped, mut failures) = (Vec::new(), Vec::new());
    for conversation in conversations() {
        if cuts == Cuts::Bytes && INJECTED.contains(&conversation.name.as_str()) {
            continue;
        }
        match conversation::run(&conversation, &mut server, cuts) {
            Ok(Outcome::Passed { .. }) => {}
            Ok(Outcome::Skipped(reason)) => skipped.push((conversation.name.clone(), reason)),
            Err(mismatch) => failures.push(format!("{cuts:?} of {mismatch}")),
        }
    }
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} conversations fail:\n\n{}",
        failures.join("\n\n")
    );
    skipped
}

fn conversations() -> Vec<Conversation> {
    let all = conversation::all().unwrap_or_else(|error| panic!("{error}"));
    all.into_iter()
        .filter(|conversation| conversation.setup.role == Role::Server)
        .collect()
}

#[test]
fn conversations_go_over_tcp_as_they_are_written() {
    let skipped = play_all(Cuts::Whole);
    let all = conversations().len();
    assert!(
        all - skipped.len() >= 80,
        "{} of {all} were skipped: {skipped:#?}",
        skipped.len()
    );
    for (name, reason) in &skipped {
        assert!(
            server::IMPOSSIBLE.contains(&reason.as_str()),
            "{name} was skipped: {reason}"
        );
    }
}

#[test]
fn conversations_go_over_tcp_the_same_byte_by_byte() {
    play_all(Cuts::Bytes);
}
