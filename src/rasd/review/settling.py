"""When both coders of a report are done: what they made of it is kept, and where they agree it becomes the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from rasd.model.event import event_from
from rasd.review import decisions, doubles, tracks
from rasd.review.blind import SEATS
from rasd.review.codings import UNTOLD, Coding, Say, coding_from, coding_of, compared, matched, said
from rasd.review.decisions import Said
from rasd.review.reviewed import CELLS, Reviewed, cell_of, reviewed
from rasd.store import custody
from rasd.store.bulk import put
from rasd.store.events import add
from rasd.store.opening import now
from rasd.store.reports import report_of
from rasd.store.schema import coding, seat

MACHINE = tracks.RECORD
"""where what the machine had is kept beside what the two made of it"""
Row = dict[str, Any]


def after(connection: Connection, report_id: str, name: str) -> None:
    """Note how far somebody is who codes a report blind; when both are done, it is settled as far as they agree."""
    made = _decided(connection, report_id, name)
    is_done = all(one.state != "open" and not one.is_flagged for one in made.values())
    mine = update(seat).where(seat.c.report_id == report_id, seat.c.person == name)
    connection.execute(mine.values(finished_at=now() if is_done else None))
    done = select(seat.c.person).where(seat.c.report_id == report_id, seat.c.finished_at.is_not(None))
    names = list(connection.execute(done).scalars())
    if len(names) >= SEATS:
        _settle(connection, report_id, in_order(report_id, names[: SEATS]))


def in_order(report_id: str, names: Iterable[str]) -> tuple[str, str]:
    """Two coders of a report as first and second: by a hash, so that it says nothing of who was faster.

    >>> in_order("r1", ["ann", "bob"]) == in_order("r1", ["bob", "ann"])
    True
    """
    one, other = sorted(names, key=lambda name: hashlib.sha256(f"{report_id}\0{name}".encode()).hexdigest())
    return one, other


def together(names: Iterable[str]) -> str:
    """Two people as one who signs; no account can be called so.

    >>> together(["bob", "ann"])
    'ann + bob'
    """
    return " + ".join(sorted(names))


def codings_of(connection: Connection, report_id: str) -> dict[str, dict[str, Coding]]:
    """What both made of each event of a report, by event and name; empty before both are done."""
    query = select(coding.c.event_id, coding.c.track, coding.c.coded)
    query = query.where(coding.c.report_id == report_id, coding.c.coded.is_not(None))
    found: dict[str, dict[str, Coding]] = {}
    for row in connection.execute(query):
        found.setdefault(row.event_id, {})[row.track] = coding_from(json.loads(row.coded))
    return found


def coders_of(connection: Connection, report_id: str) -> tuple[str, str]:
    """The two whose codings are kept, as first and second."""
    query = select(coding.c.track).where(coding.c.report_id == report_id, coding.c.coded.is_not(None))
    query = query.where(coding.c.track != MACHINE).distinct()
    return in_order(report_id, connection.execute(query).scalars())


def _decided(connection: Connection, report_id: str, name: str) -> dict[str, Reviewed]:
    shown = tracks.events(connection, report_id, name, is_bare=tracks.is_bare(connection, report_id))
    records = {one.record["event_id"]: one.record for one in shown}
    made = decisions.by_event(connection, records, name)
    return {event_id: reviewed(record, made[event_id]) for event_id, record in records.items()}


def _machine(connection: Connection, report_id: str) -> dict[str, Coding]:
    shown = [one.record for one in tracks.events(connection, report_id)]
    return {one["event_id"]: Coding("accepted", "", {name: cell_of(one, name) for name in CELLS}) for one in shown}


def _settle(connection: Connection, report_id: str, names: tuple[str, str]) -> None:
    both = [{key: coding_of(one) for key, one in _decided(connection, report_id, name).items()} for name in names]
    added = [[one.record for one in tracks.drafts(connection, report_id, name)] for name in names]
    same = matched(*added)
    both[1] = {same.get(name, name): one.renamed(same) for name, one in both[1].items()}
    by = together(names)
    fresh = [record for record in (*added[0], *added[1]) if record["event_id"] not in same]
    _keep(connection, report_id, {MACHINE: _machine(connection, report_id)} | dict(zip(names, both, strict=True)))
    _adopt(connection, report_id, fresh, by)
    left = False
    for event_id in dict.fromkeys([*both[0], *both[1]]):
        one, other = (made.get(event_id, UNTOLD) for made in both)
        left |= not _agree(connection, event_id, one, other, by)
    row = doubles.row_of(connection, report_id)
    assert row is not None, "somebody has begun"
    at = now()
    settled = {"state": "conflicts"} if left else {"state": "settled", "settled_at": at, "settled_by": by}
    doubles.note(connection, {**row, "done_at": at, **settled}, by=by, coders=sorted(names))


def _adopt(connection: Connection, report_id: str, records: Sequence[Mapping[str, Any]], by: str) -> None:
    """Have the record tell of events that one of the two added, or both."""
    told = report_of(connection, report_id)
    assert told is not None, "it is coded by two"
    for record in sorted(records, key=lambda one: int(one["trigger"]["start"])):
        add(connection, told, event_from(record), by=by)
        value = {"report_id": report_id, "sub_event_type": record["sub_event_type"]}
        decisions.note(connection, [Said(record, "", "missed", value, [record["trigger"]])], by=by)


def _keep(connection: Connection, report_id: str, made: Mapping[str, Mapping[str, Coding]]) -> None:
    """Keep what both made of the events, and what the machine had of them, each signed for itself."""
    rows: list[Row] = []
    for event_id in dict.fromkeys(name for codings in made.values() for name in codings):
        for name, codings in made.items():
            one = codings.get(event_id, UNTOLD)
            coded = json.dumps(one.as_dict(), ensure_ascii=False, sort_keys=True)
            row = {"event_id": event_id, "track": name, "report_id": report_id, "is_flagged": 0, "coded": coded}
            rows.append(row | {"state": one.verdict or "untold"})
    put(connection, coding, rows)
    entries = []
    for row in rows:
        subject, details = f"{row['event_id']} {row['track']}", {"report_id": report_id}
        entries.append(custody.Entry("compared", subject, custody.coding_digest(row), details))
    custody.log(connection, entries, by=together(name for name in made if name != MACHINE))


def _agree(connection: Connection, event_id: str, one: Coding, other: Coding, by: str) -> bool:
    """Have the record say what both say of an event; whether that is all of it."""
    found = compared(one, other)
    record = decisions.record_of(connection, event_id)
    told = [mark for name in found.agreed if (mark := said_by(name, one, other, record)) is not None]
    signed = [Said(record, *mark) for mark in told]
    if not found.conflicts:
        is_event = one.verdict == "accepted"
        whole = Said(record, "", "accept") if is_event else Said(record, "", "reject", reason=one.reason or "other")
        signed.append(whole)
    if signed:
        decisions.note(connection, signed, by=by)
    return not found.conflicts


def said_by(name: str, one: Coding, other: Coding, record: Mapping[str, Any]) -> Say | None:
    """What both say of a cell that they agree on, as a decision on the record.

    Where they point at different words, those of the machine stand if one of them accepted it, or else the first one's.
    """
    marks = [said(name, made.cells[name], record) for made in (one, other)]
    return next((mark for mark in marks if mark is None or mark.verdict == "accept"), marks[0])
