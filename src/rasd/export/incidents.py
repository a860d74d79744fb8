"""Incidents as JSON Lines, CSV, GeoJSON and a table, from their records (EVENT.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rasd.export.sheet import inert, row
from rasd.export.terminal import on_one_line

Record = Mapping[str, Any]


def jsonl(records: Iterable[Record]) -> Iterator[str]:
    """A line for every incident."""
    for record in records:
        text = json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
        yield text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085") + "\n"


# -- CSV -------------------------------------------------------------------------------------------------------------


def _value(cell: str, *names: str) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        found = record[cell]["value"]
        for name in names:
            found = found and found.get(name)
        return found

    return value


def _place(name: str) -> Callable[[Record], Any]:
    def value(record: Record) -> Any:
        places = record["places"]["value"]
        return places[0].get(name) if places else None

    return value


def _figure(cell: str, name: str) -> Callable[[Record], Any]:
    return lambda record: record[cell] and record[cell][name]


def _day(record: Record) -> Any:
    told = record["date"]["value"]
    return told["start"] if told and told["start"] == told["end"] else None


def reviewed(record: Record) -> list[str]:
    """The cells of which people said that an account does say what is best supported; the others nobody has checked.

    >>> cell = {"value": "Armed clash", "support": ["e"], "reviewed": [{"event_id": "e", "verdict": "accept"}]}
    >>> dead = {"best": 2, "claims": [{"event_id": "e", "min": 2}], "reviewed": []}
    >>> reviewed({"sub_event_type": cell, "killed": dead})
    ['sub_event_type']
    """
    found = []
    for name, cell in record.items():
        if isinstance(cell, dict) and "reviewed" in cell:
            for_it = cell.get("support") or [c["event_id"] for c in cell.get("claims", ()) if c["min"] == cell["best"]]
            decided = {one["event_id"] for one in cell["reviewed"] if one["verdict"] in ("accept", "correct")}
            found += [name] if decided.intersection(for_it) else []
    return found


COLUMNS: dict[str, Callable[[Record], Any]] = {
    "incident_id": lambda record: record["incident_id"],
    "event_date": _day,
    "date_start": _value("date", "start"),
    "date_end": _value("date", "end"),
    "time_precision": _value("date", "time_precision"),
    "event_type": _value("event_type"),
    "sub_event_type": _value("sub_event_type"),
    "status": _value("status"),
    "actor1": _value("actor1", "name"),
    "inter1": _value("actor1", "kind"),
    "actor2": _value("actor2", "name"),
    "inter2": _value("actor2", "kind"),
    "target": _value("target", "kind"),
    "weapon": _value("weapon", "kind"),
    "country": _place("country"),
    "admin1": _place("admin1"),
    "admin2": _place("admin2"),
    "location": _place("name"),
    "location_ar": _place("name_ar"),
    "pcode": _place("pcode"),
    "latitude": _place("latitude"),
    "longitude": _place("longitude"),
    "geo_precision": _place("geo_precision"),
    "killed_min": _figure("killed", "min"),
    "killed_best": _figure("killed", "best"),
    "killed_max": _figure("killed", "max"),
    "wounded_min": _figure("wounded", "min"),
    "wounded_best": _figure("wounded", "best"),
    "wounded_max": _figure("wounded", "max"),
    "voices": lambda record: record["voices"],
    "reports": lambda record: len(record["report_ids"]),
    "certainty": lambda record: record["certainty"],
    "contested": lambda record: " | ".join(record["contested"]),
    "review": lambda record: record["review"],
    "reviewed": lambda record: " | ".join(reviewed(record)),
    "report_ids": lambda record: " | ".join(record["report_ids"]),
    "aliases": lambda record: " | ".join(record["aliases"]),
    "part_of": lambda record: record["part_of"],
    "responds_to": lambda record: " | ".join(record["responds_to"]),
    "updated_at": lambda record: record["updated_at"],
}
"""Column -> its value: the best supported, of the first place; blank is "not said", of a maximum "open upwards"."""


def sheet(records: Iterable[Record]) -> Iterator[str]:
    """The header and a row for every incident. Text that a spreadsheet would run as a formula gets an apostrophe."""
    yield row(COLUMNS)
    for record in records:
        yield row(inert(value(record)) for value in COLUMNS.values())


# -- GeoJSON ---------------------------------------------------------------------------------------------------------


def geojson(records: Iterable[Record]) -> Iterator[str]:
    """The parts of one FeatureCollection: a point for the first place of an incident, none where that is not known."""
    yield '{"type": "FeatureCollection", "features": ['
    opening = "\n"
    for record in records:
        places = record["places"]["value"]
        place = places[0] if places else {}
        known = place.get("latitude") is not None and place.get("longitude") is not None
        feature = {
            "type": "Feature",
            "id": record["incident_id"],
            "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]} if known else None,
            "properties": {name: value(record) for name, value in COLUMNS.items() if name not in _COORDINATES},
        }
        yield opening + json.dumps(feature, ensure_ascii=False)
        opening = ",\n"
    yield "\n]}\n"


_COORDINATES = ("latitude", "longitude")


# -- for people ------------------------------------------------------------------------------------------------------


def figure(told: Mapping[str, Any] | None) -> str:
    """How many, from the lowest to the highest claim.

    >>> figure({"min": 3, "best": 5, "max": None}), figure({"min": 3, "best": 3, "max": 3}), figure(None)
    ('5 (3 to ?)', '3', '')
    """
    if told is None:
        return ""
    if told["min"] == told["best"] == told["max"]:
        return str(told["best"])
    return f"{told['best']} ({told['min']} to {'?' if told['max'] is None else told['max']})"


def days(told: Mapping[str, Any] | None) -> str:
    """A day, or from when to when."""
    if not told or not told.get("start"):
        return ""
    return str(told["start"]) if told["start"] == told["end"] else f"{told['start']} to {told['end']}"


def short_type(name: str) -> str:
    """The name of a type as far as a narrow column holds it.

    >>> short_type("Shelling/artillery/missile attack"), short_type("Air/drone strike")
    ('Shelling', 'Air/drone strike')
    """
    return name if len(name) <= _NARROW else name.split("/")[0]


_NARROW = 18
"""letters"""


def print_table(console: Console, records: Iterable[Record]) -> None:
    """A row for every incident."""
    table = Table(box=None, pad_edge=False)
    for name in ("incident", "day", "what", "where", "who", "whom", "dead", "hurt", "voices", "certainty"):
        table.add_column(name, overflow="fold", no_wrap=name in ("incident", "voices", "certainty"))
    for record in records:
        row = (
            record["incident_id"],
            days(record["date"]["value"]).replace(" to ", "\n"),
            short_type(record["sub_event_type"]["value"] or ""),
            _place("name")(record) or "",
            _value("actor1", "name")(record) or "",
            _value("actor2", "name")(record) or "",
            figure(record["killed"]),
            figure(record["wounded"]),
            str(record["voices"]),
            record["certainty"],
        )
        table.add_row(*(Text(on_one_line(cell)) for cell in row))
    console.print(table)
