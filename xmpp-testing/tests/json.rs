//! Every type of `xmpp_core::schema` goes through JSON, in the form of `docs/json.md`, and comes back as the same value.

#![cfg(test)]

use serde::Serialize;
use serde::de::DeserializeOwned;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::library::{CATALOG, Library};
use xmpp_codegen::load;
use xmpp_codegen::sample::Sampler;
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_core::schema;
use xmpp_core::xml::{Document, Node};
use xmpp_core::{FromXml, Limits, ToXml, Validate, read, write};

/// A type of the table.
struct Type {
    name: &'static str,
    matches: fn(Node<'_>) -> bool,
    through: fn(&str) -> Result<(), String>,
}

impl Type {
    const fn of<T>(name: &'static str) -> Self
    where
        T: FromXml + ToXml + Validate + PartialEq + Serialize + DeserializeOwned,
    {
        Self {
            name,
            matches: T::matches,
            through: through::<T>,
        }
    }
}

fn through<T>(xml: &str) -> Result<(), String>
where
    T: FromXml + ToXml + Validate + PartialEq + Serialize + DeserializeOwned,
{
    let value: T = read(xml).map_err(|report| report.to_string())?;
    let json = serde_json::to_string(&value).map_err(|error| error.to_string())?;
    let again: T = serde_json::from_str(&json).map_err(|error| format!("{json}: {error}"))?;
    let written = |value: &T| write(value).map_err(|report| report.to_string());
    match again == value && written(&again)? == written(&value)? {
        true => Ok(()),
        false => Err(format!("{json} is another value")),
    }
}

/// Every generated type that is an element.
static ALL: &[Type] = &include!("table/schema.rs");

#[test]
fn values_come_back_from_json() {
    let mut sources = SourceMap::default();
    let library = Library::builtin();
    let documents = library.documents().iter();
    let files: Vec<FileId> = documents
        .map(|document| sources.add(document.path(), &*document.text))
        .collect();
    let (catalog, _) = Catalog::parse(sources.add("catalog.toml", CATALOG), CATALOG);
    let (model, _) = load(&mut sources, &files, &catalog, &library);
    let sampler = Sampler::new(&model, &catalog);
    let (mut seen, mut complaints) = (Vec::new(), Vec::new());
    for id in sampler.elements() {
        let random = (0..8).map(|seed| sampler.random(id, seed));
        let samples = [sampler.minimal(id), sampler.maximal(id)];
        for xml in samples.into_iter().chain(random).flatten() {
            let document = Document::parse(&xml, Limits::FILE).unwrap();
            let mut types = ALL.iter();
            let Some(type_) = types.find(|type_| (type_.matches)(document.root())) else {
                continue; // a text or a flag of another type
            };
            seen.push(type_.name);
            if let Err(complaint) = (type_.through)(&xml) {
                complaints.push(format!("{}: {xml}: {complaint}", type_.name));
            }
        }
    }
    let unseen: Vec<_> = ALL
        .iter()
        .map(|type_| type_.name)
        .filter(|name| !seen.contains(name))
        .collect();
    assert_eq!(unseen, [""; 0]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// What the page shows, and nothing else, is the form.
#[test]
fn the_form_is_that_of_the_page() {
    let page = include_str!("../../docs/json.md");
    let pairs = page.split("```xml\n").skip(1).map(|rest| {
        let (xml, rest) = rest.split_once("```").unwrap();
        let (_, rest) = rest.split_once("```json\n").unwrap();
        (xml.trim(), rest.split_once("```").unwrap().0)
    });
    let mut shown = 0;
    for (xml, json) in pairs {
        let expected: serde_json::Value = serde_json::from_str(json).unwrap();
        let document = Document::parse(xml, Limits::FILE).unwrap();
        let value = match document.root().name() {
            "message" => serde_json::to_value(read::<schema::stanza::Message>(xml).unwrap()),
            "query" => serde_json::to_value(read::<schema::roster::Roster>(xml).unwrap()),
            _ => serde_json::to_value(read::<xmpp_core::StanzaError>(xml).unwrap()),
        };
        assert_eq!(value.unwrap(), expected, "{xml}");
        shown += 1;
    }
    assert!(shown >= 3, "{shown}");
}

#[test]
fn what_is_wrong_is_told() {
    let error = |json: &str| {
        let read = serde_json::from_str::<schema::roster::Item>(json);
        read.unwrap_err().to_string()
    };
    assert!(error(r#"{"name": "Nurse"}"#).starts_with("missing field `jid`"));
    assert!(error(r#"{"jid": "@"}"#).starts_with("the localpart is empty"));
    assert!(error(r#"{"jid": "a@b", "jids": 1}"#).starts_with("unknown field `jids`"));
    assert!(error(r#"{"jid": "a@b", "jid": "c@b"}"#).starts_with("duplicate field `jid`"));
    let wrong = error(r#"{"jid": "a@b", "subscription": "bothh"}"#);
    assert!(wrong.contains("both"), "{wrong}");
    let wrong = error(r#"{"jid": "a@b", "extra": {"children": ["<a>"]}}"#);
    assert!(wrong.contains("not-well-formed"), "{wrong}");
}
