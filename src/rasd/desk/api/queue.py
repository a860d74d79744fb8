"""Where to go from an event."""

from __future__ import annotations

from fastapi import HTTPException
from pydantic import BaseModel

from rasd.desk.desk import Visiting
from rasd.review import leases, queues, tracks
from rasd.store.schema import turn


class NextOut(BaseModel):
    """The first open event of the report behind, in the order of the queue; null when none is left."""

    event_id: str | None


def following(visit: Visiting, event_id: str) -> NextOut:
    """What comes behind an event's report. 404: there is no such event."""
    with visit.desk.dataset.store.reading() as connection:
        report_id = tracks.report_id_of(connection, event_id, visit.person)
        if report_id is None:
            raise HTTPException(404, f"no event is called {event_id!r}")
        held = leases.is_held(turn.c.report_id, visit.person)
        who = visit.who(connection)
        return NextOut(event_id=queues.neighbours(connection, report_id, who=who, passed_over=held).following)
