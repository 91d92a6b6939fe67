//! The page about the attribute language has an example for each of its rows.

use std::fs;
use tests::root;

/// The rows of the tables, as the headings of the examples name them: by the key, and where a table says first what the key stands
/// on, by both.
fn rows(page: &str) -> Vec<String> {
    let mut rows = Vec::new();
    let mut columns = 0;
    for line in page.lines() {
        let Some(row) = line.strip_prefix("| ") else {
            columns = 0;
            continue;
        };
        let row = row.replace("\\|", "\0");
        let cells = row.split('|').map(|cell| cell.trim().replace('\0', "\\|"));
        let cells: Vec<String> = cells.collect();
        match (columns, cells[0].as_str()) {
            (0, "on" | "for") => columns = 2,
            (0, _) => columns = 1,
            (_, rule) if rule.starts_with("---") => {}
            (1, key) => rows.push(key.to_owned()),
            (_, on) => rows.push(format!("{on}: {}", cells[1])),
        }
    }
    rows
}

#[test]
fn every_row_of_the_attribute_language_has_an_example() {
    let read = |name: &str| fs::read_to_string(root().join("docs").join(name)).unwrap();
    let rows = rows(&read("attributes.md"));
    let examples = read("attributes-by-example.md");
    let headings: Vec<&str> = examples
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    assert!(rows.len() > 50, "{rows:?}");
    assert_eq!(headings, rows);
    assert_eq!(examples.matches("```rust\n").count(), rows.len());
}
