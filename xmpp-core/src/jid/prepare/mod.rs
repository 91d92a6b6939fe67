//! From text to a prepared address (RFC 7622 §3): cut first, then map, then check, then measure.

mod ascii;
mod domain;
mod local;
mod resource;
#[cfg(test)]
mod tests;

pub use domain::ascii_domain;

use crate::jid::Part;
use crate::jid::reference::Offsets;
use crate::{Jid, JidCow, JidError, JidRef};
use compact_str::CompactString;
use std::borrow::Cow;

/// The most octets that a part may have after mapping (RFC 7622 §3.1).
const MAX_OCTETS: usize = 1023;

/// The address, if it is in prepared form and that is seen at a glance.
#[inline]
pub(in crate::jid) fn usual_address(text: &str) -> Option<JidRef<'_>> {
    let offsets = ascii::offsets(text)?;
    Some(JidRef::of(text, offsets))
}

/// Cuts `text` into parts and prepares each. Separators are matched before anything is mapped, since mapping could make
/// new ones (RFC 7622 §3.1): the resourcepart follows the first `/`, the localpart ends at the first `@` before it (§3.2).
#[inline]
pub(in crate::jid) fn address(text: &str) -> Result<JidCow<'_>, JidError> {
    match usual_address(text) {
        Some(address) => Ok(JidCow::Borrowed(address)),
        None => long_address(text),
    }
}

#[inline(never)]
fn long_address(text: &str) -> Result<JidCow<'_>, JidError> {
    let prepared = parse_parts(text)?;
    Ok(if prepared.is_all_of(text) {
        JidCow::Borrowed(JidRef::of(text, prepared.offsets()))
    } else {
        JidCow::Owned(prepared.join())
    })
}

/// The same of an address that is kept.
#[inline]
pub(in crate::jid) fn owned_address(text: &str) -> Result<Jid, JidError> {
    match ascii::offsets(text) {
        Some(offsets) => Ok(Jid::from_prepared(CompactString::new(text), offsets)),
        None => long_owned_address(text),
    }
}

#[inline(never)]
fn long_owned_address(text: &str) -> Result<Jid, JidError> {
    parse_parts(text).map(|prepared| prepared.join())
}

/// Cuts and prepares, the long way.
fn parse_parts(text: &str) -> Result<Prepared<'_>, JidError> {
    let (bare, resource) = match cut(text, b'/') {
        Some((bare, resource)) => (bare, Some(resource)),
        None => (text, None),
    };
    let (local, domain) = match cut(bare, b'@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, bare),
    };
    Prepared::new(local, domain, resource)
}

/// Prepares parts that were never joined.
pub(in crate::jid) fn parts(
    local: Option<&str>,
    domain: &str,
    resource: Option<&str>,
) -> Result<Jid, JidError> {
    Prepared::new(local, domain, resource).map(|prepared| prepared.join())
}

/// Adds a resource to a prepared bare address.
pub(in crate::jid) fn with_resource(bare: JidRef<'_>, resource: &str) -> Result<Jid, JidError> {
    let prepared = Prepared {
        local: bare.local().map(Cow::Borrowed),
        domain: Cow::Borrowed(bare.domain()),
        resource: Some(measured(resource::prepare(resource)?, Part::Resource)?),
    };
    Ok(prepared.join())
}

/// The parts, mapped, checked and measured.
struct Prepared<'a> {
    local: Option<Cow<'a, str>>,
    domain: Cow<'a, str>,
    resource: Option<Cow<'a, str>>,
}

impl<'a> Prepared<'a> {
    fn new(
        local: Option<&'a str>,
        domain: &'a str,
        resource: Option<&'a str>,
    ) -> Result<Self, JidError> {
        let local = match local {
            Some(local) => Some(measured(local::prepare(local)?, Part::Local)?),
            None => None,
        };
        let domain = measured(domain::prepare(domain)?, Part::Domain)?;
        let resource = match resource {
            Some(resource) => Some(measured(resource::prepare(resource)?, Part::Resource)?),
            None => None,
        };
        Ok(Self {
            local,
            domain,
            resource,
        })
    }

    /// Whether the parts, as they stand in `text`, are all there is of it: nothing was mapped, no dot was dropped.
    fn is_all_of(&self, text: &str) -> bool {
        let is_borrowed = |part: &Cow<'_, str>| matches!(part, Cow::Borrowed(_));
        is_borrowed(&self.domain)
            && self.local.as_ref().is_none_or(is_borrowed)
            && self.resource.as_ref().is_none_or(is_borrowed)
            && self.len() == text.len()
    }

    fn join(&self) -> Jid {
        let mut text = CompactString::with_capacity(self.len());
        if let Some(local) = &self.local {
            text.push_str(local);
            text.push('@');
        }
        text.push_str(&self.domain);
        if let Some(resource) = &self.resource {
            text.push('/');
            text.push_str(resource);
        }
        Jid::from_prepared(text, self.offsets())
    }

    fn offsets(&self) -> Offsets {
        let domain = self.local.as_ref().map_or(0, |local| local.len() + 1);
        let resource = match self.resource {
            Some(_) => domain + self.domain.len() + 1,
            None => 0,
        };
        Offsets {
            domain: offset(domain),
            resource: offset(resource),
        }
    }

    fn len(&self) -> usize {
        self.local.as_ref().map_or(0, |local| local.len() + 1)
            + self.domain.len()
            + self.resource.as_ref().map_or(0, |part| part.len() + 1)
    }
}

fn cut(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((&text[..at], &text[at + 1..]))
}

/// The part if its length after mapping is allowed.
fn measured(text: Cow<'_, str>, part: Part) -> Result<Cow<'_, str>, JidError> {
    match text.len() {
        0 => Err(JidError::Empty { part }),
        1..=MAX_OCTETS => Ok(text),
        octets => Err(JidError::TooLong { part, octets }),
    }
}

/// Parts were measured: no offset is beyond 2 × 1024.
fn offset(bytes: usize) -> u16 {
    u16::try_from(bytes).expect("three parts of at most 1023 octets")
}
