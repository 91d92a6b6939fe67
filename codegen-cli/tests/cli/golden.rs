//! Diagnostics as their readers see them: `tests/codegen/fail/NAME.xsd` is checked, `NAME.stderr` is what is printed.
//!
//! `UPDATE_GOLDEN=1 cargo test -p codegen-cli` writes the latter anew; a reviewer reads the difference.

use crate::run::{root, run};
use std::fmt::Write as _;
use std::fs;

#[test]
fn every_defect_is_shown_as_before() {
    let directory = root().join("tests/codegen/fail");
    let mut schemas: Vec<String> = fs::read_dir(&directory)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.ends_with(".xsd"))
        .collect();
    schemas.sort();
    assert!(schemas.len() > 10, "{schemas:?}");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = String::new();
    for schema in schemas {
        let name = schema.trim_end_matches(".xsd");
        let result = run(&directory, &["check", &schema]);
        assert_eq!(
            result.code, 1,
            "{schema}: {}{}",
            result.stdout, result.stderr
        );
        assert!(
            result.stdout.contains(&format!("[{name}]: ")),
            "{schema} is named after another rule: {}",
            result.stdout
        );
        let golden = directory.join(format!("{name}.stderr"));
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if update {
            fs::write(&golden, &result.stdout).unwrap();
        } else if expected != result.stdout {
            write!(
                wrong,
                "{schema}\n--- expected\n{expected}\n--- printed\n{}\n",
                result.stdout
            )
            .unwrap();
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nif this is better, run: UPDATE_GOLDEN=1 cargo test -p codegen-cli"
    );
}
