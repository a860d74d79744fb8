"""How incidents belong together: which is part of which, which answers which; looked up when an incident is read.

Events say it (``pair`` and ``event.response_to``); incidents come and go with every merge. One candidate, or none: an
event whose words fit two incidents links to neither.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from rasd.store.bulk import rows_in
from rasd.store.events import AS_PEOPLE_HAVE_IT
from rasd.store.schema import event, incident_event, pair

_PART = {"part_of": False, "has_part": True}
_ANSWER = {"answers": False, "answered_by": True}


class Link(NamedTuple):
    """An event that belongs to another, in other incidents."""

    incident_id: str
    event_id: str
    other_incident: str
    other_event: str


class Links(NamedTuple):
    """What incidents are part of, and what they answer."""

    parts: Mapping[str, Sequence[Link]]
    """incident -> the links to the one that it is part of"""
    answers: Mapping[str, Sequence[Link]]
    """incident -> the links to those that it answers"""


def links_of(connection: Connection, incidents: Iterable[str]) -> Links:
    """The links of these incidents to others."""
    names = list(incidents)
    parts = _between(connection, names, _PART)
    turned = _between(connection, sorted({link.other_incident for link in parts}), _PART)
    back = {(link.other_incident, link.incident_id) for link in turned}
    parts = [link for link in parts if (link.incident_id, link.other_incident) not in back]
    answers = _between(connection, names, _ANSWER) + _within_a_report(connection, names)
    found: dict[str, list[Link]] = {}
    for links in _sure(parts, lambda link: link.incident_id).values():
        found.setdefault(links[0].incident_id, []).extend(links)
    answered: dict[str, list[Link]] = {}
    for links in _sure(answers, lambda link: link.event_id).values():
        answered.setdefault(links[0].incident_id, []).extend(links)
    return Links(found, answered)


def links_to(connection: Connection, incident_id: str) -> Links:
    """The links of others that lead to this incident: its parts, and its answers."""
    parts = _between(connection, [incident_id], {"has_part": False, "part_of": True})
    answers = _between(connection, [incident_id], {"answered_by": False, "answers": True})
    here, there = incident_event.alias("here"), incident_event.alias("there")
    query = (
        select(there.c.incident_id)
        .select_from(here)
        .join(event, event.c.response_to == here.c.event_id)
        .join(there, there.c.event_id == event.c.event_id)
        .where(here.c.incident_id == incident_id)
    )
    others = {link.other_incident for link in (*parts, *answers)} | set(connection.execute(query).scalars())
    found = links_of(connection, sorted(others - {incident_id}))
    return Links(*(_leading(some, incident_id) for some in found))


def _leading(links: Mapping[str, Sequence[Link]], incident_id: str) -> dict[str, list[Link]]:
    kept = {name: [link for link in some if link.other_incident == incident_id] for name, some in links.items()}
    return {name: some for name, some in kept.items() if some}


def _sure(links: Iterable[Link], key: Callable[[Link], str]) -> dict[str, list[Link]]:
    """The links of those that lead to one incident only."""
    found: dict[str, list[Link]] = {}
    for link in sorted(set(links)):
        found.setdefault(key(link), []).append(link)
    return {name: some for name, some in found.items() if len({link.other_incident for link in some}) == 1}


def _between(connection: Connection, incidents: Sequence[str], verdicts: Mapping[str, bool]) -> list[Link]:
    """Links that comparing found; a verdict is told of the first event of a pair, or the other way round."""
    mine, other = incident_event.alias("mine"), incident_event.alias("other")
    found: list[Link] = []
    for verdict, is_turned in verdicts.items():
        ends = (pair.c.b, pair.c.a) if is_turned else (pair.c.a, pair.c.b)
        query = (
            select(mine.c.incident_id, mine.c.event_id)
            .add_columns(other.c.incident_id.label("other_incident"), other.c.event_id.label("other_event"))
            .select_from(mine)
            .join(pair, ends[0] == mine.c.event_id)
            .join(other, other.c.event_id == ends[1])
            .where(pair.c.verdict == verdict, mine.c.incident_id != other.c.incident_id)
        )
        found += map(_link, rows_in(connection, query, mine.c.incident_id, incidents))
    return found


def _within_a_report(connection: Connection, incidents: Sequence[str]) -> list[Link]:
    """Links that the coder found: an act of a report answers another act of it; none with what people rejected."""
    other, answered = incident_event.alias("other"), event.alias("answered")
    query = (
        select(incident_event.c.incident_id, event.c.event_id)
        .add_columns(other.c.incident_id.label("other_incident"), other.c.event_id.label("other_event"))
        .select_from(incident_event)
        .join(event, event.c.event_id == incident_event.c.event_id)
        .join(other, other.c.event_id == event.c.response_to)
        .join(answered, answered.c.event_id == other.c.event_id)
        .where(incident_event.c.incident_id != other.c.incident_id)
        .where(event.c.is_rejected == 0, answered.c.is_rejected == 0)
    )
    return list(map(_link, rows_in(connection, query, incident_event.c.incident_id, incidents)))


def _link(row: Any) -> Link:
    return Link(row.incident_id, row.event_id, row.other_incident, row.other_event)


def evidence_of(connection: Connection, links: Iterable[Link], cell: str) -> list[dict[str, Any]]:
    """The links with the words that say so, for a record: ``cell`` is part_of or responds_to."""
    links = list(links)
    query = select(event.c.event_id, AS_PEOPLE_HAVE_IT, event.c.brief)
    named = {name for one in links for name in (one.event_id, one.other_event)}
    told = {row.event_id: row for row in rows_in(connection, query, event.c.event_id, named)}
    return [
        {
            "incident_id": link.other_incident,
            "event_id": link.event_id,
            "other_event_id": link.other_event,
            "evidence": (_part_words if cell == "part_of" else _reply_words)(told[link.event_id]),
            "other_evidence": _trigger_words(told[link.other_event]),
        }
        for link in links
    ]


def _span(words: Sequence[Any]) -> dict[str, Any]:
    return {"start": words[0], "end": words[1], "text": words[2]}


def _part_words(row: Any) -> list[Any]:
    """ضمن عملية النصر, or else what names the act."""
    phrases = json.loads(row.brief).get("phrases")
    return [_span(phrases[2])] if phrases and phrases[2] else _trigger_words(row)


def _reply_words(row: Any) -> list[Any]:
    record = json.loads(row.record)
    if record["response_to"]:
        return list(record["response_evidence"])
    phrases = json.loads(row.brief).get("phrases")
    cue = [span for one in record["problems"] if one["code"] == "unknown_answered_act" for span in one["evidence"]]
    return cue + ([_span(phrases[3])] if phrases and phrases[3] else [])


def _trigger_words(row: Any) -> list[Any]:
    """What names the act, and what says how many and where."""
    record = json.loads(row.record)
    cells = [record["count"], *record["places"]]
    return [record["trigger"], *(span for cell in cells if cell for span in cell["evidence"])]
