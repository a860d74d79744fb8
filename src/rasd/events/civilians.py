"""Civilians as the side that was hit: from the words for persons, their homes and their vehicles."""

from __future__ import annotations

from rasd.events.draft import Draft
from rasd.events.facts import CIVIL_PERSONS
from rasd.events.sides import CROWD_TYPES
from rasd.model.event import Actor

CIVILIANS = ("Civilians", "مدنيون")
# Types in which a side that is no party can be the one that was hit; in a clash or a capture civilians are no side.
HIT_CIVILIANS = frozenset(
    {
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Suicide bomb",
        "Grenade",
        "Chemical weapon",
        "Attack",
        "Sexual violence",
        "Abduction/forced disappearance",
        "Arrests",
        "Looting/property destruction",
        "Mob violence",
    }
)
# Settlers who attack a village attack those who live there.
SETTLERS = "isr-settlers"
SETTLED = frozenset({"village", "town", "neighbourhood", "camp"})
# What belongs to civilians by what it is.
HOMES = frozenset({"house", "neighbourhood", "ambulance", "train", "school", "hospital", "shop", "bakery", "farm"})
CIVIL_TRAFFIC = frozenset({"vehicle", "ship"})
BY_TARGET = HIT_CIVILIANS - {"Arrests", "Abduction/forced disappearance", "Sexual violence", "Mob violence"}


def civilians_hit(draft: Draft, kind: str) -> Actor | None:
    """Civilians with the words that say so; None where the act cannot have them as its other side."""
    if kind not in HIT_CIVILIANS:
        return None
    if any(who == "fighters" for toll in draft.tolls for who, _ in toll.of):
        return None
    for person in draft.victims:
        if person.sense in CIVIL_PERSONS and person.sense != "untold" and not person.enclitic:
            if any(a.first <= person.first < a.last for a in (*draft.actor1, *draft.unnamed)):
                continue
            if draft.target is None or not draft.target.first < person.first < draft.target.last:
                return Actor(*CIVILIANS, None, "civilians", (person.span,))
    for toll in draft.tolls:
        if toll.victims is not None and any(who in ("civilians", "children", "women") for who, _ in toll.of):
            return Actor(*CIVILIANS, None, "civilians", (toll.victims,))
    target = draft.target
    if target is not None and kind in BY_TARGET and not any(p.sense in ("fighter", "soldier") for p in draft.victims):
        if kind == "Attack" and target.kind in SETTLED and any(a.actor.actor_id == SETTLERS for a in draft.actor1):
            return Actor(*CIVILIANS, None, "civilians", (target.span,))
        if target.kind in HOMES or (target.kind in CIVIL_TRAFFIC and target.side == "civil"):
            return Actor(*CIVILIANS, None, "civilians", (target.span,))
    return None


def crowd_of(draft: Draft, kind: str) -> Actor | None:
    """Protesters as the first side of a protest that names no crowd: its own words tell of one."""
    if kind not in CROWD_TYPES:
        return None
    words = tuple(span for a in draft.unnamed for span in a.actor.evidence) or (draft.frame.main.span,)
    return Actor("Protesters", "متظاهرون", None, "protesters", words)
