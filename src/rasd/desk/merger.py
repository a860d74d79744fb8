"""Merging after decisions and judgements, beside the answers: one run at a time, one more for what came meanwhile."""

from __future__ import annotations

import logging
import threading

from rasd.dataset import Dataset
from rasd.errors import RasdError

_LOG = logging.getLogger("rasd.desk")
_REST = 0.5
"""seconds between two runs: who decides key by key is not held up by merging each of them"""


class Merger:
    """Merges a dataset in a thread of its own whenever it is told that there is something to merge."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._wanted = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def tell(self) -> None:
        """There is something to merge."""
        with self._lock:
            if self._over.is_set():
                return
            self._wanted.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="merger", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End, once what is under way is done; what is left is merged by the next run of any rasd."""
        with self._lock:
            self._over.set()
            self._wanted.set()
        if self._thread is not None:
            self._thread.join(60)

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._over.is_set():
                return
            try:
                self._dataset.merge()
            except RasdError as error:  # another rasd holds the workspace for longer than one waits
                _LOG.warning("not merged yet: %s", error)
            self._over.wait(_REST)
