//! The functions that everybody calls.

use super::occurs::{Children, Store};
use super::{Checker, Decoder, FromNode, FromXml, Refused, Tag, ToXml, Validate};
use crate::xml::{Document, Node, WriteError, Writer, wording};
use crate::{Answer, Finding, Findings, Limits, Report, Rule};

/// Reads a value from an element, leniently: what is unknown is kept, what is optional and invalid is absent.
///
/// Nothing is returned where the value cannot be made. Whether the sender is owed an answer is for `findings` to say, also
/// where there is a value: [`FirstOnly`](crate::FirstOnly) keeps the first finding with an answer, [`Report`] keeps all.
pub fn decode<T: FromXml>(node: Node<'_>, findings: &mut impl Findings) -> Option<T> {
    decode_by(node, &mut Decoder::new(findings)).ok()
}

/// The same, but attributes and children that the type does not know are reported (and kept).
pub fn decode_strict<T: FromXml>(node: Node<'_>, findings: &mut impl Findings) -> Option<T> {
    decode_by(node, &mut Decoder::strict(findings)).ok()
}

/// Reads a value and payloads that are in it, both from the tape: such a payload is not kept as an
/// [`Element`](crate::Element) beside the others, where it would have to be read again.
///
/// `P` is `Option<_>` for the first payload of a type, `Vec<_>` for all, or [`Few<_>`](crate::Few) where there mostly is one; perhaps of a choice of
/// types. Only payloads of the
/// element itself are meant. One that is refused stays with the others.
///
/// ```
/// use xmpp_core::schema::{delay::Delay, stanza::Message};
/// use xmpp_core::xml::Document;
/// use xmpp_core::{FirstOnly, Limits, decode_with};
///
/// let xml = "<message xmlns='jabber:client'><delay xmlns='urn:xmpp:delay' stamp='2026-11-21T23:08:25Z'/></message>";
/// let document = Document::parse(xml, Limits::CLIENT)?;
/// let read = decode_with::<Message, Option<Delay>>(document.root(), &mut FirstOnly::default());
/// let (message, delay) = read.expect("it is a message");
/// assert_eq!(delay.map(|delay| delay.stamp.to_string()).as_deref(), Some("2026-11-21T23:08:25Z"));
/// assert!(message.payloads.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode_with<T: FromXml, P: Children>(
    node: Node<'_>,
    findings: &mut impl Findings,
) -> Option<(T, P)>
where
    P::Item: FromXml,
{
    let mut payloads = P::Store::default();
    let value = gathering::<T, P>(node, &mut payloads, findings).ok()?;
    Some((value, P::finish(payloads)?))
}

/// Reads a value, and adds payloads that are in it to those that are there: as [`decode_with`], for who reads one stanza after the other. Nothing
/// is moved once it is made, and a `Vec` that is emptied each time keeps its memory. An `Option` that has one takes no other.
///
/// # Errors
/// [`Refused`] where the value cannot be made. The finding was reported before, and payloads that were read by then are there.
///
/// ```
/// use xmpp_core::schema::{delay::Delay, stanza::Message};
/// use xmpp_core::xml::Document;
/// use xmpp_core::{FirstOnly, Limits, decode_beside};
///
/// let xml = "<message xmlns='jabber:client'><delay xmlns='urn:xmpp:delay' stamp='2026-11-21T23:08:25Z'/></message>";
/// let document = Document::parse(xml, Limits::CLIENT)?;
/// let mut delays: Vec<Delay> = Vec::new();
/// let message: Message = decode_beside(document.root(), &mut delays, &mut FirstOnly::default())?;
/// assert!(message.payloads.is_empty());
/// assert_eq!(delays.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode_beside<T: FromXml, P: Children<Store = P>>(
    node: Node<'_>,
    payloads: &mut P,
    findings: &mut impl Findings,
) -> Result<T, Refused>
where
    P::Item: FromXml,
{
    gathering::<T, P>(node, payloads, findings)
}

#[inline]
fn gathering<T: FromXml, P: Children>(
    node: Node<'_>,
    payloads: &mut P::Store,
    findings: &mut impl Findings,
) -> Result<T, Refused>
where
    P::Item: FromXml,
{
    let mut claim = |child: Tag<'_>, decoder: &mut Decoder<'_>| {
        if !is_wanted::<P>(payloads) {
            return false;
        }
        let position = P::Item::position(child);
        position.is_some()
            && is_added(
                payloads,
                P::Item::from_xml_at(position, child.node, decoder),
            )
    };
    decode_by(node, &mut Decoder::new(findings).claiming(&mut claim))
}

