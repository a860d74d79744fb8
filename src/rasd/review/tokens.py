"""Tokens for programs: shown once, kept as a hash, narrower than their owner, and never without an end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from rasd.review.people import ROLES, PeopleError, Person, digest, log_account, person_from
from rasd.store.opening import Store, now
from rasd.store.schema import person, token

SCOPES = {"read": "viewer", "review": "reviewer", "admin": "admin"}
"""scope -> the greatest role that it reaches"""
LONGEST_DAYS = 366
_MARK = "rasd_"


class Token(NamedTuple):
    """A token as its owner may see it."""

    token_id: str
    name: str
    label: str
    scope: str
    made_at: str
    ends_at: str
    used_at: str | None
    revoked_at: str | None


def make(connection: Connection, owner: Person, label: str, scope: str, days: int) -> str:
    """A new token of a person, which is not to be had again. PeopleError: not this scope, or not so long."""
    if scope not in SCOPES or ROLES.index(SCOPES[scope]) > ROLES.index(owner.role):
        raise PeopleError("scope", f"a {owner.role} has no token with the scope {scope!r}")
    if not 1 <= days <= LONGEST_DAYS:
        raise PeopleError("days", f"a token lasts 1 to {LONGEST_DAYS} days")
    secret = _MARK + secrets.token_urlsafe(32)
    ends_at = (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    row: dict[str, str | None] = {
        "token_id": secrets.token_hex(8),
        "hash": digest(secret),
        "name": owner.name,
        "label": label[:100],
    }
    row |= {"scope": scope, "made_at": now(), "ends_at": ends_at, "used_at": None, "revoked_at": None}
    connection.execute(insert(token), [row])
    log_account(connection, owner.name, f"token {row['token_id']} made: {scope}", owner.name)
    return secret


def who(store: Store, secret: str) -> tuple[Token, Person, str] | None:
    """Whose token it is, and the role that it has: the lesser of its scope's and its owner's. None: it is none."""
    with store.reading() as connection:
        row = connection.execute(select(token).where(token.c.hash == digest(secret))).mappings().first()
        if row is None or row["revoked_at"] is not None or row["ends_at"] <= now():
            return None
        owner = person_from(
            dict(connection.execute(select(person).where(person.c.name == row["name"])).mappings().one())
        )
    if owner.is_disabled:
        return None
    if row["used_at"] is None or row["used_at"][:16] != now()[:16]:  # to the minute
        with store.writing() as connection:
            connection.execute(update(token).where(token.c.token_id == row["token_id"]).values(used_at=now()))
    return _token(dict(row)), owner, min(owner.role, SCOPES[row["scope"]], key=ROLES.index)


def tokens_of(connection: Connection, name: str) -> list[Token]:
    """A person's tokens, the newest first."""
    query = select(token).where(token.c.name == name).order_by(token.c.made_at.desc(), token.c.token_id)
    return [_token(dict(row)) for row in connection.execute(query).mappings()]


def revoke(connection: Connection, name: str, token_id: str) -> bool:
    """Revoke a token of a person; whether there was one. Nobody else's are touched."""
    this = (token.c.name == name, token.c.token_id == token_id, token.c.revoked_at.is_(None))
    if connection.execute(update(token).where(*this).values(revoked_at=now())).rowcount != 1:
        return False
    log_account(connection, name, f"token {token_id} revoked", name)
    return True


def _token(row: Mapping[str, Any]) -> Token:
    return Token(**{name: row[name] for name in Token._fields})
