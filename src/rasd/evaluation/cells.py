"""The cells of a matched pair: asked for, coded, right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rasd.evaluation.gold import GoldReport, Record
from rasd.evaluation.matching import actor_right, place_right
from rasd.evaluation.names import alike, fold

Counts = tuple[int, int, int]
"""asked for, coded, right"""

CELLS = (
    "type", "actor1", "actor2", "places", "date", "killed", "wounded", "weapon", "count", "status", "response_to",
)  # fmt: skip
CORE = ("type", "actor1", "actor2", "places", "date", "killed")
"""A whole event has all of these right."""


def judged(text: str, gold: Record, coded: Record, ids: Mapping[int, object]) -> dict[str, Counts]:
    """Cell -> asked for, coded, right, for one matched pair; ``ids`` are the coded ids of the gold events."""
    asked, made = asked_of(gold), made_of(coded)
    weapon, count = coded.get("weapon") or {}, coded.get("count") or {}
    right = {
        "type": gold["type"] == coded["sub_event_type"],
        "actor1": actor_right(text, gold, coded, "actor1"),
        "actor2": actor_right(text, gold, coded, "actor2"),
        "date": _days(gold) == _days(coded),
        "killed": _bounds(gold["killed"]) == _bounds(coded.get("killed")),
        "wounded": _bounds(gold["wounded"]) == _bounds(coded.get("wounded")),
        "weapon": fold(gold["weapon"]) == fold(weapon.get("kind")),
        "count": gold["count"] == count.get("value"),
        "status": gold["status"] == coded.get("status", "reported"),
        "response_to": ids.get(gold["response_to"]) == coded.get("response_to"),
    }
    out = {cell: (asked[cell], made[cell], int(asked[cell] and made[cell] and good)) for cell, good in right.items()}
    places = coded.get("places") or ()
    wanted = _scenes(gold)
    found = sum(any(place_right(text, a, b) for b in places) for a in wanted)
    # A larger place that only situates the event is neither asked for nor wrong.
    extra = sum(not any(place_right(text, a, b) for a in gold["places"]) for b in places)
    out["places"] = (len(wanted), found + extra, found)
    return out


def asked_of(gold: Record) -> dict[str, int]:
    """Cell -> how many values the gold event has in it."""
    filled = {
        "type": True,
        "actor1": gold["actor1"],
        "actor2": gold["actor2"],
        "date": any(_days(gold)),
        "killed": gold["killed"],
        "wounded": gold["wounded"],
        "weapon": gold["weapon"],
        "count": gold["count"] is not None,
        "status": gold["status"] != "reported",
        "response_to": gold["response_to"] is not None,
    }
    return {cell: int(bool(value)) for cell, value in filled.items()} | {"places": len(_scenes(gold))}


def made_of(coded: Record) -> dict[str, int]:
    """Cell -> how many values the coded event has in it."""
    filled = {cell: coded.get(cell) for cell in CELLS if cell not in ("type", "date", "status", "places")}
    filled |= {"type": True, "date": any(_days(coded)), "status": coded.get("status", "reported") != "reported"}
    return {cell: int(bool(value)) for cell, value in filled.items()} | {"places": len(coded.get("places") or ())}


def add(sums: dict[str, list[int]], cells: Mapping[str, Counts]) -> None:
    """Add the counts of a pair to the sums."""
    for cell, counts in cells.items():
        for n, value in enumerate(counts):
            sums[cell][n] += value


def wrong(report: GoldReport, i: int, cell: str, gold: Record, coded: Record) -> str:
    """The line on a cell that is wrong."""
    made = coded.get("sub_event_type" if cell == "type" else cell)
    words = ", ".join(f"«{span['text']}»" for span in spans_in(made))
    return f"{report.report_id}#{i} {cell}: gold {_shown(gold[cell])} | coded {_shown(made)} {words}".rstrip()


def _shown(value: object) -> str:
    """A cell of gold or of a record in a few words.

    >>> _shown(None), _shown("rocket"), _shown({"min": 2, "max": None}), _shown({"name": "Houthis"})
    ('-', 'rocket', '2+', 'Houthis')
    >>> _shown([{"text": "سرمين", "name_en": "Sarmin", "role": "scene"}]), _shown({"start": None, "end": None})
    ('Sarmin', 'no day')
    """
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "-"
    if not isinstance(value, dict):
        return "-" if value is None else str(value)
    if "min" in value:
        low, high = value["min"], value["max"]
        return f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
    if "start" in value:
        days = list(dict.fromkeys(day for day in (value["start"], value["end"]) if day))
        return " to ".join(days) or "no day"
    names = (value.get(name) for name in ("name_en", "name", "kind", "value"))
    shown = str(next((name for name in names if name is not None), "-"))
    return f"({shown})" if value.get("role") == "area" else shown


def geocoded(text: str, gold: Record, coded: Record) -> tuple[int, int]:
    """Scenes whose province is known, and those of them coded with coordinates in that province."""
    wanted = [scene for scene in _scenes(gold) if scene.get("admin1")]
    right = sum(
        any(
            place_right(text, scene, place)
            and place.get("latitude") is not None
            and alike(scene["admin1"], place.get("admin1"))
            for place in coded.get("places") or ()
        )
        for scene in wanted
    )
    return len(wanted), right


def _scenes(gold: Record) -> list[Record]:
    """The places of a gold event that are asked for; larger ones around them are not."""
    return [place for place in gold["places"] if place.get("role", "scene") == "scene"]


def _days(event: Record) -> tuple[object, object]:
    when = event.get("date") or {}
    return when.get("start"), when.get("end")


def _bounds(toll: Record | None) -> tuple[object, object] | None:
    return (toll.get("min"), toll.get("max")) if toll else None


def spans_in(value: object) -> Iterator[Record]:
    """Every span of a record, however deep."""
    if isinstance(value, Mapping):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield value
        for inner in value.values():
            yield from spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_in(inner)
