"""The order of the queues, worked out of the tables it is made of, row by row: what the kept one must be equal to."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from rasd.review.queues import ALL, Wanted
from rasd.store import schema
from rasd.store.search import place_is

DOUBT = {"contested": 3, "weak": 2, "fair": 1}
Order = list[tuple[str, int, int, int, int, tuple[str, ...]]]
"""report, killed, wounded, doubt, problems, and its events in the order of the text"""


def computed(connection: Connection, queue: str = "open", wanted: Wanted = ALL) -> Order:
    """The reports of a queue in order."""
    reports = {row.report_id: row for row in connection.execute(select(schema.report))}
    states = {row.event_id: row for row in connection.execute(select(schema.reviewed))}
    held = {row.event_id: row.incident_id for row in connection.execute(select(schema.incident_event))}
    incidents = connection.execute(select(schema.incident.c.incident_id, schema.incident.c.record))
    certain = {row.incident_id: json.loads(row.record)["certainty"] for row in incidents}
    there = select(schema.event_place.c.event_id).where(place_is(wanted.places))
    at = set(connection.execute(there).scalars()) if wanted.places else set()
    found: dict[str, list[Any]] = {}
    for row in connection.execute(select(schema.event).order_by(schema.event.c.nth)):
        if _queue(row, reports[row.report_id], states) != queue:
            continue
        if (wanted.kind and row.sub_event_type != wanted.kind) or (wanted.has_problems and not row.problems):
            continue
        if (wanted.since and (row.date_end or "") < wanted.since) or (wanted.places and row.event_id not in at):
            continue
        if wanted.until and (row.date_start or "9") > wanted.until:
            continue
        found.setdefault(row.report_id, []).append(row)
    told = [
        (
            name, max(one.killed for one in mine), max(one.wounded for one in mine),
            max(DOUBT.get(certain.get(held.get(one.event_id, ""), ""), 0) for one in mine),
            sum(one.problems for one in mine), tuple(one.event_id for one in mine),
        )
        for name, mine in found.items()
    ]  # fmt: skip
    return sorted(told, key=lambda one: ([-figure for figure in one[1:5]], reports[one[0]].number))


def _queue(row: Any, report: Any, states: dict[str, Any]) -> str:
    state = states.get(row.event_id)
    if state is not None and (state.is_flagged or state.state != "open"):
        return "flagged" if state.is_flagged else "done"
    return "open" if report.voice == report.report_id else "copy"
