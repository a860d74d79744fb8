"""Pages that came over the network to the reports in them, with what their source says of them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rasd import __version__
from rasd.dataset.arriving import Arrival
from rasd.dataset.collecting import Found, Page
from rasd.errors import FetchError, InputError
from rasd.ingest.encoding import decode
from rasd.ingest.feeds import Entry
from rasd.ingest.sources import Source
from rasd.model.text import Report
from rasd.store import blobs
from rasd.store.opening import Store
from rasd.store.reports import Capture, Reading, known_keys, report_key
from rasd.store.visits import Visit

_METHOD = "http"


_AT_ONCE = 20
"""pages that are kept in one go"""
_BYTES = 32 * 2**20
"""of them"""


@dataclass(slots=True)
class Collected:
    """What a round at a source has brought."""

    source: Source
    pages: int = 0
    """that came"""
    kept: int = 0
    """reports that were not there before"""
    failures: list[InputError] = field(default_factory=list)

    @property
    def again_in(self) -> float | None:
        """Seconds after which a server asked to come again."""
        return max(
            (one.again_in for one in self.failures if isinstance(one, FetchError) and one.again_in), default=None
        )


@dataclass(slots=True)
class Batch:
    """Pages that wait to be kept, and visits to note after them."""

    pages: list[tuple[Page, list[Reading | InputError]]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


def batches(
    found: Iterable[Found], store: Store, done: Collected, failed: Callable[[InputError], object]
) -> Iterator[Batch]:
    """What a source has, read, in portions to be kept; pages that say nothing new are left out."""
    batch, size = Batch(), 0
    for one in found:
        if isinstance(one, InputError):
            failed(one)
        elif isinstance(one, Visit):
            batch.visits.append(one)
            if len(batch.pages) >= _AT_ONCE or size >= _BYTES:
                yield batch
                batch, size = Batch(), 0
        else:
            done.pages += 1
            readings = readings_of(one, date.today())
            if not is_known(one, readings, store):
                batch.pages.append((one, readings))
                size += len(one.fetched.data)
    if batch.pages or batch.visits:
        yield batch


def readings_of(page: Page, today: date) -> list[Reading | InputError]:
    """The reports of a page, or what is wrong with it."""
    if page.own is not None:
        return [_own(entry, page, today) for entry in page.own]
    return list(_found(page, today))


def _found(page: Page, today: date) -> Iterator[Reading | InputError]:
    came, entry = page.fetched, page.entry
    published = entry.published if entry is not None and entry.published else None
    for found in _read(came.data, came.url, came.media_type, came.charset, published, today):
        if isinstance(found, InputError):
            yield found
            continue
        told = _from_source(found.report, page.source)
        if told.title is None and entry is not None and entry.title:
            told = replace(told, title=entry.title)
        if not _is_older(told, page.source):
            yield found._replace(report=told)


def _from_source(told: Report, source: Source) -> Report:
    return replace(told, outlet=source.outlet) if source.outlet else told


def _is_older(told: Report, source: Source) -> bool:
    return source.since is not None and told.published is not None and told.published < source.since


def _own(entry: Entry, page: Page, today: date) -> Reading | InputError:
    """The report whose text stands in a feed."""
    text = _words(entry.content) if entry.content else ""
    text = text or entry.title or ""
    if not text:
        return InputError(page.fetched.url, f"its entry {entry.name[:100]!r} has no words")
    published = entry.published
    told = Report(_name(entry.url or entry.name), text, published, url=entry.url, title=entry.title)
    return Reading(_from_source(told, page.source), f"entry {entry.name[:200]}", True)


def arrival_of(page: Page, readings: Sequence[Reading | InputError], store: Path) -> Arrival:
    """A page, its bytes kept, with the reports that were read from it."""
    kept = blobs.keep(store, io.BytesIO(page.fetched.data))
    came = page.fetched
    capture = Capture(*kept, came.url, came.media_type, _METHOD, page.exchange)
    said = repr((page.source.outlet, page.source.since, page.entry, page.own))
    read_as = f"page {__version__} {hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return Arrival(capture, read_as, lambda: iter(readings))


def is_known(page: Page, readings: Sequence[Reading | InputError], store: Store) -> bool:
    """Whether a page says only what is kept already; its bytes may differ: a counter, a clock, an advertisement."""
    if not readings or any(isinstance(one, InputError) for one in readings):
        return False
    keys = {report_key(one.report, page.fetched.url) for one in readings if isinstance(one, Reading)}
    with store.reading() as connection:
        return keys <= known_keys(connection, keys)


def _read(
    data: bytes, url: str, media_type: str | None, charset: str | None, published: date | None, today: date
) -> Iterator[Reading | InputError]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    if media_type == "text/plain":
        yield Reading(Report(_name(url), decode(data), published, url=url), None, True)
        return
    tree = HTMLTree.parse_from_bytes(data, charset or "utf-8")
    text = extract_plain_text(tree, main_content=True)
    if not text.strip():
        yield InputError(url, "holds no text")
        return
    yield Reading(Report(_name(url), text, published, url=url, title=tree.title or None), None, True)


def _words(content: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(content, main_content=False)).strip()


def _name(url: str) -> str:
    return url.partition("://")[2].rstrip("/") or url
