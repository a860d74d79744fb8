"""CSV with the column names of ACLED, and of UCDP where ACLED has none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from rasd.model.event import Actor, Event, Place, Toll
from rasd.model.text import Report, Span

Cell = object
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _actor(actor: Actor | None) -> str | None:
    return None if actor is None else actor.name


def _words(spans: Iterable[Span]) -> str:
    return " | ".join(dict.fromkeys(span.text for span in spans))


def _first(event: Event) -> Place | None:
    return event.places[0] if event.places else None


def _place(name: str) -> Callable[[Report, Event], Cell]:
    def value(report: Report, event: Event) -> Cell:
        place = _first(event)
        return None if place is None else getattr(place, name)

    return value


def _low(toll: Toll | None) -> int | None:
    return None if toll is None else toll.min


def _high(toll: Toll | None) -> int | None:
    return None if toll is None else toll.max


COLUMNS: dict[str, Callable[[Report, Event], Cell]] = {
    "event_id": lambda report, event: event.event_id,
    "report_id": lambda report, event: event.report_id,
    "event_date": lambda report, event: event.date.start if event.date and event.date.start == event.date.end else None,
    "date_start": lambda report, event: event.date and event.date.start,
    "date_end": lambda report, event: event.date and event.date.end,
    "time_precision": lambda report, event: event.date and event.date.time_precision,
    "part_of_day": lambda report, event: event.date and event.date.part_of_day,
    "event_type": lambda report, event: event.event_type,
    "sub_event_type": lambda report, event: event.sub_event_type,
    "status": lambda report, event: event.status,
    "actor1": lambda report, event: _actor(event.actor1),
    "inter1": lambda report, event: event.actor1 and event.actor1.kind,
    "actor1_words": lambda report, event: event.actor1 and _words(event.actor1.evidence),
    "actor2": lambda report, event: _actor(event.actor2),
    "inter2": lambda report, event: event.actor2 and event.actor2.kind,
    "actor2_words": lambda report, event: event.actor2 and _words(event.actor2.evidence),
    "target": lambda report, event: event.target and event.target.kind,
    "weapon": lambda report, event: event.weapon and event.weapon.kind,
    "count": lambda report, event: event.count and event.count.value,
    "country": _place("country"),
    "admin1": _place("admin1"),
    "admin2": _place("admin2"),
    "location": _place("name"),
    "location_ar": _place("name_ar"),
    "pcode": _place("pcode"),
    "latitude": _place("latitude"),
    "longitude": _place("longitude"),
    "radius_km": _place("radius_km"),
    "geo_precision": _place("geo_precision"),
    "other_locations": lambda report, event: " | ".join(place.name for place in event.places[1:]),
    "fatalities": lambda report, event: _low(event.killed),
    "low": lambda report, event: _low(event.killed),
    "high": lambda report, event: _high(event.killed),
    "wounded_low": lambda report, event: _low(event.wounded),
    "wounded_high": lambda report, event: _high(event.wounded),
    "trigger": lambda report, event: event.trigger.text,
    "attribution": lambda report, event: event.attribution and event.attribution.name,
    "response_to": lambda report, event: event.response_to,
    "problems": lambda report, event: " | ".join(problem.code for problem in event.problems),
    "notes": lambda report, event: dict(event.notes).get("en"),
    "notes_ar": lambda report, event: dict(event.notes).get("ar"),
    "source": lambda report, event: report.outlet,
    "source_url": lambda report, event: report.url,
    "published": lambda report, event: report.published and report.published.isoformat(),
    "coder": lambda report, event: dict(event.coder).get("version"),
}
"""Column -> its value. ``location`` and the coordinates are those of the first place; blank is "not said"."""


def sheet(coded: Iterable[tuple[Report, list[Event]]]) -> Iterator[str]:
    """The header and a row for every event. Text that a spreadsheet would run as a formula gets an apostrophe."""
    yield row(COLUMNS)
    for report, events in coded:
        for event in events:
            yield row(inert(value(report, event)) for value in COLUMNS.values())


def row(cells: Iterable[Cell]) -> str:
    """One line of CSV (RFC 4180); None is blank."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()


def inert(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs as a formula."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
