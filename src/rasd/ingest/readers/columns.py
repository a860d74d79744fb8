"""Which column of a table of articles gives what, and the cells of a row as a report has them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

from rasd.text.letters import fold

CELLS = ("text", "title", "published", "outlet", "url", "report_id", "lang")
"""what a column may give"""
_SPACES = re.compile(r"[\s_\-./:*]+")
_SMALL_TO_LARGE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_BY_PARTS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_SPREADSHEET = date(1899, 12, 30)
DAY_FIRST, MONTH_FIRST = "dmy", "mdy"


def asked(words: str) -> dict[str, str]:
    """A mapping as it is written on the command line; ValueError, as a sentence, when it is none.

    >>> asked("text=النص, published:dmy=تاريخ النشر")
    {'text': 'النص', 'published:dmy': 'تاريخ النشر'}
    """
    found: dict[str, str] = {}
    for part in words.split(","):
        cell, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column:
            raise ValueError(f"{part.strip()!r} is no CELL=COLUMN, as in text=النص,published=التاريخ")
        name, _, order = cell.partition(":")
        if name not in CELLS or (order and (name != "published" or order not in (DAY_FIRST, MONTH_FIRST))):
            raise ValueError(
                f"no cell is called {cell!r}; there are {', '.join(CELLS)}, published:dmy and published:mdy"
            )
        if name in (known.partition(":")[0] for known in found):
            raise ValueError(f"{name} is given twice")
        found[cell] = column
    if "text" not in found:
        raise ValueError("say which column holds the text: text=COLUMN")
    return found


def recognised(header: Sequence[object]) -> dict[str, int]:
    """Cell -> place of the column that is known by its name; the first of several.

    >>> recognised(["الرقم", "تاريخ النشر", "Source_Name", "النصّ"])
    {'published': 1, 'outlet': 2, 'text': 3}
    """
    found: dict[str, int] = {}
    perhaps: dict[str, int] = {}
    for place, name in enumerate(header):
        cell = _known().get(_plain(name))
        if cell:
            (perhaps if cell.endswith("?") else found).setdefault(cell.rstrip("?"), place)
    return perhaps | found


def placed(mapping: Mapping[str, str], header: Sequence[object]) -> dict[str, int]:
    """Cell -> place of the column that a person named, and of others that are known by their names.

    ValueError, as a sentence, when there is no column of a name.

    >>> placed({"text": "الخبر كاملا"}, ["الخبر", "التاريخ", "الخبر كاملا"])
    {'text': 2, 'published': 1}
    """
    places: dict[str, int] = {}
    names = {_plain(name): place for place, name in reversed(list(enumerate(header))) if _plain(name)}
    for cell, column in mapping.items():
        if _plain(column) not in names:
            there = ", ".join(str(name).strip() for name in header if _plain(name))
            raise ValueError(f"has no column called {column!r}; it has {there[:300]}")
        places[cell.partition(":")[0]] = names[_plain(column)]
    others = {cell: place for cell, place in recognised(header).items() if place not in places.values()}
    return others | places


def order_in(mapping: Mapping[str, str]) -> str | None:
    """Whether days stand before months, where a person said so."""
    return next((cell.partition(":")[2] for cell in mapping if cell.startswith("published:")), None)


def order_of(values: Iterable[object]) -> str | None:
    """Whether days stand before months in a column of dates such as 25/03/2024; None where no value shows it.

    >>> order_of(["05/03/2024", "25/03/2024"]), order_of(["03/25/2024"]), order_of(["05/03/2024"])
    ('dmy', 'mdy', None)
    """
    shown: set[str] = set()
    for value in values:
        if parts := _BY_PARTS.match(_written(value)):
            first, second = int(parts[1]), int(parts[2])
            if first > 12:
                shown.add(DAY_FIRST)
            elif second > 12:
                shown.add(MONTH_FIRST)
    return shown.pop() if len(shown) == 1 else None


def is_unclear(value: object) -> bool:
    """Whether a date can be read in two ways: 05/03/2024."""
    parts = _BY_PARTS.match(_written(value))
    return bool(parts and int(parts[1]) <= 12 and int(parts[2]) <= 12 and parts[1] != parts[2])


def day(value: object, order: str | None) -> date | None:
    """The day of a cell; None for an empty one; ValueError, as a sentence, for what is no day.

    >>> day("٢٥/٠٣/٢٠٢٤ 10:30", "dmy"), day("2024-3-5T09:12:00", None), day("Tue, 05 Mar 2024 09:12:00 +0300", None)
    (datetime.date(2024, 3, 25), datetime.date(2024, 3, 5), datetime.date(2024, 3, 5))
    >>> day(45356, None)
    datetime.date(2024, 3, 5)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and 20_000 < value < 80_000:  # 1954 to 2119, as a spreadsheet counts its days
        return _SPREADSHEET + timedelta(days=int(value))
    written = _written(value)
    if not written:
        return None
    try:
        if parts := _ISO.match(written):
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        if parts := _BY_PARTS.match(written):
            first, second = int(parts[1]), int(parts[2])
            month_first = order == MONTH_FIRST if order else second > 12
            return date(int(parts[3]), first, second) if month_first else date(int(parts[3]), second, first)
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        raise ValueError(f"no such day: {written[:60]!r} (a date is YYYY-MM-DD)") from None


def words(value: object) -> str:
    """A cell as text; a whole number without what spreadsheets put behind it.

    >>> words(17.0), words(None)
    ('17', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _written(value: object) -> str:
    return words(value).translate(_DIGITS).strip()


def _plain(name: object) -> str:
    spaced = _SPACES.sub(" ", _SMALL_TO_LARGE.sub(" ", words(name)))
    return re.sub("[\u064b-\u0652\u0640\u200e\u200f\ufeff]", "", fold(spaced)).strip().lower()


@cache
def _known() -> dict[str, str]:
    text = files("rasd.ingest.readers").joinpath("columns.csv").read_text(encoding="utf-8")
    return {_plain(row["name"]): row["cell"] for row in csv.DictReader(text.splitlines())}
