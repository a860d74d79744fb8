"""Sitemaps and indexes of sitemaps, also packed: which pages a site has, and when each was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rasd.errors import FetchError
from rasd.ingest.addresses import target_of
from rasd.ingest.feeds import Entry, day_of
from rasd.ingest.wire import unpacked
from rasd.ingest.xml import children, local, words

MOST = 50_000
"""addresses of one sitemap (the protocol's own limit)"""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Pages, newest first, and further sitemaps, newest first."""

    pages: list[Entry]
    sitemaps: list[Entry]


def is_sitemap(root: Any) -> bool:
    """Whether XML is a sitemap or an index of some."""
    return local(root) in ("urlset", "sitemapindex")


def plain(data: bytes, largest: int) -> bytes:
    """What a packed file (sitemap.xml.gz) holds; other bytes as they are. ValueError when it grows past ``largest``."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    found = bytearray()
    for part in unpacked([data]):
        found += part
        if len(found) > largest:
            raise ValueError(f"unpacks to more than {largest // 2**20} MB; left")
    return bytes(found)


def sitemap_of(root: Any, url: str, since: date | None = None) -> Sitemap:
    """The sitemap in an XML document that lies at ``url``; what was not changed since a day is left out.

    >>> from rasd.ingest.xml import root_of
    >>> told = b"<urlset><url><loc>https://example.org/1</loc><lastmod>2024-03-14</lastmod></url></urlset>"
    >>> [(page.url, page.changed) for page in sitemap_of(root_of(told), "https://example.org/s.xml").pages]
    [('https://example.org/1', datetime.date(2024, 3, 14))]
    """
    pages = [one for one in _entries(root, "url", url) if not _is_older(one, since)]
    sitemaps = [one for one in _entries(root, "sitemap", url) if not _is_older(one, since)]
    return Sitemap(_newest_first(pages), _newest_first(sitemaps))


def _newest_first(found: list[Entry]) -> list[Entry]:
    return sorted(found, key=lambda one: one.changed or date.min, reverse=True)


def _is_older(one: Entry, since: date | None) -> bool:
    return since is not None and one.changed is not None and one.changed < since


def _entries(root: Any, name: str, url: str) -> list[Entry]:
    found = []
    for one in list(children(root, name))[:MOST]:
        said = {local(child): words(child) for child in one}
        news = {local(child): words(child) for part in children(one, "news") for child in part}
        if not said.get("loc"):
            continue
        try:
            target = target_of(said["loc"], url)
        except FetchError:
            continue
        found.append(
            Entry(
                target.url,
                target.url,
                published=day_of(news.get("publication_date")),
                title=news.get("title") or None,
                changed=day_of(said.get("lastmod")) or day_of(news.get("publication_date")),
                told=said.get("lastmod") or news.get("publication_date") or "listed",
            )
        )
    return found
