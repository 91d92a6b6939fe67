//! `cargo tidy`: what the rules of style say about the tree, checked.
//!
//! Each check is a file; each returns its complaints, a line each, `path:line: what and why`.

mod documents;
mod generated;
mod layers;
mod licences;
mod sizes;

use crate::tree::Tree;

/// A complaint, ready to print.
pub type Complaint = String;

/// Runs every check over the repository and prints what they say; `false` if anything is wrong.
pub fn run(tree: &Tree) -> bool {
    let checks: [(&str, fn(&Tree) -> Vec<Complaint>); 5] = [
        ("layers", layers::check),
        ("sizes", sizes::check),
        ("generated", generated::check),
        ("documents", documents::check),
        ("licences", licences::check),
    ];
    let mut clean = true;
    for (name, check) in checks {
        let complaints = check(tree);
        for complaint in &complaints {
            println!("tidy/{name}: {complaint}");
        }
        clean &= complaints.is_empty();
    }
    println!("{}", sizes::summary(tree));
    clean
}
