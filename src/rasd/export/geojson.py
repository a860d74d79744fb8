"""GeoJSON (RFC 7946): a feature for every place of an event, and one without geometry for an event without one.

A place is written as a point with ``radius_km`` and ``geo_precision``: a province is not a spot, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rasd.model.event import Event, Place
from rasd.model.text import Report


def geojson(coded: Iterable[tuple[Report, list[Event]]]) -> Iterator[str]:
    """The parts of one FeatureCollection, a feature a line."""
    yield '{"type": "FeatureCollection", "features": ['
    opening = "\n"
    for report, events in coded:
        for event in events:
            for feature in features(report, event):
                yield opening + json.dumps(feature, ensure_ascii=False)
                opening = ",\n"
    yield "\n]}\n"


def features(report: Report, event: Event) -> list[dict[str, Any]]:
    """The features of one event."""
    places: list[Place | None] = [*event.places] or [None]
    return [_feature(report, event, place, number) for number, place in enumerate(places, start=1)]


def _feature(report: Report, event: Event, place: Place | None, number: int) -> dict[str, Any]:
    known = place is not None and place.latitude is not None and place.longitude is not None
    return {
        "type": "Feature",
        "id": f"{event.event_id}/{number}",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place and known else None,
        "properties": {
            "event_id": event.event_id,
            "report_id": event.report_id,
            "event_type": event.event_type,
            "sub_event_type": event.sub_event_type,
            "status": event.status,
            "date_start": event.date and event.date.start,
            "date_end": event.date and event.date.end,
            "actor1": event.actor1 and event.actor1.name,
            "actor2": event.actor2 and event.actor2.name,
            "fatalities": event.killed and event.killed.min,
            "location": place and place.name,
            "location_ar": place and place.name_ar,
            "admin1": place and place.admin1,
            "country": place and place.country,
            "relation": place and place.relation,
            "radius_km": place and place.radius_km,
            "geo_precision": place and place.geo_precision,
            "trigger": event.trigger.text,
            "problems": [problem.code for problem in event.problems],
            "notes": dict(event.notes).get("en"),
            "url": report.url,
        },
    }
