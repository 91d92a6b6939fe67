//! quick-xml's `NsReader`, as its documentation has it: names resolved, end tags checked, attributes checked for
//! duplicates, values and references resolved. It wants text, so the bytes are checked to be UTF-8 first.

use crate::harness::Run;
use crate::kinds::Kind;
use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, ResolveResult};

pub(super) fn look(kind: &Kind) -> Option<Run> {
    let stream = kind.stream().into_bytes();
    Some(Box::new(move || {
        let text = std::str::from_utf8(&stream).expect("the kinds are UTF-8");
        look_at(text).expect("the kinds are well-formed")
    }))
}

fn look_at(text: &str) -> Result<u64, quick_xml::Error> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_comments = true;
    let (mut seen, mut depth) = (0, 0);
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Start(tag) => {
                depth += 1;
                // The header is no stanza.
                if depth > 1 {
                    seen += look_at_tag(reader.resolver(), tag)?;
                }
            }
            Event::Empty(tag) => seen += look_at_tag(reader.resolver(), tag)?,
            Event::End(_) => depth -= 1,
            Event::Text(text) => seen += text.xml10_content().len(),
            Event::CData(text) => seen += text.xml10_content().len(),
            Event::GeneralRef(reference) => seen += look_at_reference(reference)?,
            Event::Eof => return Ok(seen as u64),
            _ => {}
        }
    }
}

fn look_at_tag(
    resolver: &NamespaceResolver,
    tag: &BytesStart<'_>,
) -> Result<usize, quick_xml::Error> {
    let (namespace, local) = resolver.resolve_element(tag.name());
    let mut seen = local.as_ref().len() + length(&namespace);
    for attribute in tag.attributes() {
        let attribute = attribute?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = resolver.resolve_attribute(attribute.key);
        let value = attribute.normalized_value(XmlVersion::Explicit1_0)?;
        seen += local.as_ref().len() + length(&namespace) + value.len();
    }
    Ok(seen)
}

fn look_at_reference(reference: &BytesRef<'_>) -> Result<usize, quick_xml::Error> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.len_utf8());
    }
    Ok(resolve_predefined_entity(reference).map_or(0, str::len))
}

fn length(namespace: &ResolveResult<'_>) -> usize {
    match namespace {
        ResolveResult::Bound(Namespace(name)) => name.len(),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => 0,
    }
}
