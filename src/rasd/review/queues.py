"""What waits to be reviewed, and in which order; docs/desk.md states it.

A report is read once: its events stand together, in the order of the text. Reports come by the most dead that one of
their events tells of, then by the most wounded, then those whose incidents are least certain, then those with most
problems, then the oldest. Copies of one text are asked about once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select, tuple_

from rasd.store.bulk import rows_in
from rasd.store.schema import event_place, queued, report, reviewed, turn
from rasd.store.search import place_is
from rasd.store.turns import ORDER, of_each_report

QUEUES = ("open", "flagged", "done")


class Wanted(NamedTuple):
    """Which events of a queue are asked for; what is empty or None excludes nothing."""

    kind: str | None = None
    """a sub-event type"""
    has_problems: bool = False
    since: str | None = None
    until: str | None = None
    """ISO days; a time that overlaps them counts"""
    places: Sequence[str] = ()
    """names of places, provinces, countries; any of them"""


ALL = Wanted()


class Waiting(NamedTuple):
    """A report of which events are in a queue."""

    report_id: str
    title: str | None
    outlet: str | None
    published: str | None
    lang: str | None
    killed: int
    """the most that one of its events tells of, at least"""
    wounded: int
    doubt: int
    """3 contested, 2 weak, 1 fair, 0 strong or not merged yet"""
    problems: int
    first: str
    """the first of its events in this queue"""
    events: int
    """how many of them"""


class Neighbours(NamedTuple):
    """The events to go to from a report: the first ones of the report behind it and of the one before it."""

    following: str | None
    previous: str | None


def waiting(
    connection: Connection, queue: str = "open", wanted: Wanted = ALL, *, after: int = 0, most: int = 50
) -> list[Waiting]:
    """The reports of a queue, from the ``after``-th on; of the events that are wanted only."""
    asked = _conditions(wanted)
    rows = connection.execute(_places(queue, asked).offset(after).limit(most)).all()
    ids = [row.report_id for row in rows]
    first = _first_events(connection, ids, queue, asked)
    about = select(report.c.report_id, report.c.title, report.c.outlet, report.c.published, report.c.lang)
    reports = {row.report_id: row for row in rows_in(connection, about, report.c.report_id, ids)}
    return [
        Waiting(
            **reports[row.report_id]._mapping, killed=row.killed, wounded=row.wounded, doubt=row.doubt,
            problems=row.problems, first=first[row.report_id], events=row.events,
        )
        for row in rows
    ]  # fmt: skip


def neighbours(
    connection: Connection, report_id: str, queue: str = "open", *, passed_over: ColumnElement[bool] | None = None
) -> Neighbours:
    """What comes behind a report in a queue, and what before it; behind the last comes the first.

    The report keeps its place though all its events are done. ``passed_over`` is said of rows of ``turn``, such as
    that others have the report open.
    """
    row = queued.c
    place = select(func.max(row.killed), func.max(row.wounded), func.max(row.doubt), func.sum(row.problems), row.age)
    here = connection.execute(place.where(row.report_id == report_id).group_by(row.age)).first()
    if here is None:
        return Neighbours(None, None)
    columns = [turn.c[name] for name in ORDER]
    others = select(turn.c.report_id).where(turn.c.queue == queue, turn.c.report_id != report_id).limit(1)
    if passed_over is not None:
        others = others.where(~passed_over)
    downwards = others.order_by(*(one.desc() for one in columns))
    behind = connection.execute(downwards.where(tuple_(*columns) < tuple_(*here))).scalar()
    behind = behind or connection.execute(downwards).scalar()
    upwards = others.order_by(*columns)
    before = connection.execute(upwards.where(tuple_(*columns) > tuple_(*here))).scalar()
    told = _first_events(connection, [name for name in (behind, before) if name], queue)
    return Neighbours(told.get(behind or ""), told.get(before or ""))


def counts(connection: Connection) -> dict[str, int]:
    """How many events are in each queue."""
    query = select(turn.c.queue, func.sum(turn.c.events).label("events")).group_by(turn.c.queue)
    found = {row.queue: int(row.events) for row in connection.execute(query)}
    return {queue: found.get(queue, 0) for queue in QUEUES}


def states(connection: Connection, event_ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """How far events are; those that nobody has decided on are not among them."""
    rows = rows_in(connection, select(reviewed), reviewed.c.event_id, event_ids)
    return {row.event_id: dict(row._mapping) for row in rows}


def _places(queue: str, asked: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The places of reports in a queue, in order: those that are kept, or those by what is asked for alone."""
    places: Any = turn
    if asked:
        places = of_each_report().where(queued.c.queue == queue, *asked).subquery()
    order = (places.c[name].desc() for name in ORDER)
    return select(places).where(places.c.queue == queue).order_by(*order)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(queued.c.sub_event_type == wanted.kind)
    if wanted.has_problems:
        found.append(queued.c.problems > 0)
    if wanted.since:
        found.append(queued.c.date_end >= wanted.since)
    if wanted.until:
        found.append(queued.c.date_start <= wanted.until)
    if wanted.places:
        there = select(event_place.c.event_id).where(place_is(wanted.places))
        found.append(queued.c.event_id.in_(there))
    return found


def _first_events(
    connection: Connection, report_ids: Sequence[str], queue: str, asked: Sequence[ColumnElement[bool]] = ()
) -> dict[str, str]:
    query = select(queued.c.report_id, queued.c.event_id, queued.c.nth).where(queued.c.queue == queue, *asked)
    rows = sorted(rows_in(connection, query, queued.c.report_id, report_ids), key=lambda row: -row.nth)
    return {row.report_id: row.event_id for row in rows}
