"""go-sendxmpp (Go): two accounts subscribe, see each other's presence, exchange messages, online and stored.

This version knows PLAIN only, and never asks for its roster, so no pushes are due to it. A listening session prints
what it receives: messages to its output, the stream to its error output. What is sent goes through sessions of their
own, as the program is meant to be used. It leaves without closing its stream and with unread data, so that TCP may
throw away what the server has not read yet: a sending session is kept until its effect is seen, or repeated.
"""

import os
import re
import subprocess

import check
from processes import TimeIsUp, die_with_parent, wait_for
from raw_client import CLIENT, Cutter
from sequence import judge

COUNT = 50
UNKNOWN = "<probe xmlns='urn:example:interop:unknown' a='1'>é <child/></probe>"


class Listener:
    """A session that stays and prints what it receives."""

    def __init__(self, settings, user):
        self.user = user
        self.output = settings.directory / f"{user}.out"
        self.stream = settings.directory / f"{user}.xml"
        with open(self.output, "wb") as output, open(self.stream, "wb") as stream:
            command = program(settings, user, "--listen", "--debug")
            options = {"env": environment(settings), "preexec_fn": die_with_parent}
            self.process = subprocess.Popen(command, stdout=output, stderr=stream, **options)
        self.forgotten = 0
        self.until(presence(user), "its own presence")

    def until(self, wanted, what, seconds=15):
        """Waits for a stanza (after those forgotten) for which `wanted` holds."""
        found = lambda: any(wanted(stanza) for stanza in self.stanzas()[self.forgotten :])
        wait_for(found, seconds, f"{self.user}: {what}")

    def stanzas(self):
        """All stanzas received so far: what follows the last stream header.

        The program ends what each read gave it with a line break, be it in the middle of a tag.
        """
        data = self.stream.read_bytes().replace(b"\n", b"")
        return Cutter().feed(data[max(data.rfind(b"<stream:stream"), 0) :])

    def forget(self):
        """Waits from now on for new stanzas only."""
        self.forgotten = len(self.stanzas())

    def numbers(self):
        """The numbers of the messages as the program printed them."""
        return [int(found) for found in re.findall(r"@\S+: (\d+)$", self.output.read_text(), re.MULTILINE)]

    def jid(self):
        """The full JID of this session, from its own presence."""
        return next(one.element.get("from") for one in self.stanzas() if presence(self.user)(one))

    def leave(self):
        """Ends the program, which closes its connection."""
        self.process.terminate()
        self.process.wait(5)


def main():
    settings = check.settings()
    alice, bob = Listener(settings, "alice"), Listener(settings, "bob")
    subscribe(settings, alice, bob)
    talk(settings, alice, bob)
    alice.forget()
    bob.leave()
    alice.until(presence("bob", "unavailable"), "bob's going offline")
    absence(settings, alice)
    alice.leave()


def subscribe(settings, alice, bob):
    """Each subscribes to the other and is approved; from then on each sees the other's presence."""
    jids = {user: settings.jid(user) for user in check.USERS}
    ask, approve = "<presence type='subscribe' to='{}'/>", "<presence type='subscribed' to='{}'/>"
    raw(settings, "alice", ask.format(jids["bob"]), bob, presence("alice", "subscribe"))
    raw(settings, "bob", approve.format(jids["alice"]), alice, presence("bob"))
    raw(settings, "bob", ask.format(jids["alice"]), alice, presence("bob", "subscribe"))
    raw(settings, "alice", approve.format(jids["bob"]), bob, presence("alice"))
    check.done("subscriptions and presence")


def talk(settings, alice, bob):
    """Numbered messages, typed line by line, and one with an unknown extension."""
    type_numbers(settings, alice, range(COUNT))
    wait_for(lambda: len(bob.numbers()) >= COUNT, 15, "all messages")
    for listener in (alice, bob):
        verdict = judge(listener.numbers(), range(COUNT))
        check.expect(verdict, f"messages to {listener.user}: {verdict}")
    check.done(f"{COUNT} messages")
    same = unchanged if settings.keeps_bytes else recognizable
    raw(settings, "alice", f"<message to='{settings.jid('bob')}'><body>last</body>{UNKNOWN}</message>", bob, same)
    check.done("an unknown extension")


