//! Names of the generated types: in the field's terms, and no two alike.

use super::modules::Modules;
use super::naming;
use super::place::Place;
use super::roles;
use super::rule::{name_collision, shadows_prelude};
use super::simple::{self, Simple};
use super::survey::{Entry, EntryKind, Found, Key};
use crate::diagnostic::Diagnostic;
use crate::model::{ElementId, Model, SimpleTypeId, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The names of one module's types.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    by_key: BTreeMap<Key, String>,
}

impl Names {
    /// The name of a type, if it is generated.
    pub(super) fn get(&self, key: &Key) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }
}

/// Drops the global elements that are no types of their own; `wanted` are those that other types or modules need.
pub(super) fn fold(model: &Model, found: &mut Found<'_>, wanted: &[ElementId]) {
    let folded: BTreeSet<u32> = found.folded.iter().map(|id| id.0).collect();
    let wanted: BTreeSet<u32> = wanted.iter().chain(&found.wanted).map(|id| id.0).collect();
    found.entries.retain(|entry| match entry.kind {
        EntryKind::Element { id, global: true } => {
            roles::is_carried(entry)
                || wanted.contains(&id.0)
                || !(folded.contains(&id.0) || model[id].abstract_)
        }
        _ => true,
    });
}

/// Names every type of a module.
///
/// What the catalogue names comes first, then global elements, groups and named types by their own name. Local elements
/// and anonymous types take the name of their element or attribute where only one of them would, else with the name of the
/// type around them before it.
pub(super) fn name(
    model: &Model,
    modules: &Modules<'_>,
    home: usize,
    found: &Found<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Names {
    let mut alike: BTreeMap<String, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in &found.entries {
        let short = naming::type_name(&entry.hint);
        alike.entry(short).or_default().push(entry);
    }
    let mut naming = Naming {
        model,
        section: &modules.homes[home].section_name,
        names: Names::default(),
        taken: BTreeMap::new(),
        diagnostics,
    };
    let entries = &found.entries;
    for entry in entries {
        naming.renamed(entry);
    }
    for rank in 0..=RANK_LAST {
        for entry in entries.iter().filter(|entry| rank_of(entry) == rank) {
            naming.allot(entry, &alike);
        }
    }
    naming.names
}

const RANK_LAST: u8 = 4;

fn rank_of(entry: &Entry<'_>) -> u8 {
    match entry.kind {
        EntryKind::Element { global: true, .. } => 0,
        EntryKind::Group(_) | EntryKind::Simple { named: true, .. } => 1,
        EntryKind::Element { .. } => 2,
        EntryKind::Choice { .. } => 3,
        EntryKind::Simple { .. } => RANK_LAST,
    }
}

struct Naming<'n> {
    model: &'n Model,
    section: &'n str,
    names: Names,
    taken: BTreeMap<String, Key>,
    diagnostics: &'n mut Vec<Diagnostic>,
}

