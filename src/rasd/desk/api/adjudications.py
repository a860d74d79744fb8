"""Deciding between two codings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from rasd.desk.api.decisions import Offsets
from rasd.desk.codings_shown import shown
from rasd.desk.desk import Visit, Visiting
from rasd.review import adjudication, decisions, queues, tracks
from rasd.review.adjudication import Case, Pick


class PickIn(BaseModel):
    """A word on a cell, or on whether it is an event at all where ``cell`` is empty."""

    model_config = ConfigDict(extra="forbid")
    cell: Annotated[str, Field(max_length=20)] = ""
    pick: Literal["first", "second", "other", "not_said", "finish"]
    """finish: the event, once no conflict is left"""
    value: Any = None
    """for another value than the two: the cell as records have it, without its words"""
    evidence: Annotated[list[Offsets], Field(max_length=50)] = []
    """and its words, in code points from the start of the text"""


class PicksIn(BaseModel):
    """What is decided on one event with one key: one step, undone together."""

    model_config = ConfigDict(extra="forbid")
    event_id: Annotated[str, Field(max_length=200)]
    version: Annotated[str, Field(max_length=100)]
    """that of the event as it was shown"""
    picks: Annotated[list[PickIn], Field(min_length=1, max_length=20)]


class PickedOut(BaseModel):
    """An event after that."""

    event_id: str
    version: str
    state: str
    left: list[str]
    """conflicts that nobody has decided; an empty name is whether it is an event"""
    decided: dict[str, str]
    """cell -> what it is now, in the language of whoever asks; empty: nobody has decided"""
    next: str | None
    """the next event with conflicts, of this report or of the one behind it; null: none is left"""


def adjudicate(visit: Visiting, told: PicksIn) -> PickedOut:
    """Decide between two codings. 403: not whoever asks. 404, 409, 422: as for decisions."""
    picks = [Pick(**one.model_dump()) for one in told.picks]
    try:
        with visit.desk.dataset.store.writing() as connection:
            report_id = tracks.report_id_of(connection, told.event_id)
            if report_id is None:
                raise HTTPException(404, f"no event is called {told.event_id!r}")
            standing = adjudication.standing(connection, report_id, visit.who(connection))
            if standing not in adjudication.MAY:
                raise HTTPException(409 if standing == "settled" else 403, visit.words(_WHY.get(standing, "both.role")))
            adjudication.adjudicate(connection, told.event_id, picks, version=told.version, by=visit.person)
            answer = _answer(connection, told.event_id, report_id, visit)
    except decisions.ConflictError:
        raise HTTPException(409, visit.words("both.changed")) from None
    except decisions.DecisionError as error:
        raise HTTPException(422, str(error)) from None
    visit.desk.merger.tell()
    return answer


_WHY = {"none": "both.none", "coder": "both.coder", "settled": "both.changed"}


def _answer(connection: Connection, event_id: str, report_id: str, visit: Visit) -> PickedOut:
    cases = adjudication.cases(connection, report_id)
    [one] = [told for told in shown(cases, visit.words) if told.event_id == event_id]
    return PickedOut(
        event_id=event_id,
        version=one.version,
        state=one.state,
        left=list(one.left),
        decided={told.name: told.decided for told in one.conflicts},
        next=_next(connection, event_id, report_id, cases, visit),
    )


def _next(connection: Connection, event_id: str, report_id: str, cases: list[Case], visit: Visit) -> str | None:
    """The next event that waits: in this report from here on and then from its start, or else in the one behind."""
    at = [one.event_id for one in cases].index(event_id)
    waiting = [one for one in [*cases[at + 1 :], *cases[:at]] if one.found.conflicts and one.told.state == "open"]
    if waiting:
        return waiting[0].event_id
    return queues.neighbours(connection, report_id, "disagreements", who=visit.who(connection)).following