def absence(settings, alice):
    """Messages to the absent account wait for it, with their delay, and are delivered once."""
    type_numbers(settings, alice, range(COUNT, 2 * COUNT))
    alice.forget()
    bob = Listener(settings, "bob")
    wait_for(lambda: len(bob.numbers()) >= COUNT, 15, "the stored messages")
    alice.until(presence("bob"), "bob's return")
    verdict = judge(bob.numbers(), range(COUNT, 2 * COUNT))
    check.expect(verdict, f"stored messages: {verdict}")
    delayed = [one for one in bob.stanzas() if one.element.find("{urn:xmpp:delay}delay") is not None and is_message(one)]
    check.expect_equal(len(delayed), COUNT, "messages with a delay (XEP-0203)")
    bob.leave()
    again = Listener(settings, "bob")
    type_numbers(settings, alice, [2 * COUNT])
    wait_for(again.numbers, 15, "a last message")
    check.expect_equal(again.numbers(), [2 * COUNT], "messages after the second return")
    again.leave()
    check.done(f"{COUNT} messages to an absent account")


def raw(settings, user, text, listener, effect):
    """Sessions that send XML as it is, one after the other, until the listener sees the effect."""
    for _ in range(5):
        command = program(settings, user, "--raw")
        subprocess.run(command, input=text.encode(), env=environment(settings), timeout=15, check=True)
        try:
            return listener.until(effect, text, 3)
        except TimeIsUp:
            pass
    raise TimeIsUp(f"{listener.user}: no effect of {text}")


def type_numbers(settings, alice, numbers):
    """A session that sends each number to bob, then to alice's listener: what alice hears of, bob was sent."""
    wanted = len(alice.numbers()) + len(numbers)
    command = program(settings, "alice", "--interactive", settings.jid("bob"), alice.jid())
    log = settings.directory / "typing.log"
    with open(log, "wb") as output:
        options = {"env": environment(settings), "preexec_fn": die_with_parent, "text": True}
        typing = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output, **options)
    for number in numbers:
        typing.stdin.write(f"{number}\n")
        typing.stdin.flush()
    wait_for(lambda: len(alice.numbers()) >= wanted, 15, "alice's copies")
    typing.stdin.close()
    typing.wait(5)
    check.expect("failed to read from stdin" in log.read_text(), f"go-sendxmpp: {log.read_text()}")


def presence(user, kind=None):
    """Recognizes a presence stanza of a user; without a kind it means that the user is available."""
    return lambda stanza: (
        stanza.element.tag == f"{{{CLIENT}}}presence"
        and stanza.element.get("from", "").startswith(f"{user}@")
        and stanza.element.get("type") == kind
    )


def is_message(stanza):
    """Whether the stanza is a message."""
    return stanza.element.tag == f"{{{CLIENT}}}message"


def unchanged(stanza):
    """The extension arrived byte for byte."""
    return UNKNOWN.encode() in stanza.raw


def recognizable(stanza):
    """The extension arrived with its meaning, for servers that write XML anew."""
    probe = stanza.element.find("{urn:example:interop:unknown}probe")
    return probe is not None and (probe.get("a"), probe.text, len(probe)) == ("1", "é ", 1)


def program(settings, user, *arguments):
    """The command line; the certificate is checked for the name in the address."""
    server = f"{settings.domain}:{settings.port}"
    login = ["--username", settings.jid(user), "--password", settings.password(user), "--jserver", server]
    return ["go-sendxmpp", *login, *arguments]


def environment(settings):
    """Trusts the server's certificate and nothing else."""
    return {**os.environ, "SSL_CERT_FILE": str(settings.certificate), "HOME": str(settings.directory)}


if __name__ == "__main__":
    main()
