"""Judging whether two events are one."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from rasd.dataset.showing import parted
from rasd.desk.desk import Visiting
from rasd.desk.pages.duplicates import pairs
from rasd.review import judgements
from rasd.store.incidents import incident_by_id

EventId = Annotated[str, Query(max_length=200)]
Pair = Annotated[list[str], Field(min_length=2, max_length=2)]
"""the ids of two events"""


class JudgementIn(BaseModel):
    """A person's word on two events."""

    model_config = ConfigDict(extra="forbid")
    a: Annotated[str, Field(max_length=200)]
    b: Annotated[str, Field(max_length=200)]
    verdict: Literal["same", "different", "related", "unsure"]
    reason: Annotated[str, Field(max_length=500)] = ""


class JudgedOut(BaseModel):
    """What was noted, and the pair to look at next."""

    judgement_id: int
    next: Pair | None


class RetractedOut(BaseModel):
    """The two events of the judgement that was taken back; null when there was none."""

    pair: Pair | None


def judge(visit: Visiting, told: JudgementIn) -> JudgedOut:
    """Judge two events; incidents follow in a moment. 422: that cannot be said of them."""
    store = visit.desk.dataset.store
    with store.reading() as connection:
        before = [one.events for one in pairs(connection, visit)]
    try:
        with store.writing() as connection:
            number = judgements.judge(connection, told.a, told.b, told.verdict, reason=told.reason, by=visit.person)
    except judgements.JudgementError as error:
        raise HTTPException(422, str(error)) from None
    with store.reading() as connection:  # nobody waits for this to write
        left = [one.events for one in pairs(connection, visit)]
    visit.desk.merger.tell()
    this = next((at for at, one in enumerate(before) if set(one) == {told.a, told.b}), -1)
    behind = [one for one in before[this + 1 :] + before[: max(this, 0)] if one in left]
    behind += [one for one in left if one not in before]
    return JudgedOut(judgement_id=number, next=list(behind[0]) if behind else None)


class ApartOut(BaseModel):
    """How an incident would fall apart."""

    groups: list[list[str]] | None
    """the events of each part; null: it is too large to tell"""


def apart(visit: Visiting, incident_id: str, a: EventId, b: EventId) -> ApartOut:
    """How an incident falls apart if two of its events are judged different. What comes off may join another one."""
    with visit.desk.dataset.store.reading() as connection:
        record = incident_by_id(connection, incident_id)
        if record is None or not {a, b} <= set(record["event_ids"]):
            raise HTTPException(404, "this incident does not have these two events")
        groups = parted(connection, record["event_ids"], a, b, visit.desk.dataset.workspace.weights)
    return ApartOut(groups=None if groups is None else [list(group) for group in groups])


def retract(visit: Visiting) -> RetractedOut:
    """Take back the last judgement of whoever asks."""
    with visit.desk.dataset.store.writing() as connection:
        pair = judgements.retract_last(connection, by=visit.person)
    if pair:
        visit.desk.merger.tell()
    return RetractedOut(pair=list(pair) if pair else None)
