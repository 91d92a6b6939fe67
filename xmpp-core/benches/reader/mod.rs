//! Reading: bytes into names, namespaces, attributes and text.
//!
//! `tape` is what our reader does before anybody looks; `look` looks at everything: each contestant visits every element,
//! attribute and text, with its namespace, unescaped, and adds up how many bytes that is, which must agree.

mod floor;
mod forward;
pub(crate) mod ours;
mod quick;
mod restricted;

use crate::harness::Contestant;

/// The measure of all: a namespace-aware reader with its checks on.
pub(crate) const NS_READER: (&str, &str) = ("look", "quick-xml NsReader");

/// A stanza a push.
const WHOLE: (&str, &str) = ("tape", "xmpp-xml");

pub(crate) fn contestants() -> Vec<Contestant> {
    let compared = |group, name, reference, prepare| Contestant {
        group,
        name,
        reference,
        prepare,
    };
    let contestant = |group, name, prepare| compared(group, name, NS_READER, prepare);
    vec![
        contestant("scan", "memchr for `<`", floor::scan),
        contestant("tape", "xmpp-xml", ours::fill),
        compared(
            "tape",
            "xmpp-xml, 1460 bytes at a time",
            WHOLE,
            ours::fill_by_segments,
        ),
        contestant("tape", "xmpp-xml, byte by byte", ours::fill_by_bytes),
        contestant(
            "envelope",
            "xmpp-xml, read and looked at",
            forward::envelope,
        ),
        contestant("envelope", "xmpp-xml, and forwarded", forward::forward),
        contestant("look", "xmpp-xml", ours::look),
        contestant("look", "quick-xml NsReader", quick::look),
        contestant("look", "rxml", restricted::look),
    ]
}
