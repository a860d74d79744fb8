"""The cells of an event as short text, in the order people read them; shared by cards, tables and notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from rasd.model.event import Actor, Date, Event, Place, Toll
from rasd.model.text import Span

Cell = tuple[str, str, tuple[Span, ...]]


def cells(event: Event) -> Iterator[Cell]:
    """Name, value and words of every cell the report fills."""
    if event.actor1:
        yield "actor1", actor(event.actor1), event.actor1.evidence
    if event.actor2:
        yield "actor2", actor(event.actor2), event.actor2.evidence
    if event.target:
        yield "target", event.target.kind, event.target.evidence
    if event.weapon:
        yield "weapon", event.weapon.kind, event.weapon.evidence
    if event.count:
        yield "count", str(event.count.value), event.count.evidence
    for one in event.places:
        yield "place", place(one), one.evidence
    if event.date:
        yield "date", date(event.date), event.date.evidence
    if event.killed:
        yield "killed", toll(event.killed), event.killed.evidence
    if event.wounded:
        yield "wounded", toll(event.wounded), event.wounded.evidence
    if event.status != "reported":
        yield "status", event.status, event.status_evidence
    if event.attribution:
        yield "according to", event.attribution.name, event.attribution.evidence
    if event.response_to:
        yield "response to", event.response_to, event.response_evidence


def actor(actor: Actor) -> str:
    """The name of a side, or that the report gives none.

    >>> actor(Actor(None, "مسلحون", None, "political militia", ()))
    'unnamed (political militia)'
    """
    return actor.name if actor.name else f"unnamed ({actor.kind})"


def place(place: Place) -> str:
    """A place with its province, how it is related, and how precise it is.

    >>> place(Place("Hatla", "حطلة", admin1="Deir ez-Zor", country="SY", relation="outskirts of", geo_precision=2))
    'outskirts of Hatla, Deir ez-Zor, SY'
    """
    within = [part for part in (place.admin1, place.country) if part and part != place.name]
    return ", ".join([f"{place.relation} {place.name}" if place.relation else place.name, *within])


def date(date: Date) -> str:
    """A day, a range, or the words alone.

    >>> date(Date("2024-11-12", "2024-11-13", 2, "dawn"))
    '2024-11-12 to 2024-11-13, dawn'
    >>> date(Date(None, None, 3))
    'no calendar date'
    """
    if date.start and date.end:
        days = date.start if date.start == date.end else f"{date.start} to {date.end}"
    elif date.start or date.end:
        days = f"from {date.start}" if date.start else f"until {date.end}"
    else:
        days = "no calendar date"
    return f"{days}, {date.part_of_day}" if date.part_of_day else days


def toll(toll: Toll) -> str:
    """A figure, a range, an open end, or none, with its subsets.

    >>> toll(Toll(3, 3)), toll(Toll(2, 5)), toll(Toll(1, None)), toll(Toll(0, 0)), toll(Toll(0, None))
    ('3', '2 to 5', 'at least 1', 'none', 'not known')
    >>> toll(Toll(5, 5, of=(("children", 2),)))
    '5 (children 2)'
    """
    if toll.max is None:
        figure = f"at least {toll.min}" if toll.min else "not known"
    elif toll.min == toll.max:
        figure = str(toll.min) if toll.min else "none"
    else:
        figure = f"{toll.min} to {toll.max}"
    parts = ", ".join(f"{who} {number}" for who, number in toll.of)
    return f"{figure} ({parts})" if parts else figure
