//! The XML of an extension's document (XEP-0143): what in it is a schema, what an example.

use std::ops::Range;
use xmpp_codegen::rule::{Page, not_well_formed, unreadable_file};

/// A document, taken apart.
#[derive(Debug)]
pub(crate) struct Document {
    /// The path as it was given.
    pub(crate) name: String,
    /// `XEP-0030`, where the document says its number.
    pub(crate) number: Option<String>,
    pub(crate) title: String,
    pub(crate) status: String,
    /// The text of the file.
    pub(crate) text: String,
    pub(crate) schemas: Vec<Piece>,
    pub(crate) examples: Vec<Piece>,
}

/// A piece of the document.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The caption of an example.
    pub(crate) caption: String,
    /// What it says, in a text as long as the document: everything around is blank, so that places in it are places in the
    /// document.
    pub(crate) text: String,
    /// Where it is.
    pub(crate) range: Range<usize>,
}

/// Why something is no document of an extension.
#[derive(Debug)]
pub(crate) struct Unread {
    /// The rule that it breaks.
    pub(crate) page: &'static Page,
    /// Where in its text.
    pub(crate) at: usize,
    pub(crate) why: String,
}

impl Document {
    /// Takes a document apart.
    ///
    /// # Errors
    /// It is not well-formed XML, or none of an extension's document: what is wrong, with its place.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Unread> {
        let readable = without_entities(text);
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..roxmltree::ParsingOptions::default()
        };
        let tree =
            roxmltree::Document::parse_with_options(&readable, options).map_err(|error| {
                Unread {
                    page: &not_well_formed::PAGE,
                    at: place(text, error.pos()),
                    why: error.to_string(),
                }
            })?;
        let header = |name: &str| {
            tree.descendants()
                .find(|node| node.has_tag_name(name))
                .and_then(|node| node.text())
                .map(|text| text.trim().to_owned())
                .unwrap_or_default()
        };
        let number = header("number");
        let mut document = Self {
            name: name.to_owned(),
            number: (!number.is_empty()).then(|| format!("XEP-{number}")),
            title: header("title"),
            status: header("status"),
            text: text.to_owned(),
            schemas: Vec::new(),
            examples: Vec::new(),
        };
        for node in tree.descendants().filter(roxmltree::Node::is_element) {
            match node.tag_name().name() {
                "code" => document
                    .schemas
                    .extend(piece(node, &readable).filter(is_schema)),
                "example" => document.examples.extend(piece(node, &readable)),
                _ => {}
            }
        }
        let root = tree.root_element();
        if !root.has_tag_name("xep") && document.schemas.is_empty() && document.examples.is_empty()
        {
            return Err(Unread {
                page: &unreadable_file::PAGE,
                at: root.range().start,
                why: format!(
                    "`<{}/>` is no document of an extension: it is no `<xep/>`, and has neither a schema in a `<code/>` nor an `<example/>`",
                    root.tag_name().name()
                ),
            });
        }
        Ok(document)
    }

    /// `XEP-0030: Service Discovery`, or the name of the file.
    pub(crate) fn heading(&self) -> String {
        match &self.number {
            Some(number) => format!("{number}: {}", self.title),
            None => self.name.clone(),
        }
    }
}

/// The text of a `code` or `example`, at its place: of several runs, the longest, which is the CDATA section.
fn piece(node: roxmltree::Node<'_, '_>, text: &str) -> Option<Piece> {
    const BEGIN: &str = "<![CDATA[";
    let run = node
        .children()
        .filter(roxmltree::Node::is_text)
        .max_by_key(|run| run.range().len())?;
    let range = run.range();
    let source = &text[range.clone()];
    let (range, content) = match source.find(BEGIN) {
        Some(at) => {
            let start = range.start + at + BEGIN.len();
            let length = text[start..]
                .find("]]>")
                .unwrap_or_else(|| range.end.saturating_sub(start));
            (start..start + length, None)
        }
        // Written with `&lt;`: what is meant is shorter, and stands as near as it can.
        None => (range, run.text()),
    };
    let inside = content.unwrap_or_else(|| &text[range.clone()]);
    let mut placed = blank(&text[..range.start]);
    placed.push_str(&without_declaration(inside));
    Some(Piece {
        caption: node.attribute("caption").unwrap_or_default().to_owned(),
        text: placed,
        range,
    })
}

