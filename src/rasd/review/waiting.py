"""What waits for a person: few things, each of which a look at the words can settle.

Two incidents that may be one, an incident whose accounts contradict one another, a judgement on events that have
changed since, an event whose words can be read in two ways. The rules stand in docs/incidents.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select

from rasd.review.judgements import all_judgements
from rasd.store.bulk import rows_in
from rasd.store.events import AS_PEOPLE_HAVE_IT
from rasd.store.schema import event, incident, incident_event, judgement, pair, report

DOUBTFUL = ("ambiguous_actor", "ambiguous_number", "ambiguous_place", "date_contradiction", "misspelling")
"""Problems that reading the words settles; a place that no table has, or a doer that no one names, is none of them."""


class Duplicate(NamedTuple):
    """Two incidents that may be one, and the two of their events that are most alike."""

    score: float
    incidents: tuple[str, str]
    events: tuple[str, str]


class Doubt(NamedTuple):
    """An event that can be read in two ways, and the report's sentence on why."""

    event_id: str
    report_id: str
    codes: tuple[str, ...]
    message: str


class Contest(NamedTuple):
    """An incident whose accounts contradict one another, and in which cells; none: an account denies it."""

    incident_id: str
    cells: tuple[str, ...]


def possible_duplicates(connection: Connection, least: float) -> list[Duplicate]:
    """Pairs of incidents that may be one, the most alike first.

    Each incident is asked about with its closest neighbour only, and only where it is that one's closest too; once a
    pair is judged, the next closest comes up. Incidents that share a voice were told apart by it. What a person is
    unsure about stays.
    """
    held, other = incident_event.alias("held"), incident_event.alias("other")
    query = (
        select(pair.c.a, pair.c.b, pair.c.score, held.c.incident_id.label("one"), other.c.incident_id.label("two"))
        .join(held, held.c.event_id == pair.c.a)
        .join(other, other.c.event_id == pair.c.b)
        .where(
            pair.c.score >= least, pair.c.verdict.in_(("same", "related")), held.c.incident_id != other.c.incident_id
        )
    )
    best: dict[tuple[str, str], Duplicate] = {}
    for row in connection.execute(query):
        ids = (row.one, row.two) if row.one < row.two else (row.two, row.one)
        found = Duplicate(row.score, ids, (row.a, row.b))
        if ids not in best or _rank(found) < _rank(best[ids]):
            best[ids] = found
    judged, unsure = _judged(connection)
    voices = _voices(connection, {name for ids in best for name in ids})
    asked = [
        one for (a, b), one in best.items() if (a, b) not in judged and not voices.get(a, set()) & voices.get(b, set())
    ]
    closest: dict[str, Duplicate] = {}
    for found in sorted(asked, key=_rank):
        for name in found.incidents:
            closest.setdefault(name, found)
    mutual = {d.incidents: d for d in closest.values() if all(closest[name] is d for name in d.incidents)}
    return sorted((unsure | mutual).values(), key=_rank)


def _rank(found: Duplicate) -> tuple[float, tuple[str, str], tuple[str, str]]:
    return -found.score, found.incidents, found.events


def _judged(connection: Connection) -> tuple[set[tuple[str, str]], dict[tuple[str, str], Duplicate]]:
    """Pairs of incidents that people hold apart, and those that they are unsure about."""
    held, other = incident_event.alias("held"), incident_event.alias("other")
    query = (
        select(judgement.c.a, judgement.c.b, judgement.c.verdict, pair.c.score)
        .add_columns(held.c.incident_id.label("one"), other.c.incident_id.label("two"))
        .join(held, held.c.event_id == judgement.c.a)
        .join(other, other.c.event_id == judgement.c.b)
        .join(pair, (pair.c.a == judgement.c.a) & (pair.c.b == judgement.c.b), isouter=True)
        .where(judgement.c.retracted_at.is_(None), held.c.incident_id != other.c.incident_id)
    )
    apart: set[tuple[str, str]] = set()
    unsure: dict[tuple[str, str], Duplicate] = {}
    for row in connection.execute(query):
        ids = (row.one, row.two) if row.one < row.two else (row.two, row.one)
        if row.verdict == "unsure":
            unsure[ids] = Duplicate(row.score or 0.0, ids, (row.a, row.b))
        else:
            apart.add(ids)
    return apart, {ids: one for ids, one in unsure.items() if ids not in apart}


def _voices(connection: Connection, incidents: Iterable[str]) -> dict[str, set[str]]:
    query = (
        select(incident_event.c.incident_id, report.c.voice)
        .join(event, event.c.event_id == incident_event.c.event_id)
        .join(report, report.c.report_id == event.c.report_id)
    )
    voices: dict[str, set[str]] = {}
    for row in rows_in(connection, query, incident_event.c.incident_id, sorted(incidents)):
        voices.setdefault(row.incident_id, set()).add(row.voice)
    return voices


_CONTESTED = (incident.c.state != "gone", incident.c.certainty == "contested", incident.c.review != "rejected")


def contests(connection: Connection) -> list[Contest]:
    """Incidents whose accounts contradict one another, those of most voices first."""
    query = select(incident.c.incident_id, incident.c.record)
    query = query.where(*_CONTESTED)
    query = query.order_by(incident.c.voices.desc(), incident.c.incident_id)
    return [Contest(row.incident_id, tuple(json.loads(row.record)["contested"])) for row in connection.execute(query)]


def changed_judgements(connection: Connection) -> list[Mapping[str, object]]:
    """Judgements that hold, of events that are gone or say something else now than when they were judged."""
    return [row for row in all_judgements(connection) if row["retracted_at"] is None and not row["is_as_judged"]]


def doubts(connection: Connection) -> list[Doubt]:
    """Events whose words can be read in two ways, until people have decided; copies of one text once."""
    query = select(event.c.event_id, event.c.report_id, AS_PEOPLE_HAVE_IT)
    query = query.join(report, report.c.report_id == event.c.report_id)
    found = []
    for row in connection.execute(query.where(_is_doubtful()).order_by(event.c.date_start, event.c.event_id)):
        problems = [one for one in json.loads(row.record)["problems"] if one["code"] in DOUBTFUL]
        codes = tuple(dict.fromkeys(one["code"] for one in problems))
        found.append(Doubt(row.event_id, row.report_id, codes, problems[0]["message"]))
    return found


def _is_doubtful() -> ColumnElement[bool]:
    told = or_(*(AS_PEOPLE_HAVE_IT.contains(f'"code":"{code}"', autoescape=True) for code in DOUBTFUL))
    is_asked = (event.c.problems > 0) & (event.c.is_rejected == 0)
    return is_asked & (report.c.voice == report.c.report_id) & told


def counts(connection: Connection, least: float) -> dict[str, int]:
    """How much of each waits."""
    query = select(func.count()).select_from(event).join(report, report.c.report_id == event.c.report_id)
    contested = select(func.count()).select_from(incident)
    contested = contested.where(*_CONTESTED)
    return {
        "possible_duplicates": len(possible_duplicates(connection, least)),
        "contested": connection.execute(contested).scalar() or 0,
        "changed_judgements": len(changed_judgements(connection)),
        "doubtful_events": connection.execute(query.where(_is_doubtful())).scalar() or 0,
    }
