"""What one person made of an event, and how it compares with what another made of it. Values in, values out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from rasd.review.reviewed import CELLS, Cell, Reviewed, cell_of, is_said
from rasd.text.letters import plain

NOTHING = Cell(None, ())


class Coding(NamedTuple):
    """What one person made of an event, once they have finished it."""

    verdict: str
    """accepted | rejected; empty: this person has no such event"""
    reason: str
    """why it is rejected"""
    cells: Mapping[str, Cell]
    """of an accepted event all of ``CELLS``"""

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it; cells that say nothing are left out."""
        told = {name: {"value": one.value, "evidence": list(one.evidence)} for name, one in self.cells.items()}
        said = {name: cell for name, cell in told.items() if cell["value"] is not None}
        return {"verdict": self.verdict, "reason": self.reason, "cells": said}

    def renamed(self, same: Mapping[str, str]) -> Coding:
        """The same where events go by other ids; only what an event answers names one."""
        told = self.cells.get("response_to", NOTHING)
        if told.value not in same:
            return self
        return self._replace(cells={**self.cells, "response_to": Cell(same[told.value], told.evidence)})


UNTOLD = Coding("", "", {})
"""of who has no such event"""


class Comparison(NamedTuple):
    """Two codings of one event."""

    agreed: tuple[str, ...]
    """cells of which both say the same; empty where not both accept the event"""
    conflicts: tuple[str, ...]
    """cells of which they do not; ``("",)``: whether it is an event at all"""


def coding_of(told: Reviewed, reason: str = "") -> Coding:
    """A finished event as a coding."""
    if told.state != "accepted":
        return Coding(told.state, reason, {})
    return Coding(told.state, "", dict(told.cells))


def coding_from(told: Mapping[str, Any]) -> Coding:
    """A coding from its JSON.

    >>> one = Coding("accepted", "", dict.fromkeys(CELLS, NOTHING) | {"type": Cell("Attack", ())})
    >>> coding_from(one.as_dict()) == one
    True
    """
    if told["verdict"] != "accepted":
        return Coding(told["verdict"], told["reason"], {})
    said = {name: Cell(cell["value"], tuple(cell["evidence"])) for name, cell in told["cells"].items()}
    return Coding("accepted", "", {name: said.get(name, NOTHING) for name in CELLS})


def key(name: str, value: Any) -> Hashable:
    """What makes two values of a cell the same; None where nothing is said.

    >>> key("weapon", {"kind": "mortar", "evidence": []}), key("weapon", None), key("status", None)
    ('mortar', None, 'reported')
    >>> names = {"name": None, "actor_id": None, "kind": "rebel group"}
    >>> key("actor1", names | {"name_ar": "الفصيل"}) == key("actor1", names | {"name_ar": "الفصيلُ"})
    True
    """
    if name == "status":  # that an event is reported is what a text says by telling of it
        return value or "reported"
    if value is None:
        return None
    if name in ("actor1", "actor2"):
        return value["actor_id"] or _folded(value["name_ar"] or value["name"]), value["kind"]
    if name in ("weapon", "target"):
        return str(value["kind"])
    if name == "count":
        return int(value["value"])
    if name == "places":
        return frozenset(_place(one) for one in value)
    if name == "date":
        return value["start"], value["end"], value["part_of_day"]
    if name in ("killed", "wounded"):
        return value["min"], value["max"], frozenset((who, of) for who, of in (value["of"] or {}).items() if of)
    return _folded(value["name"]) if name == "attribution" else str(value)


def compared(one: Coding, other: Coding) -> Comparison:
    """In what two codings agree."""
    if one.verdict != other.verdict and "accepted" in (one.verdict, other.verdict):
        return Comparison((), ("",))
    if one.verdict != "accepted":
        return Comparison((), ())
    agreed = [name for name in CELLS if key(name, one.cells[name].value) == key(name, other.cells[name].value)]
    return Comparison(tuple(agreed), tuple(name for name in CELLS if name not in agreed))


class Say(NamedTuple):
    """What a coding says of a cell, as a decision on what the machine says."""

    cell: str
    verdict: str
    value: Any
    evidence: Any


def said(name: str, cell: Cell, record: Mapping[str, Any]) -> Say | None:
    """A cell of a coding as a decision on the machine's record; None where there is nothing to decide on.

    >>> said("status", Cell("reported", ()), {"status": "reported", "status_evidence": []}) is None
    True
    >>> said("status", Cell("reported", ()), {"status": "denied", "status_evidence": []}).verdict
    'correct'
    >>> said("status", NOTHING, {"status": "denied", "status_evidence": []}).verdict
    'not_said'
    """
    coded = cell_of(record, name)
    if cell.value is None:
        return Say(name, "not_said", None, None) if is_said(name, coded) else None
    if key(name, cell.value) == key(name, coded.value) and spans(cell) == spans(coded):
        return Say(name, "accept", None, None) if is_said(name, coded) else None
    return Say(name, "correct", cell.value, list(cell.evidence))


def matched(ones: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Of the events that two people added those that are one: the id of the other one's to that of the one's.

    They are one where the words that name them overlap, those first that overlap most; each has one counterpart.

    >>> trigger = {"start": 4, "end": 9}
    >>> matched([{"event_id": "a", "trigger": trigger}], [{"event_id": "b", "trigger": trigger | {"end": 5}}])
    {'b': 'a'}
    """
    shared = [
        (-_shared(one["trigger"], other["trigger"]), one["event_id"], other["event_id"])
        for one in ones
        for other in others
    ]
    found: dict[str, str] = {}
    for overlap, one_id, other_id in sorted(shared):
        if overlap and other_id not in found and one_id not in found.values():
            found[other_id] = one_id
    return found


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return max(0, int(min(one["end"], other["end"]) - max(one["start"], other["start"])))


def spans(cell: Cell) -> tuple[tuple[int, int], ...]:
    """Where a cell's words stand, in code points, each place once."""
    return tuple(sorted({(one["start"], one["end"]) for one in cell.evidence}))


def _place(place: Mapping[str, Any]) -> tuple[Hashable, ...]:
    which = place["place_id"] or (_folded(place["name_ar"] or place["name"]), place["admin1"])
    return which, place["relation"]


def _folded(name: str | None) -> str:
    return " ".join(plain(word) for word in (name or "").split()).casefold()
