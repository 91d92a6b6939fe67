"""profanity (C, libstrophe) in a terminal of tmux: two accounts, everything typed, judged by what profanity logs and keeps."""

import os
import re
import sqlite3
import subprocess
import xml.etree.ElementTree as ElementTree

import check
from processes import TimeIsUp, start, wait_for
from sequence import judge

COUNT = 20
UNKNOWN = "<probe xmlns='urn:example:interop:unknown' a='1'>&amp; <child/></probe>"
ROSTER = "{jabber:iq:roster}"
CONTROL = "terminals"  # tmux's socket; relative, because a socket's path may not be long


class Profanity:
    """A running profanity; its home is the user's, so that it can be started again."""

    def __init__(self, settings, user):
        self.settings, self.user = settings, user
        self.home = settings.directory / user
        self.home.mkdir(exist_ok=True)
        self.log = self.home / "log"
        self.log.unlink(missing_ok=True)
        home = [f"HOME={self.home}", f"XDG_CONFIG_HOME={self.home}/config", f"XDG_DATA_HOME={self.home}/data"]
        program = ["env", *home, "LANG=C.UTF-8", "profanity", "--log", "DEBUG", "--logfile", self.log]
        tmux(settings, "new-session", "-d", "-s", user, "-x", "160", "-y", "45", *program)
        self.shows("Type '?/help")

    def login(self):
        """Connects as a user does who sees the server for the first time."""
        place = f"server {self.settings.address} port {self.settings.port} tls trust"
        self.type(f"/connect {self.settings.jid(self.user)} {place}")
        self.shows("Enter password")
        self.type(self.settings.password(self.user))
        self.logs("logged in successfully")
        self.logs("Received disco#info response from: ")  # without it profanity does not ping
        self.until(lambda stanza: stanza.tag == "presence" and self.is_from(stanza, self.user), "its own presence")

    def type(self, line):
        """Types a line."""
        tmux(self.settings, "send-keys", "-t", self.user, "-l", "--", line)
        tmux(self.settings, "send-keys", "-t", self.user, "Enter")

    def shows(self, pattern):
        """Waits until the screen shows the pattern."""
        screen = lambda: re.search(pattern, tmux(self.settings, "capture-pane", "-p", "-t", self.user))
        wait_for(screen, 10, f"{self.user}'s screen: {pattern}")

    def logs(self, pattern):
        """Waits until the log shows the pattern."""
        wait_for(lambda: self.log.exists() and re.search(pattern, self.log_text()), 15, f"{self.user}'s log: {pattern}")

    def log_text(self):
        """The log so far."""
        return self.log.read_text(errors="replace")

    def until(self, wanted, what, forgotten=0):
        """Waits for a stanza, after the first `forgotten`, for which `wanted` holds."""
        found = lambda: any(wanted(stanza) for stanza in self.stanzas()[forgotten:])
        wait_for(found, 15, f"{self.user}: {what}")

    def stanzas(self):
        """The stanzas received so far, as libstrophe logs them: without jabber:client, one in a line."""
        found = re.findall(r"RECV: (<(?:iq|message|presence)\b.*)", self.log_text() if self.log.exists() else "")
        return [ElementTree.fromstring(stanza.replace("stream:", "")) for stanza in found]

    def pushes(self):
        """The states of the other's roster item in the pushes received, without immediate repetitions."""
        pushes = [stanza.find(f"{ROSTER}query") for stanza in self.stanzas() if stanza.get("type") == "set"]
        items = [item for push in pushes if push is not None for item in push]
        states = [(item.get("subscription"), item.get("ask", "")) for item in items]
        return [state for number, state in enumerate(states) if number == 0 or states[number - 1] != state]

    def was_pushed(self, wanted):
        """Waits for the pushes; shows both if others came."""
        try:
            wait_for(lambda: self.pushes() == wanted, 5, "roster pushes")
        except TimeIsUp:
            check.expect_equal(self.pushes(), wanted, f"{self.user}'s roster pushes")

    def is_from(self, stanza, user):
        """Whether the stanza is of this user."""
        return stanza.get("from", "").split("/")[0] == self.settings.jid(user)

    def presence(self, user, kind=None, show=None, forgotten=0):
        """Waits for a presence stanza of a user."""
        wanted = ("presence", kind, show)
        same = lambda stanza: (stanza.tag, stanza.get("type"), stanza.findtext("show")) == wanted
        self.until(lambda stanza: same(stanza) and self.is_from(stanza, user), f"presence of {user}: {wanted}", forgotten)

    def kept(self, user):
        """The numbers in the messages of a user, in the order in which profanity wrote them to its history.

        Read without a lock: profanity drops a message when it finds its history locked.
        """
        history = next(self.home.glob("data/profanity/database/*/chatlog.db"), None)
        if history is None:
            return []
        connection = sqlite3.connect(f"file:{history}?immutable=1", uri=True)
        try:
            query = "select message from ChatLogs where from_jid = ? order by id"
            return [int(row[0]) for row in connection.execute(query, [self.settings.jid(user)]) if row[0].isdigit()]
        except sqlite3.DatabaseError:
            return []  # read while it was written: the next reading will do
        finally:
            connection.close()

    def messages(self, user):
        """The message stanzas of a user that have a body."""
        own = [one for one in self.stanzas() if one.tag == "message" and self.is_from(one, user)]
        return [one for one in own if one.find("body") is not None]

    def settle(self):
        """The server has handled what was typed before."""
        before = len(re.findall("Ping response", self.console()))
        self.type("/win 1")
        self.type("/ping")
        wait_for(lambda: len(re.findall("Ping response", self.console())) > before, 10, "ping's response")

    def console(self):
        """The screen's text, with what was scrolled away."""
        return tmux(self.settings, "capture-pane", "-p", "-t", self.user)

    def quit(self):
        """Leaves as a user does; waits until the program has ended."""
        self.type("/quit")
        sessions = lambda: tmux(self.settings, "list-sessions", "-F", "#{session_name}", check=False).split()
        wait_for(lambda: self.user not in sessions(), 10, f"{self.user}'s end")


