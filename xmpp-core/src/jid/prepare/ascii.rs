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
    let local = run(text, LOCAL);
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
        let letters = run(&text[end..], LABEL);
        end += letters;
        match text.get(end) {
            _ if letters == 0 || end > 63 => return None,
            Some(b'-') => end += 1,
            _ => return Some(end),
        }
    }
}

/// All bytes are looked at, whatever they are: that is done with vectors.
fn is_resource(text: &[u8]) -> bool {
    let are_printable = text
        .iter()
        .fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    are_printable && !text.is_empty()
}

/// How many bytes from the start are of that class.
fn run(text: &[u8], class: u8) -> usize {
    text.iter()
        .position(|&byte| CLASSES[usize::from(byte)] & class == 0)
        .unwrap_or(text.len())
}

/// May stand in a localpart.
const LOCAL: u8 = 1;

/// May stand in a label of a domain name, the hyphen aside.
const LABEL: u8 = 2;

/// What each byte may be: one load instead of comparisons.
const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if is_local(byte) {
            classes[byte as usize] |= LOCAL;
        }
        if matches!(byte, b'a'..=b'z' | b'0'..=b'9') {
            classes[byte as usize] |= LABEL;
        }
        byte += 1;
    }
    classes
}
