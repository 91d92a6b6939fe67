//! The sentences of findings, in one place: whoever judges a stanza says the same thing in the same words.
//!
//! Messages are one sentence, lower case, without a full stop. Names of elements are shown as tags, names of attributes
//! and values in backticks. Text from a peer is shortened, so that a finding never grows with the stanza.

/// ``\`<item/>\` lacks the required attribute \`jid\` ``, rule [`MISSING_ATTRIBUTE`](crate::Rule::MISSING_ATTRIBUTE).
pub fn missing_attribute(element: &str, attribute: &str) -> String {
    format!("`<{element}/>` lacks the required attribute `{attribute}`")
}

/// ``\`<jingle/>\` lacks the required child \`<content/>\` ``, rule [`MISSING_CHILD`](crate::Rule::MISSING_CHILD).
///
/// `children` are the names of which one is required: one name, or those of a choice.
pub fn missing_child(element: &str, children: &[&str]) -> String {
    match children {
        [] => format!("`<{element}/>` lacks a required child"),
        [child] => format!("`<{element}/>` lacks the required child `<{child}/>`"),
        choice => format!(
            "`<{element}/>` lacks one of {}",
            alternatives(&tags(choice), "and")
        ),
    }
}

/// ``\`<presence/>\` has more than one \`<show/>\` ``, rule [`SURPLUS_CHILD`](crate::Rule::SURPLUS_CHILD).
pub fn surplus_child(element: &str, child: &str, max: u32) -> String {
    match max {
        0 => format!("`<{element}/>` must not have `<{child}/>`"),
        1 => format!("`<{element}/>` has more than one `<{child}/>`"),
        _ => format!("`<{element}/>` has more than {max} `<{child}/>`"),
    }
}

/// ``\`<x/>\` has fewer than 2 \`<option/>\` ``, rule [`TOO_FEW_CHILDREN`](crate::Rule::TOO_FEW_CHILDREN).
pub fn too_few_children(element: &str, child: &str, min: u32) -> String {
    format!("`<{element}/>` has fewer than {min} `<{child}/>`")
}

/// ``\`<error/>\` has both \`<gone/>\` and \`<conflict/>\`, which exclude each other``,
/// rule [`AMBIGUOUS_CHOICE`](crate::Rule::AMBIGUOUS_CHOICE).
pub fn ambiguous_choice(element: &str, first: &str, second: &str) -> String {
    if first == second {
        return surplus_child(element, first, 1);
    }
    format!("`<{element}/>` has both `<{first}/>` and `<{second}/>`, which exclude each other")
}

/// ``\`<foo/>\` of \`urn:x\` is another element, expected \`<query/>\` ``, rule [`UNEXPECTED_ELEMENT`](crate::Rule::UNEXPECTED_ELEMENT).
pub fn unexpected_element(element: &str, namespace: &str, names: &[&str]) -> String {
    let namespace = match namespace {
        "" => "no namespace".to_owned(),
        namespace => format!("`{}`", shown(namespace)),
    };
    let found = format!("`<{}/>` of {namespace} is another element", shown(element));
    match names {
        [] => found,
        names => format!("{found}, expected {}", alternatives(&tags(names), "or")),
    }
}

/// ``\`<body/>\` in \`<message/>\` is of \`jabber:server\`, which is no namespace of extensions``,
/// rule [`EXTENSION_NAMESPACE`](crate::Rule::EXTENSION_NAMESPACE).
pub fn extension_namespace(element: &str, child: &str, namespace: &str) -> String {
    format!(
        "`<{}/>` in `<{element}/>` is of `{namespace}`, which is no namespace of extensions",
        shown(child)
    )
}

/// ``\`bothh\` is not a value of \`subscription\` ``, rule [`INVALID_VALUE`](crate::Rule::INVALID_VALUE).
///
/// `of` names the attribute, or the element whose text it is, as a tag: `<priority/>`.
pub fn invalid_value(value: &str, of: &str) -> String {
    format!("`{}` is not a value of `{of}`", shown(value))
}

/// ``\`@example.org\` in \`jid\` is not an address``, rule [`INVALID_JID`](crate::Rule::INVALID_JID).
pub fn invalid_jid(value: &str, of: &str) -> String {
    format!("`{}` in `{of}` is not an address", shown(value))
}

/// ``\`<query/>\` holds text where only elements may stand``, rule [`UNEXPECTED_TEXT`](crate::Rule::UNEXPECTED_TEXT).
pub fn unexpected_text(element: &str) -> String {
    format!("`<{element}/>` holds text where only elements may stand")
}

