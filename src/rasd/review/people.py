"""Who may be at the desk: names, roles, passwords, second factors. Every change is an entry of the custody log.

Passwords are kept as argon2id, recovery codes as SHA-256 (they are random and long). The secret of a second factor is
kept as it is, since it has to be known: whoever has the database or a backup has it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
import time
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from rasd.errors import RasdError
from rasd.store import custody
from rasd.store.opening import now, user
from rasd.store.schema import person, recovery, session, token

ROLES = ("viewer", "coder", "reviewer", "manager", "admin")
"""from the least to the greatest"""
SHORTEST, LONGEST = 12, 256
"""characters of a password"""
_NAME = re.compile(r"[\w](?:[\w.-]{0,38}[\w])?")
_CODES = 10
_STEP = 30
# Each takes 64 MB while it is computed; more at once would let strangers use up the memory.
_COMPUTING = threading.BoundedSemaphore(2)


class PeopleError(RasdError):
    """An account cannot be made or changed as asked.

    ``why`` names the reason for a page to say it in its own language.
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why

    def __reduce__(self) -> tuple[object, ...]:
        return PeopleError, (self.why, str(self))


class Person(NamedTuple):
    """An account as others may see it."""

    name: str
    role: str
    has_totp: bool
    is_disabled: bool
    made_at: str
    changed_at: str


# -- accounts ---------------------------------------------------------------------------------------------------------


def folded(name: str) -> str:
    """A name as it is kept: what looks the same is the same.

    >>> folded(" Ann "), folded("ＡＮＮ")
    ('ann', 'ann')
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def add(connection: Connection, name: str, role: str, password: str, *, by: str | None = None) -> Person:
    """Make an account. PeopleError when the name is taken or is none, or the password is too weak."""
    name = folded(name)
    if not _NAME.fullmatch(name):
        raise PeopleError("name", f"{name!r} is no name: up to 40 letters, digits, dots and hyphens")
    _check_role(role)
    check_password(name, password)
    if row_of(connection, name) is not None:
        raise PeopleError("taken", f"there is an account called {name} already")
    at = now()
    row = {"name": name, "role": role, "password": _hashed(password), "totp": None, "is_disabled": 0}
    connection.execute(insert(person), [row | {"made_at": at, "changed_at": at}])
    return _logged(connection, name, "made", by)


def people(connection: Connection) -> list[Person]:
    """All accounts by name; they are never removed, for what they signed stays."""
    return [person_from(dict(row)) for row in connection.execute(select(person).order_by(person.c.name)).mappings()]


def person_of(connection: Connection, name: str) -> Person:
    """An account. PeopleError: there is none."""
    row = row_of(connection, folded(name))
    if row is None:
        raise PeopleError("unknown", f"there is no account called {folded(name)!r} (see them with: rasd people list)")
    return person_from(row)


def are_any(connection: Connection) -> bool:
    """Whether there are accounts, disabled ones too."""
    return connection.execute(select(person.c.name).limit(1)).first() is not None


def is_any_admin(connection: Connection, *, but: str = "") -> bool:
    """Whether an admin can log in, other than ``but``."""
    query = select(func.count()).select_from(person)
    wanted = (person.c.role == "admin", person.c.is_disabled == 0, person.c.name != but)
    return bool(connection.execute(query.where(*wanted)).scalar())


def set_role(connection: Connection, name: str, role: str, *, by: str | None = None) -> Person:
    """Give an account another role; what it may do changes with its next request."""
    _check_role(role)
    before = person_of(connection, name)
    if role != "admin":
        _check_admins(connection, before)
    return _changed(connection, before.name, "role", by, role=role)


def set_password(connection: Connection, name: str, password: str, *, by: str | None = None, but: str = "") -> Person:
    """Give an account another password; its sessions end, but the one called ``but``."""
    before = person_of(connection, name)
    check_password(before.name, password)
    _end_sessions(connection, before.name, but)
    return _changed(connection, before.name, "password", by, password=_hashed(password))


def set_disabled(connection: Connection, name: str, is_disabled: bool, *, by: str | None = None) -> Person:
    """Shut an account out, or let it in again. Its sessions end and its tokens are revoked."""
    before = person_of(connection, name)
    if is_disabled:
        _check_admins(connection, before)
        _end_sessions(connection, before.name)
        mine = (token.c.name == before.name, token.c.revoked_at.is_(None))
        connection.execute(update(token).where(*mine).values(revoked_at=now()))
    return _changed(connection, before.name, "disabled" if is_disabled else "enabled", by, is_disabled=int(is_disabled))


def row_of(connection: Connection, name: str) -> Mapping[str, Any] | None:
    """The row of an account by its folded name, with its secrets."""
    row = connection.execute(select(person).where(person.c.name == name)).mappings().first()
    return dict(row) if row is not None else None


# -- passwords --------------------------------------------------------------------------------------------------------


def check_password(name: str, password: str) -> None:
    """PeopleError when a password is too short or too plain to be one."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PeopleError("password", f"a password has {SHORTEST} to {LONGEST} characters")
    if len(set(password)) < 5 or folded(password) in (name, name * 2):
        raise PeopleError("plain", "this password is too easily guessed")


