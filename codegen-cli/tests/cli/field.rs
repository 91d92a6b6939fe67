//! `check`, of what peers get wrong: the samples of `tests/field/`.

use crate::run::{root, run};
use serde_json::Value;
use std::fs;

/// Each of the eleven invalid stanzas is refused with path, line, column, rule and answer; those that only a strict judge refuses are
/// taken without `--strict`.
#[test]
fn eleven_invalid_stanzas_are_refused() {
    let directory = root().join("tests/field");
    let table = fs::read_to_string(directory.join("expected.tsv")).unwrap();
    let mut count = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, mode, rule, path, row, column, answer] = cells[..] else {
            panic!("{line}");
        };
        let file = format!("invalid/{file}");
        let args = ["check", "tea.xsd", &file, "--format", "json"];
        if mode == "strict" {
            let lenient = run(&directory, &args);
            assert_eq!((lenient.code, lenient.stdout.as_str()), (0, ""), "{file}");
        }
        let strict = match mode {
            "strict" => vec!["--strict"],
            _ => Vec::new(),
        };
        let result = run(&directory, &[&args[..], &strict].concat());
        assert_eq!(result.code, 1, "{file}: {}", result.stderr);
        let found: Value = serde_json::from_str(result.stdout.lines().next().unwrap()).unwrap();
        assert_eq!(found["rule"], rule, "{found}");
        assert_eq!(found["path"], path, "{found}");
        assert_eq!(found["line"].to_string(), row, "{found}");
        assert_eq!(found["column"].to_string(), column, "{found}");
        let answered = found["answer"].as_str().unwrap();
        assert!(answered.contains(&format!("<{answer} ")), "{found}");
        count += 1;
    }
    assert_eq!(count, 11);
}

/// The ten valid ones are.
#[test]
fn ten_valid_stanzas_are_taken() {
    let directory = root().join("tests/field");
    let result = run(&directory, &["check", "valid", "--format", "short"]);
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    assert!(result.stdout.contains("10 documents"), "{}", result.stdout);
}
