"""Opening a store: the engine with its settings, the schema brought up to date, and one writer at a time."""

from __future__ import annotations

import fcntl
import getpass
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from rasd.errors import WorkspaceError
from rasd.store.bulk import put
from rasd.store.schema import setting

HEAD = "0007"
"""The revision of ``migrations/`` that this version of Rasd works with."""
DERIVED = {"outlines": "2", "turns": "2"}
"""What is made of other tables, by its module: goes up with what that makes and with the tables it goes to."""
_LOCK = ".rasd.lock"
# The number of the advisory lock that writers of one PostgreSQL database share.
_ADVISORY = 20_110_315
# The same for one transaction that writes.
_TRANSACTION = 20_110_316


@dataclass(frozen=True, slots=True)
class Store:
    """An open store; ``reading`` and ``writing`` give connections."""

    engine: Engine
    folder: Path
    """the workspace's, where the blobs and the lock are"""
    turnstile: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)
    """who writes to SQLite from this process goes through it, one behind the other"""

    @property
    def blobs(self) -> Path:
        """Where the exact bytes lie."""
        return self.folder / "blobs"

    @property
    def is_sqlite(self) -> bool:
        """Whether the tables are in a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. Those that write follow one another, whoever begins them.

        Work of many transactions is done under ``one_writer`` too.
        """
        # SQLite has those who wait look again and again, up to a tenth of a second apart, each with a connection that
        # somebody who only reads could have; at the turnstile whoever waits is woken.
        with (
            self.turnstile if self.is_sqlite else nullcontext(),
            self.engine.connect().execution_options(rasd_writes=True) as connection,
            connection.begin(),
        ):
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _TRANSACTION})
            yield connection


def opened(folder: Path, address: str, *, may_make: bool = False) -> Store:
    """The store of a workspace, its schema up to date. WorkspaceError says what is in the way."""
    try:
        url = make_url(address)
        engine = _engine(url)
    except (ArgumentError, NoSuchModuleError) as error:
        raise WorkspaceError("rasd.toml", f"database: no address of a database: {error}") from None
    except ModuleNotFoundError as error:
        raise WorkspaceError(
            "rasd.toml", f"database needs {error.name}: pip install 'rasd[dataset,postgres]'"
        ) from None
    shown = url.render_as_string(hide_password=True)
    if engine.dialect.name == "sqlite" and not may_make and not Path(url.database or "").is_file():
        raise WorkspaceError(str(url.database), "there is no database (make one with: rasd init)")
    store = Store(engine, folder)
    try:
        revision = _revision(engine)
        if revision != HEAD:
            _bring_up(store, revision, may_make=may_make, shown=shown)
        _derive(store)
    except WorkspaceError:
        engine.dispose()
        raise
    except DBAPIError as error:
        engine.dispose()
        raise WorkspaceError(shown, f"cannot be opened: {_shortly(error)}") from None
    return store


def _engine(url: Any) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
        return engine
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # of a server that is away one line is told, by us
    return create_engine(url)


def _set_up_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver would begin late and commit early; BEGIN is ours, below
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 30000",
        "cache_size = -16384",  # KB, of each connection; a desk has up to fifteen
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # One that begins to write after it has read could find that another wrote in between, and fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("rasd_writes") else "BEGIN")


def _revision(engine: Engine) -> str | None:
    """The revision of the schema; None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _bring_up(store: Store, revision: str | None, *, may_make: bool, shown: str) -> None:
    """Bring the schema to HEAD; a SQLite database that holds something is copied first."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if revision is None and not may_make:
        raise WorkspaceError(shown, "holds no tables of Rasd (make them with: rasd init)")
    if revision is not None:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if revision not in known:
            raise WorkspaceError(shown, f"was made by a newer Rasd (its schema is {revision}, this one knows {HEAD})")
    with one_writer(store, "migrate"):
        if revision is not None and store.is_sqlite:
            _copy_first(Path(store.engine.url.database or ""), revision)
        with store.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)


def _derive(store: Store) -> None:
    """Tables that are made of others and need no migration: made anew where they are of another make, or not there."""
    wanted = select(setting.c.name, setting.c.value).where(setting.c.name.in_(DERIVED))
    with store.reading() as connection:
        if {row.name: row.value for row in connection.execute(wanted)} == DERIVED:
            return
    from rasd.store import outlines, turns

    remade = {"outlines": outlines.remake, "turns": turns.remake}
    with store.writing() as connection:
        made = {row.name: row.value for row in connection.execute(wanted)}
        for name, remake in remade.items():  # turns are made of outlines
            if made.get(name) != DERIVED[name]:
                remake(connection)
                put(connection, setting, [{"name": name, "value": DERIVED[name]}])


def _copy_first(path: Path, revision: str) -> None:
    import sqlite3

    copy = path.with_name(f"{path.name}.before-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()


def trouble(error: Exception) -> WorkspaceError | None:
    """What a database has against being used, as an error with a sentence; None for any other error.

    >>> import sqlite3
    >>> str(trouble(sqlite3.OperationalError("database or disk is full")))
    'the database: cannot be used: database or disk is full'
    """
    import sqlite3

    if not isinstance(error, DBAPIError | sqlite3.Error):
        return None
    told = _shortly(error) if isinstance(error, DBAPIError) else str(error)
    return WorkspaceError("the database", f"cannot be used: {told}")


def _shortly(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())[:200]


# -- one writer ------------------------------------------------------------------------------------------------------


@contextmanager
def one_writer(
    store: Store, what: str, *, wait: float = 600.0, tell: Callable[[str], object] = lambda line: None
) -> Iterator[None]:
    """Hold the workspace for writing; a second process waits, and ``tell`` hears for whom.

    The lock is the system's: it goes when its process goes, however that ends.
    """
    path = store.folder / _LOCK
    try:
        file = path.open("a+")
    except OSError as error:
        raise WorkspaceError(str(path), f"cannot be written: {error.strerror}") from None
    with file:
        _flock(file, wait, tell)
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "command": what, "since": now()}))
        file.flush()
        if store.is_sqlite:
            yield
            return
        with store.engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _ADVISORY})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _ADVISORY})


def _flock(file: Any, wait: float, tell: Callable[[str], object]) -> None:
    until = time.monotonic() + wait
    is_told = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if not is_told:
                tell(f"another rasd is writing ({_holder(file)}); waiting for it")
                is_told = True
            if time.monotonic() >= until:
                raise WorkspaceError(file.name, f"another rasd is still writing ({_holder(file)})") from None
            time.sleep(0.1)


def _holder(file: Any) -> str:
    file.seek(0)
    try:
        told = json.loads(file.read())
        return f"{told['command']}, process {told['process']}, since {told['since']}"
    except (ValueError, KeyError):
        return "it has not said what"


# -- who and when ----------------------------------------------------------------------------------------------------


def now() -> str:
    """The time, ISO 8601 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user() -> str:
    """Who is at work: RASD_USER, or the name of the account."""
    told = os.environ.get("RASD_USER")
    if told:
        return told
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
