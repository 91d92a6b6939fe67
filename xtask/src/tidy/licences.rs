//! No dependency under a licence of the GPL family.

use super::Complaint;
use crate::tree::Tree;
use std::process::Command;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(&tree.root)
        .output();
    let metadata = match output {
        Ok(output) if output.status.success() => output.stdout,
        Ok(output) => {
            return vec![format!(
                "cargo metadata: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )];
        }
        Err(error) => return vec![format!("cargo metadata: {error}")],
    };
    let Ok(metadata) = serde_json::from_slice::<serde_json::Value>(&metadata) else {
        return vec!["cargo metadata: not JSON".to_owned()];
    };
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if packages.is_empty() {
        return vec!["cargo metadata: names no package".to_owned()];
    }
    packages.iter().filter_map(complaint).collect()
}

fn complaint(package: &serde_json::Value) -> Option<Complaint> {
    let name = package["name"].as_str().unwrap_or_default();
    let own = package["source"].is_null();
    match package["license"].as_str() {
        None if own || !package["license_file"].is_null() => None,
        None => Some(format!("{name}: has no licence")),
        Some(licence) if !may_be_used(licence) => Some(format!("{name}: is under {licence}")),
        Some(_) => None,
    }
}

/// Whether one of the alternatives is free of the GPL family.
fn may_be_used(licence: &str) -> bool {
    licence
        .split(" OR ")
        .flat_map(|part| part.split('/'))
        .any(|alternative| !alternative.contains("GPL"))
}
