//! Where passwords come from.

use std::io::{self, BufRead, IsTerminal as _};

use xmpp_core::BareJid;

use super::Failure;
use super::args::PasswordSource;

/// A password for an account, and whether it was made up here.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Password {
    pub(super) text: String,
    pub(super) is_new: bool,
}

/// The password that the user gives: asked for twice, without showing it, if there is somebody to ask.
pub(super) fn password(user: &BareJid, source: PasswordSource) -> Result<Password, Failure> {
    if source.generate {
        return Ok(Password {
            text: generate()?,
            is_new: true,
        });
    }
    let text = if source.password_stdin || !io::stdin().is_terminal() {
        first_line(io::stdin().lock())?
    } else {
        ask(user)?
    };
    Ok(Password {
        text,
        is_new: false,
    })
}

fn ask(user: &BareJid) -> Result<String, Failure> {
    let password = rpassword::prompt_password(format!("Password for {user}: "))?;
    let again = rpassword::prompt_password("The same again: ")?;
    if password == again {
        Ok(password)
    } else {
        Err("these were two different passwords".into())
    }
}

/// The first line without its end. More than a password can have is not read.
fn first_line(input: impl BufRead) -> Result<String, Failure> {
    let mut line = String::new();
    input.take(LONGEST).read_line(&mut line)?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err("no password was given on standard input".into());
    }
    Ok(line.to_owned())
}

/// 120 bits, in letters and digits that are not mistaken for each other.
fn generate() -> Result<String, Failure> {
    let mut octets = [0; 24];
    getrandom::fill(&mut octets).map_err(|error| error.to_string())?;
    let characters = octets.map(|octet| char::from(ALPHABET[usize::from(octet) % ALPHABET.len()]));
    Ok(characters.iter().collect())
}

const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

const LONGEST: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_without_its_end() {
        let read = |text: &str| first_line(text.as_bytes()).ok();
        assert_eq!(read("r0m30\nrest").as_deref(), Some("r0m30"));
        assert_eq!(read("r0m30\r\n").as_deref(), Some("r0m30"));
        assert_eq!(read(" two words ").as_deref(), Some(" two words "));
        assert_eq!(read("\nrest"), None);
        assert_eq!(read(""), None);
        assert_eq!(first_line(&b"\xFF\n"[..]).ok(), None);
    }

    #[test]
    fn passwords_that_are_made_up_differ() {
        let (one, other) = (generate().unwrap(), generate().unwrap());
        assert_ne!(one, other);
        assert!(one.len() == 24 && one.bytes().all(|byte| ALPHABET.contains(&byte)));
    }
}
