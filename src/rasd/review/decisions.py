"""What people decide on events and their cells: signed, dated, only ever added, undone by a further row.

With each row the event's own rows follow what people have it say now, in the same transaction, so that merging, lists
and exports take that; what was coded stays beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from rasd import __version__
from rasd.errors import RasdError
from rasd.events.notes import notes
from rasd.lexicon.types import event_types
from rasd.model.event import Event
from rasd.model.text import Span
from rasd.review.reviewed import (
    CELL_REASONS,
    CELL_VERDICTS,
    CELLS,
    EVENT_REASONS,
    EVENT_VERDICTS,
    Decision,
    Reviewed,
    amended,
    cell_of,
    reviewed,
    said_hash,
)
from rasd.review.values import CellError, checked, spans_of
from rasd.store import custody, turns
from rasd.store.bulk import put, rows_in
from rasd.store.events import add, amend, remove
from rasd.store.incidents import review_again
from rasd.store.opening import now
from rasd.store.reports import report_of
from rasd.store.schema import decision, event, report
from rasd.store.schema import reviewed as states


class DecisionError(RasdError):
    """A decision cannot be taken: the event is gone, the cell says nothing, or cells are open."""


class ConflictError(DecisionError):
    """The event was decided on (``since``), or coded anew, since the person saw it."""

    def __init__(self, event_id: str, since: Sequence[Decision], *, is_recoded: bool) -> None:
        super().__init__(f"event {event_id} was changed since it was shown; look at it again")
        self.since = since
        self.is_recoded = is_recoded


class Mark(NamedTuple):
    """A person's word on a cell, or on the event (``cell`` empty)."""

    cell: str
    verdict: str
    value: Any = None
    """for a correction, as records have it"""
    evidence: Any = None
    """the words that say it: pairs of offsets in code points"""
    reason: str = ""
    adds: bool = False
    """a further place, beside those that there are"""


def decide(connection: Connection, event_id: str, marks: Sequence[Mark], *, version: str, by: str) -> int:
    """Note what a person says of an event, as one step; its number.

    ``version`` is that of the event as the person saw it; ConflictError when it is another one now.
    """
    record = record_of(connection, event_id)
    before = decisions_of(connection, [event_id])
    if version != version_of(record, before):
        raise _conflict(event_id, version, record, before)
    if not marks:
        raise DecisionError("nothing is decided")
    shown = reviewed(record, before)
    told: set[str] = set()
    for mark in marks:
        _check(mark, record, shown, told)
        told.add(mark.cell)
    first = _next_number(connection)
    at, seen = now(), said_hash(record)
    rows = []
    for number, mark in enumerate(marks, start=first):
        value, words = _correction(connection, record, shown, mark) if mark.verdict == "correct" else (None, None)
        row = {"decision_id": number, "step": first, "event_id": event_id, "cell": mark.cell, "verdict": mark.verdict}
        row |= {"value": _json(value), "evidence": _json(words), "reason": mark.reason}
        rows.append(row | {"seen": seen, "undoes": None, "by": by, "at": at})
    _add(connection, rows, record, by)
    return first


class Undone(NamedTuple):
    """What a step that was taken back was about; the event may be gone with it."""

    event_id: str
    report_id: str


def undo(connection: Connection, *, by: str) -> Undone | None:
    """Take back the last step that a person made and has not taken back. None: there is none.

    A step whose event is gone is passed over; an event that a person added goes when its adding is taken back.
    """
    later = decision.alias()
    is_taken_back = select(later.c.decision_id).where(later.c.undoes == decision.c.step).exists()
    query = select(decision.c.step, decision.c.event_id)
    query = query.join(event, event.c.event_id == decision.c.event_id)
    query = query.where(decision.c.by == by, decision.c.verdict != "undo", ~is_taken_back)
    last = connection.execute(query.order_by(decision.c.decision_id.desc()).limit(1)).first()
    if last is None:
        return None
    record = record_of(connection, last.event_id)
    number = _next_number(connection)
    row = {"decision_id": number, "step": number, "event_id": last.event_id, "cell": "", "verdict": "undo"}
    row |= {"value": None, "evidence": None, "reason": "", "seen": said_hash(record), "undoes": last.step}
    _add(connection, [row | {"by": by, "at": now()}], record, by)
    added = select(decision.c.decision_id).where(decision.c.step == last.step, decision.c.verdict == "missed")
    if connection.execute(added).first() is not None:
        remove(connection, last.event_id)
        connection.execute(delete(states).where(states.c.event_id == last.event_id))
    return Undone(str(last.event_id), str(record["report_id"]))


