"""What a check knows about its surroundings: told in environment variables by `run`, the same for every language."""

import os
from dataclasses import dataclass
from pathlib import Path

PASSWORDS = {"alice": "Wunder=land,7&<", "bob": "ba umei ster"}
USERS = tuple(PASSWORDS)


@dataclass
class Settings:
    """Where the server is, whom it knows, where a check may write."""

    address: str
    port: int
    domain: str
    certificate: str
    directory: Path
    keeps_bytes: bool

    def jid(self, user):
        """The bare JID of a user."""
        return f"{user}@{self.domain}"

    def password(self, user):
        """The password of a user."""
        return PASSWORDS[user]

    def environment(self):
        """The settings as environment variables, for `settings` in another process."""
        told = {
            "INTEROP_ADDRESS": self.address,
            "INTEROP_PORT": str(self.port),
            "INTEROP_DOMAIN": self.domain,
            "INTEROP_CERTIFICATE": str(self.certificate),
            "INTEROP_DIRECTORY": str(self.directory),
            "INTEROP_KEEPS_BYTES": "yes" if self.keeps_bytes else "no",
        }
        for user, password in PASSWORDS.items():
            told[f"INTEROP_PASSWORD_{user.upper()}"] = password
        return told


def settings():
    """The settings that `run` handed over."""
    told = os.environ
    return Settings(
        told["INTEROP_ADDRESS"],
        int(told["INTEROP_PORT"]),
        told["INTEROP_DOMAIN"],
        told["INTEROP_CERTIFICATE"],
        Path(told["INTEROP_DIRECTORY"]),
        told["INTEROP_KEEPS_BYTES"] == "yes",
    )


def expect(condition, what):
    """Ends the check with `what` if the condition does not hold."""
    if not condition:
        raise AssertionError(what)


def expect_equal(found, wanted, what):
    """Ends the check, showing both values, if they differ."""
    if found != wanted:
        raise AssertionError(f"{what}:\n  wanted {wanted}\n  found  {found}")


def done(what):
    """Tells the log that a part of the check passed."""
    print(f"ok: {what}", flush=True)
