"""Taking a report for review."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field

from rasd.desk.desk import Visiting
from rasd.desk.shown import events_of
from rasd.review import doubles, leases
from rasd.store.reports import report_of


class LeaseIn(BaseModel):
    """A report that is open for review."""

    model_config = ConfigDict(extra="forbid")
    report_id: Annotated[str, Field(max_length=500)]


class LeaseOut(BaseModel):
    """Who has it; null when it is taken by whoever asked."""

    held_by: str | None
    seconds: int
    """after which it is to be taken anew"""
    versions: dict[str, str]
    """of its events, as they are now for whoever asked"""


def claim(visit: Visiting, told: LeaseIn) -> LeaseOut:
    """Take a report, or keep it. 403: whoever asks decides nothing on it. 404: there is none."""
    store = visit.desk.dataset.store
    with store.writing() as connection:
        if report_of(connection, told.report_id) is None:
            raise HTTPException(404, f"no report is called {told.report_id!r}")
        sight = doubles.sight(connection, told.report_id, visit.who(connection))
        if sight.may_decide and sight.track:  # who else codes it is told to nobody
            doubles.claim(connection, told.report_id, visit.person)
            held_by = None
        elif sight.may_decide:
            held_by = leases.claim(connection, told.report_id, by=visit.person)
        elif sight.why == "taken":
            held_by = visit.words("blind.two_others")
        else:
            raise HTTPException(403, visit.words(f"blind.{sight.why}" if sight.why else "refused.role"))
    with store.reading() as connection:
        versions = {one.event_id: one.version for one in events_of(connection, told.report_id, visit, sight)}
    return LeaseOut(held_by=held_by, seconds=leases.SECONDS // 2, versions=versions)
