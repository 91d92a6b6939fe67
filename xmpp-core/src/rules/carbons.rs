//! Which messages are copied to the other clients of an account (XEP-0280).

use crate::Element;
use crate::schema::carbons;
use crate::schema::stanza::MessageType;

/// What a message says that is to be delivered, but to be copied nowhere.
const NO_COPY: (&str, &str) = ("urn:xmpp:hints", "no-copy");

/// Whether a message is part of a conversation, so that the account's other clients want to see it (XEP-0280 §6.1): `chat`, and
/// `normal` with a text. Never what its sender wants kept private, and never a copy (XEP-0280 §9, §11).
pub fn is_copied(type_: MessageType, message: &Element) -> bool {
    let children = match type_ {
        MessageType::Chat | MessageType::Normal => message.children(),
        MessageType::Error | MessageType::Groupchat | MessageType::Headline => return false,
    };
    let is = |namespace: &str, name| children.iter().any(|child| child.is(namespace, name));
    let is_conversation = type_ == MessageType::Chat || is(&message.namespace(), "body");
    let stays = is(carbons::NS, "private") || is(NO_COPY.0, NO_COPY.1);
    let is_copy = is(carbons::NS, "sent") || is(carbons::NS, "received");
    is_conversation && !stays && !is_copy
}

#[cfg(test)]
mod tests {
    use super::is_copied;
    use crate::Element;
    use crate::schema::stanza::MessageType::{self, Chat, Error, Groupchat, Headline, Normal};

    fn judge(type_: MessageType, content: &str) -> bool {
        let xml = format!("<message xmlns='jabber:client'>{content}</message>");
        is_copied(type_, &Element::parse(&xml).expect("well-formed"))
    }

    /// XEP-0280 §6.1
    #[test]
    fn conversations_are_copied() {
        let body = "<body>hi</body>";
        assert!(judge(Chat, body) && judge(Normal, body));
        assert!(judge(
            Chat,
            "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
        ));
        assert!(!judge(Normal, "<x xmlns='urn:x'><body>hi</body></x>"));
        for type_ in [Error, Groupchat, Headline] {
            assert!(!judge(type_, body), "{type_:?}");
        }
    }

    /// XEP-0280 §9, §11
    #[test]
    fn what_is_private_or_a_copy_is_not() {
        for content in [
            "<body>hi</body><private xmlns='urn:xmpp:carbons:2'/>",
            "<body>hi</body><no-copy xmlns='urn:xmpp:hints'/>",
            "<sent xmlns='urn:xmpp:carbons:2'/>",
            "<received xmlns='urn:xmpp:carbons:2'/>",
        ] {
            assert!(!judge(Chat, content), "{content}");
        }
    }
}
