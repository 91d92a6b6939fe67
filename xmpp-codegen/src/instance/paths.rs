//! What the catalogue says of a component, by the paths that address it.

use super::content::{Bag, Candidate, Slot};
use super::shape::Unknown;
use crate::catalog::{Catalog, RuleEntry, Section};
use crate::model::{Element, GroupId, Model, Name, Occurs, Type};

/// The paths of a component, each in a section of the catalogue, the most specific first.
#[derive(Clone, Debug, Default)]
pub(super) struct Places<'c> {
    paths: Vec<(&'c Section, String)>,
}

impl<'c> Places<'c> {
    /// An element, and its type where that has a name.
    pub(super) fn of_element(model: &Model, catalog: &'c Catalog, element: &Element) -> Self {
        let mut places = Self::default();
        places.add(model, catalog, &element.name, "");
        if let Type::Complex(id) = element.type_
            && let Some(name) = model
                .complex_types
                .get(id.0 as usize)
                .and_then(|complex| complex.name.as_ref())
        {
            places.add(model, catalog, name, "type:");
        }
        places
    }

    /// A simple type that has a name.
    pub(super) fn of_type(model: &Model, catalog: &'c Catalog, type_: Type) -> Self {
        let mut places = Self::default();
        if let Type::Simple(id) = type_
            && let Some(name) = model
                .simple_types
                .get(id.0 as usize)
                .and_then(|simple| simple.name.as_ref())
        {
            places.add(model, catalog, name, "type:");
        }
        places
    }

    /// A named group.
    pub(super) fn of_group(model: &Model, catalog: &'c Catalog, id: GroupId) -> Self {
        let mut places = Self::default();
        if let Some(group) = model.groups.get(id.0 as usize) {
            places.add(model, catalog, &group.name, "group:");
        }
        places
    }

    /// What becomes of an unknown value or element, one step below the component, or with no step at the component itself.
    pub(super) fn unknown(&self, step: &str) -> Option<Unknown> {
        self.paths.iter().find_map(|(section, path)| {
            let policy = Section::get(&section.unknown, &below(path, step))?;
            Some(match policy.as_str() {
                "keep" => Unknown::Keep,
                other => match other.strip_prefix("default:") {
                    Some(known) => Unknown::ReadAs(known.to_owned()),
                    None => Unknown::Invalid,
                },
            })
        })
    }

    /// The cross-field rules about an element.
    pub(super) fn rules<'e>(
        &self,
        element: &'e Element,
    ) -> impl Iterator<Item = &'c RuleEntry> + use<'c, 'e> {
        let section = self
            .paths
            .iter()
            .find(|(_, path)| *path == element.name.local)
            .map(|(section, _)| *section);
        section
            .into_iter()
            .flat_map(|section| &section.rules)
            .filter(|rule| *rule.on.get_ref() == element.name.local)
    }

    /// Gives children the occurrence that the catalogue says, and those a slot of their own that it names among the
    /// elements which a wildcard admits.
    pub(super) fn bound<'m>(&self, model: &'m Model, catalog: &Catalog, bag: &mut Bag<'m>) {
        for slot in &mut bag.slots {
            let step = match (slot.group, slot.elements.as_slice()) {
                (Some(id), _) => match model.groups.get(id.0 as usize) {
                    Some(group) => format!("group:{}", group.name.local),
                    None => continue,
                },
                (None, [element]) => element.name.local.to_string(),
                (None, _) => "choice()".to_owned(),
            };
            let range = self.occurs(&step).or_else(|| {
                slot.via
                    .iter()
                    .find_map(|id| Places::of_group(model, catalog, *id).occurs(&step))
            });
            slot.range = range.unwrap_or(slot.range);
        }
        if let Some(any) = &mut bag.any {
            any.range = self.occurs("*").unwrap_or(any.range);
            self.name_admitted(model, bag);
        }
    }

    /// `features/tls:starttls`: children of other schemas, named by the stem of the schema.
    fn name_admitted<'m>(&self, model: &'m Model, bag: &mut Bag<'m>) {
        for (section, path) in &self.paths {
            for (key, range) in &section.occurs {
                let step = key
                    .get_ref()
                    .strip_prefix(path.as_str())
                    .and_then(|rest| rest.strip_prefix('/'))
                    .and_then(|step| step.split_once(':'))
                    .filter(|(stem, _)| *stem != "group");
                let Some((stem, local)) = step else { continue };
                let element = model
                    .schemas
                    .iter()
                    .filter(|schema| schema.stem == stem)
                    .find_map(|schema| model.element(&schema.namespace, local))
                    .and_then(|id| Candidate::new(model, id));
                let range = Occurs::of_range(range.get_ref());
                if let (Some(element), Some(range)) = (element, range) {
                    let slot = Slot::new(element, range, model[element.id].span);
                    bag.add(slot, Occurs::or);
                }
            }
        }
    }

    fn occurs(&self, step: &str) -> Option<Occurs> {
        self.paths.iter().find_map(|(section, path)| {
            Occurs::of_range(Section::get(&section.occurs, &below(path, step))?)
        })
    }

    fn add(&mut self, model: &Model, catalog: &'c Catalog, name: &Name, kind: &str) {
        let section = model
            .schemas
            .iter()
            .filter(|schema| schema.namespace == name.namespace)
            .find_map(|schema| catalog.section(&schema.stem));
        if let Some((_, section)) = section {
            self.paths.push((section, format!("{kind}{}", name.local)));
        }
    }
}

fn below(path: &str, step: &str) -> String {
    match step {
        "" => path.to_owned(),
        step => format!("{path}/{step}"),
    }
}
