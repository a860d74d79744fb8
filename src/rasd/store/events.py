"""Coded events: their rows, made in the process that codes, and written many reports at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from rasd.merge import Account, account_of, block_keys
from rasd.merge.accounts import bare_name
from rasd.merge.phrases import NONE, phrases_from
from rasd.model.event import Event
from rasd.model.text import Report
from rasd.store.bulk import pieces, put, rows_in
from rasd.store.opening import now
from rasd.store.schema import event, event_block, event_gone, event_place, incident, incident_event, report

Row = dict[str, Any]
# What merging compares of an event, and of a cell; the words behind the cells are the greater part of a record.
_COMPARED = ("event_id", "report_id", "event_type", "sub_event_type", "status", "date", "places", "killed", "wounded")
_SIDES = ("actor1", "actor2", "weapon", "target", "count", "attribution")


@dataclass(frozen=True, slots=True)
class EventRows:
    """The rows of one report's events, ready to be written."""

    events: tuple[Row, ...]
    places: tuple[Row, ...]
    blocks: tuple[tuple[str, str], ...]
    """(key, event id)"""


def rows_of(told: Report, events: Sequence[Event]) -> EventRows:
    """The rows of a report's events."""
    found: list[Row] = []
    places: list[Row] = []
    blocks: list[tuple[str, str]] = []
    for nth, one in enumerate(events):
        record = one.as_dict()
        account = account_of(record, voice="", published=told.published, text=told.text)
        blocks += [(key, one.event_id) for key in sorted(block_keys(account))]
        found.append(
            {
                "event_id": one.event_id,
                "report_id": told.report_id,
                "nth": nth,
                "state": "new",
                "event_type": one.event_type,
                "sub_event_type": one.sub_event_type,
                "status": one.status,
                "date_start": one.date and one.date.start,
                "date_end": one.date and one.date.end,
                "response_to": one.response_to,
                "problems": len(one.problems),
                "killed": one.killed.min if one.killed else 0,
                "wounded": one.wounded.min if one.wounded else 0,
                "brief": _json(_brief(record, account)),
                "record": _json(record),
            }
        )
        places += [
            {
                "event_id": one.event_id,
                "nth": number,
                "place_id": place.place_id,
                "name": place.name.casefold(),
                "name_ar": bare_name(place.name_ar),
                "country": place.country,
                "admin1": place.admin1.casefold() if place.admin1 else None,
            }
            for number, place in enumerate(one.places)
        ]
    return EventRows(tuple(found), tuple(places), tuple(blocks))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _brief(record: Mapping[str, Any], account: Account) -> dict[str, Any]:
    brief = {name: _bare(record[name]) for name in (*_COMPARED, *_SIDES)}
    brief |= {"trigger": record["trigger"], "words": sorted(account.words)}
    return brief | ({"phrases": account.phrases.as_list()} if account.phrases != NONE else {})


def _bare(cell: Any) -> Any:
    """A cell without its evidence and without what is not said."""
    if isinstance(cell, dict):
        return {name: value for name, value in cell.items() if name != "evidence" and value is not None}
    return [_bare(one) for one in cell] if isinstance(cell, list) else cell


def account_from(
    brief: str, *, voice: str, outlet: str | None, published: str | None, record: str | None = None
) -> Account:
    """The account of a stored event; without ``record`` it is only good for comparing."""
    told = json.loads(brief)
    day = date.fromisoformat(published) if published else None
    account = account_of(told, voice=voice, outlet=outlet, published=day)
    whole = json.loads(record) if record else {}
    phrases = phrases_from(told.get("phrases"))
    return replace(account, words=frozenset(told["words"]), phrases=phrases, record=whole)


_ACCOUNT = (event.c.event_id, event.c.state, event.c.brief, report.c.voice, report.c.outlet, report.c.published)


def accounts(
    connection: Connection, event_ids: Iterable[str], *, is_whole: bool = False
) -> Iterator[tuple[Account, str]]:
    """The accounts of events with their states; whole ones carry the record that an incident is made of."""
    columns = (*_ACCOUNT, event.c.record) if is_whole else _ACCOUNT
    query = select(*columns).join(report, report.c.report_id == event.c.report_id)
    for row in rows_in(connection, query, event.c.event_id, event_ids):
        record = row.record if is_whole else None
        told = account_from(row.brief, voice=row.voice, outlet=row.outlet, published=row.published, record=record)
        yield told, row.state


