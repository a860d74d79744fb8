"""What the desk is open for: everything, reading only, or admins only."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from rasd.store import custody
from rasd.store.incidents import remember, remembered

MODES = ("normal", "read_only", "locked")
_SETTING = "desk mode"


def mode(connection: Connection) -> str:
    """The mode that an admin has set; normal where none has."""
    told = remembered(connection, _SETTING)
    return told if told in MODES else "normal"


def set_mode(connection: Connection, told: str, *, by: str) -> None:
    """Set the mode, for this desk and every other of the workspace; it is an entry of the custody log."""
    remember(connection, _SETTING, told)
    digest = hashlib.sha256(told.encode()).hexdigest()
    custody.log(connection, [custody.Entry("mode", "desk", digest, {"mode": told})], by=by)
