"""A source on the network to pages: what is new there, and nothing that is known.

This part only asks; it reads what the store remembers and writes nothing, so nobody waits for the network. What it
finds is kept afterwards (``Dataset.collect``), pages first and visits after them: a run that is killed between the two
asks once more.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from rasd.errors import FetchError, InputError
from rasd.ingest.addresses import target_of
from rasd.ingest.feeds import Entry, feed_of, is_feed
from rasd.ingest.fetch import Fetched, Fetcher
from rasd.ingest.sitemaps import is_sitemap, plain, sitemap_of
from rasd.ingest.sources import Source
from rasd.ingest.xml import root_of
from rasd.store import blobs
from rasd.store.opening import Store
from rasd.store.reports import Exchange
from rasd.store.schema import capture
from rasd.store.schema import fetched as exchanged
from rasd.store.visits import Visit, visits

_TRIES = 5
"""rounds in which a page that cannot be had is asked for; then it is left until its feed says something new of it"""
_XML = (b"<\0?\0x", b"<?xml", b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemapindex")
"""how feeds and sitemaps begin that their server calls something else"""
_SITEMAPS = 100
"""sitemaps that one round looks into"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that came, with what its source says of it."""

    fetched: Fetched
    source: Source
    entry: Entry | None = None
    """what the feed or sitemap said of it"""
    own: Sequence[Entry] | None = None
    """For a feed: the entries whose text stands in it; none when it is kept as the list that led to pages."""

    @property
    def exchange(self) -> Exchange:
        """How it came."""
        told = self.fetched
        return Exchange(
            fetched_at=told.fetched_at,
            final_url=told.final_url,
            redirects=json.dumps(told.redirects, ensure_ascii=False),
            status=told.status,
            headers=json.dumps(dict(told.headers), ensure_ascii=False, sort_keys=True),
            number=told.number,
            source=self.source.name if self.source.name != self.source.location else None,
        )


Found = Page | Visit | InputError


def collected(source: Source, fetcher: Fetcher, store: Store, *, most: int) -> Iterator[Found]:
    """What a source has that is new: pages, what to remember of addresses, and what went wrong.

    The last word on an address comes after the pages that it led to, and only when all of them could be had.
    """
    until = time.monotonic() + fetcher.policy.round
    known = _known(store, [source.location]).get(source.location, Visit(source.location))
    try:
        fetched = fetcher.fetch(source.location, etag=known.etag, modified=known.modified)
    except FetchError as error:
        yield error
        yield known._replace(failure=error.message, failures=known.failures + 1)
        return
    if fetched.is_unchanged:
        kept = _as_kept(fetched, store)
        if kept is not None and _is_page(kept, source, fetcher.policy.largest):
            yield Page(kept, source)
        yield known._replace(failure=None, failures=0)
        return
    after = Visit(source.location, None, fetched.headers.get("etag"), fetched.headers.get("last-modified"))
    try:
        root = _xml(fetched, source, fetcher.policy.largest)
    except ValueError as error:
        yield InputError(source.location, str(error))
        yield known._replace(failure=str(error), failures=known.failures + 1)
        return
    if root is None:
        yield Page(fetched, source)
        yield after
    elif is_feed(root):
        yield from _feed(root, fetched, source, fetcher, store, after, most, until)
    else:
        yield from _sitemaps(root, fetched, source, fetcher, store, after, most, until)


def _xml(fetched: Fetched, source: Source, largest: int) -> Any | None:
    """The root element of a feed or sitemap; None for a page."""
    if source.kind == "page":
        return None
    data = plain(fetched.data, largest)
    head = data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    says_so = str(fetched.media_type).endswith("xml") and "xhtml" not in str(fetched.media_type)
    is_xml = (says_so or head.startswith(_XML)) and b"<html" not in head.lower()
    if source.kind is None and not is_xml:
        return None
    root = root_of(data, fetched.charset)
    if is_feed(root) or is_sitemap(root):
        return root
    if source.kind is None:
        return None
    raise ValueError(f"is no {source.kind}")


def _is_page(fetched: Fetched, source: Source, largest: int) -> bool:
    try:
        return _xml(fetched, source, largest) is None
    except ValueError:
        return False


def _as_kept(told: Fetched, store: Store) -> Fetched | None:
    """The page that its server says is as it was, with the bytes that are kept: a newer reader finds more in them."""
    query = select(capture.c.sha256, exchanged.c.headers).join(exchanged).where(capture.c.origin == told.url)
    with store.reading() as connection:
        row = connection.execute(query.order_by(capture.c.capture_id.desc()).limit(1)).first()
    path = blobs.path_of(store.blobs, row.sha256) if row else None
    if row is None or path is None or not path.is_file():
        return None
    return replace(told, data=path.read_bytes(), headers=json.loads(row.headers))


def _known(store: Store, urls: Iterable[str]) -> dict[str, Visit]:
    with store.reading() as connection:
        return visits(connection, urls)


