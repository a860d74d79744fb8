"""The one way to the network: an address to bytes, checked at every step.

Nothing else in Rasd opens a connection to a place that a report or a feed names. No cookies are kept, no credentials
sent, no proxy or netrc of the environment taken.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from functools import partial

from rasd.errors import FetchError
from rasd.ingest.addresses import Resolve, Target, how_to_allow, is_allowed, refuse_port, shortened, target_of
from rasd.ingest.manners import ROBOTS_LARGEST, Manners, seconds_of
from rasd.ingest.policy import NAME, Policy
from rasd.ingest.wire import Allowance, Answer, Dial, ask, dialled, resolved, through

_KEPT_HEADERS = ("content-type", "content-encoding", "date", "last-modified", "etag", "server", "content-language")
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_HEADER = 1000
"""letters of a header that is kept"""
_BUSY = (429, 503)
_PAUSE = 60.0
"""seconds for which a host that is busy and does not say how long is left alone"""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came."""

    url: str
    """as it was asked for"""
    final_url: str
    """where the redirects led"""
    redirects: tuple[tuple[int, str], ...]
    """status and the address that gave it, in order"""
    status: int
    """200, or 304 when the page is as it was"""
    data: bytes
    """the body, transfer and content encodings undone"""
    headers: Mapping[str, str]
    number: str
    """the IP address that answered"""
    fetched_at: str
    """ISO 8601, UTC"""

    @property
    def media_type(self) -> str | None:
        """What the server says it is, such as text/html."""
        told = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return told if "/" in told else None

    @property
    def charset(self) -> str | None:
        """The encoding that the server names."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that nothing changed since the last time."""
        return self.status == 304


