//! For each facet and each bound of occurrence that schemas have, a document that breaks it, and whether the types refuse it.

use super::package::Package;
use super::sets::Set;
use super::types::Types;
use crate::known::Known;
use crate::said::Said;
use std::collections::BTreeMap;
use std::path::Path;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Kind;
use xmpp_codegen::model::ElementId;
use xmpp_codegen::sample::{Refusal, Sampler};
use xmpp_xml::{Document, Limits};

/// The demands for which nothing is refused, each with its reason.
const KNOWN: &str = "tests/suite/known-unrefused.txt";

/// How many demands there are of each kind, for how many of them something was refused, and those where nothing was.
#[derive(Default)]
pub(crate) struct Refusals {
    counts: BTreeMap<Kind, (usize, usize)>,
    /// The set, the demand in a few words, and what the types make of the document.
    missing: Vec<(String, String)>,
}

impl Refusals {
    /// Makes documents for the schemas of each set, and sends them through its types.
    ///
    /// # Errors
    /// The program of the types does not answer.
    pub(crate) fn run(sets: &[Set], package: &Package) -> Result<Self, String> {
        let catalog = Catalog::default();
        let mut types = Types::start(package)?;
        let mut refusals = Self::default();
        for (at, set) in sets.iter().enumerate() {
            let sampler = Sampler::new(&set.model, &catalog);
            let mut roots = sampler.elements();
            let type_of = |id: ElementId| {
                let name = &set.model[id].name;
                let is_it = |element: &super::package::Element| {
                    element.set == at
                        && element.name.0 == name.namespace
                        && element.name.1 == name.local
                };
                package.elements.iter().position(is_it)
            };
            roots.retain(|id| type_of(*id).is_some());
            for refusal in sampler.refusals(&roots) {
                let said = answer(&refusal, &mut types, package, at)?;
                refusals.note(set, refusal, said);
            }
        }
        Ok(refusals)
    }

    fn note(&mut self, set: &Set, refusal: Refusal, said: Option<String>) {
        let (all, refused) = self.counts.entry(refusal.demand.kind).or_default();
        *all += 1;
        match said {
            None => *refused += 1,
            Some(said) => {
                let namespace = &set.model[refusal.demand.element].name.namespace;
                let label = format!("{}: {}", set.name, namespace);
                let label = format!("{label} {}", refusal.demand.what);
                self.missing.push((label.replace(": ", " "), said));
            }
        }
    }

    /// Says how many there are, and complains of demands for which nothing is refused and no reason is known, and of reasons
    /// that hold no more.
    ///
    /// # Errors
    /// The list of reasons cannot be read.
    pub(crate) fn judge(&self, root: &Path, said: &mut Said) -> Result<(), String> {
        let known = Known::read(root, KNOWN)?;
        let counts = self.counts.iter().map(|(kind, (all, refused))| {
            let kind = kind.plural();
            format!("{refused} of {all} {kind}")
        });
        let counts: Vec<String> = counts.collect();
        said.say(format!(
            "refused where it is not kept to: {}; a known reason for {}",
            counts.join(", "),
            known.len()
        ));
        for (label, what) in &self.missing {
            if !known.holds(label) {
                said.complain(format!("  {label}: {what}"));
            }
        }
        for name in known.names() {
            if !self.missing.iter().any(|(label, _)| label == name) {
                said.complain(format!("  {KNOWN}: {name}: it is refused"));
            }
        }
        Ok(())
    }
}

/// Nothing where the types refuse the document; otherwise why that cannot be said.
fn answer(
    refusal: &Refusal,
    types: &mut Types<'_>,
    package: &Package,
    set: usize,
) -> Result<Option<String>, String> {
    let Some(invalid) = &refusal.invalid else {
        return Ok(Some("no document breaks it".to_owned()));
    };
    let Ok(document) = Document::parse(&invalid.xml, Limits::FILE) else {
        return Ok(Some("no XML".to_owned()));
    };
    types.forget();
    let mut known = types.of(document.root()).into_iter();
    let Some(index) = known.find(|index| package.elements[*index].set == set) else {
        return Ok(Some("no type reads it".to_owned()));
    };
    let (kind, text) = types.send(document.root(), index)?;
    let is_refused = kind == "objected" || text.contains(invalid.rule.name());
    Ok((!is_refused).then(|| format!("{kind}: {}", invalid.xml)))
}
