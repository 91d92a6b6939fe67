//! Content models in which no element can belong to two places, told by looking at the names: most are such.

use super::Context;
use crate::model::{Name, Particle, Term};

/// A content model of more elements is looked at closely: comparing each with each costs the square of this.
const FEW: usize = 32;

/// Whether a content model has neither wildcards nor groups, no element for which another may stand, and no name twice.
pub(super) fn is_plain<'m>(context: Context<'m>, particle: &'m Particle) -> bool {
    let mut names = Vec::new();
    is_distinct(context, particle, &mut names)
}

/// The recursion is as deep as the model nests, which is limited.
fn is_distinct<'m>(
    context: Context<'m>,
    particle: &'m Particle,
    names: &mut Vec<&'m Name>,
) -> bool {
    match &particle.term {
        Term::Element(id) => {
            let name = &context.model[*id].name;
            let same = |other: &&Name| *other == name;
            let is_new = names.len() < FEW && !names.iter().any(same);
            names.push(name);
            is_new && context.families.members(*id).is_empty()
        }
        Term::Model(_, inner) => {
            let mut inner = inner.iter();
            inner.all(|particle| is_distinct(context, particle, names))
        }
        Term::Group(_) | Term::Any(_) => false,
    }
}
