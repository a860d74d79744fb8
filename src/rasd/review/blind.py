"""Queries for what two people code blind: which reports, and how far somebody is with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, false, func, or_, select, union_all

from rasd.review.people import ROLES
from rasd.store.schema import coding, doubled, draft, event, person, report, reviewed, seat

SEATS = 2
ADJUDICATORS = ROLES[ROLES.index("manager") :]
"""the roles that decide between two codings"""


class Policy(NamedTuple):
    """How the desk has reports coded twice."""

    share: float = 0.0
    """of reports, from 0 to 1"""
    shows_machine: bool = True
    """whether those who code blind see what the machine says"""


def limit(share: float) -> str:
    """What the hash of a text must lie below, so that this share of all texts does.

    >>> limit(0.5), limit(0.1), limit(1.0)
    ('80000000', '19999999', 'g')
    """
    return "g" if share >= 1 else f"{int(share * 16**8):08x}"


def is_blind(told: Policy) -> ColumnElement[bool]:
    """Whether two people code the report of a query, and it is not settled yet."""
    state = func.coalesce(_of_the_report(select(doubled.c.state), doubled).scalar_subquery(), "")
    other = event.alias("of_the_report")
    begun = _of_the_report(select(reviewed.c.event_id).join(other, other.c.event_id == reviewed.c.event_id), other)
    chosen = and_(state == "", report.c.text_sha256 < limit(told.share), ~exists(begun)) if told.share > 0 else false()
    return or_(state.in_(("coding", "conflicts")), chosen)


def is_taken(name: str, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether two others code the report of a query; who was disabled keeps no seat."""
    others = select(func.count()).select_from(seat.join(person, person.c.name == seat.c.person))
    others = others.where(_holds(at), seat.c.person != name, person.c.is_disabled == 0)
    return _of_the_report(others, seat).scalar_subquery() >= SEATS


def hidden(name: str) -> CompoundSelect[Any]:
    """The reports that somebody is not asked about: two others code them, or they are done with them, or both are."""
    held = select(seat.c.report_id).outerjoin(doubled, doubled.c.report_id == seat.c.report_id)
    held = held.join(person, person.c.name == seat.c.person).where(seat.c.person != name, person.c.is_disabled == 0)
    held = held.where(_holds(), func.coalesce(doubled.c.state, "") != "settled").group_by(seat.c.report_id)
    compared = select(doubled.c.report_id).where(doubled.c.state == "conflicts")
    coded = select(doubled.c.report_id).where(doubled.c.state == "coding")
    left = select(event.c.event_id).where(event.c.report_id == doubled.c.report_id)
    left = left.where(event.c.event_id.not_in(_closed(name)))
    added = select(draft.c.event_id).join(coding, coding.c.event_id == draft.c.event_id)
    added = added.where(draft.c.report_id == doubled.c.report_id, draft.c.track == name, coding.c.state == "open")
    return union_all(held.having(func.count() >= SEATS), compared, coded.where(~exists(left), ~exists(added)))


def mine(name: str, queue: str) -> Select[Any]:
    """The events that somebody who codes them blind has ``flagged``, or is ``done`` with."""
    is_flagged = coding.c.is_flagged == 1
    closed = is_flagged if queue == "flagged" else and_(coding.c.state != "open", ~is_flagged)
    unsettled = select(doubled.c.report_id).where(doubled.c.state != "settled")
    query = select(coding.c.event_id).where(coding.c.track == name, closed)
    return query.where(coding.c.report_id.in_(unsettled))


def to_adjudicate(name: str) -> Select[Any]:
    """The reports between whose codings somebody may decide: who did not code them, or else if nobody else is there."""
    coders = select(seat.c.person).where(seat.c.report_id == doubled.c.report_id, seat.c.finished_at.is_not(None))
    others = select(person.c.name).where(person.c.role.in_(ADJUDICATORS), person.c.is_disabled == 0)
    others = others.where(person.c.name.not_in(coders.correlate(doubled)))
    has_coded = exists(coders.where(seat.c.person == name))
    is_alone = ~exists(others.correlate(doubled))
    return select(doubled.c.report_id).where(doubled.c.state == "conflicts", or_(~has_coded, is_alone))


def _closed(name: str) -> Select[Any]:
    closed = or_(coding.c.state != "open", coding.c.is_flagged == 1)
    return select(coding.c.event_id).where(coding.c.track == name, closed)


def _holds(at: datetime | None = None) -> ColumnElement[bool]:
    return or_(seat.c.begun_at.is_not(None), seat.c.until > stamp(at or datetime.now(UTC)))


def stamp(at: datetime) -> str:
    """A time as seats keep it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _of_the_report(query: Select[Any], table: Any) -> Select[Any]:
    """A query on what belongs to the report of the one around it."""
    return query.where(table.c.report_id == report.c.report_id).correlate(report, event)
