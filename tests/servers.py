"""A PostgreSQL server of one's own on loopback, for the tests and for bench/dataset.py."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Debian keeps the server's programs outside the path.
_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


def programs() -> Path | None:
    """Where initdb and postgres are; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    return _PROGRAMS[-1] if _PROGRAMS else Path(found).parent if found else None


@contextmanager
def server(where: Path, *, is_kept: bool = False) -> Iterator[str]:
    """The address of a server without a database's name, from the programs in a folder; it ends with the block.

    ``is_kept``: it writes to a disk and waits for it, as a server that people use does.
    """
    # The server does not run as root; tests in a container often do.
    user = "postgres" if os.getuid() == 0 else None
    # Not among pytest's own folders, which are for one user alone.
    folder = Path(tempfile.mkdtemp(prefix="rasd-postgres-", dir=None if is_kept else _in_memory()))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    making = ["-D", data, "-A", "trust", "-U", "rasd", "-E", "UTF8", "--no-sync", "--locale", "C"]
    subprocess.run([where / "initdb", *making], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder}
    if not is_kept:
        settings["fsync"] = "off"
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            [where / "postgres", "-D", data, *options], user=user, cwd=folder, stdout=log, stderr=log
        )
    try:
        _wait_for(port)
        yield f"postgresql+psycopg://rasd@127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGQUIT)
        running.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> str | None:
    """A folder that is no disk, where there is one with room: thousands of small files are made and removed."""
    shm = "/dev/shm"
    return shm if os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 2**30 else None


def _wait_for(port: int) -> None:
    import psycopg

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="rasd", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def new_database(server: str) -> str:
    """An empty place for tables, behind the server's address: a schema of its own, for databases take long to make."""
    name = f"t{time.monotonic_ns()}"
    _execute(f"{server}/postgres", f"CREATE SCHEMA {name}")
    return f"postgres?options=-csearch_path%3D{name}"


@contextmanager
def schema_of(database: str) -> Iterator[str]:
    """The address of an empty schema in a database; it is dropped behind the block."""
    name = f"bench{time.monotonic_ns()}"
    _execute(database, f"CREATE SCHEMA {name}")
    try:
        yield f"{database}{'&' if '?' in database else '?'}options=-csearch_path%3D{name}"
    finally:
        _execute(database, f"DROP SCHEMA {name} CASCADE")


def _execute(database: str, statement: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
