//! `cargo tidy`: what the rules of style say about the tree, checked.
//!
//! Each check is a file; each returns its complaints, a line each, `path:line: what and why`.

mod documents;
mod generated;
mod layers;
mod licences;
mod sizes;

use crate::said::Said;
use crate::tree::Tree;

/// A complaint, ready to print.
pub type Complaint = String;

/// A check of the tree.
type Check = fn(&Tree) -> Vec<Complaint>;

const CHECKS: [(&str, Check); 5] = [
    ("layers", layers::check),
    ("sizes", sizes::check),
    ("generated", generated::check),
    ("documents", documents::check),
    ("licences", licences::check),
];

/// Runs every check over the repository.
pub fn run(tree: &Tree) -> Said {
    let mut said = Said::default();
    for (name, check) in CHECKS {
        for complaint in check(tree) {
            said.complain(format!("tidy/{name}: {complaint}"));
        }
    }
    said.say(sizes::summary(tree));
    said
}
