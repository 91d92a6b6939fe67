"""Our component beside a server of others (Prosody): service discovery, pings, refusals, and every message echoed once."""

import os
import sys
from pathlib import Path

import check
import processes
import servers
from raw_client import CLIENT, RawClient
from sequence import judge

COUNT = 50
NAME = f"plays.{servers.DOMAIN}"
SECRET = "to be or not to be"
ITEMS = "{http://jabber.org/protocol/disco#items}"
INFO = "{http://jabber.org/protocol/disco#info}"


class Beside(servers.Prosody):
    """Prosody with a place for a component."""

    component_port = processes.free_port()
    configuration = servers.Prosody.configuration + (
        f'Component "{NAME}"\n    component_secret = "{SECRET}"\n'
    )
    configuration = configuration.replace(
        "c2s_ports", f'component_interfaces = {{{{ "{servers.ADDRESS}" }}}}\ncomponent_ports = {{{{ {component_port} }}}}\nc2s_ports'
    )


def main():
    directory = Path(os.environ["INTEROP_DIRECTORY"])
    server = Beside(directory / "server")
    server.start()
    server.add_user("alice", check.PASSWORDS["alice"])
    known = (server.certificate, directory, server.keeps_bytes)
    settings = check.Settings(servers.ADDRESS, server.port, servers.DOMAIN, *known)
    component = start(directory)
    alice = RawClient(settings, "alice")
    processes.wait_for(lambda: ask(alice, f"<query xmlns='{INFO[1:-1]}'/>").get("type") == "result", 15, "the component")
    discover(alice)
    echoes(alice)
    check.expect(component.poll() is None, "the component lives on")
    alice.close()
    processes.stop(component)
    server.stop()


def start(directory):
    """The example of the client's crate, as it stands there."""
    command = [servers.component(), NAME, f"{servers.ADDRESS}:{Beside.component_port}"]
    return processes.start(command, directory / "component.log", env={**os.environ, "COMPONENT_SECRET": SECRET})


def discover(alice):
    """What it says of itself, and what it answers (XEP-0030, XEP-0199, RFC 6120 §8.4)."""
    info = ask(alice, f"<query xmlns='{INFO[1:-1]}'/>")
    identity = info.find(f".//{INFO}identity")
    check.expect_equal((identity.get("category"), identity.get("type")), ("component", "generic"), "the identity")
    items = ask(alice, f"<query xmlns='{ITEMS[1:-1]}'/>")
    check.expect_equal([item.get("jid") for item in items.iter(f"{ITEMS}item")], [f"hamlet@{NAME}"], "the items")
    check.expect_equal(ask(alice, "<ping xmlns='urn:xmpp:ping'/>").get("type"), "result", "the answer to a ping")
    refusal = ask(alice, "<probe xmlns='urn:example:interop:unknown'/>")
    condition = refusal.find(".//{urn:ietf:params:xml:ns:xmpp-stanzas}service-unavailable")
    check.expect(refusal.get("type") == "error" and condition is not None, "what nobody knows is refused")
    check.done("service discovery, a ping, a refusal")


def echoes(alice):
    """Numbered messages come back, each once and in order."""
    for number in range(COUNT):
        alice.send(f"<message type='chat' to='hamlet@{NAME}'><body>{number}</body></message>")
    heard = []
    while len(heard) < COUNT:
        heard.append(int(alice.receive().element.findtext(f"{{{CLIENT}}}body")))
    verdict = judge(heard, range(COUNT))
    check.expect(verdict, f"echoes: {verdict}")
    check.done(f"{COUNT} messages, echoed")


def ask(alice, payload):
    """The component's answer to a request."""
    alice.send(f"<iq type='get' id='asked' to='{NAME}'>{payload}</iq>")
    return alice.receive().element


if __name__ == "__main__":
    sys.exit(main())
