"""mcabber (C, loudmouth) in a terminal of tmux: told through its FIFO, judged by what it logs and keeps."""

import re

import check
from processes import TimeIsUp, wait_for
from profanity import start_terminals, tmux
from raw_client import CLIENT, RawClient
from sequence import judge

COUNT = 30
CONFIGURATION = """
set jid = {jid}
set password = {password}
set server = {address}
set port = {port}
set resource = mcabber
set tls = 1
set ssl_ignore_checks = 1
set carbons = 1
set logging = 1
set logging_dir = {home}/history
set tracelog_level = 3
set tracelog_file = {home}/log
set fifo_name = {home}/fifo
set roster_init_hide_offline_buddies = 0
module load fifo
"""


class Mcabber:
    """A running mcabber."""

    def __init__(self, settings, user):
        self.settings, self.user = settings, user
        self.home = settings.directory / user
        (self.home / "history").mkdir(parents=True, exist_ok=True)
        self.log = self.home / "log"
        known = {"address": settings.address, "port": settings.port, "home": self.home}
        # `$`, `,` and `<` mean nothing to its parser; a value with blanks stands in quotes.
        password = f'"{settings.password(user)}"'
        text = CONFIGURATION.format(jid=settings.jid(user), password=password, **known)
        (self.home / "mcabberrc").write_text(text)
        (self.home / "mcabberrc").chmod(0o600)

    def start(self):
        """Starts it, and waits until it is online."""
        self.log.unlink(missing_ok=True)
        program = ["env", f"HOME={self.home}", "LANG=C.UTF-8", "mcabber", "-f", self.home / "mcabberrc"]
        tmux(self.settings, "new-session", "-d", "-s", self.user, "-x", "160", "-y", "45", *program)
        self.logs(r"You are now (online|authenticated)|Global status|presence")
        wait_for((self.home / "fifo").exists, 10, "mcabber's FIFO")

    def tell(self, command):
        """Gives it a command, as if it were typed."""
        with open(self.home / "fifo", "w") as fifo:
            fifo.write(command + "\n")

    def logs(self, pattern, seconds=15):
        """Waits until the log shows the pattern."""
        try:
            wait_for(lambda: re.search(pattern, self.log_text()), seconds, pattern)
        except TimeIsUp as error:
            screen = tmux(self.settings, "capture-pane", "-p", "-t", self.user, check=False)
            raise AssertionError(f"{error}\n{screen}\n{self.log_text()[-3000:]}") from None

    def log_text(self):
        """The log so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def kept(self, user, direction="MR"):
        """The numbers in the messages of (or to) a user, in the order in which mcabber wrote them to its history."""
        history = self.home / "history" / self.settings.jid(user)
        text = history.read_text(errors="replace") if history.exists() else ""
        return [int(number) for number in re.findall(rf"^{direction} \S+ \d+ (\d+)$", text, re.MULTILINE)]

    def quit(self):
        """Leaves as a user does."""
        self.tell("quit")
        sessions = lambda: tmux(self.settings, "list-sessions", "-F", "#{session_name}", check=False).split()
        wait_for(lambda: self.user not in sessions(), 10, f"{self.user}'s end")


def main():
    settings = check.settings()
    start_terminals(settings)
    keeper = RawClient(settings, "bob", "keeper")
    bob = Mcabber(settings, "bob")
    bob.start()
    check.done("login")
    alice = RawClient(settings, "alice")
    subscribe(settings, alice, bob)
    talk(settings, alice, bob)
    carbons(settings, alice, bob, keeper)
    absence(settings, alice, bob, keeper)
    alice.close()


def subscribe(settings, alice, bob):
    """Bob adds alice, and each sees the other."""
    # Approvals come to who has asked for the roster (RFC 6121 §3.1.6).
    alice.send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq><presence/>")
    bob.tell(f"add {settings.jid('alice')} Alice")
    expect_presence(settings, alice, "bob", "subscribe")
    alice.send(f"<presence to='{settings.jid('bob')}' type='subscribed'/>")
    alice.send(f"<presence to='{settings.jid('bob')}' type='subscribe'/>")
    bob.logs(r"<presence from='alice@localhost' [^>]*type='subscribe'|type='subscribe'[^>]*from='alice@localhost'")
    bob.tell(f"authorization allow {settings.jid('alice')}")
    expect_presence(settings, alice, "bob", "subscribed")
    expect_presence(settings, alice, "bob", None)
    bob.tell("status away at tea")
    found = expect_presence(settings, alice, "bob", None)
    check.expect_equal(found.findtext(f"{{{CLIENT}}}status"), "at tea", "bob's status")
    bob.tell("status online -")
    check.done("subscriptions and presence")


def talk(settings, alice, bob):
    """Numbered messages in both directions."""
    for number in range(COUNT):
        alice.send(f"<message type='chat' to='{settings.jid('bob')}'><body>{number}</body></message>")
        bob.tell(f"say_to {settings.jid('alice')} {number}")
    heard = [int(body) for body in bodies(alice, COUNT)]
    verdict = judge(heard, range(COUNT))
    check.expect(verdict, f"messages of bob: {verdict}")
    wait_for(lambda: len(bob.kept("alice")) >= COUNT, 10, "all messages of alice")
    verdict = judge(bob.kept("alice"), range(COUNT))
    check.expect(verdict, f"messages of alice: {verdict}")
    check.done(f"{COUNT} messages in each direction")


def carbons(settings, alice, bob, keeper):
    """What bob's other client sends, mcabber shows as sent (XEP-0280)."""
    keeper.send(f"<message type='chat' to='{settings.jid('alice')}'><body>{COUNT}</body></message>")
    wait_for(lambda: COUNT in bob.kept("alice", "MS"), 10, "the copy of what was sent elsewhere")
    check.expect_equal(bodies(alice, 1), [str(COUNT)], "what the other client sent")
    check.done("a copy of what was sent elsewhere")


def absence(settings, alice, bob, keeper):
    """Bob leaves, is missed, and finds his messages."""
    bob.quit()
    keeper.close()
    expect_presence(settings, alice, "bob", "unavailable")
    for number in range(COUNT, 2 * COUNT):
        alice.send(f"<message type='chat' to='{settings.jid('bob')}'><body>{number}</body></message>")
    bob.start()
    wait_for(lambda: len(bob.kept("alice")) >= 2 * COUNT, 15, "the stored messages")
    verdict = judge(bob.kept("alice"), range(2 * COUNT))
    check.expect(verdict, f"messages with those stored: {verdict}")
    bob.quit()
    check.done(f"{COUNT} messages to an absent account")


def expect_presence(settings, client, user, kind):
    """Waits for a presence of a user."""
    while True:
        element = client.receive(15).element
        is_presence = element.tag == f"{{{CLIENT}}}presence"
        if is_presence and element.get("from", "").startswith(settings.jid(user)) and element.get("type") == kind:
            return element


def bodies(client, count):
    """The bodies of the next messages that have one."""
    found = []
    while len(found) < count:
        body = client.receive(15).element.findtext(f"{{{CLIENT}}}body")
        found += [body] if body is not None else []
    return found


if __name__ == "__main__":
    main()
