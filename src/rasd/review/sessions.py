"""Logging in and staying so: of what a cookie holds only the hash is kept; failures are counted and slowed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from rasd.review.people import Person, digest, folded, is_password, is_second_factor, person_from, row_of
from rasd.store.bulk import put
from rasd.store.opening import Store, now
from rasd.store.schema import attempt, person, session

IDLE = timedelta(hours=2)
"""without a request, a session ends"""
LONGEST = timedelta(hours=12)
"""so does any"""
WINDOW = 15 * 60
"""seconds in which failures are counted together"""
BY_NAME, BY_ADDRESS = 10, 50
"""failures of one name and from one address, after which nobody is heard until the window is over"""
_SEEN = timedelta(seconds=30)


class LoginError(Exception):
    """Name, password or code is wrong; which of them is not told. ``again_in``: seconds, when nothing was looked at."""

    def __init__(self, again_in: int = 0) -> None:
        super().__init__("name, password or code is wrong")
        self.again_in = again_in


class Session(NamedTuple):
    """Somebody logged in with a browser."""

    session_id: str
    name: str
    made_at: str
    seen_at: str
    address: str
    browser: str
    totp: str | None
    """a second factor that is being set up"""


def log_in(
    store: Store, name: str, password: str, code: str, *, address: str, browser: str, before: str | None = None
) -> str:
    """What the cookie is to hold for whoever proves to be this person; the session that ``before`` held ends.

    LoginError. Takes as long for names that there are not.
    """
    name = folded(name)[:100]
    keys = [(digest(f"name {name}"), BY_NAME), (digest(f"address {address}"), BY_ADDRESS)]
    with store.writing() as connection:
        wait = _counted(connection, keys)
        row = row_of(connection, name)
    if wait:
        raise LoginError(wait)
    kept = row["password"] if row is not None and not row["is_disabled"] else None
    is_right = is_password(kept, password)
    with store.writing() as connection:
        again = row_of(connection, name)
        if not is_right or again is None or again["password"] != kept or again["is_disabled"]:
            raise LoginError
        if again["totp"] is not None and not is_second_factor(connection, again, code):
            raise LoginError
        _forgiven(connection, keys)
        if before:
            connection.execute(delete(session).where(session.c.hash == digest(before)))
        return begun(connection, name, address=address, browser=browser)


def begun(connection: Connection, name: str, *, address: str, browser: str) -> str:
    """A new session; what its cookie is to hold."""
    sweep(connection)
    secret, at = secrets.token_urlsafe(32), now()
    row = {"session_id": secrets.token_hex(8), "hash": digest(secret), "name": name, "made_at": at, "seen_at": at}
    connection.execute(insert(session), [row | {"address": address[:60], "browser": browser[:200], "totp": None}])
    return secret


def rotated(connection: Connection, session_id: str) -> str:
    """Another secret for a session, since what it may do has changed; what its cookie is to hold from now on."""
    secret = secrets.token_urlsafe(32)
    this = session.c.session_id == session_id
    connection.execute(update(session).where(this).values(hash=digest(secret), totp=None))
    return secret


def who(store: Store, secret: str) -> tuple[Session, Person] | None:
    """Whose session a cookie holds; None when it has ended."""
    with store.reading() as connection:
        query = select(session).where(session.c.hash == digest(secret))
        row = connection.execute(query).mappings().first()
        if row is None or row["made_at"] < _ago(LONGEST) or row["seen_at"] < _ago(IDLE):
            return None
        mine = connection.execute(select(person).where(person.c.name == row["name"])).mappings().one()
    if mine["is_disabled"]:
        return None
    if row["seen_at"] < _ago(_SEEN):
        with store.writing() as connection:
            this = session.c.session_id == row["session_id"]
            connection.execute(update(session).where(this).values(seen_at=now()))
    return _session(row), person_from(dict(mine))


def sessions_of(connection: Connection, name: str | None = None) -> list[Session]:
    """The sessions that have not ended, of one person or of all, the newest first."""
    live = (session.c.made_at >= _ago(LONGEST), session.c.seen_at >= _ago(IDLE))
    query = select(session).where(*live).order_by(session.c.seen_at.desc(), session.c.session_id)
    if name is not None:
        query = query.where(session.c.name == name)
    return [_session(row) for row in connection.execute(query).mappings()]


def end(connection: Connection, name: str, session_id: str | None = None, *, but: str = "") -> int:
    """End a session of a person, or all of them but one; how many ended. Nobody else's are touched."""
    mine = [session.c.name == name, session.c.session_id != but]
    if session_id is not None:
        mine.append(session.c.session_id == session_id)
    return connection.execute(delete(session).where(*mine)).rowcount


def end_all(connection: Connection) -> int:
    """End every session: everybody has to log in again."""
    return connection.execute(delete(session)).rowcount


def set_up_totp(connection: Connection, session_id: str, secret: str) -> None:
    """Remember the second factor that a session is setting up."""
    connection.execute(update(session).where(session.c.session_id == session_id).values(totp=secret))


def sweep(connection: Connection) -> None:
    """Forget sessions that have ended, and failures that count no more."""
    over = (session.c.made_at < _ago(LONGEST)) | (session.c.seen_at < _ago(IDLE))
    connection.execute(delete(session).where(over))
    connection.execute(delete(attempt).where(attempt.c.since < int(time.time()) - WINDOW))


def tried(store: Store, name: str) -> int:
    """Count an attempt at the password of somebody who is logged in; seconds to wait before it is looked at, or 0."""
    with store.writing() as connection:
        return _counted(connection, [(digest(f"name {name}"), BY_NAME)])


def proved(store: Store, name: str) -> None:
    """It was right: what was counted is forgotten."""
    with store.writing() as connection:
        _forgiven(connection, [(digest(f"name {name}"), BY_NAME)])


def _counted(connection: Connection, keys: Sequence[tuple[str, int]]) -> int:
    """Count an attempt, before it is looked at, so that many at once gain nothing; seconds to wait, or 0."""
    here, wait, rows = int(time.time()), 0, []
    for key, most in keys:
        row = connection.execute(select(attempt).where(attempt.c.key == key)).first()
        number, since = (row.number, row.since) if row and row.since > here - WINDOW else (0, here)
        if number >= most:
            wait = max(wait, since + WINDOW - here, 1)
        rows.append({"key": key, "number": number + 1, "since": since})
    if not wait:
        put(connection, attempt, rows)
    return wait


def _forgiven(connection: Connection, keys: Sequence[tuple[str, int]]) -> None:
    """What was counted was none: all of the name, and this one of the address."""
    connection.execute(delete(attempt).where(attempt.c.key == keys[0][0]))
    for key, _ in keys[1:]:
        connection.execute(update(attempt).where(attempt.c.key == key).values(number=attempt.c.number - 1))


def _ago(time_ago: timedelta) -> str:
    return (datetime.now(UTC) - time_ago).strftime("%Y-%m-%dT%H:%M:%SZ")


def _session(row: object) -> Session:
    return Session(**{name: row[name] for name in Session._fields})  # type: ignore[index]
