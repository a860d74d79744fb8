"""Splitting and joining events, the history of their cells, and earlier values put back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from rasd.desk.api.decisions import Offsets, StateOut, on_record, refusing, state_of
from rasd.desk.cells import value_text
from rasd.desk.desk import Visiting
from rasd.desk.words import Words
from rasd.review import doubles, reshaping, tracks
from rasd.review.decisions import DecisionError, decisions_of, record_of, version_of
from rasd.review.history import Change, history
from rasd.review.reviewed import CELLS, Cell, cell_of, reviewed

EventId = Annotated[str, Field(max_length=200)]
Version = Annotated[str, Field(max_length=100)]


class SplitIn(BaseModel):
    """An event that is two."""

    model_config = ConfigDict(extra="forbid")
    event_id: EventId
    version: Version
    """that of the event as it was shown"""
    trigger: Offsets
    """the words that name the second one, in code points"""


class SplitOut(BaseModel):
    """Both, as they are now."""

    event: StateOut
    made: StateOut


class JoinIn(BaseModel):
    """Two events of one report that are one."""

    model_config = ConfigDict(extra="forbid")
    event_id: EventId
    """the one that stays"""
    version: Version
    other_id: EventId
    """the one that goes as rejected"""
    other_version: Version


class JoinOut(BaseModel):
    """Both, as they are now."""

    event: StateOut
    other: StateOut


class RestoreIn(BaseModel):
    """An earlier value of a cell."""

    model_config = ConfigDict(extra="forbid")
    event_id: EventId
    version: Version
    cell: Annotated[str, Field(max_length=20)]
    to: Annotated[int, Field(ge=0, le=2**53)]
    """the decision behind which it stood there; 0: what was coded"""


class ChangeOut(BaseModel):
    """What somebody said of a cell."""

    decision_id: int = Field(description="0: what was coded, or what the event began with.")
    verdict: str
    said: str = Field(description="The same in words.")
    by: str
    at: str
    reason: str
    text: str = Field(description="What stood there behind it; empty: nothing.")
    quotes: list[str]
    is_taken_back: bool
    is_outdated: bool = Field(description="The event said something else then.")
    is_now: bool = Field(description="Whether it is what stands there, and the last that put it there.")
    can_restore: bool = Field(description="Whether it can be put back: something else stands there now.")


class CellHistory(BaseModel):
    """A cell over time."""

    cell: str
    label: str
    changes: list[ChangeOut]


class HistoryOut(BaseModel):
    """The cells of an event on which anybody decided."""

    event_id: str
    version: str
    cells: list[CellHistory]


def split(visit: Visiting, told: SplitIn) -> SplitOut:
    """Make a second event of one. 409: it was changed since it was shown. 422: these words are none."""
    with refusing(visit.words), visit.desk.dataset.store.writing() as connection:
        on_record(connection, told.event_id, visit)
        words = (told.trigger[0], told.trigger[1])
        made = reshaping.split(connection, told.event_id, words, version=told.version, by=visit.person)
        out = SplitOut(event=state_of(connection, told.event_id, visit), made=state_of(connection, made, visit))
    visit.desk.merger.tell()
    return out


def join(visit: Visiting, told: JoinIn) -> JoinOut:
    """Say that two events of a report are one. 409: one was changed since it was shown. 422: these two cannot be."""
    with refusing(visit.words), visit.desk.dataset.store.writing() as connection:
        for name in (told.event_id, told.other_id):
            on_record(connection, name, visit)
        reshaping.join(
            connection, told.event_id, told.other_id, version=told.version, other_version=told.other_version,
            by=visit.person,
        )  # fmt: skip
        out = JoinOut(
            event=state_of(connection, told.event_id, visit), other=state_of(connection, told.other_id, visit)
        )
    visit.desk.merger.tell()
    return out


def restore(visit: Visiting, told: RestoreIn) -> StateOut:
    """Put an earlier value of a cell back, by a new decision. 422: it is not known, or stands there."""
    with refusing(visit.words), visit.desk.dataset.store.writing() as connection:
        on_record(connection, told.event_id, visit)
        reshaping.restore(connection, told.event_id, told.cell, told.to, version=told.version, by=visit.person)
        out = state_of(connection, told.event_id, visit)
    visit.desk.merger.tell()
    return out


Which = Annotated[str, Query(max_length=20, description="One cell only.")]


def changes(visit: Visiting, event_id: str, cell: Which = "") -> HistoryOut:
    """Who decided what on the cells of an event, and what stood there, in the order in which it came.

    While two people code its report blind, each of them sees what they themselves decided, and can put nothing back.
    """
    with visit.desk.dataset.store.reading() as connection:
        sight = doubles.sight_of_event(connection, event_id, visit.who(connection))
        try:
            record = record_of(connection, event_id, sight.track)
        except DecisionError as error:
            raise HTTPException(404, str(error)) from None
        made = decisions_of(connection, [event_id], sight.track)
        shown = tracks.events(connection, record["report_id"], sight.track)
        numbers = {one.record["event_id"]: number for number, one in enumerate(shown, start=1)}
    told, now = history(record, made), reviewed(record, made)
    cells = [
        CellHistory(
            cell=name,
            label=visit.words(f"cell.{name}"),
            changes=_changes(name, cell_of(record, name), told[name], now.cells[name], visit.words, numbers),
        )
        for name in CELLS
        if name in told and cell in ("", name)
    ]
    if not sight.may_decide or sight.track:
        for change in (change for one in cells for change in one.changes):
            change.can_restore = False
    return HistoryOut(event_id=event_id, version=version_of(record, made), cells=cells)


def _changes(
    name: str, coded: Cell, told: Sequence[Change], now: Cell, words: Words, numbers: dict[str, int]
) -> list[ChangeOut]:
    """What was coded, and all that was said of it."""
    begins = ChangeOut(
        decision_id=0, verdict="", said=words("history.coded"), by="", at="", reason="",
        text=_text(name, coded, words, numbers), quotes=_quotes(coded), is_taken_back=False, is_outdated=False,
        is_now=False, can_restore=coded != now,
    )  # fmt: skip
    shown = [begins, *(_change(one, now, words, numbers) for one in told)]
    standing = [number for number, one in enumerate(shown) if not one.can_restore and not one.is_taken_back]
    if standing:
        shown[standing[-1]].is_now = True
    return shown


def _change(one: Change, now: Cell, words: Words, numbers: dict[str, int]) -> ChangeOut:
    is_known = not one.is_outdated or one.verdict == "correct"
    return ChangeOut(
        decision_id=one.decision_id, verdict=one.verdict, said=words(f"verdict.{one.verdict}"), by=one.by, at=one.at,
        reason=words.get(f"reason.{one.reason}", one.reason) if one.reason else "",
        text=_text(one.cell, one.after, words, numbers), quotes=_quotes(one.after), is_taken_back=one.is_taken_back,
        is_outdated=one.is_outdated, is_now=False, can_restore=is_known and one.after != now,
    )  # fmt: skip


def _text(name: str, cell: Cell, words: Words, numbers: dict[str, int]) -> str:
    return "" if cell.value is None else value_text(name, cell.value, words, numbers)


def _quotes(cell: Cell) -> list[str]:
    return list(dict.fromkeys(span["text"] for span in cell.evidence))
