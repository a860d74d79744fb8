"""What each actor is a part of, as merging asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rasd.lexicon.actors import load_actors
from rasd.merge.alike import Parents


def parents(folders: Iterable[Path] = ()) -> Parents:
    """What each actor is a part of, nearest first; with the sides of a user's ``folders``."""
    actors = load_actors(folders).actors
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
