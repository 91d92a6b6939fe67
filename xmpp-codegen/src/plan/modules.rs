//! Which module each component belongs to, and what the catalogue says of it there.

use super::Options;
use super::content::{self, Part, Slot};
use super::naming;
use super::place::Place;
use super::rule::not_a_content_namespace;
use crate::catalog::{Catalog, Section};
use crate::diagnostic::Diagnostic;
use crate::model::{
    ComplexTypeId, ElementId, Global, GroupId, Model, Name, Occurs, Origin, Schema, SimpleTypeId,
};
use crate::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// One module: generated now, or known to exist elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Home<'a> {
    /// Name of the module, `disco_info`.
    pub(super) name: String,
    /// Index of the schema whose components are its types.
    pub(super) schema: usize,
    /// The schemas that share it: several for a family.
    pub(super) members: Vec<usize>,
    /// What the catalogue says.
    pub(super) section: Option<&'a Section>,
    /// Name of the section, which for a schema without one is its stem.
    pub(super) section_name: String,
    /// Path of the module.
    pub(super) path: String,
    /// Whether it is generated now.
    pub(super) given: bool,
    /// Whether its elements bear the content namespace (R10).
    pub(super) content: bool,
    /// The file that its first line names.
    pub(super) file: FileId,
}

/// All modules, and where each component is at home.
pub(super) struct Modules<'a> {
    pub(super) homes: Vec<Home<'a>>,
    /// Where the catalogue is.
    pub(super) catalog: FileId,
    elements: BTreeMap<u32, usize>,
    stems: BTreeMap<&'a str, usize>,
    simple_types: BTreeMap<u32, usize>,
    complex_types: BTreeMap<u32, (usize, &'a str)>,
    groups: BTreeMap<u32, usize>,
}

impl<'a> Modules<'a> {
    /// Sorts the schemas of a model into modules.
    pub(super) fn new(
        model: &'a Model,
        catalog: &'a Catalog,
        options: &'a Options,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut modules = Self {
            homes: Vec::new(),
            catalog: catalog.file.unwrap_or_default(),
            elements: BTreeMap::new(),
            stems: BTreeMap::new(),
            simple_types: BTreeMap::new(),
            complex_types: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        for index in 0..model.schemas.len() {
            modules.add(model, catalog, options, index);
        }
        for home in &modules.homes {
            check_family(model, home, diagnostics);
        }
        modules
    }

    /// The module of a global element.
    pub(super) fn of_element(&self, id: ElementId) -> Option<usize> {
        self.elements.get(&id.0).copied()
    }

    /// Whether a module is about that namespace.
    pub(super) fn is_of(&self, model: &Model, home: usize, namespace: &str) -> bool {
        let mut members = self.homes[home].members.iter();
        members.any(|member| model.schemas[*member].namespace == namespace)
    }

    /// The components of a module. Of a family: those of its first schema, and what only the others have.
    pub(super) fn globals(&self, model: &Model, home: usize) -> Vec<Global> {
        let mut known = BTreeSet::new();
        let members = self.homes[home].members.iter();
        members
            .flat_map(|member| &model.schemas[*member].globals)
            .filter(|global| known.insert(identity(model, **global)))
            .copied()
            .collect()
    }

    /// Whether every schema of a family declares the element, so that it bears the content namespace.
    pub(super) fn is_shared(&self, model: &Model, home: usize, local: &str) -> bool {
        let mut members = self.homes[home].members.iter();
        members.all(|member| {
            let namespace = &model.schemas[*member].namespace;
            model.element(namespace, local).is_some()
        })
    }

    /// The module of a named simple type.
    pub(super) fn of_simple(&self, id: SimpleTypeId) -> Option<usize> {
        self.simple_types.get(&id.0).copied()
    }

    /// The module of a named group.
    pub(super) fn of_group(&self, id: GroupId) -> Option<usize> {
        self.groups.get(&id.0).copied()
    }

    /// The element that stands for this one in its module: for a family, that of its first schema.
    pub(super) fn canonical(&self, model: &Model, id: ElementId) -> ElementId {
        let element = &model[id];
        let first = self
            .of_element(id)
            .map(|home| &model.schemas[self.homes[home].schema].namespace)
            .filter(|first| **first != element.name.namespace);
        first
            .and_then(|first| model.element(first, &element.name.local))
            .unwrap_or(id)
    }

