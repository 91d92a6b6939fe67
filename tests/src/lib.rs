//! What the tests of the workspace share.
//!
//! Data flow: `sample → types → facts → conversation`.

pub mod conversation;
pub mod facts;
pub mod sample;
pub mod types;

use std::path::{Path, PathBuf};

/// The README's code, compiled as it stands there.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_owned)
        .unwrap_or_default()
}
