//! What one side says, with places that are filled in when it is said or heard.

use std::fmt;

use xmpp_core::sasl::{Channel, TokenMechanism, token_message};

use super::Mismatch;
use super::scram::Scram;

/// What one side says: text, and places in braces.
///
/// | in braces | said by the runner | heard from the one under test |
/// | --- | --- | --- |
/// | `{any}` | | anything |
/// | `{name}` | what was captured | captured; where it was captured before, the same again |
/// | `{space}` | that character | the same |
/// | `{newline}` | that character | |
/// | `{repeat 20000 a}` | `a` so many times | |
/// | `{byte ff}` | this byte | |
/// | `{base64 text}` | base64 of the text, in which `|` stands for U+0000 | the same |
/// | `{token MECHANISM name token}` | a client's only message, where it has a token | |
/// | `{scram first MECHANISM name password}` | a client's first message | |
/// | `{scram final challenge}` | its answer to what was captured as `challenge` | |
/// | `{scram verify}` | | the server's proof, which is checked |
/// | `{scram challenge auth name password}` | a server's answer to what was captured as `auth` | |
/// | `{scram proof response}` | its proof, after what was captured as `response` | |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Place(String),
}

/// How what was heard compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is what was expected.
    Whole {
        /// How many bytes of it.
        length: usize,
        /// What stood in the named places.
        captures: Vec<(String, String)>,
    },
    /// It may become what was expected.
    Incomplete,
    /// It is something else, from this byte on.
    Different {
        /// The first byte that differs.
        at: usize,
    },
}

impl Speech {
    /// Reads a line.
    ///
    /// # Errors
    /// A brace that is not closed.
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = line;
        while let Some((text, behind)) = rest.split_once('{') {
            let (place, behind) = behind.split_once('}').ok_or("a `{` is not closed")?;
            push_text(&mut parts, text);
            parts.push(Part::Place(place.to_owned()));
            rest = behind;
        }
        push_text(&mut parts, rest);
        Ok(Self { parts })
    }

    /// Appends what is said next.
    pub(super) fn extend(&mut self, other: &Self) {
        for part in &other.parts {
            match part {
                Part::Text(text) => push_text(&mut self.parts, text),
                place => self.parts.push(place.clone()),
            }
        }
    }

    /// The bytes to say.
    pub(super) fn render(&self, scram: &mut Scram) -> Result<Vec<u8>, Mismatch> {
        let mut bytes = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => bytes.extend(text.as_bytes()),
                Part::Place(place) => bytes.extend(said(place, scram)?),
            }
        }
        Ok(bytes)
    }

    /// Compares with what was heard so far; more may follow.
    pub fn compare(&self, heard: &str, scram: &Scram) -> Match {
        let mut at = 0;
        let mut captures: Vec<(String, String)> = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            let rest = &heard[at..];
            let fixed = match part {
                Part::Text(text) => Some(text.clone()),
                Part::Place(place) => fixed(place, scram, &captures),
            };
            if let Some(fixed) = fixed {
                if !rest.starts_with(&fixed) {
                    return too_short_or_different(&fixed, rest, at);
                }
                at += fixed.len();
                continue;
            }
            let end = match self.parts.get(index + 1) {
                Some(Part::Text(next)) => rest.find(next.as_str()),
                _ => Some(rest.len()),
            };
            let (Some(end), Part::Place(place)) = (end, part) else {
                return Match::Incomplete;
            };
            captures.push((place.clone(), rest[..end].to_owned()));
            at += end;
        }
        Match::Whole {
            length: at,
            captures,
        }
    }
}

impl fmt::Display for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Place(place) => write!(f, "{{{place}}}"),
        })
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

fn too_short_or_different(expected: &str, heard: &str, at: usize) -> Match {
    if expected.starts_with(heard) {
        return Match::Incomplete;
    }
    let same = expected
        .bytes()
        .zip(heard.bytes())
        .take_while(|(one, other)| one == other);
    Match::Different {
        at: at + same.count(),
    }
}

/// What a place must be when it is heard; `None` if that is open.
fn fixed(place: &str, scram: &Scram, captures: &[(String, String)]) -> Option<String> {
    if let Some(text) = place.strip_prefix("base64 ") {
        return Some(base64(text));
    }
    if place == "space" {
        return Some(" ".to_owned());
    }
    let now = captures
        .iter()
        .find(|(name, _)| name == place && place != "any");
    now.map(|(_, text)| text.clone())
        .or_else(|| scram.captured(place).map(str::to_owned))
}

/// What a place is when the runner says it.
fn said(place: &str, scram: &mut Scram) -> Result<Vec<u8>, Mismatch> {
    if let Some(hex) = place.strip_prefix("byte ") {
        let byte = u8::from_str_radix(hex, 16)
            .map_err(|_| Mismatch::new(format!("`{hex}` is no byte")))?;
        return Ok(vec![byte]);
    }
    said_text(place, scram).map(String::into_bytes)
}

fn said_text(place: &str, scram: &mut Scram) -> Result<String, Mismatch> {
    let words: Vec<_> = place.split(' ').collect();
    match words.as_slice() {
        ["space"] => Ok(" ".to_owned()),
        ["newline"] => Ok("\n".to_owned()),
        ["repeat", count, text] => {
            let count = count
                .parse()
                .map_err(|_| Mismatch::new(format!("`{count}` is no number")))?;
            Ok(text.repeat(count))
        }
        ["base64", text] => Ok(base64(text)),
        ["token", mechanism, name, token] => token_login(mechanism, name, token),
        ["scram", "first", mechanism, name, password] => scram.first(mechanism, name, password),
        ["scram", "final", challenge] => scram.answer(challenge),
        ["scram", "challenge", auth, name, password] => scram.challenge(auth, name, password),
        ["scram", "proof", response] => scram.proof(response),
        _ => scram
            .captured(place)
            .map(str::to_owned)
            .ok_or_else(|| Mismatch::new(format!("`{place}` is not known"))),
    }
}

fn token_login(mechanism: &str, name: &str, token: &str) -> Result<String, Mismatch> {
    let mechanism = mechanism.parse::<TokenMechanism>().ok();
    let message = mechanism.and_then(|known| token_message(known, name, token, &Channel::tls([])));
    let message = message.ok_or_else(|| Mismatch::new("no such message can be made"))?;
    Ok(xmpp_core::sasl::encoding::encode(&message))
}

fn base64(text: &str) -> String {
    xmpp_core::sasl::encoding::encode(text.replace('|', "\0").as_bytes())
}
