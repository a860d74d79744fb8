"""An event as people have it: what the machine coded, and what people decided on its cells. Values in, values out.

What the machine says never counts as reviewed: a cell is open until a person has said something of it, and an event is
accepted only when none of its cells is open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from rasd.events.notes import notes
from rasd.lexicon.types import event_types
from rasd.model.event import event_from

CELLS = (
    "type", "actor1", "actor2", "target", "weapon", "count", "places", "date", "killed", "wounded", "status",
    "attribution", "response_to",
)  # fmt: skip
"""What is decided on, in the order in which it is asked; the event as a whole is ``""``."""
CELL_VERDICTS = ("accept", "correct", "reject", "not_said")
EVENT_VERDICTS = ("accept", "reject", "flag", "unflag")
"""and "missed", which adds an event, "split" and "joined", which say what was made of it or came to it, and "join", by
which it is rejected as being another one of its report"""
_OPENING = ("split", "joined")
_ADDING = "take"
"""of a cell: what came from an event that was joined to this one; it is there, and nobody has decided on it yet"""
_LEFT_OUT = ("flag", "unflag", "missed", _ADDING, *_OPENING)
"""what is not to be decided again when the event says something else"""
CELL_REASONS = ("wrong", "elsewhere", "doubtful", "other")
"""Why a cell is rejected: it says something else; it belongs to another event; the words may mean either; other"""
EVENT_REASONS = ("no_event", "told_twice", "not_conflict", "other")

# What is made of the cells, or by whom, and not what the report says.
_NOT_SAID = ("coder", "notes", "problems")


class Decision(NamedTuple):
    """What a person said of a cell, or of an event as a whole."""

    decision_id: int
    step: int
    event_id: str
    cell: str
    verdict: str
    value: Any
    evidence: Any
    """spans of the report's text"""
    reason: str
    seen: str
    """hash of what the event said then"""
    by: str
    at: str


class Cell(NamedTuple):
    """What a cell says and its words; ``value`` None where the report says nothing."""

    value: Any
    evidence: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An event as people have it."""

    event_id: str
    cells: Mapping[str, Cell]
    """all of ``CELLS``, with what people put in the place of the machine's"""
    decisions: Mapping[str, Decision]
    """the last word on each cell, those on what the event said before a recoding left out"""
    open: tuple[str, ...]
    """cells that say something and that nobody has decided on"""
    state: str
    """open | accepted | rejected: then it joins nothing, and stands in no list"""
    is_flagged: bool
    outdated: tuple[str, ...] = ()
    """cells that were decided on when the event said something else, and wait to be decided again; "" is the event"""
    joined: str = ""
    """the event of the same report that this one is, and that is why it is rejected"""


def said_hash(record: Mapping[str, Any]) -> str:
    """The hash of what an event says and of the words it rests on.

    >>> said_hash({"status": "denied", "notes": {}}) == said_hash({"status": "denied", "notes": {"en": "."}})
    True
    """
    said = {name: cell for name, cell in record.items() if name not in _NOT_SAID}
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def cell_of(record: Mapping[str, Any], name: str) -> Cell:
    """A cell of a record.

    >>> cell_of({"status": "denied", "status_evidence": [{"start": 0, "end": 3, "text": "نفى"}]}, "status").value
    'denied'
    >>> cell_of({"places": []}, "places")
    Cell(value=None, evidence=())
    """
    if name == "type":
        return Cell(record["sub_event_type"], (record["trigger"],))
    if name == "places":
        words = [span for place in record["places"] for span in place["evidence"]]
        return Cell(record["places"] or None, tuple(words))
    if name in ("status", "response_to"):
        return Cell(record[name], tuple(record["status_evidence" if name == "status" else "response_evidence"]))
    told = record[name]
    return Cell(told, tuple(told["evidence"])) if told else Cell(None, ())