/// The same, of values that borrow from the tape: a borrowed form such as `MessageRef<'_>`, and payloads in theirs.
///
/// ```
/// use xmpp_core::schema::{delay::DelayRef, stanza::MessageRef};
/// use xmpp_core::xml::Document;
/// use xmpp_core::{FirstOnly, Limits, decode_ref_with};
///
/// let xml = "<message xmlns='jabber:client'><delay xmlns='urn:xmpp:delay' stamp='2026-11-21T23:08:25Z'/></message>";
/// let document = Document::parse(xml, Limits::CLIENT)?;
/// let read = decode_ref_with::<MessageRef<'_>, Option<DelayRef<'_>>>(document.root(), &mut FirstOnly::default());
/// let (message, delay) = read.expect("it is a message");
/// assert!(delay.is_some() && message.payloads.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode_ref_with<'t, T: FromNode<'t>, P: Children>(
    node: Node<'t>,
    findings: &mut impl Findings,
) -> Option<(T, P)>
where
    P::Item: FromNode<'t>,
{
    let mut payloads = P::Store::default();
    let value = gathering_ref::<T, P>(node, &mut payloads, findings).ok()?;
    Some((value, P::finish(payloads)?))
}

/// The same as [`decode_beside`], of values that borrow from the tape.
///
/// # Errors
/// As there.
pub fn decode_ref_beside<'t, T: FromNode<'t>, P: Children<Store = P>>(
    node: Node<'t>,
    payloads: &mut P,
    findings: &mut impl Findings,
) -> Result<T, Refused>
where
    P::Item: FromNode<'t>,
{
    gathering_ref::<T, P>(node, payloads, findings)
}

#[inline]
fn gathering_ref<'t, T: FromNode<'t>, P: Children>(
    node: Node<'t>,
    payloads: &mut P::Store,
    findings: &mut impl Findings,
) -> Result<T, Refused>
where
    P::Item: FromNode<'t>,
{
    let mut claim = |child: Tag<'_>, decoder: &mut Decoder<'_>| {
        let Some(child) = node.of_one_tape(child.node).map(Tag::of) else {
            return false;
        };
        if !is_wanted::<P>(payloads) {
            return false;
        }
        let position = <P::Item as FromNode>::Owned::position(child);
        position.is_some()
            && is_added(
                payloads,
                P::Item::from_node_at(position, child.node, decoder),
            )
    };
    decode_ref_by(node, &mut Decoder::new(findings).claiming(&mut claim))
}

/// Whether one more payload is wanted.
#[inline]
fn is_wanted<P: Children>(payloads: &P::Store) -> bool {
    P::Store::MANY || payloads.count() == 0
}

/// Takes a payload, if it could be made.
#[inline]
fn is_added<T>(payloads: &mut impl Store<T>, payload: Result<T, Refused>) -> bool {
    match payload {
        Ok(payload) => {
            payloads.add(payload);
            true
        }
        Err(_) => false,
    }
}

/// Reads a value that borrows from the tape, leniently: a borrowed form such as `MessageRef<'_>`.
pub fn decode_ref<'t, T: FromNode<'t>>(node: Node<'t>, findings: &mut impl Findings) -> Option<T> {
    decode_ref_by(node, &mut Decoder::new(findings)).ok()
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
    append(value, &mut writer)?;
    writer.finish().map_err(|error| of_error(&error))
}

/// Writes a value behind what a writer has written: one for the life of a stream needs no new memory for each stanza.
///
/// # Errors
/// Everything that is wrong with the value: what it breaks of its schema, and what XML cannot carry. The latter sticks: the writer is
/// of no use then until it is [cleared](Writer::clear).
pub fn append<T: ToXml + Validate>(value: &T, writer: &mut Writer) -> Result<(), Report> {
    let mut report = Report::new();
    value.validate(&mut Checker::new(&mut report));
    if report.answer() != Answer::Nothing {
        return Err(report);
    }
    value.to_xml(writer);
    match writer.written() {
        Ok(_) => Ok(()),
        Err(error) => Err(of_error(&error)),
    }
}

fn of_error(error: &WriteError) -> Report {
    let mut report = Report::new();
    report.push(unwritable(error));
    report
}

#[inline]
fn decode_by<T: FromXml>(node: Node<'_>, decoder: &mut Decoder<'_>) -> Result<T, Refused> {
    let position = T::position(Tag::of(node));
    if position.is_none() && !T::matches_unknown(node) {
        report_unexpected(node, decoder, &T::names());
        return Err(Decoder::refused());
    }
    T::from_xml_at(position, node, decoder)
}

#[inline]
fn decode_ref_by<'t, T: FromNode<'t>>(
    node: Node<'t>,
    decoder: &mut Decoder<'_>,
) -> Result<T, Refused> {
    let position = T::Owned::position(Tag::of(node));
    if position.is_none() && !T::Owned::matches_unknown(node) {
        report_unexpected(node, decoder, &T::Owned::names());
        return Err(Decoder::refused());
    }
    T::from_node_at(position, node, decoder)
}

#[cold]
fn report_unexpected(node: Node<'_>, decoder: &mut Decoder<'_>, names: &[&str]) {
    decoder.report(Rule::UNEXPECTED_ELEMENT, node, || {
        wording::unexpected_element(node.name(), node.namespace(), names)
    });
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
