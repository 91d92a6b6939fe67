"""slixmpp (Python): every SASL mechanism it shares with the server, two accounts in conversation, unknown extensions."""

import asyncio
import ssl
import sys
import xml.etree.ElementTree as ElementTree

import check
from sequence import judge
from slixmpp import ClientXMPP
from slixmpp.exceptions import IqError
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath, StanzaPath

ONLINE = 100  # messages in each direction
OFFLINE = 50
# Not the -PLUS forms: slixmpp binds to tls-unique only, which TLS 1.3 does not have (RFC 9266 §3).
KNOWN_MECHANISMS = ("SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN")
REQUIRED_MECHANISMS = {"SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"}
UNKNOWN = "urn:example:interop:unknown"


class Client(ClientXMPP):
    """A session that remembers what it saw."""

    def __init__(self, settings, user, mechanism=None, password=None):
        known = password or (settings.password(user) if user in check.USERS else "nothing")
        super().__init__(f"{settings.jid(user)}/interop", known, sasl_mech=mechanism)
        self.settings = settings
        self.ssl_context = ssl.create_default_context(cafile=settings.certificate)
        self.auto_authorize, self.auto_subscribe = None, False
        self.bodies, self.delays, self.presences, self.pushes = [], [], [], []
        self.offered, self.failure, self.news = set(), None, asyncio.Event()
        for plugin in ("xep_0199", "xep_0203"):
            self.register_plugin(plugin)
        self.add_event_handler("message", self._on_message)
        self.add_event_handler("failed_auth", self._on_failure)
        self.register_handler(Callback("Presences", StanzaPath("presence"), self._on_presence))
        self.register_handler(Callback("Pushes", StanzaPath("iq@type=set/roster"), self._on_push))
        features = MatchXPath(f"{{{self.stream_ns}}}features")
        self.register_handler(Callback("Offered mechanisms", features, self._on_features))

    async def login(self):
        """Connects, authenticates, fetches the roster, becomes available; returns whether it went well."""
        ended = asyncio.get_running_loop().create_future()
        self.add_event_handler("session_start", lambda _: ended.done() or ended.set_result(True), disposable=True)
        self.add_event_handler("failed_all_auth", lambda _: ended.done() or ended.set_result(False), disposable=True)
        self.connect(self.settings.address, self.settings.port)
        if not await asyncio.wait_for(ended, 20):
            return False
        await self.get_roster(timeout=10)
        self.send_presence()
        return True

    async def logout(self):
        """Ends the stream and waits until it is closed."""
        await asyncio.wait_for(self.disconnect(), 10)

    async def until(self, condition, what, seconds=20):
        """Waits until the condition holds for what was seen so far."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            raise AssertionError(f"{self.boundjid}: {what}: not after {seconds} s; saw {self.seen()}") from None

    async def settle(self):
        """What the server sent before now has arrived: a ping's result comes after it."""
        await self.plugin["xep_0199"].send_ping(self.settings.domain, timeout=10)

    def seen(self):
        """All that was remembered, for a complaint."""
        return {"presences": self.presences, "pushes": self.pushes, "bodies": self.bodies[-3:]}

    def _on_message(self, message):
        self.bodies.append(message["body"])
        self.delays.append(message["delay"]["stamp"] if message.get_plugin("delay", check=True) else None)
        self.news.set()

    def _on_presence(self, presence):
        self.presences.append((presence["from"].user, presence["type"], presence["status"]))
        self.news.set()

    def _on_push(self, iq):
        for item in iq.xml.iter("{jabber:iq:roster}item"):
            wanted = ("jid", "subscription", "ask", "name")
            self.pushes.append(tuple(item.get(key, "") for key in wanted))
        self.news.set()

    def _on_features(self, features):
        self.offered |= {one.text for one in features.xml.iter("{urn:ietf:params:xml:ns:xmpp-sasl}mechanism")}

    def _on_failure(self, stanza):
        self.failure = stanza["condition"]


async def login(settings):
    """Every mechanism both sides know logs in; a wrong password and an unknown user are told apart by nothing."""
    first = Client(settings, "alice")
    check.expect(await first.login(), "login with the best mechanism")
    offered = first.offered
    await first.logout()
    check.expect(REQUIRED_MECHANISMS <= offered, f"offered: {sorted(offered)}, required: {sorted(REQUIRED_MECHANISMS)}")
    for mechanism in [one for one in KNOWN_MECHANISMS if one in offered]:
        await login_with(settings, mechanism)
    for mechanism in REQUIRED_MECHANISMS:
        wrong = Client(settings, "alice", mechanism, password="wrong")
        nobody = Client(settings, "nobody", mechanism)
        for client in (wrong, nobody):
            check.expect(not await client.login(), f"{client.boundjid.bare} with a wrong password logged in")
            await client.logout()
        check.expect_equal((wrong.failure, nobody.failure), ("not-authorized",) * 2, f"SASL failures with {mechanism}")
    check.done("wrong passwords and unknown users")


