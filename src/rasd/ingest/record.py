"""One JSON object, or one text with what stands beside it, to a Report."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from rasd.errors import InputError
from rasd.ingest.encoding import decode
from rasd.model.text import Report

Item = Report | InputError
_HALF = re.compile("[\ud800-\udfff]")
_TEXTS = ("lang", "url", "outlet", "title")
LONGEST_NAME = 200
"""letters of an id; PostgreSQL finds nothing by one of thousands"""
_MOST_BYTES = 500
_SHORTENED = re.compile(r".{1,200}~[0-9a-f]{16}")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


class Beside(NamedTuple):
    """The description that stands beside a text: ID.json beside ID.txt."""

    where: str
    data: bytes


def report_of(
    text: str, where: str, line: int | None, report_id: str, *, published: date | None, today: date | None
) -> Iterator[Item]:
    """The report of a line of JSON; with it, or instead of it, an InputError that says what is wrong.

    >>> [item] = report_of('{"report_id": "r1", "text": "قصف"}', "day.jsonl", 3, "day:3", published=None, today=None)
    >>> item.report_id, item.text
    ('r1', 'قصف')
    >>> [item] = report_of('{"text": 7}', "day.jsonl", 3, "day:3", published=None, today=None)
    >>> str(item)
    "day.jsonl:3: no 'text'"
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield InputError(where, f"not JSON: {_shortly(error)}", line=line)
        return
    if not isinstance(record, dict):
        yield InputError(where, "not a JSON object", line=line)
        return
    words = record.get("text")
    if not isinstance(words, str) or not words.strip():
        yield InputError(where, "empty 'text'" if isinstance(words, str) else "no 'text'", line=line)
        return
    if _HALF.search(words):
        yield InputError(where, "'text' holds half a character (a lone surrogate)", line=line)
        return
    given = record.get("report_id")
    if isinstance(given, (str, int)) and not isinstance(given, bool) and str(given).strip():
        report_id = printable(_whole(str(given)))
        if short(report_id) != report_id:
            told = f"its report_id has {len(report_id)} letters; it is kept by the first {LONGEST_NAME} and a hash"
            yield InputError(where, told, line=line)
            report_id = short(report_id)
    yield from _dated(words, report_id, record, where, line, published, today)


def printable(name: str) -> str:
    """A name that a person can type: with spaces for line breaks and other controls.

    >>> printable("r\\x1b[1m\\n2")
    'r [1m 2'
    """
    return _CONTROLS.sub(" ", name)


def short(name: str) -> str:
    """A name that tables can be searched by, however long it was.

    >>> short("tag:1"), len(short("x" * 5000)), short(short("x" * 5000)) == short("x" * 5000)
    ('tag:1', 217, True)
    """
    if _SHORTENED.fullmatch(name):
        return name
    kept = name[:LONGEST_NAME].encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore")
    if len(kept) == len(name):
        return name
    return f"{kept}~{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}"


def described(
    text: str, report_id: str, beside: Beside | None, *, published: date | None, today: date | None
) -> Iterator[Item]:
    """The report of a text file; ID.json beside ID.txt may give published, outlet, url, title and lang."""
    record: dict[str, Any] = {}
    where = beside.where if beside else report_id
    if beside is not None:
        try:
            record = json.loads(decode(beside.data))
            if not isinstance(record, dict):
                raise ValueError("not a JSON object")
        except (ValueError, RecursionError) as error:
            record = {}
            yield InputError(where, f"not JSON: {_shortly(error)}; the text beside it is read without it")
    yield from _dated(text, report_id, record, where, None, published, today)


def day_of(value: object, today: date | None) -> date:
    """An ISO day (or the day of an ISO time); ValueError, as a sentence, when impossible or in the future.

    >>> day_of("2024-11-14T08:30:00Z", None)
    datetime.date(2024, 11, 14)
    >>> day_of("2023-02-29", None)
    Traceback (most recent call last):
    ValueError: no such day: '2023-02-29' (a date is YYYY-MM-DD)
    """
    try:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d(?:[T ].*)?", value.strip(), re.ASCII):
            raise ValueError(value)
        day = date.fromisoformat(value.strip()[:10])
    except ValueError:
        raise ValueError(f"no such day: {repr(value)[:60]} (a date is YYYY-MM-DD)") from None
    if today is not None and day > today + timedelta(days=1):  # the newsroom's day may be ahead of ours
        raise ValueError(f"{day} lies in the future")
    return day


def _dated(
    text: str,
    report_id: str,
    record: dict[str, Any],
    where: str,
    line: int | None,
    published: date | None,
    today: date | None,
) -> Iterator[Item]:
    day = published
    if record.get("published") not in (None, ""):
        try:
            day = day_of(record["published"], today)
        except ValueError as error:
            # The words are good: they are coded, but no relative date in them can be.
            day = None
            yield InputError(where, f"published: {error}; the report is coded without a date", line=line)
    texts = {name: _whole(value) for name in _TEXTS if isinstance(value := record.get(name), str) and value}
    yield Report(report_id, text, published=day, **texts)


def _whole(text: str) -> str:
    return _HALF.sub("\ufffd", text)


def _shortly(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError):  # its own message counts lines within the line
        return f"{error.msg.removesuffix(' at')} at character {error.pos + 1}"
    return str(error)
