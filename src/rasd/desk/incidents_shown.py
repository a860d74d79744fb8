"""Incidents as their pages show them: what is best supported, what others say, every account with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rasd.desk.cells import value_text
from rasd.desk.words import Words

Record = Mapping[str, Any]
CELLS = (
    "type", "actor1", "actor2", "target", "weapon", "count", "places", "date", "killed", "wounded", "status",
    "attribution",
)  # fmt: skip
_FIGURES = ("killed", "wounded")
_FIELDS = {"type": "sub_event_type"}
_STRUCK = ("reject", "not_said")


class Listed(NamedTuple):
    """A row of a list."""

    incident_id: str
    title: str
    day: str
    type: str
    place: str
    precision: str
    """how well the place is known"""
    who: str
    whom: str
    killed: str
    wounded: str
    voices: int
    certainty: str
    review: str
    is_contested: bool


def listed(record: Record, words: Words) -> Listed:
    """An incident as a row of a list."""
    place = (record["places"]["value"] or [None])[0]
    return Listed(
        incident_id=record["incident_id"],
        title=title(record, words),
        day=_text("date", record["date"]["value"], words),
        type=_text("type", record["sub_event_type"]["value"], words),
        place=_text("places", [place], words) if place else "",
        precision=precision(place, words) if place else "",
        who=_text("actor1", record["actor1"]["value"], words),
        whom=_text("actor2", record["actor2"]["value"], words),
        killed=figure(record["killed"]),
        wounded=figure(record["wounded"]),
        voices=record["voices"],
        certainty=record["certainty"],
        review=record["review"],
        is_contested=bool(record["contested"]),
    )


def title(record: Record, words: Words) -> str:
    """What, where, when."""
    cells = (("type", "sub_event_type"), ("places", "places"), ("date", "date"))
    parts = [_text(name, _first(record[field]["value"]), words) for name, field in cells]
    return ("، " if words.language == "ar" else ", ").join(filter(None, parts))


def _first(value: Any) -> Any:
    return value[:1] if isinstance(value, list) else value


def _text(name: str, value: Any, words: Words) -> str:
    return "" if value in (None, []) else value_text(name, value, words, {})


def figure(told: Record | None) -> str:
    """How many: the best figure, and from the lowest to the highest claim where they differ.

    >>> figure({"min": 3, "best": 5, "max": None}), figure({"min": 3, "best": 3, "max": 3}), figure(None)
    ('5 (3–?)', '3', '')
    """
    if told is None:
        return ""
    if told["min"] == told["best"] == told["max"]:
        return str(told["best"])
    return f"{told['best']} ({told['min']}–{'?' if told['max'] is None else told['max']})"


def precision(place: Record, words: Words) -> str:
    """How well a place is known, in a sentence that never makes a province a spot.

    >>> precision({"latitude": 35.9, "radius_km": 2.0, "geo_precision": 1}, Words("en"))
    'the place itself, within 2 km'
    >>> precision({"latitude": None, "radius_km": None, "geo_precision": None}, Words("en"))
    'where that lies is not known'
    """
    if place["latitude"] is None:
        return words("precision.unknown")
    told = words(f"precision.{place['geo_precision'] or 3}")
    radius = place["radius_km"]
    return told if radius is None else words("precision.within", what=told, number=f"{radius:g}")


# -- one incident -----------------------------------------------------------------------------------------------------


class Rival(NamedTuple):
    """A value that somebody gives."""

    text: str
    who: str


class Said(NamedTuple):
    """What a person decided on a cell of one account."""

    verdict: str
    by: str
    who: str
    """whose account it is"""


class Best(NamedTuple):
    """A cell of the incident: its best supported value and what others say."""

    name: str
    label: str
    text: str
    voices: int
    who: str
    others: tuple[Rival, ...]
    is_contested: bool
    range: tuple[str, str, str] | None
    """of a figure: lowest, best, highest"""
    reviewed: tuple[Said, ...]
    """all else is what the machine read"""


class Told(NamedTuple):
    """A cell of one account, with its words."""

    text: str
    quotes: tuple[str, ...]
    is_support: bool
    """whether it says what is best supported"""
    verdict: str = ""
    """empty: nobody has decided on it"""
    by: str = ""
    before: str = ""
    """what the machine had, where people have another value"""
    is_counted: bool = True
    """whether it is a claim of the incident's: not where people struck the same out of a copy"""
    is_struck: bool = False
    """whether people struck it out: it is what the machine had, and counts for nothing"""


