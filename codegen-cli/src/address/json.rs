//! Explanations for programs.

use super::{Comparison, Explanation, Fate, PartOf, profile};
use serde_json::{Value, json};

/// One object for all that was asked.
pub(crate) fn object(addresses: &[Explanation], comparison: Option<&Comparison>) -> Value {
    let addresses: Vec<Value> = addresses.iter().map(explanation).collect();
    json!({
        "addresses": addresses,
        "comparison": comparison.map(compared),
    })
}

fn explanation(explanation: &Explanation) -> Value {
    let parts: Vec<Value> = explanation.parts.iter().map(part).collect();
    json!({
        "typed": explanation.typed,
        "jid": explanation.jid.as_ref().ok().map(ToString::to_string),
        "error": explanation.jid.as_ref().err().map(ToString::to_string),
        "parts": parts,
        "dns": explanation.dns,
        "rfc6122": explanation.old.as_ref().ok(),
        "rfc6122_error": explanation.old.as_ref().err().map(ToString::to_string),
        "mixes_scripts": explanation.mixes_scripts,
    })
}

fn part(part: &PartOf) -> Value {
    let characters: Vec<Value> = part
        .characters
        .iter()
        .map(|(character, fate)| {
            let (becomes, refused) = match fate {
                Fate::Kept => (None, None),
                Fate::Becomes(mapped) => (Some(mapped.clone()), None),
                Fate::Refused(rule) => (None, Some(rule.to_string())),
            };
            json!({
                "code_point": format!("U+{:04X}", u32::from(*character)),
                "character": character,
                "becomes": becomes,
                "refused": refused,
            })
        })
        .collect();
    json!({
        "part": part.part.to_string(),
        "profile": profile(part.part),
        "typed": part.typed,
        "prepared": part.prepared.as_ref().ok(),
        "error": part.prepared.as_ref().err().map(ToString::to_string),
        "characters": characters,
    })
}

fn compared(comparison: &Comparison) -> Value {
    let place = comparison.difference.map(|(place, ..)| place);
    json!({
        "same": comparison.is_same,
        "same_in_rfc6122": comparison.is_same_to_old_peers,
        "looks_alike": comparison.looks_alike,
        "first_difference": place,
    })
}
