//! libxml2, asked through `xmllint`: one process for each schema.

use super::payloads::Payload;
use super::schemas::Published;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether libxml2 calls payloads valid, by their numbers, for the schemas that it can load; nothing if it is not installed.
pub(super) fn ask(
    directory: &Path,
    folder: &Path,
    published: &Published,
    payloads: &[Payload],
) -> Result<Option<BTreeMap<usize, bool>>, String> {
    if Command::new("xmllint").arg("--version").output().is_err() {
        return Ok(None);
    }
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(folder).map_err(failed)?;
    let catalog = folder.join("catalog.xml");
    fs::write(&catalog, addresses(published, directory)).map_err(failed)?;
    let mut by_schema: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, payload) in payloads.iter().enumerate() {
        if published.schemas[payload.schema].strict.is_ok() {
            by_schema.entry(payload.schema).or_default().push(at);
            fs::write(folder.join(format!("{at}.xml")), &payload.xml).map_err(failed)?;
        }
    }
    let mut answers = BTreeMap::new();
    for (schema, numbers) in by_schema {
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .arg(absolute(&published.schemas[schema].path))
            .args(numbers.iter().map(|at| format!("{at}.xml")))
            .current_dir(folder)
            .env("XML_CATALOG_FILES", absolute(&catalog))
            .output()
            .map_err(|error| format!("xmllint: {error}"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        for line in said.lines() {
            let (name, valid) = match (
                line.strip_suffix(".xml validates"),
                line.strip_suffix(".xml fails to validate"),
            ) {
                (Some(name), _) => (name, true),
                (_, Some(name)) => (name, false),
                _ => continue,
            };
            if let Ok(at) = name.parse() {
                answers.insert(at, valid);
            }
        }
    }
    Ok(Some(answers))
}

/// A catalogue that leads every address ending in a schema's file name to that file.
fn addresses(published: &Published, directory: &Path) -> String {
    let mut text = "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>\n".to_owned();
    let mut add = |file: &Path| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for prefix in [
            "http://www.xmpp.org/schemas/",
            "http://xmpp.org/schemas/",
            "https://xmpp.org/schemas/",
            "http://www.jabber.org/schemas/",
            "http://jabber.org/schemas/",
            "http://www.w3.org/2001/03/",
            "http://www.w3.org/2001/",
        ] {
            // Text can always be written to a string.
            let _ = writeln!(
                text,
                "<uri name='{prefix}{name}' uri='file://{}'/><system systemId='{prefix}{name}' uri='file://{}'/>",
                absolute(file).display(),
                absolute(file).display(),
            );
        }
    };
    add(&directory.join("schemas/xml.xsd"));
    for schema in &published.schemas {
        add(&schema.path);
    }
    text.push_str("</catalog>\n");
    text
}

fn absolute(path: &Path) -> std::path::PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
