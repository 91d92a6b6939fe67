//! More precise types than the schema's: `"item/@jid" = "BareJid"`.

use super::facets::{self, Dropped};
use super::path::Target;
use crate::model::datatype::Builtin;
use crate::model::{ComplexTypeId, Content, Model, SimpleTypeId, Type, Variety};
use crate::rule::closest;

/// The type that a catalogue names.
pub(super) fn builtin(name: &str) -> Option<Builtin> {
    Builtin::from_catalog(name)
}

/// A way out where there is no type of that name.
pub(super) fn help(name: &str) -> String {
    let known: Vec<&str> = Builtin::ALL.iter().map(|builtin| builtin.name()).collect();
    match closest(name, &known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "name a simple type of XML Schema, such as `unsignedLong`, or `Jid`, `BareJid`, `FullJid`, `Id`, `ShortText`, `MimeBase64`".to_owned(),
    }
}

/// Gives the targets that type, with the facets of the one that it replaces, or says why one of them cannot have it.
pub(super) fn apply(
    model: &mut Model,
    targets: &[Target],
    builtin: Builtin,
    dropped: &mut Vec<Dropped>,
) -> Result<(), String> {
    for target in targets {
        match *target {
            Target::Element(id) => match model[id].type_ {
                Type::Complex(complex) => text(model, complex, builtin, dropped)?,
                old => {
                    let type_ = facets::carry(model, old, builtin, dropped);
                    model.elements[id.0 as usize].type_ = type_;
                }
            },
            Target::Complex(id) => text(model, id, builtin, dropped)?,
            Target::Declaration(id) => {
                let type_ = facets::carry(model, model[id].type_, builtin, dropped);
                model.attributes[id.0 as usize].type_ = type_;
            }
            Target::Attribute(id, at) => attribute(model, id.0 as usize, at, builtin, dropped),
            Target::Simple(id) => simple(model, id, builtin, dropped),
            Target::Group(_) | Target::Choice | Target::Wildcard | Target::Value(..) => {
                return Err(
                    "only elements, attributes and simple types have a type to replace".to_owned(),
                );
            }
        }
    }
    Ok(())
}

fn text(
    model: &mut Model,
    id: ComplexTypeId,
    builtin: Builtin,
    dropped: &mut Vec<Dropped>,
) -> Result<(), String> {
    let Content::Simple(old) = model[id].content else {
        return Err("its content is not text, so that it has no simple type to replace".to_owned());
    };
    let type_ = facets::carry(model, old, builtin, dropped);
    model.complex_types[id.0 as usize].content = Content::Simple(type_);
    Ok(())
}

/// A declaration may be shared by many types: the use gets one of its own.
fn attribute(
    model: &mut Model,
    complex: usize,
    at: usize,
    builtin: Builtin,
    dropped: &mut Vec<Dropped>,
) {
    let found = &model.complex_types[complex].attributes[at];
    let mut declaration = model[found.attribute].clone();
    declaration.type_ = facets::carry(model, declaration.type_, builtin, dropped);
    let number = u32::try_from(model.attributes.len()).unwrap_or(u32::MAX);
    model.attributes.push(declaration);
    model.complex_types[complex].attributes[at].attribute = crate::model::AttributeId(number);
}

/// A named type keeps its name, and what it says itself.
fn simple(model: &mut Model, id: SimpleTypeId, builtin: Builtin, dropped: &mut Vec<Dropped>) {
    let own = facets::of_step(model, id, builtin, dropped);
    let base = match model[id].variety {
        Variety::Restriction(base) => facets::carry(model, base, builtin, dropped),
        Variety::List(_) | Variety::Union(_) => {
            facets::lose_parts(model, id, builtin, dropped);
            Type::Builtin(builtin)
        }
    };
    let simple = &mut model.simple_types[id.0 as usize];
    simple.facets = own;
    simple.variety = Variety::Restriction(base);
}