fn is_schema(piece: &Piece) -> bool {
    piece.text.contains("http://www.w3.org/2001/XMLSchema")
        && piece
            .text
            .split('<')
            .skip(1)
            .find(|tag| tag.starts_with(|first: char| first.is_ascii_alphabetic()))
            .is_some_and(|tag| {
                let name = tag
                    .split(|end: char| end.is_whitespace() || end == '>')
                    .next();
                name.and_then(|name| name.rsplit(':').next()) == Some("schema")
            })
}

/// The text with spaces for everything but line feeds.
fn blank(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

/// The text with spaces for its XML declaration, which may stand at the beginning of a file only.
fn without_declaration(text: &str) -> String {
    let start = text.len() - text.trim_start().len();
    match text[start..].starts_with("<?xml ").then(|| text.find("?>")) {
        Some(Some(end)) => format!("{}{}", blank(&text[..end + 2]), &text[end + 2..]),
        _ => text.to_owned(),
    }
}

/// The text without document type, and with the names of entities in the place of references to them: what they stand for is
/// in other files. Every byte stays where it is.
fn without_entities(text: &str) -> String {
    let mut readable = String::with_capacity(text.len());
    let mut rest = text;
    if let Some(at) = rest.find("<!DOCTYPE") {
        readable.push_str(&rest[..at]);
        let end = match (rest[at..].find('['), rest[at..].find('>')) {
            (Some(open), Some(close)) if open < close => {
                rest[at..].find("]>").map_or(rest.len(), |end| at + end + 2)
            }
            (_, Some(close)) => at + close + 1,
            _ => rest.len(),
        };
        readable.push_str(&blank(&rest[at..end]));
        rest = &rest[end..];
    }
    while let Some(at) = rest.find(['&', '<']) {
        readable.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.strip_prefix("<![CDATA[") {
            Some(_) => rest.find("]]>").map_or(rest.len(), |end| end + 3),
            None => match entity(rest) {
                Some(name) => {
                    readable.push_str(&format!(" {name} "));
                    rest = &rest[name.len() + 2..];
                    continue;
                }
                None => 1,
            },
        };
        readable.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    readable.push_str(rest);
    readable
}

/// The name of an entity that XML does not know itself, where the text begins with a reference to one.
fn entity(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('&')?.split_once(';')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let is_known = matches!(name, "lt" | "gt" | "amp" | "quot" | "apos");
    (is_name && !is_known).then_some(name)
}

fn place(text: &str, at: roxmltree::TextPos) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(at.row.saturating_sub(1) as usize)
        .map(str::len)
        .sum();
    (before + at.col.saturating_sub(1) as usize).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version='1.0'?>\n<!DOCTYPE xep SYSTEM 'xep.dtd' [<!ENTITY % ents SYSTEM 'xep.ent'>%ents;]>\n\
        <xep><header><title>Ping</title>&LEGALNOTICE;<number>0199</number></header>\n\
        <example caption='Ping'><![CDATA[\n<iq>&amp;</iq>]]></example>\n\
        <code>&lt;no schema></code><code><![CDATA[<?xml version='1.0'?>\n<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>]]></code></xep>";

    #[test]
    fn pieces_stand_where_they_stand_in_the_document() {
        let document = Document::read("xep-0199.xml", TEXT).unwrap();
        assert_eq!(document.heading(), "XEP-0199: Ping");
        let [example] = document.examples.as_slice() else {
            panic!("one example");
        };
        assert_eq!(example.caption, "Ping");
        assert_eq!(example.text.find("<iq>"), TEXT.find("<iq>"));
        let [schema] = document.schemas.as_slice() else {
            panic!("one schema");
        };
        assert_eq!(schema.text.find("<xs:schema"), TEXT.find("<xs:schema"));
        assert_eq!(schema.text.trim_start().find("<xs:schema"), Some(0));
    }

    #[test]
    fn what_is_no_xml_has_its_place() {
        let unread = Document::read("x.xml", "<xep>\n<a></b></xep>").unwrap_err();
        assert_eq!(unread.at, 9);
    }
}
