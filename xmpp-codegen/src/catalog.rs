//! `schemas/catalog.toml`: what an XSD cannot say.
//!
//! A section per schema, named by its stem. Components are addressed by paths: `item` is an element, `item/@jid` its attribute,
//! `query/item` a child where it is used. The page `docs/catalogue.md` has the whole language.
//!
//! A key that matches nothing is an error (`unused-catalog-key`), so the catalogue cannot rot. One of `written` or `boxed` that changes
//! nothing is told (`idle-catalog-key`).

mod sentence;

use crate::diagnostic::Diagnostic;
use crate::rule::invalid_catalog;
use crate::source::{FileId, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A table of the catalogue: path to value, each with its place in the file.
pub type Table<T> = BTreeMap<Spanned<String>, Spanned<T>>;

/// The whole catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The file, for diagnostics; absent for an empty catalogue.
    pub file: Option<FileId>,
    /// Sections by stem.
    pub sections: BTreeMap<String, Section>,
    /// Whether it belongs to the directory that is compiled, so that every section speaks of one of the schemas.
    pub is_complete: bool,
    /// Where each section is named first.
    headers: BTreeMap<String, Span>,
}

/// What the catalogue says about one schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Section {
    /// Title of the module's documentation, without a full stop: `Roster management`.
    pub title: Option<Spanned<String>>,
    /// Where it is specified: `RFC 6121 §2`, `XEP-0030`.
    pub spec: Option<Spanned<String>>,
    /// The stems of the schemas that share this section's types (R10): generated once, `namespace = content`.
    pub family: Vec<Spanned<String>>,
    /// Whether the types have borrowed forms too (R8): `RosterRef<'_>` beside `Roster`.
    pub borrowed: bool,
    /// Name of the generated type, variant or field: `"query" = "Roster"`, `"item/@jid" = "address"`.
    pub rename: Table<String>,
    /// A more precise type than the schema's: `"item/@jid" = "BareJid"`. Names of [`crate::model::datatype::Builtin`].
    #[serde(rename = "type")]
    pub types: Table<String>,
    /// Documentation, where the schema has none or a worse one: one or more sentences.
    pub doc: Table<String>,
    /// How unknown values of a closed list read (R3): `keep`, `invalid` (the default) or `default:VALUE`.
    pub unknown: Table<String>,
    /// Tighter occurrence than the schema can say: `"message/thread" = "0..1"`.
    pub occurs: Table<String>,
    /// `true` where an attribute is written even if it has its default, since peers look for it: `"item/@subscription" = true`.
    pub written: Table<bool>,
    /// `true` where a child that is absent means its default, as an empty one does: `"presence/priority" = true`.
    pub implied: Table<bool>,
    /// `true` where a child that may be absent, and rarely is there, is kept behind a pointer: `"message/error" = true`.
    pub boxed: Table<bool>,
    /// `true` where what may occur more than once mostly does once, which is kept in place: `"message/body" = true`.
    pub few: Table<bool>,
    /// `keep` where the order between children of different names has a meaning.
    pub order: Table<String>,
    /// Which kinds of IQ carry the element: `"query" = ["get", "set", "result"]`.
    pub payload: Table<Vec<String>>,
    /// What asks in an IQ, what answers, and who may ask where: `"query" = { get = "query", set = "empty", account = "owner" }`.
    pub iq: Table<Role>,
    /// Which elements messages carry, and who may send them where: `"received" = { types = ["chat"], client = "anyone" }`.
    pub message: Table<Told>,
    /// The same for presence.
    pub presence: Table<Told>,
    /// `false` leaves the field `extra` out of the type (R1).
    pub extra: Table<bool>,
    /// The name of an enum over this version of an element and those before it: `"mood" = "AnyMood"`.
    pub versions: Table<String>,
    /// Cross-field rules.
    #[serde(rename = "rule")]
    pub rules: Vec<RuleEntry>,
}

/// The part that an element has in IQs (RFC 6120 §8.2.3).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Role {
    /// What answers a `get` that carries the element: another element, one that may be left out (`query?`), or `empty`.
    pub get: Option<Spanned<String>>,
    /// What answers a `set` that carries the element, in the same words.
    pub set: Option<Spanned<String>>,
    /// What answers a `set` that an account sends to its own clients, in the same words.
    pub push: Option<Spanned<String>>,
    /// Who may ask a domain: `anyone`, or `owner`, which are its accounts.
    pub server: Option<Spanned<String>>,
    /// Who may ask an account, where its server answers: `anyone`, `contacts` or `owner`.
    pub account: Option<Spanned<String>>,
    /// Who may ask a client, in the same words.
    pub client: Option<Spanned<String>>,
}

