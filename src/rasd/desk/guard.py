"""What stands before every answer: which name we answer to, whose page asks, how much is sent, what a page may load.

A page on the network can make a browser ask 127.0.0.1 under a name of its own (DNS rebinding); so in the single-user
mode only the names of the loopback are answered to. A page elsewhere can make a browser send a form here; so whatever
changes something must come from a page of ours (Sec-Fetch-Site, or else Origin). A program that sends a token need not:
no page elsewhere can send that header here, and the cookie is not looked at beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
LARGEST = 1 << 20
"""bytes of a body; what is uploaded comes another way"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Guard:
    """The application behind its guard. ``names``: the hosts that are answered to."""

    app: ASGIApp
    names: frozenset[str]
    largest: int = LARGEST

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        came, is_begun = 0, False

        async def answer(message: Message) -> None:
            nonlocal is_begun
            if came > self.largest and not is_begun:
                return  # whatever the application makes of the rest, it is told below
            if message["type"] == "http.response.start":
                is_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        headers = Headers(scope=scope)
        refusal = refused(scope["method"], headers, names=self.names, largest=self.largest)
        if refusal is not None:
            status, sentence = refusal
            await PlainTextResponse(f"{sentence}\n", status)(scope, receive, answer)
            return

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self.largest:
                raise _TooMuch
            return message

        with suppress(_TooMuch):
            await self.app(scope, counted, answer)
        if came > self.largest and not is_begun:
            came = 0
            await PlainTextResponse(f"{_too_much(self.largest)}\n", 413)(scope, receive, answer)


class _TooMuch(Exception):
    pass


def refused(
    method: str, headers: Mapping[str, str], *, names: frozenset[str], largest: int = LARGEST
) -> tuple[int, str] | None:
    """Why a request is not answered, as a status and a sentence; None when it is.

    >>> refused("GET", {"host": "rebound.example:8377"}, names=LOOPBACK)
    (421, 'this desk does not answer to rebound.example:8377')
    >>> refused("POST", {"host": "127.0.0.1:8377", "sec-fetch-site": "same-origin"}, names=LOOPBACK)
    >>> refused("POST", {"host": "127.0.0.1:8377"}, names=LOOPBACK)[0]
    403
    """
    host = headers.get("host", "")
    if _bare(host) not in names:
        return 421, f"this desk does not answer to {host or 'a request without Host'}"
    if method not in _SAFE and not token_in(headers) and not _is_ours(headers, host):
        return 403, "only a page of this desk may change something here (Sec-Fetch-Site, Origin)"
    length = headers.get("content-length", "0")
    if not length.isdecimal():
        return 400, "Content-Length is no number"
    if int(length) > largest:
        return 413, _too_much(largest)
    return None


def token_in(headers: Mapping[str, str]) -> str:
    """The token that a request brings; empty where it brings none. A browser sends one by itself nowhere.

    >>> token_in({"authorization": "Bearer rasd_x"}), token_in({"authorization": "Basic eDp5"})
    ('rasd_x', '')
    """
    kind, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def _bare(host: str) -> str:
    """A host without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower().removesuffix(".")


def _is_ours(headers: Mapping[str, str], host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc.lower() == host.lower()


def _too_much(largest: int) -> str:
    return f"more than {largest} bytes were sent"
