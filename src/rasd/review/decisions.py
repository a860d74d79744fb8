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

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from rasd import __version__
from rasd.errors import RasdError
from rasd.events.notes import notes
from rasd.lexicon.types import event_types
from rasd.model.event import Event
from rasd.model.text import Report, Span
from rasd.review import tracks
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
from rasd.review.tracks import RECORD
from rasd.review.values import CellError, checked, spans_of
from rasd.store import custody, turns
from rasd.store.bulk import put, rows_in
from rasd.store.events import add, amend, remove
from rasd.store.incidents import review_again
from rasd.store.opening import now
from rasd.store.reports import report_of
from rasd.store.schema import coding, decision, doubled, draft, event, report
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


def decide(
    connection: Connection, event_id: str, marks: Sequence[Mark], *, version: str, by: str, track: str = RECORD
) -> int:
    """Note what a person says of an event, on the record or in their own ``track``, as one step; its number.

    ``version`` is that of the event as the person saw it; ConflictError when it is another one now.
    """
    record, shown = as_seen(connection, event_id, version, track)
    told: set[str] = set()
    for mark in marks:
        _check(mark, record, shown, told)
        told.add(mark.cell)
    said = []
    for mark in marks:
        value, words = correction(connection, record, shown, mark) if mark.verdict == "correct" else (None, None)
        said.append(Said(record, mark.cell, mark.verdict, value, words, mark.reason))
    return note(connection, said, by=by, track=track)


def as_seen(
    connection: Connection, event_id: str, version: str, track: str = RECORD
) -> tuple[dict[str, Any], Reviewed]:
    """An event's record and how people have it; ConflictError when it is not in that version any more."""
    record = record_of(connection, event_id, track)
    before = decisions_of(connection, [event_id], track)
    if version != version_of(record, before):
        told, _, last = version.partition(".")
        since = [one for one in before if last.isdecimal() and one.decision_id > int(last)]
        raise ConflictError(event_id, since, is_recoded=told != said_hash(record)[:16])
    return record, reviewed(record, before)


class Said(NamedTuple):
    """What is noted of an event, once it is found that it can be said."""

    record: Mapping[str, Any]
    """of the event, as it was coded"""
    cell: str
    verdict: str
    value: Any = None
    evidence: Any = None
    reason: str = ""
    undoes: int | None = None


def note(connection: Connection, said: Sequence[Said], *, by: str, track: str = RECORD) -> int:
    """Note what a person says, of one event or several, as one step: signed, and put in force; its number.

    What is decided blind is in force in its ``track`` alone: the record, and when it was changed, say nothing of it.
    """
    if not said:
        raise DecisionError("nothing is decided")
    first, at = next_number(connection), now()
    rows = [
        {
            "decision_id": number, "step": first, "event_id": one.record["event_id"], "cell": one.cell,
            "verdict": one.verdict, "value": _json(one.value), "evidence": _json(one.evidence), "reason": one.reason,
            "seen": said_hash(one.record), "undoes": one.undoes, "by": by, "at": at,
            "track": track,
        }
        for number, one in enumerate(said, start=first)
    ]  # fmt: skip
    connection.execute(insert(decision), rows)
    entries = []
    for row in rows:
        details = {name: row[name] for name in ("event_id", "cell", "verdict", "reason", "step", "undoes")}
        details |= {"track": track} if track else {}
        entries.append(custody.Entry("decided", str(row["decision_id"]), custody.decision_digest(row), details))
    custody.log(connection, entries, by=by)
    events = {str(row["event_id"]) for row in rows}
    if track:
        _follow_blind(connection, [one.record for one in said], track)
        return first
    follow(connection, events)
    connection.execute(update(event).where(event.c.event_id.in_(events)).values(changed_at=at))
    return first


class Undone(NamedTuple):
    """What a step that was taken back was about; the event may be gone with it."""

    event_id: str
    report_id: str
    also: tuple[str, ...]
    """the other events that it was about"""
    track: str
    """whose blind coding it was part of; empty: the record"""


def undo(connection: Connection, *, by: str, on_record: bool = True) -> Undone | None:
    """Take back the last step that a person made and has not taken back. None: there is none.

    A step whose event is gone is passed over, and so is one of a blind coding that was compared with the other one; an
    event that a person added goes when its adding is taken back. ``on_record``: whether that may be on the record.
    """
    later = decision.alias()
    is_taken_back = select(later.c.decision_id).where(later.c.undoes == decision.c.step).exists()
    report_id = func.coalesce(event.c.report_id, draft.c.report_id)
    is_coded = exists(select(doubled.c.report_id)).where(doubled.c.report_id == report_id, doubled.c.state == "coding")
    is_own = and_(decision.c.track == by, is_coded)
    query = select(decision.c.step, decision.c.event_id, decision.c.track)
    query = query.outerjoin(event, event.c.event_id == decision.c.event_id)
    query = query.outerjoin(draft, draft.c.event_id == decision.c.event_id)
    query = query.where(decision.c.by == by, decision.c.verdict != "undo", ~is_taken_back)
    query = query.where(report_id.is_not(None), or_(decision.c.track == RECORD, is_own) if on_record else is_own)
    last = connection.execute(query.order_by(decision.c.decision_id.desc()).limit(1)).first()
    if last is None:
        return None
    its = select(decision.c.event_id, decision.c.verdict).where(decision.c.step == last.step)
    step = connection.execute(its.order_by(decision.c.decision_id)).all()
    found = {row.event_id: tracks.record_of(connection, row.event_id, last.track) for row in step}
    records = {name: record for name, record in found.items() if record is not None}
    told = [Said(record, "", "undo", undoes=last.step) for record in records.values()]
    note(connection, told, by=by, track=last.track)
    for added in (row.event_id for row in step if row.verdict == "missed"):
        if last.track:
            tracks.remove_draft(connection, added, last.track)
        else:
            remove(connection, added)
            connection.execute(delete(states).where(states.c.event_id == added))
    also = tuple(str(name) for name in records if name != last.event_id)
    return Undone(str(last.event_id), str(records[last.event_id]["report_id"]), also, str(last.track))


