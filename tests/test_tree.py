"""What holds an incident together, as a tree; and how an incident falls apart when one of its ties is cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make import TEXT, strike
from rasd import dataset
from rasd.dataset import Dataset
from rasd.dataset.showing import incident_shown, parted
from rasd.merge import Edge, Judgement, clusters, sides, tree
from rasd.model.event import Date, Event, Toll
from rasd.model.text import Report
from rasd.review.judgements import judge
from rasd.store import events as stored
from rasd.store.incidents import incident_by_id
from rasd.store.reports import Capture, FromCapture, Reading, keep_captures, keep_reports

EVENTS = "abcdefg"
EDGES = st.dictionaries(st.sampled_from(list(combinations(EVENTS, 2))), st.integers(1, 9), max_size=14)
SAMES = st.sets(st.sampled_from(list(combinations(EVENTS, 2))), max_size=2)


def pieces(events: Iterable[str], ties: Iterable[tuple[str, str]]) -> list[set[str]]:
    """What hangs together by these ties."""
    found = [{name} for name in events]
    for a, b in ties:
        touched = [one for one in found if a in one or b in one]
        found = [one for one in found if one not in touched] + [set().union(*touched)]
    return found


@given(EDGES, SAMES)
def test_the_tree_of_an_incident(scores: dict[tuple[str, str], int], same: set[tuple[str, str]]) -> None:
    edges = [Edge(a, b, float(score)) for (a, b), score in scores.items()]
    said = [Judgement(a, b, "same") for a, b in sorted(same)]
    ties = {**{pair: float(score) for pair, score in scores.items()}, **dict.fromkeys(same, float("inf"))}
    found = tree(EVENTS, edges, said)
    names = [one.event_id for one in found]
    assert sorted(names) == list(EVENTS), "every event in it once"
    assert found == tree(EVENTS, edges[::-1], said[::-1])
    parents = {one.event_id: one.parent for one in found}
    held = pieces(EVENTS, [(name, above) for name, above in parents.items() if above])
    assert {frozenset(one) for one in held} == {frozenset(one) for one in pieces(EVENTS, ties)}, "what is tied is held"
    for one in found:
        if one.parent is None:
            continue
        assert names.index(one.parent) < names.index(one.event_id)
        pair = (min(one.event_id, one.parent), max(one.event_id, one.parent))
        assert (one.score or float("inf")) == ties[pair]
        stay, off = sides(found, one.event_id)
        assert sorted(stay + off) == list(EVENTS)
        crossing = [other for other in ties if (other[0] in off) != (other[1] in off) and other != pair]
        assert all(ties[other] <= ties[pair] for other in crossing), "the strongest that ties the two sides"
        if crossing:
            continue
        # Where nothing else holds the two sides, calling the two events different gives exactly these.
        whole = next(piece for piece in pieces(EVENTS, ties) if one.event_id in piece)
        left = [Edge(a, b, score) for (a, b), score in ties.items() if (a, b) != pair and score < float("inf")]
        kept = [Judgement(a, b, "same") for a, b in same if (a, b) != pair]
        apart = clusters(EVENTS, left, [*kept, Judgement(*pair, "different")], report_of={n: n for n in EVENTS})
        mine = {frozenset(group) for group in apart if whole.issuperset(group)}
        assert mine == {frozenset(off), frozenset(whole - set(off))}


# day and killed of strikes on one place, each told by a report of its own
CHAIN = [(14, 3), (14, 3), (15, 3), (15, 3)]


@pytest.fixture
def made(address: str, tmp_path: Path) -> Dataset:
    found = dataset.init(tmp_path / "work")
    with found.store.writing() as connection:
        [number] = keep_captures(connection, [Capture("0" * 64, 1, "/r.jsonl", None, "file")])
        reports = [Report(f"r{i}", TEXT, outlet=f"o{i}") for i in range(len(CHAIN))]
        keep_reports(connection, [FromCapture(number, "/r.jsonl", Reading(one, None, True)) for one in reports])
        stored.write(connection, [stored.rows_of(told, [event(i, *CHAIN[i])]) for i, told in enumerate(reports)])
    found.merge()
    return found


def event(number: int, day: int, killed: int) -> Event:
    when = f"2024-11-{day}"
    return strike(
        event_id=f"e{number}", report_id=f"r{number}", date=Date("2024-11-14", when, 1), killed=Toll(killed, killed)
    )


def test_a_merge_is_taken_apart_as_was_foretold(made: Dataset) -> None:
    weights = made.workspace.weights
    with made.store.reading() as connection:
        told = incident_shown(connection, "e0", weights)
        assert told is not None
        held = told["tree"]
        names = [one["event_id"] for one in held]
        assert sorted(names) == ["e0", "e1", "e2", "e3"] and held[0]["parent"] is None
        assert all(one["score"] and one["reasons"] for one in held[1:]) and len(told["reasons"]) == 3
        foretold = {
            one["event_id"]: parted(connection, names, one["event_id"], one["parent"], weights) for one in held[1:]
        }
        assert parted(connection, [*names, *map(str, range(200))], "e0", "e1", weights) is None, "too large to try"
    for one in held[1:]:
        with made.store.writing() as connection:
            number = judge(connection, one["event_id"], one["parent"], "different", reason="")
        made.merge()
        groups = {}
        with made.store.reading() as connection:
            for name in names:
                found = incident_by_id(connection, name)
                assert found is not None
                groups[found["incident_id"]] = tuple(sorted(found["event_ids"]))
        assert sorted(groups.values()) == foretold[one["event_id"]], "the page says how it falls apart"
        assert len(groups) == 2
        made.retract(number)
    with made.store.writing() as connection:
        judge(connection, names[0], names[-1], "same", reason="")
    made.merge()
    with made.store.reading() as connection:
        again = incident_shown(connection, "e0", weights)
    assert again is not None
    [judged] = [one for one in again["tree"] if one["is_judged"]]
    assert {judged["event_id"], judged["parent"]} == {names[0], names[-1]} and judged["score"] is None
    assert any("people say so" in line for line in again["reasons"])
    made.close()
