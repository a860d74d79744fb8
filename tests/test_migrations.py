"""Databases of every age open: ``tests/stores`` holds one of each revision, made by the Rasd of its time."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

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
    is_old = path != STORES[-1]
    assert len(list(tmp_path.glob("rasd.db.before-*"))) == is_old
    made.close()


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and str(name).startswith("report_search"))
