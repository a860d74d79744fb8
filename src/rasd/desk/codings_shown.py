"""Two codings of a report as they are put side by side: what differs, what is agreed, what is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rasd.desk.cells import value_text
from rasd.desk.words import Words
from rasd.review.adjudication import Case
from rasd.review.codings import Coding, spans
from rasd.review.reviewed import CELLS, Cell, is_said

NOBODY = Cell(None, ())


class ShownValue(NamedTuple):
    """What somebody says of a cell."""

    text: str
    """empty: that the text does not say it"""
    quotes: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class ShownConflict(NamedTuple):
    """A cell that the two have not alike, or whether it is an event (``name`` empty)."""

    name: str
    label: str
    sides: tuple[ShownValue, ShownValue]
    decided: str
    """what it is now; empty: nobody has decided"""


class ShownCase(NamedTuple):
    """An event that two people coded."""

    event_id: str
    number: int
    type: str
    version: str
    state: str
    conflicts: tuple[ShownConflict, ...]
    agreed: tuple[tuple[str, ShownValue], ...]
    """label and value of what both say; of an event that only one of them accepts what that one says"""
    left: tuple[str, ...]


def shown(cases: Sequence[Case], words: Words) -> list[ShownCase]:
    """The events of a report, as many of them as two people coded, in the order of the text."""
    numbers = {one.event_id: number for number, one in enumerate(cases, start=1)}
    return [_case(one, words, numbers) for one in cases]


def _case(case: Case, words: Words, numbers: Mapping[str, int]) -> ShownCase:
    if "" in case.found.conflicts:
        agreed = next((coding.cells for coding in case.codings if coding.cells), {})
    else:
        agreed = {name: case.codings[0].cells[name] for name in case.found.agreed}
    return ShownCase(
        event_id=case.event_id,
        number=numbers[case.event_id],
        type=words.type(case.told.cells["type"].value or case.record["sub_event_type"]),
        version=case.version,
        state=case.told.state,
        conflicts=tuple(_conflict(name, case, words, numbers) for name in case.found.conflicts),
        agreed=tuple(
            (words(f"cell.{name}"), _value(name, agreed[name], words, numbers))
            for name in CELLS
            if name in agreed and is_said(name, agreed[name])
        ),
        left=case.left,
    )


def _conflict(name: str, case: Case, words: Words, numbers: Mapping[str, int]) -> ShownConflict:
    one, other = case.codings
    if not name:
        decided = (
            "" if case.left else words("both.accepted") if case.told.state != "rejected" else words("state.rejected")
        )
        return ShownConflict(name, words("both.is_event"), (_verdict(one, words), _verdict(other, words)), decided)
    sides = (_value(name, one.cells[name], words, numbers), _value(name, other.cells[name], words, numbers))
    return ShownConflict(name, words(f"cell.{name}"), sides, _decided(name, case, words, numbers))


def _decided(name: str, case: Case, words: Words, numbers: Mapping[str, int]) -> str:
    if name not in case.told.decisions:
        return ""
    value = case.told.cells[name].value
    return words("verdict.not_said") if value is None else value_text(name, value, words, numbers)


def _verdict(coding: Coding, words: Words) -> ShownValue:
    if coding.verdict == "rejected":
        text = words("both.rejected", reason=words.get(f"reason.{coding.reason}", words("reason.other")))
    else:
        text = words("both.accepted" if coding.verdict else "both.untold")
    return ShownValue(text, (), spans(coding.cells["type"]) if coding.cells else ())


def _value(name: str, cell: Cell, words: Words, numbers: Mapping[str, int]) -> ShownValue:
    text = "" if cell.value is None else value_text(name, cell.value, words, numbers)
    return ShownValue(text, tuple(dict.fromkeys(span["text"] for span in cell.evidence)), spans(cell))
