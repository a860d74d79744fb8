"""Merging what is new into what there is: comparisons by block, groups by component, incidents that keep their ids.

Only components that something new touches are grouped again. Components do not know of one another, so what comes out
is the same as if all events had been merged at once; a test holds it. An incident of which people only said that a cell
is right is summed up anew and grouped as it was.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection

from rasd.merge import Account, Weights, grouped, incident_of, looked_up, relation, score
from rasd.merge.alike import Parents
from rasd.merge.twins import numbered, once
from rasd.review.decisions import catch_up
from rasd.store import incidents as stored
from rasd.store.bulk import pieces
from rasd.store.events import accounts
from rasd.store.incidents import Component, Standing
from rasd.store.opening import Store, now

_RULES = 3
"""goes up when comparing sees something else than before, so that everything is compared anew"""
_AT_ONCE = 1_000
"""events of one transaction"""


def merge(
    store: Store, weights: Weights, parents: Parents, *, tell: Callable[[str, int], object] = lambda stage, n: None
) -> int:
    """Compare what is new, group what is touched; how many events were grouped. Only under ``one_writer``."""
    _see_to_weights(store, weights, parents)
    with store.writing() as connection:
        catch_up(connection)
    while True:
        with store.writing() as connection:
            compared = _compare_some(connection, weights, parents)
        if not compared:
            break
        tell("compared", compared)
    with store.reading() as connection:
        components = stored.touched_components(connection)
    number = 0
    for some in _in_portions(components):
        with store.writing() as connection:
            _regroup(connection, some, weights, parents)
        size = sum(len(component.events) for component in some)
        number += size
        tell("grouped", size)
    with store.reading() as connection:
        stale = stored.stale(connection)
    for names in pieces(stale):
        with store.writing() as connection:
            _sum_up(connection, stored.stale(connection, names), parents)
        tell("summed up", len(names))
    with store.writing() as connection:
        stored.bury_empty(connection)
    return number


def _see_to_weights(store: Store, weights: Weights, parents: Parents) -> None:
    """With other weights than last time every comparison is made anew."""
    told = repr((_RULES, sorted(weights.features.items()), weights.same, weights.related, sorted(parents.items())))
    mark = sha256(told.encode()).hexdigest()
    with store.writing() as connection:
        before = stored.remembered(connection, "weights")
        if before != mark:
            if before is not None:
                stored.start_again(connection)
            stored.remember(connection, "weights", mark)


# -- comparing -------------------------------------------------------------------------------------------------------


def _compare_some(connection: Connection, weights: Weights, parents: Parents) -> int:
    """Compare the next new events with all that share a block with them; how many new ones there were."""
    fresh = stored.new_events(connection, _AT_ONCE)
    if not fresh:
        return 0
    told = {account.event_id: account for account, _ in accounts(connection, fresh)}
    keys = {name: looked_up(account) for name, account in told.items() if account.review != "rejected"}
    members = stored.in_blocks(connection, {key for some in keys.values() for key in some})
    new = set(fresh)
    old: dict[str, Account] = {}
    others = {name for some in members.values() for name in some} - new
    for account, state in accounts(connection, others):
        if state != "new":  # a new one that is not among these will be compared with them when its turn comes
            old[account.event_id] = account
    every = told | old
    compared = once(every, numbered(every.values()), lambda a, b: _compared(a, b, weights, parents))
    rows = []
    for a, b in sorted(_pairs(keys, members, new, old)):
        found, verdict = compared(a, b)
        if verdict is not None:
            rows.append({"a": a, "b": b, "score": found, "verdict": verdict})
    stored.save_pairs(connection, fresh, rows)
    return len(fresh)


def _compared(a: Account, b: Account, weights: Weights, parents: Parents) -> tuple[float, str | None]:
    """How alike two accounts are, and what of that is kept."""
    found = score(a, b, weights, parents, least=weights.related)
    verdict = relation(a, b, parents)
    if verdict is None and found >= weights.related and a.report_id != b.report_id:
        verdict = weights.verdict(found)
    return found, verdict


def _pairs(
    keys: Mapping[str, Iterable[str]], members: Mapping[str, Sequence[str]], new: set[str], old: Mapping[str, Account]
) -> set[tuple[str, str]]:
    found = set()
    for name, some in keys.items():
        for key in some:
            for other in members.get(key, ()):
                if other in old or (other in new and other > name):
                    found.add((name, other) if name < other else (other, name))
    return found


# -- grouping --------------------------------------------------------------------------------------------------------


def _in_portions(components: Sequence[Component]) -> Iterator[list[Component]]:
    portion: list[Component] = []
    size = 0
    for component in components:
        portion.append(component)
        size += len(component.events)
        if size >= _AT_ONCE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _regroup(connection: Connection, components: Sequence[Component], weights: Weights, parents: Parents) -> None:
    events = [name for component in components for name in component.events]
    told, touched = {}, set()
    for account, state in accounts(connection, events):
        told[account.event_id] = account
        if state == "touched":
            touched.add(account.event_id)
    groups: list[tuple[str, ...]] = []
    for component in components:
        mine = {name: told[name] for name in component.events if name in told}
        groups += grouped(mine, component.edges, component.judgements, weights, parents)
    before = stored.standing(connection, events, {own_id(event) for event in events})
    rejected = {name for name, account in told.items() if account.review == "rejected"}
    named = name_groups(groups, before, rejected)
    # A component may hang together over weeks; most of its incidents stay as they are and are not written again.
    changed = {
        incident_id: group
        for group, incident_id in zip(groups, named.ids, strict=True)
        if not touched.isdisjoint(group) or not _is_as_before(group, incident_id, before)
    }
    held = {event: incident_id for incident_id, group in changed.items() for event in group}
    whole = {account.event_id: account for account, _ in accounts(connection, held, is_whole=True)}
    records = stored.records(connection, [name for name in changed if name in before.live])
    rows = [
        row
        for incident_id, group in changed.items()
        if (row := _row([whole[event] for event in group], incident_id, records, parents)) is not None
    ]
    gone = [event for event in events if event not in told]
    stored.save_incidents(
        connection, events=[*held, *gone], held=held, rows=rows, absorbed=named.absorbed, revived=named.revived
    )


def _is_as_before(group: Sequence[str], incident_id: str, before: Standing) -> bool:
    return before.sizes.get(incident_id) == len(group) and all(before.held.get(event) == incident_id for event in group)


def own_id(event_id: str) -> str:
    """What an incident is called that begins with this event."""
    return f"i-{event_id}"


class Named(NamedTuple):
    """The ids of groups, in their order, and what becomes of other ids."""

    ids: list[str]
    absorbed: dict[str, str]
    """an incident that is no more -> the one that has most of its events"""
    revived: list[str]
    """aliases that are incidents again"""


def name_groups(groups: Sequence[Sequence[str]], before: Standing, rejected: Container[str] = ()) -> Named:
    """Each group keeps the id of the incident with which it shares most events; the others are called by an event.

    A ``rejected`` event that leaves its incident does not take the id along.

    >>> before = Standing({"e1": "i-e1", "e2": "i-e2"}, {}, {}, {"i-e1", "i-e2"}, {"i-e1", "i-e2"})
    >>> name_groups([("e1", "e2")], before)
    Named(ids=['i-e1'], absorbed={'i-e2': 'i-e1'}, revived=[])
    """
    shared: Counter[tuple[int, str]] = Counter()
    for number, group in enumerate(groups):
        for event in group:
            if event in before.held:
                shared[number, before.held[event]] += 1
    ids: dict[int, str] = {}
    given: set[str] = set()

    def rank(item: tuple[tuple[int, str], int]) -> tuple[bool, int, str, int]:
        (number, name), count = item
        return groups[number][0] in rejected, -count, name, number

    for (number, name), _ in sorted(shared.items(), key=rank):
        if number not in ids and name not in given:
            ids[number] = name
            given.add(name)
    successors: dict[str, Counter[str]] = defaultdict(Counter)
    revived = []
    for number, group in enumerate(groups):
        if number not in ids:
            ids[number] = _new_id(group, before, given)
            given.add(ids[number])
            if ids[number] in before.aliases:
                revived.append(ids[number])
    for (number, name), count in shared.items():
        if name not in given:
            successors[name][ids[number]] += count
    absorbed = {name: min(found, key=lambda new: (-found[new], new)) for name, found in successors.items()}
    return Named([ids[number] for number in range(len(groups))], absorbed, revived)


def _new_id(group: Sequence[str], before: Standing, given: set[str]) -> str:
    for event in group:
        name = own_id(event)
        if name not in given and name not in before.live:
            return name
    number = 2
    while (name := f"{own_id(group[0])}+{number}") in given or name in before.taken:
        number += 1
    return name


def _sum_up(connection: Connection, incidents: Sequence[str], parents: Parents) -> None:
    """Incidents anew, of the events that they have."""
    members = stored.members_of(connection, incidents)
    told = {one.event_id: one for one, _ in accounts(connection, chain(*members.values()), is_whole=True)}
    records = stored.records(connection, incidents)
    rows = [_row([told[event] for event in events], name, records, parents) for name, events in members.items()]
    stored.save_sums(connection, incidents, [row for row in rows if row is not None])


def _row(
    group: Sequence[Account], incident_id: str, before: Mapping[str, Mapping[str, Any]], parents: Parents
) -> dict[str, Any] | None:
    """The row of an incident; None when it says what it said before, so that its time stays that of its last change."""
    record = incident_of(group, incident_id, parents=parents).as_dict()
    for name in ("aliases", "responds_to", "part_of", "updated_at"):  # these are looked up when it is read
        del record[name]
    if before.get(incident_id) == record:
        return None
    review = record.pop("review")
    day = record["date"]["value"] or {}
    return {
        "incident_id": incident_id,
        "state": "live",
        "event_type": record["event_type"]["value"],
        "sub_event_type": record["sub_event_type"]["value"],
        "date_start": day.get("start"),
        "date_end": day.get("end"),
        "voices": record["voices"],
        "killed": record["killed"] and record["killed"]["best"],
        "certainty": record["certainty"],
        "review": review,
        "record": json.dumps(record, ensure_ascii=False, separators=(",", ":")),
        "updated_at": now(),
    }
