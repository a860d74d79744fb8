"""Whose turn it is: which queue each event is in, and where each report stands in the order of each queue.

Both are made of other tables, and kept beside them: whatever changes what they are made of calls ``renew`` in the same
transaction. So a page of a queue, and what comes behind a report, is found by an index, however much there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Select,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
)

from rasd.store.bulk import pieces, rows_in
from rasd.store.schema import event, incident_event, outline, queued, report, reviewed, turn

ORDER = ("killed", "wounded", "doubt", "problems", "age")
"""what is highest comes first; ``age`` is another one for each report"""
# How far from certain, as a number that the highest of is looked at first.
_DOUBT = {"contested": 3, "weak": 2, "fair": 1}


def renew(connection: Connection, report_ids: Iterable[str]) -> None:
    """Find out anew where reports and their events stand."""
    for piece in pieces(dict.fromkeys(report_ids)):
        for statement in _renewing():
            connection.execute(statement, {"reports": piece})


def renew_of(connection: Connection, event_ids: Iterable[str]) -> None:
    """The same for the reports of events."""
    rows = rows_in(connection, select(event.c.report_id), event.c.event_id, event_ids)
    renew(connection, {row.report_id for row in rows})


def remake(connection: Connection) -> None:
    """Both tables anew, from what there is."""
    for table in (turn, queued):
        table.drop(connection, checkfirst=True)
        table.create(connection)
    connection.execute(insert(queued).from_select(_names(queued), _of_each_event()))
    connection.execute(insert(turn).from_select(_names(turn), of_each_report()))


@cache
def _renewing() -> tuple[Executable, ...]:
    """The statements that renew, of the reports that are bound to them; made once, for each decision needs them."""
    these: BindParameter[list[str]] = bindparam("reports", expanding=True)
    events, reports = _of_each_event().where(event.c.report_id.in_(these)), of_each_report()
    return (
        delete(queued).where(queued.c.report_id.in_(these)),
        delete(turn).where(turn.c.report_id.in_(these)),
        insert(queued).from_select(_names(queued), events),
        insert(turn).from_select(_names(turn), reports.where(queued.c.report_id.in_(these))),
    )


def _names(table: Any) -> list[str]:
    return [column.name for column in table.c]


def queue_of() -> ColumnElement[str]:
    """The queue that an event is in; copies of one text are asked about once."""
    state, flagged = func.coalesce(reviewed.c.state, "open"), func.coalesce(reviewed.c.is_flagged, 0)
    is_told_once = report.c.voice == report.c.report_id
    return case((flagged == 1, "flagged"), (state != "open", "done"), (is_told_once, "open"), else_="copy")


def _of_each_event() -> Select[Any]:
    joined = event.join(report, report.c.report_id == event.c.report_id)
    joined = joined.outerjoin(reviewed, reviewed.c.event_id == event.c.event_id)
    joined = joined.outerjoin(incident_event, incident_event.c.event_id == event.c.event_id)
    joined = joined.outerjoin(outline, outline.c.incident_id == incident_event.c.incident_id)
    doubt = func.coalesce(case(_DOUBT, value=outline.c.certainty, else_=0), 0)
    told = dict(event.c) | {"queue": queue_of(), "doubt": doubt, "age": -report.c.number}
    return select(*(told[name].label(name) for name in _names(queued))).select_from(joined)


def of_each_report(queue: str = "") -> Select[Any]:
    """The place of reports in each queue, by all or some of the rows of ``queued``; or in one that is made of them."""
    row = queued.c
    return select(
        (literal(queue) if queue else row.queue).label("queue"), row.report_id, func.max(row.killed).label("killed"),
        func.max(row.wounded).label("wounded"), func.max(row.doubt).label("doubt"),
        func.sum(row.problems).label("problems"), func.max(row.age).label("age"), func.count().label("events"),
    ).group_by(row.report_id, *(() if queue else (row.queue,)))  # fmt: skip