def best(record: Record, accounts: Sequence[Record], words: Words) -> list[Best]:
    """The cells of an incident that anybody fills."""
    told = {one["event"]["event_id"]: one for one in accounts}
    found = []
    for name in CELLS:
        field = _FIELDS.get(name, name)
        cell = record.get(field)
        if not cell or (name not in _FIGURES and cell["value"] in (None, [])):
            continue
        label, is_contested = words(f"cell.{name}"), field in record["contested"]
        if name in _FIGURES:
            found.append(_figure(name, label, cell, told, words))
            continue
        others = tuple(Rival(_text(name, one["value"], words), _who(told, one["event_ids"])) for one in cell["dissent"])
        found.append(
            Best(
                name, label, _text(name, cell["value"], words), _voices(told, cell["support"]),
                _who(told, cell["support"]), others, is_contested, None, _reviewed(told, cell),
            )
        )  # fmt: skip
    return found


def _figure(name: str, label: str, cell: Record, told: Mapping[str, Record], words: Words) -> Best:
    support: list[str] = []
    others: dict[str, list[str]] = {}
    for claim in cell["claims"]:
        text = _text(name, {"min": claim["min"], "max": claim["max"]}, words)
        (support if claim["min"] == cell["best"] else others.setdefault(text, [])).append(claim["event_id"])
    rivals = tuple(Rival(text, _who(told, events)) for text, events in others.items())
    reach = (str(cell["min"]), str(cell["best"]), "?" if cell["max"] is None else str(cell["max"]))
    return Best(
        name, label, figure(cell), _voices(told, support), _who(told, support), rivals, False, reach,
        _reviewed(told, cell),
    )  # fmt: skip


def _reviewed(told: Mapping[str, Record], cell: Record) -> tuple[Said, ...]:
    return tuple(Said(one["verdict"], one["by"], _who(told, [one["event_id"]])) for one in cell["reviewed"])


def _voices(told: Mapping[str, Record], events: Iterable[str]) -> int:
    return len({told[event]["voice"] for event in events if event in told})


def _who(told: Mapping[str, Record], events: Iterable[str]) -> str:
    names = dict.fromkeys(told[event]["outlet"] or told[event]["report_id"] for event in events if event in told)
    return " · ".join(f"⁨{name}⁩" for name in names)


def account(record: Record, one: Record, words: Words) -> dict[str, Told]:
    """The cells of one account that are filled, and those that people struck out."""
    event, coded = one["event"], one["coded"]
    found = {}
    for name in CELLS:
        field = _FIELDS.get(name, name)
        value, before, decided = event.get(field), coded.get(field), one["decided"].get(name)
        verdict, by = (decided["verdict"], decided["by"]) if decided else ("", "")
        if verdict in _STRUCK and before not in (None, []):
            text, quotes = _text(name, before, words), _quotes(name, coded, before)
            found[name] = Told(text, quotes, False, verdict, by, is_struck=True)
            continue
        if value in (None, []):
            continue
        cell = record.get(field) or {}
        can_count = field in record and (name != "date" or (value["start"] and value["end"]))
        is_counted = not can_count or event["event_id"] in _counted(cell)
        is_support = event["event_id"] in cell.get("support", ())
        if name in _FIGURES:
            is_support = is_counted and value["min"] == cell["best"]
        text = _text(name, value, words)
        was = "" if before in (None, []) else _text(name, before, words)
        was = "" if was == text else was
        found[name] = Told(text, _quotes(name, event, value), is_support, verdict, by, was, is_counted)
    return found


def _counted(cell: Record) -> set[str]:
    """The events whose value counts for a cell of an incident."""
    told = [*cell.get("support", ()), *(one["event_id"] for one in cell.get("claims", ()))]
    return {*told, *(event for other in cell.get("dissent", ()) for event in other["event_ids"])}


def _quotes(name: str, event: Record, value: Any) -> tuple[str, ...]:
    if name == "type":
        spans: Iterable[Record] = [event["trigger"]]
    elif name == "status":
        spans = event.get("status_evidence", ())
    else:
        parts = value if isinstance(value, list) else [value]
        spans = [span for part in parts for span in part.get("evidence", ())]
    return tuple(dict.fromkeys(span["text"] for span in spans))


def why_certain(record: Record, accounts: Sequence[Record], words: Words) -> str:
    """Why an incident is as certain as it is said to be."""
    grade = record["certainty"]
    if grade == "contested" and record["contested"]:
        names = [
            words(f"cell.{'type' if name in ('event_type', 'sub_event_type') else name}")
            for name in record["contested"]
        ]
        return words("certain.contested", cells=("، " if words.language == "ar" else ", ").join(names))
    if grade == "contested":
        return words("certain.denied")
    if grade == "weak" and record["voices"] > 1:
        return words("certain.suspected")
    return words(f"certain.{grade}", number=record["voices"])
