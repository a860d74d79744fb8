"""Captures and reports: what came, from where, and the texts read from it. Only ever added to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, or_, select, update

from rasd import __version__
from rasd.model.text import Report
from rasd.store import custody
from rasd.store.blobs import Kept
from rasd.store.bulk import add_new, rows_in
from rasd.store.opening import now, user
from rasd.store.schema import blob, capture, report


class Reading(NamedTuple):
    """A report as a reader found it in a capture."""

    report: Report
    """``report_id`` is what its source calls it"""
    item: str | None
    """which part of the bytes it is; None for all of them"""
    is_named: bool
    """Whether the source itself gives the id: then another text under it is a newer version."""


class Captured(NamedTuple):
    """A capture in the store."""

    capture_id: int
    origin: str
    read_as: str | None
    """how its reports were read; None while not all of them are kept"""


def keep_capture(connection: Connection, kept: Kept, *, origin: str, media_type: str | None, method: str) -> Captured:
    """Note that these bytes came from there; a capture that is known already is given back as it is."""
    known = connection.execute(
        select(capture.c.capture_id, capture.c.read_as).where(
            capture.c.origin == origin, capture.c.sha256 == kept.sha256
        )
    ).first()
    if known:
        return Captured(known.capture_id, origin, known.read_as)
    at = now()
    number = (connection.execute(select(func.max(capture.c.capture_id))).scalar() or 0) + 1
    add_new(connection, blob, [{"sha256": kept.sha256, "size": kept.size, "kept_at": at}])
    row = {"capture_id": number, "sha256": kept.sha256, "origin": origin, "media_type": media_type, "method": method}
    connection.execute(insert(capture), [row | {"captured_at": at, "by": user(), "version": __version__}])
    details = {"capture": number, "size": kept.size, "method": method, "media_type": media_type}
    custody.log(connection, [custody.Entry("captured", origin, kept.sha256, details)])
    return Captured(number, origin, None)


def all_kept(connection: Connection, capture_id: int, read_as: str) -> None:
    """Note that every report of a capture is kept: the same bytes need not be read again."""
    connection.execute(update(capture).where(capture.c.capture_id == capture_id).values(read_as=read_as))


def keep_reports(connection: Connection, captured: Captured, readings: Sequence[Reading]) -> list[Report]:
    """Add the reports that are not there yet; those are given back, under the ids they have here.

    A report keeps the id its source gives it when that is free; a second one of that name gets a part of its key.
    """
    keys = {report_key(one.report, captured.origin): one for one in readings}
    known = {row.key for row in rows_in(connection, select(report.c.key), report.c.key, keys)}
    fresh = {key: one for key, one in keys.items() if key not in known}
    if not fresh:
        return []
    given = {one.report.report_id for one in fresh.values()}
    taken = {row.report_id for row in rows_in(connection, select(report.c.report_id), report.c.report_id, given)}
    before = _before(connection, captured.origin, fresh.values())
    number = connection.execute(select(func.max(report.c.number))).scalar() or 0
    rows, entries, kept = [], [], []
    at = now()
    for key, one in fresh.items():
        number += 1
        told = one.report
        report_id = f"{told.report_id}~{key[:8]}" if told.report_id in taken else told.report_id
        taken.add(report_id)
        origin = told.url or captured.origin
        named = (origin, told.report_id)
        row = {
            "number": number,
            "report_id": report_id,
            "key": key,
            "capture_id": captured.capture_id,
            "item": one.item,
            "origin": origin,
            "given_id": told.report_id,
            "text": told.text,
            "text_sha256": sha256_of(told.text),
            "title": told.title,
            "published": told.published.isoformat() if told.published else None,
            "outlet": told.outlet,
            "url": told.url,
            "lang": told.lang,
            "kept_at": at,
            "version_of": before.get(named) if one.is_named else None,
            "voice": report_id,
        }
        if one.is_named:
            before[named] = report_id
        rows.append(row)
        entries.append(custody.Entry("read", report_id, key, {"capture": captured.capture_id, "item": one.item}))
        kept.append(_report(row))
    connection.execute(insert(report), rows)
    custody.log(connection, entries)
    return kept


def _before(connection: Connection, capture_origin: str, readings: Iterable[Reading]) -> dict[tuple[str, str], str]:
    """The latest report of each (origin, given id)."""
    given = {one.report.report_id for one in readings if one.is_named}
    query = select(report.c.origin, report.c.given_id, report.c.report_id, report.c.number)
    found = sorted(rows_in(connection, query, report.c.given_id, given), key=lambda row: row.number)
    return {(row.origin, row.given_id): row.report_id for row in found}


def report_key(told: Report, capture_origin: str) -> str:
    """The hash of all that a report says and of where it came from; the same report again has the same key.

    >>> one = Report("r1", "قصف", url="https://example.org/1")
    >>> report_key(one, "/a.jsonl") == report_key(one, "/moved/a.jsonl")
    True
    """
    return _key(
        told.url or capture_origin,
        told.report_id,
        sha256_of(told.text),
        told.title,
        told.published.isoformat() if told.published else None,
        told.outlet,
        told.url,
        told.lang,
    )


def key_of_row(row: Any) -> str:
    """The key of a stored report, from its cells as they are now."""
    return _key(row.origin, row.given_id, sha256_of(row.text), row.title, row.published, row.outlet, row.url, row.lang)


def _key(*cells: str | None) -> str:
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def sha256_of(text: str) -> str:
    """The hash of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


_REPORT = (
    report.c.report_id,
    report.c.text,
    report.c.published,
    report.c.lang,
    report.c.url,
    report.c.outlet,
    report.c.title,
)


def _report(row: Any) -> Report:
    published = date.fromisoformat(row["published"]) if row["published"] else None
    return Report(row["report_id"], row["text"], published, row["lang"], row["url"], row["outlet"], row["title"])


def uncoded(
    connection: Connection, coder: str | None = None, *, after: int = 0, most: int = 500
) -> list[tuple[int, Report]]:
    """The next reports, by number, that are not coded yet; with ``coder`` also those that another one coded."""
    is_new = report.c.coder.is_(None)
    wanted = is_new if coder is None else or_(is_new, report.c.coder != coder)
    query = (
        select(report.c.number, *_REPORT).where(wanted, report.c.number > after).order_by(report.c.number).limit(most)
    )
    return [(row["number"], _report(row)) for row in connection.execute(query).mappings()]


def report_of(connection: Connection, report_id: str) -> Report | None:
    """A report by its id."""
    row = connection.execute(select(*_REPORT).where(report.c.report_id == report_id)).mappings().first()
    return _report(row) if row else None


def reports_of(connection: Connection, report_ids: Iterable[str]) -> Iterator[Report]:
    """Reports by their ids."""
    for row in rows_in(connection, select(*_REPORT), report.c.report_id, report_ids):
        yield _report(row._mapping)
