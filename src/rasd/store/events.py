"""Events: their rows, made in the process that codes and written many reports at a time, and made anew by decisions.

A row keeps what was coded (``record``); all else of it, with its places and blocks, is as people have the event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from rasd.merge import Account, Decided, account_of, block_keys
from rasd.merge.accounts import bare_name
from rasd.merge.phrases import NONE, phrases_from
from rasd.model.event import Event
from rasd.model.text import Report
from rasd.store import turns
from rasd.store.bulk import pieces, put, rows_in
from rasd.store.opening import now
from rasd.store.schema import (
    event,
    event_block,
    event_gone,
    event_place,
    incident,
    incident_event,
    pair,
    report,
    reviewed,
)

Row = dict[str, Any]
# What merging compares of an event, and of a cell; the words behind the cells are the greater part of a record.
_COMPARED = ("event_id", "report_id", "event_type", "sub_event_type", "status", "date", "places", "killed", "wounded")
_SIDES = ("actor1", "actor2", "weapon", "target", "count", "attribution")
AS_PEOPLE_HAVE_IT = func.coalesce(event.c.amended, event.c.record).label("record")
"""an event's record: where nobody changed it, as it was coded"""


@dataclass(frozen=True, slots=True)
class EventRows:
    """The rows of one report's events, ready to be written."""

    events: tuple[Row, ...]
    places: tuple[Row, ...]
    blocks: tuple[tuple[str, str], ...]
    """(key, event id)"""


def rows_of(told: Report, events: Sequence[Event]) -> EventRows:
    """The rows of a report's events."""
    made = [_rows(told, one.as_dict()) for one in events]
    return EventRows(
        tuple({**row, "nth": nth, "state": "new"} for nth, (row, _, _) in enumerate(made)),
        tuple(place for _, places, _ in made for place in places),
        tuple((key, row["event_id"]) for row, _, keys in made for key in sorted(keys)),
    )


def _rows(told: Report, record: Mapping[str, Any]) -> tuple[Row, list[Row], frozenset[str]]:
    """What the tables hold of an event that says this: its row, those of its places, the keys of its blocks."""
    account = account_of(record, voice="", published=told.published, text=told.text)
    day = record["date"] or {}
    row = {
        "event_id": record["event_id"],
        "report_id": told.report_id,
        "event_type": account.event_type,
        "sub_event_type": account.sub_event_type,
        "status": record["status"],
        "date_start": day.get("start"),
        "date_end": day.get("end"),
        "response_to": record["response_to"],
        "problems": len(record["problems"]),
        "killed": record["killed"]["min"] if record["killed"] else 0,
        "wounded": record["wounded"]["min"] if record["wounded"] else 0,
        "brief": _json(_brief(record, account)),
        "record": _json(record),
    }
    places = [
        {
            "event_id": record["event_id"],
            "nth": number,
            "place_id": place["place_id"],
            "name": place["name"].casefold(),
            "name_ar": bare_name(place["name_ar"]),
            "country": place["country"],
            "admin1": place["admin1"].casefold() if place["admin1"] else None,
        }
        for number, place in enumerate(record["places"])
    ]
    return row, places, block_keys(account)


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


def account_from(brief: str, *, voice: str, outlet: str | None, published: str | None) -> Account:
    """The account of a stored event, as far as it is compared."""
    told = json.loads(brief)
    day = date.fromisoformat(published) if published else None
    account = account_of(told, voice=voice, outlet=outlet, published=day)
    return replace(account, words=frozenset(told["words"]), phrases=phrases_from(told.get("phrases")), record={})


def _review(row: Any) -> str:
    """How far people are with an event, in the words for incidents."""
    if row.is_rejected:
        return "rejected"
    return "confirmed" if row.review == "accepted" else "in review" if row.decided else "machine"


_REVIEW = (event.c.is_rejected, reviewed.c.state.label("review"), reviewed.c.decided)


_ACCOUNT = (
    event.c.event_id, event.c.state, event.c.brief, report.c.voice, report.c.outlet, report.c.published,
    *_REVIEW,
)  # fmt: skip


