"""How much two people code, and who has a seat: set by managers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, HTTPException
from starlette.responses import RedirectResponse, Response

from rasd.desk.desk import Visiting
from rasd.review import doubles

Text = Annotated[str, Form(max_length=500)]


def set_share(visit: Visiting, percent: Text = "") -> Response:
    """The share of reports that two people code, for everybody, from the next request on. 422: that is none."""
    if visit.is_single:
        raise HTTPException(409, visit.words("doubles.single"))
    try:
        with visit.desk.dataset.store.writing() as connection:
            doubles.set_share(connection, float(percent) / 100, by=visit.person)
    except ValueError:
        raise HTTPException(422, visit.words("doubles.wrong")) from None
    return RedirectResponse("/agreement", 303)


def free(visit: Visiting, report_id: Text = "", name: Text = "") -> Response:
    """Give the seat of somebody who does not finish to whoever comes next. 404: they have none."""
    with visit.desk.dataset.store.writing() as connection:
        if not doubles.free(connection, report_id, name, by=visit.person):
            raise HTTPException(404, visit.words("error.not_found"))
    return RedirectResponse("/review?queue=disagreements", 303)
