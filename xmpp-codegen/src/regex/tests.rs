//! Expressions as XSD part 2 appendix F reads them.

use super::*;

#[track_caller]
fn matches(expression: &str, yes: &[&str], no: &[&str]) {
    let pattern = Pattern::new(expression).unwrap();
    for text in yes {
        assert_eq!(pattern.matches(text), Ok(true), "{expression} and {text:?}");
    }
    for text in no {
        assert_eq!(
            pattern.matches(text),
            Ok(false),
            "{expression} and {text:?}"
        );
    }
}

#[track_caller]
fn wrong(expression: &str, at: usize, message: &str) {
    let error = Pattern::new(expression).unwrap_err();
    assert_eq!(
        (error.at, error.message.as_str()),
        (at, message),
        "{expression}"
    );
}

#[test]
fn the_whole_value_is_matched_and_anchors_are_letters() {
    matches("ab", &["ab"], &["abc", "xab", "ab\n"]);
    matches("^a$", &["^a$"], &["a"]);
    matches("a|b", &["a", "b"], &["ab", ""]);
    matches("", &[""], &["a"]);
    matches("(a|)b?", &["", "a", "b", "ab"], &["ba"]);
    matches("a#b&&~ -", &["a#b&&~ -"], &["ab"]);
}

#[test]
fn quantities() {
    matches("a{2}", &["aa"], &["a", "aaa"]);
    matches("a{2,}", &["aa", "aaaa"], &["a"]);
    matches("(ab){0,2}c+", &["c", "ababcc"], &["abababc", "ab"]);
    wrong(
        "a{2,1}",
        1,
        "the highest number of the quantity is below the lowest",
    );
    wrong("a{,2}", 1, "the quantity has no lowest number");
    wrong("a**", 2, "nothing stands before the quantifier");
    wrong("+", 0, "nothing stands before the quantifier");
    wrong("a|*", 2, "nothing stands before the quantifier");
}

#[test]
fn classes() {
    matches("[a-c]", &["a", "b", "c"], &["d", "-", ""]);
    matches("[-a]", &["-", "a"], &["b"]);
    matches("[a-]", &["-", "a"], &["b"]);
    matches("[^a-]", &["b"], &["-", "a"]);
    matches("[a^]", &["a", "^"], &["b"]);
    matches(r"[\-\]\[\\&&~]+", &["-][\\&~"], &["a"]);
    matches("[a-z-[aeiou]]", &["b", "z"], &["a", "B"]);
    matches("[^a-z-[A-M]]", &["N", "1"], &["a", "A"]);
    matches("[a-z-[c-x-[m]]]", &["a", "m", "z"], &["c", "n"]);
    matches(r"[\d.]+", &["1.2", "٣"], &["a"]);
    wrong(
        "[a-c-e]",
        4,
        "a hyphen stands at the beginning or end of a class, or in a range",
    );
    wrong("[z-a]", 1, "the range runs backwards");
    wrong("[]", 1, "the class is empty");
    wrong("[a", 0, "the class has no end");
    wrong(
        "[a-z-[a]b]",
        7,
        "nothing may follow a difference in a class",
    );
}

#[test]
fn escapes() {
    matches(".", &["a", "é", "\u{10FFFF}"], &["\n", "\r", ""]);
    matches(r"\s\S", &[" a", "\na"], &["  ", "\u{A0}a"]);
    matches(r"\i\c*", &["a-1", "_.", ":x"], &["-a", "1", "\u{F0000}"]);
    matches(r"\I\C", &["1 ", "- "], &["a ", "1a"]);
    matches(r"\w\W", &["a ", "$-"], &["aa", "-a"]);
    matches(r"\p{Lu}\P{Lu}", &["Aa", "Äa"], &["aA"]);
    matches(r"\p{IsGreek}", &["α"], &["a"]);
    matches(r"\P{IsBasicLatin}", &["α"], &["a"]);
    matches(r"\p{IsPrivateUse}", &["\u{E000}", "\u{100000}"], &["a"]);
    matches(r"\p{IsHighSurrogates}?", &[""], &["a"]);
    matches(r"[\p{IsGreek}-[\p{Lu}]]", &["α"], &["Α", "a"]);
    matches(r"\n\r\t\|\.\^\{\}", &["\n\r\t|.^{}"], &[]);
    wrong(r"\p{Is}", 0, "`` is no block of Unicode 3.1");
    wrong(r"a\b", 1, r"`\b` is no escape of XML Schema");
    wrong("\\", 0, "the backslash escapes nothing");
    let error = Pattern::new(r"\p{IsGREEK}").unwrap_err();
    assert_eq!(error.help.as_deref(), Some("did you mean `IsGreek`?"));
}

#[test]
fn groups_end_and_do_not_nest_without_bound() {
    wrong("((a)", 0, "the group has no end");
    wrong("a)", 1, "`)` stands alone");
    assert!(Pattern::new(&"(".repeat(100_000)).is_err());
    assert!(Pattern::new(&format!("{}a{}", "(".repeat(90), ")".repeat(90))).is_ok());
    assert!(Pattern::new(&"[a-".repeat(100_000)).is_err());
}

#[test]
fn quantifiers_that_multiply_are_told_of_and_not_run() {
    let pattern = Pattern::new(r"((a{1000}){1000}){1000}").unwrap();
    assert_eq!(pattern.matches("a"), Err(TooLarge));
    let pattern = Pattern::new("(a?){50}a{50}").unwrap();
    assert_eq!(pattern.matches(&"a".repeat(50)), Ok(true));
    assert_eq!(
        Pattern::new("a{4294967296}").unwrap().matches("a"),
        Err(TooLarge)
    );
}