impl Naming<'_> {
    fn renamed(&mut self, entry: &Entry<'_>) {
        let wanted = type_rename(&entry.place);
        if let Some(name) = wanted {
            self.take(entry, name.to_owned());
        }
    }

    /// Names one type; `alike` are those that would take the same name, by that name.
    fn allot(&mut self, entry: &Entry<'_>, alike: &BTreeMap<String, Vec<&Entry<'_>>>) {
        if self.names.get(&entry.key).is_some() {
            return;
        }
        let short = naming::type_name(&entry.hint);
        let alike = alike.get(&short).map(Vec::as_slice).unwrap_or_default();
        if let Some(name) = self.shared(entry, alike) {
            self.names.by_key.insert(entry.key.clone(), name);
            return;
        }
        let alone = rank_of(entry) < 2 || self.stands_alone(entry, alike);
        let name = if alone && !self.taken.contains_key(&short) {
            short
        } else {
            self.long(entry, &short)
        };
        self.take(entry, name);
    }

    /// The name of an anonymous type with the same values that is used under the same name.
    fn shared(&self, entry: &Entry<'_>, alike: &[&Entry<'_>]) -> Option<String> {
        let twins = alike.iter().filter(|other| self.are_twins(entry, other));
        twins
            .filter_map(|twin| self.names.get(&twin.key))
            .next()
            .map(str::to_owned)
    }

    /// Whether two anonymous types are one type in all but place.
    fn are_twins(&self, entry: &Entry<'_>, other: &Entry<'_>) -> bool {
        let Some((one, two)) = anonymous(entry).zip(anonymous(other)) else {
            return false;
        };
        let resolve = |id| simple::resolve(self.model, Type::Simple(id));
        let same = match (resolve(one), resolve(two)) {
            (Simple::Values(one), Simple::Values(two)) => {
                simple::values(self.model, one) == simple::values(self.model, two)
            }
            (Simple::Union(one), Simple::Union(two)) => {
                let members = |id| simple::members(self.model, id);
                simple::values(self.model, one) == simple::values(self.model, two)
                    && members(one) == members(two)
            }
            (Simple::Builtin(one, checks, _), Simple::Builtin(two, others, _)) => {
                one == two && checks == others
            }
            _ => false,
        };
        same && entry.key != other.key
            && entry.hint == other.hint
            && !VAGUE.contains(&entry.hint.as_str())
    }

    /// Whether no other part would take the name of this one.
    fn stands_alone(&self, entry: &Entry<'_>, alike: &[&Entry<'_>]) -> bool {
        let rival = |other: &&&Entry<'_>| {
            other.key != entry.key
                && rank_of(other) == rank_of(entry)
                && !self.are_twins(entry, other)
        };
        let vague = !matches!(entry.kind, EntryKind::Element { .. })
            && VAGUE.contains(&entry.hint.as_str());
        !vague && !alike.iter().any(|other| rival(&other))
    }

    /// The name with that of the type around it before it.
    fn long(&self, entry: &Entry<'_>, short: &str) -> String {
        let around = entry
            .parent
            .as_ref()
            .and_then(|parent| self.names.get(parent));
        match around {
            Some(around) => format!("{around}{short}"),
            None if matches!(entry.kind, EntryKind::Simple { .. }) => format!("{short}Type"),
            None => short.to_owned(),
        }
    }

    fn take(&mut self, entry: &Entry<'_>, name: String) {
        let unique = naming::unique(name.clone(), |name| self.taken.contains_key(name));
        if unique != name {
            self.diagnostics.push(self.collision(entry, &name, &unique));
        }
        if naming::is_prelude(&unique) {
            self.diagnostics.push(self.shadows(entry, &unique));
        }
        self.taken.insert(unique.clone(), entry.key.clone());
        self.names.by_key.insert(entry.key.clone(), unique);
    }

    fn collision(&self, entry: &Entry<'_>, name: &str, unique: &str) -> Diagnostic {
        let message = format!("two types would be called `{name}`");
        let report = name_collision::PAGE.report(entry.span, message);
        report
            .at(format!("becomes `{unique}`"))
            .help(self.rename(entry, "another name"))
    }

    fn shadows(&self, entry: &Entry<'_>, name: &str) -> Diagnostic {
        let what = match entry.kind {
            EntryKind::Element { .. } => "element",
            EntryKind::Group(_) => "group",
            EntryKind::Choice { .. } => "choice",
            EntryKind::Simple { .. } => "type",
        };
        let message = format!(
            "{what} `{}` would shadow `{name}` of the Rust prelude",
            entry.hint
        );
        let suggestion = format!("{}{name}", naming::type_name(self.section));
        let report = shadows_prelude::PAGE.report(entry.span, message);
        report
            .at(format!(
                "becomes `{name}`, and the prelude's is written with its path"
            ))
            .help(self.rename(entry, &suggestion))
    }

    fn rename(&self, entry: &Entry<'_>, name: &str) -> String {
        let (section, path) = (self.section, entry.place.path());
        let path = if path.is_empty() { &entry.hint } else { path };
        format!("add to the catalogue:  [{section}.rename]  \"{path}\" = \"{name}\"")
    }
}

/// Names that say too little without what is around them.
const VAGUE: &[&str] = &[
    "type", "choice", "value", "name", "action", "status", "mode", "version",
];

/// What the catalogue calls a type.
pub(super) fn type_rename<'a>(place: &Place<'a>) -> Option<&'a str> {
    place
        .accepted(
            |section| &section.rename,
            |name: &String| naming::is_type_name(name),
        )
        .map(String::as_str)
}

/// What the catalogue calls a field.
pub(super) fn field_rename<'a>(place: &Place<'a>) -> Option<&'a str> {
    place
        .accepted(
            |section| &section.rename,
            |name: &String| naming::is_field_name(name),
        )
        .map(String::as_str)
}

fn anonymous(entry: &Entry<'_>) -> Option<SimpleTypeId> {
    match entry.kind {
        EntryKind::Simple { id, named: false } => Some(id),
        _ => None,
    }
}
