"""What a reader is given beside the bytes, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

from rasd.errors import InputError
from rasd.ingest.record import Beside
from rasd.model.text import Report

# Controls that no text has, and halves of characters: they say nothing, and a database refuses them.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")


class Found(NamedTuple):
    """A report as a reader found it in bytes."""

    report: Report
    """``report_id`` is what its source calls it, or what it is called for want of better"""
    item: str | None
    """which part of the bytes it is: row 17, message 42; None for all of them"""
    is_named: bool
    """Whether the source itself gives the id: then another text under it is a newer version."""


class Working:
    """Given in between by a reader that is at a long piece of work: it is alive."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of bytes before they are read."""

    where: str
    """path or address, for messages"""
    report_id: str
    """what a report that is all of the bytes is called, and how the ids of several begin"""
    is_named: bool = True
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    published: date | None = None
    """for reports that show no day of their own"""
    columns: Mapping[str, str] | None = None
    """which column of a table gives what, as the person says it"""
    known_columns: tuple[Mapping[str, str], ...] = ()
    """what was said of other tables; the first that fits is taken"""
    beside: Beside | None = None
    """the description that stands beside the file"""

    def whole(
        self,
        text: str,
        *,
        published: date | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        lang: str | None = None,
    ) -> Found:
        """The report that is all of the bytes."""
        cells = (published, title, outlet, url, lang)
        return self._found(text, None, self.report_id, self.is_named, *cells)

    def part(
        self,
        text: str,
        item: str,
        report_id: str,
        *,
        is_named: bool,
        published: date | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        lang: str | None = None,
    ) -> Found:
        """A report that is a part of the bytes."""
        return self._found(text, item, report_id, is_named, published, title, outlet, url, lang)

    def without_day(self) -> About:
        """The same of bytes whose day was said and could not be read: no other day takes its place."""
        return replace(self, published=None)

    def _found(
        self,
        text: str,
        item: str | None,
        report_id: str,
        is_named: bool,
        published: date | None,
        *cells: str | None,
    ) -> Found:
        title, outlet, url, lang = ((clean(cell).strip() or None) if cell else None for cell in cells)
        day = published or self.published  # its own, or else the one that is known for all
        return Found(Report(clean(report_id), clean(text), day, lang, url or self.url, outlet, title), item, is_named)

    def error(self, message: str, line: int | None = None) -> InputError:
        """What is wrong with the bytes."""
        return InputError(self.where, message, line=line)

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        whole = asdict(replace(self, beside=None))
        return whole | {"published": self.published.isoformat() if self.published else None}


Item = Found | InputError | Working
Reader = Callable[[BinaryIO, About], Iterator[Item]]


def about_of(told: dict[str, Any]) -> About:
    """Back from ``About.told``."""
    day = told["published"]
    known = tuple(told["known_columns"])
    return About(**told | {"published": date.fromisoformat(day) if day else None, "known_columns": known})


def clean(text: str) -> str:
    """A text without what no text has; line ends are single.

    >>> clean("قصف\\0 الحي\\r\\n")
    'قصف الحي\\n'
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def id_of_url(url: str) -> str:
    """What a page is called: the host and the path.

    >>> id_of_url("https://www.example.org/news/2024/17/?id=3#top")
    'example.org/news/2024/17?id=3'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