def main():
    settings = check.settings()
    start_terminals(settings)
    alice, bob = Profanity(settings, "alice"), Profanity(settings, "bob")
    for client in (alice, bob):
        client.login()
        check.expect('<auth mechanism="SCRAM-' in client.log_text(), "login with SCRAM")
    check.done("login with SCRAM")
    subscribe(settings, alice, bob)
    talk(settings, alice, bob)
    extension(settings, alice, bob)
    bob = absence(settings, alice, bob)
    for client in (alice, bob):
        client.quit()


def subscribe(settings, alice, bob):
    """Each subscribes to the other; the roster is pushed; presence is shown."""
    alice.type(f"/roster add {settings.jid('bob')} Bob")
    alice.was_pushed([("none", "")])
    alice.type(f"/sub request {settings.jid('bob')}")
    bob.presence("alice", "subscribe")
    bob.type(f"/sub allow {settings.jid('alice')}")
    alice.presence("bob", "subscribed")
    alice.presence("bob")
    bob.type(f"/sub request {settings.jid('alice')}")
    alice.presence("bob", "subscribe")
    alice.type(f"/sub allow {settings.jid('bob')}")
    bob.presence("alice", "subscribed")
    bob.presence("alice")
    alice.was_pushed([("none", ""), ("none", "subscribe"), ("to", ""), ("both", "")])
    bob.was_pushed([("from", ""), ("from", "subscribe"), ("both", "")])
    alice.type('/status set away "at tea"')
    bob.presence("alice", show="away")
    bob.shows('alice.* is away, "at tea"')
    alice.type("/status set online")
    check.done("subscriptions, roster pushes and presence")


def talk(settings, alice, bob):
    """Numbered messages in both directions, typed in turns."""
    for number in range(COUNT):
        alice.type(f"/msg {settings.jid('bob')} {number}")
        bob.type(f"/msg {settings.jid('alice')} {number}")
    for client, other in ((alice, "bob"), (bob, "alice")):
        wait_for(lambda: len(client.kept(other)) >= COUNT, 10, f"all messages of {other}")
        verdict = judge(client.kept(other), range(COUNT))
        check.expect(verdict, f"messages of {other}: {verdict}")
        verdict = judge([int(one.findtext("body")) for one in client.messages(other)], range(COUNT))
        check.expect(verdict, f"message stanzas of {other}: {verdict}")
    check.done(f"{COUNT} messages in each direction")


def extension(settings, alice, bob):
    """What is typed into the XML console travels unchanged."""
    alice.type("/xmlconsole")
    alice.type(f"<message to='{settings.jid('bob')}' type='chat' id='probe'><body>look</body>{UNKNOWN}</message>")
    bob.until(lambda stanza: stanza.get("id") == "probe", "the message with an extension")
    probe = next(one for one in bob.stanzas() if one.get("id") == "probe").find("{urn:example:interop:unknown}probe")
    check.expect(probe is not None, "the extension arrived")
    found = ElementTree.canonicalize(ElementTree.tostring(probe), rewrite_prefixes=True)
    check.expect_equal(found, ElementTree.canonicalize(UNKNOWN, rewrite_prefixes=True), "the extension")
    check.done("an unknown extension")


def absence(settings, alice, bob):
    """Bob leaves, is missed, and finds his messages with their delay, once."""
    forgotten = len(alice.stanzas())
    bob.quit()
    alice.presence("bob", "unavailable", forgotten=forgotten)
    for number in range(COUNT, 2 * COUNT):
        alice.type(f"/msg {settings.jid('bob')} {number}")
    alice.settle()
    bob = Profanity(settings, "bob")
    bob.login()
    wait_for(lambda: len(bob.kept("alice")) >= 2 * COUNT, 15, "the stored messages")
    alice.presence("bob", forgotten=forgotten)
    verdict = judge(bob.kept("alice"), range(2 * COUNT))
    check.expect(verdict, f"messages with those stored: {verdict}")
    delays = [one for one in bob.messages("alice") if one.find("{urn:xmpp:delay}delay") is not None]
    check.expect_equal(len(delays), COUNT, "messages with a delay (XEP-0203)")
    bob.quit()
    bob = Profanity(settings, "bob")
    bob.login()
    bob.settle()
    check.expect_equal(bob.messages("alice"), [], "messages delivered a second time")
    check.done(f"{COUNT} messages to an absent account")
    return bob


def start_terminals(settings):
    """Starts tmux in the foreground, so that it ends with this check."""
    environment = {**os.environ, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    environment.pop("TMUX", None)
    command = ["tmux", "-D", "-S", CONTROL, "-f", os.devnull]
    start(command, settings.directory / "tmux.log", cwd=settings.directory, env=environment)
    wait_for((settings.directory / CONTROL).exists, 5, "tmux")


def tmux(settings, *words, check=True):
    """Runs a command of tmux; returns its output."""
    command = ["tmux", "-S", CONTROL, *map(str, words)]
    options = {"stdout": subprocess.PIPE, "text": True, "timeout": 10}
    return subprocess.run(command, cwd=settings.directory, check=check, **options).stdout


if __name__ == "__main__":
    main()
