"""Everything about one incident or one report, for people to look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from rasd.dataset.parents import parents
from rasd.merge import Account, Judgement, Weights, compare, grouped, tree
from rasd.review import waiting
from rasd.review.judgements import judgements_of
from rasd.store.bulk import rows_in
from rasd.store.events import AS_PEOPLE_HAVE_IT, accounts
from rasd.store.incidents import incident_by_id, ties
from rasd.store.links import evidence_of, links_to
from rasd.store.schema import capture, event, fetched, report


def incident_shown(connection: Connection, name: str, weights: Weights) -> dict[str, Any] | None:
    """An incident's record, its accounts with their events and words, and what holds them together.

    ``event`` of an account is as people have it, ``coded`` as the machine had it, ``decided`` says who decided what.
    """
    record = incident_by_id(connection, name)
    if record is None:
        return None
    told = {one.event_id: one for one, _ in accounts(connection, record["event_ids"], is_whole=True)}
    mine = [told[event_id] for event_id in record["event_ids"] if event_id in told]
    said = judgements_of(connection, list(told))
    return {
        "incident": record,
        "accounts": [_account(one) for one in mine],
        "links": _links(connection, record),
        "tree": (held := _tree(connection, mine, weights)),
        "reasons": _reasons(held),
        "judgements": [_judgement(one) for one in said],
    }


def _links(connection: Connection, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the incident is part of and answers, and what is part of it and answers it, with the words of both sides."""
    found = [{"how": "part of", **link} for link in record["part_of_evidence"]]
    found += [{"how": "answers", **link} for link in record["responds_to_evidence"]]
    to_here = links_to(connection, record["incident_id"])
    for how, cell, links in (
        ("has as a part", "part_of", to_here.parts),
        ("is answered by", "responds_to", to_here.answers),
    ):
        for incident_id, some in links.items():
            for link in evidence_of(connection, some, cell):
                turned = {"evidence": link["other_evidence"], "other_evidence": link["evidence"]}
                events = {"event_id": link["other_event_id"], "other_event_id": link["event_id"]}
                found.append({"how": how, "incident_id": incident_id, **events, **turned})
    return found


def _account(told: Account) -> dict[str, Any]:
    return {
        "report_id": told.report_id,
        "outlet": told.outlet,
        "published": told.published.isoformat() if told.published else None,
        "voice": told.voice,
        "event": dict(told.record),
        "coded": dict(told.coded or told.record),
        "review": told.review,
        "decided": {name: one._asdict() for name, one in told.decided.items()},
    }


def _tree(connection: Connection, told: Sequence[Account], weights: Weights) -> list[dict[str, Any]]:
    """Every event behind the one that it hangs on, with the score of the two and what made it."""
    above = parents()
    mine = {one.event_id: one for one in told}
    held = tree(list(mine), *ties(connection, list(mine)))
    return [
        {
            **branch._asdict(),
            "report_id": mine[branch.event_id].report_id,
            "is_judged": branch.parent is not None and branch.score is None,
            "reasons": [
                asdict(one) for one in compare(mine[branch.event_id], mine[branch.parent], weights, above).reasons
            ]
            if branch.parent
            else [],
        }
        for branch in held
    ]


def _reasons(held: Sequence[Mapping[str, Any]]) -> list[str]:
    """What every account hangs on, a line each."""
    reports = {one["event_id"]: one["report_id"] for one in held}
    lines = []
    for one in held:
        if one["parent"]:
            why = ", ".join(f"{reason['feature']} {reason['weight']:+g}" for reason in one["reasons"])
            score = "people say so" if one["is_judged"] else f"{one['score']:g}"
            lines.append(f"{one['report_id']} and {reports[one['parent']]}: {score} = {why}")
    return lines


def parted(
    connection: Connection, event_ids: Sequence[str], a: str, b: str, weights: Weights
) -> list[tuple[str, ...]] | None:
    """How an incident falls apart when two of its events are said to be different; None: it is too large to try.

    What comes off may be taken up by another incident; that shows when it is merged.
    """
    if len(event_ids) > _MOST:
        return None
    told = {one.event_id: one for one, _ in accounts(connection, event_ids)}
    edges, said = ties(connection, event_ids)
    said = [one for one in said if {one.a, one.b} != {a, b}]
    return grouped(told, edges, [*said, Judgement(a, b, "different")], weights, parents())


_MOST = 150
"""events, each of which may be compared with each"""


