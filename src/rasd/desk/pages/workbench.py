"""The workbench: a report and its events, one of which is being decided on."""

from __future__ import annotations

import json
from collections import defaultdict

from sqlalchemy import Connection, select
from starlette.responses import Response

from rasd.desk.desk import Visit, Visiting
from rasd.desk.pages.rendering import page
from rasd.desk.shown import ShownEvent, shown
from rasd.review import queues
from rasd.review.decisions import decisions_of, version_of
from rasd.review.reviewed import CELL_REASONS, EVENT_REASONS, Decision, reviewed
from rasd.store.reports import report_of
from rasd.store.schema import event


def workbench(visit: Visiting, event_id: str) -> Response:
    """``/review/EVENT``: the report, its events as cards, that one open."""
    with visit.desk.dataset.store.reading() as connection:
        report_id = connection.execute(select(event.c.report_id).where(event.c.event_id == event_id)).scalar()
        report = report_of(connection, report_id) if report_id else None
        if report is None:
            return page("error.html", visit, 404, sentence=visit.words("error.no_event"))
        events = events_of(connection, report.report_id, visit)
        beside = queues.neighbours(connection, report.report_id)
    data = {
        "text": report.text,
        "events": {
            one.event_id: {
                "version": one.version,
                "cells": {cell.name: cell.spans for cell in one.cells},
                "problems": [problem.spans for problem in one.problems],
            }
            for one in events
        },
        "reasons": {"cell": CELL_REASONS, "event": EVENT_REASONS},
    }
    return page(
        "workbench.html", visit, report=report, events=events, active=event_id, beside=beside, data=data,
        cell_reasons=CELL_REASONS, event_reasons=EVENT_REASONS,
    )  # fmt: skip


def events_of(connection: Connection, report_id: str, visit: Visit) -> list[ShownEvent]:
    """The cards of a report's events, in the order of the text."""
    query = select(event.c.event_id, event.c.record).where(event.c.report_id == report_id).order_by(event.c.nth)
    records = {row.event_id: json.loads(row.record) for row in connection.execute(query)}
    told: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions_of(connection, records):
        told[one.event_id].append(one)
    numbers = {name: number for number, name in enumerate(records, start=1)}
    return [
        shown(record, reviewed(record, told[name]), version_of(record, told[name]), visit.words, numbers)
        for name, record in records.items()
    ]
