"""A TCP relay on the loopback interface whose connections can be cut, as a train that goes into a tunnel cuts them."""

import socket
import struct
import threading

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset, and what was not delivered is gone


class Relay:
    """Passes bytes on between its port and a server."""

    def __init__(self, address, port):
        self._server = (address, port)
        self._pairs, self._lock = [], threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Cuts all connections, in the middle of whatever they carry; new ones are taken at once."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                # A reader that waits keeps the socket: it is told first.
                try:
                    end.shutdown(socket.SHUT_RD)
                except OSError:
                    pass
                end.close()

    def _accept(self):
        while True:
            client, _ = self._listener.accept()
            server = socket.create_connection(self._server, 10)
            server.settimeout(None)
            with self._lock:
                self.connections += 1
                self._pairs.append((client, server))
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=_pass_on, args=(source, sink), daemon=True).start()


def _pass_on(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # cut
