//! Prepares strings for whoever compares our results with another implementation's: `tests/precis/second_opinion`.
//!
//! Each line of standard input is a string, as hexadecimal digits of UTF-8. Each line of standard output has what the profiles
//! make of it, in the order of [`PROFILES`], as such digits, or `!` where a profile refuses it.

use std::borrow::Cow;
use std::io::{self, BufRead as _, BufWriter, Write as _};
use xmpp_core::precis::{self, PrecisError};

type Profile = fn(&str) -> Result<Cow<'_, str>, PrecisError>;

const PROFILES: [Profile; 5] = [
    precis::username_case_mapped,
    precis::username_case_preserved,
    precis::opaque_string,
    precis::nickname,
    precis::nickname_for_comparison,
];

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if std::env::args().nth(1).as_deref() == Some("version") {
        return writeln!(out, "{}", precis::UNICODE_VERSION);
    }
    for line in io::stdin().lock().lines() {
        let text = decode(&line?).ok_or_else(|| io::Error::other("no hexadecimal UTF-8"))?;
        for profile in PROFILES {
            match profile(&text) {
                Ok(prepared) => {
                    for byte in prepared.bytes() {
                        write!(out, "{byte:02x}")?;
                    }
                    write!(out, " ")?;
                }
                Err(_) => write!(out, "! ")?,
            }
        }
        writeln!(out)?;
    }
    out.flush()
}

fn decode(line: &str) -> Option<String> {
    let digits = line.as_bytes().chunks(2);
    let bytes = digits.map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    });
    String::from_utf8(bytes.collect::<Option<_>>()?).ok()
}