@dataclass(slots=True)
class Fetcher:
    """Fetches, and remembers hosts while it does. ``resolve`` and ``dial`` are the system's, but for tests."""

    policy: Policy
    manners: Manners
    resolve: Resolve = resolved
    dial: Dial = dialled
    tls: ssl.SSLContext | None = None
    sleep: Callable[[float], object] = field(default=time.sleep)

    def fetch(
        self, url: str, *, etag: str | None = None, modified: str | None = None, linked_from: str | None = None
    ) -> Fetched:
        """The page of an address; with what it was known by last time, maybe only that it is as it was.

        ``linked_from`` is the page that names the address: what lies outside may not lead inside, even to a host that
        is allowed by name. FetchError says what is in the way.
        """
        if not self.policy.is_on:
            raise FetchError(shortened(url), "the network is off: off = true in rasd.toml, [network]")
        asked = {"if-none-match": etag, "if-modified-since": modified}
        inside = linked_from is None or is_allowed(target_of(linked_from), self.policy.allow)
        return self._followed(
            target_of(url),
            {name: told for name, told in asked.items() if told and told.isascii() and told.isprintable()},
            inside,
        )

    def _followed(self, first: Target, asked: Mapping[str, str], may_inside: bool) -> Fetched:
        target = first
        chain: list[tuple[int, str]] = []
        allowance = Allowance(self.policy.seconds, self.policy.quiet)
        while True:
            refuse_port(target, self.policy.allow)
            # Only from an inner page may a redirect lead to an inner one; one that lies outside would choose it for us.
            may_inside = may_inside and (not chain or is_allowed(target_of(chain[-1][1]), self.policy.allow))
            answer = self._polite(target, asked, allowance, may_inside)
            if answer.status not in _REDIRECTS:
                break
            chain.append((answer.status, target.url))
            target = self._next(first, target, answer, chain)
        if answer.status not in (200, 304) or (answer.status == 304 and not asked):
            raise _refused(target, answer)
        return Fetched(
            url=first.url,
            final_url=target.url,
            redirects=tuple(chain),
            status=answer.status,
            data=answer.data,
            headers={name: answer.headers[name][:_LONGEST_HEADER] for name in _KEPT_HEADERS if name in answer.headers},
            number=answer.number,
            fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )

    def _next(self, first: Target, here: Target, answer: Answer, chain: list[tuple[int, str]]) -> Target:
        to = answer.headers.get("location")
        if not to:
            raise FetchError(first.url, f"answers {answer.status} without saying where to")
        if len(chain) > self.policy.redirects:
            raise FetchError(
                first.url, f"more than {self.policy.redirects} redirects; the last leads to {shortened(to)}"
            )
        try:
            target = target_of(to, here.url)
        except FetchError as error:
            raise FetchError(first.url, f"redirects to {error.where}: {error.message}") from None
        if target.url in {url for _, url in chain}:
            raise FetchError(first.url, f"redirects in a circle, to {shortened(target.url)}")
        return target

    def _polite(self, target: Target, asked: Mapping[str, str], allowance: Allowance, may_inside: bool) -> Answer:
        """One answer; a server that is busy for a moment, or breaks off, is asked once more."""
        delay = 0.0
        if self.policy.robots:
            delay = self.manners.ask_robots(target, lambda url: self._robots(url, may_inside))
        for is_last in (False, True):
            self.manners.wait_for(target, delay)
            try:
                answer = self._once(target, asked, allowance, may_inside)
            except FetchError as error:
                if is_last or not error.may_come or allowance.seconds <= 0:
                    raise
                continue
            if answer.status not in _BUSY:
                if answer.status < 500 or is_last:
                    return answer
                continue
            said = seconds_of(answer.headers.get("retry-after"))
            pause = _PAUSE if said is None else said
            if is_last or pause > self.policy.patience:
                self.manners.close(target, pause)
                told = "" if said is None else f" and asks to come again in {said:.0f} s"
                raise FetchError(target.url, f"answers {answer.status}{told}", may_come=True, again_in=pause)
            self.sleep(pause)
        raise AssertionError("the second time returns or raises")

    def _once(
        self,
        target: Target,
        asked: Mapping[str, str],
        allowance: Allowance,
        may_inside: bool,
        *,
        is_robots: bool = False,
    ) -> Answer:
        is_listed = is_allowed(target, self.policy.allow)
        return ask(
            target,
            {
                "host": _host(target),
                "user-agent": self.policy.agent,
                "accept": "*/*",
                "accept-encoding": "gzip, deflate",
                "connection": "close",
                **asked,
            },
            allowance,
            largest=min(ROBOTS_LARGEST, self.policy.largest) if is_robots else self.policy.largest,
            is_allowed=may_inside and is_listed,
            advice=how_to_allow(target) if may_inside else "a page that lies outside may not lead there",
            resolve=self.resolve,
            dial=self.dial,
            tls=self._tls(),
            may_cut=is_robots,
        )

    def _robots(self, url: str, may_inside: bool) -> str | None:
        """The text of a robots.txt, redirects followed; None when the host has none (RFC 9309: 4xx)."""
        first = target = target_of(url)
        allowance = Allowance(self.policy.seconds, self.policy.quiet)
        chain: list[tuple[int, str]] = []
        while True:
            refuse_port(target, self.policy.allow)
            self.manners.wait_for(target, 0.0)
            answer = self._once(target, {}, allowance, may_inside, is_robots=True)
            if answer.status not in _REDIRECTS:
                break
            chain.append((answer.status, target.url))
            try:
                target = self._next(first, target, answer, chain)
            except FetchError:
                return None
            may_inside = may_inside and is_allowed(target_of(chain[-1][1]), self.policy.allow)
        if answer.status == 200:
            return answer.data.decode("utf-8", "replace")
        if answer.status >= 500 or answer.status == 429:
            raise FetchError(target.url, f"its robots.txt answers {answer.status}, which is waited for", may_come=True)
        return None

    def _tls(self) -> ssl.SSLContext:
        if self.tls is None:
            import httpx

            self.tls = httpx.create_ssl_context(trust_env=False)
        return self.tls


def _host(target: Target) -> str:
    usual = {"http": 80, "https": 443}[target.scheme]
    return target.name.rpartition(":")[0] if target.port == usual else target.name


def _refused(target: Target, answer: Answer) -> FetchError:
    may_come = answer.status >= 500 or answer.status in (408, 425, 429)
    return FetchError(target.url, f"answers {answer.status}", may_come=may_come)


def fetcher(policy: Policy) -> Fetcher:
    """A fetcher on the system's network, or behind the proxy of the policy."""
    dial = partial(through, policy.proxy) if policy.proxy else dialled
    return Fetcher(policy, Manners(policy.delay, NAME), dial=dial)
