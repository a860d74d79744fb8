"""Databases of every age open: ``tests/stores`` holds one of each revision, made by the Rasd of its time."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from conftest import new_database
from rasd import dataset, workspace
from rasd.store import opening, schema
from rasd.store.incidents import incidents
from rasd.store.search import search
from rasd.store.verify import faults

STORES = sorted((Path(__file__).parent / "stores").glob("*.db.gz"))


def test_there_is_a_database_of_the_newest_revision() -> None:
    assert STORES[-1].name == f"{opening.HEAD}.db.gz"


@pytest.mark.parametrize("path", STORES, ids=lambda path: path.name)
def test_an_old_database_is_brought_up_and_says_what_it_said(path: Path, tmp_path: Path) -> None:
    workspace.made(tmp_path)
    (tmp_path / "rasd.db").write_bytes(gzip.decompress(path.read_bytes()))
    made = dataset.open(tmp_path)
    counts = made.status()
    assert (counts["reports"], counts["events"], counts["incidents"]) == (2, 6, 6)
    with made.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, schema.metadata) == []
        told = list(faults(made.store, connection))
        assert len(told) == 4 and all(line.endswith(" is missing") for line in told), "only the bytes are not there"
        assert [hit.report_id for hit in search(connection, "سرمين")] == ["r01"]
        assert len(list(incidents(connection))) == 6
    made.merge()
    with made.store.reading() as connection:
        states = {one["review"] for one in incidents(connection)}
        decided = connection.execute(select(schema.decision)).first()
    assert states == ({"machine", "in review"} if decided else {"machine"}), "what was decided earlier counts too"
    made.close()
    copies = list(tmp_path.glob("rasd.db.before-*"))
    assert len(copies) == (path != STORES[-1])
    for copy in copies:
        assert copy.name.startswith(f"rasd.db.before-{path.name.removesuffix('.db.gz')}-")
        with closing(sqlite3.connect(copy)) as before, closing(sqlite3.connect(":memory:")) as same:
            same.deserialize(gzip.decompress(path.read_bytes()))
            assert list(before.iterdump()) == list(same.iterdump())


def test_a_migration_that_breaks_off_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.made(tmp_path)
    (tmp_path / "rasd.db").write_bytes(gzip.decompress(STORES[0].read_bytes()))

    def breaks(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("alembic.op.create_table", _second(breaks))
        dataset.open(tmp_path)
    with closing(sqlite3.connect(tmp_path / "rasd.db")) as left:
        tables = {name for (name,) in left.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert not {"fetched", "visit", "poll"} & tables
        assert left.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    made = dataset.open(tmp_path)
    assert made.status()["reports"] == 2
    made.close()


def _second(breaks: Callable[..., None]) -> Callable[..., object]:
    """Make the first table, and break at the second."""
    from alembic import op

    make, calls = op.create_table, [0]

    def made(*args: object, **options: object) -> object:
        calls[0] += 1
        return make(*args, **options) if calls[0] == 1 else breaks()  # type: ignore[arg-type]

    return made


@pytest.mark.skipif(len(STORES) < 2, reason="there is one revision")
def test_an_old_postgresql_schema_is_brought_up(tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATABASE", f"{postgres}/{new_database(postgres)}")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "HEAD", "0001")
        patched.setattr(opening, "_derive", lambda store: None)
        dataset.init(tmp_path).close()
    made = dataset.open(tmp_path)
    with made.store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        assert compare_metadata(context, schema.metadata) == []
    made.close()


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and str(name).startswith("report_search"))
