//! Any bytes, by our reader and by expat: they agree on what is well-formed and on what it says, but for the classes of
//! `expat-differences.txt`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use xmpp_xml::{Content, Item, Limits, Node, Reader, Rule, XmlError, is_ncname_char};

fuzz_target!(|input: &[u8]| {
    let (ours, theirs) = (read(input), ask(input));
    let agree = match (&ours, theirs.starts_with('!')) {
        (Ok(ours), false) => *ours == theirs,
        (Err(_), true) => true,
        _ => false,
    };
    if agree {
        return;
    }
    let class = CLASSES
        .iter()
        .find(|(_, holds)| holds(input, ours.as_ref().err(), &theirs));
    let known = class.is_some_and(|(name, _)| LIST.lines().any(|line| line.starts_with(name)));
    assert!(known, "ours: {ours:?}\nexpat: {theirs:?}");
});

const LIST: &str = include_str!("../expat-differences.txt");

type Holds = fn(&[u8], Option<&XmlError>, &str) -> bool;

const CLASSES: [(&str, Holds); 5] = [
    ("restricted", |_, ours, theirs| {
        refused(ours, &Rule::RESTRICTED_XML) && !theirs.starts_with('!')
    }),
    ("encoding", |input, ours, _| {
        let marked = [&b"\xEF\xBB\xBF"[..], b"\xFE\xFF", b"\xFF\xFE"];
        refused(ours, &Rule::UNSUPPORTED_ENCODING)
            || marked.iter().any(|mark| input.starts_with(mark))
    }),
    ("names", |input, ours, theirs| {
        // 4 is XML_ERROR_INVALID_TOKEN.
        let text = std::str::from_utf8(input).unwrap_or("");
        let unusual = |character: char| !character.is_ascii() && is_ncname_char(character);
        ours.is_none() && theirs == "!4" && text.contains(unusual)
    }),
    ("version", |input, ours, theirs| {
        let declared = input
            .strip_prefix(b"<?xml")
            .is_some_and(|rest| !rest.starts_with(b"-"));
        let told = ours.is_some_and(|error| error.message().contains("version"));
        declared && told && !theirs.starts_with('!')
    }),
    ("colons", |_, ours, theirs| {
        let told = ours.is_some_and(|error| error.message().contains("colon"));
        told && refused(ours, &Rule::NAMESPACE_NOT_WELL_FORMED) && !theirs.starts_with('!')
    }),
];

fn refused(ours: Option<&XmlError>, rule: &Rule) -> bool {
    ours.is_some_and(|error| error.rule() == rule)
}

/// The document in the form that `expat.py` gives it.
fn read(input: &[u8]) -> Result<String, XmlError> {
    let mut reader = Reader::document(Limits::FILE);
    let mut out = String::new();
    reader.receive(input);
    if let Some(Item::Stanza(root)) = reader.read()? {
        write(root, &mut out);
    }
    reader.finish()?;
    Ok(out)
}

fn write(node: Node<'_>, out: &mut String) {
    let name = |namespace: &str, local: &str| match namespace {
        "" => local.to_owned(),
        _ => format!("{namespace} {local}"),
    };
    let mut attributes: Vec<(String, String)> = node
        .attributes()
        .map(|it| (name(it.namespace(), it.name()), it.value().into_owned()))
        .collect();
    attributes.sort();
    out.push('<');
    out.push_str(&name(node.namespace(), node.name()));
    for (name, value) in attributes {
        out.push_str(&format!("|{name}={value}"));
    }
    out.push('>');
    for content in node.content() {
        match content {
            Content::Element(child) => write(child, out),
            Content::Text(text) => out.push_str(&text.value()),
        }
    }
    out.push_str("</>");
}

thread_local! {
    static OTHER: RefCell<Child> = RefCell::new(
        Command::new("python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/expat.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 runs"),
    );
}

/// What expat makes of the input.
fn ask(input: &[u8]) -> String {
    OTHER.with_borrow_mut(|child| {
        let to = child.stdin.as_mut().expect("it is piped");
        let length = u32::try_from(input.len()).expect("inputs are small");
        to.write_all(&[&length.to_le_bytes(), input].concat())
            .expect("expat.py listens");
        to.flush().expect("expat.py listens");
        let from = child.stdout.as_mut().expect("it is piped");
        let mut length = [0; 4];
        from.read_exact(&mut length).expect("expat.py answers");
        let mut answer = vec![0; u32::from_le_bytes(length) as usize];
        from.read_exact(&mut answer).expect("expat.py answers");
        String::from_utf8_lossy(&answer).into_owned()
    })
}
