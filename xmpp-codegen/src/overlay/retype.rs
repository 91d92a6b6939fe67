//! More precise types than the schema's: `"item/@jid" = "BareJid"`.

use super::path::Target;
use crate::model::datatype::Builtin;
use crate::model::{Content, Model, Type, Variety};
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

/// Gives the targets that type, or says why one of them cannot have it.
pub(super) fn apply(model: &mut Model, targets: &[Target], builtin: Builtin) -> Result<(), String> {
    let type_ = Type::Builtin(builtin);
    for target in targets {
        match *target {
            Target::Element(id) => match model[id].type_ {
                Type::Complex(complex) => text(model, complex, type_)?,
                _ => model.elements[id.0 as usize].type_ = type_,
            },
            Target::Complex(id) => text(model, id, type_)?,
            Target::Declaration(id) => model.attributes[id.0 as usize].type_ = type_,
            Target::Attribute(id, at) => attribute(model, id.0 as usize, at, type_),
            Target::Simple(id) => {
                model.simple_types[id.0 as usize].variety = Variety::Restriction(type_)
            }
            Target::Group(_) | Target::Choice | Target::Wildcard | Target::Value(..) => {
                return Err(
                    "only elements, attributes and simple types have a type to replace".to_owned(),
                );
            }
        }
    }
    Ok(())
}

fn text(model: &mut Model, id: crate::model::ComplexTypeId, type_: Type) -> Result<(), String> {
    let content = &mut model.complex_types[id.0 as usize].content;
    match content {
        Content::Simple(old) => {
            *old = type_;
            Ok(())
        }
        _ => Err("its content is not text, so that it has no simple type to replace".to_owned()),
    }
}

/// A declaration may be shared by many types: the use gets one of its own.
fn attribute(model: &mut Model, complex: usize, at: usize, type_: Type) {
    let found = &model.complex_types[complex].attributes[at];
    let mut declaration = model[found.attribute].clone();
    declaration.type_ = type_;
    let number = u32::try_from(model.attributes.len()).unwrap_or(u32::MAX);
    model.attributes.push(declaration);
    model.complex_types[complex].attributes[at].attribute = crate::model::AttributeId(number);
}
