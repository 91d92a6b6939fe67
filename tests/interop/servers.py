"""The servers under test: each starts on a free loopback port with its data in a directory given to it."""

import hashlib
import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import processes

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "localhost"
ADDRESS = "127.0.0.1"
NAMES = ("ours", "prosody")


class Server:
    """A server as a command; what differs between servers is in the subclasses."""

    keeps_bytes = True
    stops_cleanly = True

    def __init__(self, directory):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.data = self.directory / "data"
        self.log = self.directory / "server.log"
        self.certificate = self.directory / "certificate.pem"
        self.port = processes.free_port()
        self.process = None

    def start(self):
        """Starts the server and waits until it answers; the first start learns its certificate."""
        self.process = processes.start(self.command(), self.log, cwd=self.directory, env=self.environment())
        try:
            processes.wait_for(self._listens, 10, "the server's port")
        except processes.TimeIsUp as error:
            raise RuntimeError(f"{error}\n{self.log.read_text(errors='replace')}") from error
        if not self.certificate.exists():
            self.certificate.write_text(ssl.DER_cert_to_PEM_cert(_presented_certificate(self.port)))

    def stop(self):
        """Stops the server; returns what was wrong with its life, or an empty string."""
        code = processes.stop(self.process)
        log = self.log.read_text(errors="replace")
        if "panicked at" in log:
            return "the server panicked"
        if code != 0 and self.stops_cleanly:
            return "the server did not stop within 5 s" if code is None else f"the server ended with code {code}"
        return ""

    def kill(self):
        """`kill -9`: the server gets no time to write anything."""
        processes.kill(self.process)

    def environment(self):
        return dict(os.environ)

    def _listens(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{self.log.read_text(errors='replace')}")
        try:
            socket.create_connection((ADDRESS, self.port), 1).close()
        except OSError:
            return False
        return True


class Ours(Server):
    """The server of this workspace."""

    binary = None

    @classmethod
    def prepare(cls, release=False):
        """Builds the server and remembers where its binary is; `XMPP_SERVER` names one that is built already."""
        cls.binary = binary("xmpp-server", release)

    def start(self):
        """As every server; and the fingerprint that it prints is that of the certificate it shows."""
        super().start()
        shown = hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.certificate.read_text())).hexdigest().upper()
        printed = lambda: re.findall(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", self.log.read_text())
        found = processes.wait_for(printed, 5, "the certificate's fingerprint")
        if found[-1].replace(":", "") != shown:
            raise RuntimeError(f"the certificate's fingerprint is {shown}, printed was {found[-1]}")

    def command(self):
        return [self.binary, "--domain", DOMAIN, "--data", self.data, "--listen", f"{ADDRESS}:{self.port}"]

    def add_user(self, user, password):
        account = f"{user}@{DOMAIN}"
        _run([self.binary, "user", "add", account, "--password-stdin", "--data", self.data], password + "\n")


class Command(Server):
    """Any server, from two command lines in which {domain}, {port}, {data} and {user} are replaced.

    The command that adds a user reads the password from its standard input.
    """

    server_line = user_line = ""

    def command(self):
        return self._words(self.server_line)

    def add_user(self, user, password):
        _run(self._words(self.user_line, user), password + "\n")

    def _words(self, line, user=""):
        known = {"domain": DOMAIN, "port": self.port, "data": self.data, "user": user}
        return [word.format(**known) for word in shlex.split(line)]


class Prosody(Server):
    """Debian's Prosody, the stand-in that proves the harness itself."""

    keeps_bytes = False
    stops_cleanly = False
    configuration = """
run_as_root = true
daemonize = false
pidfile = "{directory}/prosody.pid"
data_path = "{data}"
log = {{ {{ levels = {{ min = "debug" }}, to = "file", filename = "{directory}/prosody-debug.log" }} }}
modules_enabled = {{ "roster", "saslauth", "tls", "disco", "ping", "offline", "blocklist", "carbons" }}
modules_disabled = {{ "s2s", "http" }}
interfaces = {{ "{address}" }}
c2s_ports = {{ {port} }}
c2s_require_encryption = true
authentication = "internal_plain"
storage = "internal"
limits = {{}}
VirtualHost "{domain}"
    ssl = {{ certificate = "{certificate}", key = "{directory}/key.pem" }}
"""

    def __init__(self, directory):
        super().__init__(directory)
        self.data.mkdir(exist_ok=True)
        make_certificate(self.certificate, self.directory / "key.pem")
        known = {"directory": self.directory, "data": self.data, "certificate": self.certificate, "port": self.port}
        text = self.configuration.format(domain=DOMAIN, address=ADDRESS, **known)
        (self.directory / "prosody.cfg.lua").write_text(text)

    def command(self):
        return ["prosody", "-F", "--config", self.directory / "prosody.cfg.lua"]

    def add_user(self, user, password):
        configuration = self.directory / "prosody.cfg.lua"
        _run(["prosodyctl", "--root", "--config", configuration, "register", user, DOMAIN, password])


def binary(package, release=False):
    """Builds a program of this workspace, and says where it is; `XMPP_SERVER` and `XMPP_CLIENT` name what is built already."""
    return _built(package.replace("-", "_").upper(), ["--package", package, *(["--release"] if release else [])])


def component():
    """The same for the example of a component; `XMPP_COMPONENT` names one that is built already."""
    return _built("XMPP_COMPONENT", ["--package", "xmpp-client", "--example", "component"])


def _built(variable, what):
    if given := os.environ.get(variable):
        return Path(given).resolve()
    build = ["cargo", "build", "--message-format", "json-render-diagnostics", *what]
    output = subprocess.run(build, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout
    messages = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return [message["executable"] for message in messages if message.get("executable")][-1]


def make_certificate(certificate, key):
    """Makes a self-signed certificate for the domain."""
    names = ["-subj", f"/CN={DOMAIN}", "-addext", f"subjectAltName=DNS:{DOMAIN}"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    _run(["openssl", "req", "-x509", *kind, *names, "-keyout", key, "-out", certificate])


def add_options(parser):
    """The options that choose a server, the same for every script."""
    parser.add_argument("--server", choices=NAMES, default="ours", help="the server under test (default: ours)")
    parser.add_argument("--server-command", metavar="LINE", help="any server: {domain}, {port}, {data} are replaced")
    parser.add_argument("--user-command", metavar="LINE", help="adds {user} with the password on its standard input")
    parser.add_argument("--release", action="store_true", help="build our server with optimization")


def arguments(options):
    """The options of `add_options` as arguments for another script."""
    words = ["--server", options.server]
    if options.server_command:
        words += ["--server-command", options.server_command]
    if options.user_command:
        words += ["--user-command", options.user_command]
    return words


def chosen(options):
    """The class of the chosen server, ready to be started."""
    if options.server_command:
        Command.server_line, Command.user_line = options.server_command, options.user_command or "true"
        return Command
    if options.server == "prosody":
        if not shutil.which("prosody"):
            raise RuntimeError("prosody is not installed")
        return Prosody
    Ours.prepare(options.release)
    return Ours


def _presented_certificate(port):
    """The certificate that the server shows after STARTTLS; clients are told to trust exactly this one."""
    with socket.create_connection((ADDRESS, port), 5) as plain:
        plain.sendall(
            b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            b" to='localhost' version='1.0'>"
        )
        _read_until(plain, b"</stream:features>")
        plain.sendall(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        _read_until(plain, b"<proceed")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with context.wrap_socket(plain, server_hostname=DOMAIN) as secure:
            return secure.getpeercert(binary_form=True)


def _read_until(connection, mark):
    data, end = b"", time.monotonic() + 5
    while mark not in data:
        piece = connection.recv(4096)
        if not piece or time.monotonic() > end:
            raise RuntimeError(f"the server did not send {mark.decode()}, but: {data.decode(errors='replace')}")
        data += piece
    return data


def _run(command, given=None):
    words = [str(word) for word in command]
    result = subprocess.run(words, input=given, capture_output=True, text=True, timeout=20)
    if result.returncode:
        raise RuntimeError(f"{words[0]}: code {result.returncode}: {result.stdout}{result.stderr}")
