"""How far people agree with one another and with the machine, cell by cell: on which data, and by which figure.

People are compared where two coded a report blind, once both were done. What the machine coded is compared with what
each of them made of it, and where only one person decided, with the record.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from rasd.review import agreement
from rasd.review.agreement import Distance, Overlap
from rasd.review.codings import UNTOLD, Coding, coding_from, compared, key, spans
from rasd.review.reviewed import CELLS, Cell, cell_of, is_said
from rasd.review.settling import MACHINE, in_order
from rasd.store.schema import coding, doubled, event, report, reviewed

NOT_SAID = "not said"
"""what a coder says of a cell too; of a figure or a day it is no value that a distance could be told to"""


class Unit(NamedTuple):
    """An event that two people coded."""

    event_id: str
    published: str | None
    """the day of its report"""
    names: tuple[str, str]
    one: Coding
    other: Coding
    machine: Coding


class CellFigures(NamedTuple):
    """How far two people agree on a cell, over the events that both accepted."""

    cell: str
    units: int
    same: int
    one_only: int
    """where one says something, and the other nothing"""
    alpha: float | None
    exact: Overlap
    overlapping: Overlap


class EventFigures(NamedTuple):
    """How far two people agree on what is an event."""

    units: int
    both: int
    neither: int
    alpha: float | None
    overlap: Overlap


class PairFigures(NamedTuple):
    """Two people."""

    names: tuple[str, str]
    events: int
    cells: int
    same: int
    overlap: Overlap
    """of the events that each accepted"""


class MachineFigures(NamedTuple):
    """What people made of what the machine says of a cell."""

    cell: str
    said: int
    kept: int
    changed: int
    struck: int
    """people say that the text does not say it"""
    filled: int
    """where the machine says nothing, and people do"""


class Figures(NamedTuple):
    """All of it."""

    reports: int
    """that two people coded"""
    events: EventFigures
    cells: list[CellFigures]
    pairs: list[PairFigures]
    machine: list[MachineFigures]
    accepted: int
    """events of the machine's that people accepted; one counts for each who did"""
    rejected: int
    missed: int
    """that people added"""


def figures(connection: Connection, *, since: str | None = None, until: str | None = None) -> Figures:
    """The figures of what was finished on these days (ISO, both ends included)."""
    units = units_of(connection, since=since, until=until)
    judged = [*_judged_by_two(units), *_judged_by_one(connection, since, until)]
    accepted = [one for one in judged if one.verdict == "accepted" and not one.is_added]
    return Figures(
        reports=_reports(connection, since, until),
        events=event_figures(units),
        cells=[cell_figures(name, units) for name in CELLS],
        pairs=pair_figures(units),
        machine=[_machine(name, accepted) for name in CELLS],
        accepted=len(accepted),
        rejected=sum(one.verdict == "rejected" and not one.is_added for one in judged),
        missed=sum(one.verdict == "accepted" and one.is_added for one in judged),
    )


# -- two people --------------------------------------------------------------------------------------------------------


def units_of(connection: Connection, *, since: str | None = None, until: str | None = None) -> list[Unit]:
    """The events that two people coded, both of whom were done on these days."""
    query = select(coding.c.event_id, coding.c.track, coding.c.coded, coding.c.report_id, report.c.published)
    query = query.join(doubled, doubled.c.report_id == coding.c.report_id)
    query = query.join(report, report.c.report_id == coding.c.report_id)
    query = query.where(coding.c.coded.is_not(None), *_within(doubled.c.done_at, since, until))
    told: dict[str, dict[str, Coding]] = {}
    reports: dict[str, tuple[str, str | None]] = {}
    for row in connection.execute(query.order_by(coding.c.report_id, coding.c.event_id)):
        told.setdefault(row.event_id, {})[row.track] = coding_from(json.loads(row.coded))
        reports[row.event_id] = row.report_id, row.published
    found = []
    for event_id, made in told.items():
        report_id, published = reports[event_id]
        names = in_order(report_id, [name for name in made if name != MACHINE])
        one, other = made[names[0]], made[names[1]]
        found.append(Unit(event_id, published, names, one, other, made.get(MACHINE, UNTOLD)))
    return found


class Scale(NamedTuple):
    """On which scale the values of a cell stand."""

    distance: Distance
    value: Callable[[Cell, str | None], Hashable | None]
    """of a cell, and of the day of its report; None: no value that can be compared"""


def _name(cell: str) -> Callable[[Cell, str | None], Hashable | None]:
    return lambda told, published: NOT_SAID if (one := key(cell, told.value)) is None else one


def _set(told: Cell, published: str | None) -> Hashable | None:
    return key("places", told.value) or frozenset()


def _figure(name: str) -> Callable[[Cell, str | None], Hashable | None]:
    return lambda told, published: None if told.value is None else told.value[name]


def _days(told: Cell, published: str | None) -> Hashable | None:
    """Days from the report to the event. Counted from a fixed day, any two dates of one report would be close together
    among those of all reports, and a mistake of a week would look like agreement.
    """
    day = told.value and (told.value["start"] or told.value["end"])
    return (date.fromisoformat(day) - date.fromisoformat(published)).days if day and published else None


_NAMES = ("type", "actor1", "actor2", "target", "weapon", "status", "attribution", "response_to")
SCALES: Mapping[str, Scale] = {
    **{name: Scale(agreement.nominal, _name(name)) for name in _NAMES},
    "places": Scale(agreement.masi, _set),
    "count": Scale(agreement.ratio, _figure("value")),
    "killed": Scale(agreement.ratio, _figure("min")),
    "wounded": Scale(agreement.ratio, _figure("min")),
    "date": Scale(agreement.interval, _days),
}