/// ``\`<item/>\` has no attribute \`nick\` in its schema``, rule [`UNKNOWN_ATTRIBUTE`](crate::Rule::UNKNOWN_ATTRIBUTE).
pub fn unknown_attribute(element: &str, attribute: &str) -> String {
    format!(
        "`<{element}/>` has no attribute `{}` in its schema",
        shown(attribute)
    )
}

/// ``\`<item/>\` has no child \`<nick/>\` in its schema``, rule [`UNKNOWN_CHILD`](crate::Rule::UNKNOWN_CHILD).
pub fn unknown_child(element: &str, child: &str) -> String {
    format!(
        "`<{element}/>` has no child `<{}/>` in its schema",
        shown(child)
    )
}

/// ``\`<iq/>\` whose \`type\` is \`get\` has no elements of other namespaces, expected exactly 1``, a rule of a catalogue.
///
/// `conditions` are the attributes that make the rule hold, with their values, empty for an absent one. `what` is counted:
/// a tag in backticks, or words.
pub fn wrong_count<'c>(
    element: &str,
    conditions: impl IntoIterator<Item = (&'c str, &'c str)>,
    (found, what): (u32, &str),
    (min, max): (u32, Option<u32>),
) -> String {
    let conditions: Vec<String> = conditions.into_iter().map(condition).collect();
    let conditions = match conditions.is_empty() {
        true => String::new(),
        false => format!(" {}", conditions.join(" and ")),
    };
    let found = match found {
        0 => "no".to_owned(),
        some => some.to_string(),
    };
    let expected = match (min, max) {
        (_, Some(0)) => "none".to_owned(),
        (min, Some(max)) if min == max => format!("exactly {min}"),
        (0, Some(max)) => format!("at most {max}"),
        (min, Some(max)) => format!("{min} to {max}"),
        (min, None) => format!("at least {min}"),
    };
    format!("`<{element}/>`{conditions} has {found} {what}, expected {expected}")
}

/// ``\`<message/>\` has two \`<body/>\` of one \`lang\` ``, a rule of a catalogue; of one value, where no attribute tells them apart.
pub fn not_distinct(element: &str, child: &str, by: Option<&str>) -> String {
    match by {
        Some(by) => format!("`<{element}/>` has two `<{child}/>` of one `{by}`"),
        None => format!("`<{element}/>` has two `<{child}/>` of one value"),
    }
}

/// ``\`parent\` of \`<thread/>\` must differ from its text``, a rule of a catalogue. `other` is in backticks, or words.
pub fn not_different(element: &str, attribute: &str, other: &str) -> String {
    format!("`{attribute}` of `<{element}/>` must differ from {other}")
}

/// ``expected \`both\`, \`from\` or \`to\` ``: a label or a note beside an invalid value. Long lists are cut.
pub fn expected(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    format!("expected {}", alternatives(&quoted, "or"))
}

/// The same of values of which others are named by noun phrases: ``expected `small`, `large` or a whole number from 0 to 255``.
pub fn expected_any(values: &[&str], phrases: &[impl AsRef<str>]) -> String {
    if phrases.is_empty() {
        return expected(values);
    }
    let mut items: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    let rest = match items.len() {
        9.. => items.len() - 6,
        _ => 0,
    };
    items.truncate(items.len() - rest);
    items.extend(phrases.iter().map(|phrase| phrase.as_ref().to_owned()));
    items.extend((rest > 0).then(|| format!("one of {rest} more values")));
    match items.as_slice() {
        [head @ .., last] if !head.is_empty() => {
            format!("expected {} or {last}", head.join(", "))
        }
        only => format!("expected {}", only.concat()),
    }
}

/// What is said of an address among other things that are expected.
pub const AN_ADDRESS: &str = "an address";

/// What a value is held to by a pattern.
pub fn expected_pattern(pattern: &str) -> String {
    format!("text that matches `{pattern}`")
}

/// ``did you mean \`both\`?``, where one of the values is close enough to be meant.
pub fn did_you_mean(value: &str, values: &[&str]) -> Option<String> {
    closest(value, values.iter().copied()).map(|meant| format!("did you mean `{meant}`?"))
}

/// The longest word that is looked at for slips, in bytes.
const LONGEST: usize = 64;

