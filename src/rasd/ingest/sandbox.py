"""Untrusted formats are read in a process of their own: what breaks or bewitches it costs one line, never the run."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rasd.errors import InputError
from rasd.ingest.readers.found import About, Found
from rasd.model.text import Report

SECONDS = 60
"""for each report or sign of life; then the process is stopped"""
LONG = 3600
"""seconds for each report, signs of life or not: hundreds of scanned pages take so long"""
_FILES = 1000
"""that a process reads before another takes its place, so that what it forgets to free stays small"""
_LARGEST = 256 * 2**20
"""bytes of an answer"""
# What the process is told of the world: nothing of passwords and addresses that stand in variables.
_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "HOME")


class _Gone(Exception):
    """The process ended, or had to be stopped; says why."""


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    files: int = 0
    is_usable: bool = False

    @staticmethod
    def started() -> _Worker:
        environment = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
        environment |= {"OMP_THREAD_LIMIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-P", "-m", "rasd.ingest.worker"]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        return _Worker(
            subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=nothing, bufsize=0, env=environment, start_new_session=True
            )
        )

    def stop(self) -> int:
        """End it and what it has started, whatever they do; how it ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.close()

    def close(self) -> int:
        """Let it end."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        return self.process.wait()

    def ask(self, request: dict[str, Any], data: bytes | None) -> None:
        head = json.dumps(request).encode()
        try:
            assert self.process.stdin
            for part in (struct.pack(">I", len(head)) + head, data or b""):
                rest = memoryview(part)
                while rest:
                    rest = rest[self.process.stdin.write(rest) :]
        except BrokenPipeError:
            raise _Gone("ended before it had read the file") from None

    def answers(self, seconds: float) -> Iterator[dict[str, Any]]:
        """What it finds, up to the end."""
        begun = time.monotonic()
        while True:
            until = min(time.monotonic() + seconds, begun + LONG)
            (length,) = struct.unpack(">I", self._bytes(4, until))
            if length > _LARGEST:
                raise _Gone("gives more text than any report has")
            answer: dict[str, Any] = json.loads(self._bytes(length, until))
            if "end" in answer:
                self.is_usable = not answer["is_spent"]
                return
            if "working" not in answer:
                yield answer
                begun = time.monotonic()

    def _bytes(self, number: int, until: float) -> bytes:
        assert self.process.stdout
        parts, missing = [], number
        while missing:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise _Gone("took too long and was stopped; the others go on")
            part = os.read(self.process.stdout.fileno(), min(missing, 2**20))
            if not part:
                raise _Gone("broke off: the process that reads such files ended; the others go on")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


_idle: list[_Worker] = []
_another_s: list[_Worker] = []
"""of the process that this one is a copy of"""


def _leave() -> None:
    _another_s.extend(_idle)
    _idle.clear()


os.register_at_fork(after_in_child=_leave)


@atexit.register
def close() -> None:
    """End the processes that wait for work."""
    while _idle:
        _idle.pop().close()


def read(
    kind: str, source: Path | bytes, about: About, *, seconds: int = SECONDS
) -> Generator[Found | InputError, None, None]:
    """What a file of a kind holds, read in another process."""
    try:
        worker = _idle.pop() if _idle else _Worker.started()
    except OSError as error:
        yield about.error(f"cannot be read: no process for it can be started ({error.strerror})")
        return
    data = source if isinstance(source, bytes) else None
    path = None if isinstance(source, bytes) else str(source.resolve())
    request = {"kind": kind, "path": path, "size": len(data or b""), "about": about.told(), "seconds": 2 * seconds}
    worker.is_usable = False
    try:
        worker.ask(request, data)
        for answer in worker.answers(seconds):
            yield _received(answer, about)
    except _Gone as gone:
        yield about.error(f"reading it {gone}")
    finally:
        worker.files += 1
        if worker.is_usable and worker.files < _FILES:
            _idle.append(worker)
        else:
            worker.stop()


def _received(answer: dict[str, Any], about: About) -> Found | InputError:
    if "error" in answer:
        return about.error(answer["error"], answer["line"])
    report_id, text, day, lang, url, outlet, title = answer["report"]
    report = Report(report_id, text, date.fromisoformat(day) if day else None, lang, url, outlet, title)
    return Found(report, answer["item"], answer["is_named"])
