//! The page for people.

use std::fmt::Write as _;

use super::evidence::Evidence;
use super::list::{Extension, List, Lists, Row};

const INTRODUCTION: &str = "# Conformance\n\n\
Made by `cargo xtask conformance` from the lists in `tests/requirements/`. Each row names the conversations in \
`tests/conversations/` and the tests that show it; all of them are run by `cargo test --workspace`, which fails if one of them \
does, and a row that names what is not there fails `cargo xtask conformance`. A conversation is played against the machine in \
memory, cut at every byte, and over TCP against the server where that can be put to it from outside.\n";

/// The whole page.
pub(super) fn page(lists: &Lists, evidence: &Evidence) -> String {
    let mut out = INTRODUCTION.to_owned();
    out.push_str("\n| specification | rows | shown | open |\n| --- | ---: | ---: | ---: |\n");
    for list in &lists.lists {
        let open = list.rows.iter().filter(|row| !row.open.is_empty()).count();
        let rows = list.rows.len();
        let shown = rows - open;
        let _ = writeln!(out, "| {} | {rows} | {shown} | {open} |", list.title);
    }
    for list in &lists.lists {
        table(&mut out, list, evidence);
    }
    extensions(&mut out, &lists.extensions);
    out
}

fn table(out: &mut String, list: &List, evidence: &Evidence) {
    let _ = write!(out, "\n## {}\n\n", list.title);
    if !list.about.is_empty() {
        let _ = write!(out, "{}\n\n", list.about.trim());
    }
    out.push_str("| row | clause | level | side | what | shown by |\n| --- | --- | --- | --- | --- | --- |\n");
    for row in &list.rows {
        let Row {
            id,
            clause,
            level,
            side,
            says,
            open,
            ..
        } = row;
        let shown = match open.is_empty() {
            true => cell(&evidence.of(list, row)),
            false => format!("**open**: {open}"),
        };
        let _ = writeln!(
            out,
            "| {id} | {clause} | {level} | {side} | {says} | {shown} |"
        );
    }
}

/// A few names are enough.
fn cell(shown: &[String]) -> String {
    const FEW: usize = 4;
    let names = shown.iter().take(FEW).map(|name| format!("`{name}`"));
    let mut cell = names.collect::<Vec<_>>().join(", ");
    if shown.len() > FEW {
        let _ = write!(cell, " and {} more", shown.len() - FEW);
    }
    cell
}

fn extensions(out: &mut String, extensions: &[Extension]) {
    out.push_str("\n## Extensions\n\n| XEP | title | version | status | shown by |\n| --- | --- | --- | --- | --- |\n");
    for known in extensions {
        let note = match known.note.is_empty() {
            true => String::new(),
            false => format!(": {}", known.note),
        };
        let _ = writeln!(
            out,
            "| {:04} | {} | {} | {}{note} | {} |",
            known.xep,
            known.title,
            known.version,
            known.status,
            cell(&known.shown)
        );
    }
}