async def login_with(settings, mechanism):
    """Logs in with one mechanism and sees that it was that one."""
    client = Client(settings, "alice", mechanism)
    check.expect(await client.login(), f"login with {mechanism}")
    used = client.plugin["feature_mechanisms"].mech.name
    check.expect_equal(used, mechanism, "mechanism in use")
    await client.settle()
    await client.logout()
    check.done(f"login with {mechanism}")


async def chat(settings):
    """Two accounts: subscriptions, roster pushes, presence, messages both ways, messages stored for the absent one."""
    alice, bob = Client(settings, "alice"), Client(settings, "bob")
    for client in (alice, bob):
        check.expect(await client.login(), f"login of {client.boundjid.bare}")
    await subscribe(settings, alice, bob)
    await presence(alice, bob)
    await talk(settings, alice, bob)
    bob = await absence(settings, alice, bob)
    for client, contact in ((alice, bob), (bob, alice)):
        await client.get_roster(timeout=10)
        item = client.client_roster[contact.boundjid.bare]
        check.expect_equal(item["subscription"], "both", f"subscription in the roster of {client.boundjid.bare}")
    for client in (alice, bob):
        await client.logout()


async def subscribe(settings, alice, bob):
    """Both subscribe to each other (RFC 6121 §3.1); every change of the roster is pushed (§2.1.6)."""
    await alice.update_roster(settings.jid("bob"), name="Bob", groups=["Friends"])
    alice.send_presence_subscription(settings.jid("bob"), ptype="subscribe")
    await bob.until(lambda: ("alice", "subscribe", "") in bob.presences, "alice's request")
    bob.send_presence_subscription(settings.jid("alice"), ptype="subscribed")
    await alice.until(lambda: ("bob", "available", "") in alice.presences, "bob's presence")
    bob.send_presence_subscription(settings.jid("alice"), ptype="subscribe")
    await alice.until(lambda: ("bob", "subscribe", "") in alice.presences, "bob's request")
    alice.send_presence_subscription(settings.jid("bob"), ptype="subscribed")
    await bob.until(lambda: ("alice", "available", "") in bob.presences, "alice's presence")
    for client in (alice, bob):
        await client.settle()
    check.expect(("bob", "subscribed", "") in alice.presences, "alice heard of bob's approval")
    check.expect(("alice", "subscribed", "") in bob.presences, "bob heard of alice's approval")
    of_alice = [("none", ""), ("none", "subscribe"), ("to", ""), ("both", "")]
    wanted = [(settings.jid("bob"), *state, "Bob") for state in of_alice]
    check.expect_equal(distinct(alice.pushes), wanted, "alice's roster pushes")
    of_bob = [("from", ""), ("from", "subscribe"), ("both", "")]
    wanted = [(settings.jid("alice"), *state, "") for state in of_bob]
    check.expect_equal(distinct(bob.pushes), wanted, "bob's roster pushes")
    check.done("subscriptions and roster pushes")


async def presence(alice, bob):
    """A change of presence reaches the contact."""
    alice.send_presence(pshow="away", pstatus="at tea")
    await bob.until(lambda: ("alice", "away", "at tea") in bob.presences, "alice's being away")
    alice.send_presence()
    check.done("presence")


async def talk(settings, alice, bob):
    """Numbered messages in both directions at once."""
    for number in range(ONLINE):
        alice.send_message(settings.jid("bob"), str(number), mtype="chat")
        bob.send_message(settings.jid("alice"), str(number), mtype="chat")
        if number % 10 == 9:
            await asyncio.sleep(0)
    for client in (alice, bob):
        await client.until(lambda: len(client.bodies) >= ONLINE, "all messages")
    for client in (alice, bob, alice, bob):
        await client.settle()
    for client in (alice, bob):
        verdict = judge(map(int, client.bodies), range(ONLINE))
        check.expect(verdict, f"messages to {client.boundjid.bare}: {verdict}")
        check.expect(not any(client.delays), "a message delivered at once has no delay")
    check.done(f"{ONLINE} messages in each direction")


