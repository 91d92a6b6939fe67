//! `cargo xtask unicode`: the Unicode Character Database to the tables of `xmpp_core::precis`.
//!
//! The data is Debian's package `unicode-data`, or any directory with the same files. The tables are committed with their
//! version, so that nobody needs the data to build.
//!
//! Data flow: `data → derive → record → trie → emit`.

mod data;
mod derive;
mod emit;
mod record;
mod trie;

use crate::said::Said;
use data::{CODE_POINTS, Data};
use std::fs;
use std::path::Path;
use trie::Trie;

/// What to run when the tables are not what the data says.
pub const COMMAND: &str = "cargo xtask unicode";

/// The generated file, relative to the root of the repository.
pub const FILE: &str = "xmpp-core/src/precis/tables.rs";

/// Where Debian's `unicode-data` puts the files.
pub const DATA: &str = "/usr/share/unicode";

/// The most static data that the tables may be.
const SIZE_LIMIT: usize = 64 * 1024;

/// Writes the tables; with `check`, writes nothing and complains if they would change.
///
/// # Errors
/// Data that cannot be read or does not fit, or a file that cannot be written.
pub fn run(root: &Path, directory: &Path, check: bool) -> Result<Said, String> {
    let (text, summary) = generate(directory)?;
    let path = root.join(FILE);
    let is_fresh = fs::read_to_string(&path).is_ok_and(|present| present == text);
    let mut said = Said::default();
    if is_fresh {
        said.say(format!("{FILE} is what {summary} says"));
    } else if check {
        said.complain(format!("{FILE} is stale: run `{COMMAND}`"));
    } else {
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        said.say(format!("{FILE}: written from {summary}"));
    }
    Ok(said)
}

/// The version of Unicode in a directory of data.
///
/// # Errors
/// If there is none.
pub fn version(directory: &Path) -> Result<String, String> {
    data::version(directory)
}

/// The text of the tables, and a line about them.
fn generate(directory: &Path) -> Result<(String, String), String> {
    let data = Data::read(directory)?;
    let records: Vec<u32> = (0..CODE_POINTS)
        .map(|code| record::record(&data, code))
        .collect();
    let trie = Trie::new(&records)?;
    let text = emit::file(&data, &trie, COMMAND);
    if text.contains("not supported") {
        return Err("a lower case mapping has more characters than the tables can say".to_owned());
    }
    let size = trie.size() + text.matches("\n    (0x").count() * 16 + 240 * 2;
    if size > SIZE_LIMIT {
        return Err(format!("{size} bytes of tables, {SIZE_LIMIT} at most"));
    }
    let summary = format!(
        "Unicode {}: {size} bytes, {} records",
        data.version,
        trie.records.len()
    );
    Ok((text, summary))
}
