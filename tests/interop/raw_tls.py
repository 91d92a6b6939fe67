"""TLS as packets bring it: records in one packet, in packets of a byte, a burst of logins."""

import base64
import re
import socket
import ssl
import sys
import threading
import time

import check
from raw_client import RawClient

HEADER = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{}' version='1.0'>"
LOGINS = 40


class Wire:
    """A TLS client whose bytes are sent when and how the check wants it."""

    def __init__(self, settings):
        self.settings = settings
        self.socket = socket.create_connection((settings.address, settings.port), 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.plain(HEADER.format(settings.domain), "</stream:features>")
        self.plain("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<proceed[^>]*>")
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.create_default_context(cafile=settings.certificate)
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=settings.domain)

    def plain(self, text, end):
        """Sends without TLS, waits for the pattern."""
        self.socket.sendall(text.encode())
        answer = b""
        while not re.search(end.encode(), answer):
            data = self.socket.recv(4096)
            check.expect(data, f"the connection ended after {answer!r}")
            answer += data

    def shake_hands(self, send):
        """The handshake up to the client's last message, which is left in `outgoing`."""
        while True:
            try:
                self.tls.do_handshake()
                return
            except ssl.SSLWantReadError:
                send(self.outgoing.read())
                self.incoming.write(self.socket.recv(65536))

    def hear(self, end):
        """Waits for the pattern in what TLS protects."""
        answer = b""
        while not re.search(end.encode(), answer):
            try:
                answer += self.tls.read(65536)
            except ssl.SSLWantReadError:
                data = self.socket.recv(65536)
                check.expect(data, f"the connection ended after {answer!r}")
                self.incoming.write(data)
        return answer.decode()

    def login(self, send):
        """Header, SASL and bind; each step in one go."""
        user = "alice"
        plain = base64.b64encode(f"\0{user}\0{self.settings.password(user)}".encode()).decode()
        steps = [
            (HEADER.format(self.settings.domain), "</stream:features>"),
            (f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>", "<success[^>]*>"),
            (HEADER.format(self.settings.domain), "</stream:features>"),
            ("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>"),
        ]
        for text, end in steps:
            self.tls.write(text.encode())
            send(self.outgoing.read())
            self.hear(end)
        self.socket.close()


def finished_and_header_together(settings):
    """The client's Finished and its stream header in one packet: the header waits for no further packet."""
    wire = Wire(settings)
    wire.shake_hands(wire.socket.sendall)
    wire.login(wire.socket.sendall)
    check.done("Finished and the stream header in one packet")


def byte_by_byte(settings):
    """Every byte in a packet of its own."""
    wire = Wire(settings)

    def send(data):
        for at in range(len(data)):
            wire.socket.sendall(data[at : at + 1])

    wire.shake_hands(send)
    wire.login(send)
    check.done("every byte in a packet of its own")


def burst(settings):
    """Many logins at once, each of which gets through."""
    failures = []

    def login(number):
        try:
            RawClient(settings, "alice", f"burst-{number}").close()
        except Exception as error:
            failures.append(f"{number}: {error!r}")

    threads = [threading.Thread(target=login, args=[number]) for number in range(LOGINS)]
    for thread in threads:
        thread.start()
        time.sleep(0.005)
    for thread in threads:
        thread.join()
    check.expect(not failures, f"of {LOGINS} logins: {failures}")
    check.done(f"{LOGINS} logins at once")


if __name__ == "__main__":
    for part in (finished_and_header_together, byte_by_byte, burst):
        part(check.settings())
    sys.exit(0)
