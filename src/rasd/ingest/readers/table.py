"""A table of articles to its reports, one a row: CSV, and what other readers of tables share."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import BinaryIO

from rasd.ingest.encoding import likeliest
from rasd.ingest.lines import LONGEST
from rasd.ingest.readers import columns
from rasd.ingest.readers.found import About, Item

MOST_ROWS = 2**20
MOST_COLUMNS = 1_000
_TITLE_LINES = 20
"""rows that may stand above the names of the columns"""
_SAMPLE = 2**20
Row = Sequence[object]
_UNCLEAR = (
    "is {} day and month or month and day? No row shows it; say --columns with published:dmy=COLUMN or"
    " published:mdy=COLUMN"
)


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The reports of a CSV file, whatever parts its columns."""
    csv.field_size_limit(LONGEST)
    sample = file.read(_SAMPLE)
    encoding = likeliest(sample[: sample.rfind(b"\n") + 1] or sample)
    sample_text = sample.decode(encoding, "replace").replace("\0", "")
    parted_by = _separator(sample_text)

    def rows() -> Iterator[Row]:
        with io.TextIOWrapper(_anew(file), encoding, "replace", newline="") as text:
            yield from csv.reader(text, delimiter=parted_by)

    try:
        yield from reports(rows, named_columns(rows(), about), about)
    except csv.Error as error:
        yield about.error(f"a broken table: {error}")


def _anew(file: BinaryIO) -> BinaryIO:
    """The same bytes with a place of their own: one reading of them may begin while another is on its way."""
    return io.BytesIO(file.getvalue()) if isinstance(file, io.BytesIO) else open(file.name, "rb")


def _separator(text: str) -> str:
    """What parts the columns: what stands most often in the line with the most of it."""
    lines = [line for line in text.splitlines()[:_TITLE_LINES] if line.strip()]
    return max(",;\t|؛", key=lambda mark: max((line.count(mark) for line in lines), default=0))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table give."""

    row: int
    """the one that names them, counted from 1"""
    places: Mapping[str, int]
    order: str | None
    """whether days stand before months, where a person said so"""


def reports(rows: Callable[[], Iterator[Row]], named: Columns | str, about: About, sheet: str = "") -> Iterator[Item]:
    """The reports of the rows of a table; ``rows`` begins anew each time. Rows count from 1, as a spreadsheet shows."""
    if isinstance(named, str):
        yield about.error(f"{sheet}: {named}" if sheet else named)
        return
    start, places, order = named.row, named.places, named.order
    days = _Days(order, places.get("published"), rows)
    has_rows = False
    named_before: set[str | None] = set()  # what two rows share is no name
    for number, row in enumerate(rows(), start=1):
        at = f"{sheet}, row {number}" if sheet else f"row {number}"
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            yield about.error(f"{at}: more than {MOST_ROWS} rows or {MOST_COLUMNS} columns; left there")
            return
        if number <= start or not any(columns.words(cell).strip() for cell in row):
            continue
        has_rows = True
        cells = {cell: columns.words(row[place]).strip() for cell, place in places.items() if place < len(row)}
        if not cells.get("text"):
            yield about.error(f"{at}: no text")
            continue
        told, day = about, None
        try:
            day = days.of(row)
        except ValueError as error:
            told = about.without_day()
            if str(error):
                yield about.error(f"{at}: published: {error}; coded without a date")
        url, own = cells.get("url", ""), cells.get("report_id")
        is_named = bool(own) and own not in named_before
        named_before.add(own)
        yield told.part(
            cells["text"],
            at,
            own or f"{about.report_id}:{sheet + ':' if sheet else ''}{number}",
            is_named=is_named,
            published=day,
            title=cells.get("title"),
            outlet=cells.get("outlet"),
            url=url if url.startswith(("http://", "https://")) else None,
            lang=cells.get("lang"),
        )
    if not has_rows:
        yield about.error(f"{sheet + ': ' if sheet else ''}no row under the names of the columns")


class _Days:
    """The column of days. How its dates are written is looked up in all of it, when a date needs it."""

    def __init__(self, order: str | None, place: int | None, rows: Callable[[], Iterator[Row]]) -> None:
        self._order = order
        self._place = place
        self._rows = rows
        self._is_looked_up = order is not None
        self._is_told = False

    def of(self, row: Row) -> date | None:
        """The day of a row; ValueError for what is no day, without words where they were said before."""
        place = self._place
        if place is None or place >= len(row):
            return None
        if columns.is_unclear(row[place]):
            if not self._is_looked_up:
                self._order = columns.order_of(one[place] for one in self._rows() if place < len(one))
                self._is_looked_up = True
            if self._order is None:
                is_told, self._is_told = self._is_told, True
                raise ValueError("" if is_told else _UNCLEAR.format(columns.words(row[place])))
        return columns.day(row[place], self._order)


def named_columns(rows: Iterator[Row], about: About) -> Columns | str:
    """The columns by the row that names them; or, as a sentence, what is wrong."""
    top = [list(row[:MOST_COLUMNS]) for row in islice(rows, _TITLE_LINES)]
    named = [(number, row) for number, row in enumerate(top, 1) if any(columns.words(cell).strip() for cell in row)]
    if not named:
        return "an empty table"
    if about.columns:
        problem = ""
        for number, row in named:
            try:
                return Columns(number, columns.placed(about.columns, row), columns.order_in(about.columns))
            except ValueError as error:
                problem = problem or str(error)
        return problem
    for number, row in named:
        for known in about.known_columns:
            try:
                return Columns(number, columns.placed(known, row), columns.order_in(known))
            except ValueError:
                continue
        places = columns.recognised(row)
        if "text" in places and len(places) > 1:
            return Columns(number, places, None)
    for number, row in named:
        if "text" in (places := columns.recognised(row)):
            return Columns(number, places, None)
    there = ", ".join(columns.words(cell).strip() for cell in named[0][1] if columns.words(cell).strip())
    return f"no column is known to hold the text; it has {there[:300]}. Say which: --columns text=COLUMN"
