"""What waits to be reviewed, and in which order; docs/desk.md states it.

A report is read once: its events stand together, in the order of the text. Reports come by the most dead that one of
their events tells of, then by the most wounded, then those whose incidents are least certain, then those with most
problems, then the oldest. Copies of one text are asked about once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from rasd.store.bulk import rows_in
from rasd.store.schema import event, incident, incident_event, report, reviewed

QUEUES = ("open", "flagged", "done")
# How far from certain, as a number that the highest of is looked at first.
_DOUBT = {"contested": 3, "weak": 2, "fair": 1}


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
    connection: Connection, queue: str = "open", *, kind: str | None = None, has_problems: bool = False,
    after: int = 0, most: int = 50,
) -> list[Waiting]:  # fmt: skip
    """The reports of a queue, from the ``after``-th on; of events of a sub-event type only, or with problems only."""
    query = _grouped(_in_queue(queue), kind, has_problems).offset(after).limit(most)
    rows = connection.execute(query).all()
    told = _first_events(connection, [row.report_id for row in rows], queue, kind, has_problems)
    return [
        Waiting(
            row.report_id, row.title, row.outlet, row.published, row.lang, row.killed, row.wounded, row.doubt,
            row.problems, told[row.report_id], row.events,
        )
        for row in rows
    ]  # fmt: skip


def neighbours(
    connection: Connection, report_id: str, queue: str = "open", *, passed_over: Collection[str] = ()
) -> Neighbours:
    """What comes behind a report in a queue, and what before it; behind the last comes the first.

    The report keeps its place though all its events are done. ``passed_over``: reports that others have open.
    """
    wanted = or_(_in_queue(queue), report.c.report_id == report_id)
    order = [row.report_id for row in connection.execute(_grouped(wanted, None, False))]
    order = [name for name in order if name == report_id or name not in passed_over]
    if report_id not in order:
        return Neighbours(None, None)
    at = order.index(report_id)
    behind = [*order[at + 1 :], *order[:at]][:1]
    before = order[max(at - 1, 0) : at]
    told = _first_events(connection, [*behind, *before], queue, None, False)
    return Neighbours(told.get(behind[0]) if behind else None, told.get(before[0]) if before else None)


def counts(connection: Connection) -> dict[str, int]:
    """How many events are in each queue."""
    found = {}
    for queue in QUEUES:
        query = select(func.count()).select_from(_events())
        found[queue] = connection.execute(query.where(_in_queue(queue))).scalar() or 0
    return found


def states(connection: Connection, event_ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """How far events are; those that nobody has decided on are not among them."""
    rows = rows_in(connection, select(reviewed), reviewed.c.event_id, event_ids)
    return {row.event_id: dict(row._mapping) for row in rows}


def _events() -> Any:
    from_reports = event.join(report, report.c.report_id == event.c.report_id)
    return from_reports.outerjoin(reviewed, reviewed.c.event_id == event.c.event_id)


def _in_queue(queue: str) -> ColumnElement[bool]:
    state, flagged = func.coalesce(reviewed.c.state, "open"), func.coalesce(reviewed.c.is_flagged, 0)
    told_once = report.c.voice == report.c.report_id
    if queue == "flagged":
        return flagged == 1
    if queue == "done":
        return and_(state != "open", flagged == 0)
    return and_(state == "open", flagged == 0, told_once)


def _grouped(wanted: ColumnElement[bool], kind: str | None, has_problems: bool) -> Select[Any]:
    doubt = func.max(func.coalesce(case(_DOUBT, value=incident.c.certainty, else_=0), 0))
    killed, wounded, problems = func.max(event.c.killed), func.max(event.c.wounded), func.sum(event.c.problems)
    merged = _events().outerjoin(incident_event, incident_event.c.event_id == event.c.event_id)
    merged = merged.outerjoin(incident, incident.c.incident_id == incident_event.c.incident_id)
    told = (report.c.report_id, report.c.title, report.c.outlet, report.c.published, report.c.lang)
    query = select(
        *told, killed.label("killed"), wounded.label("wounded"), doubt.label("doubt"), problems.label("problems"),
        func.count().label("events"),
    ).select_from(merged)  # fmt: skip
    query = query.where(wanted, *_filters(kind, has_problems)).group_by(report.c.number, *told)
    return query.order_by(killed.desc(), wounded.desc(), doubt.desc(), problems.desc(), report.c.number)


def _filters(kind: str | None, has_problems: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [event.c.sub_event_type == kind] if kind else []
    return [*found, event.c.problems > 0] if has_problems else found


def _first_events(
    connection: Connection, report_ids: Sequence[str], queue: str, kind: str | None, has_problems: bool
) -> dict[str, str]:
    query = select(event.c.report_id, event.c.event_id, event.c.nth).select_from(_events())
    query = query.where(_in_queue(queue), *_filters(kind, has_problems))
    rows = sorted(rows_in(connection, query, event.c.report_id, report_ids), key=lambda row: -row.nth)
    return {row.report_id: row.event_id for row in rows}