def write(connection: Connection, coded: Sequence[EventRows], *, recoded: Sequence[str] = ()) -> None:
    """Add the events of reports; of ``recoded`` reports those that were there before are replaced."""
    fresh = {row["event_id"]: row for one in coded for row in one.events}
    held: list[Row] = []
    kept: set[str] = set()
    if recoded:
        kept, held = _make_room(connection, fresh, recoded)
    at = now()
    rows = [row | {"changed_at": at} for name, row in fresh.items() if name not in kept]
    places = [row for one in coded for row in one.places if row["event_id"] not in kept]
    blocks = [{"key": key, "event_id": name} for one in coded for key, name in one.blocks if name not in kept]
    for table, added in ((event, rows), (event_place, places), (event_block, blocks), (incident_event, held)):
        if added:
            connection.execute(insert(table), added)


def _make_room(connection: Connection, fresh: Mapping[str, Row], recoded: Sequence[str]) -> tuple[set[str], list[Row]]:
    """Take out the events of recoded reports that go or change; the ids of those that stay, and which incidents held
    the ones that change: they keep their place there until they are grouped again, and so the incident its id.
    """
    query = select(event.c.event_id, event.c.record, event.c.brief, report.c.published).join(
        report, report.c.report_id == event.c.report_id
    )
    by_machine = query.where(event.c.made_by.is_(None))  # what a person added stays
    before = {row.event_id: row for row in rows_in(connection, by_machine, event.c.report_id, recoded)}
    kept = {name for name, row in before.items() if name in fresh and _same(row.record, fresh[name]["record"])}
    for name in kept:  # the same cells, only made by another version
        if before[name].record != fresh[name]["record"]:
            newer = {"record": fresh[name]["record"]}
            connection.execute(update(event).where(event.c.event_id == name).values(newer))
    stale = before.keys() - kept
    touch(connection, stale)
    memberships = rows_in(connection, select(incident_event), incident_event.c.event_id, stale & fresh.keys())
    held = [dict(row._mapping) for row in memberships]
    report_of = rows_in(connection, select(event.c.event_id, event.c.report_id), event.c.event_id, stale - fresh.keys())
    put(connection, event_gone, [dict(row._mapping) | {"gone_at": now()} for row in report_of])
    _take_out(connection, {name: before[name] for name in stale})
    for piece in pieces(fresh):
        connection.execute(delete(event_gone).where(event_gone.c.event_id.in_(piece)))
    return kept, held


def _same(one: str, other: str) -> bool:
    """Whether two records differ in nothing but the version that made them."""
    return one == other or {**json.loads(one), "coder": None} == {**json.loads(other), "coder": None}


def state_is(names: Sequence[str]) -> ColumnElement[bool]:
    """Whether an event, known by its id, is in one of these states.

    Said the other way round: for "settled" SQLite would look through all events that are, and that is nearly all.
    """
    return event.c.state.not_in([name for name in ("new", "touched", "settled") if name not in names])


def add(connection: Connection, told: Report, one: Event, *, by: str) -> None:
    """Add an event that a person found in a report; it is merged with the next run."""
    coded = rows_of(told, [one])
    [row] = coded.events
    last = connection.execute(select(func.max(event.c.nth)).where(event.c.report_id == told.report_id)).scalar()
    nth = 0 if last is None else last + 1
    write(connection, [EventRows((row | {"nth": nth, "made_by": by},), coded.places, coded.blocks)])


def remove(connection: Connection, event_id: str) -> None:
    """Take out an event that a person added; its incident is looked at again."""
    query = select(event.c.brief, report.c.published, report.c.report_id)
    query = query.join(report, report.c.report_id == event.c.report_id)
    row = connection.execute(query.where(event.c.event_id == event_id, event.c.made_by.is_not(None))).first()
    if row is not None:
        touch(connection, [event_id])
        put(connection, event_gone, [{"event_id": event_id, "report_id": row.report_id, "gone_at": now()}])
        _take_out(connection, {event_id: row})


def _take_out(connection: Connection, rows: Mapping[str, Any]) -> None:
    for name, row in rows.items():
        account = account_from(row.brief, voice="", outlet=None, published=row.published)
        gone = and_(event_block.c.event_id == name, event_block.c.key.in_(block_keys(account)))
        connection.execute(delete(event_block).where(gone))
    for piece in pieces(rows):
        connection.execute(delete(event).where(event.c.event_id.in_(piece)))


def touch(connection: Connection, event_ids: Iterable[str]) -> None:
    """Have the events of these events' incidents grouped again, and the incidents looked at."""
    ids = list(event_ids)
    held = {row.incident_id for row in rows_in(connection, select(incident_event), incident_event.c.event_id, ids)}
    for piece in pieces(held):
        connection.execute(update(incident).where(incident.c.incident_id.in_(piece)).values(state="touched"))
        members = select(incident_event.c.event_id).where(incident_event.c.incident_id.in_(piece))
        settled = and_(event.c.event_id.in_(members), state_is(("settled",)))
        connection.execute(update(event).where(settled).values(state="touched"))
    for piece in pieces(ids):
        settled = and_(event.c.event_id.in_(piece), state_is(("settled",)))
        connection.execute(update(event).where(settled).values(state="touched"))
