//! The short way for the usual address: ASCII in prepared form, seen at one glance.

use super::MAX_OCTETS;
use super::local::is_prepared_ascii as is_local;
use crate::jid::reference::Offsets;

/// Where the parts begin, if the text is an address in prepared form which this function understands. For any other text,
/// also for addresses that need a closer look, it says nothing.
pub(super) fn offsets(text: &str) -> Option<Offsets> {
    let text = text.as_bytes();
    if text.len() > MAX_OCTETS {
        return None;
    }
    let local = run(text, is_local);
    let domain = match text.get(local) {
        Some(b'@') if local > 0 => local + 1,
        _ => 0,
    };
    let end = domain + domain_name(&text[domain..])?;
    let resource = match text.get(end) {
        None => 0,
        Some(b'/') if is_resource(&text[end + 1..]) => end + 1,
        Some(_) => return None,
    };
    Some(Offsets {
        domain: u16::try_from(domain).ok()?,
        resource: u16::try_from(resource).ok()?,
    })
}

/// The length of the domain name that `text` begins with, if all of its labels are plain: a hyphen stands between letters
/// or digits only, and there are at most 63 characters.
fn domain_name(text: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let end = start + label(&text[start..])?;
        match text.get(end) {
            Some(b'.') => start = end + 1,
            _ => return Some(end),
        }
    }
}

fn label(text: &[u8]) -> Option<usize> {
    let mut end = 0;
    loop {
        let letters = run(
            &text[end..],
            |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'),
        );
        end += letters;
        match text.get(end) {
            _ if letters == 0 || end > 63 => return None,
            Some(b'-') => end += 1,
            _ => return Some(end),
        }
    }
}

fn is_resource(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// How many bytes from the start are such ones.
fn run(text: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    text.iter()
        .position(|&byte| !is_such(byte))
        .unwrap_or(text.len())
}
