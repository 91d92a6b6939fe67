"""libstrophe (C): the example `bot` that its authors ship, built as it is, in conversation with a client that shows the bytes."""

import subprocess

import check
import install
import processes
from raw_client import CLIENT, RawClient
from sequence import judge

COUNT = 50
VERSION = "{jabber:iq:version}"


def main():
    settings = check.settings()
    program = build(settings, "bot")
    raw = RawClient(settings, "alice")
    for tls in ("--mandatory-tls", "--trust-tls"):
        bot = start(settings, program, tls)
        if tls == "--mandatory-tls":
            refuses(settings, bot)
            continue
        talk(settings, raw, arrived(settings, raw))
        returns(settings, raw)
        raw.send(message(settings, "quit"))
        check.expect_equal(body(next_message(raw)), "bye!", "the bot's last word")
        check.expect_equal(bot.wait(10), 0, "the bot's exit code")
    check.done("the bot leaves")
    raw.close()


def build(settings, name):
    """The example as a program."""
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libstrophe"], capture_output=True, text=True, check=True)
    program = settings.directory / name
    source = install.EXAMPLES / f"{name}.c"
    subprocess.run(["cc", "-w", "-o", program, source, *flags.stdout.split()], check=True)
    return program


def start(settings, program, tls):
    """The bot as bob."""
    login = ["--jid", f"{settings.jid('bob')}/bot", "--pass", settings.password("bob")]
    log = settings.directory / f"bot{tls}.log"
    return processes.start([program, tls, *login, settings.address, settings.port], log)


def refuses(settings, bot):
    """Without trust in the certificate the bot goes away again: TLS is not optional for it."""
    bot.wait(10)
    log = (settings.directory / "bot--mandatory-tls.log").read_text()
    check.expect("DEBUG: connected" not in log, "a certificate that nobody trusts was refused")
    check.done("an unknown certificate is refused")


def arrived(settings, raw):
    """Asks for bob's version until his bot answers; it is no contact, so that the address is all that is needed."""
    raw.send(f"<presence to='{settings.jid('bob')}/bot'/>")

    def answered():
        raw.send(message(settings, "hello"))
        try:
            return next_message(raw, 0.5).element.get("from")
        except processes.TimeIsUp:
            return None

    jid = processes.wait_for(answered, 15, "the bot")
    settle(raw)
    return jid


def talk(settings, raw, jid):
    """Numbered messages, each of which is answered; and a question about its version."""
    for number in range(COUNT):
        raw.send(message(settings, number))
    answers = [body(next_message(raw)) for _ in range(COUNT)]
    check.expect(all(answer.endswith(" to you too!") for answer in answers), f"answers: {answers}")
    verdict = judge([int(answer.split()[0]) for answer in answers], range(COUNT))
    check.expect(verdict, f"answers: {verdict}")
    check.done(f"{COUNT} messages in each direction")
    ask = "<iq type='get' id='version' to='{}'><query xmlns='jabber:iq:version'/></iq>"
    raw.send(ask.format(jid))
    answer = raw.receive().element
    # The bot does not see alice's presence, and she does not see its: a stranger's request is returned (RFC 6121 §8.5.3.1).
    check.expect_equal(answer.get("type"), "error", "a stranger's request")
    check.expect(answer.find(f".//{VERSION}version") is None, "a stranger's request reached the bot")
    check.done("a stranger's request is returned")


def returns(settings, raw):
    """The bot closes its stream and comes back, offering its old stream management state (XEP-0198)."""
    raw.send(message(settings, "reconnect"))
    check.expect_equal(body(next_message(raw)), "alright, let's see what happens!", "the bot's answer")
    arrived(settings, raw)
    raw.send(message(settings, "again"))
    check.expect_equal(body(next_message(raw)), "again to you too!", "the bot's answer after its return")
    check.done("the bot comes back")


def settle(raw):
    """Forgets what comes before the server's answer to a ping."""
    raw.ping(0)
    while raw.receive().element.get("id") != "ping-0":
        pass


def next_message(raw, seconds=10):
    """The next message that is no error, whatever comes before it."""
    while True:
        stanza = raw.receive(seconds)
        if stanza.element.tag == f"{{{CLIENT}}}message" and stanza.element.get("type") != "error":
            return stanza


def message(settings, text):
    """A message to the bot, wherever it is."""
    return f"<message type='chat' to='{settings.jid('bob')}'><body>{text}</body></message>"


def body(stanza):
    """What a message says."""
    return stanza.element.findtext(f"{{{CLIENT}}}body")


if __name__ == "__main__":
    main()
