"""What a cell may be instead: read from words of the report that a person selects, or found by what they type.

The report is read by the coder again, and what it finds on the selected words is offered first: the same grammar of
dates and numbers, the same tables of places and actors. At last stands what was typed or selected, as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from rasd.desk.cells import value_text
from rasd.desk.words import Words
from rasd.lexicon.actors import ActorIndex, ActorRow, bare_key
from rasd.lexicon.gazetteer import Gazetteer, PlaceRow, key_of, load_gazetteer
from rasd.lexicon.types import event_types
from rasd.model.event import as_plain
from rasd.model.marked import Marked
from rasd.model.text import Report
from rasd.pipeline import Coder
from rasd.review.values import ACTOR_KINDS, STATUSES

MOST = 8
"""of one kind"""
_SHOWN = 60
_FIGURE = re.compile(r"\s*(\d{1,6})\s*(?:([-–]|إلى|to)\s*(\d{1,6})|(\+))?\s*")
_DAYS = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\s*(?:[-–/]|إلى|to)\s*(\d{4}-\d{2}-\d{2}))?\s*")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


class Candidate(NamedTuple):
    """One thing that a cell may be."""

    value: Any
    """as records have it, without its words"""
    text: str
    detail: str = ""
    """what tells it from others of the name"""
    is_read: bool = False
    """whether the coder reads it on the words that were selected"""


@dataclass
class Candidates:
    """What candidates are found with; loaded when it is first asked for, and again when something was added."""

    folders: tuple[Path, ...] = ()
    """of language data of one's own"""

    def again(self, folders: tuple[Path, ...]) -> None:
        """Load everything anew, from these folders, when it is next asked for."""
        self.folders = folders
        for name in ("coder", "gazetteer"):
            self.__dict__.pop(name, None)

    @cached_property
    def coder(self) -> Coder:
        """The coder of the workspace."""
        return Coder.load(self.folders)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places of the workspace."""
        return load_gazetteer(self.folders)

    def of(
        self,
        cell: str,
        report: Report,
        words: Words,
        *,
        span: tuple[int, int] | None = None,
        typed: str = "",
        others: Mapping[str, int],
    ) -> list[Candidate]:
        """What a cell may be. ``span``: the words selected, in code points; ``others``: the other events by number."""
        written = typed.strip() or (report.text[span[0] : span[1]].strip() if span else "")
        read = list(self._read(cell, report, span)) if span and not typed.strip() else []
        values: list[Any] = list(read)
        values += self._found(cell, written, others)
        values += _as_written(cell, written)
        told: dict[str, Candidate] = {}
        for number, value in enumerate(values):
            shown = value_text(cell, value, words, others)
            one = Candidate(value, shown, _detail(cell, value), number < len(read))
            told.setdefault(f"{shown}|{one.detail}", one)
        found = list(told.values())
        if cell in ("type", "weapon", "target", "status") and typed.strip():
            found = [one for one in found if _fits(typed, one)] or found
        return found[:_SHOWN]

    def _read(self, cell: str, report: Report, span: tuple[int, int]) -> Iterator[Any]:
        """What the coder reads on the words."""
        for marked in self.coder.mark(report):
            if marked.sentence.start < span[1] and span[0] < marked.sentence.end:
                yield from _mentioned(cell, marked, span)

    def _found(self, cell: str, written: str, others: Mapping[str, int]) -> Iterator[Any]:
        if cell == "type":
            yield from event_types()
        elif cell == "status":
            yield from STATUSES
        elif cell == "response_to":
            yield from others
        elif cell in ("weapon", "target"):
            yield from ({"kind": kind} for kind in Words("en").kinds(cell))
        elif cell in ("actor1", "actor2"):
            yield from (actor_of(row) for row in islice(_actors(written, self.coder.actors), MOST))
        elif cell == "places" and written:
            yield from ([place_of(row)] for row in islice(self._places(written), MOST))

    def _places(self, written: str) -> Iterator[PlaceRow]:
        yield from self.gazetteer.find(written)
        bare = re.sub(r"^(?:[وفبلك]|لل|ال)+", "", written)
        if bare != written:
            yield from self.gazetteer.find(bare)
        key = key_of(written)
        if len(key) >= 3:
            for other in islice((name for name in self.gazetteer.names if name.startswith(key) and name != key), MOST):
                yield from self.gazetteer.rows(other)


def _mentioned(cell: str, marked: Marked, span: tuple[int, int]) -> Iterator[Any]:
    def on(mentions: Iterable[Any]) -> Iterator[Any]:
        return (one for one in mentions if one.span.start < span[1] and span[0] < one.span.end)

    if cell in ("actor1", "actor2"):
        yield from (_plain(one.actor) for one in on(marked.actors))
    elif cell == "places":
        found = [_plain(one.place) for one in on(marked.places)]
        if len(found) > 1:
            yield found
        yield from ([one] for one in found)
    elif cell == "date":
        yield from (_plain(one.date) for one in on(marked.dates))
    elif cell in ("killed", "wounded"):
        for one in on(marked.tolls):
            figure = one.killed if cell == "killed" else one.wounded
            figure = figure or (one.wounded if cell == "killed" else one.killed)
            if figure:
                yield {"min": figure[0], "max": figure[1], "of": dict(one.of)}
    elif cell == "count":
        yield from ({"value": one.value} for one in on(marked.counts))
    elif cell in ("weapon", "target"):
        things = marked.weapons if cell == "weapon" else marked.targets
        yield from ({"kind": one.kind} for one in on(things))


def _plain(value: Any) -> dict[str, Any]:
    told: dict[str, Any] = as_plain(value)
    return {name: one for name, one in told.items() if name != "evidence"}


def _actors(written: str, index: ActorIndex) -> Iterator[ActorRow]:
    if not written:
        return
    for name in index.names.get(bare_key(written), ()):
        yield index.actors[name.actor_id]
    sought, key = written.casefold(), bare_key(written)
    for row in index.actors.values():
        if sought in row.name.casefold() or (len(key) > 2 and key in bare_key(row.name_ar)):
            yield row


def actor_of(row: ActorRow) -> dict[str, Any]:
    return {"name": row.name, "name_ar": row.name_ar, "actor_id": row.actor_id, "kind": row.kind}


def place_of(row: PlaceRow) -> dict[str, Any]:
    precision = None if row.latitude is None else 3 if row.kind in ("province", "country") else 1
    return {
        "name": row.name_en, "name_ar": row.names[0], "place_id": row.place_id, "country": row.country or None,
        "admin1": row.admin1 or None, "admin2": row.admin2 or None, "pcode": row.pcode or None,
        "latitude": row.latitude, "longitude": row.longitude, "radius_km": row.radius_km, "geo_precision": precision,
        "relation": None, "candidates": 1,
    }  # fmt: skip


def _as_written(cell: str, written: str) -> Iterator[Any]:
    """What was typed, as a value of its own: a figure, a day, a name that no table has."""
    plain = written.translate(_DIGITS)
    figure, days = _FIGURE.fullmatch(plain), _DAYS.fullmatch(plain)
    if cell in ("killed", "wounded") and figure:
        least = int(figure[1])
        most = int(figure[3]) if figure[3] else None if figure[4] else least
        if most is None or most >= least:
            yield {"min": least, "max": most, "of": {}}
    elif cell == "count" and figure:
        yield {"value": int(figure[1])}
    elif cell == "date" and days and _is_day(days[1]) and _is_day(days[2] or days[1]):
        start, end = days[1], days[2] or days[1]
        if start <= end:
            yield {"start": start, "end": end, "time_precision": 1 if start == end else 2, "part_of_day": None}
    elif cell == "attribution" and written:
        yield {"name": written}
    elif cell == "places" and written:
        empty = dict.fromkeys(("place_id", "country", "admin1", "admin2", "pcode", "latitude", "longitude"))
        more = {"radius_km": None, "geo_precision": None, "relation": None, "candidates": 0}
        yield [{"name": written, "name_ar": written, **empty, **more}]
    elif cell in ("actor1", "actor2") and written:
        for kind in ACTOR_KINDS:
            yield {"name": written, "name_ar": written, "actor_id": None, "kind": kind}


def _is_day(told: str) -> bool:
    try:
        date.fromisoformat(told)
    except ValueError:
        return False
    return True


def _detail(cell: str, value: Any) -> str:
    """What tells a candidate from others of its name: country and province, id, kind."""
    if cell == "places":
        parts = [part for one in value for part in (one["country"], one["admin2"]) if part]
        return " · ".join(dict.fromkeys(parts)) or ("" if value[0]["place_id"] else "+")
    if cell in ("actor1", "actor2"):
        return value["actor_id"] or f"+ {value['kind']}"
    return ""


def _fits(typed: str, one: Candidate) -> bool:
    sought = typed.strip().casefold()
    value = one.value["kind"] if isinstance(one.value, Mapping) else str(one.value)
    return sought in one.text.casefold() or sought in value.casefold()
