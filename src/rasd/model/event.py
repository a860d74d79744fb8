"""The coded event and its cells; ``as_dict`` gives the record that is written out, names and order fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from rasd.model.text import Span
from rasd.model.value import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reviewer must look at."""

    code: str
    """date_contradiction, ambiguous_place, misspelling ..."""
    cells: tuple[str, ...]
    message: str
    evidence: tuple[Span, ...] = ()
    message_ar: str = ""
    """the same in Arabic"""


@dataclass(frozen=True, slots=True)
class Actor:
    """A side. ``name`` None: the report has words for it ("unknown gunmen") but no name."""

    name: str | None
    name_ar: str | None
    actor_id: str | None
    kind: str
    """state forces | rebel group | political militia | identity militia | rioters | protesters | civilians |
    external/other forces"""
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A cell that is one word of a closed list: the weapon, the target."""

    kind: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many strikes or rockets, when the report says."""

    value: int
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; coordinates in degrees WGS84, None when no gazetteer has the name."""

    name: str
    name_ar: str
    place_id: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2"""
    admin1: str | None = None
    admin2: str | None = None
    pcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    geo_precision: int | None = None
    """1 the place itself, 2 near it or a district, 3 a province or coarser (UCDP, ACLED)"""
    relation: str | None = None
    """outskirts of, near, between, 10 km west of ..."""
    candidates: int = 0
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Date:
    """When: ISO days, both None when only words are known ("days ago", or no publication date)."""

    start: str | None
    end: str | None
    time_precision: int
    """1 a day, 2 up to a month, 3 coarser or open"""
    part_of_day: str | None = None
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """How many; ``max`` None is open upwards ("at least", "several", "dozens"); 0/0 is said to be none."""

    min: int
    max: int | None
    of: tuple[tuple[str, int], ...] = ()
    """subsets: (("children", 2), ("civilians", 5))"""
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose claim the event is."""

    name: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The rule and the row behind a cell, for ``--explain``."""

    cell: str
    rule: str
    row: str


@dataclass(frozen=True, slots=True)
class Event:
    """What one report says happened."""

    event_id: str
    report_id: str
    event_type: str
    sub_event_type: str
    trigger: Span
    actor1: Actor | None = None
    actor2: Actor | None = None
    target: Kind | None = None
    weapon: Kind | None = None
    count: Count | None = None
    places: tuple[Place, ...] = ()
    date: Date | None = None
    killed: Toll | None = None
    wounded: Toll | None = None
    status: str = "reported"
    """reported | suspected | denied | threatened | background"""
    status_evidence: tuple[Span, ...] = ()
    attribution: Attribution | None = None
    response_to: str | None = None
    response_evidence: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """(("en", sentence), ("ar", sentence))"""
    coder: tuple[tuple[str, str], ...] = ()
    """(("name", "rasd"), ("version", ...), ("lexicon", hash of the language data))"""
    why: tuple[Why, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """The event as the JSON object that ``rasd code --format jsonl`` writes."""
        record = {name: as_plain(getattr(self, name)) for name in _FIELDS}
        record["notes"] = dict(self.notes)
        record["coder"] = dict(self.coder)
        for cell in ("killed", "wounded"):
            if record[cell] is not None:
                record[cell]["of"] = dict(getattr(self, cell).of)
        return record


_FIELDS = tuple(name for name in Event.__dataclass_fields__ if name != "why")


def as_plain(value: Any) -> Any:
    """A value as JSON has it: tuples as lists, dataclasses as objects."""
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: as_plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def event_from(record: Mapping[str, Any]) -> Event:
    """The event that a record is of; ``why`` is in none.

    >>> toll = Toll(2, None, (("children", 1),))
    >>> made = Event("e", "r", "Battles", "Armed clash", Span(0, 7, "اشتباكات"), killed=toll)
    >>> event_from(made.as_dict()) == made
    True
    """
    cells: dict[str, Any] = {name: _CELLS[name](told) for name in _CELLS if (told := record[name]) is not None}
    plain = ("event_id", "report_id", "event_type", "sub_event_type", "status", "response_to")
    cells |= {name: _spans(record[name]) for name in ("status_evidence", "response_evidence")}
    problems = (
        {**one, "cells": tuple(one["cells"]), "evidence": _spans(one["evidence"])} for one in record["problems"]
    )
    return Event(
        **{name: record[name] for name in plain},
        **cells,
        trigger=Span(**record["trigger"]),
        places=tuple(Place(**_with_spans(place)) for place in record["places"]),
        problems=tuple(Problem(**one) for one in problems),
        notes=tuple(record["notes"].items()),
        coder=tuple(record["coder"].items()),
    )


def _spans(told: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(**one) for one in told)


def _with_spans(cell: Mapping[str, Any]) -> dict[str, Any]:
    return {**cell, "evidence": _spans(cell["evidence"])}


_CELLS: Mapping[str, Any] = {
    "actor1": lambda told: Actor(**_with_spans(told)),
    "actor2": lambda told: Actor(**_with_spans(told)),
    "target": lambda told: Kind(**_with_spans(told)),
    "weapon": lambda told: Kind(**_with_spans(told)),
    "count": lambda told: Count(**_with_spans(told)),
    "date": lambda told: Date(**_with_spans(told)),
    "killed": lambda told: Toll(**{**_with_spans(told), "of": tuple(told["of"].items())}),
    "wounded": lambda told: Toll(**{**_with_spans(told), "of": tuple(told["of"].items())}),
    "attribution": lambda told: Attribution(**_with_spans(told)),
}