def _judgement(row: Mapping[str, Any]) -> str:
    taken = f", taken back by {row['retracted_by']} {row['retracted_at']}" if row["retracted_at"] else ""
    reason = f": {row['reason']}" if row["reason"] else ""
    return f"{row['a']} and {row['b']}: {row['verdict']}, says {row['by']} {row['at']}{taken}{reason}"


def waiting_shown(connection: Connection, weights: Weights) -> Iterator[dict[str, Any]]:
    """What waits for a person: what is to be decided, the accounts in a sentence each, and a command."""
    duplicates = waiting.possible_duplicates(connection, weights.review)
    contests = waiting.contests(connection)
    changed = waiting.changed_judgements(connection)
    doubts = waiting.doubts(connection)
    named = {name for one in duplicates for name in one.events} | {one.event_id for one in doubts}
    named |= {str(row[end]) for row in changed for end in ("a", "b")}
    told = _sentences(connection, named)
    for found in duplicates:
        yield {
            "kind": "possible duplicates",
            "what": f"May be one ({found.score:g}): {found.incidents[0]} and {found.incidents[1]}",
            "ids": list(found.incidents),
            "accounts": [told[name] for name in found.events],
            "look": f"rasd judge {found.events[0]} {found.events[1]} same|different|related|unsure",
        }
    for contest in contests:
        yield {
            "kind": "contested",
            "what": f"Contested: {contest.incident_id}, {', '.join(contest.cells) or 'denied by an account'}",
            "ids": [contest.incident_id],
            "accounts": [],
            "look": f"rasd show {contest.incident_id}",
        }
    for row in changed:
        yield {
            "kind": "changed judgement",
            "what": f"Judgement {row['judgement_id']} ({row['verdict']}, {row['by']}): its events have changed since",
            "ids": [str(row["judgement_id"])],
            "accounts": [told.get(str(row[end]), f"{row[end]}: gone") for end in ("a", "b")],
            "look": f"rasd judge {row['a']} {row['b']} {row['verdict']}, or rasd judge --retract {row['judgement_id']}",
        }
    for doubt in doubts:
        yield {
            "kind": "doubtful event",
            "what": f"Can be read in two ways ({', '.join(doubt.codes)}): {doubt.message}",
            "ids": [doubt.event_id],
            "accounts": [told[doubt.event_id]],
            "look": f"rasd show {doubt.event_id}",
        }


def _sentences(connection: Connection, events: Iterable[str]) -> dict[str, str]:
    """Each event in a sentence, with its report and day."""
    query = select(event.c.event_id, AS_PEOPLE_HAVE_IT, report.c.outlet, report.c.published, report.c.report_id)
    query = query.join(report, report.c.report_id == event.c.report_id)
    told = {}
    for row in rows_in(connection, query, event.c.event_id, events):
        head = ", ".join(filter(None, (row.outlet, row.published, row.report_id)))
        told[row.event_id] = f"{head}: {json.loads(row.record)['notes'].get('en', '')}"
    return told


def report_shown(connection: Connection, report_id: str) -> dict[str, Any] | None:
    """A report's text, where and when it came from, its copies, versions and events."""
    query = select(report, capture.c.sha256, capture.c.captured_at, capture.c.method, capture.c.by, capture.c.version)
    row = connection.execute(query.join(capture).where(report.c.report_id == report_id)).mappings().first()
    if row is None:
        return None
    names = ("report_id", "title", "published", "outlet", "url", "lang", "origin", "item", "sha256", "text_sha256")
    told: dict[str, Any] = {name: row[name] for name in names}
    told |= {name: row[name] for name in ("captured_at", "method", "by", "version", "version_of", "coder", "failure")}
    ids = select(report.c.report_id)
    alike = connection.execute(ids.where(report.c.voice == row["voice"]).order_by(report.c.number)).scalars()
    how = connection.execute(select(fetched).where(fetched.c.capture_id == row["capture_id"])).mappings().first()
    if how is not None:
        told |= {name: how[name] for name in ("fetched_at", "final_url", "status", "number")}
        told |= {name: json.loads(how[name]) for name in ("redirects", "headers")}
    told["one_voice_with"] = [name for name in alike if name != report_id]
    told["versions"] = list(connection.execute(ids.where(report.c.version_of == report_id)).scalars())
    events = rows_in(connection, select(event.c.event_id, event.c.nth), event.c.report_id, [report_id])
    told["events"] = [one.event_id for one in sorted(events, key=lambda one: one.nth)]
    told["text"] = row["text"]
    return told
