"""Pairs, groups and incidents in the store: what merging reads and writes."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from rasd.merge import Edge, Judgement, review_of
from rasd.store import turns
from rasd.store.bulk import add_new, pieces, put, rows_in
from rasd.store.events import reviews, state_is
from rasd.store.links import evidence_of, links_of
from rasd.store.opening import now
from rasd.store.outlines import ALL, Chosen, conditions, in_order, outline_of
from rasd.store.schema import (
    event,
    event_block,
    incident,
    incident_alias,
    incident_event,
    judgement,
    outline,
    pair,
    report,
    setting,
)

Row = dict[str, Any]


# -- pairs -----------------------------------------------------------------------------------------------------------


def new_events(connection: Connection, most: int) -> list[str]:
    """Events that are not compared yet, those of one time together."""
    query = select(event.c.event_id).where(event.c.state == "new")
    return list(connection.execute(query.order_by(event.c.date_start, event.c.event_id).limit(most)).scalars())


def in_blocks(connection: Connection, keys: Iterable[str]) -> dict[str, list[str]]:
    """The events of each block."""
    found: dict[str, list[str]] = {}
    for row in rows_in(connection, select(event_block), event_block.c.key, keys):
        found.setdefault(row.key, []).append(row.event_id)
    return found


def save_pairs(connection: Connection, compared: Sequence[str], pairs: Sequence[Row]) -> None:
    """Note what new events are like; they and those they are taken for are to be grouped."""
    add_new(connection, pair, pairs)
    _set_state(connection, compared, "touched", of=("new", "settled"))
    others = {row[end] for row in pairs if row["verdict"] == "same" for end in ("a", "b")}
    _set_state(connection, others, "touched", of=("settled",))


def _set_state(connection: Connection, ids: Iterable[str], state: str, *, of: Sequence[str]) -> None:
    for piece in pieces(ids):
        these = and_(event.c.event_id.in_(piece), state_is(of))
        connection.execute(update(event).where(these).values(state=state))


def start_again(connection: Connection) -> None:
    """Forget every comparison: all events are new."""
    connection.execute(delete(pair))
    connection.execute(update(event).values(state="new"))
    connection.execute(update(incident).where(incident.c.state.in_(("live", "stale"))).values(state="touched"))


# -- groups ----------------------------------------------------------------------------------------------------------


class Component(NamedTuple):
    """Events that hang together, by comparisons, judgements or the incidents they are in."""

    events: tuple[str, ...]
    edges: tuple[Edge, ...]
    judgements: tuple[Judgement, ...]


def touched_components(connection: Connection) -> list[Component]:
    """The components of all events that are to be grouped, in the order of their first ids.

    In a long war one comparison leads to the next from week to week. What lies more than ``REACH`` days from everything
    that is touched stays as it is grouped: no account speaks for or against one that far away.
    """
    start = set(connection.execute(select(event.c.event_id).where(event.c.state == "touched")).scalars())
    held = {row.incident_id for row in rows_in(connection, select(incident_event), incident_event.c.event_id, start)}
    held |= set(connection.execute(select(incident.c.incident_id).where(incident.c.state == "touched")).scalars())
    members = members_of(connection, held)
    front = start | {name for names in members.values() for name in names}
    touched = sorted({day for day in _days(connection, front).values() if day is not None})
    edges: dict[tuple[str, str], float] = {}
    said: dict[int, Judgement] = {}
    seen: set[str] = set()
    while front:
        seen |= front
        near = _near(connection, front, edges, said) - seen
        days = _days(connection, near)
        judged = {end for one in said.values() if one.verdict == "same" for end in (one.a, one.b)}
        front = {name for name in near if name in judged or _is_in_reach(days.get(name), touched)}
    rows = rows_in(connection, select(incident_event), incident_event.c.event_id, seen)
    members |= members_of(connection, {row.incident_id for row in rows} - members.keys())
    beyond = {name for names in members.values() for name in names} - seen
    _near(connection, beyond, edges, said)
    seen |= beyond
    present = {row.event_id for row in rows_in(connection, select(event.c.event_id), event.c.event_id, seen)}
    joins = [*edges, *((one.a, one.b) for one in said.values() if one.verdict == "same")]
    joins += [(names[0], name) for names in members.values() for name in names[1:]]
    return _components(present, joins, edges, said.values())


REACH = 14
"""days"""


def members_of(connection: Connection, incidents: Iterable[str]) -> dict[str, list[str]]:
    """The events of incidents."""
    members: dict[str, list[str]] = {}
    for row in rows_in(connection, select(incident_event), incident_event.c.incident_id, incidents):
        members.setdefault(row.incident_id, []).append(row.event_id)
    return members


def _near(
    connection: Connection,
    events: Iterable[str],
    edges: dict[tuple[str, str], float],
    said: dict[int, Judgement],
) -> set[str]:
    """What these events are taken for the same with; ``edges`` and ``said`` take up why."""
    ids = list(events)
    near: set[str] = set()
    for end in (pair.c.a, pair.c.b):
        query = select(pair.c.a, pair.c.b, pair.c.score).where(pair.c.verdict == "same")
        for row in rows_in(connection, query, end, ids):
            edges[row.a, row.b] = row.score
            near |= {row.a, row.b}
    for number, one in _judged(connection, ids):
        said[number] = one
        if one.verdict == "same":
            near |= {one.a, one.b}
    return near


def ties(connection: Connection, events: Sequence[str]) -> tuple[list[Edge], list[Judgement]]:
    """The comparisons by which these events are taken for one, and what people say of any two of them."""
    edges: dict[tuple[str, str], float] = {}
    said: dict[int, Judgement] = {}
    _near(connection, events, edges, said)
    inside = set(events)
    among = [Edge(a, b, score) for (a, b), score in sorted(edges.items()) if a in inside and b in inside]
    return among, [said[number] for number in sorted(said) if {said[number].a, said[number].b} <= inside]


def _days(connection: Connection, events: Iterable[str]) -> dict[str, int | None]:
    """The day of each event, or that of its report, as a number; None where neither is known."""
    query = select(event.c.event_id, func.coalesce(event.c.date_start, report.c.published).label("day"))
    query = query.join(report, report.c.report_id == event.c.report_id)
    rows = rows_in(connection, query, event.c.event_id, events)
    return {row.event_id: date.fromisoformat(row.day).toordinal() if row.day else None for row in rows}


def _is_in_reach(day: int | None, touched: Sequence[int]) -> bool:
    """Whether a day lies within reach of one of these, which are sorted."""
    if day is None:
        return True
    at = bisect_left(touched, day - REACH)
    return at < len(touched) and touched[at] <= day + REACH


def _judged(connection: Connection, events: Iterable[str]) -> Iterable[tuple[int, Judgement]]:
    """What people say about these events, what was retracted apart."""
    ids = list(events)
    for end in (judgement.c.a, judgement.c.b):
        for row in rows_in(connection, select(judgement).where(judgement.c.retracted_at.is_(None)), end, ids):
            yield row.judgement_id, Judgement(row.a, row.b, row.verdict)


def _components(
    events: set[str],
    joins: Iterable[tuple[str, str]],
    edges: Mapping[tuple[str, str], float],
    said: Iterable[Judgement],
) -> list[Component]:
    leader = {name: name for name in events}

    def led(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for a, b in joins:
        if a in leader and b in leader:
            leader[led(a)] = led(b)
    names: dict[str, list[str]] = {}
    for name in sorted(events):
        names.setdefault(led(name), []).append(name)
    near: dict[str, list[Edge]] = {}
    for (a, b), score in sorted(edges.items()):
        if a in leader:
            near.setdefault(led(a), []).append(Edge(a, b, score))
    words: dict[str, list[Judgement]] = {}
    for one in sorted(said, key=lambda one: (one.a, one.b, one.verdict)):
        for at in {led(name) for name in (one.a, one.b) if name in leader}:
            words.setdefault(at, []).append(one)
    return [Component(tuple(found), tuple(near.get(at, ())), tuple(words.get(at, ()))) for at, found in names.items()]


# -- incidents -------------------------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """The incidents as they are, as far as some events have to do with them."""

    held: dict[str, str]
    """event -> incident"""
    sizes: Mapping[str, int]
    """incident -> how many of these events it has"""
    aliases: dict[str, str]
    """alias -> incident; those of these incidents, and those that new incidents might be called"""
    taken: set[str]
    """ids of incidents there are, tombstones too, among those that new incidents might be called"""
    live: set[str]


def standing(connection: Connection, events: Sequence[str], names: Iterable[str]) -> Standing:
    """What there is of incidents for these events, and for the ``names`` that new ones might get."""
    wanted = list(names)
    held = {
        row.event_id: row.incident_id
        for row in rows_in(connection, select(incident_event), incident_event.c.event_id, events)
    }
    rows = {
        row.incident_id: row
        for row in rows_in(
            connection,
            select(incident.c.incident_id, incident.c.state),
            incident.c.incident_id,
            [*held.values(), *wanted],
        )
    }
    aliases: dict[str, str] = {}
    for column, values in ((incident_alias.c.alias, wanted), (incident_alias.c.incident_id, list(held.values()))):
        aliases |= {row.alias: row.incident_id for row in rows_in(connection, select(incident_alias), column, values)}
    live = {name for name, row in rows.items() if row.state != "gone"}
    return Standing(held, Counter(held.values()), aliases, set(rows), live)


def records(connection: Connection, incidents: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The records of incidents as they are stored, with ``review``; the rest is looked up when they are read."""
    query = select(incident.c.incident_id, incident.c.record, incident.c.review)
    return {
        row.incident_id: json.loads(row.record) | {"review": row.review}
        for row in rows_in(connection, query, incident.c.incident_id, incidents)
    }


