//! Content models in which no element can belong to two places, told by looking at the names: most are such.

use super::family::Families;
use crate::model::{Content, Model, Name, Namespaces, Particle, Term};

/// Of each complex type, whether its content model has no groups, no element for which another may stand, no name twice, and no wildcard
/// but one that admits none of the names. What has no elements is plain.
pub(super) fn plain(model: &Model, families: &Families) -> Vec<bool> {
    const MOSTLY: usize = 16;
    let mut gathered = Gathered {
        names: Vec::with_capacity(MOSTLY),
        wildcard: None,
    };
    let contents = model.complex_types.iter().map(|type_| &type_.content);
    contents
        .map(|content| match content {
            Content::Elements(particle) | Content::Mixed(Some(particle)) => {
                gathered.names.clear();
                gathered.wildcard = None;
                gathered.gather(model, families, particle) && gathered.are_distinct()
            }
            Content::Empty | Content::Simple(_) | Content::Mixed(None) => true,
        })
        .collect()
}

/// What a content model is made of.
struct Gathered<'m> {
    /// Each name behind a number that equal names share.
    names: Vec<(u64, &'m Name)>,
    wildcard: Option<&'m Namespaces>,
}

impl<'m> Gathered<'m> {
    /// Gathers the names of a content model and its wildcard; whether there is nothing else in it, and no second wildcard.
    /// The recursion is as deep as the model nests, which is limited.
    fn gather(&mut self, model: &'m Model, families: &Families, particle: &'m Particle) -> bool {
        match &particle.term {
            Term::Element(id) => {
                let name = &model[*id].name;
                self.names.push((number(&name.local), name));
                families.members(*id).is_empty()
            }
            Term::Model(_, inner) => {
                let mut inner = inner.iter();
                inner.all(|particle| self.gather(model, families, particle))
            }
            Term::Any(wildcard) => self.wildcard.replace(&wildcard.namespaces).is_none(),
            Term::Group(_) => false,
        }
    }

    fn are_distinct(&mut self) -> bool {
        let names = &mut self.names;
        names.sort_unstable();
        names.array_windows().all(|[one, other]| one != other)
            && self.wildcard.is_none_or(|wildcard| {
                let mut names = names.iter();
                names.all(|(_, name)| !wildcard.admits(&name.namespace))
            })
    }
}

/// The length and the last bytes of a name: sorting by that looks at few whole names.
fn number(name: &str) -> u64 {
    let length = name.len() as u64;
    if let Some(last) = name.as_bytes().last_chunk() {
        return u64::from_be_bytes(*last) << 8 | length & 0xFF;
    }
    let bytes = name.bytes();
    bytes.fold(0, |number, byte| number << 8 | u64::from(byte)) << 8 | length
}
