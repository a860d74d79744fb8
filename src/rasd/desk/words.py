"""The words of the interface, and those for the values of cells, in the language of the reader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rasd.lexicon.gazetteer import load_gazetteer
from rasd.lexicon.rows import DATA
from rasd.lexicon.types import event_types

LANGUAGES = ("ar", "en")
_PATH = Path(__file__).parent / "words.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language; called with a name as words.toml has it.

    >>> Words("en")("value.at_least", number=3), Words("ar").direction
    ('at least 3', 'rtl')
    """

    language: str

    def __call__(self, name: str, /, **values: object) -> str:
        told: str = _told()[name][self.language]
        return told.format_map(values) if values else told

    @property
    def direction(self) -> str:
        """rtl | ltr"""
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def other(self) -> str:
        """The language to change to."""
        return "en" if self.language == "ar" else "ar"

    def get(self, name: str, default: str) -> str:
        """As called, or ``default`` where there is no such word."""
        return _told()[name][self.language] if name in _told() else default

    def type(self, sub_event_type: str) -> str:
        """A sub-event type.

        >>> Words("ar").type("Armed clash"), Words("en").type("Armed clash")
        ('اشتباك مسلح', 'Armed clash')
        """
        known = event_types().get(sub_event_type)
        return known.ar if known and self.language == "ar" else sub_event_type

    def kind(self, table: str, name: str) -> str:
        """A weapon, target, status, relation or part of the day, as data/notes.toml says it."""
        told = _notes()[table].get(name)
        if isinstance(told, Mapping):
            return str(told.get(self.language) or name)
        return str(told) if told and self.language == "ar" else name

    def kinds(self, table: str) -> list[str]:
        """The closed list of weapons or targets."""
        return list(_notes()[table])

    def of(self, who: str) -> str:
        """A subset of a toll, in the plural."""
        told = _notes()["of"].get(who, {})
        return str(told.get("few" if self.language == "ar" else "many", who))

    def day(self, day: str) -> str:
        """An ISO day.

        >>> Words("en").day("2024-03-14"), Words("ar").day("2024-03-14")
        ('14 March 2024', '14 آذار/مارس 2024')
        """
        year, month, number = day.split("-")
        name = _MONTHS[int(month) - 1] if self.language == "en" else _notes()["month"][str(int(month))]
        return f"{int(number)} {name} {year}"

    def month(self, month: str) -> str:
        """A month of a year.

        >>> Words("en").month("2024-03"), Words("ar").month("2024-03")
        ('March 2024', 'آذار/مارس 2024')
        """
        return self.day(f"{month}-01").partition(" ")[2]

    def province(self, country: str, name: str) -> str:
        """A province by the name that records have, which is English."""
        return _provinces().get((country, name), name) if self.language == "ar" else name

    def country(self, code: str) -> str:
        """A country by its ISO 3166-1 code.

        >>> Words("ar").country("SY"), Words("en").country("SY")
        ('سوريا', 'Syria')
        """
        names = _countries().get(code)
        return code if names is None else names[0] if self.language == "ar" else names[1]


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@cache
def _told() -> dict[str, dict[str, str]]:
    with _PATH.open("rb") as file:
        tables = tomllib.load(file)
    return {f"{table}.{name}": told for table, names in tables.items() for name, told in names.items()}


@cache
def _notes() -> Mapping[str, Mapping[str, Any]]:
    with (DATA / "notes.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _provinces() -> dict[tuple[str, str], str]:
    rows = (row for _, _, row in load_gazetteer().all_rows() if row.kind == "province")
    return {(row.country, row.name_en): row.names[0] for row in rows}


@cache
def _countries() -> dict[str, tuple[str, str]]:
    rows = (row for table, _, row in load_gazetteer().all_rows() if table == "countries.csv")
    return {row.country: (row.names[0], row.name_en) for row in rows}
