"""``rasd watch``: the sources of rasd.toml, each asked when it is due, for as long as one likes.

Everything that has to outlive the process is in the store: when each source is asked next, and what it was known by. A
watch that was killed is started again and goes on; nothing is asked twice that need not be.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from rasd.dataset.schedule import due, line_of, time_of
from rasd.errors import InputError, WorkspaceError
from rasd.ingest.sources import Source
from rasd.store.opening import trouble

if TYPE_CHECKING:
    from rasd.dataset.dataset import Dataset
    from rasd.ingest.fetch import Fetcher

_LOCK = ".rasd.watch"
_NAP = 30.0
"""seconds after which a sleeping watch looks at the clock: a machine that was suspended has another one"""
Say = Callable[[str], object]


def watch(
    dataset: Dataset,
    fetcher: Fetcher,
    *,
    say: Say,
    is_once: bool = False,
    every: float | None = None,
    jobs: int = 1,
    wait: Say = lambda line: None,
    fail: Callable[[InputError], object] = lambda error: None,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Ask sources as they fall due, until somebody ends it; with ``is_once`` those that are due now. How many were."""
    sources = [replace(one, every=every) if every else one for one in dataset.workspace.sources]
    asked, is_open = 0, True  # whatever an earlier run has left is coded in the first round
    with _only_one(dataset.workspace.folder):
        while True:
            left = _NAP
            try:
                for source in due(sources, dataset.polls(), datetime.now(UTC)):
                    is_open = _asked(dataset, fetcher, source, say=say, wait=wait, fail=fail) or is_open
                    asked += 1
                if is_open:
                    dataset.ingest([], jobs=jobs, wait=wait, fail=fail)
                    is_open = False
                known = dataset.polls()
                until = min(time_of(known[one.location].next_at) for one in sources)
                left = (until - datetime.now(UTC)).total_seconds()
            except (WorkspaceError, DBAPIError) as error:  # another rasd writes on and on; a server that is away
                if is_once:
                    raise
                say(f"{trouble(error) or error}; again in {_NAP:g} s")
            if is_once:
                return asked
            sleep(min(max(left, 0.5), _NAP))


def _asked(
    dataset: Dataset,
    fetcher: Fetcher,
    source: Source,
    *,
    say: Say,
    wait: Say,
    fail: Callable[[InputError], object],
) -> bool:
    """Ask a source and say how it went; whether it had something new."""
    done = dataset.poll(source, fetcher, wait=wait)
    for error in done.failures:
        if error.message != done.failure:  # that one stands in the line of the source
            fail(error)
    say(line_of(done, dataset.polls()[source.location], datetime.now(UTC)))
    return done.kept > 0


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    path = folder / _LOCK
    try:
        file = path.open("a+")
    except OSError as error:
        raise WorkspaceError(str(path), f"cannot be written: {error.strerror}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            told = file.read().strip() or "?"
            raise WorkspaceError(str(folder), f"another rasd watches it (process {told})") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
