"""``rasd verify``: everything hashed again, against the rows and against the custody log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from rasd.store import blobs, custody
from rasd.store.opening import Store
from rasd.store.reports import key_of_row, sha256_of
from rasd.store.schema import blob, capture, coding, decision, doubled, fetched, judgement, person, report
from rasd.store.schema import custody as log


def faults(
    store: Store,
    connection: Connection,
    *,
    noted_head: str | None = None,
    tell: Callable[[str, int], object] = lambda stage, number: None,
) -> Iterator[str]:
    """What is not as it was, a sentence each: first the chain, then bytes, then texts. ``tell`` counts reports."""
    seen: dict[tuple[str, str], str] = {}
    hashes: set[str] = set()
    broken = custody.broken_link(connection, seen=seen, hashes=hashes)
    if broken:
        yield broken
    elif noted_head and noted_head not in hashes:
        yield f"no custody entry has the hash {noted_head}: the log was cut or rewritten since it was noted"
    yield from _bytes(store, connection)
    if not broken:
        yield from _captures(connection)
        yield from _judgements(connection, seen)
        yield from _decisions(connection, seen)
        yield from _people(connection, seen)
        yield from _doubles(connection, seen)
    yield from _texts(connection, seen, is_chained=not broken, tell=tell)


def _bytes(store: Store, connection: Connection) -> Iterator[str]:
    known = set()
    for row in connection.execute(select(blob).order_by(blob.c.sha256)):
        known.add(row.sha256)
        path = blobs.path_of(store.blobs, row.sha256)
        if not path.is_file():
            yield f"blob {row.sha256} is missing"
        elif (fault := _changed(path, row.sha256)) is not None:
            yield fault
    for name in blobs.names(store.blobs):
        # One that no row knows is what a killed run had just kept; it is the same bytes that will come again.
        if name not in known and (fault := _changed(blobs.path_of(store.blobs, name), name)) is not None:
            yield fault


def _changed(path: Path, sha256: str) -> str | None:
    """What is wrong with the bytes of a hash, one way or the other; a disk that fails must not hide the rest."""
    try:
        if blobs.hash_of(path).sha256 == sha256:
            return None
    except OSError as error:
        return f"blob {sha256} cannot be read: {error.strerror}"
    return f"blob {sha256} was changed: its bytes have another hash now"


def _captures(connection: Connection) -> Iterator[str]:
    logged: dict[str, set[str]] = {}
    exchanges: dict[int, dict[str, Any]] = {}
    query = select(log.c.subject, log.c.digest, log.c.details).where(log.c.action == "captured")
    for row in connection.execute(query):
        logged.setdefault(row.subject, set()).add(row.digest)
        details = json.loads(row.details)
        if "exchange" in details:
            exchanges[details["capture"]] = details["exchange"]
    for kept in connection.execute(select(capture.c.origin, capture.c.sha256).order_by(capture.c.capture_id)):
        if kept.sha256 not in logged.get(kept.origin, ()):
            yield f"the capture of {kept.origin} ({kept.sha256}) is not in the custody log"
    for one in connection.execute(select(fetched, capture.c.origin).join(capture)).mappings():
        told = {name: value for name, value in one.items() if name not in ("capture_id", "origin")}
        if exchanges.pop(one["capture_id"], None) != told:
            yield f"how {one['origin']} was fetched (capture {one['capture_id']}) is not as in the custody log"
    for number in exchanges:
        yield f"how capture {number} was fetched is in the custody log and is gone"


def _judgements(connection: Connection, seen: dict[tuple[str, str], str]) -> Iterator[str]:
    there = set()
    for row in connection.execute(select(judgement).order_by(judgement.c.judgement_id)).mappings():
        number = str(row["judgement_id"])
        there.add(number)
        is_taken_back = row["retracted_at"] is not None
        if seen.get(("judged", number)) != custody.judgement_digest(dict(row)):
            yield f"judgement {number} is not as it was signed"
        elif is_taken_back != (("retracted", number) in seen):
            yield f"judgement {number} is {'' if is_taken_back else 'not '}taken back, unlike in the custody log"
    for action, number in seen:
        if action == "judged" and number not in there:
            yield f"judgement {number} is in the custody log and is gone"


def _decisions(connection: Connection, seen: dict[tuple[str, str], str]) -> Iterator[str]:
    there = set()
    for row in connection.execute(select(decision).order_by(decision.c.decision_id)).mappings():
        number = str(row["decision_id"])
        there.add(number)
        if seen.get(("decided", number)) != custody.decision_digest(dict(row)):
            yield f"decision {number} ({row['by']}, {row['at']}) is not as it was signed"
    for action, number in seen:
        if action == "decided" and number not in there:
            yield f"decision {number} is in the custody log and is gone"


def _doubles(connection: Connection, seen: dict[tuple[str, str], str]) -> Iterator[str]:
    """What is kept of reports that two people code: how far they are, and what each of the two made of the events."""
    there = {("doubled", "desk")}
    for row in connection.execute(select(doubled).order_by(doubled.c.report_id)).mappings():
        there.add(("doubled", row["report_id"]))
        if seen.get(("doubled", row["report_id"])) != custody.doubled_digest(dict(row)):
            yield f"how far the two coders of {row['report_id']} are is not as the custody log has it"
    kept = select(coding).where(coding.c.coded.is_not(None)).order_by(coding.c.event_id, coding.c.track)
    for row in connection.execute(kept).mappings():
        subject = f"{row['event_id']} {row['track']}"
        there.add(("compared", subject))
        if seen.get(("compared", subject)) != custody.coding_digest(dict(row)):
            yield f"what {row['track'] or 'the machine'} made of event {row['event_id']} is not as it was signed"
    for action, subject in seen:
        if action in ("doubled", "compared") and (action, subject) not in there:
            yield f"a double coding ({subject}) is in the custody log and is gone"


def _people(connection: Connection, seen: dict[tuple[str, str], str]) -> Iterator[str]:
    there = set()
    for row in connection.execute(select(person).order_by(person.c.name)).mappings():
        there.add(row["name"])
        if seen.get(("account", row["name"])) != custody.person_digest(dict(row)):
            yield f"the account of {row['name']} is not as the custody log has it"
    for action, name in seen:
        if action == "account" and name not in there:
            yield f"the account of {name} is in the custody log and is gone"


def _texts(
    connection: Connection,
    seen: dict[tuple[str, str], str],
    *,
    is_chained: bool,
    tell: Callable[[str, int], object],
) -> Iterator[str]:
    number = 0
    there = set()
    while rows := connection.execute(
        select(report).where(report.c.number > number).order_by(report.c.number).limit(500)
    ).all():
        for row in rows:
            there.add(row.report_id)
            if sha256_of(row.text) != row.text_sha256:
                yield f"report {row.report_id}: its text was changed"
            elif key_of_row(row) != row.key:
                yield f"report {row.report_id}: what is kept about it was changed"
            elif is_chained and seen.get(("read", row.report_id)) != row.key:
                yield f"report {row.report_id} is not in the custody log as it is here"
        number = rows[-1].number
        tell("verified", len(rows))
    if is_chained:
        for action, subject in seen:
            if action == "read" and subject not in there:
                yield f"report {subject} is in the custody log and is gone"


def sizes(connection: Connection) -> tuple[dict[str, int], str]:
    """How much there is that was verified, and the hash of the newest entry of the log."""
    counted = {
        name: connection.execute(select(func.count()).select_from(table)).scalar() or 0
        for name, table in (("files and pages", blob), ("reports", report), ("entries of the custody log", log))
    }
    return counted, custody.head(connection)
