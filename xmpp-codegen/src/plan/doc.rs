//! Documentation of generated items: from a schema's sentences to those of a doc comment.

/// A sentence: a capital first, a full stop last.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    stopped(&format!("{}{}", first.to_uppercase(), chars.as_str()))
}

/// What stands after a colon: a small letter first, unless a name begins, and a full stop last.
pub(super) fn clause(text: &str) -> String {
    let text = text.trim();
    let word: &str = text
        .split(|char: char| !char.is_alphanumeric())
        .next()
        .unwrap_or("");
    let ordinary = word.chars().skip(1).all(char::is_lowercase) && !NAMES.contains(&word);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if ordinary => stopped(&format!("{}{}", first.to_lowercase(), chars.as_str())),
        _ => stopped(text),
    }
}

/// The name in backticks, and what it is where somebody says so.
pub(super) fn named(name: &str, text: Option<&str>) -> String {
    match text {
        Some(text) if !text.trim().is_empty() => format!("`{name}`: {}", clause(text)),
        _ => format!("`{name}`"),
    }
}

/// What it is, else the name in backticks.
pub(super) fn or_name(name: &str, text: Option<&str>) -> String {
    match text {
        Some(text) if !text.trim().is_empty() => sentence(text),
        _ => format!("`{name}`"),
    }
}

/// Text as rustdoc's Markdown shows it: no accidental tags, links or lists; code spans stay.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        if at % 2 == 1 {
            out.push_str(part);
        } else {
            escape_prose(part, &mut out);
        }
    }
    if text.matches('`').count() % 2 == 1 {
        out.push('`');
    }
    out
}

/// Lines of at most `width` characters, where words allow.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let line = lines.last_mut().map(|line| line.chars().count());
        match (line, lines.last_mut()) {
            (Some(0), Some(line)) => line.push_str(word),
            (Some(length), Some(line)) if length + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Words, with code spans and clauses (`RFC 6120 §8`) whole, and with what would be a list or a heading at the beginning of
/// a line kept off it.
fn words(text: &str) -> Vec<&str> {
    let (mut words, mut start, mut inside) = (Vec::new(), 0, false);
    for (at, char) in text.char_indices() {
        inside ^= char == '`';
        if char.is_whitespace() && !inside && !goes_on(&text[start..at], &text[at..]) {
            words.push(&text[start..at]);
            start = at + char.len_utf8();
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word and what follows name one clause, or cannot be parted.
fn goes_on(word: &str, rest: &str) -> bool {
    let next = rest.split_whitespace().next().unwrap_or_default();
    word.ends_with("RFC")
        || (rest.starts_with(" §") && word.ends_with(|char: char| char.is_ascii_digit()))
        || begins_block(next)
}

/// Whether a line that begins with this word is no prose in Markdown.
fn begins_block(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number.is_some_and(is_number)
        || ["-", "+", "#", "="]
            .iter()
            .any(|mark| !word.is_empty() && word.trim_start_matches(mark).is_empty())
}

fn escape_prose(prose: &str, out: &mut String) {
    for (at, char) in prose.char_indices() {
        if matches!(char, '<' | '>' | '[' | ']' | '*' | '_' | '\\') {
            out.push('\\');
        }
        if char == 'h' && is_url(&prose[at..]) {
            let end = prose[at..]
                .find(char::is_whitespace)
                .unwrap_or(prose.len() - at);
            let url = prose[at..at + end].trim_end_matches(['.', ',', ')', ';', '>']);
            out.push('<');
            out.push_str(url);
            out.push('>');
            return escape_prose(&prose[at + url.len()..], out);
        }
        out.push(char);
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn stopped(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Words that keep their capital.
const NAMES: &[&str] = &[
    "Jabber",
    "Jingle",
    "Unicode",
    "Internet",
    "English",
    "Unix",
    "Gregorian",
    "Julian",
    "Kerberos",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_clauses() {
        assert_eq!(sentence("version of it"), "Version of it.");
        assert_eq!(
            clause("One contact (RFC 6121 §2.1.2)."),
            "one contact (RFC 6121 §2.1.2)."
        );
        assert_eq!(clause("TLS is offered"), "TLS is offered.");
        assert_eq!(clause("A thing"), "a thing.");
        assert_eq!(clause("Jingle session"), "Jingle session.");
        assert_eq!(named("<x/>", None), "`<x/>`");
        assert_eq!(or_name("ver", Some(" ")), "`ver`");
    }

    #[test]
    fn markdown_is_taken_literally_outside_of_code() {
        assert_eq!(escape("`<a/>` <b> a[0]"), r"`<a/>` \<b\> a\[0\]");
        assert_eq!(
            escape("see http://a.example/x_y."),
            "see <http://a.example/x_y>."
        );
        assert_eq!(escape("odd ` tick"), "odd ` tick`");
    }

    #[test]
    fn lines_break_between_words_only() {
        assert_eq!(wrap("aa bb cc", 5), ["aa bb", "cc"]);
        assert_eq!(wrap("a `b c d e`", 4), ["a", "`b c d e`"]);
        assert_eq!(
            wrap("a (RFC 6120 §8, §9)", 6),
            ["a", "(RFC 6120 §8,", "§9)"]
        );
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(
            wrap("aa - bb 1. cc # --- dd", 3),
            ["aa -", "bb 1.", "cc # ---", "dd"]
        );
    }
}