def save_incidents(
    connection: Connection,
    *,
    events: Sequence[str],
    held: Mapping[str, str],
    rows: Sequence[Row],
    absorbed: Mapping[str, str],
    revived: Iterable[str],
) -> None:
    """Write regrouped incidents: who is in which (``held``), their rows, and what became of ids that go."""
    for piece in pieces(events):
        connection.execute(delete(incident_event).where(incident_event.c.event_id.in_(piece)))
    put(connection, incident, rows)
    put(connection, outline, [outline_of(row) for row in rows])
    if held:
        connection.execute(insert(incident_event), [{"event_id": e, "incident_id": i} for e, i in held.items()])
    for piece in pieces(revived):
        connection.execute(delete(incident_alias).where(incident_alias.c.alias.in_(piece)))
    for old, new in absorbed.items():
        connection.execute(update(incident_alias).where(incident_alias.c.incident_id == old).values(incident_id=new))
    put(connection, incident_alias, [{"alias": old, "incident_id": new} for old, new in absorbed.items()])
    _bury(connection, absorbed)
    _set_state(connection, events, "settled", of=("touched",))
    turns.renew_of(connection, events)


def stale(connection: Connection, among: Iterable[str] | None = None) -> list[str]:
    """Incidents of which an account is now said to be otherwise, in no way that comparing sees."""
    query = select(incident.c.incident_id).where(incident.c.state == "stale")
    if among is None:
        return list(connection.execute(query).scalars())
    return [row.incident_id for row in rows_in(connection, query, incident.c.incident_id, among)]


