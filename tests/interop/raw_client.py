"""A client that shows the bytes: a socket, STARTTLS (RFC 6120 §5), SASL PLAIN (RFC 4616), bind, nothing else."""

import base64
import socket
import ssl
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from xml.parsers import expat

from processes import TimeIsUp

STREAM = "http://etherx.jabber.org/streams"
CLIENT = "jabber:client"
STARTTLS = "urn:ietf:params:xml:ns:xmpp-tls"
SASL = "urn:ietf:params:xml:ns:xmpp-sasl"
BIND = "urn:ietf:params:xml:ns:xmpp-bind"


class StreamClosed(Exception):
    """The server ended the stream or the connection is gone."""


@dataclass
class Stanza:
    """A child of the stream: its bytes as they came and what they mean."""

    raw: bytes
    element: ElementTree.Element


class Cutter:
    """Cuts a stream's bytes into its children without changing a byte of them."""

    def __init__(self):
        self.closed = False
        self._buffer, self._offset, self._depth = bytearray(), 0, 0
        self._begin, self._empty, self._found = 0, False, []
        self._builder = None
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, data):
        """Takes the next bytes; returns the stanzas that they complete."""
        self._buffer += data
        self._found = []
        self._parser.Parse(bytes(data), False)
        if self._depth <= 1:
            self._forget(self._parser.CurrentByteIndex)
        return self._found

    def _start(self, name, attributes):
        index = self._parser.CurrentByteIndex
        if self._depth == 1:
            self._begin, self._builder = index, ElementTree.TreeBuilder()
        self._depth += 1
        self._empty = True
        if self._builder:
            self._builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})

    def _end(self, name):
        index = self._parser.CurrentByteIndex
        self._depth -= 1
        if self._depth == 0:
            self.closed = True
            return
        self._builder.end(_clark(name))
        if self._depth == 1:
            end = self._end_of_tag(index)
            raw = bytes(self._buffer[self._begin - self._offset : end - self._offset])
            self._found.append(Stanza(raw, self._builder.close()))
            self._builder = None
        self._empty = False

    def _text(self, text):
        self._empty = False
        if self._builder:
            self._builder.data(text)

    def _end_of_tag(self, index):
        """For `<a/>` the parser tells the position behind the tag, for `</a>` that of the tag."""
        at = index - self._offset
        if self._empty and self._buffer[at - 2 : at] == b"/>":
            return index
        return self._buffer.index(b">", at) + 1 + self._offset

    def _forget(self, index):
        if index > self._offset:
            del self._buffer[: index - self._offset]
            self._offset = index


class RawClient:
    """A logged-in session whose stanzas are bytes in both directions."""

    def __init__(self, settings, user, resource="raw"):
        self._settings, self._user = settings, user
        self._pending = []
        self._socket = socket.create_connection((settings.address, settings.port), 10)
        try:
            self._negotiate(resource)
        except BaseException:
            self.abort()
            raise

    def send(self, data):
        """Sends bytes (or text) as they are."""
        self._socket.settimeout(10)
        try:
            self._socket.sendall(data.encode() if isinstance(data, str) else data)
        except OSError as error:
            raise StreamClosed(str(error)) from error

    def receive(self, seconds=10):
        """The next stanza; `TimeIsUp` if none comes, `StreamClosed` if none can come."""
        end = time.monotonic() + seconds
        while not self._pending:
            if self._cutter.closed:
                raise StreamClosed("the server closed the stream")
            left = end - time.monotonic()
            if left <= 0:
                raise TimeIsUp(f"no stanza after {seconds} s")
            self._pending += self._cutter.feed(self._read(left))
        return self._pending.pop(0)

    def ping(self, number):
        """Sends an XEP-0199 ping to the server, without waiting for its result."""
        self.send(f"<iq type='get' id='ping-{number}' to='{self._settings.domain}'><ping xmlns='urn:xmpp:ping'/></iq>")

    def close(self):
        """Ends the stream (RFC 6120 §4.4), waits for the server's end of it, closes the connection."""
        self.send("</stream:stream>")
        try:
            while True:
                self.receive(5)
        except (StreamClosed, TimeIsUp):
            pass
        self.abort()

    def abort(self):
        """Closes the connection without a word."""
        self._socket.close()

    def _negotiate(self, resource):
        settings = self._settings
        self._open()
        self.send(f"<starttls xmlns='{STARTTLS}'/>")
        self._expect(f"{{{STARTTLS}}}proceed")
        context = ssl.create_default_context(cafile=settings.certificate)
        self._socket = context.wrap_socket(self._socket, server_hostname=settings.domain)
        self._open()
        plain = base64.b64encode(f"\0{self._user}\0{settings.password(self._user)}".encode()).decode()
        self.send(f"<auth xmlns='{SASL}' mechanism='PLAIN'>{plain}</auth>")
        self._expect(f"{{{SASL}}}success")
        self._open()
        self.send(f"<iq type='set' id='bind'><bind xmlns='{BIND}'><resource>{resource}</resource></bind></iq>")
        self.jid = self._expect(f"{{{CLIENT}}}iq").findtext(f".//{{{BIND}}}jid")

    def _open(self):
        self._cutter = Cutter()
        self.send(
            f"<?xml version='1.0'?><stream:stream xmlns='{CLIENT}' xmlns:stream='{STREAM}'"
            f" to='{self._settings.domain}' version='1.0'>"
        )
        self._expect(f"{{{STREAM}}}features")

    def _expect(self, name):
        stanza = self.receive()
        if stanza.element.tag != name:
            raise AssertionError(f"expected {name}, received {stanza.raw.decode()}")
        return stanza.element

    def _read(self, seconds):
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(65536)
        except TimeoutError:
            return b""
        except OSError as error:
            raise StreamClosed(str(error)) from error
        if not data:
            raise StreamClosed("the connection ended")
        return data


def _clark(name):
    return "{" + name if "}" in name else name
