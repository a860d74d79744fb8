"""Deciding and undoing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from rasd.desk.cells import value_text
from rasd.desk.desk import Visit, Visiting
from rasd.desk.shown import events_of
from rasd.desk.words import Words
from rasd.review import adjudication, decisions, doubles, settling, tracks
from rasd.review.doubles import Sight
from rasd.review.reviewed import Decision
from rasd.store.reports import report_of

Offsets = Annotated[list[int], Field(min_length=2, max_length=2)]
"""where words begin and end, in code points"""


class MarkIn(BaseModel):
    """A person's word on a cell, or on the event where ``cell`` is empty."""

    model_config = ConfigDict(extra="forbid")
    cell: Annotated[str, Field(max_length=20)] = ""
    verdict: Literal["accept", "correct", "reject", "not_said", "flag", "unflag"]
    reason: Annotated[str, Field(max_length=20)] = ""
    value: Any = None
    """for a correction: the cell as records have it, without its words"""
    evidence: Annotated[list[Offsets], Field(max_length=50)] = []
    """for a correction: the words that say it, in code points from the start of the text"""
    adds: bool = False
    """for a correction of places: beside those that there are"""


class DecisionsIn(BaseModel):
    """What is decided on one event with one key: one step, undone together."""

    model_config = ConfigDict(extra="forbid")
    event_id: Annotated[str, Field(max_length=200)]
    version: Annotated[str, Field(max_length=100)]
    """that of the event as it was shown"""
    marks: Annotated[list[MarkIn], Field(min_length=1, max_length=20)]


class CellOut(BaseModel):
    """A cell as it is shown."""

    text: str
    quotes: list[str]
    spans: list[Offsets]
    """where its words stand, in code points"""
    verdict: str
    by: str
    """whose verdict it is"""
    is_said: bool
    """whether there is something to decide on"""


class StateOut(BaseModel):
    """An event after a decision."""

    event_id: str
    report_id: str
    version: str
    state: str
    decided_by: str
    """who accepted or rejected it as a whole"""
    is_flagged: bool
    verdicts: dict[str, str]
    """cell -> what people decided"""
    open: list[str]
    """cells that nobody has decided on"""
    cells: dict[str, CellOut]


class UndoneOut(BaseModel):
    """What was undone; all null when there was nothing. An event that was added is gone with its adding."""

    event: StateOut | None
    report_id: str | None
    first: str | None
    """the first event of the report, for where the event is gone"""
    also: list[str]
    """the other events that were changed with it"""
    is_between_two: bool
    """whether it was decided between two codings, and so waits there to be decided again"""


class MissedIn(BaseModel):
    """An event that the coder missed."""

    model_config = ConfigDict(extra="forbid")
    report_id: Annotated[str, Field(max_length=500)]
    sub_event_type: Annotated[str, Field(max_length=100)]
    trigger: Offsets
    """the words that name it, in code points"""


def decide(visit: Visiting, told: DecisionsIn) -> StateOut:
    """Decide on an event, or blind, where two people code its report.

    403: not whoever asks. 409: it was changed since it was shown. 422: that cannot be said of it.
    """
    marks = [decisions.Mark(**one.model_dump()) for one in told.marks]
    by = visit.person
    with refusing(visit.words), visit.desk.dataset.store.writing() as connection:
        sight = _sight(connection, tracks.report_id_of(connection, told.event_id, by), visit)
        decisions.decide(connection, told.event_id, marks, version=told.version, by=by, track=sight.track)
        state = state_of(connection, told.event_id, visit, sight)
        _after(connection, state.report_id, sight)
    visit.desk.merger.tell()
    return state


@contextmanager
def refusing(words: Words) -> Iterator[None]:
    """What cannot be decided is answered so: 409 with what somebody else has changed, 422 with why not."""
    try:
        yield
    except decisions.ConflictError as error:
        changes = [_change(words, one) for one in error.since]
        raise HTTPException(409, {"error": str(error), "changes": changes, "is_recoded": error.is_recoded}) from None
    except decisions.DecisionError as error:
        raise HTTPException(422, str(error)) from None


