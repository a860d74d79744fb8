"""A lead that only sums up: "bombings across Iraq killed 32" before the bombings are told one by one.

Each of them is an act; the sum is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.kinds import sub_event
from rasd.events.within import CLASSES, Act, finest

# As many acts must follow in places of their own.
FEWEST = 2


def without_sums(acts: Sequence[Act]) -> list[Act]:
    """The acts without one of a plural in a whole country, where several of its class follow in places within it."""
    return [act for i, act in enumerate(acts) if not _is_a_sum(act, acts[i + 1 :])]


def _is_a_sum(act: Act, later: Sequence[Act]) -> bool:
    lead = act.lead
    places = finest(lead.places)
    if lead.frame.main.number != "p" or not places or not all(p.kind == "country" for p in places):
        return False
    countries = {p.place.country for p in places}
    kind = _class(act)
    parts = [a for a in later if _class(a) == kind and _has_scene_in(a, countries)]
    return len(parts) >= FEWEST


def _class(act: Act) -> str:
    kind = sub_event(act.lead)[0]
    return CLASSES.get(kind, kind)


def _has_scene_in(act: Act, countries: set[str | None]) -> bool:
    return any(
        p.kind != "country" and p.place.country in countries
        for d in act.drafts
        for p in d.places
        if not d.place_is_carried
    )
