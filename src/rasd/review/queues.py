"""What waits to be reviewed, and in which order; docs/desk.md states it.

A report is read once: its events stand together, in the order of the text. Reports come by the most dead that one of
their events tells of, then by the most wounded, then those whose incidents are least certain, then those with most
problems, then the oldest. Copies of one text are asked about once.

What two people code blind is in the queues of either as far as they themselves are with it, and in nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_

from rasd.review import blind, doubles
from rasd.review.doubles import Who
from rasd.store.bulk import rows_in
from rasd.store.schema import event_place, queued, report, reviewed, turn
from rasd.store.search import place_is
from rasd.store.turns import ORDER, of_each_report

QUEUES = ("open", "flagged", "done", "disagreements")


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
    connection: Connection, queue: str = "open", wanted: Wanted = ALL, *, who: Who | None = None, after: int = 0,
    most: int = 50,
) -> list[Waiting]:  # fmt: skip
    """The reports of somebody's queue, from the ``after``-th on; of the events that are wanted only.

    ``who`` None: as for who decides on nothing.
    """
    asked, mine = _conditions(wanted), _Mine(connection, queue, who)
    places = mine.places(asked)
    order = (places.c[name].desc() for name in ORDER)
    rows = connection.execute(select(places).where(*mine.of(places)).order_by(*order).offset(after).limit(most)).all()
    ids = [row.report_id for row in rows]
    first = _first_events(connection, ids, mine, asked)
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
    connection: Connection, report_id: str, queue: str = "open", *, who: Who | None = None,
    passed_over: ColumnElement[bool] | None = None,
) -> Neighbours:  # fmt: skip
    """What comes behind a report in a queue, and what before it; behind the last comes the first.

    The report keeps its place though all its events are done. ``passed_over`` is said of rows of ``turn``, such as
    that others have the report open.
    """
    row = queued.c
    place = select(func.max(row.killed), func.max(row.wounded), func.max(row.doubt), func.sum(row.problems), row.age)
    here = connection.execute(place.where(row.report_id == report_id).group_by(row.age)).first()
    if here is None:
        return Neighbours(None, None)
    mine = _Mine(connection, queue, who)
    places = mine.places()
    columns = [places.c[name] for name in ORDER]
    others = select(places.c.report_id).where(*mine.of(places), places.c.report_id != report_id).limit(1)
    if passed_over is not None:
        others = others.where(~passed_over)
    downwards = others.order_by(*(one.desc() for one in columns))
    behind = connection.execute(downwards.where(tuple_(*columns) < tuple_(*here))).scalar()
    behind = behind or connection.execute(downwards).scalar()
    upwards = others.order_by(*columns)
    before = connection.execute(upwards.where(tuple_(*columns) > tuple_(*here))).scalar()
    told = _first_events(connection, [name for name in (behind, before) if name], mine)
    return Neighbours(told.get(behind or ""), told.get(before or ""))


def counts(connection: Connection, who: Who | None = None) -> dict[str, int]:
    """How many events are in each of somebody's queues; disagreements are told to those who settle them."""
    found = {}
    for queue in QUEUES if who and who.role in blind.ADJUDICATORS else QUEUES[:-1]:
        mine = _Mine(connection, queue, who)
        places = mine.places()
        found[queue] = int(connection.execute(select(func.sum(places.c.events)).where(*mine.of(places))).scalar() or 0)
    return found


def states(connection: Connection, event_ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """How far events are; those that nobody has decided on are not among them."""
    rows = rows_in(connection, select(reviewed), reviewed.c.event_id, event_ids)
    return {row.event_id: dict(row._mapping) for row in rows}


class _Mine:
    """A queue as it is somebody's: that of the record, but for what two people code blind."""

    def __init__(self, connection: Connection, queue: str, who: Who | None) -> None:
        self.queue, self.name = queue, who.name if who else ""
        self.policy = who.policy if who else blind.Policy()
        codes = who is not None and who.may_code and doubles.are_any_unsettled(connection, who.policy)
        self.is_of_two = codes and queue != "disagreements"
        self.is_blind_only = codes and who is not None and not who.may_review

    def holds(self) -> ColumnElement[bool]:
        """Whether an event is in the queue."""
        if self.queue == "disagreements":
            return and_(queued.c.queue.in_(("open", "copy")), queued.c.report_id.in_(blind.to_adjudicate(self.name)))
        in_queue = queued.c.queue == self.queue
        if self.is_of_two and self.queue != "open":
            return or_(in_queue, queued.c.event_id.in_(blind.mine(self.name, self.queue)))
        return in_queue

    def places(self, asked: Sequence[ColumnElement[bool]] = ()) -> Any:
        """The places of reports in the queue: those that are kept, or else those made of its events."""
        is_kept = not asked and (self.queue == "open" or not self.is_of_two) and self.queue != "disagreements"
        return turn if is_kept else of_each_report(self.queue).where(self.holds(), *asked).subquery()

    def of(self, places: Any) -> list[ColumnElement[bool]]:
        """What rows of ``places`` are those of this queue."""
        found: list[ColumnElement[bool]] = [places.c.queue == self.queue]
        if self.is_of_two and self.queue == "open":
            found.append(places.c.report_id.not_in(blind.hidden(self.name)))
        if self.is_blind_only and self.queue == "open":
            found.append(places.c.report_id.in_(select(report.c.report_id).where(blind.is_blind(self.policy))))
        return found


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
    connection: Connection, report_ids: Sequence[str], mine: _Mine, asked: Sequence[ColumnElement[bool]] = ()
) -> dict[str, str]:
    query = select(queued.c.report_id, queued.c.event_id, queued.c.nth).where(mine.holds(), *asked)
    rows = sorted(rows_in(connection, query, queued.c.report_id, report_ids), key=lambda row: -row.nth)
    found = {row.report_id: row.event_id for row in rows}
    if mine.is_of_two and mine.queue == "open":  # one's own that are finished are none to begin with
        done = set(connection.execute(blind.mine(mine.name, "done")).scalars())
        found |= {row.report_id: row.event_id for row in rows if row.event_id not in done}
    return found
