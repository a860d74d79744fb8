"""Reports: searched, and read with where they came from."""

from __future__ import annotations

from starlette.responses import Response

from rasd.dataset.showing import report_shown
from rasd.desk.desk import Visiting
from rasd.desk.pages.rendering import page
from rasd.desk.shown import events_of
from rasd.store.search import search

_A_PAGE = 50
_LONGEST = 200
_PASTED = ("known", "language", "unread", "nothing", "failed")


def reports(visit: Visiting, q: str = "") -> Response:
    """``/reports?q=سرمين``: the latest reports that have all of the words."""
    asked = q.replace("\0", "").strip()[:_LONGEST]
    with visit.desk.dataset.store.reading() as connection:
        hits = search(connection, asked, most=_A_PAGE + 1)
    return page("reports.html", visit, q=asked, hits=hits[:_A_PAGE], has_more=len(hits) > _A_PAGE, most=_A_PAGE)


def report(visit: Visiting, report_id: str, pasted: str = "") -> Response:
    """``/reports/ID``: the text, its events, where and when it came from, its versions and copies."""
    with visit.desk.dataset.store.reading() as connection:
        told = report_shown(connection, report_id)
        if told is None:
            return page("error.html", visit, 404, sentence=visit.words("reports.nothing"))
        events = events_of(connection, report_id, visit)
    return page("report.html", visit, one=told, events=events, pasted=pasted if pasted in _PASTED else "")
