"""What many tests share: workspaces on SQLite and, where it is installed, on PostgreSQL."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator

import pytest

from browsers import NO_BROWSER, chromium
from rasd import batch
from servers import new_database, programs, server

_MISSING = "PostgreSQL is not installed: the store was tested on SQLite only (Debian: apt-get install postgresql)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if programs() is None:
        terminalreporter.write_line(_MISSING)
    if chromium() is None:
        terminalreporter.write_line(NO_BROWSER)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own on loopback, without a database's name; it ends with the tests."""
    where = programs()
    if where is None:
        if os.environ.get("RASD_POSTGRES") == "required":
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    with server(where) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a new workspace keeps its tables: each test that asks for it runs on both. RASD_DATABASE says so too."""
    if request.param == "sqlite":
        monkeypatch.delenv("RASD_DATABASE", raising=False)
        return "sqlite"
    at = request.getfixturevalue("postgres")
    found = f"{at}/{new_database(at)}"
    monkeypatch.setenv("RASD_DATABASE", found)
    return found


@pytest.fixture
def one_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language data is loaded once for all tests that ask for this."""
    monkeypatch.setattr(batch, "loaded", _loaded)


_loaded = functools.cache(batch.loaded)
