"""An event as the workbench shows it: cells as short text in the language of the reader, and the words behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from rasd.desk.cells import value_text
from rasd.desk.desk import Visit
from rasd.desk.words import Words
from rasd.review import tracks
from rasd.review.decisions import by_event, version_of
from rasd.review.doubles import THE_RECORD, Sight
from rasd.review.reviewed import CELLS, Decision, Reviewed, cell_named, cell_of, in_force, is_said, reviewed


class ShownCell(NamedTuple):
    """One line of a card."""

    name: str
    label: str
    text: str
    """what it says; empty where the report says nothing"""
    is_said: bool
    """whether there is something to decide on"""
    quotes: tuple[str, ...]
    """its words, each once"""
    spans: tuple[tuple[int, int], ...]
    """where they stand, in code points"""
    verdict: str
    """empty: nobody has decided on it"""
    reason: str
    by: str
    has_problem: bool


class ShownProblem(NamedTuple):
    """What is to be looked at first."""

    label: str
    message: str
    """the record's own sentence; none in Arabic in records of before there was one"""
    quotes: tuple[str, ...]
    cells: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class ShownEvent(NamedTuple):
    """A card."""

    event_id: str
    number: int
    type: str
    note: str
    state: str
    is_flagged: bool
    version: str
    cells: tuple[ShownCell, ...]
    problems: tuple[ShownProblem, ...]
    open: tuple[str, ...]
    made_by: str
    """the person who added it; empty: the coder"""
    decided_by: str
    """who accepted or rejected it as a whole; empty: nobody"""
    joined: int | None
    """the number of the event that this one was joined to"""
    outdated: tuple[str, ...]
    """what was decided on when the event said something else, and waits to be decided again"""


def shown(
    record: Mapping[str, Any],
    told: Reviewed,
    version: str,
    words: Words,
    numbers: Mapping[str, int],
    *,
    made_by: str | None = None,
    decided_by: str = "",
) -> ShownEvent:
    """An event's card; ``numbers`` are those of the report's events, for links between them."""
    problems = tuple(
        ShownProblem(
            words.get(f"problem.{one['code']}", words("problem.other")),
            one["message"] if words.language == "en" else one.get("message_ar", ""),
            tuple(dict.fromkeys(span["text"] for span in one["evidence"])),
            tuple(one["cells"]),
            _spans(one["evidence"]),
        )
        for one in record["problems"]
    )
    doubted = {cell_named(name) for one in problems for name in one.cells}
    return ShownEvent(
        event_id=told.event_id,
        number=numbers[told.event_id],
        type=words.type(told.cells["type"].value or record["sub_event_type"]),
        note=record["notes"].get(words.language, ""),
        state=told.state,
        is_flagged=told.is_flagged,
        version=version,
        cells=tuple(_cell(name, record, told, words, numbers, name in doubted) for name in CELLS),
        problems=problems,
        open=told.open,
        made_by=made_by or "",
        decided_by=decided_by if told.state != "open" else "",
        joined=numbers.get(told.joined),
        outdated=tuple(words(f"cell.{name}") if name else words("bench.whole") for name in told.outdated),
    )


def events_of(connection: Connection, report_id: str, visit: Visit, sight: Sight = THE_RECORD) -> list[ShownEvent]:
    """The cards of a report's events, in the order of the text, as the record has them or as somebody's ``sight``."""
    rows = tracks.events(connection, report_id, sight.track, is_bare=sight.is_bare)
    records = {row.record["event_id"]: row.record for row in rows}
    by = {row.record["event_id"]: row.made_by for row in rows}
    told = by_event(connection, records, sight.track)
    numbers = {name: number for number, name in enumerate(records, start=1)}
    return [
        shown(
            record,
            reviewed(record, told[name]),
            version_of(record, told[name]),
            visit.words,
            numbers,
            made_by=by[name],
            decided_by=_last_word(told[name]),
        )
        for name, record in records.items()
    ]


def _last_word(decisions: Sequence[Decision]) -> str:
    """Who said the last word on an event as a whole."""
    whole = [one.by for one in in_force(decisions) if not one.cell and one.verdict not in ("flag", "unflag")]
    return whole[-1] if whole else ""


def _cell(
    name: str, record: Mapping[str, Any], told: Reviewed, words: Words, numbers: Mapping[str, int], has_problem: bool
) -> ShownCell:
    decision = told.decisions.get(name)
    # What was rejected is shown as such.
    cell = cell_of(record, name) if decision and told.cells[name].value is None else told.cells[name]
    text = "" if cell.value is None else value_text(name, cell.value, words, numbers)
    return ShownCell(
        name=name,
        label=words(f"cell.{name}"),
        text=text,
        is_said=is_said(name, cell) or decision is not None,
        quotes=tuple(dict.fromkeys(span["text"] for span in cell.evidence)),
        spans=_spans(cell.evidence),
        verdict=decision.verdict if decision else "",
        reason=words.get(f"reason.{decision.reason}", "") if decision else "",
        by=decision.by if decision else "",
        has_problem=has_problem,
    )


def _spans(evidence: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(span["start"], span["end"]) for span in evidence}))
