"""Reports: searched, and read with where they came from."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from rasd.dataset.showing import report_shown
from rasd.dataset.versions import Piece, Version, differences, versions
from rasd.desk.desk import Visiting
from rasd.desk.pages.rendering import page
from rasd.desk.shown import events_of
from rasd.review import doubles
from rasd.store.reports import report_of
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


def report(visit: Visiting, report_id: str, pasted: str = "", against: str = "") -> Response:
    """``/reports/ID``: the text, its events, where and when it came from, its versions and copies.

    ``against`` is another version, whose differences are shown; without it that is the one before.
    """
    with visit.desk.dataset.store.reading() as connection:
        told = report_shown(connection, report_id)
        if told is None:
            return page("error.html", visit, 404, sentence=visit.words("reports.nothing"))
        sight = doubles.sight(connection, report_id, visit.who(connection))
        events = events_of(connection, report_id, visit, sight)
        chain = versions(connection, report_id)
        compared = _compared(connection, chain, report_id, against)
    return page(
        "report.html", visit, one=told, events=events, pasted=pasted if pasted in _PASTED else "",
        chain=chain, compared=compared,
    )  # fmt: skip


class Compared(NamedTuple):
    """Two versions of a report, the older one first, and what changed from one to the other."""

    before: Version
    after: Version
    title: list[Piece]
    """empty where it is the same"""
    text: list[Piece]


def _compared(connection: Connection, chain: list[Version], report_id: str, against: str) -> Compared | None:
    names = [one.report_id for one in chain]
    here = names.index(report_id)
    other = names.index(against) if against in names and against != report_id else here - 1
    if other < 0:
        return None
    before, after = chain[min(here, other)], chain[max(here, other)]
    texts = [report_of(connection, one.report_id) for one in (before, after)]
    old, new = (one.text if one else "" for one in texts)
    is_renamed = before.title != after.title
    title = differences(before.title or "", after.title or "") if is_renamed else []
    return Compared(before, after, title, differences(old, new))
