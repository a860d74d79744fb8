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


class Told(NamedTuple):
    """A cell of one account, with its words."""

    text: str
    quotes: tuple[str, ...]
    is_support: bool
    """whether it says what is best supported"""


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
                _who(told, cell["support"]), others, is_contested, None,
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
    return Best(name, label, figure(cell), _voices(told, support), _who(told, support), rivals, False, reach)


def _voices(told: Mapping[str, Record], events: Iterable[str]) -> int:
    return len({told[event]["voice"] for event in events if event in told})


def _who(told: Mapping[str, Record], events: Iterable[str]) -> str:
    names = dict.fromkeys(told[event]["outlet"] or told[event]["report_id"] for event in events if event in told)
    return " · ".join(f"⁨{name}⁩" for name in names)


def account(record: Record, one: Record, words: Words) -> dict[str, Told]:
    """The cells of one account that are filled."""
    event = one["event"]
    found = {}
    for name in CELLS:
        field = _FIELDS.get(name, name)
        value = event.get(field)
        if value in (None, []):
            continue
        cell = record.get(field) or {}
        is_support = event["event_id"] in cell.get("support", ())
        if name in _FIGURES:
            is_support = value["min"] == cell.get("best")
        found[name] = Told(_text(name, value, words), _quotes(name, event, value), is_support)
    return found


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
