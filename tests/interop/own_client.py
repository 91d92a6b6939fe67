"""Our own client behind connections that are cut: its session goes on (XEP-0198), and nothing is lost or doubled."""

import os
import re
import time

import check
import processes
import servers
from raw_client import RawClient
from relay import Relay
from sequence import judge

COUNT = 60
EVERY = 20  # messages between two cuts


def main():
    settings = check.settings()
    relay = Relay(settings.address, settings.port)
    log = settings.directory / "listen.log"
    bob = processes.start(command(settings, relay), log, env=environment(settings))
    alice = RawClient(settings, "alice")
    processes.wait_for(lambda: relay.connections, 10, "bob's connection")
    arrive(alice, settings, log)
    for number in range(COUNT):
        if number % EVERY == EVERY // 2:
            relay.cut()
        if number % EVERY == EVERY - 1:
            back = lambda: log.read_text().count("back again")
            processes.wait_for(lambda: back() > number // EVERY, 15, "bob's return")
        alice.send(f"<message type='chat' to='{settings.jid('bob')}'><body>{number}</body></message>")
        time.sleep(0.01)
    processes.wait_for(lambda: COUNT - 1 in numbers(log), 30, "the last message")
    check.expect_equal(processes.stop(bob), 0, f"the client's exit code:\n{log.read_text()}")
    verdict = judge(numbers(log), range(COUNT))
    check.expect(verdict, f"messages: {verdict}\n{log.read_text()}")
    check.done(f"{COUNT} messages over {relay.connections} connections")
    alice.close()


def arrive(alice, settings, log):
    """Waits until what is sent to bob is printed at once."""

    def asked():
        alice.send(f"<message type='chat' to='{settings.jid('bob')}'><body>are you there?</body></message>")
        time.sleep(0.1)
        return "are you there?" in log.read_text()

    processes.wait_for(asked, 15, "bob")


def numbers(log):
    """The numbers that the client has printed, in order."""
    return [int(found) for found in re.findall(r"^alice@\S+: (\d+)$", log.read_text(), re.MULTILINE)]


def command(settings, relay):
    """The client's command line."""
    where = ["--jid", settings.jid("bob"), "--address", f"127.0.0.1:{relay.port}", "--ca", settings.certificate]
    return [servers.binary("xmpp-client"), "listen", *where]


def environment(settings):
    """The password, and nothing of the user's own configuration."""
    return {**os.environ, "XMPP_PASSWORD": settings.password("bob"), "XDG_CONFIG_HOME": str(settings.directory)}


if __name__ == "__main__":
    main()
