"""Reply upon reply: the chain of incidents that an incident stands in, from what began it to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from rasd.store.links import links_of, links_to

MOST = 60
"""incidents of a chain that are shown"""


class Step(NamedTuple):
    """An incident of a chain."""

    incident_id: str
    depth: int
    """how many replies lie between it and what began the chain"""


Neighbours = Callable[[str], Sequence[str]]


def chain(connection: Connection, incident_id: str) -> list[Step]:
    """The chain of an incident, each reply under what it answers; empty for one without a reply on either side.

    Where an incident answers several, the chain goes up along all of them.
    """

    def answered(name: str) -> list[str]:
        return [link.other_incident for links in links_of(connection, [name]).answers.values() for link in links]

    def answers(name: str) -> list[str]:
        return list(links_to(connection, name).answers)

    return laid_out(incident_id, answered, answers)


def laid_out(start: str, answered: Neighbours, answers: Neighbours, most: int = MOST) -> list[Step]:
    """A chain from the incident and its neighbours: what each answers, and what answers it. Nothing comes twice.

    >>> above, below = {"b": ["a"], "c": ["b"]}, {"a": ["b", "d"], "b": ["c"]}
    >>> [(one.incident_id, one.depth) for one in laid_out("b", lambda x: above.get(x, []), lambda x: below.get(x, []))]
    [('a', 0), ('b', 1), ('c', 2), ('d', 1)]
    >>> laid_out("x", lambda name: [], lambda name: [])
    []
    """
    roots = _beginnings(start, answered, most)
    steps: list[Step] = []
    seen: set[str] = set()
    waiting = [Step(name, 0) for name in reversed(roots)]
    while waiting and len(steps) < most:
        step = waiting.pop()
        if step.incident_id in seen:
            continue
        seen.add(step.incident_id)
        steps.append(step)
        below = sorted(set(answers(step.incident_id)) - seen)
        waiting += [Step(name, step.depth + 1) for name in reversed(below)]
    return steps if len(steps) > 1 else []


def _beginnings(start: str, answered: Neighbours, most: int) -> list[str]:
    """What began it: those above that answer nothing; of a ring, the incident itself."""
    found: list[str] = []
    seen = {start}
    waiting = [start]
    while waiting and len(seen) <= most:
        name = waiting.pop()
        above = _unseen(answered(name), seen)
        if not above and name not in found:
            found.append(name)
        waiting += above
    return sorted(found) or [start]


def _unseen(names: Iterable[str], seen: set[str]) -> list[str]:
    fresh = sorted(set(names) - seen)
    seen.update(fresh)
    return fresh
