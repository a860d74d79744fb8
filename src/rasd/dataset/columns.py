"""What people said of the columns of tables, kept for the next table that has them.

It lies in the database and not in rasd.toml: that file is a person's, with comments that a program would lose. So the
mapping is in every backup and in the custody log, and everybody who works on the same PostgreSQL has it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from rasd.store import custody
from rasd.store.incidents import remember, remembered
from rasd.store.reports import sha256_of

_NAME = "columns"
_MOST = 100
"""mappings that are kept, the latest first"""


def known_columns(connection: Connection) -> tuple[Mapping[str, str], ...]:
    """Every mapping that was said, the latest first; one fits a table that has all its columns."""
    return tuple(json.loads(remembered(connection, _NAME) or "[]"))


def keep_columns(connection: Connection, mapping: Mapping[str, str]) -> None:
    """Keep a mapping for other tables, before those that were said earlier."""
    known = known_columns(connection)
    if known[:1] == (mapping,):
        return
    kept = [mapping, *(one for one in known if one != mapping)][:_MOST]
    remember(connection, _NAME, json.dumps(kept, ensure_ascii=False))
    said = ",".join(f"{cell}={column}" for cell, column in mapping.items())
    custody.log(connection, [custody.Entry("mapped", said, sha256_of(said), {"columns": dict(mapping)})])
