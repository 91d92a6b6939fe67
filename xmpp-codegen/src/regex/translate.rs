//! From XML Schema's syntax to the engine's, in one pass and without recursion.

use super::{PatternError, set};
use std::iter::Peekable;
use std::str::CharIndices;

/// How deep groups and differences may nest.
pub(super) const DEEPEST: u32 = 200;

/// The expression in the engine's syntax, anchored at both ends.
pub(super) fn translate(expression: &str) -> Result<String, PatternError> {
    let mut translation = Translation {
        expression,
        rest: expression.char_indices().peekable(),
        out: r"\A(?:".to_owned(),
        groups: Vec::new(),
        atom: false,
    };
    translation.run()?;
    translation.out.push_str(r")\z");
    Ok(translation.out)
}

struct Translation<'t> {
    expression: &'t str,
    rest: Peekable<CharIndices<'t>>,
    out: String,
    /// Where the groups begin that are open.
    groups: Vec<usize>,
    /// Whether what came last can be quantified.
    atom: bool,
}

impl Translation<'_> {
    fn run(&mut self) -> Result<(), PatternError> {
        while let Some((at, character)) = self.rest.next() {
            match character {
                '(' => self.open(at)?,
                ')' => self.close(at)?,
                '|' => {
                    self.out.push('|');
                    self.atom = false;
                }
                '?' | '*' | '+' => self.quantifier(at, &character.to_string())?,
                '{' => {
                    let quantity = self.quantity(at)?;
                    self.quantifier(at, &quantity)?;
                }
                ']' | '}' => return Err(self.literal(at, character)),
                '.' => self.atom(r"[^\n\r]"),
                '[' => {
                    let class = self.class(at)?;
                    self.atom(&class);
                }
                '\\' => match self.escape(at)? {
                    Escape::One(character) => self.character(character),
                    Escape::Set(class) => self.atom(&class),
                },
                character => self.character(character),
            }
        }
        match self.groups.pop() {
            Some(at) => Err(error(at, "the group has no end")),
            None => Ok(()),
        }
    }

    fn atom(&mut self, text: &str) {
        self.out.push_str(text);
        self.atom = true;
    }

    fn character(&mut self, character: char) {
        set::one(&mut self.out, character);
        self.atom = true;
    }

    fn open(&mut self, at: usize) -> Result<(), PatternError> {
        self.groups.push(at);
        if self.groups.len() > DEEPEST as usize / 2 {
            return Err(error(at, "groups nest too deep"));
        }
        self.out.push_str("(?:");
        self.atom = false;
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<(), PatternError> {
        if self.groups.pop().is_none() {
            return Err(self.literal(at, ')'));
        }
        self.out.push(')');
        self.atom = true;
        Ok(())
    }

    fn quantifier(&mut self, at: usize, text: &str) -> Result<(), PatternError> {
        if !std::mem::take(&mut self.atom) {
            let found = self.expression[at..].chars().next().unwrap_or('{');
            return Err(PatternError {
                message: "nothing stands before the quantifier".to_owned(),
                ..self.literal(at, found)
            });
        }
        self.out.push_str(text);
        Ok(())
    }

    /// `{2}`, `{2,}` or `{2,5}`, whose brace is read.
    fn quantity(&mut self, at: usize) -> Result<String, PatternError> {
        let rest = &self.expression[at + 1..];
        let end = rest.find('}').ok_or_else(|| self.literal(at, '{'))?;
        let text = &rest[..end];
        let number = |text: &str| {
            (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u32>().unwrap_or(u32::MAX))
        };
        let (min, max) = text.split_once(',').unwrap_or((text, text));
        let min_number =
            number(min).ok_or_else(|| error(at, "the quantity has no lowest number"))?;
        let max_number = match max {
            "" => None,
            max => Some(number(max).ok_or_else(|| error(at, "the quantity is no number"))?),
        };
        if max_number.is_some_and(|max| max < min_number) {
            return Err(error(
                at,
                "the highest number of the quantity is below the lowest",
            ));
        }
        for _ in 0..text.chars().count() + 1 {
            self.rest.next();
        }
        Ok(match max_number {
            None => format!("{{{min_number},}}"),
            Some(max) => format!("{{{min_number},{max}}}"),
        })
    }

    /// What follows a backslash.
    fn escape(&mut self, at: usize) -> Result<Escape, PatternError> {
        let Some((_, letter)) = self.rest.next() else {
            return Err(error(at, "the backslash escapes nothing"));
        };
        let one = match letter {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '[' | ']' => {
                letter
            }
            'p' | 'P' => return self.property(at, letter == 'P').map(Escape::Set),
            _ => {
                return set::escape(letter)
                    .map(Escape::Set)
                    .ok_or_else(|| PatternError {
                        help: (letter == '$' || !letter.is_alphanumeric())
                            .then(|| format!("`{letter}` needs no backslash")),
                        ..error(at, &format!("`\\{letter}` is no escape of XML Schema"))
                    });
            }
        };
        Ok(Escape::One(one))
    }

    /// `{Lu}` or `{IsGreek}`.
    fn property(&mut self, at: usize, negated: bool) -> Result<String, PatternError> {
        let rest = &self.expression[at + 2..];
        let name = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .ok_or_else(|| error(at, "a property stands in braces, `\\p{Lu}`"))?;
        let set = set::property(name, negated).ok_or_else(|| PatternError {
            help: set::meant(name).map(|meant| format!("did you mean `{meant}`?")),
            ..error(
                at,
                &match name.strip_prefix("Is") {
                    Some(block) => format!("`{block}` is no block of Unicode 3.1"),
                    None => format!("`{name}` is no category of Unicode"),
                },
            )
        })?;
        for _ in 0..name.chars().count() + 2 {
            self.rest.next();
        }
        Ok(set)
    }

    /// A class in brackets, whose first bracket is read: `[^a-z-[aeiou]]`. For each set that is taken away from another one,
    /// the engine gets a bracket more: `[[^a-z]--[[aeiou]]]`.
    fn class(&mut self, begin: usize) -> Result<String, PatternError> {
        let mut class = String::new();
        self.set_begins(&mut class);
        let mut depth = 1;
        let mut empty = true;
        loop {
            let Some((at, character)) = self.rest.next() else {
                return Err(error(begin, "the class has no end"));
            };
            match character {
                ']' if empty => return Err(error(at, "the class is empty")),
                ']' => {
                    class.push_str("]]");
                    for _ in 1..depth {
                        if self.rest.next().is_none_or(|(_, next)| next != ']') {
                            return Err(error(at, "nothing may follow a difference in a class"));
                        }
                        class.push(']');
                    }
                    return Ok(class);
                }
                '[' => return Err(self.literal(at, '[')),
                '-' if !empty && self.rest.peek().is_some_and(|(_, next)| *next == '[') => {
                    self.rest.next();
                    depth += 1;
                    if depth > DEEPEST / 4 {
                        return Err(error(at, "differences nest too deep"));
                    }
                    class.push_str("]--");
                    self.set_begins(&mut class);
                    empty = true;
                }
                character => {
                    self.member(&mut class, empty, at, character)?;
                    empty = false;
                }
            }
        }
    }

    /// Opens a set, and reads `^` at its beginning.
    fn set_begins(&mut self, class: &mut String) {
        class.push_str("[[");
        if self.rest.next_if(|(_, next)| *next == '^').is_some() {
            class.push('^');
        }
    }

    /// A character, a range or an escape in a class.
    fn member(
        &mut self,
        class: &mut String,
        is_first: bool,
        at: usize,
        character: char,
    ) -> Result<(), PatternError> {
        let ends = |next: Option<&(usize, char)>| next.is_none_or(|(_, next)| *next == ']');
        let first = match character {
            '\\' => match self.escape(at)? {
                Escape::One(character) => character,
                Escape::Set(set) => {
                    class.push_str(&set);
                    return Ok(());
                }
            },
            '-' if is_first || ends(self.rest.peek()) => '-',
            '-' => {
                return Err(PatternError {
                    help: Some("write `\\-`".to_owned()),
                    ..error(
                        at,
                        "a hyphen stands at the beginning or end of a class, or in a range",
                    )
                });
            }
            character => character,
        };
        set::one(class, first);
        let mut ahead = self.rest.clone();
        let is_range = matches!(ahead.next(), Some((_, '-')))
            && !matches!(ahead.next(), None | Some((_, ']' | '[')));
        if !is_range || character == '-' {
            return Ok(());
        }
        self.rest.next();
        let last = match self.rest.next() {
            Some((at, '\\')) => match self.escape(at)? {
                Escape::One(character) => character,
                Escape::Set(_) => return Err(error(at, "a range ends in one character")),
            },
            Some((at, '-')) => return Err(error(at, "a range does not end in a hyphen")),
            Some((_, character)) => character,
            None => return Err(error(at, "the range has no end")),
        };
        if last < first {
            return Err(error(at, "the range runs backwards"));
        }
        class.push('-');
        set::one(class, last);
        Ok(())
    }

    /// A character that must be escaped to stand for itself.
    fn literal(&self, at: usize, character: char) -> PatternError {
        PatternError {
            help: Some(format!("write `\\{character}` for the character itself")),
            ..error(at, &format!("`{character}` stands alone"))
        }
    }
}

/// What an escape stands for.
enum Escape {
    One(char),
    Set(String),
}

fn error(at: usize, message: &str) -> PatternError {
    PatternError {
        at,
        message: message.to_owned(),
        help: None,
    }
}
