"""What a cell may be instead."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import HTTPException, Query
from pydantic import BaseModel

from rasd.desk.desk import Visiting
from rasd.review import doubles, tracks
from rasd.review.reviewed import CELLS
from rasd.store.reports import report_of


class CandidateOut(BaseModel):
    """One thing that a cell may be."""

    value: Any
    text: str
    detail: str
    is_read: bool
    """whether the coder reads it on the words"""


def candidates(
    visit: Visiting,
    event_id: str,
    cell: str,
    q: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
) -> list[CandidateOut]:
    """What a cell may be, by the words from ``start`` to ``end`` of the report, or by what is typed (``q``)."""
    with visit.desk.dataset.store.reading() as connection:
        report_id = tracks.report_id_of(connection, event_id, visit.person)
        report = report_of(connection, report_id) if report_id else None
        if report is None or cell not in CELLS:
            raise HTTPException(404, f"there is no {cell!r} of an event {event_id!r}")
        sight = doubles.sight(connection, report.report_id, visit.who(connection))
        shown = tracks.events(connection, report.report_id, sight.track)
        numbers = {one.record["event_id"]: number for number, one in enumerate(shown, start=1)}
    others = {name: number for name, number in numbers.items() if name != event_id}
    span = (start, end) if start < end <= len(report.text) else None
    found = visit.desk.candidates.of(cell, report, visit.words, span=span, typed=q, others=others)
    return [CandidateOut(**one._asdict()) for one in found]
