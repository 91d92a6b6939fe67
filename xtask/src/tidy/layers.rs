//! The directory order is the data-flow order.
//!
//! A crate states its order in `lib.rs`, in one line: ``//! Data flow: `a → b → c`.`` A module may use only those
//! named before it.

use super::Complaint;
use crate::tree::{Tree, is_test};

const MARK: &str = "//! Data flow: `";

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let roots: Vec<&str> = tree
        .sources()
        .filter(|file| {
            file.ends_with("src/lib.rs") && !is_test(file) && !file.starts_with("xmpp-derive/")
        })
        .collect();
    roots
        .into_iter()
        .flat_map(|root| check_crate(tree, root))
        .collect()
}

fn check_crate(tree: &Tree, root: &str) -> Vec<Complaint> {
    let text = tree.text(root);
    let Some(order) = text.lines().find_map(|line| line.strip_prefix(MARK)) else {
        return vec![format!("{root}: has no line ``{MARK}a → b`.``")];
    };
    let order: Vec<&str> = order
        .trim_end_matches(['.', '`'])
        .split('→')
        .map(str::trim)
        .collect();
    let folder = root.trim_end_matches("lib.rs");
    let mut complaints = unnamed_modules(root, &text, &order);
    for file in tree
        .sources()
        .filter(|file| file.starts_with(folder) && *file != root)
    {
        let module = module_of(file, folder);
        if let Some(rank) = order.iter().position(|name| *name == module) {
            complaints.extend(upward_uses(tree, file, &order, rank));
        }
    }
    complaints
}

/// Modules that `lib.rs` declares and the order does not name.
fn unnamed_modules(root: &str, text: &str, order: &[&str]) -> Vec<Complaint> {
    text.lines()
        .filter_map(|line| {
            line.trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .strip_suffix(';')
        })
        .filter(|module| !order.contains(module))
        .map(|module| format!("{root}: the data flow does not name the module `{module}`"))
        .collect()
}

/// The top-level module that a file belongs to.
fn module_of<'f>(file: &'f str, folder: &str) -> &'f str {
    let inside = &file[folder.len()..];
    inside
        .split_once('/')
        .map_or_else(|| inside.trim_end_matches(".rs"), |(first, _)| first)
}

fn upward_uses(tree: &Tree, file: &str, order: &[&str], rank: usize) -> Vec<Complaint> {
    let text = tree.text(file);
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut complaints = Vec::new();
    for (number, line) in before_tests.lines().enumerate() {
        let code = line.trim_start();
        if !(code.starts_with("use crate::") || code.starts_with("pub use crate::")) {
            continue;
        }
        for later in &order[rank + 1..] {
            let names = [
                format!("crate::{later}::"),
                format!("crate::{later};"),
                format!("crate::{later} "),
            ];
            if names.iter().any(|name| code.contains(name.as_str())) {
                let module = order[rank];
                complaints.push(format!(
                    "{file}:{}: `{module}` uses `{later}`, which comes after it",
                    number + 1
                ));
            }
        }
    }
    complaints
}
