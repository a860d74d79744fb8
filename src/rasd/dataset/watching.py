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

from rasd.dataset.schedule import due, line_of, time_of
from rasd.errors import InputError, WorkspaceError

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
            now = datetime.now(UTC)
            for source in due(sources, dataset.polls(), now):
                try:
                    done = dataset.poll(source, fetcher, wait=wait, fail=fail)
                except WorkspaceError as error:  # another rasd writes, and goes on writing
                    say(str(error))
                    continue
                asked += 1
                is_open = is_open or done.kept > 0
                say(line_of(done, dataset.polls()[source.location], datetime.now(UTC)))
            if is_open:
                try:
                    dataset.ingest([], jobs=jobs, wait=wait, fail=fail)
                    is_open = False
                except WorkspaceError as error:
                    say(str(error))
            if is_once:
                return asked
            known = dataset.polls()
            until = min(time_of(known[one.location].next_at) for one in sources)
            left = (until - datetime.now(UTC)).total_seconds()
            sleep(min(max(left, 0.5), _NAP))


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
