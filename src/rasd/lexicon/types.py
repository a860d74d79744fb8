"""The closed list of event types: data/event_types.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from rasd.lexicon.rows import DATA


class EventType(NamedTuple):
    """One sub-event type and what it belongs to."""

    sub_event_type: str
    event_type: str
    en: str
    ar: str
    second_en: str
    second_ar: str
    ucdp: str
    definition: str


@cache
def event_types() -> dict[str, EventType]:
    """All sub-event types by name, in the order of the codebook.

    >>> event_types()["Air/drone strike"].event_type
    'Explosions/Remote violence'
    >>> len(event_types())
    25
    """
    with (DATA / "event_types.toml").open("rb") as file:
        rows = tomllib.load(file)["type"]
    return {row["sub_event_type"]: EventType(**row) for row in rows}
