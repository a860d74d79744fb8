"""What a person may put into a cell: of the shape that the codebook gives it, with words that stand in the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rasd.errors import RasdError
from rasd.lexicon.types import event_types

ACTOR_KINDS = (
    "state forces", "rebel group", "political militia", "identity militia", "rioters", "protesters", "civilians",
    "external/other forces",
)  # fmt: skip
STATUSES = ("reported", "suspected", "denied", "threatened", "background")
_TEXT, _NUMBER = (str, type(None)), (int, float, type(None))
_LONGEST = 500
_MOST = 1_000_000
_ACTOR: dict[str, Any] = {"name": _TEXT, "name_ar": _TEXT, "actor_id": _TEXT, "kind": str}
_PLACE: dict[str, Any] = {
    "name": str, "name_ar": str, "place_id": _TEXT, "country": _TEXT, "admin1": _TEXT, "admin2": _TEXT, "pcode": _TEXT,
    "latitude": _NUMBER, "longitude": _NUMBER, "radius_km": _NUMBER, "geo_precision": (int, type(None)),
    "relation": _TEXT, "candidates": int,
}  # fmt: skip
_DATE: dict[str, Any] = {"start": _TEXT, "end": _TEXT, "time_precision": int, "part_of_day": _TEXT}


class CellError(RasdError):
    """A value is not of the shape that its cell has."""


def spans_of(told: Any, text: str) -> list[dict[str, Any]]:
    """Evidence as records have it, from pairs of offsets in code points.

    >>> spans_of([[0, 3]], "قصف عنيف")
    [{'start': 0, 'end': 3, 'text': 'قصف'}]
    >>> spans_of([[5, 99]], "قصف عنيف")
    Traceback (most recent call last):
    rasd.review.values.CellError: 5 to 99 are no words of a text of 8 letters
    """
    if told is None:
        return []
    if not isinstance(told, Sequence) or isinstance(told, str) or len(told) > 50:
        raise CellError("evidence is a list of pairs of offsets")
    spans = []
    for pair in told:
        if not isinstance(pair, Sequence) or len(pair) != 2 or not all(type(one) is int for one in pair):
            raise CellError("evidence is a list of pairs of offsets")
        start, end = pair
        if not 0 <= start < end <= len(text):
            raise CellError(f"{start} to {end} are no words of a text of {len(text)} letters")
        spans.append({"start": start, "end": end, "text": text[start:end]})
    return spans


def checked(cell: str, value: Any, spans: list[dict[str, Any]]) -> Any:
    """A value as the record has it, the words in it; CellError says what is wrong.

    >>> checked("killed", {"min": 2, "max": None}, [])
    {'min': 2, 'max': None, 'of': {}, 'evidence': []}
    >>> checked("killed", {"min": 5, "max": 2}, [])
    Traceback (most recent call last):
    rasd.review.values.CellError: killed: 5 is more than 2
    """
    if cell == "type":
        return _one_of(cell, value, event_types())
    if cell == "status":
        return _one_of(cell, value, STATUSES)
    if cell == "response_to":
        return _text(cell, value)
    if cell == "places":
        if not isinstance(value, list) or not 0 < len(value) <= 20:
            raise CellError("places is a list of places")
        return [_place(one, spans) for one in value]
    told = _object(cell, value)
    if cell in ("actor1", "actor2"):
        actor = _shaped(cell, told, _ACTOR)
        _one_of(f"{cell}.kind", actor["kind"], ACTOR_KINDS)
        return actor | {"evidence": spans}
    if cell in ("weapon", "target"):
        return {"kind": _text(cell, told.get("kind")), "evidence": spans}
    if cell == "count":
        return {"value": _count(cell, told.get("value")), "evidence": spans}
    if cell == "date":
        return _date(told) | {"evidence": spans}
    if cell in ("killed", "wounded"):
        return _toll(cell, told) | {"evidence": spans}
    return {"name": _text(cell, told.get("name")), "evidence": spans}


def _place(value: Any, spans: list[dict[str, Any]]) -> dict[str, Any]:
    told = _object("places", value)
    place = _shaped("places", told, _PLACE)
    for name, most in (("latitude", 90), ("longitude", 180)):
        if place[name] is not None and not -most <= place[name] <= most:
            raise CellError(f"places: {name} {place[name]} is not on the earth")
    if place["geo_precision"] not in (None, 1, 2, 3):
        raise CellError("places: geo_precision is 1, 2 or 3")
    return place | {"evidence": spans}


def _date(told: Mapping[str, Any]) -> dict[str, Any]:
    found = _shaped("date", told, _DATE)
    for name in ("start", "end"):
        try:
            if found[name] is not None:
                date.fromisoformat(found[name])
        except ValueError:
            raise CellError(f"date: {found[name]!r} is no day") from None
    if found["start"] and found["end"] and found["start"] > found["end"]:
        raise CellError(f"date: {found['start']} is after {found['end']}")
    if found["time_precision"] not in (1, 2, 3):
        raise CellError("date: time_precision is 1, 2 or 3")
    return found


def _toll(cell: str, told: Mapping[str, Any]) -> dict[str, Any]:
    least, most = _count(cell, told.get("min")), told.get("max")
    if most is not None and _count(cell, most) < least:
        raise CellError(f"{cell}: {least} is more than {most}")
    parts = told.get("of") or {}
    if not isinstance(parts, Mapping) or len(parts) > 20:
        raise CellError(f"{cell}: the parts are a table of numbers")
    return {"min": least, "max": most, "of": {_text(cell, who): _count(cell, number) for who, number in parts.items()}}


def _shaped(cell: str, told: Mapping[str, Any], shape: Mapping[str, Any]) -> dict[str, Any]:
    for name, kinds in shape.items():
        value = told.get(name)
        if (
            not isinstance(value, kinds)
            or isinstance(value, bool)
            or (isinstance(value, str) and len(value) > _LONGEST)
        ):
            raise CellError(f"{cell}: {name} cannot be {value!r:.50}")
    return {name: told.get(name) for name in shape}


def _object(cell: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise CellError(f"{cell} cannot be {value!r:.50}")
    return value


def _one_of(cell: str, value: Any, known: Any) -> str:
    if not isinstance(value, str) or value not in known:
        raise CellError(f"{cell} cannot be {value!r:.50}")
    return value


def _text(cell: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise CellError(f"{cell} cannot be {value!r:.50}")
    return value


def _count(cell: str, value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        raise CellError(f"{cell} cannot be {value!r:.50}")
    return value
