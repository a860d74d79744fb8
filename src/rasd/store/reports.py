"""Captures and reports: what came, from where, and the texts read from it. Only ever added to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from rasd import __version__
from rasd.model.text import Report
from rasd.store import custody
from rasd.store.bulk import add_new, rows_in
from rasd.store.opening import now, user
from rasd.store.schema import blob, capture, fetched, report


class Reading(NamedTuple):
    """A report as a reader found it in a capture."""

    report: Report
    """``report_id`` is what its source calls it"""
    item: str | None
    """which part of the bytes it is; None for all of them"""
    is_named: bool
    """Whether the source itself gives the id: then another text under it is a newer version."""


class Exchange(NamedTuple):
    """How bytes came over the network."""

    fetched_at: str
    final_url: str
    redirects: str
    """JSON"""
    status: int
    headers: str
    """JSON"""
    number: str
    source: str | None


class Capture(NamedTuple):
    """Bytes that are kept, and where they came from."""

    sha256: str
    size: int
    origin: str
    media_type: str | None
    method: str
    exchange: Exchange | None = None


def read_before(connection: Connection, origin: str, sha256: str) -> str | None:
    """How the reports of a capture were read, once all of them are kept."""
    this = (capture.c.origin == origin) & (capture.c.sha256 == sha256)
    return connection.execute(select(capture.c.read_as).where(this)).scalar()


def keep_captures(connection: Connection, found: Iterable[Capture], *, by: str | None = None) -> list[int]:
    """Note that bytes came from somewhere, once for the same bytes from the same place; the captures' numbers.

    ``by``: who brought them, where that is not ``user()``; so in ``keep_reports``.
    """
    wanted = list(found)
    query = select(capture.c.capture_id, capture.c.origin, capture.c.sha256)
    rows_there = rows_in(connection, query, capture.c.origin, (one.origin for one in wanted))
    known = {(row.origin, row.sha256): row.capture_id for row in rows_there}
    number = connection.execute(select(func.max(capture.c.capture_id))).scalar() or 0
    at, by = now(), by or user()
    rows, exchanges, entries = [], [], []
    for one in wanted:
        if (one.origin, one.sha256) in known:
            continue
        number += 1
        known[one.origin, one.sha256] = number
        told = {name: value for name, value in one._asdict().items() if name not in ("size", "exchange")}
        rows.append(told | {"capture_id": number, "captured_at": at, "by": by, "version": __version__})
        details = {"capture": number, "size": one.size, "method": one.method, "media_type": one.media_type}
        if one.exchange is not None:
            exchanges.append({"capture_id": number, **one.exchange._asdict()})
            details["exchange"] = one.exchange._asdict()
        entries.append(custody.Entry("captured", one.origin, one.sha256, details))
    add_new(connection, blob, [{"sha256": one.sha256, "size": one.size, "kept_at": at} for one in wanted])
    if rows:
        connection.execute(insert(capture), rows)
    if exchanges:
        connection.execute(insert(fetched), exchanges)
    custody.log(connection, entries, by=by)
    return [known[one.origin, one.sha256] for one in wanted]


def all_kept(connection: Connection, read_as: Mapping[int, str]) -> None:
    """Note that every report of captures is kept: the same bytes need not be read again."""
    rows = [{"one": number, "how": how} for number, how in read_as.items()]
    if rows:
        statement = update(capture).where(capture.c.capture_id == bindparam("one")).values(read_as=bindparam("how"))
        connection.execute(statement, rows)


class FromCapture(NamedTuple):
    """A report and the capture that it was read from."""

    capture_id: int
    origin: str
    reading: Reading


def keep_reports(connection: Connection, found: Sequence[FromCapture], *, by: str | None = None) -> list[Report]:
    """Add the reports that are not there yet; those are given back, under the ids they have here.

    A report keeps the id its source gives it when that is free; a second one of that name gets a part of its key.
    """
    keys = {report_key(one.reading.report, one.origin): one for one in found}
    known = known_keys(connection, keys)
    fresh = {key: one for key, one in keys.items() if key not in known}
    if not fresh:
        return []
    given = {one.reading.report.report_id for one in fresh.values()}
    taken = {row.report_id for row in rows_in(connection, select(report.c.report_id), report.c.report_id, given)}
    before = _before(connection, [one.reading for one in fresh.values()])
    number = connection.execute(select(func.max(report.c.number))).scalar() or 0
    rows, entries, kept = [], [], []
    at = now()
    for key, one in fresh.items():
        number += 1
        told, item, is_named = one.reading
        report_id = f"{told.report_id}~{key[:8]}" if told.report_id in taken else told.report_id
        taken.add(report_id)
        origin = told.url or one.origin
        named = (origin, told.report_id)
        row = {
            "number": number,
            "report_id": report_id,
            "key": key,
            "capture_id": one.capture_id,
            "item": item,
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
            "version_of": before.get(named) if is_named else None,
            "voice": report_id,
        }
        if is_named:
            before[named] = report_id
        rows.append(row)
        entries.append(custody.Entry("read", report_id, key, {"capture": one.capture_id, "item": item}))
        kept.append(_report(row))
    connection.execute(insert(report), rows)
    custody.log(connection, entries, by=by)
    return kept


def known_keys(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose reports are kept."""
    return {row.key for row in rows_in(connection, select(report.c.key), report.c.key, keys)}


def _before(connection: Connection, readings: Iterable[Reading]) -> dict[tuple[str, str], str]:
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
