//! From an [`XmppUri`] to text (RFC 5122 §2.7).

use super::XmppUri;
use super::percent::encode;
use crate::JidRef;
use std::fmt;

impl XmppUri {
    /// The IRI: characters of all scripts are written as they are.
    pub fn to_iri(&self) -> String {
        write(self, true)
    }
}

impl fmt::Display for XmppUri {
    /// The URI: characters beyond ASCII are written as their octets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&write(self, false))
    }
}

fn write(uri: &XmppUri, is_iri: bool) -> String {
    let mut out = String::from("xmpp:");
    if let Some(account) = &uri.account {
        out.push_str("//");
        push_address(&mut out, account.as_jid_ref(), is_iri);
        if uri.to.is_some() {
            out.push('/');
        }
    }
    if let Some(to) = &uri.to {
        push_address(&mut out, to.as_jid_ref(), is_iri);
    }
    if let Some(action) = &uri.action {
        let nothing = |_| false;
        out.push('?');
        encode(&mut out, &action.name, nothing, is_iri);
        for (key, value) in &action.pairs {
            out.push(';');
            encode(&mut out, key, nothing, is_iri);
            out.push('=');
            encode(&mut out, value, nothing, is_iri);
        }
    }
    if let Some(fragment) = &uri.fragment {
        out.push('#');
        encode(
            &mut out,
            fragment,
            |at| "!$&'()*+,;=:@/?".contains(at),
            is_iri,
        );
    }
    out
}

/// `nodeallow`, `ihost` with the brackets of IPv6, and `resallow` (RFC 5122 §2.2).
fn push_address(out: &mut String, jid: JidRef<'_>, is_iri: bool) {
    if let Some(local) = jid.local() {
        encode(out, local, |at| "!$()*+,;=".contains(at), is_iri);
        out.push('@');
    }
    match jid.domain() {
        literal if literal.starts_with('[') => out.push_str(literal),
        domain => encode(out, domain, |_| false, is_iri),
    }
    if let Some(resource) = jid.resource() {
        out.push('/');
        encode(out, resource, |at| "!$&'()*+,:;=".contains(at), is_iri);
    }
}