def save_sums(connection: Connection, incidents: Sequence[str], rows: Sequence[Row]) -> None:
    """Write incidents that were summed up anew; those without a row say what they said."""
    put(connection, incident, rows)
    put(connection, outline, [outline_of(row) for row in rows])
    for piece in pieces(incidents):
        connection.execute(update(incident).where(incident.c.incident_id.in_(piece)).values(state="live"))
    summed = [row["incident_id"] for row in rows]
    turns.renew_of(connection, chain.from_iterable(members_of(connection, summed).values()))


def review_again(connection: Connection, event_ids: Iterable[str]) -> None:
    """Have the incidents of events say how far people are with them."""
    query = select(incident).join(incident_event, incident_event.c.incident_id == incident.c.incident_id)
    held = {row.incident_id: row.review for row in rows_in(connection, query, incident_event.c.event_id, event_ids)}
    for name, events in members_of(connection, held).items():
        told = review_of(reviews(connection, events))
        if told != held[name]:
            this = incident.c.incident_id == name
            connection.execute(update(incident).where(this).values(review=told, updated_at=now()))
            connection.execute(update(outline).where(outline.c.incident_id == name).values(review=told))


def _bury(connection: Connection, ids: Iterable[str]) -> None:
    for piece in pieces(ids):
        gone = incident.c.incident_id.in_(piece)
        connection.execute(update(incident).where(gone).values(state="gone", updated_at=now()))
        connection.execute(delete(outline).where(outline.c.incident_id.in_(piece)))


