"""The workbench: a report and its events, one of which is being decided on."""

from __future__ import annotations

from starlette.responses import Response

from rasd.desk.desk import Visiting
from rasd.desk.keys import keys_of
from rasd.desk.pages.rendering import page
from rasd.desk.shown import events_of
from rasd.lexicon.additions import PLACE_KINDS
from rasd.review import adjudication, doubles, leases, queues, tracks
from rasd.review.reviewed import CELL_REASONS, EVENT_REASONS
from rasd.review.values import ACTOR_KINDS
from rasd.store.reports import report_of
from rasd.store.schema import turn


def workbench(visit: Visiting, event_id: str) -> Response:
    """``/review/EVENT``: the report, its events as cards, that one open."""
    with visit.desk.dataset.store.reading() as connection:
        report_id = tracks.report_id_of(connection, event_id, visit.person)
        report = report_of(connection, report_id) if report_id else None
        if report is None:
            return page("error.html", visit, 404, sentence=visit.words("error.no_event"))
        who = visit.who(connection)
        sight = doubles.sight(connection, report.report_id, who)
        events = events_of(connection, report.report_id, visit, sight)
        if event_id not in [one.event_id for one in events]:
            return page("error.html", visit, 404, sentence=visit.words("error.no_event"))
        decides = sight.may_decide and visit.mode == "normal"
        keys = keys_of(connection, visit, "bench", role=("coder" if sight.track else "") if decides else "viewer")
        held = leases.is_held(turn.c.report_id, visit.person)
        beside = queues.neighbours(connection, report.report_id, who=who, passed_over=held)
        is_to_adjudicate = adjudication.standing(connection, report.report_id, who) in adjudication.MAY
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
        "workbench.html", visit, report=report, events=events, active=event_id, beside=beside, data=data, keys=keys,
        sight=sight, decides=decides, is_to_adjudicate=is_to_adjudicate, cell_reasons=CELL_REASONS,
        event_reasons=EVENT_REASONS, place_kinds=PLACE_KINDS, actor_kinds=ACTOR_KINDS,
    )  # fmt: skip