def accounts(
    connection: Connection, event_ids: Iterable[str], *, is_whole: bool = False
) -> Iterator[tuple[Account, str]]:
    """The accounts of events with their states; whole ones carry the record that an incident is made of."""
    columns = (*_ACCOUNT, event.c.record, event.c.amended, reviewed.c.cells) if is_whole else _ACCOUNT
    query = select(*columns).join(report, report.c.report_id == event.c.report_id)
    query = query.outerjoin(reviewed, reviewed.c.event_id == event.c.event_id)
    for row in rows_in(connection, query, event.c.event_id, event_ids):
        told = account_from(row.brief, voice=row.voice, outlet=row.outlet, published=row.published)
        told = replace(told, review=_review(row))
        if is_whole:
            told = replace(
                told,
                record=json.loads(row.amended or row.record),
                coded=json.loads(row.record) if row.amended else None,
                decided={name: Decided(**one) for name, one in json.loads(row.cells or "{}").items()},
            )
        yield told, row.state


def reviews(connection: Connection, event_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The voice of each event, and how far people are with it."""
    query = select(report.c.voice, *_REVIEW).select_from(event.join(report))
    query = query.outerjoin(reviewed, reviewed.c.event_id == event.c.event_id)
    for row in rows_in(connection, query, event.c.event_id, event_ids):
        yield row.voice, _review(row)


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
    turns.renew(connection, {*recoded, *(row["report_id"] for row in rows)})


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


def amend(connection: Connection, told: Report, amended: Mapping[str, Any], *, is_rejected: bool) -> None:
    """Have merging and lists look at an event as people have it now.

    Where that is another for comparing it is new to merging, and its incident is grouped again; else its incident is
    only summed up anew. What is rejected is compared with nothing, and so has no blocks.
    """
    row, places, keys = _rows(told, amended)
    name, text = row["event_id"], row.pop("record")
    this = event.c.event_id == name
    before = connection.execute(select(event).where(this)).mappings().one()
    coded = json.loads(before["record"])
    # A report keeps its place in the order of review though a figure turns out to be lower.
    for cell in ("killed", "wounded"):
        row[cell] = max(row[cell], coded[cell]["min"] if coded[cell] else 0)
    row |= {"problems": len(coded["problems"]), "is_rejected": int(is_rejected)}
    row["amended"] = text if json.loads(text) != coded else None
    if any(before[column] != value for column, value in row.items()):
        connection.execute(update(event).where(this).values(row))
        connection.execute(delete(event_place).where(event_place.c.event_id == name))
        if places:
            connection.execute(insert(event_place), places)
    if all(row[column] == before[column] for column in ("brief", "is_rejected")):
        held = select(incident_event.c.incident_id).where(incident_event.c.event_id == name)
        # "live" is said the other way round, as in state_is: nearly all of them are.
        is_its = and_(incident.c.incident_id.in_(held), incident.c.state.not_in(("touched", "stale", "gone")))
        connection.execute(update(incident).where(is_its).values(state="stale"))
        return
    touch(connection, [name])
    connection.execute(delete(pair).where(or_(pair.c.a == name, pair.c.b == name)))
    _leave_blocks(connection, name, before["brief"], told.published.isoformat() if told.published else None)
    blocks = [] if is_rejected else [{"key": key, "event_id": name} for key in sorted(keys)]
    if blocks:
        connection.execute(insert(event_block), blocks)
    connection.execute(update(event).where(this).values(state="new"))


def _leave_blocks(connection: Connection, event_id: str, brief: str, published: str | None) -> None:
    keys = block_keys(account_from(brief, voice="", outlet=None, published=published))
    gone = and_(event_block.c.event_id == event_id, event_block.c.key.in_(keys))
    connection.execute(delete(event_block).where(gone))


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
        turns.renew(connection, [row.report_id])


def _take_out(connection: Connection, rows: Mapping[str, Any]) -> None:
    for name, row in rows.items():
        _leave_blocks(connection, name, row.brief, row.published)
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
