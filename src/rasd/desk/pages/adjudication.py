"""Two codings of a report side by side, where somebody decides between them."""

from __future__ import annotations

from starlette.responses import Response

from rasd.desk.codings_shown import shown
from rasd.desk.desk import Visiting
from rasd.desk.keys import keys_of
from rasd.desk.pages.rendering import page
from rasd.review import adjudication, settling, tracks
from rasd.store.reports import report_of

_REFUSED = {"none": 404, "coder": 403, "role": 403}


def codings(visit: Visiting, event_id: str) -> Response:
    """``/review/EVENT/both``: what two people made of the event and of the others of its report.

    While there is something to decide only for those who may, and without names; then for the two themselves as well.
    """
    with visit.desk.dataset.store.reading() as connection:
        report_id = tracks.report_id_of(connection, event_id)
        report = report_of(connection, report_id) if report_id else None
        if report is None:
            return page("error.html", visit, 404, sentence=visit.words("error.no_event"))
        standing = adjudication.standing(connection, report.report_id, visit.who(connection))
        if standing in _REFUSED:
            return page("error.html", visit, _REFUSED[standing], sentence=visit.words(f"both.{standing}"))
        cases = shown(adjudication.cases(connection, report.report_id), visit.words)
        names = settling.coders_of(connection, report.report_id) if standing == "settled" else ()
        decides = standing in adjudication.MAY and visit.mode == "normal"
        keys = keys_of(connection, visit, "codings", role="" if decides else "viewer")
    data = {
        "text": report.text,
        "events": {
            one.event_id: {
                "version": one.version,
                "cells": {told.name: [side.spans for side in told.sides] for told in one.conflicts},
                "words": [span for _, value in one.agreed for span in value.spans],
            }
            for one in cases
        },
    }
    return page(
        "codings.html", visit, report=report, cases=cases, active=event_id, standing=standing, names=names, keys=keys,
        decides=decides, data=data,
    )  # fmt: skip
