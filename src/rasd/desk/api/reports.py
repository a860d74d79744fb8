"""Bringing a report."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field

from rasd.dataset.pasting import Pasted, PasteError, paste, report_from
from rasd.desk.desk import Visit, Visiting
from rasd.model.text import Report


class ReportIn(BaseModel):
    """A report as text, and what is known of where it stood."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(max_length=1_000_000)]
    """up to 100,000 letters"""
    title: str = ""
    published: str = ""
    """the day, YYYY-MM-DD; without it "yesterday" is no calendar day"""
    outlet: str = ""
    url: str = ""


class ReportOut(BaseModel):
    """The report that was kept, or that the same text was kept as before."""

    report_id: str
    is_new: bool
    event_ids: list[str]
    """in the order of the text"""
    why_none: Literal["", "language", "unread", "failed", "nothing"]
    """for a new one without events: it is not Arabic; too few words of conflict to be read; the coder failed; none"""


def add(visit: Visiting, told: ReportIn) -> ReportOut:
    """Keep a report and code it. 422: it is none, too long, or of a day to come."""
    try:
        found = report_from(**told.model_dump(), today=date.today())
    except PasteError as error:
        raise HTTPException(422, str(error)) from None
    return ReportOut(**brought(visit, found, told.text)._asdict())


def brought(visit: Visit, told: Report, raw: str) -> Pasted:
    """A report, kept and coded, and its events to be merged."""
    done = paste(visit.desk.dataset, told, raw, visit.desk.candidates.coder, by=visit.person)
    if done.event_ids:
        visit.desk.merger.tell()
    return done