# -- feeds -----------------------------------------------------------------------------------------------------------


def _feed(
    root: Any, fetched: Fetched, source: Source, fetcher: Fetcher, store: Store, after: Visit, most: int, until: float
) -> Iterator[Found]:
    feed = feed_of(root, fetched.final_url)
    if feed.is_cut:
        yield InputError(source.location, f"has more than {len(feed.entries)} entries; the rest is left")
    named: dict[str, Entry] = {}
    for one in feed.entries:  # of two with one link the newer, which stands first
        named.setdefault(f"{source.location}#{one.name}" if _is_own(one, source) else str(one.url), one)
    known = _known(store, named)
    fresh = {name: one for name, one in named.items() if _is_new(one, known.get(name), source.since)}
    is_whole = len(fresh) <= most
    taken = dict(list(fresh.items())[:most])
    if not taken:
        yield after
        return
    own = {name: one for name, one in taken.items() if _is_own(one, source)}
    yield Page(fetched, source, own=tuple(own.values()))
    yield from (Visit(name, one.told) for name, one in own.items())
    links = [one for name, one in taken.items() if name not in own]
    is_had = yield from _pages(links, known, source, fetcher, store, fetched.final_url, until)
    yield after if is_whole and is_had else Visit(source.location)


def _is_own(entry: Entry, source: Source) -> bool:
    return source.content == "feed" or entry.url is None


def _is_new(entry: Entry, known: Visit | None, since: date | None) -> bool:
    if since is not None and entry.changed is not None and entry.changed < since:
        return False
    return known is None or known.told != entry.told or 0 < known.failures < _TRIES


def _pages(
    entries: Sequence[Entry],
    known: dict[str, Visit],
    source: Source,
    fetcher: Fetcher,
    store: Store,
    linked_from: str,
    until: float,
) -> Generator[Found, None, bool]:
    """The pages behind links; whether all that can be had were."""
    is_had, waiting = True, 0
    pausing: set[str] = set()
    for entry in entries:
        assert entry.url is not None
        host = target_of(entry.url).name
        if host in pausing or time.monotonic() > until:
            is_had, waiting = False, waiting + 1
            continue
        before = known.get(entry.url, Visit(entry.url))
        try:
            fetched = fetcher.fetch(entry.url, etag=before.etag, modified=before.modified, linked_from=linked_from)
        except FetchError as error:
            yield error
            # What is refused stays refused; what may come is asked for again, some rounds long.
            failures = before.failures + 1 if error.may_come else _TRIES
            yield before._replace(told=entry.told, failure=error.message, failures=failures)
            is_had = is_had and failures >= _TRIES
            if error.again_in is not None:
                pausing.add(host)
            continue
        if fetched.is_unchanged:
            if (kept := _as_kept(fetched, store)) is not None:
                yield Page(kept, source, entry)
        else:
            yield Page(fetched, source, entry)
            before = Visit(entry.url, None, fetched.headers.get("etag"), fetched.headers.get("last-modified"))
        yield before._replace(told=entry.told, failure=None, failures=0)
    if waiting:
        yield InputError(source.location, f"{waiting} more of its pages wait for the next round")
    return is_had


# -- sitemaps --------------------------------------------------------------------------------------------------------


def _sitemaps(
    root: Any, fetched: Fetched, source: Source, fetcher: Fetcher, store: Store, after: Visit, most: int, until: float
) -> Iterator[Found]:
    seen = {source.location, fetched.final_url}
    waiting: deque[tuple[Any, str]] = deque([(root, fetched.final_url)])
    is_whole, left, looked = True, most, 1
    while waiting and left > 0 and time.monotonic() < until:
        here, url = waiting.popleft()
        found = sitemap_of(here, url, source.since)
        known = _known(store, (str(one.url) for one in found.pages))
        fresh = [one for one in found.pages if _is_new(one, known.get(str(one.url)), None)]
        is_whole = is_whole and len(fresh) <= left
        is_had = yield from _pages(fresh[:left], known, source, fetcher, store, url, until)
        left -= len(fresh)
        is_whole = is_whole and is_had
        for one in found.sitemaps:
            if one.url in seen:
                continue
            if time.monotonic() > until:
                is_whole = False
                break
            if looked >= _SITEMAPS:
                yield InputError(source.location, f"has more than {_SITEMAPS} sitemaps; the rest is left")
                break
            looked += 1
            seen.add(str(one.url))
            try:
                inner = fetcher.fetch(str(one.url), linked_from=url)
                told = root_of(plain(inner.data, fetcher.policy.largest), inner.charset)
                if not is_sitemap(told):
                    raise ValueError("is no sitemap")
            except FetchError as error:
                is_whole = False
                yield error
                continue
            except ValueError as error:
                yield InputError(str(one.url), str(error))
                continue
            waiting.append((told, inner.final_url))
    yield after if is_whole and not waiting else Visit(source.location)
