//! What the derives say about attributes that they do not understand: one case for each message.
//!
//! `TRYBUILD=overwrite cargo test -p xmpp-derive` rewrites the expected messages.

use std::process::Command;

/// The release whose wording stands in `mistakes/rustc/`.
const RUSTC: &str = "rustc 1.95.";

#[test]
fn each_mistake_is_pointed_at_with_a_way_out() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/mistakes/*.rs");
    if is_release_of_the_wording() {
        cases.compile_fail("tests/mistakes/rustc/*.rs");
    } else {
        eprintln!("tests/mistakes/rustc is left out: it is worded as {RUSTC}x does");
    }
}

/// Mistakes in types are found by the compiler, which words them anew every few releases.
fn is_release_of_the_wording() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    version.is_ok_and(|version| version.stdout.starts_with(RUSTC.as_bytes()))
}