def is_said(name: str, cell: Cell) -> bool:
    """Whether there is something to decide on; that an event is reported is no claim of its own."""
    return cell.value is not None and not (name == "status" and cell.value == "reported" and not cell.evidence)


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that no one took back, in order.

    >>> one = Decision(1, 1, "e", "date", "accept", None, None, "", "", "ann", "")
    >>> in_force([one, one._replace(decision_id=2, step=2, verdict="undo", value=1)])
    []
    """
    told = sorted(decisions)
    undone = {one.value for one in told if one.verdict == "undo"}
    return [one for one in told if one.verdict != "undo" and one.step not in undone]


def reviewed(record: Mapping[str, Any], decisions: Iterable[Decision]) -> Reviewed:
    """A record and what people decided on it. What they decided on another wording waits to be decided again."""
    now = said_hash(record)
    told = in_force(decisions)
    held = [one for one in told if one.seen == now]
    last = {one.cell: one for one in held if one.cell and one.verdict != _ADDING}
    cells = {name: _as_decided(cell_of(record, name), [one for one in held if one.cell == name]) for name in CELLS}
    left = tuple(name for name in CELLS if name not in last and is_said(name, cells[name]))
    # For whom an event is flagged does not depend on its wording.
    flags = [one.verdict for one in told if one.verdict in ("flag", "unflag")]
    state, joined = "open", ""
    for one in held:
        if one.cell or one.verdict in _OPENING:
            # Whoever changes a cell of a finished event opens it again; so no event is accepted unseen.
            state = "open" if state == "accepted" else state
        elif one.verdict in ("accept", "reject", "join"):
            state = "accepted" if one.verdict == "accept" else "rejected"
            joined = one.value["into"] if one.verdict == "join" else ""
    again = {one.cell for one in told if one.seen != now and one.verdict not in _LEFT_OUT}
    again -= {one.cell for one in held}
    outdated = tuple(name for name in (*CELLS, "") if name in again)
    return Reviewed(record["event_id"], cells, last, left, state, flags[-1:] == ["flag"], outdated, joined)


def _as_decided(coded: Cell, decisions: Iterable[Decision]) -> Cell:
    """What is accepted is what stands there: a correction, or else what was coded, though it had been rejected."""
    cell = coded
    for one in decisions:
        if one.verdict == "accept":
            cell = cell if cell.value is not None else coded
        else:
            is_put = one.verdict in ("correct", _ADDING)
            cell = Cell(one.value, tuple(one.evidence or ())) if is_put else Cell(None, ())
    return cell


# -- the record as people have it --------------------------------------------------------------------------------------


def amended(record: Mapping[str, Any], told: Reviewed) -> dict[str, Any]:
    """The record as people have it, in the shape of the machine's; the same where they changed nothing.

    What they corrected stands with their words, what they struck out is empty: a type too, and then the event is of
    none. Problems all of whose cells are decided on are settled. The notes are made anew; of no type there are none.

    >>> coded = {"event_id": "e", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
    ...     "trigger": {"start": 0, "end": 3, "text": "هجم"}, "places": [], "status": "reported", "status_evidence": [],
    ...     "response_to": None, "response_evidence": [], "problems": [], "notes": {"en": "Armed clash."}, "coder": {}}
    >>> coded |= {name: None for name in CELLS if name not in coded and name != "type"}
    >>> amended(coded, reviewed(coded, [])) == coded
    True
    >>> dead = {"min": 2, "max": 2, "of": {}, "evidence": []}
    >>> said = Decision(1, 1, "e", "killed", "correct", dead, [], "", said_hash(coded), "ann", "")
    >>> amended(coded, reviewed(coded, [said]))["notes"]["en"]
    'Armed clash: 2 killed.'
    """
    changed = dict(record)
    for name in CELLS:
        if told.cells[name] != cell_of(record, name):
            changed |= _put(name, told.cells[name])
    left = [one for one in record["problems"] if not _is_settled(one, told.decisions)]
    if changed == record and len(left) == len(record["problems"]):
        return changed
    changed["problems"] = left
    cells = [name for name in record if name not in _NOT_SAID]
    if any(changed[name] != record[name] for name in cells):
        changed["notes"] = dict(notes(event_from(changed))) if changed["sub_event_type"] else {}
    return changed


def _put(name: str, cell: Cell) -> dict[str, Any]:
    """The names of a record that a cell fills, and what it fills them with."""
    words = [dict(span) for span in cell.evidence]
    if name == "type":
        kind = event_types()[cell.value].event_type if cell.value else None
        return {"event_type": kind, "sub_event_type": cell.value} | ({"trigger": words[0]} if words else {})
    if name == "places":
        return {"places": cell.value or []}
    if name == "status":
        return {"status": cell.value or "reported", "status_evidence": words}
    if name == "response_to":
        return {"response_to": cell.value, "response_evidence": words}
    return {name: cell.value}


def cell_named(name: str) -> str:
    """What the cell is called here that a problem or an incident names.

    >>> cell_named("sub_event_type"), cell_named("killed")
    ('type', 'killed')
    """
    return _OTHER_NAMES.get(name, name)


_OTHER_NAMES = {"place": "places", "trigger": "type", "sub_event_type": "type", "event_type": "type"}


def _is_settled(problem: Mapping[str, Any], decided: Mapping[str, Decision]) -> bool:
    return bool(problem["cells"]) and all(cell_named(name) in decided for name in problem["cells"])