    /// Where the parts of an element are spoken of: below the element, and below its named type.
    pub(super) fn inside(&self, place: &Place<'a>, id: ComplexTypeId) -> Place<'a> {
        match self.complex_types.get(&id.0) {
            Some((home, name)) => {
                let section = self.homes[*home].section;
                place
                    .clone()
                    .or(Place::new(section, format!("type:{name}")))
            }
            None => place.clone(),
        }
    }

    /// Where a part is spoken of that stands in a group.
    pub(super) fn via(&self, model: &Model, place: &Place<'a>, slot: &Slot) -> Place<'a> {
        slot.via.iter().fold(place.clone(), |place, id| {
            let section = self.of_group(*id).and_then(|home| self.homes[home].section);
            place.or(Place::new(
                section,
                format!("group:{}", model[*id].name.local),
            ))
        })
    }

    /// The slots of a complex type, with the occurrence that the catalogue gives them
    /// and the children that it names among those of a wildcard.
    pub(super) fn slots(&self, model: &Model, id: ComplexTypeId, place: &Place<'a>) -> Vec<Slot> {
        if let Some(mixed) = content::mixed(model, &model[id].content) {
            return vec![mixed];
        }
        let keep = place
            .value(|section| &section.order)
            .is_some_and(|order| order == "keep");
        let mut slots = content::slots(model, &model[id].content, keep);
        for slot in &mut slots {
            let step = match &slot.part {
                Part::Element(id) => model[*id].name.local.to_string(),
                Part::Group(id) => format!("group:{}", model[*id].name.local),
                Part::Choice(_) => "choice()".to_owned(),
                Part::Any | Part::Mixed(_) => "*".to_owned(),
            };
            let below = self.via(model, place, slot).below(&step);
            if let Some(occurs) = below
                .value(|section| &section.occurs)
                .and_then(|range| Occurs::of_range(range))
            {
                slot.occurs = occurs;
            }
        }
        if let Some(any) = slots.iter().position(|slot| slot.part == Part::Any) {
            let admitted = self.admitted(model, place);
            slots.splice(any..any, admitted);
        }
        slots
    }

    /// Children of other schemas that the catalogue gives an occurrence: `features/tls:starttls`.
    fn admitted(&self, model: &Model, place: &Place<'a>) -> Vec<Slot> {
        let mut admitted: Vec<(Span, Slot)> = Vec::new();
        for (key, value) in place.entries_below(|section| &section.occurs) {
            let found = key
                .get_ref()
                .rsplit('/')
                .next()
                .and_then(|step| step.split_once(':'))
                .and_then(|(stem, local)| {
                    let home = self.homes.get(*self.stems.get(stem)?)?;
                    model.element(&model.schemas[home.schema].namespace, local)
                });
            if let (Some(id), Some(occurs)) = (found, Occurs::of_range(value.get_ref())) {
                let at = Span::new(FileId(0), key.span());
                admitted.push((at, Slot::new(Part::Element(id), occurs)));
            }
        }
        admitted.sort_by_key(|(at, _)| at.start);
        admitted.into_iter().map(|(_, slot)| slot).collect()
    }

    /// The name of a module; two files of one stem in different directories get a number.
    fn module_name(&self, stem: &str, given: bool) -> String {
        let taken = |name: &str| {
            self.homes
                .iter()
                .any(|home| home.given && given && home.name == name)
        };
        naming::unique(naming::field_name(stem), taken)
    }

    fn add(&mut self, model: &'a Model, catalog: &'a Catalog, options: &'a Options, index: usize) {
        let schema = &model.schemas[index];
        let given = schema.origin == Origin::Given
            && !options.external.contains_key(schema.namespace.as_str());
        let catalog = if schema.origin == Origin::Given {
            catalog
        } else {
            &options.library
        };
        let (name, section) = match catalog.section(&schema.stem) {
            Some((name, section)) => (name, Some(section)),
            None => (schema.stem.as_str(), None),
        };
        let family = section.is_some_and(|section| !section.family.is_empty());
        let known = self
            .homes
            .iter()
            .position(|home| family && home.section_name == name && home.given == given);
        let home = known.unwrap_or_else(|| {
            let module = self.module_name(name, given);
            self.homes.push(Home {
                path: module_path(schema, &module, given, options),
                name: module,
                schema: index,
                members: Vec::new(),
                section,
                section_name: name.to_owned(),
                given,
                content: family,
                file: schema.file,
            });
            self.homes.len() - 1
        });
        self.homes[home].members.push(index);
        self.stems.entry(&schema.stem).or_insert(home);
        for global in &schema.globals {
            match global {
                Global::SimpleType(id) => {
                    self.simple_types.entry(id.0).or_insert(home);
                }
                Global::ComplexType(id) => {
                    let name = local_name(model[*id].name.as_ref());
                    self.complex_types.entry(id.0).or_insert((home, name));
                }
                Global::Group(id) => {
                    self.groups.entry(id.0).or_insert(home);
                }
                Global::Element(id) => {
                    self.elements.entry(id.0).or_insert(home);
                }
                Global::Attribute(_) => {}
            }
        }
    }
}

/// The kind and local name of a component, alike in all schemas of a family.
fn identity(model: &Model, global: Global) -> (u8, &str) {
    match global {
        Global::Element(id) => (0, &model[id].name.local),
        Global::Attribute(id) => (1, &model[id].name.local),
        Global::SimpleType(id) => (2, local_name(model[id].name.as_ref())),
        Global::ComplexType(id) => (3, local_name(model[id].name.as_ref())),
        Global::Group(id) => (4, &model[id].name.local),
    }
}

fn local_name(name: Option<&Name>) -> &str {
    name.map_or("", |name| &name.local)
}

fn module_path(schema: &Schema, name: &str, given: bool, options: &Options) -> String {
    match options.external.get(schema.namespace.as_str()) {
        Some(path) => path.clone(),
        None if given => format!("{}::{name}", options.modules),
        None => format!("{}::schema::{name}", options.runtime),
    }
}

fn check_family(model: &Model, home: &Home<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if !home.content || !home.given {
        return;
    }
    for member in &home.members {
        let schema = &model.schemas[*member];
        if !xmpp_xml::is_content_namespace(&schema.namespace) {
            let message = format!(
                "`{}` is no content namespace, so that `{}` cannot be of the family `{}`",
                schema.namespace, schema.stem, home.section_name
            );
            diagnostics.push(
                not_a_content_namespace::PAGE
                    .report(schema.span, message)
                    .note(format!(
                        "content namespaces are {}",
                        xmpp_xml::CONTENT_NAMESPACES.join(", ")
                    )),
            );
        }
    }
}
