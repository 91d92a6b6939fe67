//! What comes late says since when (XEP-0203).

use std::time::{SystemTime, UNIX_EPOCH};

use xmpp_core::schema::delay::Delay;
use xmpp_core::stream::Encoded;
use xmpp_core::{BareJid, DateTime, Element, Jid};

/// The stanza, of which the account's server says since when it has had it (XEP-0203 §2). One that says so already stays as it is.
/// Nothing where it cannot be read.
pub(crate) fn delayed_since(stanza: &str, since: SystemTime, owner: &BareJid) -> Option<Encoded> {
    let server = owner.to_domain();
    let element = Element::parse(stanza).ok()?;
    if says_so(&element, &server) {
        return Encoded::of(&element).ok();
    }
    let since = since.duration_since(UNIX_EPOCH).ok()?;
    let millis = since.subsec_millis() * 1_000_000;
    let stamp = DateTime::from_unix(i64::try_from(since.as_secs()).ok()?, millis)?;
    let delay = Element::of(&Delay {
        from: Some(Jid::from(server)),
        ..Delay::new(stamp, "")
    });
    let stanza = append(stanza, &delay.ok()?.to_string());
    Encoded::of(&Element::parse(&stanza).ok()?).ok()
}

/// Whether this server has said since when. What others say is not believed.
fn says_so(stanza: &Element, server: &BareJid) -> bool {
    let children = stanza.children();
    let mut delays = children
        .iter()
        .filter_map(|child| child.decode::<Delay>(&mut ()));
    delays.any(|delay| delay.from.as_ref() == Some(server.as_jid()))
}

/// The element with one more child behind the others. Nothing else in it changes.
fn append(element: &str, child: &str) -> String {
    match element.strip_suffix("/>") {
        Some(tag) => {
            let name: String = tag[1..]
                .chars()
                .take_while(|c| !c.is_ascii_whitespace())
                .collect();
            format!("{tag}>{child}</{name}>")
        }
        None => {
            let end = element.rfind("</").unwrap_or(element.len());
            format!("{}{child}{}", &element[..end], &element[end..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{append, delayed_since};
    use std::time::{Duration, UNIX_EPOCH};
    use xmpp_core::BareJid;

    /// XEP-0203 §2: the server that has kept it says so, once; what a client says of itself stays beside it.
    #[test]
    fn what_is_late_says_so_once() {
        let juliet: BareJid = "juliet@example.com".parse().unwrap();
        let stanza = "<message xmlns='jabber:client'><body>a</body>\
            <delay xmlns='urn:xmpp:delay' from='romeo@example.net/x' stamp='2001-01-01T00:00:00Z'/></message>";
        let since = UNIX_EPOCH + Duration::from_millis(1_000_000_000_500);
        let late = delayed_since(stanza, since, &juliet).unwrap();
        let expected = "from='example.com' stamp='2001-09-09T01:46:40.5Z'";
        assert_eq!(
            late.as_str().matches("<delay").count(),
            2,
            "{}",
            late.as_str()
        );
        assert!(late.as_str().contains(expected), "{}", late.as_str());
        let text = late.to_element().unwrap().to_string();
        let later = delayed_since(&text, since + Duration::from_secs(60), &juliet).unwrap();
        assert_eq!(later.as_str(), late.as_str());
    }

    #[test]
    fn a_child_is_added_behind_the_others() {
        assert_eq!(append("<a><b/>c</a>", "<d/>"), "<a><b/>c<d/></a>");
        assert_eq!(append("<a />", "<d/>"), "<a ><d/></a>");
        assert_eq!(append("<p:a x='/>'/>", "<d/>"), "<p:a x='/>'><d/></p:a>");
        assert_eq!(append("<a></a >", "<d/>"), "<a><d/></a >");
    }
}
