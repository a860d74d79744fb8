"""What a SOURCE means: a path, or an address with what rasd.toml says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rasd.ingest.addresses import is_address

KINDS = ("feed", "sitemap", "page")
CONTENTS = ("page", "feed")
EVERY = 900.0
"""Seconds between two rounds of a source that does not say; a quarter of an hour, as readers of feeds do."""
SHORTEST = 10.0
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_TEXTS = ("name", "location", "url", "kind", "outlet", "country", "every", "content")


@dataclass(frozen=True, slots=True)
class Source:
    """Where reports come from."""

    name: str
    location: str
    """path or address"""
    kind: str | None = None
    """feed, sitemap or page; None: to be seen from what comes"""
    outlet: str | None = None
    country: str | None = None
    """ISO 3166-1, two letters"""
    every: float = EVERY
    """seconds between two rounds of ``rasd watch``"""
    content: str = "page"
    """where the text of a feed's reports is: page or feed"""
    since: date | None = None
    """older reports are left out"""

    @property
    def is_address(self) -> bool:
        """Whether it is fetched, not opened."""
        return is_address(self.location)


def source_from(told: Mapping[str, Any]) -> Source:
    """A source as a table of rasd.toml tells of it; ValueError, the end of a sentence, when it is wrong.

    >>> source_from({"url": "https://example.org/feed", "every": "1h"}).every
    3600.0
    >>> source_from({"url": "https://example.org/feed", "kind": "blog"})
    Traceback (most recent call last):
    ValueError: has a kind 'blog'; kinds are feed, sitemap, page
    """
    for name, value in told.items():
        if name not in (*_TEXTS, "since"):
            raise ValueError(f"has no setting called {name!r}; it knows {', '.join((*_TEXTS, 'since'))}")
        if name in _TEXTS and not isinstance(value, str):
            raise ValueError(f"has a {name} that is no text: {value!r}")
    if ("url" in told) == ("location" in told):
        raise ValueError("has no location or url" if "url" not in told else "has both a location and a url")
    at = told.get("url", told.get("location"))
    if is_address(at) != ("url" in told):
        told_at = (
            f"has a url that is no address: {at}" if "url" in told else f"has an address as location: {at}; write url"
        )
        raise ValueError(told_at)
    for name, known in (("kind", KINDS), ("content", CONTENTS)):
        if name in told and told[name] not in known:
            raise ValueError(f"has a {name} {told[name]!r}; {name}s are {', '.join(known)}")
    if "country" in told and not re.fullmatch("[A-Z]{2}", told["country"]):
        raise ValueError(f"has a country {told['country']!r}; it is two capital letters, such as SY")
    since = told.get("since")
    if since is not None and (not isinstance(since, date) or isinstance(since, datetime)):
        raise ValueError(f"has a since that is no day: {since!r} (write it without quotation marks: 2024-01-31)")
    return Source(
        name=told.get("name", at),
        location=at,
        kind=told.get("kind"),
        outlet=told.get("outlet"),
        country=told.get("country"),
        every=seconds_of(told["every"]) if "every" in told else EVERY,
        content=told.get("content", "page"),
        since=since,
    )


def seconds_of(every: str) -> float:
    """An interval in seconds; ValueError when it is none.

    >>> seconds_of("15m"), seconds_of("1.5h")
    (900.0, 5400.0)
    >>> seconds_of("1s")
    Traceback (most recent call last):
    ValueError: has an interval '1s' that is too short; at least 10s
    """
    said = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", every.strip())
    if said is None:
        raise ValueError(f"has an interval {every!r} that is none; write it like 90s, 15m, 6h or 1d")
    seconds = float(said[1]) * _UNITS[said[2]]
    if seconds < SHORTEST:
        raise ValueError(f"has an interval {every!r} that is too short; at least {SHORTEST:g}s")
    return seconds
