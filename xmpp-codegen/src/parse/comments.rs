//! Comments made white space, so that a document that has nothing else unusual is read as one without.

/// How a comment begins and ends.
const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// The text with a space in place of every byte of a comment, so that whatever else is in it stays where it is. There is none
/// where there are no comments, nor where a comment may be more than white space: it stands beside character data or a tag, is no
/// comment to XML, or is not the only thing that begins with `<!`.
pub(super) fn blanked(text: &str) -> Option<String> {
    let first = markup_declaration(text)?;
    let mut blank = String::with_capacity(text.len());
    let mut rest = text;
    let mut at = first;
    while let Some((before, behind)) = rest.split_at_checked(at) {
        let length = length_of_comment(behind)?;
        let behind = &behind[length..];
        let next = markup_declaration(behind);
        if !stands_alone(before, behind) {
            return None;
        }
        blank.push_str(before);
        blank.extend(std::iter::repeat_n(' ', length));
        rest = behind;
        let Some(next) = next else {
            blank.push_str(rest);
            return Some(blank);
        };
        at = next;
    }
    None
}

/// Where something begins with `<!`, which is looked for by its rarer letter.
fn markup_declaration(text: &str) -> Option<usize> {
    let mut marks = text.match_indices('!');
    marks.find_map(|(at, _)| Some(text[..at].strip_suffix('<')?.len()))
}

/// Whether only white space stands between a comment and what was before it, a tag or another comment, and the tag or comment behind it:
/// on either side some.
fn stands_alone(before: &str, behind: &str) -> bool {
    const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
    let ahead = before.trim_end_matches(SPACE);
    let after = behind.trim_start_matches(SPACE);
    let has_white = ahead.len() < before.len() && after.len() < behind.len();
    has_white
        && (ahead.is_empty() || ahead.ends_with('>'))
        && (after.is_empty() || after.starts_with('<'))
}

/// The length of the comment that the text begins with (XML 1.0 §2.5), where it has no character that might be none of XML.
fn length_of_comment(text: &str) -> Option<usize> {
    let inside = text.strip_prefix(OPEN)?;
    let length = inside.find("--")?;
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0xC3..=0xEE);
    let is_inside = |byte: u8| matches!(byte, 0x80..=0xBF);
    let is_xml = |byte: u8| is_plain(byte) || is_inside(byte);
    let is_comment = inside[length..].starts_with(CLOSE) && inside[..length].bytes().all(is_xml);
    is_comment.then_some(OPEN.len() + length + CLOSE.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_between_tags_become_white_space() {
        let comments = [
            "<!-- a -->",
            "<!-- <b> é\n -->",
            "<!-- - -->",
            "<!---->",
            "<!--c-->",
        ];
        let between = ["\n", "\n<a>\t", " <b/>\n", " ", " </a> ", " "];
        let with = |shown: fn(&str) -> String| {
            let shown = comments.iter().map(|comment| shown(comment));
            let parts = between.iter().zip(shown.chain([String::new()]));
            parts.fold(String::new(), |all, (before, comment)| {
                all + before + &comment
            })
        };
        let text = with(str::to_owned);
        let expected = with(|comment| " ".repeat(comment.len()));
        assert_eq!(blanked(&text), Some(expected));
        assert_eq!(blanked(text.trim_start()), None, "nothing stands before");
    }

    #[test]
    fn what_may_be_more_than_white_space_stays() {
        for text in [
            "<a/>",
            "<a>b <!-- c --> </a>",
            "<a> <!-- c --> b</a>",
            "<a><!-- c --> </a>",
            "<a> <!-- c --></a>",
            "<a> <!-- -- --> </a>",
            "<a> <!-- c ---> </a>",
            "<a> <!-- c",
            "<a> <!-- \u{1} --> </a>",
            "<a> <!-- \u{FFFE} --> </a>",
            "<!DOCTYPE a> <!-- c --> <a/>",
            "<a> <!-- c --> <![CDATA[ ]]> </a>",
            "<a b=' <!-- c --> '/>",
        ] {
            assert_eq!(blanked(text), None, "{text}");
        }
    }
}