def new_password() -> str:
    """A password that nobody has thought of.

    >>> len(new_password())
    19
    """
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def is_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; takes as long where none was."""
    with _COMPUTING:
        try:
            right = _hasher().verify(kept or _nobodys(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def _hashed(password: str) -> str:
    with _COMPUTING:
        return _hasher().hash(password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id with the lesser of the settings that RFC 9106 recommends


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_hex())


# -- the second factor ------------------------------------------------------------------------------------------------


def new_totp() -> str:
    """A secret for an app that shows codes."""
    return pyotp.random_base32()


def totp_address(name: str, secret: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Rasd")


def step_of(secret: str, code: str, *, at: float | None = None) -> int | None:
    """The half minute that a code belongs to, one before and one behind now included; None when it is wrong.

    >>> secret = "JBSWY3DPEHPK3PXP" * 2
    >>> code = pyotp.TOTP(secret).at(1_700_000_000)
    >>> step_of(secret, code, at=1_700_000_029), step_of(secret, code, at=1_700_000_300)
    (56666666, None)
    """
    told = re.sub(r"\s", "", code)
    here = int((time.time() if at is None else at) // _STEP)
    found = None
    for step in (here - 1, here, here + 1):
        right = pyotp.TOTP(secret).at(step * _STEP)
        if hmac.compare_digest(right.encode(), told.encode()):
            found = step
    return found


def turn_on_totp(connection: Connection, name: str, secret: str, code: str, *, by: str | None = None) -> list[str]:
    """Ask for codes of this secret from now on; the recovery codes, which are not to be had again.

    PeopleError: the code is wrong.
    """
    step = step_of(secret, code)
    if step is None:
        raise PeopleError("code", "the code is wrong")
    codes = [_new_code() for _ in range(_CODES)]
    connection.execute(delete(recovery).where(recovery.c.name == name))
    connection.execute(insert(recovery), [{"name": name, "hash": digest(_bare(one))} for one in codes])
    _changed(connection, name, "second factor on", by, totp=secret, totp_step=step)
    return codes


def turn_off_totp(connection: Connection, name: str, *, by: str | None = None) -> Person:
    """Ask for no code any more: the phone is lost."""
    before = person_of(connection, name)
    connection.execute(delete(recovery).where(recovery.c.name == before.name))
    return _changed(connection, before.name, "second factor off", by, totp=None)


def is_second_factor(connection: Connection, row: Mapping[str, Any], code: str) -> bool:
    """Whether a code is right for an account that asks for one; it does not serve again."""
    step = step_of(row["totp"], code)
    if step is not None:
        unused = (person.c.name == row["name"], person.c.totp_step < step)
        return connection.execute(update(person).where(*unused).values(totp_step=step)).rowcount == 1
    this = (recovery.c.name == row["name"], recovery.c.hash == digest(_bare(code)))
    if connection.execute(delete(recovery).where(*this)).rowcount != 1:
        return False
    log_account(connection, row["name"], "recovery code used", row["name"])
    return True


def codes_left(connection: Connection, name: str) -> int:
    """How many recovery codes an account still has."""
    return connection.execute(select(func.count()).select_from(recovery).where(recovery.c.name == name)).scalar() or 0


def digest(secret: str) -> str:
    """What is kept of a secret that is random and long."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_code() -> str:
    told = pyotp.random_base32()[:16].lower()
    return "-".join(told[at : at + 4] for at in range(0, 16, 4))


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).lower()


# -- rows -------------------------------------------------------------------------------------------------------------


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise PeopleError("role", f"no role is called {role!r}; there are {', '.join(ROLES)}")


def _check_admins(connection: Connection, before: Person) -> None:
    if before.role == "admin" and not before.is_disabled and not is_any_admin(connection, but=before.name):
        raise PeopleError("last", f"{before.name} is the only admin; make another one first")


def _end_sessions(connection: Connection, name: str, but: str = "") -> None:
    connection.execute(delete(session).where(session.c.name == name, session.c.session_id != but))


def _changed(connection: Connection, name: str, what: str, by: str | None, **values: Any) -> Person:
    connection.execute(update(person).where(person.c.name == name).values(**values, changed_at=now()))
    return _logged(connection, name, what, by)


def _logged(connection: Connection, name: str, what: str, by: str | None) -> Person:
    log_account(connection, name, what, by)
    return person_of(connection, name)


def log_account(connection: Connection, name: str, what: str, by: str | None) -> None:
    """Note in the custody log what was done to an account, and how it is now; none of its secrets."""
    row = row_of(connection, name)
    assert row is not None
    told = {"what": what, "role": row["role"], "disabled": bool(row["is_disabled"]), "totp": row["totp"] is not None}
    entry = custody.Entry("account", name, custody.person_digest(dict(row)), told)
    custody.log(connection, [entry], by=by or user())


def person_from(row: Mapping[str, Any]) -> Person:
    """An account without its secrets."""
    has_totp, is_disabled = row["totp"] is not None, bool(row["is_disabled"])
    return Person(row["name"], row["role"], has_totp, is_disabled, row["made_at"], row["changed_at"])
