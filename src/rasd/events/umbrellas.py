"""Names that stand for one another: a brigade for its movement, "the resistance" for any armed faction of the country.

A report says "the resistance repelled them" and then names the brigade that did; the two are no rival doers.
"""

from __future__ import annotations

from functools import cache

from rasd.events.facts import GOVERNMENT_KINDS, government_side
from rasd.lexicon.rows import DATA, read_rows
from rasd.model.event import Actor
from rasd.model.mention import ActorMention

IRREGULAR = frozenset({"rebel group", "political militia", "identity militia"})


def stand_for_one(a: Actor, b: Actor) -> bool:
    """One of the two is the other's parent, or the umbrella over the armed sides of its country.

    >>> qassam = Actor("Al-Qassam Brigades", None, "qassam", "rebel group", ())
    >>> resistance = Actor("Palestinian armed groups", None, "pse-resistance", "rebel group", ())
    >>> quds = Actor("Saraya al-Quds", None, "saraya-quds", "rebel group", ())
    >>> stand_for_one(qassam, resistance), stand_for_one(qassam, quds)
    (True, False)
    """
    if a.actor_id is None or b.actor_id is None:
        return False
    return a.actor_id in _over(b.actor_id) or b.actor_id in _over(a.actor_id)


def identities(actor: ActorMention) -> tuple[str, ...]:
    """The sides an actor's name holds, the allies of one government as one: "Houthis and pro-Saleh forces" are two."""
    if actor.actor.actor_id in government_side() or actor.actor.kind in GOVERNMENT_KINDS:
        country = (actor.actor.actor_id or actor.country).split("-")[0]
        return (f"government of {country}", (actor.actor.name or "").lower())
    return tuple((actor.actor.name or "").lower().split(" and "))


@cache
def _over(actor_id: str) -> frozenset[str]:
    """The actor's parents among armed groups, and the umbrellas over it."""
    sides = _sides()
    if actor_id not in sides or sides[actor_id][0] not in IRREGULAR:
        return frozenset()
    over = {umbrella for umbrella, country in _umbrellas().items() if country in ("", sides[actor_id][1])}
    parent = sides[actor_id][2]
    while parent in sides and sides[parent][0] in IRREGULAR and parent not in over:
        over.add(parent)
        parent = sides[parent][2]
    return frozenset(over)


@cache
def _umbrellas() -> dict[str, str]:
    """The umbrella names by actor id, with their country: data/umbrellas.csv."""
    return {row["actor_id"]: row["country"] for _, row in read_rows(DATA / "umbrellas.csv", "umbrellas.csv")}


@cache
def _sides() -> dict[str, tuple[str, str, str]]:
    """Kind, country and parent of every actor: data/actors.csv."""
    rows = read_rows(DATA / "actors.csv", "actors.csv")
    return {row["actor_id"]: (row["kind"], row["country"], row["parent"]) for _, row in rows}
