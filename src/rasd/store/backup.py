"""Backup and restore: one tar file with the settings, the tables as a SQLite database, the bytes, and their hashes.

A backup is taken while others write: the database is copied as of one moment, and bytes are only ever added before the
rows that name them. From PostgreSQL the tables are copied, row by row, into a SQLite database of the same schema.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from rasd import __version__
from rasd.errors import WorkspaceError
from rasd.lexicon.additions import FOLDER
from rasd.store import blobs, search
from rasd.store.opening import Store, now, opened
from rasd.store.schema import metadata, report, setting

MANIFEST = "manifest.json"
_SETTINGS = "rasd.toml"
_DATABASE = "rasd.db"
_ADDED = tuple(f"{FOLDER}/{name}" for name in ("places.csv", "actors.csv", "actor_names.csv"))
"""places and sides that people added; there or not"""
_LARGEST_MANIFEST = 2**20
Tell = Callable[[str, int], object]


def backup(store: Store, target: Path, *, tell: Tell = lambda stage, number: None) -> int:
    """Write a backup; the file appears under its name only when it is whole. How many bytes it has."""
    if target.exists():
        raise WorkspaceError(str(target), "is there already; a backup is not written over")
    part = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".rasd-backup-") as at:
            database = Path(at) / _DATABASE
            _copy(store, database)
            names = _blobs_in(database)
            with tarfile.open(part, "w") as tar:
                hashes = {}
                added = [(name, store.folder / name) for name in _ADDED if (store.folder / name).is_file()]
                for name, path in ((_SETTINGS, store.folder / _SETTINGS), (_DATABASE, database), *added):
                    hashes[name] = blobs.hash_of(path).sha256
                    tar.add(path, name)
                told = {"rasd": __version__, "at": now(), "files": hashes, "blobs": len(names)}
                _add(tar, MANIFEST, json.dumps(told, indent=1).encode())
                for name in names:
                    path = blobs.path_of(store.blobs, name)
                    if not path.is_file():
                        raise WorkspaceError(str(path), "is missing, and a backup without it could not be restored")
                    tar.add(path, f"blobs/{name}")
                    tell("files kept", 1)
            with part.open("rb") as file:
                os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        raise WorkspaceError(str(target), f"cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _copy(store: Store, target: Path) -> None:
    """The tables as of one moment, in a SQLite database."""
    if store.is_sqlite:
        source = sqlite3.connect(store.engine.url.database or "", timeout=30)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file
        finally:
            copy.close()
            source.close()
        return
    copied = opened(target.parent, f"sqlite:///{target}", may_make=True)
    with (
        store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as source_rows,
        source_rows.begin(),
        copied.writing() as rows,
    ):
        copy_tables(source_rows, rows)
    copied.engine.dispose()
    closing = sqlite3.connect(target)
    closing.execute("PRAGMA journal_mode = DELETE")
    closing.close()


def copy_tables(source: Connection, target: Connection) -> None:
    """Every row of one store into another, which holds no reports; what texts are found by is made anew."""
    target.execute(delete(setting))  # what a new store notes of itself
    for table in metadata.sorted_tables:
        for rows in source.execution_options(yield_per=1000).execute(select(table)).mappings().partitions(1000):
            target.execute(insert(table), [dict(row) for row in rows])
    for texts in source.execute(select(report.c.number, report.c.text, report.c.title)).partitions(500):
        search.add(target, [(row.number, _shadow(row)) for row in texts])


def _shadow(row: Any) -> str:
    return search.shadow(search.words_of(row.text) + search.words_of(row.title or ""))


def _blobs_in(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        return [name for (name,) in connection.execute("SELECT sha256 FROM blob ORDER BY sha256")]
    finally:
        connection.close()


def restore(source: Path, folder: Path, *, tell: Tell = lambda stage, number: None) -> Path:
    """Put a backup into a folder that is empty or not there; the database file that it held.

    Every file is hashed as it comes out; what does not fit stops the whole, and the folder is left as it was.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(str(folder), "is not empty; a backup is restored into a folder of its own")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=".rasd-restore-") as at:
            whole = Path(at) / "whole"
            whole.mkdir()
            _unpack(source, whole, tell)
            if folder.exists():
                folder.rmdir()
            shutil.move(whole, folder)
    except tarfile.TarError as error:
        raise WorkspaceError(str(source), f"is no backup, or not a whole one: {error}") from None
    except OSError as error:
        raise WorkspaceError(str(folder), f"cannot be written: {error.strerror or error}") from None
    return folder / _DATABASE


def _unpack(source: Path, whole: Path, tell: Tell) -> None:
    told: dict[str, Any] = {}
    found = 0
    try:
        tar = tarfile.open(source, "r:")  # noqa: SIM115 (opened apart, for its own message)
    except FileNotFoundError:
        raise WorkspaceError(str(source), "there is no such file") from None
    except OSError as error:
        raise WorkspaceError(str(source), f"cannot be opened: {error.strerror}") from None
    with tar:
        for member, data in _members(tar):
            if member == MANIFEST:
                told = _manifest(data.read(_LARGEST_MANIFEST), source)
            elif member in (_SETTINGS, _DATABASE, *_ADDED):
                (whole / member).parent.mkdir(exist_ok=True)
                _write(whole / member, data)
            else:
                name = member.removeprefix("blobs/")
                if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
                    raise WorkspaceError(str(source), f"is no backup of Rasd: it holds {member!r}")
                if blobs.keep(whole / "blobs", data).sha256 != name:
                    raise WorkspaceError(str(source), f"blob {name} was changed in the backup")
                found += 1
                tell("files restored", 1)
    if not told:
        raise WorkspaceError(str(source), "is no backup of Rasd: it has no manifest")
    for name, sha256 in told["files"].items():
        if not (whole / name).is_file() or blobs.hash_of(whole / name).sha256 != sha256:
            raise WorkspaceError(str(source), f"{name} was changed in the backup")
    if found != told["blobs"]:
        raise WorkspaceError(str(source), f"holds {found} files of {told['blobs']}")


def _manifest(data: bytes, source: Path) -> dict[str, Any]:
    """What a backup says of itself: the hashes of some files, and the number of the others."""
    try:
        told = json.loads(data)
        files = told["files"]
        if {_SETTINGS, _DATABASE} <= set(files) <= {_SETTINGS, _DATABASE, *_ADDED} and isinstance(told["blobs"], int):
            return {"files": files, "blobs": told["blobs"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise WorkspaceError(str(source), f"is no backup of Rasd: its {MANIFEST} is broken")


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, Any]]:
    for member in tar:
        data = tar.extractfile(member) if member.isfile() else None
        if data is None:
            raise WorkspaceError(str(tar.name), f"is no backup of Rasd: it holds {member.name!r}")
        yield member.name, data


def _write(path: Path, data: Any) -> None:
    with path.open("xb") as file:
        shutil.copyfileobj(data, file)
        file.flush()
        os.fsync(file.fileno())
