"""Short factories for values in tests: a text, and events whose evidence really stands in it."""

from __future__ import annotations

from typing import Any

from rasd.model.event import Actor, Count, Date, Event, Kind, Place, Problem, Toll
from rasd.model.text import Report, Span

TEXT = "استهدف التحالف الدولي ليلا بثلاث غارات جوية مقرات في حي هرابش بدير الزور، ما أسفر عن مقتل ثلاثة عناصر."


def span(words: str, text: str = TEXT) -> Span:
    """Where these words stand first."""
    start = text.index(words)
    return Span(start, start + len(words), words)


COALITION = Actor(
    name="International Coalition",
    name_ar="التحالف الدولي",
    actor_id="coalition-oir",
    kind="external/other forces",
    evidence=(span("التحالف الدولي"),),
)


def strike(**cells: Any) -> Event:
    """The air strike of TEXT; ``cells`` replace what it says."""
    values: dict[str, Any] = {
        "event_id": "r1-1",
        "report_id": "r1",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "trigger": span("بثلاث غارات جوية"),
        "actor1": COALITION,
        "target": Kind("headquarters", (span("مقرات"),)),
        "weapon": Kind("air strike", (span("غارات جوية"),)),
        "count": Count(3, (span("بثلاث"),)),
        "places": (
            Place(
                name="Harabish", name_ar="هرابش", place_id="own:1", country="SY", admin1="Deir ez-Zor", latitude=35.32,
                longitude=40.17, radius_km=1.0, geo_precision=1, candidates=1, evidence=(span("هرابش"),),
            ),
        ),
        "date": Date("2024-11-14", "2024-11-14", 1, "dawn", (span("استهدف"),)),
        "killed": Toll(3, 3, (), (span("ثلاثة عناصر"),)),
        "notes": (("en", "Three air strikes."), ("ar", "ثلاث غارات جوية.")),
        "coder": (("name", "rasd"), ("version", "0.1.0"), ("lexicon", "abc")),
    }  # fmt: skip
    return Event(**(values | cells))


def report(text: str = TEXT) -> Report:
    """The report that TEXT is."""
    return Report("r1", text, lang="ar", outlet="منصة", url="https://example.org/1")


def problem(message: str = "two readings of the day") -> Problem:
    """Something to look at."""
    return Problem("date_contradiction", ("date",), message, (span("استهدف"),))
