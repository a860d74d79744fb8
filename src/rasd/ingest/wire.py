"""One request on one connection: to exactly the address that was looked up, within limits on time and bytes.

The name is looked up once, where the connection is made, and what was checked is what is connected to: a name that
leads elsewhere a moment later changes nothing. Certificates are checked by name all the same. Every wait on the network
ends with the time of the whole fetch, so that a server that sends a byte now and then keeps nobody.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore

from rasd.errors import FetchError
from rasd.ingest.addresses import Resolve, Target, numbers_of

Dial = Callable[[str, int, float], httpcore.NetworkStream]
_MOST_NUMBERS = 3
"""addresses of one name that are tried"""
_HEAD = 256 * 1024
"""bytes of a response that are not its body: headers (the parser itself ends at 100 KB), sizes of chunks"""
_READ = 64 * 1024
_SLICE = 4 * 1024
_MOST_MEMBERS = 10_000
_PROXY_HEAD = 8 * 1024


class TooLateError(Exception):
    """The time of the whole fetch is over."""


class TooMuchError(Exception):
    """More came than may come."""


@dataclass(slots=True)
class Allowance:
    """What is left of the time and the bytes of a fetch."""

    seconds: float
    """for all requests together; waiting out of politeness is not counted"""
    quiet: float
    """seconds without a byte after which a server is given up"""
    bytes_left: int = 0
    until: float = 0.0
    """the end, by the monotonic clock, while a request is under way"""

    @contextmanager
    def spent(self, most: int) -> Iterator[None]:
        """A request is under way; ``most`` bytes may come."""
        self.bytes_left = most
        self.until = time.monotonic() + self.seconds
        try:
            yield
        finally:
            self.seconds = self.until - time.monotonic()

    def wait(self) -> float:
        """How long the next wait on the network may be."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TooLateError
        return min(left, self.quiet)

    def took(self, number: int) -> None:
        """Bytes came."""
        self.bytes_left -= number
        if self.bytes_left < 0:
            raise TooMuchError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; ``data`` is the body with transfer and content encodings undone."""

    status: int
    headers: Mapping[str, str]
    """names in lower case"""
    data: bytes
    number: str
    """the IP address that answered"""
    is_cut: bool = False
    """Whether the body went on; only where that was asked for."""


def ask(
    target: Target,
    headers: Mapping[str, str],
    allowance: Allowance,
    *,
    largest: int,
    is_allowed: bool,
    advice: str,
    resolve: Resolve,
    dial: Dial,
    tls: ssl.SSLContext,
    may_cut: bool = False,
) -> Answer:
    """GET an address, following nothing. FetchError says what went wrong.

    ``advice`` ends the line about a host that is not public. ``may_cut`` gives the first ``largest`` bytes of a longer
    body instead of an error.
    """
    backend = _Backend(target, allowance, is_allowed, advice, resolve, dial)
    with (
        allowance.spent(largest + _HEAD),
        _told(target, allowance, largest),
        httpcore.ConnectionPool(ssl_context=tls, network_backend=backend, max_connections=1) as pool,
        pool.stream("GET", target.url, headers=list(headers.items())) as response,
    ):
        found = _headers(response.headers)
        data, is_cut = b"", False
        if response.status == 200:
            said = found.get("content-length", "")
            if said.isdigit() and int(said) > largest and not may_cut:
                raise TooMuchError
            data, is_cut = _body(response.iter_stream(), found, target, largest, may_cut)
        return Answer(response.status, found, data, backend.number, is_cut)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        key, told = name.decode("latin-1").lower(), value.decode("utf-8", "replace").strip()
        found[key] = f"{found[key]}, {told}" if key in found and key == "content-encoding" else told
    return found


def _body(
    parts: Iterator[bytes], headers: Mapping[str, str], target: Target, largest: int, may_cut: bool
) -> tuple[bytes, bool]:
    encodings = [one.strip().lower() for one in headers.get("content-encoding", "").split(",")]
    encodings = [one for one in encodings if one not in ("", "identity")]
    if len(encodings) > 1 or not set(encodings) <= {"gzip", "x-gzip", "deflate"}:
        raise FetchError(target.url, f"comes packed as {', '.join(encodings)[:80]}, which was not asked for")
    if encodings:
        parts = unpacked(parts)
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > largest:
            if may_cut:
                return bytes(data[:largest]), True
            raise TooMuchError
    return bytes(data), False


def unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """A gzip or deflate stream in pieces of bounded size, whatever it would grow to; ValueError when it is broken.

    >>> import gzip
    >>> b"".join(unpacked([gzip.compress(b"one "), gzip.compress(b"two")]))
    b'one two'
    """
    unpacker: Any = None
    members = 1
    for left in _sliced(parts):
        while left:
            if unpacker is None:
                unpacker, left = _unpacker(left)
            elif unpacker.eof:  # another member behind the first, or padding, which ends it
                if not left.startswith(b"\x1f\x8b"):
                    return
                unpacker, members = zlib.decompressobj(31), members + 1
                if members > _MOST_MEMBERS:
                    raise ValueError(f"is packed in more than {_MOST_MEMBERS} pieces")
            try:
                while left and not unpacker.eof:
                    yield unpacker.decompress(left, _READ)
                    left = unpacker.unconsumed_tail
            except zlib.error as error:
                raise ValueError(f"is packed and cannot be unpacked: {error}") from None
            left = unpacker.unused_data if unpacker.eof else left
    if unpacker is not None and not unpacker.eof:
        yield unpacker.flush()
        if not unpacker.eof:
            raise ValueError("is packed and breaks off")


def _sliced(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same in small pieces: what lies behind each gzip member is copied, and some files are nothing but members."""
    for part in parts:
        for at in range(0, len(part), _SLICE):
            yield part[at : at + _SLICE]


