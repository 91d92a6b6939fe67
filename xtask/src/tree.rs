//! The files of the repository, as git knows them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository: its root and the files in it that git tracks or would track.
pub struct Tree {
    /// Its root.
    pub root: PathBuf,
    files: Vec<String>,
}

impl Tree {
    /// The repository this program was built from.
    pub fn open() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or("xtask stands in no repository")?
            .to_owned();
        let listing = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output()
            .map_err(|error| format!("git ls-files: {error}"))?;
        let text = String::from_utf8(listing.stdout).map_err(|error| error.to_string())?;
        let mut files: Vec<String> = text.lines().map(str::to_owned).collect();
        files.retain(|file| root.join(file).is_file());
        files.sort();
        files.dedup();
        Ok(Self { root, files })
    }

    /// Files with that ending, paths relative to the root with `/`.
    pub fn files(&self, ending: &str) -> impl Iterator<Item = &str> {
        self.files
            .iter()
            .map(String::as_str)
            .filter(move |file| file.ends_with(ending))
    }

    /// Rust files written by hand: neither generated nor golden.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.files(".rs").filter(|file| !is_generated(file))
    }

    /// The text of a file; empty if it is not UTF-8.
    pub fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.root.join(file)).unwrap_or_default()
    }

    /// Whether a path relative to the root exists.
    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}

/// Whether a Rust file is made by a command, or is input of a test.
pub fn is_generated(file: &str) -> bool {
    file.starts_with("xmpp-core/src/schema/")
        || file == crate::unicode::FILE
        || file.starts_with("tests/codegen/")
        || file.starts_with("xmpp-derive/tests/mistakes/")
}

/// Whether a Rust file holds tests, benches or examples only.
pub fn is_test(file: &str) -> bool {
    file.starts_with("tests/")
        || file.contains("/tests/")
        || file.contains("/benches/")
        || file.starts_with("examples/")
        || file.ends_with("/tests.rs")
        || file.ends_with("_tests.rs")
}
