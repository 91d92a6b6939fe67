//! Schema documents and all that they reach, read from disk.
//!
//! A schema says where another document is: `schemaLocation`, relative to the document that says it. Those documents are read
//! into the [`SourceMap`] under their paths, and stay files at hand: what they mean to a schema is decided when it is composed.
//! Locations with a scheme are never fetched.

use crate::general;
use crate::source::{FileId, SourceMap};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// What was read.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files asked for, in their order.
    pub given: Vec<FileId>,
    /// The files that those reach, directly or not.
    pub reached: Vec<FileId>,
    /// The files asked for that could not be read. A location that leads nowhere is only a hint (XSD part 1 §4.2.3).
    pub unreadable: Vec<(PathBuf, io::Error)>,
}

/// Reads schema files, and every document that they include, redefine or import by a location.
pub fn gather(sources: &mut SourceMap, paths: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    let mut seen = BTreeSet::new();
    let mut waiting = Vec::new();
    for path in paths {
        let path = normal(path);
        if !seen.insert(path.clone()) {
            continue;
        }
        match read(sources, &path) {
            Ok(file) => {
                gathered.given.push(file);
                waiting.push((file, path));
            }
            Err(error) => gathered.unreadable.push((path, error)),
        }
    }
    gathered.reached = follow(sources, seen, waiting);
    gathered
}

/// Reads every document that files of the sources include, redefine or import by a location, and that is not among the sources.
pub fn reach(sources: &mut SourceMap, files: &[FileId]) -> Vec<FileId> {
    let path = |file: FileId| normal(Path::new(&sources.file(file).path));
    let seen = sources.files().map(|(file, _)| path(file)).collect();
    let waiting = files.iter().map(|file| (*file, path(*file))).collect();
    follow(sources, seen, waiting)
}

fn follow(
    sources: &mut SourceMap,
    mut seen: BTreeSet<PathBuf>,
    mut waiting: Vec<(FileId, PathBuf)>,
) -> Vec<FileId> {
    let mut reached = Vec::new();
    while let Some((file, path)) = waiting.pop() {
        for location in locations(&sources.file(file).text) {
            let Some(target) = beside(&path, &location) else {
                continue;
            };
            if seen.insert(target.clone())
                && let Ok(file) = read(sources, &target)
            {
                reached.push(file);
                waiting.push((file, target));
            }
        }
    }
    reached
}

/// The path that a location means in a document: nothing for an address on the network.
pub fn beside(document: &Path, location: &str) -> Option<PathBuf> {
    let location = location.trim();
    let location = location.split('#').next().unwrap_or(location);
    let location = location.strip_prefix("file://").unwrap_or(location);
    if location.is_empty() || location.contains("://") || location.starts_with("urn:") {
        return None;
    }
    let directory = document.parent().unwrap_or_else(|| Path::new(""));
    Some(normal(&directory.join(location)))
}

/// A path without `.` and, where it can be told from the path alone, without `..`.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(parts.components().next_back(), Some(Component::Normal(_))) =>
            {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

fn read(sources: &mut SourceMap, path: &Path) -> io::Result<FileId> {
    let text = read_text(path)?;
    Ok(sources.add(path.to_string_lossy(), text))
}

/// Reads a file as [`decode`] does.
///
/// # Errors
/// Those of opening and reading it, and that it is no text.
pub fn read_text(path: &Path) -> io::Result<String> {
    const MOSTLY: usize = 8192; // to ask first how long it is costs more
    let mut bytes = Vec::with_capacity(MOSTLY);
    File::open(path)?.take(u64::MAX).read_to_end(&mut bytes)?;
    let is_plain = !matches!(bytes.as_slice(), [0 | 0xEF | 0xFE | 0xFF, ..] | [_, 0, ..]);
    let text = match is_plain {
        true => String::from_utf8(bytes).or_else(|error| decode(error.as_bytes())),
        false => decode(&bytes),
    };
    text.map_err(|garbled| io::Error::new(io::ErrorKind::InvalidData, garbled))
}

/// A file that is no text in an encoding that is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Garbled {
    /// What can be read of it, the rest replaced.
    pub text: String,
    /// Where in that the first replacement stands.
    pub at: usize,
}

impl fmt::Display for Garbled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not UTF-8")
    }
}

impl std::error::Error for Garbled {}

