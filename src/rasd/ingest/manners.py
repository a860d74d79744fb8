"""How a guest behaves: robots.txt is read and kept, hosts are not hurried, and who asks for a pause gets it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from rasd.errors import FetchError
from rasd.ingest.addresses import Target

if TYPE_CHECKING:
    from protego import Protego

ROBOTS_LARGEST = 512 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 asks for 500 KiB); the rest of a longer one is left."""
KEPT = 24 * 3600.0
"""seconds for which a robots.txt stands (RFC 9309)"""
KEPT_FAILED = 600.0
LONGEST_DELAY = 60.0
"""The longest Crawl-delay that is followed; one of a day would be a refusal, and Disallow is there for that."""
LONGEST_PAUSE = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says, for a while."""

    until: float
    rules: Protego | None = None
    """None: everything may be asked"""
    failure: str = ""
    """Why it could not be had: then nothing is asked."""


@dataclass(slots=True)
class Manners:
    """What is known of hosts: when each may be asked again, and its robots.txt."""

    delay: float
    """seconds between two requests to a host"""
    agent: str
    """the name that robots.txt may call us by"""
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _free_at: dict[str, float] = field(default_factory=dict)
    _closed_until: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, Robots] = field(default_factory=dict)

    def robots(self, target: Target, had: Callable[[str], str | None]) -> Robots:
        """The rules of a host, asked for once a day: ``had`` gives the text of a robots.txt, or None."""
        from protego import Protego

        origin = f"{target.scheme}://{target.name}"
        found = self._robots.get(origin)
        if found is None or found.until <= self.clock():
            try:
                text = had(f"{origin}/robots.txt")
                found = Robots(self.clock() + KEPT, Protego.parse(text) if text else None)
            except FetchError as error:
                if not error.may_come:  # a host that is refused: robots.txt is not what to tell of
                    raise FetchError(target.url, error.message) from None
                found = Robots(self.clock() + KEPT_FAILED, failure=error.message)
            self._robots[origin] = found
        return found

    def ask_robots(self, target: Target, had: Callable[[str], str | None]) -> float:
        """Seconds that robots.txt wants between two requests; FetchError when it wants none at all."""
        found = self.robots(target, had)
        if found.failure:
            again_in = max(0.0, found.until - self.clock())
            raise FetchError(target.url, found.failure, may_come=True, again_in=again_in)
        if found.rules is None:
            return 0.0
        if not found.rules.can_fetch(target.url, self.agent):
            raise FetchError(target.url, f"robots.txt of {target.host} asks not to fetch it")
        return min(float(found.rules.crawl_delay(self.agent) or 0.0), LONGEST_DELAY)

    def wait_for(self, target: Target, delay: float) -> None:
        """Wait until a host may be asked; FetchError when it asked for a longer pause."""
        now = self.clock()
        closed = self._closed_until.get(target.name, now) - now
        if closed > 0:
            raise FetchError(target.url, f"{target.host} asked for a pause", may_come=True, again_in=closed)
        pause = self._free_at.get(target.name, now) - now
        if pause > 0:
            self.sleep(pause)
        self._free_at[target.name] = self.clock() + max(self.delay, delay)

    def close(self, target: Target, seconds: float) -> None:
        """A host asked for a pause."""
        self._closed_until[target.name] = self.clock() + min(seconds, LONGEST_PAUSE)


def seconds_of(retry_after: str | None, *, now: datetime | None = None) -> float | None:
    """What a Retry-After says, in seconds; None when it says nothing that can be understood.

    >>> seconds_of("120"), seconds_of("-1"), seconds_of("soon"), seconds_of(None)
    (120.0, None, None, None)
    >>> seconds_of("Thu, 14 Mar 2024 10:00:30 GMT", now=datetime(2024, 3, 14, 10, tzinfo=UTC))
    30.0
    """
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after[:9]), LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - (now or datetime.now(UTC))).total_seconds()), LONGEST_PAUSE)
