"""Comparisons and people's judgements to groups of accounts: each group is one incident.

People's word comes first: what they call the same is joined whatever its score, what they call different is never in
one group. Behind that the strongest comparisons join first, and a join that would put two acts of one report into one
group, or two accounts that look different, is not made. The order depends on scores and ids alone, so the same edges
give the same groups however they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on two events."""

    a: str
    b: str
    verdict: str
    """same | different | related | unsure"""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two events that the machine takes for one, and how sure it is."""

    a: str
    b: str
    score: float


def clusters(
    events: Iterable[str],
    edges: Iterable[Edge],
    judgements: Iterable[Judgement] = (),
    *,
    report_of: Mapping[str, str],
    agree: Callable[[Sequence[str], Sequence[str]], bool] = lambda one, other: True,
) -> list[tuple[str, ...]]:
    """The groups, each sorted, in the order of their first ids.

    ``agree`` is asked before two groups are joined by the machine; a join that people ask for is made unasked.

    >>> clusters("abc", [Edge("a", "b", 5.0), Edge("b", "c", 4.0)], report_of={"a": "1", "b": "2", "c": "1"})
    [('a', 'b'), ('c',)]
    >>> clusters("ab", [Edge("a", "b", 5.0)], [Judgement("a", "b", "different")], report_of={"a": "1", "b": "2"})
    [('a',), ('b',)]
    """
    group = {event: _Group((event,), frozenset({report_of[event]})) for event in events}
    judged = [j for j in judgements if j.a in group and j.b in group]
    apart: dict[str, set[str]] = {}
    for said in judged:
        if said.verdict in ("different", "related"):
            apart.setdefault(said.a, set()).add(said.b)
            apart.setdefault(said.b, set()).add(said.a)

    def are_kept_apart(one: Sequence[str], other: Sequence[str]) -> bool:
        return any(apart[event] & set(other) for event in one if event in apart)

    def join(one: _Group, other: _Group) -> None:
        whole = _Group(tuple(sorted(one.events + other.events)), one.reports | other.reports)
        for event in whole.events:
            group[event] = whole

    for said in sorted((j for j in judged if j.verdict == "same"), key=lambda j: (j.a, j.b)):
        one, other = group[said.a], group[said.b]
        if one is not other and not are_kept_apart(one.events, other.events):
            join(one, other)
    refused: set[frozenset[str]] = set()  # by the first events of groups of so many: what is asked once is settled
    for edge in sorted(edges, key=lambda e: (-e.score, min(e.a, e.b), max(e.a, e.b))):
        if edge.a not in group or edge.b not in group:
            continue
        one, other = group[edge.a], group[edge.b]
        if one is other or not one.reports.isdisjoint(other.reports):
            continue
        asked = frozenset({f"{one.events[0]} {len(one.events)}", f"{other.events[0]} {len(other.events)}"})
        if asked in refused:
            continue
        if are_kept_apart(one.events, other.events) or not agree(one.events, other.events):
            refused.add(asked)
        else:
            join(one, other)
    return sorted({one.events for one in group.values()})


class _Group(NamedTuple):
    events: tuple[str, ...]
    reports: frozenset[str]
