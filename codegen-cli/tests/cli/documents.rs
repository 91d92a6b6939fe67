//! Documents that the program's own output makes: `docs/rules.md`, and what is shown in `docs/diagnostics.md` and `docs/first-steps.md`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p codegen-cli` writes them anew.

use crate::run::{root, run};
use std::fmt::Write as _;
use std::fs;

#[test]
fn every_rule_is_in_the_list_of_rules() {
    let list = run(&root(), &["explain", "--list"]).stdout;
    let mut text = String::from(
        "# Rules\n\nEvery rule that a finding can name, with the page that `xmpp-codegen explain RULE` shows.\n\
         Made by `UPDATE_GOLDEN=1 cargo test -p codegen-cli`; edit the rule's own file.\n",
    );
    let mut count = 0;
    for line in list.lines().filter(|line| !line.is_empty()) {
        match line
            .strip_prefix("  ")
            .and_then(|line| line.split_whitespace().next())
        {
            Some(name) => {
                count += 1;
                let page = run(&root(), &["explain", name]).stdout;
                write!(text, "\n{}", deeper(&page)).unwrap();
            }
            None => write!(text, "\n## {line}\n").unwrap(),
        }
    }
    assert!(count > 80, "{count} rules");
    agree("docs/rules.md", &text);
}

/// A block of `docs/diagnostics.md` after `<!-- shown: NAME -->` is what checking `tests/codegen/fail/NAME.xsd` prints.
#[test]
fn what_is_shown_of_diagnostics_is_what_is_printed() {
    let document = fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    let mut text = String::new();
    let mut rest = document.as_str();
    let mut count = 0;
    while let Some((before, after)) = rest.split_once("<!-- shown: ") {
        let (name, after) = after.split_once(" -->\n```text\n").unwrap();
        let (_, after) = after.split_once("```\n").unwrap();
        let schema = format!("{name}.xsd");
        let printed = run(&root().join("tests/codegen/fail"), &["check", &schema]).stdout;
        write!(
            text,
            "{before}<!-- shown: {name} -->\n```text\n{printed}```\n"
        )
        .unwrap();
        rest = after;
        count += 1;
    }
    text.push_str(rest);
    assert!(count >= 10, "{count} are shown");
    agree("docs/diagnostics.md", &text);
}

/// The block of `docs/first-steps.md` after `<!-- shown in short: NAME.. -->` is what checking those of `tests/codegen/fail` prints, a line
/// for each finding; the defects of the published schemas that are shown are ten at least.
#[test]
fn what_the_first_steps_show_of_diagnostics_is_what_is_printed() {
    let document = fs::read_to_string(root().join("docs/first-steps.md")).unwrap();
    let (before, after) = document.split_once("<!-- shown in short: ").unwrap();
    let (names, after) = after.split_once(" -->\n```text\n").unwrap();
    let (_, after) = after.split_once("```\n").unwrap();
    assert!(names.split(' ').count() >= 10, "{names}");
    let mut text = format!("{before}<!-- shown in short: {names} -->\n```text\n");
    for name in names.split(' ') {
        let schema = format!("{name}.xsd");
        let arguments = ["check", "--format", "short", &schema];
        let printed = run(&root().join("tests/codegen/fail"), &arguments).stdout;
        let first = printed.lines().next().unwrap();
        assert!(first.contains(&format!("[{name}]")), "{first}");
        writeln!(text, "{first}").unwrap();
    }
    text.push_str("```\n");
    agree("docs/first-steps.md", &(text + after));
}

/// Headings two levels down, outside of code.
fn deeper(page: &str) -> String {
    let mut code = false;
    let mut text = String::new();
    for line in page.lines() {
        code ^= line.starts_with("```");
        let marks = if line.starts_with('#') && !code {
            "##"
        } else {
            ""
        };
        text.push_str(marks);
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn agree(file: &str, text: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "{file} is stale: run `UPDATE_GOLDEN=1 cargo test -p codegen-cli`"
    );
}
