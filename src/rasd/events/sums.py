"""Sums that sound like acts: "bombings across Iraq killed 32" before the bombings are told one by one; a war's toll.

Each of the bombings is an act; the sum is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.kinds import sub_event
from rasd.events.within import CLASSES, Act, finest
from rasd.model.marked import Marked

# As many acts must follow in places of their own.
FEWEST = 2


# So many dead and hurt, without a day, in a report of a running toll are those of months.
MOST_OF_ONE = 300
OPENING = 3


def without_sums(acts: Sequence[Act], sentences: Sequence[Marked]) -> list[Act]:
    """The acts without those of a plural in a whole country, where several of its class follow in places within it.

    Left out too is the toll of a war or a truce, in a report that opens with one: منذ بداية الهدنة.
    """
    running = any(c.sense == "running" for marked in sentences[: OPENING + 1] for c in marked.cues)
    return [
        act for i, act in enumerate(acts) if not (_is_a_sum(act, acts[i + 1 :]) or (running and _is_of_months(act)))
    ]


def _is_of_months(act: Act) -> bool:
    if any(d.date is not None and not d.date_is_carried for d in act.drafts):
        return False
    figures = [bounds[0] for d in act.drafts for t in d.tolls for bounds in (t.killed, t.wounded) if bounds]
    return sum(figures) >= MOST_OF_ONE


def _is_a_sum(act: Act, later: Sequence[Act]) -> bool:
    lead = act.lead
    places = finest(lead.places)
    several = lead.frame.main.number == "p" or (lead.count is not None and lead.count.value > 1)
    if not several or not places or not all(p.kind == "country" for p in places):
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