async def absence(settings, alice, bob):
    """Bob leaves, is missed, and finds his messages with their delay, once."""
    seen = len(alice.presences)
    await bob.logout()
    gone = ("bob", "unavailable", "")
    await alice.until(lambda: gone in alice.presences[seen:], "bob's going offline")
    for number in range(OFFLINE):
        alice.send_message(settings.jid("bob"), str(number), mtype="chat")
    await alice.settle()
    bob = Client(settings, "bob")
    check.expect(await bob.login(), "bob's return")
    await bob.until(lambda: len(bob.bodies) >= OFFLINE, "the stored messages")
    await alice.until(lambda: ("bob", "available", "") in alice.presences[seen:], "bob's return")
    await bob.settle()
    verdict = judge(map(int, bob.bodies), range(OFFLINE))
    check.expect(verdict, f"stored messages: {verdict}")
    check.expect(all(bob.delays), "every stored message has a delay (XEP-0203)")
    await bob.logout()
    again = Client(settings, "bob")
    check.expect(await again.login(), "bob's second return")
    await again.settle()
    await asyncio.sleep(0.3)
    check.expect_equal(again.bodies, [], "messages delivered a second time")
    check.done(f"{OFFLINE} messages to an absent account")
    return again


async def extension(settings):
    """What nobody knows passes in message, presence and iq; the server itself answers that it does not know it."""
    alice, bob = Client(settings, "alice"), Client(settings, "bob")
    for client in (alice, bob):
        check.expect(await client.login(), f"login of {client.boundjid.bare}")
    # Without it, a server returns requests between strangers (RFC 6121 §8.5.3.1).
    bob.send_presence(pto=alice.boundjid.full)
    received = asyncio.Queue()
    for kind in ("message", "presence", "iq"):
        path = MatchXPath(f"{{jabber:client}}{kind}/{{{UNKNOWN}}}probe")
        bob.register_handler(Callback(f"Unknown in {kind}", path, received.put_nowait))
    for stanza in unknown_in(alice, bob.boundjid.full):
        stanza.send() if stanza.name != "iq" else asyncio.ensure_future(answered(stanza))
        arrived = await asyncio.wait_for(received.get(), 10)
        check.expect_equal(canonical(arrived.xml), canonical(stanza.xml), f"payload of a {stanza.name}")
        if stanza.name == "iq":
            reply = arrived.reply()
            reply.append(ElementTree.fromstring(PAYLOAD))
            reply.send()
            check.expect_equal(canonical((await answers.get()).xml), canonical(stanza.xml), "payload of a result")
    try:
        iq = alice.make_iq_get(ito=settings.domain)
        iq.append(ElementTree.fromstring(PAYLOAD))
        await iq.send(timeout=10)
        raise AssertionError("the server answered what it cannot know")
    except IqError as error:
        check.expect_equal(error.condition, "service-unavailable", "the server's answer to an unknown request")
    for client in (alice, bob):
        await client.logout()
    check.done("unknown extensions")


PAYLOAD = f"""<probe xmlns='{UNKNOWN}' version='1' xml:lang='tlh' kind='a&amp;b' xmlns:o='urn:example:other'>
  text &lt; &amp; é <o:child>mixed <leaf xmlns=''/> tail</o:child>
</probe>"""
answers = asyncio.Queue()


async def answered(iq):
    """Sends a request and keeps its answer."""
    answers.put_nowait(await iq.send(timeout=10))


def unknown_in(client, to):
    """A message, a directed presence and a request that carry the unknown payload."""
    stanzas = [
        client.make_message(to, "with an extension", mtype="chat"),
        client.make_presence(pto=to),
        client.make_iq_get(ito=to),
    ]
    for stanza in stanzas:
        stanza.append(ElementTree.fromstring(PAYLOAD))
    return stanzas


def canonical(stanza):
    """What the payload of a stanza means, independent of prefixes and quotes."""
    probe = stanza.find(f"{{{UNKNOWN}}}probe")
    probe.tail = None
    return ElementTree.canonicalize(ElementTree.tostring(probe, encoding="unicode"), rewrite_prefixes=True)


def distinct(items):
    """The items without immediate repetitions: a server may push the same state again."""
    return [item for number, item in enumerate(items) if number == 0 or items[number - 1] != item]


if __name__ == "__main__":
    checks = {"login": login, "chat": chat, "extension": extension}
    asyncio.run(checks[sys.argv[1]](check.settings()))
