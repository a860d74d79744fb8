"""Where two coders disagree, a third person decides: which conflicts there are, who may, and what is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from rasd.review import decisions, doubles, settling, tracks
from rasd.review.blind import ADJUDICATORS, to_adjudicate
from rasd.review.codings import UNTOLD, Coding, Comparison, Say, compared, said
from rasd.review.decisions import Said
from rasd.review.doubles import Who
from rasd.review.reviewed import CELLS, Reviewed, reviewed
from rasd.store.opening import now
from rasd.store.schema import doubled

MAY = ("adjudicate", "alone")
"""the standings of who may decide"""
PICKS = ("first", "second", "other", "not_said", "finish")


class Case(NamedTuple):
    """An event that two people coded."""

    event_id: str
    record: Mapping[str, Any]
    """as the machine has it"""
    codings: tuple[Coding, Coding]
    """of the first and of the second"""
    found: Comparison
    told: Reviewed
    """as the record has it now"""
    version: str

    @property
    def left(self) -> tuple[str, ...]:
        """The conflicts that nobody has decided."""
        if self.told.state != "open":
            return ()
        if "" in self.found.conflicts:
            return ("",) if self.told.open or not self.told.decisions else ()
        return tuple(name for name in self.found.conflicts if name not in self.told.decisions)


class Pick(NamedTuple):
    """An adjudicator's word on a cell, or on whether an event is one (``cell`` empty)."""

    cell: str
    pick: str
    """one of ``PICKS``"""
    value: Any = None
    """for another value than the two: as records have it"""
    evidence: Any = None
    """its words, as pairs of offsets in code points"""


def standing(connection: Connection, report_id: str, who: Who) -> str:
    """What somebody may do about the two codings of a report.

    none: there are not two, or they are not both done | settled: look, with the names
    adjudicate | alone: though they coded it, for nobody else is there | coder: not, for they coded it | role: not
    """
    row = doubles.row_of(connection, report_id)
    if row is None or row["state"] == "coding":
        return "none"  # whether somebody has begun is for nobody to know
    has_coded = who.name in settling.coders_of(connection, report_id)
    is_adjudicator = who.role in ADJUDICATORS
    if row["state"] == "settled":
        return "settled" if is_adjudicator or has_coded else "role"
    if not is_adjudicator:
        return "role"
    this = to_adjudicate(who.name).where(doubled.c.report_id == report_id)
    if connection.execute(this).first() is None:
        return "coder"
    return "alone" if has_coded else "adjudicate"


def cases(connection: Connection, report_id: str) -> list[Case]:
    """The events of a report that two people coded, in the order of the text; those added later are not among them."""
    first, second = settling.coders_of(connection, report_id)
    kept = settling.codings_of(connection, report_id)
    shown = [one.record for one in tracks.events(connection, report_id) if one.record["event_id"] in kept]
    made = decisions.by_event(connection, [one["event_id"] for one in shown])
    found = []
    for record in shown:
        name = record["event_id"]
        one, other = kept[name].get(first, UNTOLD), kept[name].get(second, UNTOLD)
        told, version = reviewed(record, made[name]), decisions.version_of(record, made[name])
        found.append(Case(name, record, (one, other), compared(one, other), told, version))
    return found


def adjudicate(connection: Connection, event_id: str, picks: Sequence[Pick], *, version: str, by: str) -> None:
    """Have the record say what an adjudicator picks, as one step; with the last conflict the report is settled.

    ConflictError: it was changed since it was shown. DecisionError: that cannot be picked, or conflicts are left.
    """
    record = decisions.record_of(connection, event_id)
    report_id = str(record["report_id"])
    case = next((one for one in cases(connection, report_id) if one.event_id == event_id), None)
    if case is None:
        raise decisions.DecisionError(f"event {event_id} was not coded by two people")
    decisions.as_seen(connection, event_id, version)
    if not picks or len({one.cell for one in picks}) < len(picks):
        raise decisions.DecisionError("nothing is decided, or a cell twice")
    decisions.note(connection, [mark for one in picks for mark in _said(connection, case, one)], by=by)
    settle(connection, report_id, by=by)


def settle(connection: Connection, report_id: str, *, by: str) -> None:
    """Note whether conflicts of a report are left; undoing the last pick leaves some again, to whoever made it."""
    row = doubles.row_of(connection, report_id)
    if row is None or row["state"] == "coding":
        return
    left = any(one.found.conflicts and one.told.state == "open" for one in cases(connection, report_id))
    if row["state"] == "conflicts" and not left:
        doubles.note(connection, row | {"state": "settled", "settled_at": now(), "settled_by": by}, by=by)
    elif row["state"] == "settled" and left and row["settled_by"] == by:
        doubles.note(connection, row | {"state": "conflicts", "settled_at": None, "settled_by": None}, by=by)


def _said(connection: Connection, case: Case, told: Pick) -> list[Said]:
    """What a pick comes to as decisions on the record."""
    record = case.record
    if told.pick not in PICKS or (told.cell and told.cell not in CELLS):
        raise decisions.DecisionError(f"{told.pick!r} cannot be picked for {told.cell or 'an event'}")
    if told.pick == "finish" and not told.cell:
        left = case.left or case.told.open
        if left:
            raise decisions.DecisionError(f"nobody has decided on {', '.join(name or 'the event' for name in left)}")
        return [Said(record, "", "accept")]
    if told.pick == "not_said" and told.cell:
        return [Said(record, told.cell, "not_said")]
    if told.pick == "other" and told.cell:
        correction = decisions.Mark(told.cell, "correct", told.value, told.evidence)
        value, words = decisions.correction(connection, case.record, case.told, correction)
        return [Said(record, told.cell, "correct", value, words)]
    if told.pick not in PICKS[:2]:
        raise decisions.DecisionError(f"{told.pick!r} cannot be picked for {told.cell or 'an event'}")
    coding = case.codings[PICKS.index(told.pick)]
    if not told.cell and coding.verdict != "accepted":
        return [Said(record, "", "reject", reason=coding.reason or "other")]
    if not coding.cells:
        raise decisions.DecisionError(f"the {told.pick} has nothing on {told.cell}")
    if told.cell:
        return [Said(record, *_decided(told.cell, coding, case))]
    marks = [said(name, coding.cells[name], record) for name in CELLS]
    return [Said(record, *mark) for mark in marks if mark is not None]


def _decided(name: str, coding: Coding, case: Case) -> Say:
    """A cell as a coder has it; where the machine says nothing either, that too is decided."""
    cell = coding.cells[name]
    mark = said(name, cell, case.record)
    if mark is not None:
        return mark
    return Say(name, "not_said" if cell.value is None else "accept", None, None)
