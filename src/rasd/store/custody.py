"""The custody log: what came, what was read from it, what people decided; each entry holds the hash of the one before.

Entries are only ever added. Whoever changes an entry breaks every hash behind it; whoever notes a hash elsewhere can
prove later that the log up to it is the same (``rasd verify --head``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from rasd.store.opening import now, user
from rasd.store.schema import custody

START = "0" * 64


class Entry(NamedTuple):
    """Something done. ``digest`` is the SHA-256 of what it was done to, as it was then."""

    action: str
    """captured | read | coded | judged | retracted | decided | doubled | compared | account | mode | restored ..."""
    subject: str
    digest: str
    details: Mapping[str, Any]


def log(connection: Connection, entries: Iterable[Entry], *, by: str | None = None) -> None:
    """Add entries, in the transaction of what they tell of; ``by`` says who did it where that is not ``user()``."""
    last = connection.execute(select(custody.c.seq, custody.c.hash).order_by(custody.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, START)
    at, by = now(), by or user()
    rows = []
    for entry in entries:
        seq += 1
        row = {
            "seq": seq,
            "at": at,
            "by": by,
            "action": entry.action,
            "subject": entry.subject,
            "digest": entry.digest,
            "details": json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
            "previous": previous,
        }
        previous = row["hash"] = link(row)
        rows.append(row)
    if rows:
        connection.execute(insert(custody), rows)


def link(row: Mapping[str, Any]) -> str:
    """The hash of an entry, the hash before it included.

    >>> one = {"seq": 1, "at": "", "by": "", "action": "read", "subject": "r1", "digest": "", "details": "{}",
    ...     "previous": START}
    >>> link(one) != link(one | {"subject": "r2"})
    True
    """
    told = json.dumps([row[name] for name in _HASHED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


_HASHED = ("seq", "at", "by", "action", "subject", "digest", "details", "previous")


def judgement_digest(row: Mapping[str, Any]) -> str:
    """The hash of a judgement: what was said, by whom and when."""
    told = json.dumps([row[name] for name in _SAID], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


_SAID = ("judgement_id", "a", "b", "verdict", "reason", "by", "at")


def decision_digest(row: Mapping[str, Any]) -> str:
    """The hash of a decision: all that it says, by whom and when, and in whose blind coding."""
    track = [row["track"]] if row["track"] else []  # those of the record are hashed as they were before there were any
    told = json.dumps([row[name] for name in _DECIDED] + track, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


_DECIDED = (
    "decision_id", "step", "event_id", "cell", "verdict", "value", "evidence", "reason", "seen", "undoes", "by", "at",
)  # fmt: skip


def doubled_digest(row: Mapping[str, Any]) -> str:
    """The hash of how far a report is that two people code."""
    told = json.dumps([row[name] for name in _DOUBLED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


_DOUBLED = ("report_id", "state", "shows_machine", "begun_at", "done_at", "settled_at", "settled_by")


def coding_digest(row: Mapping[str, Any]) -> str:
    """The hash of what somebody made of an event that two people coded."""
    told = json.dumps([row[name] for name in _CODED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


_CODED = ("event_id", "track", "report_id", "state", "is_flagged", "coded")


def person_digest(row: Mapping[str, Any]) -> str:
    """The hash of an account, its secrets included: these are too long to be guessed from it."""
    told = json.dumps([row[name] for name in _ACCOUNT], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


_ACCOUNT = ("name", "role", "password", "totp", "is_disabled", "made_at", "changed_at")


def head(connection: Connection) -> str:
    """The hash of the last entry."""
    return connection.execute(select(custody.c.hash).order_by(custody.c.seq.desc()).limit(1)).scalar() or START


def entries(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """All entries in order."""
    for row in connection.execute(select(custody).order_by(custody.c.seq)).mappings():
        yield dict(row)


def broken_link(connection: Connection, *, seen: dict[tuple[str, str], str], hashes: set[str]) -> str | None:
    """What is wrong with the first entry that does not fit, as a sentence; None when the chain is whole.

    ``seen`` is filled with the last digest of each (action, subject), ``hashes`` with the hash of every entry.
    """
    previous = START
    for number, row in enumerate(entries(connection), start=1):
        if row["seq"] != number:
            return f"custody entry {number} is missing"
        if row["previous"] != previous:
            return f"custody entry {number} does not follow the one before it"
        if link(row) != row["hash"]:
            return f"custody entry {number} ({row['action']} {row['subject']}, {row['at']}) was changed"
        previous = row["hash"]
        seen[row["action"], row["subject"]] = row["digest"]
        hashes.add(previous)
    return None


def count(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(custody)).scalar() or 0
