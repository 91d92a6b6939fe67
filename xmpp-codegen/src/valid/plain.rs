//! Content models in which no element can belong to two places, told by looking at the names: most are such.

use super::family::Families;
use crate::model::{Content, Model, Name, Particle, Term};

/// Of each complex type, whether its content model has neither wildcards nor groups, no element for which another may stand,
/// and no name twice. What has no elements is plain.
pub(super) fn plain(model: &Model, families: &Families) -> Vec<bool> {
    let mut names = Vec::new();
    let contents = model.complex_types.iter().map(|type_| &type_.content);
    contents
        .map(|content| match content {
            Content::Elements(particle) | Content::Mixed(Some(particle)) => {
                names.clear();
                gather(model, families, particle, &mut names) && are_distinct(&mut names)
            }
            Content::Empty | Content::Simple(_) | Content::Mixed(None) => true,
        })
        .collect()
}

/// Gathers the names of a content model, each behind a number that equal names share; whether there is nothing else in it.
/// The recursion is as deep as the model nests, which is limited.
fn gather<'m>(
    model: &'m Model,
    families: &Families,
    particle: &'m Particle,
    names: &mut Vec<(u64, &'m Name)>,
) -> bool {
    match &particle.term {
        Term::Element(id) => {
            let name = &model[*id].name;
            names.push((number(&name.local), name));
            families.members(*id).is_empty()
        }
        Term::Model(_, inner) => {
            let mut inner = inner.iter();
            inner.all(|particle| gather(model, families, particle, names))
        }
        Term::Group(_) | Term::Any(_) => false,
    }
}

fn are_distinct(names: &mut [(u64, &Name)]) -> bool {
    names.sort_unstable();
    names.array_windows().all(|[one, other]| one != other)
}

/// The length and the last bytes of a name: sorting by that looks at few whole names.
fn number(name: &str) -> u64 {
    let last = name.bytes().rev().take(7);
    last.fold(name.len() as u64, |number, byte| {
        number << 8 | u64::from(byte)
    })
}
