//! Explanations for people.

use super::{Comparison, Explanation, Fate, PartOf, profile};
use std::fmt::Write as _;

/// An address, its parts, and the characters of which there is something to say.
pub(crate) fn explanation(explanation: &Explanation) -> String {
    let typed = shown(&explanation.typed);
    let mut text = match &explanation.jid {
        Ok(jid) if *jid == *explanation.typed.as_str() => format!("{typed} is an address\n"),
        Ok(jid) => format!("{typed} is the address {}\n", shown(jid.as_str())),
        Err(error) => format!("{typed} is no address: {error}\n"),
    };
    for part in &explanation.parts {
        push_part(&mut text, part);
    }
    if let Some(dns) = &explanation.dns {
        push(&mut text, &format!("  in DNS        {dns}"));
    }
    let old = match &explanation.old {
        Ok(old) => format!("  in RFC 6122   {}", shown(old)),
        Err(error) => format!("  in RFC 6122   no address: {}", shown(&error.to_string())),
    };
    push(&mut text, &old);
    if explanation.mixes_scripts {
        push(
            &mut text,
            "  warning: the localpart mixes scripts that are not written together (UTS 39)",
        );
    }
    text
}

/// What two addresses are to each other.
pub(crate) fn comparison(comparison: &Comparison) -> String {
    let mut text = String::new();
    push(
        &mut text,
        match comparison.is_same {
            Some(true) => "the two are the same address",
            Some(false) => "the two are different addresses",
            None => "the two cannot be compared: one of them is no address",
        },
    );
    if let Some((place, one, other)) = comparison.difference {
        let name = |at: Option<char>| at.map_or_else(|| "nothing".to_owned(), named);
        let (one, other) = (name(one), name(other));
        push(
            &mut text,
            &format!("  character {place}: {one} and {other}"),
        );
    }
    push(
        &mut text,
        match comparison.is_same_to_old_peers {
            Some(true) => "  to peers of RFC 6122 they are the same",
            Some(false) => "  to peers of RFC 6122 they are different",
            None => "  peers of RFC 6122 refuse one of them",
        },
    );
    if comparison.looks_alike {
        push(&mut text, "  warning: they look alike (UTS 39)");
    }
    text
}

fn push_part(text: &mut String, part: &PartOf) {
    let typed = shown(&part.typed);
    let outcome = match &part.prepared {
        Ok(prepared) if *prepared == part.typed => typed,
        Ok(prepared) => format!("{typed} becomes {}", shown(prepared)),
        Err(error) => format!("{typed} is no {}: {error}", part.part),
    };
    let name = part.part.to_string();
    push(
        text,
        &format!("  {name:<13} {outcome}  ({})", profile(part.part)),
    );
    for (character, fate) in &part.characters {
        let says = match fate {
            Fate::Kept if character.is_ascii() => continue,
            Fate::Kept => "is kept".to_owned(),
            Fate::Becomes(mapped) if character.is_ascii() && mapped.len() == 1 => continue,
            Fate::Becomes(mapped) => {
                let mapped: Vec<String> = mapped.chars().map(named).collect();
                format!("becomes {}", mapped.join(" "))
            }
            Fate::Refused(rule) => format!("is refused, {rule}"),
        };
        push(text, &format!("    {} {says}", named(*character)));
    }
}

/// Code point and character: `U+2163 Ⅳ`.
fn named(character: char) -> String {
    format!(
        "U+{:04X} {}",
        u32::from(character),
        shown(&character.to_string())
    )
}

/// Text without what would disturb a terminal: controls and marks of direction are written as escapes.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let is_unseen = character.is_control()
            || matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
        if is_unseen {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

fn push(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a String takes all text");
}
