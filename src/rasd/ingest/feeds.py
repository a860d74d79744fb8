"""RSS 0.9 to 2.0 and Atom: the entries of a feed, each with its link, day, title and, where it has it, its text.

Days are taken as the feed writes them, with its own offset: the day in UTC is another one for a report of one in the
morning in Damascus. An entry without a day has none.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from rasd.errors import FetchError
from rasd.ingest.addresses import target_of
from rasd.ingest.record import short
from rasd.ingest.xml import children, local, words

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
MOST = 5000
"""entries of one feed that are looked at"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or sitemap says of a report."""

    url: str | None
    """where the report is; None when the entry has no link that can be asked"""
    name: str
    """what the feed calls it: its id, or its address"""
    published: date | None = None
    changed: date | None = None
    title: str | None = None
    content: str | None = None
    """HTML"""
    told: str = ""
    """hash of all that is said: another one, and the report has changed"""


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed in its order, and its name."""

    title: str | None
    entries: list[Entry]
    is_cut: bool
    """Whether it has more than are looked at."""


def is_feed(root: Any) -> bool:
    """Whether XML is a feed."""
    return local(root) in ("rss", "feed", "rdf")


def feed_of(root: Any, url: str) -> Feed:
    """The feed in an XML document that lies at ``url``.

    >>> told = b"<rss><channel><item><title>a &lt;b&gt;c&lt;/b&gt;</title><link>/1</link></item></channel></rss>"
    >>> from rasd.ingest.xml import root_of
    >>> [entry] = feed_of(root_of(told), "https://example.org/feed").entries
    >>> entry.url, entry.title, entry.published
    ('https://example.org/1', 'a c', None)
    """
    is_atom = local(root) == "feed"
    channels = [root] if is_atom else list(children(root, "channel"))
    base = _base(root, url)
    title = next((_plain(words(one)) for channel in channels for one in children(channel, "title")), None)
    entries: list[Entry] = []
    found = _items(root, channels, "entry" if is_atom else "item")
    for number, item in enumerate(found):
        if number == MOST:
            return Feed(title, entries, True)
        entries.append(_entry(item, base, is_atom))
    return Feed(title, entries, False)


def _items(root: Any, channels: list[Any], name: str) -> Iterator[Any]:
    yield from children(root, name)  # Atom, and RSS 1.0, which puts items beside the channel
    for channel in channels:
        if channel is not root:
            yield from children(channel, name)


def _entry(item: Any, base: str, is_atom: bool) -> Entry:
    base = _base(item, base)
    said = {name: next((words(one) for one in children(item, name) if words(one)), None) for name in _SAID}
    url = _link(item, base, is_atom)
    days = [day for name in _DAYS if (day := day_of(said[name]))]
    content = _content(item)
    title = _plain(said["title"] or "") or None
    # Markup apart: pictures that count readers have another address each time.
    parts = [url, title, _plain(content or ""), *(said[name] for name in _DAYS)]
    told = hashlib.sha256("\0".join(part or "" for part in parts).encode("utf-8", "replace")).hexdigest()[:32]
    name = short(said["guid"] or said["id"] or url or told)
    return Entry(url, name, days[0] if days else None, max(days, default=None), title, content, told)


_DAYS = ("pubdate", "published", "issued", "date", "updated", "modified")
_SAID = ("title", "guid", "id", *_DAYS)


def _base(element: Any, base: str) -> str:
    said = element.get(_XML_BASE)
    return _address(said, base) or base if said else base


def _link(item: Any, base: str, is_atom: bool) -> str | None:
    for link in children(item, "link"):
        if link.get("href") is not None:
            if link.get("rel", "alternate") == "alternate" and (found := _address(link.get("href"), base)):
                return found
        elif not is_atom and (found := _address(words(link), base)):
            return found
    for guid in children(item, "guid"):
        if guid.get("isPermaLink", "true") == "true" and re.match("https?://", words(guid), re.IGNORECASE):
            return _address(words(guid), base)
    return None


def _address(said: str, base: str) -> str | None:
    if not said:
        return None
    try:
        return target_of(said, base).url
    except FetchError:
        return None


def _content(item: Any) -> str | None:
    """The fullest text of an entry: its content, or else what describes it."""
    found = []
    for one in children(item, "encoded", "content", "description", "summary"):
        if local(one) == "content" and one.get("type") == "xhtml":
            found.append(_markup(one))
        elif one.get("type") in (None, "html", "text/html"):
            found.append(words(one))
        elif one.get("type") in ("text", "text/plain"):
            found.append(html.escape(words(one)))
    return max(found, key=len) if any(found) else None


def _markup(element: Any) -> str:
    """XHTML inside an entry as HTML: block elements part the words, the rest is left out."""
    parts = [html.escape(element.text or "")]
    for child in element:
        name = local(child)
        is_block = name in ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr")
        inner = "" if name in ("script", "style") else _markup(child)
        parts.append(f"<p>{inner}</p>" if is_block else inner)
        parts.append(html.escape(child.tail or ""))
    return "".join(parts)


def _plain(text: str) -> str:
    """A title without the markup that some feeds put into it, escaped once or twice."""
    for _ in range(2):
        text = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return _SPACE.sub(" ", _TAG.sub(" ", text)).strip()


def day_of(said: str | None) -> date | None:
    """The day of a date as it is written, in its own time zone; None when it cannot be read.

    >>> day_of("Thu, 14 Mar 2024 00:30:00 +0300"), day_of("2024-03-14T00:30:00+03:00"), day_of("yesterday")
    (datetime.date(2024, 3, 14), datetime.date(2024, 3, 14), None)
    """
    if not said:
        return None
    if re.match(r"\d{4}-\d\d-\d\d(?:\D|$)", said):
        try:
            return date.fromisoformat(said[:10])
        except ValueError:
            return None
    try:
        found: datetime = parsedate_to_datetime(said)
    except (ValueError, IndexError, OverflowError):
        return None
    return found.date() if found.year > 1980 else None
