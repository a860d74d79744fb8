"""Deciding and undoing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from rasd.desk.desk import Visiting
from rasd.review import decisions
from rasd.review.reviewed import reviewed


class MarkIn(BaseModel):
    """A person's word on a cell, or on the event where ``cell`` is empty."""

    model_config = ConfigDict(extra="forbid")
    cell: Annotated[str, Field(max_length=20)] = ""
    verdict: Literal["accept", "reject", "flag", "unflag"]
    reason: Annotated[str, Field(max_length=20)] = ""


class DecisionsIn(BaseModel):
    """What is decided on one event with one key: one step, undone together."""

    model_config = ConfigDict(extra="forbid")
    event_id: Annotated[str, Field(max_length=200)]
    version: Annotated[str, Field(max_length=100)]
    """that of the event as it was shown"""
    marks: Annotated[list[MarkIn], Field(min_length=1, max_length=20)]


class StateOut(BaseModel):
    """An event after a decision."""

    event_id: str
    report_id: str
    version: str
    state: str
    is_flagged: bool
    verdicts: dict[str, str]
    """cell -> what people decided"""
    open: list[str]
    """cells that nobody has decided on"""


class UndoneOut(BaseModel):
    """What was undone; null when there was nothing."""

    event: StateOut | None


def decide(visit: Visiting, told: DecisionsIn) -> StateOut:
    """Decide on an event. 409: it was changed since it was shown. 422: that cannot be said of it."""
    marks = [decisions.Mark(one.cell, one.verdict, reason=one.reason) for one in told.marks]
    try:
        with visit.desk.dataset.store.writing() as connection:
            decisions.decide(connection, told.event_id, marks, version=told.version, by=visit.person)
            return _state(connection, told.event_id)
    except decisions.ConflictError as error:
        raise HTTPException(409, str(error)) from None
    except decisions.DecisionError as error:
        raise HTTPException(422, str(error)) from None


def undo(visit: Visiting) -> UndoneOut:
    """Take back the last step of whoever asks."""
    with visit.desk.dataset.store.writing() as connection:
        event_id = decisions.undo(connection, by=visit.person)
        return UndoneOut(event=_state(connection, event_id) if event_id else None)


def _state(connection: Connection, event_id: str) -> StateOut:
    record: dict[str, Any] = decisions.record_of(connection, event_id)
    made = decisions.decisions_of(connection, [event_id])
    now = reviewed(record, made)
    return StateOut(
        event_id=event_id,
        report_id=record["report_id"],
        version=decisions.version_of(record, made),
        state=now.state,
        is_flagged=now.is_flagged,
        verdicts={name: one.verdict for name, one in now.decisions.items()},
        open=list(now.open),
    )
