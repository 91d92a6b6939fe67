"""profanity and slixmpp chat with each other: alice types, bob is a program."""

import asyncio
import threading

import check
import profanity
import slixmpp_client
from processes import wait_for
from sequence import judge

COUNT = 20


async def main():
    settings = check.settings()
    profanity.start_terminals(settings)
    alice = await asyncio.to_thread(profanity.Profanity, settings, "alice")
    await asyncio.to_thread(alice.login)
    bob = slixmpp_client.Client(settings, "bob")
    check.expect(await bob.login(), "bob's login")
    await subscribe(settings, alice, bob)
    await talk(settings, alice, bob)
    await absence_of_bob(settings, alice, bob)
    await absence_of_alice(settings, alice)


async def subscribe(settings, alice, bob):
    """Alice asks, bob approves and asks back."""
    alice.type(f"/sub request {settings.jid('bob')}")
    await bob.until(lambda: ("alice", "subscribe", "") in bob.presences, "alice's request")
    bob.send_presence_subscription(settings.jid("alice"), ptype="subscribed")
    await asyncio.to_thread(alice.presence, "bob")
    bob.send_presence_subscription(settings.jid("alice"), ptype="subscribe")
    await asyncio.to_thread(alice.presence, "bob", "subscribe")
    alice.type(f"/sub allow {settings.jid('bob')}")
    await bob.until(lambda: ("alice", "available", "") in bob.presences, "alice's presence")
    alice.type('/status set dnd "in a meeting"')
    await bob.until(lambda: ("alice", "dnd", "in a meeting") in bob.presences, "alice's being busy")
    alice.type("/status set online")
    check.done("subscriptions and presence")


async def talk(settings, alice, bob):
    """Numbered messages in both directions at once."""

    def type_numbers():
        for number in range(COUNT):
            alice.type(f"/msg {settings.jid('bob')} {number}")

    typing = threading.Thread(target=type_numbers)
    typing.start()
    for number in range(COUNT):
        bob.send_message(settings.jid("alice"), str(number), mtype="chat")
        await asyncio.sleep(0.005)
    await bob.until(lambda: len(texts(bob)) >= COUNT, "alice's messages")
    await asyncio.to_thread(wait_for, lambda: len(alice.kept("bob")) >= COUNT, 15, "bob's messages")
    typing.join()
    for numbers, sender in ((map(int, texts(bob)), "alice"), (alice.kept("bob"), "bob")):
        verdict = judge(numbers, range(COUNT))
        check.expect(verdict, f"messages of {sender}: {verdict}")
    check.done(f"{COUNT} messages in each direction")


async def absence_of_bob(settings, alice, bob):
    """What alice types while bob is away waits for him."""
    forgotten = len(alice.stanzas())
    await bob.logout()
    await asyncio.to_thread(lambda: alice.presence("bob", "unavailable", forgotten=forgotten))
    for number in range(COUNT):
        alice.type(f"/msg {settings.jid('bob')} {number}")
    await asyncio.to_thread(alice.settle)
    bob = slixmpp_client.Client(settings, "bob")
    check.expect(await bob.login(), "bob's return")
    await bob.until(lambda: len(texts(bob)) >= COUNT, "the stored messages")
    await bob.settle()
    verdict = judge(map(int, texts(bob)), range(COUNT))
    check.expect(verdict, f"stored messages for bob: {verdict}")
    check.expect(all(bob.delays), "every stored message has a delay (XEP-0203)")
    await bob.logout()
    check.done(f"{COUNT} messages to the absent bob")


async def absence_of_alice(settings, alice):
    """What bob sends while alice is away waits for her."""
    await asyncio.to_thread(alice.quit)
    bob = slixmpp_client.Client(settings, "bob")
    check.expect(await bob.login(), "bob's return")
    for number in range(COUNT, 2 * COUNT):
        bob.send_message(settings.jid("alice"), str(number), mtype="chat")
    await bob.settle()
    alice = await asyncio.to_thread(profanity.Profanity, settings, "alice")
    await asyncio.to_thread(alice.login)
    await asyncio.to_thread(wait_for, lambda: len(alice.kept("bob")) >= 2 * COUNT, 15, "the stored messages")
    await bob.until(lambda: ("alice", "available", "") in bob.presences, "alice's return")
    verdict = judge(alice.kept("bob"), range(2 * COUNT))
    check.expect(verdict, f"messages with those stored for alice: {verdict}")
    await bob.logout()
    await asyncio.to_thread(alice.quit)
    check.done(f"{COUNT} messages to the absent alice")


def texts(client):
    """The bodies received; profanity also sends messages that only tell whether someone is typing."""
    return [body for body in client.bodies if body]


if __name__ == "__main__":
    asyncio.run(main())
