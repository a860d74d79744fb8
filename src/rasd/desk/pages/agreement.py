"""How far people agree with one another, and with the machine: a page, and the same figures as CSV and JSON."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any, NamedTuple

from starlette.responses import JSONResponse, Response

from rasd.desk.desk import Visit, Visiting
from rasd.desk.pages.rendering import page
from rasd.review import agreement as formulas
from rasd.review import doubles, measured
from rasd.review.blind import ADJUDICATORS
from rasd.review.measured import CellFigures, Figures, MachineFigures

COLUMNS = (
    "cell", "events", "same", "one_only", "alpha", "reading", "exact_f1", "overlapping_f1", "machine_said",
    "machine_kept", "machine_changed", "machine_struck", "machine_filled",
)  # fmt: skip
BAR = 120
"""length of a bar that stands for 1"""


class Bar(NamedTuple):
    """A share as a bar."""

    length: float
    marks: tuple[float, ...]
    """where the thresholds stand on it"""


def agreement(visit: Visiting, since: str = "", until: str = "") -> Response:
    """``/agreement?since=2024-01-01``: of what was finished on these days."""
    days = (_day(since), _day(until))
    with visit.desk.dataset.store.reading() as connection:
        told = measured.figures(connection, since=days[0] or None, until=days[1] or None)
        chosen = doubles.chosen_share(connection, visit.desk.policy)
        is_off = chosen > 0 and visit.who(connection).policy.share == 0
    rows = [
        (one, machine, visit.words(f"cell.{one.cell}")) for one, machine in zip(told.cells, told.machine, strict=True)
    ]
    return page(
        "agreement.html", visit, told=told, rows=rows, since=days[0], until=days[1], chosen=chosen, is_off=is_off,
        bar=_bar, reading=formulas.reading, share=_share, number=_number, sets_share=visit.role in ADJUDICATORS,
        query="&".join(f"{name}={day}" for name, day in zip(("since", "until"), days, strict=True) if day),
    )  # fmt: skip


def as_csv(visit: Visiting, since: str = "", until: str = "") -> Response:
    """A row a cell, and first one for whether something is an event."""
    told = _figures(visit, since, until)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(_event_row(told))
    for one, machine in zip(told.cells, told.machine, strict=True):
        writer.writerow(_row(one, machine))
    headers = {"content-disposition": 'attachment; filename="agreement.csv"'}
    return Response(file.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def as_json(visit: Visiting, since: str = "", until: str = "") -> Response:
    """The same, with the figures of each two people for those who settle what they disagree on."""
    told = _figures(visit, since, until)
    found: dict[str, Any] = {
        "reports": told.reports,
        "events": _event_row(told) | {"both": told.events.both, "neither": told.events.neither},
        "cells": [_row(one, machine) for one, machine in zip(told.cells, told.machine, strict=True)],
        "machine": {"accepted": told.accepted, "rejected": told.rejected, "missed": told.missed},
    }
    if visit.role in ADJUDICATORS:
        found["pairs"] = [
            {
                "coders": one.names,
                "events": one.events,
                "events_f1": one.overlap.f1,
                "cells": one.cells,
                "same": one.same,
            }
            for one in told.pairs
        ]
    return JSONResponse(found)


def _figures(visit: Visit, since: str, until: str) -> Figures:
    with visit.desk.dataset.store.reading() as connection:
        return measured.figures(connection, since=_day(since) or None, until=_day(until) or None)


def _row(one: CellFigures, machine: MachineFigures) -> dict[str, Any]:
    told = (one.cell, one.units, one.same, one.one_only, one.alpha, formulas.reading(one.alpha), one.exact.f1)
    others = (one.overlapping.f1, machine.said, machine.kept, machine.changed, machine.struck, machine.filled)
    return dict(zip(COLUMNS, (*told, *others), strict=True))


def _event_row(told: Figures) -> dict[str, Any]:
    one = told.events
    row = dict.fromkeys(COLUMNS, None) | {"cell": "event", "events": one.units, "same": one.both + one.neither}
    row |= {"one_only": one.units - one.both - one.neither, "alpha": one.alpha, "reading": formulas.reading(one.alpha)}
    row |= {"exact_f1": one.overlap.f1, "machine_said": told.accepted + told.rejected, "machine_kept": told.accepted}
    return row | {"machine_changed": 0, "machine_struck": told.rejected, "machine_filled": told.missed}


def _bar(share: float | None, *marks: float) -> Bar:
    """A share as a bar; less than nothing is none.

    >>> _bar(0.5, 0.8)
    Bar(length=60.0, marks=(96.0,))
    """
    return Bar(round(BAR * max(share or 0.0, 0.0), 1), tuple(round(BAR * mark, 1) for mark in marks))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _number(told: float | None, *, is_share: bool = False) -> str:
    """A figure as it is read.

    >>> _number(0.8349), _number(-0.1), _number(0.5, is_share=True), _number(None)
    ('0.83', '−0.10', '50%', '—')
    """
    if told is None:
        return "—"
    return f"{round(100 * told)}%" if is_share else f"{told:.2f}".replace("-", "−")


def _day(told: str) -> str:
    """An ISO day, or nothing."""
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        return ""