/// The text of a file in UTF-8 or UTF-16, told by its first bytes (XML 1.0 appendix F), or in the ISO-8859-1 that it declares.
///
/// # Errors
/// It is none of these.
pub fn decode(bytes: &[u8]) -> Result<String, Garbled> {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        _ => match utf8(bytes) {
            Err(garbled) if is_latin(&garbled.text) => {
                Ok(bytes.iter().copied().map(char::from).collect())
            }
            text => text,
        },
    }
}

/// The text of a file as [`decode`] has it, and what can be read of a file that is none.
pub fn text(bytes: &[u8]) -> String {
    decode(bytes).unwrap_or_else(|garbled| garbled.text)
}

fn utf8(bytes: &[u8]) -> Result<String, Garbled> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Garbled {
            text: String::from_utf8_lossy(bytes).into_owned(),
            at: error.valid_up_to(),
        }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Garbled> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut garbled = None;
    let mut text = String::with_capacity(pairs.len());
    for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        if read.is_err() {
            garbled.get_or_insert(text.len());
        }
        text.push(read.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        garbled.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    match garbled {
        Some(at) => Err(Garbled { text, at }),
        None => Ok(text),
    }
}

/// Whether a document declares that a byte of it is a character (XML 1.0 §4.3.3).
fn is_latin(text: &str) -> bool {
    let declaration = text
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    let encoding = declaration.and_then(|(inside, _)| inside.split_once("encoding"));
    let name = encoding.map(|(_, name)| name.trim_start_matches([' ', '\t', '\r', '\n', '=']));
    name.is_some_and(|name| {
        let name = name.trim_start_matches(['\'', '"']).to_ascii_lowercase();
        name.starts_with("iso-8859-1\'") || name.starts_with("iso-8859-1\"")
    })
}

/// The values of `schemaLocation` in a schema document; none if it is not XML.
fn locations(text: &str) -> Vec<String> {
    if !text.contains("schemaLocation") {
        return Vec::new();
    }
    let Ok(tree) = general::parse(text) else {
        return Vec::new();
    };
    tree.root_element()
        .children()
        .filter(|node| {
            node.tag_name().namespace() == Some(crate::model::XSD)
                && matches!(node.tag_name().name(), "include" | "import" | "redefine")
        })
        .filter_map(|node| node.attribute("schemaLocation"))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_beside_its_document_and_never_on_the_network() {
        let document = Path::new("a/b/one.xsd");
        assert_eq!(
            beside(document, "../two.xsd"),
            Some(PathBuf::from("a/two.xsd"))
        );
        assert_eq!(
            beside(document, " ./two.xsd "),
            Some(PathBuf::from("a/b/two.xsd"))
        );
        assert_eq!(
            beside(document, "file:///c/two.xsd"),
            Some(PathBuf::from("/c/two.xsd"))
        );
        assert_eq!(beside(document, "http://www.w3.org/2001/xml.xsd"), None);
        assert_eq!(
            beside(Path::new("one.xsd"), "../../two.xsd"),
            Some(PathBuf::from("../../two.xsd"))
        );
    }

    #[test]
    fn text_is_read_in_both_encodings_that_xml_demands() {
        assert_eq!(text(b"\xEF\xBB\xBF<a/>"), "<a/>");
        assert_eq!(text(b"\xFF\xFE<\0a\0/\0>\0"), "<a/>");
        assert_eq!(text(b"\0<\0a\0/\0>"), "<a/>");
        assert_eq!(text(b"<a/>"), "<a/>");
    }

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        let garbled = |text: &str, at| {
            let text = text.to_owned();
            Err(Garbled { text, at })
        };
        assert_eq!(decode(b"<a>\xE9</a>"), garbled("<a>\u{FFFD}</a>", 3));
        assert_eq!(decode(b"\xEF\xBB\xBF<a>\xE9"), garbled("<a>\u{FFFD}", 3));
        assert_eq!(decode(b"\xFF\xFE<\0\0\xD8>\0"), garbled("<\u{FFFD}>", 1));
        assert_eq!(decode(b"\xFF\xFE<\0a"), garbled("<\u{FFFD}", 1));
        assert_eq!(
            decode(b"<?xml version='1.0' encoding = \"iso-8859-1\"?><a>\xE9</a>").as_deref(),
            Ok("<?xml version='1.0' encoding = \"iso-8859-1\"?><a>\u{E9}</a>")
        );
        assert!(decode(b"<?xml version='1.0' encoding='ISO-8859-15'?><a>\xE9</a>").is_err());
    }
}