def add_missed(
    connection: Connection, report_id: str, sub_event_type: str, trigger: tuple[int, int], *, by: str,
    track: str = RECORD,
) -> str:  # fmt: skip
    """Add an event that the coder missed, by the words that name it; its id. Its type is decided with it."""
    told = report_of(connection, report_id)
    if told is None:
        raise DecisionError(f"no report is called {report_id!r}")
    try:
        [span] = spans_of([trigger], told.text)
        checked("type", sub_event_type, [span])
    except CellError as error:
        raise DecisionError(str(error)) from None
    kind = event_types()[sub_event_type].event_type
    record = made_by(connection, told, Event("", report_id, kind, sub_event_type, Span(**span)), by=by, track=track)
    value = {"report_id": report_id, "sub_event_type": sub_event_type}
    told_of = [Said(record, "", "missed", value, [span]), Said(record, "type", "accept")]
    note(connection, told_of, by=by, track=track)
    return str(record["event_id"])


def made_by(connection: Connection, told: Report, one: Event, *, by: str, track: str = RECORD) -> dict[str, Any]:
    """Add an event that a person made, with an id of its own; its record. What was decided is noted by the caller."""
    number = next_number(connection)
    named = f"{told.report_id}\0{one.sub_event_type}\0{(one.trigger.start, one.trigger.end)}\0{number}"
    coder = (("name", "person"), ("version", __version__), ("lexicon", ""))
    one = replace(one, event_id=sha256(named.encode()).hexdigest()[:16], coder=coder)
    one = replace(one, notes=notes(one))
    if track:
        tracks.add_draft(connection, one.as_dict(), track)
    else:
        add(connection, told, one, by=by)
    return record_of(connection, one.event_id, track)


def decisions_of(connection: Connection, event_ids: Iterable[str], track: str = RECORD) -> list[Decision]:
    """All that people decided on events, what was taken back too, in the order it was decided.

    It is what they decided on the record; what somebody decides blind is in their ``track``, which others do not see.
    """
    query = select(decision).where(decision.c.track == track)
    rows = rows_in(connection, query, decision.c.event_id, event_ids)
    return sorted(_decision(dict(row._mapping)) for row in rows)


def by_event(connection: Connection, event_ids: Iterable[str], track: str = RECORD) -> dict[str, list[Decision]]:
    """The same for each of the events, those without any included."""
    ids = list(event_ids)
    found: dict[str, list[Decision]] = {name: [] for name in ids}
    for one in decisions_of(connection, ids, track):
        found[one.event_id].append(one)
    return found


def cells_changed(connection: Connection, event_ids: Iterable[str]) -> dict[str, set[str]]:
    """The cells of each event on which anybody has ever decided."""
    found: dict[str, set[str]] = {}
    for one in decisions_of(connection, event_ids):
        if one.cell:
            found.setdefault(one.event_id, set()).add(one.cell)
    return found


def version_of(record: Mapping[str, Any], decisions: Sequence[Decision]) -> str:
    """What an event is known by as it is: the hash of what it says, and the number of the last decision on it."""
    return f"{said_hash(record)[:16]}.{decisions[-1].decision_id if decisions else 0}"


def record_of(connection: Connection, event_id: str, track: str = RECORD) -> dict[str, Any]:
    """An event's record, as it is decided on in a track; DecisionError when there is none."""
    told = tracks.record_of(connection, event_id, track)
    if told is None:
        raise DecisionError(f"no event is called {event_id!r}")
    return told


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


def correction(connection: Connection, record: Mapping[str, Any], shown: Reviewed, mark: Mark) -> tuple[Any, Any]:
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


def _follow_blind(connection: Connection, records: Iterable[Mapping[str, Any]], track: str) -> None:
    """Note how far somebody is who decides blind."""
    for record in records:
        shown = reviewed(record, decisions_of(connection, [record["event_id"]], track))
        state = {"event_id": shown.event_id, "track": track, "report_id": record["report_id"], "state": shown.state}
        put(connection, coding, [state | {"is_flagged": int(shown.is_flagged), "coded": None}])


def catch_up(connection: Connection) -> None:
    """Put in force what was decided before decisions reached merging."""
    query = select(states.c.event_id).join(event, event.c.event_id == states.c.event_id).where(states.c.cells == "")
    if late := list(connection.execute(query).scalars()):
        follow(connection, late)


def next_number(connection: Connection) -> int:
    """The number of the next decision."""
    return (connection.execute(select(func.max(decision.c.decision_id))).scalar() or 0) + 1


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _decision(row: Mapping[str, Any]) -> Decision:
    value = row["undoes"] if row["verdict"] == "undo" else row["value"] and json.loads(row["value"])
    evidence = row["evidence"] and json.loads(row["evidence"])
    told = {name: row[name] for name in Decision._fields if name not in ("value", "evidence")}
    return Decision(value=value, evidence=evidence, **told)
