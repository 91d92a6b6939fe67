//! Without a command: the main job.

use crate::run::{Scratch, root, run, without_sizes};
use std::fs;

/// A project of its own: one schema of ours, with samples.
fn project() -> Scratch {
    let scratch = Scratch::new();
    let ping = fs::read_to_string(root().join("schemas/ping.xsd")).unwrap();
    scratch
        .write("schemas/ping.xsd", ping)
        .write(
            "tests/stanzas/ping/valid-ping.xml",
            "<ping xmlns='urn:xmpp:ping'/>",
        )
        .write(
            "tests/stanzas/ping/invalid-text.xml",
            "<ping xmlns='urn:xmpp:ping'>pong</ping>",
        );
    scratch
}

#[test]
fn everything_is_done_and_told() {
    let project = project();
    let result = run(project.path(), &[]);
    assert_eq!((result.code, result.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(without_sizes(&result.stdout), @r"
    schemas/ to Rust types
      ping.rs  new  1 type   N lines  urn:xmpp:ping
    1 module with 1 type, N lines in target/generated: 2 files written, 0 left as they were

    tests/stanzas/ against the schemas
      ping    1 valid,   1 refused as expected
    2 stanzas: 1 valid, 1 refused as expected

    look at one:  xmpp-codegen check tests/stanzas/ping/invalid-text.xml
    learn more:   xmpp-codegen --help
    ");
    assert!(
        project
            .read("target/generated/ping.rs")
            .contains("pub struct Ping")
    );
}

#[test]
fn a_sample_that_surprises_is_a_finding() {
    let project = project();
    project
        .write(
            "tests/stanzas/ping/valid-wrong.xml",
            "<ping xmlns='urn:xmpp:ping'>pong</ping>",
        )
        .write(
            "tests/stanzas/ping/invalid-fine.xml",
            "<ping xmlns='urn:xmpp:ping'/>",
        );
    let result = run(project.path(), &[]);
    assert_eq!(result.code, 1);
    insta::assert_snapshot!(without_sizes(&result.stdout), @r"
    schemas/ to Rust types
      ping.rs  new  1 type   N lines  urn:xmpp:ping
    1 module with 1 type, N lines in target/generated: 2 files written, 0 left as they were

    tests/stanzas/ against the schemas
      tests/stanzas/ping/invalid-fine.xml: nothing found, though its name says `invalid`
    error[unexpected-text]: `<ping/>` holds text where only elements may stand
     --> tests/stanzas/ping/valid-wrong.xml:1:29
      |
    1 | <ping xmlns='urn:xmpp:ping'>pong</ping>
      |                             ^^^^ in `ping`

    tests/stanzas/ping/valid-wrong.xml: 1 error; a server answers <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      ping    1 valid,   1 refused as expected,   2 not as expected
    4 stanzas: 1 valid, 1 refused as expected, 2 not as expected

    look at one:  xmpp-codegen check tests/stanzas/ping/invalid-text.xml
    learn more:   xmpp-codegen --help
    ");
}

#[test]
fn elsewhere_it_prints_the_help() {
    let scratch = Scratch::new();
    let result = run(scratch.path(), &[]);
    assert_eq!(result.code, 0);
    assert!(
        result.stdout.contains("Usage: xmpp-codegen"),
        "{}",
        result.stdout
    );
    assert!(
        result.stdout.contains("no directory `schemas` here"),
        "{}",
        result.stdout
    );
}
