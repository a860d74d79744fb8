"""Events and incidents for programs: page by page, what changed since a time, and what is gone."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import HTTPException, Query
from pydantic import BaseModel, Field
from sqlalchemy import Column, Connection, Select, select, tuple_

from rasd.desk.desk import Visiting
from rasd.review import doubles
from rasd.review.decisions import DecisionError, decisions_of, record_of, version_of
from rasd.review.reviewed import amended, reviewed
from rasd.store import incidents as stored
from rasd.store.bulk import rows_in
from rasd.store.outlines import REVIEWS
from rasd.store.schema import event as events_table
from rasd.store.schema import event_gone
from rasd.store.schema import incident as incidents_table
from rasd.store.schema import reviewed as states

# A change that is being written while a list is read carries an earlier time than the list.
_OVERLAP = timedelta(minutes=2)

Since = Annotated[
    datetime | None, Query(description="Only what changed at this time or later, what is gone included (ISO 8601).")
]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before; it holds for this list.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many on a page.")]
Review = Annotated[Literal[REVIEWS] | None, Query(description="How far people are with it.")]  # type: ignore[valid-type]


class CellDecided(BaseModel):
    """A person's last word on a cell."""

    verdict: str = Field(description="accept, correct, reject or not_said; after the last two the cell is empty.")
    by: str
    at: str


class EventItem(BaseModel):
    """An event, or the tombstone of one."""

    event_id: str
    report_id: str
    updated_at: str
    is_gone: bool = Field(description="Its report was coded anew and tells of it no more; there is no record.")
    state: str | None = Field(description="What people have decided: open, accepted, rejected.")
    record: dict[str, Any] | None = Field(description="As the machine coded it, whatever people decided.")
    reviewed: dict[str, Any] | None = Field(
        description="As people have it: the whole record, of the same shape. Null: nobody has decided anything on it."
    )
    decided: dict[str, CellDecided] = Field(description="Cell -> the last word on it; all others are the machine's.")


class EventsOut(BaseModel):
    """A page of events, by the time of their last change."""

    items: list[EventItem]
    next: str | None = Field(description="The cursor of the next page; null on the last.")
    as_of: str = Field(description="What to give as `updated_since` the next time.")


class EventOut(BaseModel):
    """An event: what the machine coded, and what people decided on it."""

    record: dict[str, Any] = Field(description="As the machine coded it, whatever people decided.")
    reviewed: dict[str, Any] | None = Field(description="As people have it; null: nobody has decided anything on it.")
    decided: dict[str, CellDecided] = Field(description="Cell -> the last word on it.")
    state: str
    is_flagged: bool
    version: str = Field(description="What POST /api/decisions asks for.")
    verdicts: dict[str, str] = Field(description="cell -> what was decided")
    open: list[str] = Field(description="Cells that nobody has decided on.")
    outdated: list[str] = Field(
        description="Cells that were decided on when the event said something else, and wait to be decided again; "
        "an empty name is the event."
    )


class IncidentItem(BaseModel):
    """An incident, or the tombstone of one."""

    incident_id: str
    updated_at: str
    is_gone: bool = Field(description="It became part of another one, or has lost its events; there is no record.")
    now: str | None = Field(description="The incident that a gone one has become part of.")
    record: dict[str, Any] | None


class IncidentsOut(BaseModel):
    """A page of incidents, by the time of their last change."""

    items: list[IncidentItem]
    next: str | None = Field(description="The cursor of the next page; null on the last.")
    as_of: str = Field(description="What to give as `updated_since` the next time.")


class IncidentOut(BaseModel):
    """An incident with all rival claims."""

    record: dict[str, Any]
    state: str


def events(visit: Visiting, updated_since: Since = None, cursor: Cursor = None, limit: Limit = 100) -> EventsOut:
    """All events in the order of their last change; what is gone only with ``updated_since``."""
    as_of, at = _as_of(), _place(cursor)
    with visit.desk.dataset.store.reading() as connection:
        row, gone = events_table.c, event_gone.c
        query = select(row.event_id, row.report_id, row.changed_at.label("at"), row.record, row.amended)
        rows = list(_from(connection, query, row.changed_at, row.event_id, updated_since, at, limit))
        if updated_since:
            tombs = select(gone.event_id, gone.report_id, gone.gone_at.label("at"))
            rows += _from(connection, tombs, gone.gone_at, gone.event_id, updated_since, at, limit)
        rows.sort(key=lambda one: (one.at, one.event_id))
        page = rows[:limit]
        ids = [one.event_id for one in page]
        told = {one.event_id: one for one in rows_in(connection, select(states), states.c.event_id, ids)}
    items = []
    for one in page:
        record, review = one._mapping.get("record"), told.get(one.event_id)
        decided = _decided(review.cells) if record and review else {}
        state = (review.state if review else "open") if record else None
        is_reviewed = bool(decided) or state not in (None, "open")
        items.append(
            EventItem(
                event_id=one.event_id, report_id=one.report_id, updated_at=one.at, is_gone=record is None, state=state,
                record=json.loads(record) if record else None,
                reviewed=json.loads(one.amended or record) if is_reviewed else None, decided=decided,
            )
        )  # fmt: skip
    return EventsOut(items=items, next=_next(rows, limit, "event_id"), as_of=as_of)


