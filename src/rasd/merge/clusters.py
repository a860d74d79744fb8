"""Comparisons and people's judgements to groups of accounts: each group is one incident.

People's word comes first: what they call the same is joined whatever its score, what they call different is never in
one group. Behind that the strongest comparisons join first, and a join that would put two acts of one report into one
group, or two accounts that look different, is not made. The order depends on scores and ids alone, so the same edges
give the same groups however they came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


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
    group: dict[str, tuple[str, ...]] = {event: (event,) for event in events}
    judged = [j for j in judgements if j.a in group and j.b in group]
    apart: dict[str, set[str]] = {}
    for said in judged:
        if said.verdict in ("different", "related"):
            apart.setdefault(said.a, set()).add(said.b)
            apart.setdefault(said.b, set()).add(said.a)

    def are_kept_apart(one: Sequence[str], other: Sequence[str]) -> bool:
        return any(apart[event] & set(other) for event in one if event in apart)

    def join(one: tuple[str, ...], other: tuple[str, ...]) -> None:
        whole = tuple(sorted(one + other))
        for event in whole:
            group[event] = whole

    for said in sorted((j for j in judged if j.verdict == "same"), key=lambda j: (j.a, j.b)):
        if group[said.a] != group[said.b] and not are_kept_apart(group[said.a], group[said.b]):
            join(group[said.a], group[said.b])
    for edge in sorted(edges, key=lambda e: (-e.score, min(e.a, e.b), max(e.a, e.b))):
        if edge.a not in group or edge.b not in group:
            continue
        one, other = group[edge.a], group[edge.b]
        if one == other or are_kept_apart(one, other):
            continue
        reports = {report_of[event] for event in one}
        if any(report_of[event] in reports for event in other):
            continue
        if agree(one, other):
            join(one, other)
    return sorted(set(group.values()))
