//! Bytes into text: UTF-8, checked as it comes.

/// The bytes of a character that is not yet whole, and whether the input has stopped being UTF-8.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Incoming {
    partial: [u8; 4],
    length: usize,
    broken: bool,
}

impl Incoming {
    /// Appends what is whole and valid to `text`. What follows the first invalid sequence is dropped: reading ends there.
    pub(super) fn receive(&mut self, mut bytes: &[u8], text: &mut String) {
        while self.length > 0 && !self.broken {
            let Some((&next, rest)) = bytes.split_first() else {
                return;
            };
            bytes = rest;
            self.complete(next, text);
        }
        if !self.broken {
            self.take(bytes, text);
        }
    }

    /// Whether invalid bytes follow the text.
    pub(super) const fn is_broken(self) -> bool {
        self.broken
    }

    /// Whether all that came is text.
    pub(super) const fn is_whole(self) -> bool {
        self.length == 0 && !self.broken
    }

    /// Bytes of a character that is not yet whole.
    pub(super) const fn partial(self) -> usize {
        self.length
    }

    fn complete(&mut self, next: u8, text: &mut String) {
        self.partial[self.length] = next;
        self.length += 1;
        match std::str::from_utf8(&self.partial[..self.length]) {
            Ok(character) => {
                text.push_str(character);
                self.length = 0;
            }
            // Four bytes are a character or invalid, so `partial` never overflows.
            Err(error) => self.broken = error.error_len().is_some(),
        }
    }

    /// Appends what is whole and valid, where nothing is to be completed: how many bytes that is.
    #[inline(always)]
    pub(super) fn take(&mut self, bytes: &[u8], text: &mut String) -> usize {
        let (whole, begun) = bytes.split_at(bytes.len() - unfinished(bytes));
        if let Some((most, last)) = valid_parts(whole) {
            text.push_str(most);
            text.push_str(last);
        } else if let Some(valid) = valid(whole) {
            text.push_str(valid);
        } else {
            return self.take_any(bytes, text);
        }
        self.begin(begun);
        whole.len()
    }

    /// The same for what is short or not valid.
    #[inline(never)]
    fn take_any(&mut self, bytes: &[u8], text: &mut String) -> usize {
        let error = match std::str::from_utf8(bytes) {
            Ok(whole) => {
                text.push_str(whole);
                return whole.len();
            }
            Err(error) => error,
        };
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        match error.error_len() {
            Some(_) => self.broken = true,
            None => self.begin(rest),
        }
        valid.len()
    }

    /// A character begins with those bytes, if with any.
    #[inline]
    fn begin(&mut self, bytes: &[u8]) {
        // It is empty with as good as every push, and copying nothing is a call as well.
        if !bytes.is_empty() {
            self.partial[..bytes.len()].copy_from_slice(bytes);
        }
        self.length = bytes.len();
    }
}

/// How many bytes at the end begin a character that is not there as a whole.
#[inline]
fn unfinished(bytes: &[u8]) -> usize {
    match bytes.last() {
        Some(0x80..) => unfinished_at(bytes),
        _ => 0,
    }
}

fn unfinished_at(bytes: &[u8]) -> usize {
    let last = &bytes[bytes.len().saturating_sub(3)..];
    let Some(lead) = last.iter().rposition(|&byte| !is_inside(byte)) else {
        return 0;
    };
    match std::str::from_utf8(&last[lead..]) {
        Err(error) if error.error_len().is_none() => last.len() - lead,
        _ => 0,
    }
}

/// How many bytes are looked at together.
const VECTORS: usize = 64;

/// A text that is not long, in two parts, if it is one and characters end between them. The second is less than what is looked at together,
/// and is looked at with what is before it: otherwise it would first be copied to where vectors can be filled from.
#[inline]
fn valid_parts(bytes: &[u8]) -> Option<(&str, &str)> {
    const LONG: usize = 32 * VECTORS;
    let rest = bytes.len() % VECTORS;
    if bytes.len() >= LONG || rest == 0 {
        return None;
    }
    let last = bytes.last_chunk::<VECTORS>()?;
    let most = simdutf8::basic::from_utf8(&bytes[..bytes.len() - rest]).ok()?;
    let last = simdutf8::basic::from_utf8(last).ok()?;
    Some((most, last.get(VECTORS - rest..)?))
}

/// Much text, if it is known to be one: it is checked with vector instructions, which do not say what is wrong.
#[inline]
fn valid(bytes: &[u8]) -> Option<&str> {
    if bytes.len() < VECTORS {
        return None;
    }
    simdutf8::basic::from_utf8(bytes).ok()
}

/// Whether a character of several bytes goes on with the byte.
const fn is_inside(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(bytes: &[u8], step: usize) -> (String, bool, usize) {
        let (mut incoming, mut text) = (Incoming::default(), String::new());
        for piece in bytes.chunks(step) {
            incoming.receive(piece, &mut text);
        }
        (text, incoming.is_broken(), incoming.partial())
    }

    #[test]
    fn characters_may_be_cut_anywhere() {
        let text = "aé€😀z";
        for step in 1..=text.len() {
            assert_eq!(feed(text.as_bytes(), step), (text.to_owned(), false, 0));
        }
        assert_eq!(feed(b"a\xF0\x9F\x98", 2), ("a".to_owned(), false, 3));
    }

    #[test]
    fn much_is_taken_as_little_is() {
        for character in ["a", "\u{e9}", "\u{20ac}", "\u{1F600}", "\u{FFFD}"] {
            for before in [61, 64, 67] {
                for behind in [0, 1, 60] {
                    let text = ["x".repeat(before), character.into(), "y".repeat(behind)].concat();
                    let bytes = text.as_bytes();
                    for end in 64..=bytes.len() {
                        let expected = feed(&bytes[..end], 1);
                        assert_eq!(feed(&bytes[..end], end), expected, "{text} up to {end}");
                    }
                    for wrong in [0x80, 0xC3, 0xE2, 0xF0, 0xF5, 0xFF] {
                        let bytes = [bytes, &[wrong], b"yy"].concat();
                        for end in [bytes.len() - 2, bytes.len() - 1, bytes.len()] {
                            let (taken, broken, _) = feed(&bytes[..end], 1);
                            let (found, found_broken, _) = feed(&bytes[..end], end);
                            assert_eq!((found, found_broken), (taken, broken));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn malformed_utf_8_is_found_at_the_same_place_however_it_is_cut() {
        // RFC 3629 §3, §10: overlong forms, surrogates, too large, stray and missing continuations.
        let malformed: [&[u8]; 8] = [
            b"\xC0\xAF",
            b"\xE0\x80\xAF",
            b"\xED\xA0\x80",
            b"\xF4\x90\x80\x80",
            b"\x80",
            b"\xFF",
            b"\xE2\x82<",
            b"\xF0\x80\x80\x80",
        ];
        for sequence in malformed {
            let bytes = [b"<a>", sequence, b"</a>"].concat();
            for step in 1..=bytes.len() {
                let (text, broken, _) = feed(&bytes, step);
                assert_eq!(
                    (text.as_str(), broken),
                    ("<a>", true),
                    "{sequence:x?} by {step}"
                );
            }
        }
    }
}
