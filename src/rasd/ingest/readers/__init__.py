"""Bytes of any kind that is read to the reports in them.

Text and JSON are read here; everything else, which others may have made to do harm, in a process of its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path, PurePath
from typing import BinaryIO

from rasd import __version__
from rasd.errors import InputError
from rasd.ingest import kinds, sandbox
from rasd.ingest.addresses import LONGEST_ADDRESS
from rasd.ingest.files import read_stream
from rasd.ingest.lines import LONGEST
from rasd.ingest.readers.formats import reader_version
from rasd.ingest.readers.found import About, Found, id_of_url
from rasd.ingest.record import LONGEST_NAME, Beside, described, short

__all__ = ["About", "Found", "about", "read_as", "read_bytes", "read_file"]


def read_bytes(
    data: bytes,
    *,
    where: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    report_id: str | None = None,
    published: date | None = None,
    today: date | None = None,
    columns: Mapping[str, str] | None = None,
    known_columns: Sequence[Mapping[str, str]] = (),
) -> Iterator[Found | InputError]:
    """The reports in bytes; an InputError for what cannot be read, and nothing stops the rest.

    ``where`` is the path or address for messages; ``published`` is for reports that show no day; a day after ``today``
    is refused. ``columns`` says which column of a table gives what: ``{"text": "النص"}``; of ``known_columns`` the
    first that fits is taken.

    >>> [found] = read_bytes("قصف الجيش بلدة بنش.".encode(), where="a/r1.txt")
    >>> found.report.report_id, found.item, found.is_named
    ('r1', None, True)
    """
    told = about(
        where,
        media_type=media_type,
        charset=charset,
        url=url,
        report_id=report_id,
        published=published,
        columns=columns,
        known_columns=known_columns,
    )
    yield from _read(io.BytesIO(data), data, data[: kinds.HEAD], told, today)


def read_file(path: Path, told: About, *, today: date | None = None) -> Iterator[Found | InputError]:
    """The reports in a file, of which ``told`` says the rest. OSError where it cannot be opened."""
    with path.open("rb") as file:
        head = file.read(kinds.HEAD)
        file.seek(0)
        yield from _read(file, path, head, told, today)


def about(
    where: str,
    *,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    report_id: str | None = None,
    is_named: bool = True,
    published: date | None = None,
    columns: Mapping[str, str] | None = None,
    known_columns: Sequence[Mapping[str, str]] = (),
    beside: Beside | None = None,
) -> About:
    """What is known of bytes before they are read; without an id they are called by their address or file name."""
    report_id = report_id or (id_of_url(url) if url else PurePath(where).stem)
    return About(where, report_id, is_named, media_type, charset, url, published, columns, tuple(known_columns), beside)


def read_as(head: bytes, told: About) -> str:
    """The reader of bytes that begin with ``head``, with its version: when another reads them, they are read again."""
    kind = kinds.kind_of(head, told.where, told.media_type)
    return " ".join(filter(None, ("text" if kind in kinds.PLAIN else kind, __version__, reader_version(kind))))


def _read(
    file: BinaryIO, source: Path | bytes, head: bytes, told: About, today: date | None
) -> Iterator[Found | InputError]:
    kind = kinds.kind_of(head, told.where, told.media_type)
    found = _plain(file, kind, told, today) if kind in kinds.PLAIN else sandbox.read(kind, source, told)
    for item in found:
        if told.beside and isinstance(item, Found) and kind not in kinds.PLAIN:
            yield from _described(item, told.beside, today)
        else:
            yield from _checked(item, told, today)


def _described(item: Found, beside: Beside, today: date | None) -> Iterator[Found | InputError]:
    """What stands beside a file goes before what the file says of itself."""
    report = item.report
    for one in described(report.text, report.report_id, beside, published=report.published, today=today):
        if isinstance(one, InputError):
            yield one
            continue
        given = {name: value for name in ("lang", "url", "outlet", "title") if (value := getattr(one, name))}
        yield item._replace(report=replace(report, published=one.published, **given))


def _checked(item: Found | InputError, told: About, today: date | None) -> Iterator[Found | InputError]:
    if isinstance(item, Found):
        if len(item.report.text) > LONGEST:
            yield told.error(
                f"{item.item or 'its text'} is longer than {LONGEST // 2**20} million characters, no report is"
            )
            return
        report = item.report
        if (name := short(report.report_id)) != report.report_id:
            is_ours = report.report_id.startswith(told.report_id) or report.report_id == id_of_url(report.url or "")
            if not is_ours:
                yield told.error(
                    f"{item.item or 'its'} report_id is longer than {LONGEST_NAME} letters; it is cut there"
                )
            item = item._replace(report=replace(report, report_id=name))
        if report.url and len(report.url.encode("utf-8", "replace")) > LONGEST_ADDRESS:
            yield told.error(f"{item.item or 'its'} address is longer than {LONGEST_ADDRESS} letters; left out")
            item = item._replace(report=replace(item.report, url=None))
        day = item.report.published
        if day and today and day > today + timedelta(days=1):  # the newsroom's day may be ahead of ours
            yield told.error(f"published: {day} lies in the future; the report is coded without a date")
            item = item._replace(report=replace(item.report, published=None))
    yield item


def _plain(file: BinaryIO, kind: str, told: About, today: date | None) -> Iterator[Found | InputError]:
    # Ids that are given for want of better: the same one tomorrow is another report, not a newer version.
    made_up = re.compile(rf"{re.escape(told.report_id)}:\d+")
    for _, line, item in read_stream(file, told.where, told.report_id, kind, told.published, today, beside=told.beside):
        if isinstance(item, InputError):
            yield item
        elif "\0" in "".join(filter(None, (item.report_id, item.text, item.title, item.outlet, item.url))):
            yield told.error("holds a character (NUL) that no text has", line)
        else:
            is_named = told.is_named if item.report_id == told.report_id else not made_up.fullmatch(item.report_id)
            url = item.url or told.url
            yield Found(replace(item, url=url), f"line {line}" if line else None, is_named)
