"""An extension that nobody compiled in travels client -> server -> client unchanged, byte for byte inside its element."""

import xml.etree.ElementTree as ElementTree

import check
from raw_client import RawClient

UNKNOWN = "urn:example:interop:unknown"
PAYLOADS = {
    "plain": f"<probe xmlns='{UNKNOWN}'>text</probe>",
    "double quotes": f'<probe xmlns="{UNKNOWN}" version="1" kind=\'mixed\'/>',
    "order of attributes": f"<probe z='1' a='2' xmlns='{UNKNOWN}' m='3'/>",
    "space inside of tags": f"<probe  xmlns = '{UNKNOWN}'\n\ta='1' ><child ></child ><child /></probe >",
    "space between elements": f"<probe xmlns='{UNKNOWN}'>\n  <child/>\n\n  <child></child>\t</probe>",
    "references": f"<probe xmlns='{UNKNOWN}' a='&lt;&quot;&#10;&apos;'>&#x41;&amp;amp;&gt;]]&gt;&#233;</probe>",
    "character data sections": f"<probe xmlns='{UNKNOWN}'><![CDATA[<not> & markup]]>after<![CDATA[]]></probe>",
    "characters of all lengths": f"<probe xmlns='{UNKNOWN}' a='é'>aé€😀\u200f</probe>",
    "a prefix of its own": f"<p:probe xmlns:p='{UNKNOWN}' p:a='1'><p:child xmlns='urn:example:other'><x/></p:child></p:probe>",
    "a language": f"<probe xmlns='{UNKNOWN}' xml:lang='tlh'><child xml:space='preserve'> </child></probe>",
    "a stanza inside": f"<probe xmlns='{UNKNOWN}'><message xmlns='jabber:client' to='nobody'><body>x</body></message></probe>",
    "depth": f"<probe xmlns='{UNKNOWN}'>" + "<deep>" * 30 + "bottom" + "</deep>" * 30 + "</probe>",
    "length": f"<probe xmlns='{UNKNOWN}'>" + "0123456789abcdef" * 512 + "</probe>",
}


def main():
    settings = check.settings()
    alice, bob = (RawClient(settings, user) for user in check.USERS)
    share_presence(bob, alice)
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        for stanza in stanzas(number, bob.jid, payload):
            alice.send(stanza)
            compare(settings, payload, bob.receive(), name)
    check.done(f"{len(PAYLOADS)} payloads in message and iq, online")
    bob.close()
    for number, payload in enumerate(PAYLOADS.values()):
        alice.send(f"<message id='stored-{number}' to='{settings.jid('bob')}'><body>{number}</body>{payload}</message>")
    alice.ping(0)
    alice.receive()
    bob = RawClient(settings, "bob")
    bob.send("<presence/>")
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        compare(settings, payload, message(bob, f"stored-{number}"), f"{name}, from offline storage")
    check.done(f"{len(PAYLOADS)} payloads in messages from offline storage")
    alice.close()
    bob.close()


def share_presence(one, other):
    """Directed presence: without it, a server returns requests between strangers (RFC 6121 §8.5.3.1)."""
    one.send(f"<presence to='{other.jid}'/>")
    other.receive()


def stanzas(number, to, payload):
    """The stanzas that carry a payload from client to client."""
    yield f"<message type='chat' id='online-{number}' to='{to}'><body>{number}</body>{payload}</message>"
    yield f"<message type='normal' id='bodiless-{number}' to='{to}'>{payload}</message>"
    yield f"<iq type='get' id='asked-{number}' to='{to}'>{payload}</iq>"


def message(client, identifier):
    """The message with this id; other stanzas before it are passed over."""
    while True:
        stanza = client.receive()
        if stanza.element.get("id") == identifier:
            return stanza


def compare(settings, sent, stanza, name):
    """The payload's bytes are in the stanza; of a server that writes XML anew only its meaning is asked."""
    if settings.keeps_bytes:
        check.expect(sent.encode() in stanza.raw, f"{name}:\n  sent     {sent}\n  received {stanza.raw.decode()}")
        return
    sent = sent.replace("&#10;", " ")  # Prosody turns a line break in an attribute into a space
    wanted = ElementTree.canonicalize(sent, rewrite_prefixes=True)
    probe = stanza.element.find(f"{{{UNKNOWN}}}probe")
    check.expect(probe is not None, f"{name}: no payload in {stanza.raw.decode()}")
    probe.tail = None
    found = ElementTree.canonicalize(ElementTree.tostring(probe, encoding="unicode"), rewrite_prefixes=True)
    check.expect_equal(found, wanted, name)


if __name__ == "__main__":
    main()
