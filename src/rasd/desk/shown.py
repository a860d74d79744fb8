"""An event as the workbench shows it: cells as short text in the language of the reader, and the words behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rasd.desk.words import Words
from rasd.review.reviewed import CELLS, Reviewed, cell_of, is_said


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


def shown(
    record: Mapping[str, Any], told: Reviewed, version: str, words: Words, numbers: Mapping[str, int]
) -> ShownEvent:
    """An event's card; ``numbers`` are those of the report's events, for links between them."""
    problems = tuple(
        ShownProblem(
            words.get(f"problem.{one['code']}", words("problem.other")),
            one["message"],
            tuple(one["cells"]),
            _spans(one["evidence"]),
        )
        for one in record["problems"]
    )
    doubted = {_cell_of_problem(name) for one in problems for name in one.cells}
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
    )


def _cell_of_problem(name: str) -> str:
    return {"place": "places", "trigger": "type", "sub_event_type": "type", "event_type": "type"}.get(name, name)


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


def value_text(name: str, value: Any, words: Words, numbers: Mapping[str, int]) -> str:
    """What a cell says, as short text.

    >>> value_text("killed", {"min": 2, "max": None, "of": {}}, Words("ar"), {})
    '2 على الأقل'
    >>> value_text("weapon", {"kind": "mortar"}, Words("en"), {})
    'mortar'
    """
    if name == "type":
        return words.type(value)
    if name in ("actor1", "actor2"):
        return _actor(value, words)
    if name in ("target", "weapon"):
        return words.kind(name, value["kind"])
    if name == "count":
        return str(value["value"])
    if name == "places":
        return " · ".join(_place(one, words) for one in value)
    if name == "date":
        return _date(value, words)
    if name in ("killed", "wounded"):
        return _toll(value, words)
    if name == "status":
        return words.get(f"status.{value}", "") or words.kind("status", value)
    if name == "attribution":
        return str(value["name"])
    return words("value.event", number=numbers[value]) if value in numbers else str(value)


def _actor(actor: Mapping[str, Any], words: Words) -> str:
    name = (actor["name_ar"] or actor["name"]) if words.language == "ar" else actor["name"]
    kind = words.get(f"actor_kind.{actor['kind']}", actor["kind"])
    return name if actor["name"] else f"{words('value.unnamed')} ({kind})"


def _place(place: Mapping[str, Any], words: Words) -> str:
    name = (place["name_ar"] or place["name"]) if words.language == "ar" else place["name"]
    if place["relation"]:
        name = f"{words.kind('relation', place['relation'])} {name}"
    province, country = place["admin1"], place["country"]
    within = [words.province(country, province)] if province and province != place["name"] else []
    return ("، " if words.language == "ar" else ", ").join([name, *within])


def _date(date: Mapping[str, Any], words: Words) -> str:
    start, end = date["start"], date["end"]
    if start and end:
        days = words.day(start) if start == end else words("value.between", one=words.day(start), other=words.day(end))
    elif start or end:
        days = words("value.from", day=words.day(start)) if start else words("value.until", day=words.day(end))
    else:
        days = words("value.no_day")
    part = date["part_of_day"]
    return f"{days} {words.kind('part_of_day', part)}" if part else days


def _toll(toll: Mapping[str, Any], words: Words) -> str:
    least, most = toll["min"], toll["max"]
    if most is None:
        figure = words("value.at_least", number=least) if least else words("value.not_known")
    elif least == most:
        figure = str(least) if least else words("value.none")
    else:
        figure = words("value.between", one=least, other=most)
    comma = "، " if words.language == "ar" else ", "
    parts = comma.join(f"{words.of(who)} {number}" for who, number in (toll.get("of") or {}).items())
    return f"{figure} ({parts})" if parts else figure