def bury_empty(connection: Connection) -> int:
    """Incidents that have lost all their events become tombstones; how many."""
    left = select(incident_event.c.incident_id).where(incident_event.c.incident_id == incident.c.incident_id)
    empty = list(
        connection.execute(
            select(incident.c.incident_id).where(incident.c.state == "touched", ~left.exists())
        ).scalars()
    )
    _bury(connection, empty)
    connection.execute(update(incident).where(incident.c.state == "touched").values(state="live"))
    return len(empty)


# -- reading ---------------------------------------------------------------------------------------------------------


def incidents(
    connection: Connection, chosen: Chosen = ALL, *, after: str = "", most: int | None = None
) -> Iterable[dict[str, Any]]:
    """The records of incidents, in the order of ``chosen``; those behind the one that the cursor ``after`` names."""
    query = select(incident.c.incident_id, incident.c.record, incident.c.review, incident.c.updated_at)
    query = query.join(outline, outline.c.incident_id == incident.c.incident_id)
    query = in_order(query.where(*conditions(chosen)), chosen, after).limit(most)
    for piece in pieces(connection.execute(query), 500):
        yield from _records(connection, piece)


def _records(connection: Connection, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The whole records: aliases and links are looked up, for they change without the incident."""
    ids = [row.incident_id for row in rows]
    aliases: dict[str, list[str]] = {}
    for row in rows_in(connection, select(incident_alias), incident_alias.c.incident_id, ids):
        aliases.setdefault(row.incident_id, []).append(row.alias)
    links = links_of(connection, ids)
    found: list[dict[str, Any]] = []
    for row in rows:
        record = {"incident_id": row.incident_id, "aliases": sorted(aliases.get(row.incident_id, ()))}
        told = json.loads(row.record)
        for cell in told.values():
            if isinstance(cell, dict):  # it was summed up before decisions counted
                cell.setdefault("reviewed", [])
        record |= told
        record["responds_to"] = sorted({link.other_incident for link in links.answers.get(row.incident_id, ())})
        record["part_of"] = next((link.other_incident for link in links.parts.get(row.incident_id, ())), None)
        for cell, mine in (("responds_to", links.answers), ("part_of", links.parts)):
            record[f"{cell}_evidence"] = evidence_of(connection, mine.get(row.incident_id, ()), cell)
        record["review"], record["updated_at"] = row.review, row.updated_at
        found.append(record)
    return found


def incident_by_id(connection: Connection, name: str) -> dict[str, Any] | None:
    """An incident by its id, by an alias, or by the id of one of its events."""
    alias = connection.execute(select(incident_alias.c.incident_id).where(incident_alias.c.alias == name)).scalar()
    held = connection.execute(select(incident_event.c.incident_id).where(incident_event.c.event_id == name)).scalar()
    rows = connection.execute(select(incident).where(incident.c.incident_id == (alias or held or name))).all()
    return {**_records(connection, rows)[0], "state": rows[0].state} if rows else None


def incidents_by_ids(connection: Connection, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The record of each live incident, and for an id that is gone that of the incident it has become part of."""
    aliases = {
        row.alias: row.incident_id for row in rows_in(connection, select(incident_alias), incident_alias.c.alias, names)
    }
    query = select(incident).where(incident.c.state != "gone")
    rows = list(rows_in(connection, query, incident.c.incident_id, [*names, *aliases.values()]))
    records = {record["incident_id"]: record for record in _records(connection, rows)}
    found = {name: aliases.get(name, name) for name in names}
    return {name: records[now] for name, now in found.items() if now in records}


def count(connection: Connection) -> int:
    """How many incidents there are, without those that people rejected."""
    query = select(func.count()).select_from(incident)
    query = query.where(incident.c.state != "gone", incident.c.review != "rejected")
    return connection.execute(query).scalar() or 0


# -- settings --------------------------------------------------------------------------------------------------------


def remembered(connection: Connection, name: str) -> str | None:
    """A value that the store keeps for itself, such as the weights it was merged with."""
    return connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()


def remember(connection: Connection, name: str, value: str) -> None:
    """Keep a value."""
    put(connection, setting, [{"name": name, "value": value}])
