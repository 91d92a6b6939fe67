//! The functions that everybody calls.

use super::{Checker, Decoder, FromXml, ToXml, Validate};
use crate::xml::{Document, Node, WriteError, Writer, wording};
use crate::{Answer, Finding, Findings, Limits, Report, Rule};

/// Reads a value from an element, leniently: what is unknown is kept, what is optional and invalid is absent.
///
/// Nothing is returned where the value cannot be made. Whether the sender is owed an answer is for `findings` to say, also
/// where there is a value: [`FirstOnly`](crate::FirstOnly) keeps the first finding with an answer, [`Report`] keeps all.
pub fn decode<T: FromXml>(node: Node<'_>, findings: &mut impl Findings) -> Option<T> {
    decode_with(node, &mut Decoder::new(findings))
}

/// The same, but attributes and children that the type does not know are reported (and kept).
pub fn decode_strict<T: FromXml>(node: Node<'_>, findings: &mut impl Findings) -> Option<T> {
    decode_with(node, &mut Decoder::strict(findings))
}

/// Reads a value from a document: one element, complete in itself, as large as a stanza may be ([`Limits::CLIENT`]). What is
/// larger is read with other limits: [`Document::parse`], then [`decode`].
///
/// # Errors
/// Everything that was found, where the value cannot be made or the sender would be owed an answer. To have the value
/// nevertheless, use [`decode`].
pub fn read<T: FromXml>(xml: &str) -> Result<T, Report> {
    let mut report = Report::new();
    let value = match Document::parse(xml, Limits::CLIENT) {
        Ok(document) => decode(document.root(), &mut report),
        Err(error) => {
            report.push(error.finding());
            None
        }
    };
    match value {
        Some(value) if report.answer() == Answer::Nothing => Ok(value),
        _ => Err(report),
    }
}

/// Writes a value as a document: every namespace it needs is declared.
///
/// # Errors
/// Everything that is wrong with the value: what it breaks of its schema, and what XML cannot carry.
pub fn write<T: ToXml + Validate>(value: &T) -> Result<String, Report> {
    write_to(value, Writer::document())
}

/// Writes a value with a given writer: inside a stream, namespaces that its header declares are not declared again.
///
/// # Errors
/// Everything that is wrong with the value: what it breaks of its schema, and what XML cannot carry.
pub fn write_to<T: ToXml + Validate>(value: &T, mut writer: Writer) -> Result<String, Report> {
    let mut report = Report::new();
    value.validate(&mut Checker::new(&mut report));
    if report.answer() != Answer::Nothing {
        return Err(report);
    }
    value.to_xml(&mut writer);
    writer.finish().map_err(|error| {
        report.push(unwritable(&error));
        report
    })
}

fn decode_with<T: FromXml>(node: Node<'_>, decoder: &mut Decoder<'_>) -> Option<T> {
    if !T::matches(node) && !T::matches_unknown(node) {
        decoder.report(Rule::UNEXPECTED_ELEMENT, node, || {
            wording::unexpected_element(node.name(), node.namespace(), &T::names())
        });
        return None;
    }
    T::from_xml(node, decoder).ok()
}

fn unwritable(error: &WriteError) -> Finding {
    Finding {
        rule: Rule::NOT_WELL_FORMED,
        path: String::new(),
        position: None,
        length: 0,
        message: error.to_string(),
        help: None,
    }
}
