//! Documents that go through the generated types and come back: what is the same, what stands elsewhere, what is lost.

use super::order;
use super::package::Package;
use super::sets::Set;
use super::types::Types;
use super::verdicts::Verdicts;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use xmpp_codegen::canonical::{Canonical, Comparison, Order};
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Judge;
use xmpp_xml::{Answer, Document, Limits, Node};

/// What became of the payloads of a directory of documents.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Documents that are no XML.
    pub(crate) ill_formed: usize,
    /// Documents read.
    pub(crate) documents: usize,
    /// Of payloads that their schema calls valid to the letter.
    pub(crate) valid: Counts,
    /// Of payloads that are valid because what a schema does not know, and an order of children, is no reason to refuse a stanza.
    pub(crate) tolerated: Counts,
    /// Of the others.
    pub(crate) invalid: Counts,
    /// What interpreter and types say of them.
    pub(crate) verdicts: Verdicts,
}

/// What became of payloads.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) exact: usize,
    /// Each with the elements whose children stand elsewhere, and how free their order is.
    pub(crate) reordered: Vec<Moved>,
    /// Each with what is missing or new.
    pub(crate) lost: Vec<String>,
    /// Each with what the types say.
    pub(crate) refused: Vec<String>,
}

/// A payload that came back in another order.
pub(crate) struct Moved {
    /// Document and type.
    pub(crate) label: String,
    /// The elements whose children stand elsewhere, and how free their order is.
    pub(crate) elements: Vec<(String, Order)>,
    /// Whether they stood where their schema does not let them stand: they are written where it does.
    pub(crate) mended: bool,
}

impl Moved {
    /// The least free of the orders that were changed: what is fixed must not be.
    pub(crate) fn order(&self) -> Order {
        let orders = self.elements.iter().map(|(_, order)| *order);
        orders.min().unwrap_or(Order::Fixed)
    }
}

impl Outcome {
    /// A line for each payload that did not come back, or in another order.
    pub(crate) fn details(&self) -> Vec<String> {
        let lines = |kind, counts: &Counts| {
            let lines = counts.wrong().map(|line| format!("{kind}: {line}"));
            let moved = counts.reordered.iter().map(|moved| {
                let elements = moved.elements.iter();
                let elements: Vec<String> = elements
                    .map(|(path, order)| format!("{order:?} {path}"))
                    .collect();
                format!(
                    "{kind}: {}: reordered: {}",
                    moved.label,
                    elements.join(", ")
                )
            });
            lines.chain(moved).collect::<Vec<_>>()
        };
        [
            lines("valid", &self.valid),
            lines("tolerated", &self.tolerated),
            lines("not valid", &self.invalid),
            self.verdicts.details(),
        ]
        .concat()
    }
}

impl Counts {
    /// How many payloads there were.
    pub(crate) fn all(&self) -> usize {
        self.exact + self.reordered.len() + self.lost.len() + self.refused.len()
    }

    /// A line for each payload that did not come back.
    pub(crate) fn wrong(&self) -> impl Iterator<Item = &String> {
        self.lost.iter().chain(&self.refused)
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (exact, reordered) = (self.exact, self.reordered.len());
        let (lost, refused) = (self.lost.len(), self.refused.len());
        let all = self.all();
        write!(
            f,
            "{exact} exact, {reordered} reordered, {lost} lost, {refused} refused of {all}"
        )
    }
}

/// Sends every element that has a type, wherever it stands in another namespace than what is around it, through the type.
///
/// # Errors
/// The directory cannot be read, or the program does not answer.
pub(crate) fn run(directory: &Path, sets: &[Set], package: &Package) -> Result<Outcome, String> {
    let catalog = Catalog::default();
    let judges: Vec<Judge<'_>> = sets
        .iter()
        .map(|set| Judge::new(&set.model, &catalog))
        .collect();
    let strict: Vec<Judge<'_>> = sets
        .iter()
        .map(|set| Judge::new(&set.model, &catalog).strict())
        .collect();
    let canonical: Vec<Canonical<'_>> = sets.iter().map(|set| Canonical::new(&set.model)).collect();
    let mut types = Types::start(package)?;
    let mut outcome = Outcome::default();
    for path in files(directory)? {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let Ok(document) = Document::parse(&stream(&text), Limits::FILE) else {
            outcome.ill_formed += 1;
            continue;
        };
        outcome.documents += 1;
        types.forget();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        for payload in payloads(document.root()) {
            for index in types.of(payload) {
                let element = &package.elements[index];
                let set = element.set;
                let report = judges[set].report(payload);
                let is_valid = report.answer() == Answer::Nothing;
                let label = format!("{name} {}", element.type_);
                let ours = (!is_valid).then(|| report.to_string().trim().replace('\n', "; "));
                let theirs = types.objection(payload, index, &strict[set])?;
                outcome.verdicts.note(&label, theirs.as_deref(), ours);
                let is_strictly = || strict[set].report(payload).answer() == Answer::Nothing;
                let counts = match is_valid {
                    true if is_strictly() => &mut outcome.valid,
                    true => &mut outcome.tolerated,
                    false => &mut outcome.invalid,
                };
                let said = types.send(payload, index)?;
                let judges = (&canonical[set], &strict[set]);
                note(counts, &label, payload, judges, said);
            }
        }
    }
    Ok(outcome)
}

pub(crate) fn files(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let entries =
        fs::read_dir(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .collect();
    files.sort();
    Ok(files)
}

/// A document as a part of a stream: several elements may stand side by side, and those without a namespace are stanzas.
/// What a stream may not hold is left out: the declaration and comments (RFC 6120 §11.1).
pub(crate) fn stream(text: &str) -> String {
    let mut rest = text.trim();
    if let Some(after) = rest.strip_prefix("<?xml") {
        rest = after.split_once("?>").map_or(rest, |(_, after)| after);
    }
    let mut body = String::new();
    while let Some((before, comment)) = rest.split_once("<!--") {
        body.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    format!(
        "<corpus xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>{body}{rest}</corpus>"
    )
}

/// The elements of a stream, and every element of another namespace than its parent.
pub(crate) fn payloads(root: Node<'_>) -> Vec<Node<'_>> {
    let mut found: Vec<Node<'_>> = root.elements().collect();
    let mut open = found.clone();
    while let Some(node) = open.pop() {
        for child in node.elements() {
            if !child.same_namespace(node) {
                found.push(child);
            }
            open.push(child);
        }
    }
    found
}

fn note(
    counts: &mut Counts,
    label: &str,
    payload: Node<'_>,
    (canonical, strict): (&Canonical<'_>, &Judge<'_>),
    said: (String, String),
) {
    let (kind, text) = said;
    if !matches!(kind.as_str(), "written" | "objected") {
        return counts.refused.push(format!(
            "{label}: {kind}: {}",
            text.trim().replace('\n', "; ")
        ));
    }
    let Ok(after) = Document::parse(&text, Limits::FILE) else {
        return counts.lost.push(format!("{label}: no XML: {text}"));
    };
    let (before, after) = (canonical.facts(payload), canonical.facts(after.root()));
    match before.compare(&after) {
        Comparison::Exact => counts.exact += 1,
        Comparison::Reordered => counts.reordered.push(Moved {
            label: label.to_owned(),
            elements: before.moved(&after),
            mended: order::is_broken(strict, payload),
        }),
        Comparison::Different { lost, added } => {
            let first = |facts: &[String]| facts.first().cloned().unwrap_or_default();
            counts
                .lost
                .push(format!("{label}: - {}  + {}", first(&lost), first(&added)));
        }
    }
}
