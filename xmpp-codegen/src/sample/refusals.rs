//! For each demand of the schemas, a document that does not keep to it.

use super::chooser::{Chooser, Size};
use super::spoil::{Path, at, edit, paths};
use super::tree::{Part, Tree};
use super::{Invalid, Sampler, grow, value};
use crate::instance::{Demand, Of};
use crate::model::{ElementId, Name};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use xmpp_xml::{Document, Limits, Rule};

/// A demand, and the document that was made to break it.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The demand.
    pub demand: Demand,
    /// The document; none where the sampler finds none.
    pub invalid: Option<Invalid>,
}

/// For elements, a valid document with one of them, and where it stands there.
#[derive(Default)]
struct Places(BTreeMap<ElementId, (Tree, Path)>);

impl Places {
    fn note(&mut self, tree: &Tree) {
        for (id, path) in elements(tree) {
            self.0.entry(id).or_insert_with(|| (tree.clone(), path));
        }
    }
}

/// The declared elements of a document, and where they stand.
fn elements(tree: &Tree) -> Vec<(ElementId, Path)> {
    let paths = paths(tree).into_iter();
    let declared = |path: Path| Some((at(tree, &path)?.declaration?, path));
    paths.filter_map(declared).collect()
}

impl Sampler<'_> {
    /// One document for each facet and each bound that the schemas have for these elements and what stands in them. Each is a
    /// valid document but for one change, and one of these elements is its root.
    pub fn refusals(&self, roots: &[ElementId]) -> Vec<Refusal> {
        let demands = self.judge.demands(roots);
        let places = self.places(roots, &demands);
        demands
            .into_iter()
            .map(|demand| Refusal {
                invalid: places
                    .0
                    .get(&demand.element)
                    .and_then(|(tree, path)| self.breaking(&demand, tree, path)),
                demand,
            })
            .collect()
    }

    /// A place for each element that demands are about, where one can be found.
    fn places(&self, roots: &[ElementId], demands: &[Demand]) -> Places {
        let mut places = Places::default();
        for root in roots {
            if let Some(tree) = self.fullest(*root) {
                places.note(&tree);
            }
        }
        for root in roots {
            let mut wanted = self.judge.reached(&[*root]);
            wanted.retain(|id| demands.iter().any(|demand| demand.element == *id));
            for seed in 0..SEEDS {
                wanted.retain(|id| !places.0.contains_key(id));
                if wanted.is_empty() {
                    break;
                }
                let chooser = &mut Chooser::new(Size::Random(seed));
                let tree = grow::grow(self.model, *root, chooser);
                let is_wanted = |tree: &Tree| {
                    let mut found = elements(tree).into_iter();
                    found.any(|(id, _)| wanted.contains(&id))
                };
                if let Some(tree) = tree.filter(is_wanted)
                    && self.is_valid(&tree.to_xml())
                {
                    places.note(&tree);
                }
            }
        }
        places
    }

    fn breaking(&self, demand: &Demand, tree: &Tree, path: &Path) -> Option<Invalid> {
        let node = at(tree, path)?;
        let changed = match &demand.of {
            Of::Attribute(namespace, local) => {
                let name = Name::new(namespace, local);
                self.attributes(demand, node, &name)
            }
            Of::Text => self.texts(demand, node),
            Of::Children(elements, bound) => self.children(node, elements, *bound),
        };
        changed.into_iter().find_map(|changed| {
            let mut tree = tree.clone();
            *edit(&mut tree, path)? = changed;
            let xml = tree.to_xml();
            self.rule(&xml, demand).map(|rule| Invalid {
                xml,
                rule,
                what: demand.what.clone(),
            })
        })
    }

    /// The element without the attribute, and with texts in it that may be no values.
    fn attributes(&self, demand: &Demand, node: &Tree, name: &Name) -> Vec<Tree> {
        let mut gone = node.clone();
        gone.attributes.retain(|(known, _)| known != name);
        let texts = self.judge.type_of(demand).into_iter();
        let texts = texts.flat_map(|type_| value::wrong(self.model, type_));
        let with = |text| {
            let mut with = gone.clone();
            with.attributes.push((name.clone(), text));
            with
        };
        let with: Vec<Tree> = texts.map(with).collect();
        std::iter::once(gone).chain(with).collect()
    }

    fn texts(&self, demand: &Demand, node: &Tree) -> Vec<Tree> {
        let texts = self.judge.type_of(demand).into_iter();
        let texts = texts.flat_map(|type_| value::wrong(self.model, type_));
        texts
            .map(|text| Tree {
                content: vec![Part::Text(text)],
                ..node.clone()
            })
            .collect()
    }

    /// The element without any of these children, and with one too many of them.
    fn children(&self, node: &Tree, elements: &[ElementId], bound: u32) -> Vec<Tree> {
        let is_one = |part: &Part| match part {
            Part::Text(_) => false,
            Part::Element(child) => match child.declaration {
                Some(id) => elements
                    .iter()
                    .any(|one| self.model[*one].name == self.model[id].name),
                None => elements.is_empty(),
            },
        };
        let mut none = node.clone();
        none.content.retain(|part| !is_one(part));
        let of_wildcard = || {
            let found = node.content.iter().find(|part| is_one(part)).cloned();
            let foreign = || Part::Element(Tree::empty(Name::new(grow::FOREIGN, "extension")));
            elements.is_empty().then(|| found.unwrap_or_else(foreign))
        };
        let made = elements.iter().find_map(|id| {
            let chooser = &mut Chooser::new(Size::Minimal);
            grow::grow(self.model, *id, chooser).map(Part::Element)
        });
        let mut changed = vec![none];
        if let (Some(one), Ok(bound)) = (made.or_else(of_wildcard), usize::try_from(bound)) {
            let mut many = changed[0].clone();
            many.content
                .extend(std::iter::repeat_n(one, bound.min(MOST) + 1));
            changed.push(many);
        }
        changed
    }

    /// The rule by which the document does not keep to the demand.
    fn rule(&self, xml: &str, demand: &Demand) -> Option<Rule> {
        let document = Document::parse(xml, Limits::FILE).ok()?;
        let mut broken = None;
        self.judge.check(document.root(), &mut |violation| {
            let rule = violation.finding.rule;
            if violation.schema == Some(demand.span) && demand.kind.is_broken_by(&rule) {
                broken = Some(rule);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        broken
    }
}

/// How many random documents are made to find an element in one.
const SEEDS: u64 = 1024;

/// No sample has more children of one kind.
const MOST: usize = 10_000;