/// The part that an element has in messages or presence (RFC 6120 §8.2.1, §8.2.2).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Told {
    /// The types of message or presence that carry it, the usual one first; all but `error` where none is named.
    pub types: Vec<Spanned<String>>,
    /// Who may send it to a domain: `anyone`, or `owner`, which are its accounts.
    pub server: Option<Spanned<String>>,
    /// Who may send it to an account: `anyone`, `contacts` or `owner`.
    pub account: Option<Spanned<String>>,
    /// Who may send it to a client, in the same words; `account` is the account itself, for which its server speaks.
    pub client: Option<Spanned<String>>,
}

impl Role {
    /// The kinds of its requests, and what answers them.
    pub fn requests(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        let requests = [("get", &self.get), ("set", &self.set)];
        requests
            .into_iter()
            .filter_map(|(kind, answer)| Some((kind, answer.as_ref()?)))
    }

    /// What answers requests and pushes that carry it.
    pub fn answers(&self) -> impl Iterator<Item = &Spanned<String>> {
        let requests = self.requests().map(|(_, answer)| answer);
        requests.chain(&self.push)
    }

    /// Who may ask where. Nothing where anyone may ask everywhere.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        places(&self.server, &self.account, &self.client)
    }
}

impl Told {
    /// Who may send it where. Nothing where anyone may send it everywhere.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        places(&self.server, &self.account, &self.client)
    }
}

fn places<'r>(
    server: &'r Option<Spanned<String>>,
    account: &'r Option<Spanned<String>>,
    client: &'r Option<Spanned<String>>,
) -> impl Iterator<Item = (&'static str, &'r Spanned<String>)> {
    let places = [("server", server), ("account", account), ("client", client)];
    places
        .into_iter()
        .filter_map(|(place, senders)| Some((place, senders.as_ref()?)))
}

/// The element that an answer names, and whether it may be left out; nothing for `empty`.
pub fn answering(answer: &str) -> Option<(&str, bool)> {
    match answer.strip_suffix('?') {
        _ if answer == "empty" => None,
        Some(element) => Some((element, true)),
        None => Some((answer, false)),
    }
}

/// One cross-field rule: data, so that the interpreter and the compiled types judge alike.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    /// Kebab-case name, as diagnostics show it.
    pub name: Spanned<String>,
    /// The element it is about.
    pub on: Spanned<String>,
    /// Holds only where each attribute (`@type`) has one of the values; `""` stands for an absent one.
    #[serde(default)]
    pub when: BTreeMap<Spanned<String>, Vec<String>>,
    /// How often a child may occur: `"1"`, `"0"`, `"0..1"`, `"1.."`; `*` counts the elements of other namespaces.
    #[serde(default)]
    pub count: BTreeMap<Spanned<String>, Spanned<String>>,
    /// No two children of this name may agree in the attribute named by `by`.
    pub distinct: Option<Spanned<String>>,
    /// The attribute of `distinct`: `@xml:lang` where not given.
    pub by: Option<Spanned<String>>,
    /// An attribute (`@parent`) that must differ from the element's text.
    pub differ: Option<Spanned<String>>,
    /// The clause: `RFC 6120 §8.2.3`.
    pub spec: Spanned<String>,
    /// The stanza error condition to answer; `bad-request` where not given.
    pub answer: Option<Spanned<String>>,
}

impl Catalog {
    /// Reads a catalogue.
    pub fn parse(file: FileId, text: &str) -> (Self, Vec<Diagnostic>) {
        match toml::from_str::<BTreeMap<Spanned<String>, Section>>(text) {
            Ok(spanned) => {
                let mut catalog = Self {
                    file: Some(file),
                    ..Self::default()
                };
                for (name, section) in spanned {
                    let span = Span::new(file, name.span());
                    catalog.headers.insert(name.get_ref().clone(), span);
                    catalog.sections.insert(name.into_inner(), section);
                }
                (catalog, Vec::new())
            }
            Err(error) => {
                let span = Span::new(file, error.span().unwrap_or(0..0));
                let message = error.message().trim_end_matches('.').to_owned();
                (
                    Self::default(),
                    vec![invalid_catalog::PAGE.report(span, message)],
                )
            }
        }
    }

    /// Where a section is named first.
    pub fn header(&self, section: &str) -> Option<Span> {
        self.headers.get(section).copied()
    }

    /// The section that speaks for the schema of that stem, and its own name: that of the family it belongs to, else its own.
    pub fn section(&self, stem: &str) -> Option<(&str, &Section)> {
        let family =
            |section: &Section| section.family.iter().any(|member| member.get_ref() == stem);
        self.sections
            .iter()
            .find(|(_, section)| family(section))
            .or_else(|| self.sections.get_key_value(stem))
            .map(|(name, section)| (name.as_str(), section))
    }
}

impl Section {
    /// The value that a table holds under that path.
    pub fn get<'c, T>(table: &'c Table<T>, path: &str) -> Option<&'c T> {
        table
            .iter()
            .find(|(key, _)| key.get_ref() == path)
            .map(|(_, value)| value.get_ref())
    }
}
