"""What many tests share: workspaces on SQLite and, where it is installed, on PostgreSQL."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rasd import batch

# Debian keeps the server's programs outside the path.
_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
_MISSING = "PostgreSQL is not installed: the store was tested on SQLite only (Debian: apt-get install postgresql)"


def _programs() -> Path | None:
    found = shutil.which("initdb")
    return _PROGRAMS[-1] if _PROGRAMS else Path(found).parent if found else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _programs() is None:
        terminalreporter.write_line(_MISSING)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own on loopback, without a database's name; it ends with the tests."""
    programs = _programs()
    if programs is None:
        if os.environ.get("RASD_POSTGRES") == "required":
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    # The server does not run as root; tests in a container often do.
    user = "postgres" if os.getuid() == 0 else None
    # Not among pytest's own folders, which are for one user alone.
    folder = Path(tempfile.mkdtemp(prefix="rasd-postgres-", dir=_in_memory()))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    making = ["-D", data, "-A", "trust", "-U", "rasd", "-E", "UTF8", "--no-sync", "--locale", "C"]
    subprocess.run([programs / "initdb", *making], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *options], user=user, cwd=folder, stdout=log, stderr=log
        )
    try:
        _wait_for(port)
        yield f"postgresql+psycopg://rasd@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(30)
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


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a new workspace keeps its tables: each test that asks for it runs on both. RASD_DATABASE says so too."""
    if request.param == "sqlite":
        monkeypatch.delenv("RASD_DATABASE", raising=False)
        return "sqlite"
    server = request.getfixturevalue("postgres")
    found = f"{server}/{new_database(server)}"
    monkeypatch.setenv("RASD_DATABASE", found)
    return found


def new_database(server: str) -> str:
    """An empty place for tables, behind the server's address: a schema of its own, for databases take long to make."""
    from sqlalchemy import create_engine, text

    name = f"t{time.monotonic_ns()}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return f"postgres?options=-csearch_path%3D{name}"


@pytest.fixture
def one_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language data is loaded once for all tests that ask for this."""
    monkeypatch.setattr(batch, "loaded", _loaded)


_loaded = functools.cache(batch.loaded)
