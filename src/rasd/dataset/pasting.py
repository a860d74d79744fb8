"""A text that a person brings: kept with its custody data like everything else, and coded on the spot.

The exact bytes are a blob, as those of a file are, and the text is what a reader would make of them. Keeping and coding
are one transaction, so that no run beside it finds the report half done.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from rasd.batch import coded_by
from rasd.dataset.coding import Made, made, write_coded
from rasd.dataset.dataset import Dataset
from rasd.errors import InputError, RasdError
from rasd.ingest.addresses import LONGEST_ADDRESS
from rasd.ingest.readers.found import clean
from rasd.ingest.record import day_of, printable
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.store import blobs
from rasd.store.reports import Capture, FromCapture, Reading, all_kept, keep_captures, keep_reports, sha256_of
from rasd.store.schema import event, report

LONGEST = 100_000
"""letters of a text; what is longer comes as a file"""
LONGEST_TITLE = 500
LONGEST_OUTLET = 200
ORIGIN = METHOD = "pasted"
_ARABIC = re.compile("[\u0620-\u064a]")
_HALF = re.compile("[\ud800-\udfff]")


class PasteError(RasdError):
    """What was pasted cannot be kept; ``why`` names the reason for a page to say it in its own language."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why

    def __reduce__(self) -> tuple[object, ...]:
        return PasteError, (self.why, str(self))


class Pasted(NamedTuple):
    """A report that was kept, or that was there."""

    report_id: str
    is_new: bool
    event_ids: tuple[str, ...]
    """in the order of the text"""
    why_none: str
    """empty where there are events; language: it is not Arabic, unread: too few words of conflict to be read as a
    report of one, failed: it broke the coder, nothing: it was read and tells of none"""


def report_from(
    text: str, *, title: str = "", published: str = "", outlet: str = "", url: str = "", today: date
) -> Report:
    """The report of what a person says of a text. PasteError: they cannot mean that.

    >>> told = report_from("قصف", title=" خبر ", published="2024-03-14", today=date(2024, 3, 14))
    >>> told.title, told.published.isoformat(), told.report_id
    ('خبر', '2024-03-14', 'pasted-dcaf9caa3c5134e1')
    >>> report_from("قصف", published="2024-03-16", today=date(2024, 3, 14))
    Traceback (most recent call last):
    rasd.dataset.pasting.PasteError: 2024-03-16 lies in the future
    """
    if any(_HALF.search(one) for one in (text, title, outlet, url)):
        raise PasteError("half", "it holds half a character (a lone surrogate)")
    words = clean(text)
    if not words.strip():
        raise PasteError("empty", "there is no text")
    if len(words) > LONGEST:
        raise PasteError("long", f"a text has up to {LONGEST} letters; keep longer ones as files, with rasd ingest")
    try:
        day = day_of(published, today) if published.strip() else None
    except ValueError as error:
        raise PasteError("future" if "future" in str(error) else "day", str(error)) from None
    named = f"pasted-{sha256_of(words)[:16]}"
    return Report(named, words, day, None, _address(url), _line(outlet, LONGEST_OUTLET), _line(title, LONGEST_TITLE))


def paste(dataset: Dataset, told: Report, raw: str, coder: Coder, *, by: str) -> Pasted:
    """Keep and code a report; ``raw`` is what was pasted, as it came. A text that was pasted before stays as it is."""
    store = dataset.store
    with store.reading() as connection:
        before = _there(connection, told)
    if before is not None:
        return before
    kept = blobs.keep(store.blobs, BytesIO(raw.encode()))
    blobs.settle(store.blobs, [kept.sha256])
    with store.writing() as connection:
        before = _there(connection, told)  # somebody else may have pasted it since
        if before is not None:
            return before
        [number] = keep_captures(connection, [Capture(*kept, ORIGIN, "text/plain", METHOD)], by=by)
        found = FromCapture(number, ORIGIN, Reading(told, None, False))
        [fresh] = keep_reports(connection, [found], by=by)
        all_kept(connection, {number: METHOD})
        coded = coded_by(coder, fresh, made)
        good = [coded] if isinstance(coded, Made) else []
        bad = [coded] if isinstance(coded, InputError) else []
        name = " ".join(told for _, told in coder.version)
        write_coded(connection, name, good, bad, alike=dataset.workspace.alike, by=by)
        events = _events(connection, fresh.report_id)
    return Pasted(fresh.report_id, True, events, "failed" if bad else "" if events else why_none(fresh, coder))


def why_none(told: Report, coder: Coder) -> str:
    """Why a report has no events, as ``Pasted`` says it."""
    if not _ARABIC.search(told.text):
        return "language"
    return "nothing" if coder.gate.lets_pass(told.text) else "unread"


def _there(connection: Connection, told: Report) -> Pasted | None:
    """The report that the same text was kept as."""
    query = select(report.c.report_id).where(report.c.report_id == told.report_id)
    query = query.where(report.c.text_sha256 == sha256_of(told.text))
    name = connection.execute(query).scalar()
    return Pasted(name, False, _events(connection, name), "") if name else None


def _events(connection: Connection, report_id: str) -> tuple[str, ...]:
    query = select(event.c.event_id).where(event.c.report_id == report_id).order_by(event.c.nth)
    return tuple(connection.execute(query).scalars())


def _line(told: str, most: int) -> str | None:
    line = " ".join(printable(told).split())
    if len(line) > most:
        raise PasteError("line", f"a title has up to {LONGEST_TITLE} letters, an outlet {LONGEST_OUTLET}")
    return line or None


def _address(told: str) -> str | None:
    url = told.strip()
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    is_one = parts.scheme in ("http", "https") and parts.hostname and url.isprintable() and " " not in url
    if not is_one or len(url.encode()) > LONGEST_ADDRESS:
        raise PasteError("address", "an address begins with http:// or https://")
    return url
