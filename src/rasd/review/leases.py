"""Who has which report open for review, so that two people do not read the same. A lease ends by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, select

from rasd.store.bulk import put, rows_in
from rasd.store.schema import lease

SECONDS = 300
"""that a lease lasts; who reads on takes it anew before"""


def claim(connection: Connection, report_id: str, *, by: str, at: datetime | None = None) -> str | None:
    """Take or keep a report; the name of who has it already, or None when it is taken."""
    now = at or datetime.now(UTC)
    connection.execute(delete(lease).where(lease.c.until <= _stamp(now)))
    has_it = connection.execute(select(lease.c.by).where(lease.c.report_id == report_id, lease.c.by != by)).scalar()
    if has_it is not None:
        return str(has_it)
    put(connection, lease, [{"report_id": report_id, "by": by, "until": _stamp(now + timedelta(seconds=SECONDS))}])
    return None


def release(connection: Connection, report_id: str, *, by: str) -> None:
    """Give a report back, where it is one's own."""
    connection.execute(delete(lease).where(lease.c.report_id == report_id, lease.c.by == by))


def held_by_others(
    connection: Connection, by: str, report_ids: Iterable[str], *, at: datetime | None = None
) -> dict[str, str]:
    """Those of the reports that other people have open, with their names."""
    now = _stamp(at or datetime.now(UTC))
    query = select(lease.c.report_id, lease.c.by).where(lease.c.by != by, lease.c.until > now)
    return {row.report_id: row.by for row in rows_in(connection, query, lease.c.report_id, report_ids)}


def is_held(report_id: ColumnElement[str], by: str, *, at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that others have a report open."""
    now = _stamp(at or datetime.now(UTC))
    others = select(lease.c.by).where(lease.c.report_id == report_id, lease.c.by != by, lease.c.until > now)
    return others.exists()


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
