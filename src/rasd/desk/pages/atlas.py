"""The map and the timeline of incidents, and a table that says the same."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row
from starlette.responses import Response

from rasd.desk.asked import Asked, Asking
from rasd.desk.desk import Visit, Visiting
from rasd.desk.incidents_shown import precision
from rasd.desk.pages.incidents import filters
from rasd.desk.pages.rendering import in_parts
from rasd.desk.words import Words
from rasd.lexicon.gazetteer import CITY, load_gazetteer
from rasd.lexicon.types import event_types
from rasd.store.outlines import CERTAINTIES, Told, outlines, provinces, told_of

RADIUS = {1: 3.0, 2: 10.0, 3: 60.0}
"""km, by precision, of a place that has no radius of its own"""
_MOST_PLACES = 200


class Spot(NamedTuple):
    """A place on the map."""

    latitude: float
    longitude: float
    radius_km: float
    precision: int
    name: str
    name_ar: str
    country: str
    admin1: str


def atlas(visit: Visiting, asked: Asking, at: str = "") -> Response:
    """``/map?place=Idlib&since=2024-03-01&at=36.6,35.9,8``: ``at`` is the middle of the map and its zoom."""
    chosen = asked.chosen(visit.desk.dataset)
    store = visit.desk.dataset.store
    with store.reading() as connection:
        form = filters(visit, asked, provinces(connection))

    def table() -> dict[str, Any]:
        with store.reading() as connection:
            return _table(told_of(connection, chosen), visit, asked)

    return in_parts(
        "map.html", visit, asked=asked, form=form, at=at if _is_view(at) else "", table=table,
        names_version=names_version(), told_words=_spoken(visit.words),
    )  # fmt: skip


def _spoken(words: Words) -> dict[str, Any]:
    """The words that the map itself says."""
    return {
        "precision": {"1": words("precision.1"), "2": words("precision.2"), "3": words("precision.3")},
        "within": words("precision.within", what="{what}", number="{number}"),
        "incidents": words("map.incidents", number="{number}"),
        "killed": words("map.killed", number="{number}"),
        "no_day": words("value.no_day"),
        "all_here": words("map.all_here"),
        "from_to": words("value.between", one="{one}", other="{other}"),
        "title": words("map.title"),
        "zoom_in": words("map.zoom_in"),
        "zoom_out": words("map.zoom_out"),
        "zoom_all": words("map.zoom_all"),
        "close": words("bench.close"),
        "undated": words("map.undated", number="{number}"),
    }


def _is_view(at: str) -> bool:
    try:
        longitude, latitude, zoom = map(float, at.split(","))
    except ValueError:
        return False
    return abs(longitude) <= 180 and abs(latitude) <= 90 and 0 <= zoom <= 24


# -- the table --------------------------------------------------------------------------------------------------------


def _table(told: Told, visit: Visit, asked: Asked) -> dict[str, Any]:
    """What the map and the timeline show, to read: by place, by month, and what is on neither."""
    words = visit.words
    shown = [(spot_of(row), row.number) for row in told.places[:_MOST_PLACES]]
    return {
        "number": told.number,
        "located": told.number - told.unlocated,
        "unlocated": told.unlocated,
        "undated": told.undated,
        "places": [
            {
                "name": _name(spot, words),
                "province": words.province(spot.country, spot.admin1) if spot.admin1 != spot.name else "",
                "precision": precision({**spot._asdict(), "geo_precision": spot.precision}, words),
                "number": number,
                "query": asked.query(place=spot.name, unlocated=""),
            }
            for spot, number in shown
        ],
        "places_in_all": len(told.places),
        "months": told.months,
        "unplaced": [_unplaced(row, words) for row in told.unplaced],
        "all_unplaced": asked.query(unlocated="1"),
    }


def _name(spot: Spot, words: Words) -> str:
    return spot.name_ar or spot.name if words.language == "ar" else spot.name


def _unplaced(row: Row[Any], words: Words) -> dict[str, str]:
    name = (row.place_ar or row.place) if words.language == "ar" else row.place
    return {
        "incident_id": row.incident_id,
        "type": words.type(row.sub_event_type or ""),
        "place": name or "",
        "day": words.day(row.date_start) if row.date_start else "",
    }


def spot_of(row: Row[Any]) -> Spot:
    """Where incidents are drawn, from a row that has a place: its area, not a point."""
    coarse = row.geo_precision or 3
    radius = row.radius_km or RADIUS[coarse]
    name, name_ar = row.place or "", row.place_ar or ""
    return Spot(row.latitude, row.longitude, radius, coarse, name, name_ar, row.country or "", row.admin1 or "")


# -- what is drawn ----------------------------------------------------------------------------------------------------


def drawn(visit: Visiting, asked: Asking) -> Response:
    """What the map draws, of all time: places, and incidents as the number of their place, days, type, killed ..."""
    words = visit.words
    numbers: dict[tuple[Any, ...], int] = {}
    spots: list[Spot] = []
    types = {name: number for number, name in enumerate(event_types())}
    grades = {name: number for number, name in enumerate(CERTAINTIES)}
    found = []
    row: Any
    with visit.desk.dataset.store.reading() as connection:
        for row in outlines(connection, asked.without_days().chosen(visit.desk.dataset)):
            incident_id, kind, start, end, killed, grade = row[:6]
            key, place = row[6:], -1
            if key[0] is not None:
                place = numbers.setdefault(key, len(spots))
                if place == len(spots):
                    spots.append(spot_of(row))
            found.append((incident_id, place, start, end, types.get(kind, -1), killed, grades[grade]))
    told = {
        "places": [
            (
                spot.longitude, spot.latitude, spot.radius_km, spot.precision, _name(spot, words),
                words.province(spot.country, spot.admin1), spot.name,
            )
            for spot in spots
        ],
        "types": [words.type(name) for name in types],
        "incidents": found,
    }  # fmt: skip
    return Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")), media_type="application/json")


def names(visit: Visiting, version: str) -> Response:
    """The names on the map under the incidents: countries, provinces, large towns; they change with the gazetteer."""
    told, now = _names()
    kept = {"cache-control": "public, max-age=31536000, immutable"} if version == now else {}
    return Response(told, media_type="application/json", headers=kept)


def names_version() -> str:
    """Changes with what ``names`` says."""
    return _names()[1]


@cache
def _names() -> tuple[bytes, str]:
    found, seen = [], set()
    # 1 country, 2 province, 3 city; our own rows come before those of GeoNames and have the usual spelling.
    for _, _, row in load_gazetteer().all_rows():
        if row.latitude is None or row.longitude is None:
            continue
        level = {"country": 1, "province": 2}.get(row.kind, 3 if row.population >= CITY else 0)
        here = (level, row.name_en, round(row.latitude), round(row.longitude))
        if level and here not in seen:
            seen.add(here)
            found.append((row.longitude, row.latitude, level, row.names[0], row.name_en, row.population))
    found.sort(key=lambda one: (one[2], -one[5]))
    told = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    return told, hashlib.sha256(told).hexdigest()[:12]
