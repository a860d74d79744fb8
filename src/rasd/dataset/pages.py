"""Pages that came over the network to the reports in them, with what their source says of them."""

from __future__ import annotations

import hashlib
import html
import io
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from rasd.dataset.arriving import Arrival
from rasd.dataset.collecting import Found, Page
from rasd.errors import FetchError, InputError, RasdError
from rasd.ingest import kinds
from rasd.ingest.feeds import Entry
from rasd.ingest.readers import about, read_as, read_bytes
from rasd.ingest.readers.found import clean, id_of_url
from rasd.ingest.record import short
from rasd.ingest.sources import Source
from rasd.model.text import Report
from rasd.store import blobs
from rasd.store.opening import Store
from rasd.store.reports import Capture, Reading, known_keys, report_key
from rasd.store.visits import Visit

_METHOD = "http"
Columns = Sequence[Mapping[str, str]]


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
    failure: str | None = None
    """why the source itself could not be had"""

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
    found: Iterable[Found],
    store: Store,
    done: Collected,
    *,
    columns: Columns = (),
    failed: Callable[[InputError], object],
    came: Callable[[], object],
) -> Iterator[Batch]:
    """What a source has, read, in portions to be kept; pages that say nothing new are left out.

    ``columns`` is what people said of the columns of tables.
    """
    batch, size = Batch(), 0
    for one in _guarded(found, done.source):
        if isinstance(one, InputError):
            failed(one)
        elif isinstance(one, Visit):
            batch.visits.append(one)
            if one.url == done.source.location:
                done.failure = one.failure
            if len(batch.pages) >= _AT_ONCE or size >= _BYTES:
                yield batch
                batch, size = Batch(), 0
        else:
            done.pages += 1
            came()
            readings = readings_of(one, date.today(), columns)
            if not is_known(one, readings, store):
                batch.pages.append((one, readings))
                size += len(one.fetched.data)
    if batch.pages or batch.visits:
        yield batch


def _guarded(found: Iterable[Found], source: Source) -> Iterator[Found]:
    try:
        yield from found
    except (RasdError, SQLAlchemyError):
        raise
    except Exception as error:  # a door: one source must not cost the others
        told = _broken(error)
        yield InputError(source.location, told)
        yield Visit(source.location, failure=told, failures=1)


def _broken(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"could not be read: {type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"


def readings_of(page: Page, today: date, columns: Columns = ()) -> list[Reading | InputError]:
    """The reports of a page, or what is wrong with it."""
    try:
        if page.own is not None:
            return [_own(entry, page, today) for entry in page.own]
        return list(_found(page, today, columns))
    except Exception as error:  # a door: one page must not cost the others
        return [InputError(page.fetched.url, _broken(error))]


def _found(page: Page, today: date, columns: Columns) -> Iterator[Reading | InputError]:
    came, entry = page.fetched, page.entry
    published = entry.published if entry is not None else None
    for found in read_bytes(
        came.data,
        where=came.url,
        media_type=came.media_type,
        charset=came.charset,
        url=came.url,
        report_id=short(id_of_url(came.url)),
        published=published,
        today=today,
        known_columns=columns,
    ):
        if isinstance(found, InputError):
            yield found
            continue
        told = _from_source(found.report, page.source)
        if told.title is None and entry is not None and found.item is None:
            told = replace(told, title=_title(entry))
        if not _is_older(told, page.source):
            yield Reading(told, found.item, found.is_named)


def _from_source(told: Report, source: Source) -> Report:
    return replace(told, outlet=source.outlet) if source.outlet else told


def _is_older(told: Report, source: Source) -> bool:
    return source.since is not None and told.published is not None and told.published < source.since


def _own(entry: Entry, page: Page, today: date) -> Reading | InputError:
    """The report whose text stands in a feed."""
    where = page.fetched.url
    text = _words(entry.content, where) if entry.content else ""
    text = text or entry.title or ""
    if not text:
        return InputError(where, f"its entry {entry.name[:100]!r} has no words")
    name = short(id_of_url(entry.url)) if entry.url else entry.name
    told = Report(clean(name), clean(text), _past(entry.published, today), url=entry.url, title=_title(entry))
    return Reading(_from_source(told, page.source), f"entry {clean(entry.name)[:200]}", True)


def _title(entry: Entry) -> str | None:
    return clean(entry.title) if entry.title else None


def _words(content: str, where: str) -> str:
    """The words of an entry's HTML, which is read where pages are."""
    if "<" not in content:
        return html.unescape(content).strip()
    page = f"<!DOCTYPE html><html><body><article>{content}</article></body></html>".encode("utf-8", "replace")
    found = read_bytes(page, where=where, media_type="text/html", charset="utf-8")
    return "\n".join(one.report.text for one in found if not isinstance(one, InputError))


def _past(day: date | None, today: date) -> date | None:
    """A day, unless it lies in the future: clocks of sites are wrong, and the newsroom's day may be ahead of ours."""
    return None if day is not None and day > today + timedelta(days=1) else day


def arrival_of(page: Page, readings: Sequence[Reading | InputError], store: Path, columns: Columns = ()) -> Arrival:
    """A page, its bytes kept, with the reports that were read from it."""
    kept = blobs.keep(store, io.BytesIO(page.fetched.data))
    came = page.fetched
    capture = Capture(*kept, came.url, came.media_type, _METHOD, page.exchange)
    said = repr((page.source.outlet, page.source.since, page.entry, page.own, columns))
    told = about(came.url, media_type=came.media_type, charset=came.charset, url=came.url)
    decided_by = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
    return Arrival(capture, f"{read_as(came.data[: kinds.HEAD], told)} {decided_by}", lambda: iter(readings))


def is_known(page: Page, readings: Sequence[Reading | InputError], store: Store) -> bool:
    """Whether a page says only what is kept already; its bytes may differ: a counter, a clock, an advertisement."""
    if not readings or any(isinstance(one, InputError) for one in readings):
        return False
    keys = {report_key(one.report, page.fetched.url) for one in readings if isinstance(one, Reading)}
    with store.reading() as connection:
        return keys <= known_keys(connection, keys)
