"""People's words on pairs of events: the same, different, related, unsure. The machine never goes against them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from rasd.errors import RasdError
from rasd.store import custody
from rasd.store.bulk import rows_in
from rasd.store.events import touch
from rasd.store.opening import now, user
from rasd.store.schema import custody as log
from rasd.store.schema import event, judgement

VERDICTS = ("same", "different", "related", "unsure")


class JudgementError(RasdError):
    """A judgement is about an event that is not there, or cannot be taken back."""


def judge(connection: Connection, a: str, b: str, verdict: str, *, reason: str, by: str | None = None) -> int:
    """Note a person's word on two events; its number. What the same two were called before is retracted by it.

    ``by`` signs it where that is not ``user()``: who asks at the desk.
    """
    if a == b:
        raise JudgementError(f"{a}: an event cannot be judged against itself")
    there = {row.event_id for row in rows_in(connection, select(event.c.event_id), event.c.event_id, (a, b))}
    for name in (a, b):
        if name not in there:
            raise JudgementError(f"no event is called {name!r}")
    a, b = sorted((a, b))
    at, by = now(), by or user()
    same_two = and_(judgement.c.a == a, judgement.c.b == b, judgement.c.retracted_at.is_(None))
    for number in list(connection.execute(select(judgement.c.judgement_id).where(same_two)).scalars()):
        retract(connection, number, by=by)
    number = (connection.execute(select(func.max(judgement.c.judgement_id))).scalar() or 0) + 1
    row = {"judgement_id": number, "a": a, "b": b, "verdict": verdict, "reason": reason, "by": by, "at": at}
    connection.execute(insert(judgement), [row])
    details = row | {"told": dict(sorted(_told(connection, (a, b)).items()))}
    custody.log(connection, [custody.Entry("judged", str(number), custody.judgement_digest(row), details)], by=by)
    touch(connection, (a, b))
    return number


def retract(connection: Connection, number: int, *, by: str | None = None) -> None:
    """Take a judgement back; it stays, with the name of who took it back and the time."""
    row = connection.execute(select(judgement).where(judgement.c.judgement_id == number)).mappings().first()
    if row is None or row["retracted_at"] is not None:
        raise JudgementError(f"there is no judgement {number} to take back")
    values = {"retracted_at": now(), "retracted_by": by or user()}
    connection.execute(update(judgement).where(judgement.c.judgement_id == number).values(values))
    entry = custody.Entry("retracted", str(number), custody.judgement_digest(dict(row)), values)
    custody.log(connection, [entry], by=by)
    touch(connection, (row["a"], row["b"]))


def retract_last(connection: Connection, *, by: str) -> tuple[str, str] | None:
    """Take back the last judgement of a person that holds; its events. None: there is none."""
    query = select(judgement).where(judgement.c.by == by, judgement.c.retracted_at.is_(None))
    row = connection.execute(query.order_by(judgement.c.judgement_id.desc()).limit(1)).first()
    if row is None:
        return None
    retract(connection, row.judgement_id, by=by)
    return str(row.a), str(row.b)


def judgements_of(connection: Connection, event_ids: list[str]) -> list[Mapping[str, Any]]:
    """All that people said of these events, what was taken back too, in the order it was said."""
    about = or_(judgement.c.a.in_(event_ids), judgement.c.b.in_(event_ids))
    rows = connection.execute(select(judgement).where(about).order_by(judgement.c.judgement_id)).mappings()
    return [dict(row) for row in rows]


def all_judgements(connection: Connection) -> list[dict[str, Any]]:
    """All judgements; ``is_there`` tells whether both events are still coded, ``is_as_judged`` whether both also say,
    in the same words, what they said when they were judged.
    """
    rows = [dict(row) for row in connection.execute(select(judgement).order_by(judgement.c.judgement_id)).mappings()]
    now_told = _told(connection, [row[end] for row in rows for end in ("a", "b")])
    query = select(log.c.subject, log.c.details).where(log.c.action == "judged")
    numbers = [str(row["judgement_id"]) for row in rows]
    then = {
        row.subject: json.loads(row.details).get("told") or {}
        for row in rows_in(connection, query, log.c.subject, numbers)
    }
    for row in rows:
        ends = (row["a"], row["b"])
        row["is_there"] = now_told.keys() >= set(ends)
        told = then.get(str(row["judgement_id"]), {})
        row["is_as_judged"] = row["is_there"] and all(now_told[end] == told.get(end, now_told[end]) for end in ends)
    return rows


def _told(connection: Connection, events: Iterable[str]) -> dict[str, str]:
    """The hash of what each event says and of the words it rests on; those that are gone have none."""
    found = {}
    for row in rows_in(connection, select(event.c.event_id, event.c.record), event.c.event_id, events):
        record = json.loads(row.record)
        said = {name: cell for name, cell in record.items() if name not in _NOT_SAID}
        found[row.event_id] = sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return found


# What is made of the cells, or by whom, and not what the report says.
_NOT_SAID = ("coder", "notes", "problems", "response_to", "response_evidence")
