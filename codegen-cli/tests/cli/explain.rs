//! `explain`

use crate::run::{root, run};
use std::fs;

#[test]
fn a_rule_has_a_page_with_reason_and_answer() {
    insta::assert_snapshot!(run(&root(), &["explain", "missing-attribute"]).stdout, @r"
    # missing-attribute

    An attribute that the schema requires is absent.

    ## Example
    ```xml
    <item name='Nurse'/>  <!-- no jid -->
    ```

    ## Answer
    `<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`

    The stream lives on.
    ");
    insta::assert_snapshot!(run(&root(), &["explain", "iq-one-child"]).stdout, @r"
    # iq-one-child

    - `<iq/>`: where `type` is `get` or `set`, at least 1 element of another namespace (RFC 6120 §8.2.3).

    ## Answer
    `<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`

    The stream lives on.
    ");
    let page = run(&root(), &["explain", "unresolved-type"]).stdout;
    for section in [
        "# unresolved-type",
        "## What it does",
        "## Why is this bad?",
        "## Example",
    ] {
        assert!(page.contains(section), "{page}");
    }
}

#[test]
fn every_rule_that_a_sample_breaks_is_listed_and_explained() {
    let list = run(&root(), &["explain", "--list"]);
    assert_eq!(list.code, 0);
    let mut samples = 0;
    for name in fs::read_dir(root().join("tests/codegen/fail")).unwrap() {
        let name = name.unwrap().file_name().into_string().unwrap();
        let Some(rule) = name.strip_suffix(".xsd") else {
            continue;
        };
        assert!(list.stdout.contains(&format!("  {rule} ")), "{rule}");
        assert_eq!(run(&root(), &["explain", rule]).code, 0, "{rule}");
        samples += 1;
    }
    assert!(samples > 10);
}

#[test]
fn an_unknown_rule_is_exit_code_2_with_a_suggestion() {
    let result = run(&root(), &["explain", "missing-atribute"]);
    assert_eq!((result.code, result.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(result.stderr, @"error: there is no rule `missing-atribute`: did you mean `missing-attribute`? `xmpp-codegen explain --list` shows them all");
}
