"""What collecting remembers: of an address what it was known by, of a source when it is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from rasd.store.bulk import put, rows_in
from rasd.store.opening import now
from rasd.store.schema import poll, visit


class Visit(NamedTuple):
    """The last time that an address was asked."""

    url: str
    told: str | None = None
    """hash of what a feed or sitemap said of it"""
    etag: str | None = None
    modified: str | None = None
    failure: str | None = None
    """why it could not be had"""
    failures: int = 0
    """in a row"""


class Poll(NamedTuple):
    """What is known of a source of rasd.toml."""

    source: str
    """its address or path"""
    succeeded_at: str | None = None
    failed_at: str | None = None
    failure: str | None = None
    """the last one, kept after a success too"""
    failures: int = 0
    """in a row"""
    kept: int = 0
    """reports that it has brought"""
    next_at: str = ""
    """ISO 8601, UTC; empty: at once"""


def visits(connection: Connection, urls: Iterable[str]) -> dict[str, Visit]:
    """The last visits to addresses, those apart that were never asked."""
    columns = [visit.c[name] for name in Visit._fields]
    return {row.url: Visit(*row) for row in rows_in(connection, select(*columns), visit.c.url, urls)}


def visited(connection: Connection, found: Iterable[Visit]) -> None:
    """Note visits; of several to one address the last."""
    last = {one.url: one for one in found}
    put(connection, visit, [{**one._asdict(), "visited_at": now()} for one in last.values()])


def polls(connection: Connection) -> dict[str, Poll]:
    """Every source that was ever asked."""
    return {row.source: Poll(*row) for row in connection.execute(select(*(poll.c[name] for name in Poll._fields)))}


def polled(connection: Connection, one: Poll) -> None:
    """Note that a source was asked."""
    put(connection, poll, [one._asdict()])