/// The first of the values that are closest, where those are close enough to be meant.
pub fn closest<'v>(value: &str, values: impl IntoIterator<Item = &'v str>) -> Option<&'v str> {
    if value.len() > LONGEST {
        return None;
    }
    let value_length = value.chars().count();
    values
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .filter_map(|candidate| {
            let length = candidate.chars().count();
            let near = |slips: usize| slips <= (length / 3).max(1) && slips < length;
            // Each slip changes the length by one at most.
            let slips = near(length.abs_diff(value_length)).then(|| distance(value, candidate))?;
            near(slips).then_some((slips, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A value from a peer, fit for a sentence: control characters as spaces, those that turn the direction of writing too, so that
/// nothing passes for another text; at most 40 characters.
pub fn shown(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = String::new();
    for (count, character) in value.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        let is_unseen = character.is_control() || is_direction(character);
        shown.push(if is_unseen { ' ' } else { character });
    }
    shown
}

/// Whether the character changes the direction of what stands around it (Unicode Standard Annex 9 §2).
const fn is_direction(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

fn condition((name, value): (&str, &str)) -> String {
    match value {
        "" => format!("without `{name}`"),
        value => format!("whose `{name}` is `{}`", shown(value)),
    }
}

fn tags(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`<{name}/>`")).collect()
}

/// `a, b and c`; of more than eight, the first six and how many more there are.
fn alternatives(items: &[String], joint: &str) -> String {
    let (listed, rest) = match items.len() {
        9.. => (&items[..6], items.len() - 6),
        _ => (items, 0),
    };
    match listed {
        [head @ .., last] if rest == 0 && !head.is_empty() => {
            format!("{} {joint} {last}", head.join(", "))
        }
        _ if rest == 0 => listed.join(", "),
        _ => format!("{} {joint} {rest} more", listed.join(", ")),
    }
}

/// Levenshtein distance of words that are not too long, in characters; an exchange of neighbours counts once.
fn distance(left: &str, right: &str) -> usize {
    let mut characters = ['\0'; LONGEST];
    let mut length = 0;
    for (place, character) in characters.iter_mut().zip(right.chars()) {
        *place = character;
        length += 1;
    }
    let right = &characters[..length];
    let mut before = [0; LONGEST + 1];
    let mut previous = [0; LONGEST + 1];
    for (number, place) in (0..).zip(&mut previous) {
        *place = number;
    }
    let mut current = [0; LONGEST + 1];
    let mut last = None;
    for (row, from) in (1u8..).zip(left.chars()) {
        current[0] = row;
        for (column, &to) in right.iter().enumerate() {
            let kept = previous[column] + u8::from(from != to);
            let mut best = kept.min(previous[column + 1] + 1).min(current[column] + 1);
            if column > 0 && last == Some(to) && right[column - 1] == from {
                best = best.min(before[column - 1] + 1);
            }
            current[column + 1] = best;
        }
        std::mem::swap(&mut before, &mut previous);
        std::mem::swap(&mut previous, &mut current);
        last = Some(from);
    }
    previous[length].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_different_word_is_not() {
        let values = ["both", "from", "none", "remove", "to"];
        assert_eq!(
            did_you_mean("bothh", &values).as_deref(),
            Some("did you mean `both`?")
        );
        assert_eq!(
            did_you_mean("form", &values).as_deref(),
            Some("did you mean `from`?")
        );
        assert_eq!(did_you_mean("subscribed", &values), None);
        assert_eq!(did_you_mean("", &["1", "0"]), None);
        assert_eq!(did_you_mean(&"x".repeat(1 << 20), &values), None);
    }

    #[test]
    fn what_is_named_by_phrases_comes_after_values() {
        let none: [&str; 0] = [];
        assert_eq!(expected_any(&["a"], &none), "expected `a`");
        assert_eq!(expected_any(&[], &["a date"]), "expected a date");
        assert_eq!(
            expected_any(&["a", "b"], &["a date", "an address"]),
            "expected `a`, `b`, a date or an address"
        );
        assert_eq!(
            expected_any(&["a", "b", "c", "d", "e", "f", "g", "h", "i"], &["a date"]),
            "expected `a`, `b`, `c`, `d`, `e`, `f`, a date or one of 3 more values"
        );
    }

    #[test]
    fn lists_are_sentences_and_long_ones_are_cut() {
        assert_eq!(expected(&["a"]), "expected `a`");
        assert_eq!(expected(&["a", "b", "c"]), "expected `a`, `b` or `c`");
        assert_eq!(
            missing_child("error", &["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
            "`<error/>` lacks one of `<a/>`, `<b/>`, `<c/>`, `<d/>`, `<e/>`, `<f/>` and 3 more"
        );
    }

    #[test]
    fn what_a_peer_sent_is_shortened_and_stays_on_one_line() {
        let message = invalid_value(&"a\nb".repeat(1000), "type");
        assert!(message.len() < 100 && !message.contains('\n'), "{message}");
        assert_eq!(shown("a\u{202e}b\u{7f}"), "a b ");
    }
}
