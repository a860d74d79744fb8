"""What holds an incident together: each event hangs on another by the strongest of what joined them.

People's word is stronger than any comparison. Of the comparisons those are left out without which all hangs together
still, the weakest first: a maximum spanning tree. Its order depends on scores and ids alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rasd.merge.clusters import Edge, Judgement


class Branch(NamedTuple):
    """An event, and what it hangs on."""

    event_id: str
    parent: str | None
    """None: the root, or what nothing that is known ties to it"""
    depth: int
    score: float | None
    """of the comparison; None: people said that the two are the same, or it is a root"""


def tree(events: Sequence[str], edges: Iterable[Edge], judgements: Iterable[Judgement] = ()) -> list[Branch]:
    """Every event once, behind the one that it hangs on; the first event is the root.

    >>> [(one.event_id, one.parent) for one in tree("abc", [Edge("a", "b", 5), Edge("b", "c", 6), Edge("a", "c", 4)])]
    [('a', None), ('b', 'a'), ('c', 'b')]
    """
    place = {name: number for number, name in enumerate(events)}
    ties = [Edge(one.a, one.b, float("inf")) for one in judgements if one.verdict == "same"]
    ties += sorted(edges, key=lambda one: (-one.score, min(one.a, one.b), max(one.a, one.b)))
    leader = {name: name for name in events}

    def led(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    near: dict[str, list[tuple[str, float]]] = {name: [] for name in events}
    for one in ties:
        if one.a in place and one.b in place and led(one.a) != led(one.b):
            leader[led(one.a)] = led(one.b)
            near[one.a].append((one.b, one.score))
            near[one.b].append((one.a, one.score))
    found: list[Branch] = []
    seen: set[str] = set()
    for root in events:
        waiting = [Branch(root, None, 0, None)] if root not in seen else []
        while waiting:
            branch = waiting.pop()
            seen.add(branch.event_id)
            found.append(branch)
            hanging = [
                Branch(name, branch.event_id, branch.depth + 1, None if score == float("inf") else score)
                for name, score in near[branch.event_id]
                if name not in seen
            ]
            waiting += sorted(hanging, key=lambda one: place[one.event_id], reverse=True)
    return found


def sides(branches: Sequence[Branch], event_id: str) -> tuple[list[str], list[str]]:
    """What stays and what comes off when what an event hangs on is cut, as far as nothing else holds it.

    >>> sides(tree("abc", [Edge("a", "b", 5), Edge("b", "c", 6)]), "b")
    (['a'], ['b', 'c'])
    """
    parents: Mapping[str, str | None] = {one.event_id: one.parent for one in branches}
    off = {event_id}
    for one in branches:  # each stands behind its parent
        if parents[one.event_id] in off:
            off.add(one.event_id)
    names = [one.event_id for one in branches]
    return [name for name in names if name not in off], [name for name in names if name in off]
