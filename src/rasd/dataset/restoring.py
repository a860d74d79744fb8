"""A backup to a workspace that works: unpacked, its database in place, everything verified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from rasd import workspace as settings
from rasd.errors import WorkspaceError
from rasd.review.checking import unlike_decided
from rasd.store.backup import copy_tables, restore
from rasd.store.opening import Store, one_writer, opened
from rasd.store.schema import capture
from rasd.store.verify import faults, sizes


def restored(
    source: Path, folder: Path, *, tell: Callable[[str, int], object] = lambda stage, number: None
) -> tuple[list[str], dict[str, int]]:
    """Restore a backup; what is not as it was, and how much there is."""
    database = restore(source, folder, tell=tell)
    workspace = settings.found(folder)
    store = opened(workspace.folder, workspace.database, may_make=True)
    try:
        if not store.is_sqlite:
            _to_server(store, opened(workspace.folder, f"sqlite:///{database}"))
            database.unlink()
        with store.reading() as connection:
            found = [*faults(store, connection, tell=tell), *unlike_decided(connection)]
            return found, sizes(connection)[0]
    finally:
        store.engine.dispose()


def _to_server(store: Store, held: Store) -> None:
    with one_writer(store, "restore"), store.writing() as target:
        if target.execute(select(func.count()).select_from(capture)).scalar():
            raise WorkspaceError(str(store.engine.url.database), "the database is not empty; name an empty one")
        with held.reading() as rows:
            copy_tables(rows, target)
    held.engine.dispose()
