"""The review queues as a list."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from rasd.desk.desk import Visiting
from rasd.desk.pages.rendering import page
from rasd.lexicon.types import event_types
from rasd.review import leases, queues

_A_PAGE = 50


def home() -> Response:
    """The way in."""
    return RedirectResponse("/review", 303)


def queue(visit: Visiting, queue: str = "open", kind: str = "", problems: str = "", after: int = 0) -> Response:
    """Reports with events in a queue: ``/review?queue=flagged&kind=Armed clash&problems=1``."""
    if queue not in queues.QUEUES:
        queue = "open"
    filters = {"kind": kind if kind in event_types() else None, "has_problems": problems == "1"}
    after = max(after, 0)
    with visit.desk.dataset.store.reading() as connection:
        found = queues.waiting(connection, queue, **filters, after=after, most=_A_PAGE + 1)  # type: ignore[arg-type]
        counted = queues.counts(connection)
        held = leases.held_by_others(connection, visit.person)
    told = {"queue": queue, "kind": filters["kind"] or "", "problems": "1" if filters["has_problems"] else ""}
    more = urlencode({**told, "after": after + _A_PAGE}) if len(found) > _A_PAGE else ""
    return page(
        "queue.html", visit, queue=queue, rows=found[:_A_PAGE], held=held, counts=counted, types=list(event_types()),
        kind=filters["kind"], has_problems=filters["has_problems"], after=after, more=more,
    )  # fmt: skip
