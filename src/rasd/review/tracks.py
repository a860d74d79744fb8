"""What a person sees who codes blind: the machine's events, or only that there are such, and the events they added.

A track is one person's coding of a report that two people code; the empty one is the record, which all others see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from rasd.events.notes import notes
from rasd.model.event import event_from
from rasd.store.schema import coding, doubled, draft, event

RECORD = ""


class Shown(NamedTuple):
    """An event as somebody decides on it."""

    record: Mapping[str, Any]
    made_by: str | None
    """the person who added it; None: the machine"""


def events(connection: Connection, report_id: str, track: str = RECORD, *, is_bare: bool = False) -> list[Shown]:
    """The events of a report in the order of the text, those behind them that the person of a track added.

    ``is_bare``: of what the machine coded only type and trigger.
    """
    query = select(event.c.record, event.c.made_by).where(event.c.report_id == report_id).order_by(event.c.nth)
    rows = connection.execute(query).all()
    found = [Shown(_seen(row.record, is_bare and row.made_by is None), row.made_by) for row in rows]
    return found + (drafts(connection, report_id, track) if track else [])


def drafts(connection: Connection, report_id: str, track: str) -> list[Shown]:
    """The events that a person added to a report while coding it blind, in the order of the text."""
    query = select(draft.c.record).where(draft.c.report_id == report_id, draft.c.track == track)
    records = [json.loads(told) for told in connection.execute(query).scalars()]
    records.sort(key=lambda one: (one["trigger"]["start"], one["event_id"]))
    return [Shown(one, track) for one in records]


def record_of(connection: Connection, event_id: str, track: str = RECORD) -> dict[str, Any] | None:
    """An event's record as it is decided on in a track; None when there is none, or it is somebody else's."""
    told = connection.execute(select(event.c.record, event.c.report_id).where(event.c.event_id == event_id)).first()
    if told is not None:
        return _seen(told.record, bool(track) and is_bare(connection, told.report_id))
    mine = select(draft.c.record).where(draft.c.event_id == event_id, draft.c.track == track)
    found = connection.execute(mine).scalar() if track else None
    return None if found is None else dict(json.loads(found))


def report_id_of(connection: Connection, event_id: str, track: str = RECORD) -> str | None:
    """The report of an event; None when there is none, or it is somebody else's."""
    found: str | None = connection.execute(select(event.c.report_id).where(event.c.event_id == event_id)).scalar()
    if found is None and track:
        mine = select(draft.c.report_id).where(draft.c.event_id == event_id, draft.c.track == track)
        found = connection.execute(mine).scalar()
    return found


def is_bare(connection: Connection, report_id: str) -> bool:
    """Whether those who code a report do so without what the machine says, as it was when they began."""
    shows = connection.execute(select(doubled.c.shows_machine).where(doubled.c.report_id == report_id)).scalar()
    return shows == 0


def bare(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record that says no more than which event it is: its type, and the words that name it.

    >>> cells = {"actor1": None, "actor2": None, "target": None, "weapon": None, "count": None, "date": None,
    ...     "killed": {"min": 2, "max": 2, "of": {}, "evidence": []}, "wounded": None, "attribution": None}
    >>> told = {"event_id": "e", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
    ...     "trigger": {"start": 0, "end": 3, "text": "هجم"}, "places": [], "status": "reported", "status_evidence": [],
    ...     "response_to": None, "response_evidence": [], "problems": [], "notes": {}, "coder": {}, **cells}
    >>> bare(told)["killed"] is None, bare(told)["notes"]["en"]
    (True, 'Armed clash.')
    """
    emptied = {name: value if name in _KEPT else _EMPTY.get(name) for name, value in record.items()}
    return emptied | {"notes": dict(notes(event_from(emptied)))}


_KEPT = ("event_id", "report_id", "event_type", "sub_event_type", "trigger", "coder")
_EMPTY: Mapping[str, Any] = {
    "places": [], "status": "reported", "status_evidence": [], "response_evidence": [], "problems": [], "notes": {},
}  # fmt: skip


def add_draft(connection: Connection, record: Mapping[str, Any], track: str) -> None:
    """Keep an event that a person added while coding blind."""
    row = {"event_id": record["event_id"], "report_id": record["report_id"], "track": track}
    connection.execute(insert(draft), [row | {"record": json.dumps(record, ensure_ascii=False)}])


def remove_draft(connection: Connection, event_id: str, track: str) -> None:
    """Take out such an event."""
    connection.execute(delete(draft).where(draft.c.event_id == event_id, draft.c.track == track))
    connection.execute(delete(coding).where(coding.c.event_id == event_id, coding.c.track == track))


def _seen(record: str, is_bare: bool) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(record)
    return bare(told) if is_bare else told
