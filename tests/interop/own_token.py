"""Our own client logs in in one round trip (XEP-0388, XEP-0386), gets a token, and needs no password any more (XEP-0484)."""

import os
import subprocess
import tomllib

import check
import servers
from raw_client import RawClient


def main():
    settings = check.settings()
    tokens = settings.directory / "token.toml"
    alice = RawClient(settings, "alice")
    alice.send("<presence/>")
    send(settings, tokens, "one", settings.password("bob"))
    hear(alice, "one")
    first = tomllib.loads(tokens.read_text())
    check.expect("token" in first, f"no token in {first.keys()}")
    check.expect_equal(tokens.stat().st_mode & 0o077, 0, "others may read the token")
    check.done("a token is given")
    send(settings, tokens, "two", "not the password")
    hear(alice, "two")
    check.done("no password is needed")
    tokens.write_text(f'agent = "{first["agent"]}"\nmechanism = "{first["mechanism"]}"\ntoken = "of somebody else"\n')
    send(settings, tokens, "three", settings.password("bob"))
    hear(alice, "three")
    again = tomllib.loads(tokens.read_text())
    check.expect(again["token"] not in ("of somebody else", first["token"]), "the token that was refused is still there")
    check.done("a token that is refused is replaced")
    alice.close()


def send(settings, tokens, text, password):
    """Sends a message from bob."""
    where = ["--jid", settings.jid("bob"), "--address", f"{settings.address}:{settings.port}", "--ca", settings.certificate]
    command = [servers.binary("xmpp-client"), "send", *where, "--token-file", tokens, settings.jid("alice"), text]
    variables = {**os.environ, "XMPP_PASSWORD": password, "XDG_CONFIG_HOME": str(settings.directory)}
    done = subprocess.run([str(part) for part in command], env=variables, capture_output=True, text=True, timeout=30)
    check.expect_equal(done.returncode, 0, f"the client's exit code:\n{done.stderr}")


def hear(alice, text):
    """Waits for the message."""
    while f"<body>{text}</body>".encode() not in alice.receive().raw:
        pass


if __name__ == "__main__":
    main()
