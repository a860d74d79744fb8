"""Accounts to groups: what may be one is compared, and what is alike enough joins if the groups as wholes agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rasd.merge.accounts import Account
from rasd.merge.alike import Parents
from rasd.merge.blocks import block_keys, looked_up
from rasd.merge.clusters import Edge, Judgement, clusters
from rasd.merge.features import Weights, score
from rasd.merge.twins import numbered, once


def edges(accounts: Iterable[Account], weights: Weights, parents: Parents) -> Iterator[Edge]:
    """Every two accounts of different reports that share a block key and are alike enough to be one.

    What people rejected is compared with nothing.
    """
    told = {one.event_id: one for one in accounts if one.review != "rejected"}
    blocks: dict[str, list[str]] = defaultdict(list)
    for one in told.values():
        for key in block_keys(one):
            blocks[key].append(one.event_id)
    pairs = {
        (min(one.event_id, other), max(one.event_id, other))
        for one in told.values()
        for key in looked_up(one)
        for other in blocks.get(key, ())
        if other != one.event_id
    }
    likeness = once(told, numbered(told.values()), lambda a, b: score(a, b, weights, parents, least=weights.same))
    for a, b in sorted(pairs):
        if told[a].report_id != told[b].report_id and (found := likeness(a, b)) >= weights.same:
            yield Edge(a, b, found)


def grouped(
    accounts: Mapping[str, Account],
    found: Iterable[Edge],
    judgements: Iterable[Judgement],
    weights: Weights,
    parents: Parents,
) -> list[tuple[str, ...]]:
    """The groups of event ids that are one incident each. What people rejected stands alone, whatever was judged."""
    alone = {name for name, one in accounts.items() if one.review == "rejected"}
    accounts = {name: one for name, one in accounts.items() if name not in alone}
    found = list(found)
    known = {(min(edge.a, edge.b), max(edge.a, edge.b)): edge.score for edge in found}
    looked = once(accounts, numbered(accounts.values()), lambda a, b: score(a, b, weights, parents))

    def likeness(a: str, b: str) -> float:
        pair = (a, b) if a < b else (b, a)
        return known[pair] if pair in known else looked(*pair)

    def agree(one: Sequence[str], other: Sequence[str]) -> bool:
        """Two accounts that each look like a third may contradict each other: all of both groups are asked."""
        total = 0.0
        for a in one:
            for b in other:
                alike = likeness(a, b)
                if alike < 0:
                    return False
                total += alike
        return total / (len(one) * len(other)) >= weights.related

    reports = {event: account.report_id for event, account in accounts.items()}
    groups = clusters(accounts, found, judgements, report_of=reports, agree=agree)
    return sorted([*groups, *((name,) for name in alone)])
