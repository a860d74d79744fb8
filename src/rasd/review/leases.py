"""Who has which report open for review, so that two people do not read the same. A lease ends by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select

from rasd.store.bulk import put
from rasd.store.schema import lease

SECONDS = 300
"""that a lease lasts; who reads on takes it anew before"""


def claim(connection: Connection, report_id: str, *, by: str, at: datetime | None = None) -> str | None:
    """Take or keep a report; the name of who has it already, or None when it is taken."""
    now = at or datetime.now(UTC)
    row = connection.execute(select(lease).where(lease.c.report_id == report_id)).first()
    if row is not None and row.by != by and row.until > _stamp(now):
        return str(row.by)
    put(connection, lease, [{"report_id": report_id, "by": by, "until": _stamp(now + timedelta(seconds=SECONDS))}])
    return None


def release(connection: Connection, report_id: str, *, by: str) -> None:
    """Give a report back, where it is one's own."""
    connection.execute(delete(lease).where(lease.c.report_id == report_id, lease.c.by == by))


def held_by_others(connection: Connection, by: str, *, at: datetime | None = None) -> dict[str, str]:
    """The reports that other people have open, with their names."""
    now = _stamp(at or datetime.now(UTC))
    query = select(lease.c.report_id, lease.c.by).where(lease.c.by != by, lease.c.until > now)
    return {row.report_id: row.by for row in connection.execute(query)}


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