def add_missed(
    connection: Connection, report_id: str, sub_event_type: str, trigger: tuple[int, int], *, by: str
) -> str:
    """Add an event that the coder missed, by the words that name it; its id. Its type is decided with it."""
    told = report_of(connection, report_id)
    if told is None:
        raise DecisionError(f"no report is called {report_id!r}")
    try:
        [span] = spans_of([trigger], told.text)
        checked("type", sub_event_type, [span])
    except CellError as error:
        raise DecisionError(str(error)) from None
    first = _next_number(connection)
    event_id = sha256(f"{report_id}\0{sub_event_type}\0{trigger}\0{first}".encode()).hexdigest()[:16]
    words = Span(span["start"], span["end"], span["text"])
    kind = event_types()[sub_event_type].event_type
    coder = (("name", "person"), ("version", __version__), ("lexicon", ""))
    one = Event(event_id, report_id, kind, sub_event_type, words, coder=coder)
    add(connection, told, replace(one, notes=notes(one)), by=by)
    record = record_of(connection, event_id)
    shared = {"step": first, "event_id": event_id, "reason": "", "seen": said_hash(record), "undoes": None}
    shared |= {"by": by, "at": now()}
    value = {"report_id": report_id, "sub_event_type": sub_event_type}
    missed = {"decision_id": first, "cell": "", "verdict": "missed", "value": _json(value), "evidence": _json([span])}
    typed = {"decision_id": first + 1, "cell": "type", "verdict": "accept", "value": None, "evidence": None}
    _add(connection, [shared | missed, shared | typed], record, by)
    return event_id


def decisions_of(connection: Connection, event_ids: Iterable[str]) -> list[Decision]:
    """All that people decided on events, what was taken back too, in the order it was decided."""
    rows = rows_in(connection, select(decision), decision.c.event_id, event_ids)
    return sorted(_decision(dict(row._mapping)) for row in rows)


def version_of(record: Mapping[str, Any], decisions: Sequence[Decision]) -> str:
    """What an event is known by as it is: the hash of what it says, and the number of the last decision on it."""
    return f"{said_hash(record)[:16]}.{decisions[-1].decision_id if decisions else 0}"


def record_of(connection: Connection, event_id: str) -> dict[str, Any]:
    """An event's record; DecisionError when there is none."""
    told = connection.execute(select(event.c.record).where(event.c.event_id == event_id)).scalar()
    if told is None:
        raise DecisionError(f"no event is called {event_id!r}")
    record: dict[str, Any] = json.loads(told)
    return record


def _check(mark: Mark, record: Mapping[str, Any], shown: Reviewed, told: set[str]) -> None:
    if mark.cell and mark.cell not in CELLS:
        raise DecisionError(f"no cell is called {mark.cell!r}")
    if mark.cell in told:
        raise DecisionError(f"{mark.cell or 'the event'} is decided on twice at once")
    if mark.verdict not in (CELL_VERDICTS if mark.cell else EVENT_VERDICTS):
        raise DecisionError(f"{mark.verdict!r} cannot be said of {mark.cell or 'an event'}")
    if mark.verdict == "reject" and mark.reason not in (CELL_REASONS if mark.cell else EVENT_REASONS):
        raise DecisionError(f"{mark.reason!r} is no reason to reject {mark.cell or 'an event'}")
    if mark.verdict == "accept" and not mark.cell:
        left = [name for name in shown.open if name not in told]
        if left:
            raise DecisionError(f"nobody has decided on {', '.join(left)}")
    elif mark.verdict == "accept" and shown.cells[mark.cell].value is None and cell_of(record, mark.cell).value is None:
        raise DecisionError(f"{mark.cell} says nothing that could be accepted")