def cell_figures(name: str, units: Sequence[Unit]) -> CellFigures:
    """How far two people agree on a cell."""
    both = [one for one in units if one.one.verdict == one.other.verdict == "accepted"]
    told = [(one.one.cells[name], one.other.cells[name]) for one in both]
    words = [(spans(one), spans(other)) for one, other in told if one.value is not None and other.value is not None]
    scale = SCALES[name]
    values = [
        (scale.value(mine, one.published), scale.value(theirs, one.published))
        for one, (mine, theirs) in zip(both, told, strict=True)
    ]
    return CellFigures(
        cell=name,
        units=len(both),
        same=sum(key(name, mine.value) == key(name, theirs.value) for mine, theirs in told),
        one_only=sum((one.value is None) != (other.value is None) for one, other in told),
        alpha=agreement.alpha(values, scale.distance),
        exact=agreement.sum_of(agreement.exact(*both) for both in words),
        overlapping=agreement.sum_of(agreement.overlapping(*both) for both in words),
    )


def event_figures(units: Sequence[Unit]) -> EventFigures:
    """How far two people agree on what is an event; one that only one of them added is none to the other."""
    told = [(one.one.verdict == "accepted", one.other.verdict == "accepted") for one in units]
    return EventFigures(
        units=len(told),
        both=sum(one and other for one, other in told),
        neither=sum(not one and not other for one, other in told),
        alpha=agreement.alpha(told, agreement.nominal),
        overlap=_events_of(units),
    )


def pair_figures(units: Sequence[Unit]) -> list[PairFigures]:
    """How far each two people agree, those with most events first."""
    pairs: dict[tuple[str, str], list[Unit]] = {}
    for one in units:
        pairs.setdefault((min(one.names), max(one.names)), []).append(one)
    found = []
    for names, some in pairs.items():
        compares = [compared(one.one, one.other) for one in some if one.one.verdict == one.other.verdict == "accepted"]
        same = sum(len(one.agreed) for one in compares)
        found.append(PairFigures(names, len(some), len(compares) * len(CELLS), same, _events_of(some)))
    return sorted(found, key=lambda one: (-one.events, one.names))


def _events_of(units: Sequence[Unit]) -> Overlap:
    told = [(one.one.verdict == "accepted", one.other.verdict == "accepted") for one in units]
    shared = sum(one and other for one, other in told)
    return Overlap(shared, sum(one for one, _ in told), sum(other for _, other in told))


# -- the machine and people --------------------------------------------------------------------------------------------


class Judged(NamedTuple):
    """What somebody made of an event."""

    verdict: str
    is_added: bool
    """by people: the machine has no such event"""
    cells: Mapping[str, str]
    """cell -> kept | changed | struck | filled; a cell that neither says anything of is not among them"""


def _judged_by_two(units: Iterable[Unit]) -> list[Judged]:
    found = []
    for unit in units:
        is_added = not unit.machine.verdict
        for one in (unit.one, unit.other):
            cells = {} if is_added or not one.cells else _outcomes(unit.machine.cells, one.cells, CELLS)
            found.append(Judged(one.verdict, is_added, cells))
    return found


def _judged_by_one(connection: Connection, since: str | None, until: str | None) -> list[Judged]:
    """Events of the record that were not coded by two."""
    query = select(event.c.record, event.c.amended, event.c.made_by, reviewed.c.state, reviewed.c.cells)
    query = query.join(event, event.c.event_id == reviewed.c.event_id)
    query = query.outerjoin(doubled, doubled.c.report_id == event.c.report_id).where(doubled.c.report_id.is_(None))
    query = query.where(reviewed.c.state != "open", *_within(reviewed.c.at, since, until))
    found = []
    for row in connection.execute(query):
        decided = json.loads(row.cells or "{}")
        if row.made_by is not None or row.state != "accepted":
            cells = {}
        elif row.amended is None:
            cells = dict.fromkeys(decided, "kept")
        else:
            told = [{name: cell_of(json.loads(one), name) for name in CELLS} for one in (row.record, row.amended)]
            cells = _outcomes(told[0], told[1], decided)
        found.append(Judged(row.state, row.made_by is not None, cells))
    return found


def _outcomes(coded: Mapping[str, Cell], told: Mapping[str, Cell], names: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        if not is_said(name, coded[name]):
            found |= {name: "filled"} if is_said(name, told[name]) else {}
        elif key(name, coded[name].value) == key(name, told[name].value):
            found[name] = "kept"
        else:
            found[name] = "struck" if told[name].value is None else "changed"
    return found


def _machine(name: str, judged: Iterable[Judged]) -> MachineFigures:
    told = Counter(one.cells[name] for one in judged if name in one.cells)
    said = told["kept"] + told["changed"] + told["struck"]
    return MachineFigures(name, said, told["kept"], told["changed"], told["struck"], told["filled"])


def _reports(connection: Connection, since: str | None, until: str | None) -> int:
    query = select(doubled.c.report_id).where(doubled.c.done_at.is_not(None), *_within(doubled.c.done_at, since, until))
    return len(connection.execute(query).all())


def _within(at: Any, since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    after = [at >= since] if since else []
    return after + ([at < (date.fromisoformat(until) + timedelta(days=1)).isoformat()] if until else [])