def event(visit: Visiting, event_id: str) -> EventOut:
    """One event; while two people code its report blind, to each of them as they themselves have it."""
    with visit.desk.dataset.store.reading() as connection:
        try:
            track = doubles.sight_of_event(connection, event_id, visit.who(connection)).track
            record = dict(record_of(connection, event_id, track))
        except DecisionError as error:
            raise HTTPException(404, str(error)) from None
        made = decisions_of(connection, [event_id], track)
    told = reviewed(record, made)
    decided = {name: CellDecided(verdict=one.verdict, by=one.by, at=one.at) for name, one in told.decisions.items()}
    return EventOut(
        record=record, reviewed=amended(record, told) if decided or told.state != "open" else None, decided=decided,
        outdated=list(told.outdated), state=told.state, is_flagged=told.is_flagged, version=version_of(record, made),
        verdicts={name: one.verdict for name, one in told.decisions.items()}, open=list(told.open),
    )  # fmt: skip


def incidents(
    visit: Visiting, updated_since: Since = None, cursor: Cursor = None, limit: Limit = 100, review: Review = None
) -> IncidentsOut:
    """All incidents in the order of their last change; what is gone only with ``updated_since``.

    What people rejected is left out, unless it is asked for; with ``updated_since`` it comes, with its ``review``.
    """
    as_of, at = _as_of(), _place(cursor)
    with visit.desk.dataset.store.reading() as connection:
        row = incidents_table.c
        query = select(row.incident_id, row.updated_at.label("at"), row.state)
        if not updated_since:
            query = query.where(row.state != "gone")
        if review:
            query = query.where(row.state != "gone", row.review == review)
        elif not updated_since:
            query = query.where(row.review != "rejected")
        rows = list(_from(connection, query, row.updated_at, row.incident_id, updated_since, at, limit))
        page = rows[:limit]
        records = stored.incidents_by_ids(connection, [one.incident_id for one in page])
    items = []
    for one in page:
        is_gone = one.state == "gone"
        record = None if is_gone else records[one.incident_id]
        became = records[one.incident_id]["incident_id"] if one.incident_id in records and is_gone else None
        items.append(
            IncidentItem(incident_id=one.incident_id, updated_at=one.at, is_gone=is_gone, now=became, record=record)
        )
    return IncidentsOut(items=items, next=_next(rows, limit, "incident_id"), as_of=as_of)


def incident(visit: Visiting, incident_id: str) -> IncidentOut:
    """One incident by its id, by one that it had, or by that of an event in it."""
    with visit.desk.dataset.store.reading() as connection:
        record = stored.incident_by_id(connection, incident_id)
    if record is None:
        raise HTTPException(404, f"no incident is called {incident_id!r}")
    state = record.pop("state")
    return IncidentOut(record=record, state="gone" if state == "gone" else "live")


def _decided(cells: str) -> dict[str, CellDecided]:
    return {name: CellDecided(**one) for name, one in json.loads(cells or "{}").items()}


def _from(
    connection: Connection, query: Select[Any], at: Column[Any], name: Column[Any], since: datetime | None,
    place: tuple[str, str] | None, limit: int,
) -> Iterable[Any]:  # fmt: skip
    """The rows from a place on, one more than there may be on a page."""
    if since is not None:
        told = since if since.tzinfo else since.replace(tzinfo=UTC)
        query = query.where(at >= _iso(told))
    if place is not None:
        query = query.where(tuple_(at, name) > place)
    return connection.execute(query.order_by(at, name).limit(limit + 1))


def _next(rows: list[Any], limit: int, name: str) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]._mapping
    return base64.urlsafe_b64encode(json.dumps([last["at"], last[name]]).encode()).decode()


def _place(cursor: str | None) -> tuple[str, str] | None:
    """Where a cursor stands. 422: it is none."""
    if cursor is None:
        return None
    try:
        at, name = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if isinstance(at, str) and isinstance(name, str) and "\0" not in at + name:
            return at, name
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise HTTPException(422, "this cursor is none: take `next` of the page before")


def _as_of() -> str:
    return _iso(datetime.now(UTC) - _OVERLAP)


def _iso(time: datetime) -> str:
    try:
        return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        raise HTTPException(422, "updated_since lies outside the calendar") from None
