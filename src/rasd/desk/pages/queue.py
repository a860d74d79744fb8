"""The review queues as a list."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from rasd.desk.asked import LONGEST, iso_day
from rasd.desk.desk import Visiting
from rasd.desk.pages.rendering import page
from rasd.lexicon.types import event_types
from rasd.review import doubles, leases, queues
from rasd.review.blind import ADJUDICATORS
from rasd.store.outlines import provinces
from rasd.store.schema import report

_A_PAGE = 50
_LAST = 10**9


def home() -> Response:
    """The way in."""
    return RedirectResponse("/review", 303)


def queue(
    visit: Visiting, queue: str = "open", kind: str = "", problems: str = "", since: str = "", until: str = "",
    place: str = "", after: int = 0,
) -> Response:  # fmt: skip
    """Reports with events in a queue: ``/review?queue=flagged&kind=Armed clash&place=Idlib&since=2024-03-01``.

    ``queue=disagreements`` is for those who settle them, and tells how far reports are that two people code.
    """
    shown = queues.QUEUES if visit.role in ADJUDICATORS else queues.QUEUES[:-1]
    if queue not in shown:
        queue = "open"
    told = {
        "kind": kind if kind in event_types() else "",
        "problems": "1" if problems == "1" else "",
        "since": iso_day(since.strip()),
        "until": iso_day(until.strip()),
        "place": place.replace("\0", "").strip()[:LONGEST],
    }
    wanted = queues.Wanted(
        told["kind"] or None, bool(told["problems"]), told["since"] or None, told["until"] or None,
        visit.desk.dataset.names_of(told["place"]),
    )  # fmt: skip
    after = min(max(after, 0), _LAST)
    with visit.desk.dataset.store.reading() as connection:
        who = visit.who(connection)
        found = queues.waiting(connection, queue, wanted, who=who, after=after, most=_A_PAGE + 1)
        counted = queues.counts(connection, who)
        ids = [one.report_id for one in found]
        blind = doubles.blind_among(connection, ids, who.policy)
        held = leases.held_by_others(connection, visit.person, [name for name in ids if name not in blind])
        progress = doubles.progress(connection) if queue == "disagreements" else []
        own = doubles.own_conflicts(connection, visit.person) if queue == "disagreements" else 0
        is_new = not found and connection.execute(select(report.c.number).limit(1)).first() is None
        near = {visit.words.province(country, name) for country, name in provinces(connection)}
    filters = {name: value for name, value in told.items() if value}
    more = urlencode({"queue": queue, **filters, "after": after + _A_PAGE}) if len(found) > _A_PAGE else ""
    return page(
        "queue.html", visit, queue=queue, queues=shown, rows=found[:_A_PAGE], counts=counted, blind=blind, held=held,
        types=list(event_types()), told=told, filters=urlencode(filters), provinces=sorted(near), after=after,
        more=more, progress=progress, own=own, may_review=who.may_review, is_new=is_new,
    )  # fmt: skip
