"""What each actor is a part of, as merging asks for it."""

from __future__ import annotations

from rasd.lexicon.actors import actor_index
from rasd.merge.alike import Parents


def parents() -> Parents:
    """What each actor is a part of, nearest first."""
    actors = actor_index().actors
    found: dict[str, tuple[str, ...]] = {}
    for name in actors:
        above: list[str] = []
        at = actors[name].parent
        while at in actors and at not in above:
            above.append(at)
            at = actors[at].parent
        if above:
            found[name] = tuple(above)
    return found
