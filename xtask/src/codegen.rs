//! `cargo codegen`: schemas/ to xmpp-core/src/schema/.

use crate::said::Said;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::Config;

/// What to run when the generated files are not what the schemas say.
pub const COMMAND: &str = "cargo codegen";

/// The generated directory, relative to the root of the repository.
pub const DIRECTORY: &str = "xmpp-core/src/schema";

/// Compiles our schemas and writes what changed; with `check`, writes nothing and complains of what would change.
///
/// # Errors
/// A schema that does not compile, or a directory that cannot be read or written.
pub fn run(root: &Path, check: bool) -> Result<Said, String> {
    let mut said = Said::default();
    for (file, text) in stale(root)? {
        let file_name = file.display();
        if check {
            said.complain(format!("{file_name} is stale: run `{COMMAND}`"));
        } else {
            write(&root.join(&file), text.as_deref())?;
            said.say(format!(
                "{file_name}: {}",
                if text.is_some() { "written" } else { "removed" }
            ));
        }
    }
    if said.lines.is_empty() {
        said.say(format!("{DIRECTORY} is what schemas/ says"));
    }
    Ok(said)
}

/// The files whose text is not what the schemas say, with the text that they should have; `None`: the file should not be there.
///
/// # Errors
/// A schema that does not compile, or a directory that cannot be read.
pub fn stale(root: &Path) -> Result<BTreeMap<PathBuf, Option<String>>, String> {
    let wanted = generate(root)?;
    let mut stale = BTreeMap::new();
    for (name, text) in &wanted {
        let path = Path::new(DIRECTORY).join(name);
        if fs::read_to_string(root.join(&path)).ok().as_ref() != Some(text) {
            stale.insert(path, Some(text.clone()));
        }
    }
    let present = fs::read_dir(root.join(DIRECTORY))
        .into_iter()
        .flatten()
        .flatten();
    for name in present.filter_map(|entry| entry.file_name().into_string().ok()) {
        if !wanted.contains_key(&name) {
            stale.insert(Path::new(DIRECTORY).join(name), None);
        }
    }
    Ok(stale)
}

/// What our schemas compile to: file names and texts, `mod.rs` among them.
///
/// # Errors
/// A schema that does not compile: the diagnostics, a line each.
pub fn generate(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let output = Config::new()
        .schemas(root.join("schemas"))
        .module_path("xmpp_core::schema")
        .regenerate(&format!("run `{COMMAND}`"))
        .generate()
        .map_err(|report| report.to_string())?;
    let index = output.index(&format!("run `{COMMAND}`"));
    let mut files: BTreeMap<String, String> = output
        .files
        .into_iter()
        .map(|file| (file.name, file.text))
        .collect();
    files.insert("mod.rs".to_owned(), index);
    Ok(files)
}

fn write(path: &Path, text: Option<&str>) -> Result<(), String> {
    let outcome = match (text, path.parent()) {
        (Some(text), Some(folder)) => {
            fs::create_dir_all(folder).and_then(|()| fs::write(path, text))
        }
        (Some(text), None) => fs::write(path, text),
        (None, _) => fs::remove_file(path),
    };
    outcome.map_err(|error| format!("{}: {error}", path.display()))
}