def _unpacker(head: bytes) -> tuple[Any, bytes]:
    """gzip by its mark, zlib by its check sum, else deflate without a head, as some servers send it."""
    if head.startswith(b"\x1f"):
        return zlib.decompressobj(31), head
    is_zlib = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] * 256 + head[1]) % 31 == 0
    return zlib.decompressobj(15 if is_zlib else -15), head


@contextmanager
def _told(target: Target, allowance: Allowance, largest: int) -> Iterator[None]:
    """What goes wrong on the way, as a FetchError in plain words."""
    try:
        yield
    except TooLateError:
        raise FetchError(target.url, "takes too long; given up", may_come=True) from None
    except TooMuchError:
        raise FetchError(target.url, f"is larger than {_size(largest)}; left") from None
    except httpcore.TimeoutException:
        if time.monotonic() >= allowance.until:
            raise FetchError(target.url, "takes too long; given up", may_come=True) from None
        raise FetchError(target.url, f"nothing came for {allowance.quiet:g} s", may_come=True) from None
    except httpcore.ConnectError as error:
        raise FetchError(target.url, f"no connection to {target.name}: {_shortly(error)}", may_come=True) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        told = _shortly(error)
        if "Receive buffer too long" in told:
            raise FetchError(target.url, "sends headers without end") from None
        raise FetchError(target.url, f"the answer is broken: {told}", may_come=True) from None
    except ValueError as error:
        raise FetchError(target.url, str(error), may_come=True) from None


def _size(number: int) -> str:
    return f"{number // 2**20} MB" if number >= 2**20 else f"{number // 1024} KB"


def _shortly(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


class _Backend(httpcore.NetworkBackend):
    def __init__(
        self, target: Target, allowance: Allowance, is_allowed: bool, advice: str, resolve: Resolve, dial: Dial
    ) -> None:
        self.number = ""
        self._target = target
        self._allowance = allowance
        self._is_allowed = is_allowed
        self._advice = advice
        self._resolve = resolve
        self._dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        # What httpcore is about to connect to is what was checked, or nothing is.
        if (host.lower().removesuffix("."), port) != (self._target.host, self._target.port):
            raise FetchError(self._target.url, f"no address that can be asked: its host is read as {host!r}")
        numbers = numbers_of(self._target, self._looked_up, is_allowed=self._is_allowed, advice=self._advice)
        failed: Exception = OSError("no address")
        for number in numbers[:_MOST_NUMBERS]:
            try:
                stream = self._dial(number, port, self._allowance.wait())
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            self.number = number
            return _Stream(stream, self._allowance)
        raise failed

    def _looked_up(self, host: str, port: int) -> list[str]:
        # The system's look-up knows no limit of time: it is left behind when it takes too long.
        answers: queue.Queue[list[str] | Exception] = queue.Queue()

        def look() -> None:
            try:
                answers.put(self._resolve(host, port))
            except Exception as error:  # raised again, on the other side
                answers.put(error)

        threading.Thread(target=look, daemon=True).start()
        try:
            found = answers.get(timeout=self._allowance.wait())
        except queue.Empty:
            raise OSError(0, "its look-up takes too long") from None
        if isinstance(found, Exception):
            raise found
        return found


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._inner = inner
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._allowance.wait())
        self._allowance.took(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._allowance.wait())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._allowance.wait()), self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def resolved(host: str, port: int) -> list[str]:
    """The system's look-up."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for _, _, _, _, address in found]


def through(proxy: str, number: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A connection to an IP address through an HTTP proxy at ``host:port``, which is asked for a tunnel to it.

    Names are looked up and checked here, as without a proxy: one that looks them up itself may be led inside.
    """
    until = time.monotonic() + seconds
    host, _, at = proxy.rpartition(":")
    stream = dialled(host.strip("[]"), int(at), seconds)
    try:
        to = f"[{number}]:{port}" if ":" in number else f"{number}:{port}"
        stream.write(f"CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n\r\n".encode(), seconds)
        answer = b""
        while b"\r\n\r\n" not in answer:  # byte by byte: what comes behind it is not the proxy's
            part = stream.read(1, max(until - time.monotonic(), 0.01))
            answer += part
            if not part or len(answer) > _PROXY_HEAD:
                raise httpcore.ConnectError("the proxy broke off")
        words = answer.split(b"\r\n")[0].decode("latin-1").split(" ", 2)
        if len(words) < 2 or words[1] != "200":
            raise httpcore.ConnectError(f"the proxy answers {' '.join(words)[:100]!r}")
    except BaseException as error:
        stream.close()
        if isinstance(error, httpcore.ReadTimeout | httpcore.WriteTimeout):
            raise httpcore.ConnectTimeout("the proxy says nothing") from None
        raise
    return stream


def dialled(number: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A connection to an IP address."""
    return httpcore.SyncBackend().connect_tcp(number, port, timeout=seconds)
