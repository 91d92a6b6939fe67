//! Documents link to what exists, and the README stays short.

use super::Complaint;
use crate::tree::Tree;

const README_LIMIT: usize = 150;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files(".md") {
        let text = tree.text(file);
        if file == "README.md" && text.lines().count() > README_LIMIT {
            complaints.push(format!("README.md: more than {README_LIMIT} lines"));
        }
        if !text.starts_with("# ") {
            complaints.push(format!("{file}:1: does not start with a heading"));
        }
        complaints.extend(dead_links(tree, file, &text));
    }
    complaints
}

/// Relative links of a Markdown file that lead nowhere.
fn dead_links(tree: &Tree, file: &str, text: &str) -> Vec<Complaint> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut complaints = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for target in line
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let path = target.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            if !tree.exists(format!("{folder}/{path}").trim_start_matches('/')) {
                complaints.push(format!(
                    "{file}:{}: the link `{target}` leads nowhere",
                    number + 1
                ));
            }
        }
    }
    complaints
}