def _correction(connection: Connection, record: Mapping[str, Any], shown: Reviewed, mark: Mark) -> tuple[Any, Any]:
    """The value and the words of a correction, once they are found to be such."""
    query = select(report.c.text).where(report.c.report_id == record["report_id"])
    try:
        spans = spans_of(mark.evidence, connection.execute(query).scalar() or "")
        value = checked(mark.cell, mark.value, spans)
    except CellError as error:
        raise DecisionError(str(error)) from None
    if mark.cell == "response_to" and value == record["event_id"]:
        raise DecisionError("an event does not answer itself")
    if mark.adds and mark.cell == "places":
        there = shown.cells["places"]
        return [*(there.value or []), *value], [*there.evidence, *spans]
    return value, spans


def _conflict(event_id: str, version: str, record: Mapping[str, Any], made: Sequence[Decision]) -> ConflictError:
    told, _, last = version.partition(".")
    since = [one for one in made if last.isdecimal() and one.decision_id > int(last)]
    return ConflictError(event_id, since, is_recoded=told != said_hash(record)[:16])


def _add(connection: Connection, rows: list[dict[str, Any]], record: Mapping[str, Any], by: str) -> None:
    connection.execute(insert(decision), rows)
    entries = []
    for row in rows:
        details = {name: row[name] for name in ("event_id", "cell", "verdict", "reason", "step", "undoes")}
        entries.append(custody.Entry("decided", str(row["decision_id"]), custody.decision_digest(row), details))
    custody.log(connection, entries, by=by)
    follow(connection, [record["event_id"]])
    this = event.c.event_id == record["event_id"]
    connection.execute(update(event).where(this).values(changed_at=rows[-1]["at"]))


def follow(connection: Connection, event_ids: Iterable[str]) -> None:
    """Have all that is made of events be as people have them: after a decision, and after they were coded anew."""
    made: dict[str, list[Decision]] = {}
    for one in decisions_of(connection, event_ids):
        made.setdefault(one.event_id, []).append(one)
    followed = []
    for row in rows_in(connection, select(event.c.event_id, event.c.record), event.c.event_id, made):
        record, decisions = json.loads(row.record), made[row.event_id]
        told = report_of(connection, record["report_id"])
        shown = reviewed(record, decisions)
        cells = {name: {"verdict": one.verdict, "by": one.by, "at": one.at} for name, one in shown.decisions.items()}
        state = {"event_id": shown.event_id, "state": shown.state, "is_flagged": int(shown.is_flagged)}
        state |= {"decided": len(cells), "cells": json.dumps(cells, ensure_ascii=False)}
        put(connection, states, [state | {"by": decisions[-1].by, "at": decisions[-1].at}])
        if told is not None:
            amend(connection, told, amended(record, shown), is_rejected=shown.state == "rejected")
            followed.append(shown.event_id)
    turns.renew_of(connection, made)
    review_again(connection, followed)


def catch_up(connection: Connection) -> None:
    """Put in force what was decided before decisions reached merging."""
    query = select(states.c.event_id).join(event, event.c.event_id == states.c.event_id).where(states.c.cells == "")
    if late := list(connection.execute(query).scalars()):
        follow(connection, late)


def _next_number(connection: Connection) -> int:
    return (connection.execute(select(func.max(decision.c.decision_id))).scalar() or 0) + 1


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _decision(row: Mapping[str, Any]) -> Decision:
    value = row["undoes"] if row["verdict"] == "undo" else row["value"] and json.loads(row["value"])
    evidence = row["evidence"] and json.loads(row["evidence"])
    told = {name: row[name] for name in Decision._fields if name not in ("value", "evidence")}
    return Decision(value=value, evidence=evidence, **told)
