"""Real servers on loopback for tests: a site of pages that can be changed, and a raw one that does as it is told."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

PAGE = "text/html; charset=utf-8"
FEED = "application/rss+xml"


@dataclass
class Page:
    """What a path of a site answers."""

    body: bytes | str = b""
    kind: str = PAGE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """what Content-Length says; None: as it is"""

    @property
    def data(self) -> bytes:
        """The bytes of the body."""
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Site:
    """A server of pages by path; what is not there is 404. An ETag is answered with 304 when it is sent back."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """path and headers (lower case) of every request"""

    @property
    def name(self) -> str:
        """As rasd.toml allows it."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://{self.name}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, robots.txt apart."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def site(**pages: Page) -> Iterator[Site]:
    """A site while the test runs; ``page="..."`` is what /page answers."""
    made = Site(pages={f"/{name}": page for name, page in pages.items()})

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = made.pages.get(self.path, Page("none", status=404))
            etag = page.headers.get("ETag")
            is_same = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response(304 if is_same else page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if not is_same:
                self.send_header("Content-Type", page.kind)
                self.send_header("Content-Length", str(len(page.data) if page.length is None else page.length))
            self.end_headers()
            if not is_same:
                with contextlib.suppress(OSError):  # the guest has left
                    self.wfile.write(page.data)

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def raw(answer: Callable[[socket.socket], object], *, reads_first: bool = True) -> Iterator[str]:
    """A server that reads a request and then does what it is told to with the connection; its host and port."""
    listening = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            request = b""
            while reads_first and b"\r\n\r\n" not in request:
                got = connection.recv(65536)
                if not got:
                    return
                request += got
            if request.startswith(b"GET /robots.txt"):
                connection.sendall(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            answer(connection)

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            open_ones.append(connection)
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for connection in open_ones:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
