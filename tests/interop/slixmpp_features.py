"""slixmpp (Python): stream management with resumption (XEP-0198), carbons (XEP-0280), blocking (XEP-0191)."""

import asyncio
import sys

import check
from relay import Relay
from sequence import judge
from slixmpp_client import Client

COUNT = 60
EVERY = 15  # messages between two cuts


async def resumption(settings):
    """Bob's connection is cut again and again: his session goes on, and he gets every message once, in order."""
    relay = Relay(settings.address, settings.port)
    alice, bob = Client(settings, "alice"), Client(settings, "bob")
    bob.register_plugin("xep_0198", {"window": 1})
    back = []
    bob.add_event_handler("session_resumed", lambda _: (back.append(1), bob.news.set()))
    bob.add_event_handler("disconnected", lambda _: bob.connect("127.0.0.1", relay.port))
    check.expect(await alice.login(), "alice's login")
    check.expect(await login_over(bob, relay), "bob's login over the relay")
    for number in range(COUNT):
        if number % EVERY == EVERY // 2:
            seen = len(back)
            relay.cut()
            await bob.until(lambda seen=seen: len(back) > seen, "the session going on")
        alice.send_message(settings.jid("bob"), str(number), mtype="chat")
    await bob.until(lambda: len(bob.bodies) >= COUNT, "all messages")
    verdict = judge(map(int, bob.bodies), range(COUNT))
    check.expect(verdict, f"messages: {verdict}")
    check.expect(not any(bob.delays), "what was under way is not delayed")
    check.done(f"{COUNT} messages over {relay.connections} connections, {len(back)} resumptions")
    await alice.logout()


async def login_over(client, relay):
    """As `Client.login`, through a relay."""
    started = asyncio.get_running_loop().create_future()
    client.add_event_handler("session_start", lambda _: started.done() or started.set_result(True), disposable=True)
    client.connect("127.0.0.1", relay.port)
    await asyncio.wait_for(started, 20)
    await client.get_roster(timeout=10)
    client.send_presence()
    await client.settle()
    return True


async def carbons(settings):
    """What one client of bob's sends and receives, the other one gets a copy of (XEP-0280 §7, §8)."""
    alice, phone, laptop = Client(settings, "alice"), Client(settings, "bob"), Client(settings, "bob")
    phone.requested_jid.resource, laptop.requested_jid.resource = "phone", "laptop"
    copies = {"carbon_received": [], "carbon_sent": []}
    laptop.register_plugin("xep_0280")
    for kind, seen in copies.items():
        laptop.add_event_handler(kind, lambda message, kind=kind, seen=seen: (seen.append(message[kind]), laptop.news.set()))
    for client in (alice, phone, laptop):
        check.expect(await client.login(), f"login of {client.boundjid.full}")
    await laptop.plugin["xep_0280"].enable(timeout=10)
    alice.send_message(phone.boundjid.full, "to the phone", mtype="chat")
    await phone.until(lambda: "to the phone" in phone.bodies, "alice's message")
    phone.send_message(settings.jid("alice"), "from the phone", mtype="chat")
    await laptop.until(lambda: all(copies.values()), "both copies")
    received, sent = (copies[kind][0] for kind in ("carbon_received", "carbon_sent"))
    check.expect_equal((received["from"], received["body"]), (alice.boundjid, "to the phone"), "the copy of what came")
    check.expect_equal((sent["from"], sent["body"]), (phone.boundjid, "from the phone"), "the copy of what went")
    private = alice.make_message(phone.boundjid.full, "for the phone alone", mtype="chat")
    private.xml.append(private.xml.makeelement("{urn:xmpp:carbons:2}private", {}))
    private.send()
    await phone.until(lambda: "for the phone alone" in phone.bodies, "the private message")
    await laptop.plugin["xep_0280"].disable(timeout=10)
    alice.send_message(phone.boundjid.full, "after that", mtype="chat")
    await phone.until(lambda: "after that" in phone.bodies, "the last message")
    await laptop.settle()
    check.expect_equal(len(copies["carbon_received"]), 1, "copies of what came")
    for client in (alice, phone, laptop):
        await client.logout()
    check.done("copies for the other client, none of what is private, none after that")


async def blocking(settings):
    """Alice blocks bob: he cannot reach her and hears that; she unblocks him, and he can (XEP-0191 §3)."""
    alice, bob = Client(settings, "alice"), Client(settings, "bob")
    errors = []
    bob.add_event_handler("message_error", lambda message: (errors.append(message["error"]["condition"]), bob.news.set()))
    alice.register_plugin("xep_0191")
    for client in (alice, bob):
        check.expect(await client.login(), f"login of {client.boundjid.bare}")
    plugin = alice.plugin["xep_0191"]
    await plugin.block(settings.jid("bob"), timeout=10)
    blocked = await plugin.get_blocked(timeout=10)
    check.expect_equal({str(item["jid"]) for item in blocked["blocklist"]["items"]}, {settings.jid("bob")}, "the block list")
    bob.send_message(settings.jid("alice"), "blocked", mtype="chat")
    await bob.until(lambda: errors, "the refusal")
    check.expect_equal(errors, ["service-unavailable"], "what a blocked sender hears")
    await plugin.unblock(settings.jid("bob"), timeout=10)
    bob.send_message(settings.jid("alice"), "unblocked", mtype="chat")
    await alice.until(lambda: alice.bodies, "the message after that")
    check.expect_equal(alice.bodies, ["unblocked"], "what came through")
    for client in (alice, bob):
        await client.logout()
    check.done("blocked, refused, unblocked")


if __name__ == "__main__":
    checks = {"resumption": resumption, "carbons": carbons, "blocking": blocking}
    asyncio.run(checks[sys.argv[1]](check.settings()))
