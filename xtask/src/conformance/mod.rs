//! `cargo xtask conformance`: what is shown to be done of which specification, `docs/conformance.md`, and the machine's summary of
//! it, `xmpp.doap`. Both are made from the lists in `tests/requirements/` and from the conversations and tests that they name.
//!
//! Data flow: `list → evidence → page → doap`.

mod doap;
mod evidence;
mod list;
mod page;

use std::fs;
use std::path::Path;

use crate::said::Said;
use evidence::Evidence;
use list::Lists;

const PAGE: &str = "docs/conformance.md";
const DOAP: &str = "xmpp.doap";

/// The command that makes both files.
pub const COMMAND: &str = "cargo xtask conformance";

/// Makes the files, or says whether they are what the lists make them. A row that nothing shows, or that names a test that is not
/// there, is complained of.
///
/// # Errors
/// A list cannot be read, or a file cannot be written.
pub fn run(root: &Path, check: bool) -> Result<Said, String> {
    let lists = Lists::read(root)?;
    let evidence = Evidence::gather(root)?;
    let mut said = Said::default();
    for complaint in lists.complaints(&evidence) {
        said.complain(complaint);
    }
    let files = [
        (PAGE, page::page(&lists, &evidence)),
        (DOAP, doap::doap(&lists)),
    ];
    for (name, text) in files {
        let path = root.join(name);
        let is_fresh = fs::read_to_string(&path).is_ok_and(|present| present == text);
        if check && !is_fresh {
            said.complain(format!(
                "{name} is not what tests/requirements/ makes it: run `{COMMAND}`"
            ));
        }
        if !check {
            fs::write(&path, text).map_err(|error| format!("{name}: {error}"))?;
            said.say(format!("{name}: written"));
        }
    }
    Ok(said)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
