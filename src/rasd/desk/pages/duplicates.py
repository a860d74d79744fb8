"""Possible duplicates: the list, and two events side by side."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from starlette.responses import Response

from rasd.desk.desk import Visit, Visiting
from rasd.desk.keys import keys_of
from rasd.desk.pages.rendering import page
from rasd.desk.shown import ShownCell, ShownEvent, events_of
from rasd.model.text import Report
from rasd.review import waiting
from rasd.review.judgements import judgements_of
from rasd.review.reviewed import CELLS
from rasd.store.bulk import rows_in
from rasd.store.events import AS_PEOPLE_HAVE_IT
from rasd.store.reports import report_of
from rasd.store.schema import event, report


class Side(NamedTuple):
    """One of two events, and its report."""

    event: ShownEvent
    report: Report


class Row(NamedTuple):
    """A cell of both."""

    one: ShownCell
    other: ShownCell
    how: str
    """same | differs | silent: only one says something | empty"""


def duplicates(visit: Visiting) -> Response:
    """``/duplicates``: pairs that may be one, the most alike first."""
    with visit.desk.dataset.store.reading() as connection:
        found = pairs(connection, visit)
        told = _told(connection, {name for one in found for name in one.events}, visit.words.language)
    return page("duplicates.html", visit, rows=[(one, told[one.events[0]], told[one.events[1]]) for one in found])


def pair(visit: Visiting, a: str, b: str) -> Response:
    """``/duplicates/EVENT/EVENT``: the two side by side, what differs marked, and what people said of them."""
    with visit.desk.dataset.store.reading() as connection:
        sides = [side for name in (a, b) if (side := _side(connection, name, visit)) is not None]
        if a == b or len(sides) < 2:
            return page("error.html", visit, 404, sentence=visit.words("error.no_event"))
        said = [one for one in judgements_of(connection, [a, b]) if {one["a"], one["b"]} == {a, b}]
        left = len(pairs(connection, visit))
        keys = keys_of(connection, visit, "pair", role="" if visit.may("reviewer") else "viewer")
    one, other = sides
    rows = [_row(*both) for both in zip(one.event.cells, other.event.cells, strict=True)]
    data = {
        "events": [a, b],
        "texts": [side.report.text for side in sides],
        "cells": {name: [side.event.cells[at].spans for side in sides] for at, name in enumerate(CELLS)},
    }
    return page("pair.html", visit, sides=sides, rows=rows, said=said, data=data, left=left, keys=keys)


def pairs(connection: Connection, visit: Visit) -> list[waiting.Duplicate]:
    """The pairs that wait for a person."""
    return waiting.possible_duplicates(connection, visit.desk.dataset.workspace.weights.review)


def _side(connection: Connection, event_id: str, visit: Visit) -> Side | None:
    report_id = connection.execute(select(event.c.report_id).where(event.c.event_id == event_id)).scalar()
    told = report_of(connection, report_id) if report_id else None
    if told is None:
        return None
    mine = [one for one in events_of(connection, told.report_id, visit) if one.event_id == event_id]
    return Side(mine[0], told)


def _row(one: ShownCell, other: ShownCell) -> Row:
    said = (one.is_said and bool(one.text)) + (other.is_said and bool(other.text))
    if said < 2:
        return Row(one, other, "silent" if said else "empty")
    return Row(one, other, "same" if one.text == other.text else "differs")


def _told(connection: Connection, event_ids: set[str], language: str) -> dict[str, dict[str, Any]]:
    query = select(event.c.event_id, AS_PEOPLE_HAVE_IT, report.c.outlet, report.c.published, report.c.report_id)
    query = query.join(report, report.c.report_id == event.c.report_id)
    return {
        row.event_id: {
            "note": json.loads(row.record)["notes"].get(language, ""),
            "outlet": row.outlet or row.report_id,
            "published": row.published,
        }
        for row in rows_in(connection, query, event.c.event_id, event_ids)
    }
