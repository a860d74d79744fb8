"""What a reviewer must look at, said in both languages from the words of data/notes.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from rasd.lexicon.rows import DATA
from rasd.model.event import Problem
from rasd.model.text import Span


def problem(
    code: str, cells: tuple[str, ...], evidence: tuple[Span, ...], **values: str | int | tuple[str, str]
) -> Problem:
    """A problem with its sentences; a value that differs between English and Arabic is a pair.

    ``words``, unless it is given, is what stands at the first span.

    >>> problem("unknown_place", ("places",), (Span(0, 3, "كفر"),)).message
    'No table of places has كفر.'
    >>> problem("ambiguous_place", ("places",), (), count=2, rivals=("Rawda; ...", "الروضة؛ ...")).message_ar
    'عدد الأماكن التي تحمل هذا الاسم 2: الروضة؛ ....'
    """
    told = {"words": evidence[0].text, **values} if evidence else values
    english = {name: value[0] if isinstance(value, tuple) else value for name, value in told.items()}
    arabic = {name: value[1] if isinstance(value, tuple) else value for name, value in told.items()}
    words = _words()[code]
    return Problem(code, cells, words["en"].format_map(english), evidence, words["ar"].format_map(arabic))


def day_ar(day: str) -> str:
    """An ISO day in Arabic.

    >>> day_ar("2024-03-14")
    '14 آذار/مارس 2024'
    """
    year, month, number = day.split("-")
    return f"{int(number)} {_told()['month'][str(int(month))]} {year}"


def _words() -> Mapping[str, Mapping[str, str]]:
    return _told()["problem"]


@cache
def _told() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    with (DATA / "notes.toml").open("rb") as file:
        return tomllib.load(file)