def undo(visit: Visiting) -> UndoneOut:
    """Take back the last step of whoever asks."""
    with visit.desk.dataset.store.writing() as connection:
        who = visit.who(connection)
        undone = decisions.undo(connection, by=visit.person, on_record=who.may_review)
        if undone is None:
            return UndoneOut(event=None, report_id=None, first=None, also=[], is_between_two=False)
        sight = doubles.sight(connection, undone.report_id, who)
        left = [one.event_id for one in events_of(connection, undone.report_id, visit, sight)]
        state = state_of(connection, undone.event_id, visit, sight) if undone.event_id in left else None
        if undone.track:
            settling.after(connection, undone.report_id, undone.track)
        else:
            adjudication.settle(connection, undone.report_id, by=visit.person)
        is_between_two = doubles.sight(connection, undone.report_id, who).why == "conflicts"
    visit.desk.merger.tell()
    return UndoneOut(
        event=state, report_id=undone.report_id, first=left[0] if left else None, also=list(undone.also),
        is_between_two=is_between_two,
    )  # fmt: skip


def missed(visit: Visiting, told: MissedIn) -> StateOut:
    """Add an event that the coder missed. 403: not whoever asks. 422: these words, or this type, are none."""
    words = (told.trigger[0], told.trigger[1])
    by = visit.person
    with refusing(visit.words), visit.desk.dataset.store.writing() as connection:
        is_there = report_of(connection, told.report_id) is not None
        sight = _sight(connection, told.report_id if is_there else None, visit)
        made = decisions.add_missed(
            connection, told.report_id, told.sub_event_type, words, by=by, track=sight.track
        )
        state = state_of(connection, made, visit, sight)
        _after(connection, told.report_id, sight)
    visit.desk.merger.tell()
    return state


def on_record(connection: Connection, event_id: str, visit: Visit) -> None:
    """Whether whoever asks may change an event in a way that is for the record alone. 403: they may not."""
    report_id = tracks.report_id_of(connection, event_id)
    sight = doubles.sight(connection, report_id, visit.who(connection)) if report_id else None
    if sight is not None and (sight.track or not sight.may_decide):
        raise HTTPException(403, visit.words("blind.record_only" if sight.track else f"blind.{sight.why}"))


def _sight(connection: Connection, report_id: str | None, visit: Visit) -> Sight:
    """What whoever asks sees of a report that they decide on, blind or not; of none, the record. 403: they may not."""
    if report_id is None:
        return doubles.THE_RECORD
    who = visit.who(connection)
    sight = doubles.sight(connection, report_id, who)
    if not sight.may_decide:
        raise HTTPException(403, visit.words(f"blind.{sight.why}" if sight.why else "refused.role"))
    if sight.track:
        doubles.begin(connection, report_id, who)
    return sight


def _after(connection: Connection, report_id: str, sight: Sight) -> None:
    if sight.track:
        settling.after(connection, report_id, sight.track)


def _change(words: Words, one: Decision) -> dict[str, str]:
    """What somebody decided meanwhile."""
    cell = words(f"cell.{one.cell}") if one.cell else words("bench.whole")
    said = words(f"verdict.{one.verdict}") if one.cell else words(f"said.{one.verdict}")
    value = value_text(one.cell, one.value, words, {}) if one.verdict == "correct" else ""
    return {"by": one.by, "at": one.at, "cell": cell, "verdict": said, "value": value}


def state_of(connection: Connection, event_id: str, visit: Visit, sight: Sight = doubles.THE_RECORD) -> StateOut:
    """An event as it is now, on the record or in somebody's sight."""
    report_id = str(decisions.record_of(connection, event_id, sight.track)["report_id"])
    one = next(one for one in events_of(connection, report_id, visit, sight) if one.event_id == event_id)
    return StateOut(
        event_id=event_id,
        report_id=report_id,
        version=one.version,
        state=one.state,
        decided_by=one.decided_by,
        is_flagged=one.is_flagged,
        verdicts={cell.name: cell.verdict for cell in one.cells if cell.verdict},
        open=list(one.open),
        cells={
            cell.name: CellOut(
                text=cell.text,
                quotes=list(cell.quotes),
                spans=[list(span) for span in cell.spans],
                verdict=cell.verdict,
                by=cell.by,
                is_said=cell.is_said,
            )
            for cell in one.cells
        },
    )
