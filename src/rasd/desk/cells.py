"""What a cell says, as short text in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasd.desk.words import Words


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
