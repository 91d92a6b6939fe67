//! The suite on disk: its index, and its files.

use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A group of tests: a schema, and documents to judge by it.
#[derive(Debug, Deserialize)]
pub(super) struct Group {
    set: String,
    /// Who gave it to the suite.
    pub(super) contributor: String,
    group: String,
    /// The test of the schema itself; some groups leave the schema to the documents.
    pub(super) schema: Option<SchemaTest>,
    /// The schema documents, relative to the suite.
    pub(super) docs: Vec<PathBuf>,
    pub(super) instances: Vec<InstanceTest>,
}

/// Whether a schema is valid.
#[derive(Debug, Deserialize)]
pub(super) struct SchemaTest {
    pub(super) expected: Expected,
}

/// Whether a document is valid.
#[derive(Debug, Deserialize)]
pub(super) struct InstanceTest {
    name: String,
    pub(super) doc: PathBuf,
    pub(super) expected: Expected,
}

/// What the suite says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Expected {
    Valid,
    Invalid,
}

impl Group {
    /// What the schema test is called in the list of known misses.
    pub(super) fn schema_test(&self) -> String {
        format!("schema {}/{}", self.set, self.group)
    }

    /// What a test of a document is called there.
    pub(super) fn instance_test(&self, test: &InstanceTest) -> String {
        format!("instance {}/{}/{}", self.set, self.group, test.name)
    }
}

/// The suite.
#[derive(Debug)]
pub(super) struct Suite {
    pub(super) groups: Vec<Group>,
    /// Where its files are.
    pub(super) files: PathBuf,
}

impl Suite {
    /// Reads the index in a directory, and unpacks the archive beside it below `target`.
    pub(super) fn open(directory: &Path, target: &Path) -> Result<Self, String> {
        let index = find(directory, ".index.jsonl")?.ok_or_else(|| {
            format!(
                "`{}` holds no index (*.index.jsonl) of the suite",
                directory.display()
            )
        })?;
        let text = fs::read_to_string(&index).map_err(|error| at(&index, &error))?;
        let groups = text
            .lines()
            .enumerate()
            .map(|(line, group)| {
                serde_json::from_str(group)
                    .map_err(|error| format!("{}:{}: {error}", index.display(), line + 1))
            })
            .collect::<Result<_, _>>()?;
        let files = match find(directory, ".tar.zst")? {
            Some(archive) => unpacked(&archive, target)?,
            None => directory.to_owned(),
        };
        Ok(Self { groups, files })
    }
}

fn find(directory: &Path, ending: &str) -> Result<Option<PathBuf>, String> {
    let entries = fs::read_dir(directory).map_err(|error| at(directory, &error))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    found.sort();
    Ok(found.into_iter().next())
}

/// The directory with the files of the archive. A mark says that they are all there.
fn unpacked(archive: &Path, target: &Path) -> Result<PathBuf, String> {
    let directory = target.join("xsts");
    let mark = directory.join(".unpacked");
    let time = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    if time(&mark).is_some_and(|mark| time(archive).is_some_and(|archive| archive < mark)) {
        return Ok(directory);
    }
    fs::create_dir_all(&directory).map_err(|error| at(&directory, &error))?;
    let status = Command::new("tar")
        .args(["--zstd", "-xf"])
        .arg(archive)
        .arg("-C")
        .arg(&directory)
        .status()
        .map_err(|error| format!("tar: {error}"))?;
    if !status.success() {
        return Err(format!("tar could not unpack `{}`", archive.display()));
    }
    fs::write(&mark, "").map_err(|error| at(&mark, &error))?;
    Ok(directory)
}

fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
