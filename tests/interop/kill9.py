"""`kill -9` during a run of offline messages: nothing that was acknowledged is lost.

A sender writes numbered messages to an absent account, and after each (or each few) an XEP-0199 ping to the server.
Stanzas of one stream are handled in order (RFC 6120 §10.1), so the ping's result acknowledges what came before it. The
server is killed at random moments and started again. At the end the absent account logs in.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

import check
import processes
import servers
from processes import TimeIsUp
from raw_client import RawClient, StreamClosed
from sequence import judge

WINDOW = 16  # pings under way at once
LONGEST = 0.25  # seconds from the first answer to the kill
PAUSE = 0.0005  # seconds between writes: ten lives shall not fill an offline store of 10 000 messages
QUIET = 1.0  # seconds without a message after which no more is expected


class Sender:
    """Sends numbered messages, each number once, over as many lives of the server as there are."""

    def __init__(self, settings, chance):
        self.settings, self.chance = settings, chance
        self.sent = 0
        self.acknowledged, self.refused = set(), set()

    def send_until_killed(self, seconds, kill):
        """Sends until the connection is gone; `kill` is called `seconds` after the server's first answer.

        Returns how many messages were acknowledged in this life.
        """
        client, before, under_way = RawClient(self.settings, "alice"), len(self.acknowledged), {}
        killer = threading.Timer(seconds, kill)
        try:
            while True:
                self._send_some(client, under_way)
                time.sleep(PAUSE)
                while len(under_way) >= WINDOW or (under_way and self.chance.random() < 0.3):
                    self._hear(client.receive(5), under_way)
                    if killer.ident is None:
                        killer.start()
        except StreamClosed:
            self._hear_the_rest(client, under_way)
        killer.join()
        client.abort()
        return len(self.acknowledged) - before

    def _send_some(self, client, under_way):
        """One to five messages and a ping, in one write."""
        numbers = range(self.sent, self.sent + self.chance.choice((1, 1, 1, 2, 5)))
        self.sent = numbers.stop
        to = self.settings.jid("bob")
        text = [f"<message type='chat' id='m-{one}' to='{to}'><body>{one}</body></message>" for one in numbers]
        ping = f"<iq type='get' id='ping-{numbers[-1]}' to='{self.settings.domain}'><ping xmlns='urn:xmpp:ping'/></iq>"
        under_way[f"ping-{numbers[-1]}"] = numbers
        client.send("".join(text) + ping)

    def _hear(self, stanza, under_way):
        """A ping's answer acknowledges the messages before it, a message's error refuses that message."""
        kind, identifier = stanza.element.get("type"), stanza.element.get("id", "")
        if identifier in under_way:
            self.acknowledged |= set(under_way.pop(identifier)) - self.refused
        elif kind == "error" and (number := re.fullmatch(r"m-(\d+)", identifier)):
            self.refused.add(int(number[1]))

    def _hear_the_rest(self, client, under_way):
        """What the server said before its end and was not read yet counts."""
        try:
            while True:
                self._hear(client.receive(1), under_way)
        except (StreamClosed, TimeIsUp):
            pass


def run(server_class, directory, kills, chance):
    """The whole check; raises AssertionError with what was lost, doubled or reordered."""
    server = server_class(Path(directory) / "server")
    server.start()
    for user in check.USERS:
        server.add_user(user, check.PASSWORDS[user])
    settings = check.Settings(servers.ADDRESS, server.port, servers.DOMAIN, server.certificate, directory, True)
    sender = Sender(settings, chance)
    for life in range(1, kills + 1):
        delay = chance.uniform(0.01, LONGEST)
        acknowledged = sender.send_until_killed(delay, server.kill)
        check.done(f"life {life}: {acknowledged} acknowledged, killed {delay * 1000:.0f} ms after the first answer")
        server.start()
    arrived = collect(settings, len(sender.acknowledged))
    print(f"{sender.sent} sent, {len(sender.acknowledged)} acknowledged, {len(sender.refused)} refused,", end=" ")
    print(f"{len(set(arrived))} arrived")
    check.expect(sender.acknowledged, "nothing was acknowledged")
    verdict = judge(arrived, sender.acknowledged, possible=set(range(sender.sent)) - sender.refused)
    check.expect(verdict, f"after {kills} kills: {verdict}")
    check.expect_equal(collect(settings, 0), [], "messages delivered a second time")
    fault = server.stop()
    check.expect(not fault, fault)
    check.done("nothing acknowledged is lost, nothing is doubled or reordered")


def collect(settings, least):
    """Logs the recipient in; the numbers that he receives, until at least `least` have come and then no more do."""
    client, arrived = RawClient(settings, "bob"), []
    client.send("<presence/>")
    client.ping(0)
    try:
        while True:
            element = client.receive(10 if len(arrived) < least else QUIET).element
            body = element.findtext("{jabber:client}body")
            if body is not None:
                arrived.append(int(body))
    except TimeIsUp:
        pass
    client.close()
    return arrived


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    servers.add_options(parser)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=None, help="repeats the choices of an earlier run")
    options = parser.parse_args()
    seed = random.randrange(2**32) if options.seed is None else options.seed
    print(f"seed {seed}")
    processes.adopt_orphans()
    try:
        with tempfile.TemporaryDirectory(dir=os.environ.get("INTEROP_DIRECTORY")) as directory:
            run(servers.chosen(options), directory, options.kills, random.Random(seed))
    finally:
        processes.end_descendants()


if __name__ == "__main__":
    sys.exit(main())
