"""Many reports through the coder: in one process or in several, the answers always in the order of the reports."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rasd.errors import InputError, RasdError
from rasd.ingest import Item
from rasd.model.event import Event
from rasd.model.text import Report

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rasd.pipeline import Coder

T = TypeVar("T")
Coded = tuple[Report, list[Event]]
# Reports that go to a process at a time: enough to hide the cost of sending, few enough to share the work evenly.
_CHUNK = 16

_coder: Coder | None = None


def code_all(items: Iterable[Item], lexicon_dirs: tuple[Path, ...], *, jobs: int = 1) -> Iterator[Coded | InputError]:
    """The events of every report, in order; InputErrors go through, and a report that breaks the coder becomes one."""
    return made_of(items, lexicon_dirs, _as_it_is, jobs=jobs)


def _as_it_is(report: Report, events: list[Event]) -> Coded:
    return report, events


def made_of(
    items: Iterable[Item], lexicon_dirs: tuple[Path, ...], make: Callable[[Report, list[Event]], T], *, jobs: int = 1
) -> Iterator[T | InputError]:
    """Like ``code_all``, with what ``make``, a function of a module, makes of each report where it is coded."""
    coder = loaded(lexicon_dirs)  # here too with several processes: a mistake in the data is told once, and at once
    if jobs == 1:
        for item in items:
            yield coded_by(coder, item, make)
        return
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield from _in_processes(items, lexicon_dirs, make, jobs)
    except BrokenProcessPool as error:
        raise RasdError("a process ended before its reports were coded; is there memory enough for --jobs?") from error


def _in_processes(
    items: Iterable[Item], lexicon_dirs: tuple[Path, ...], make: Callable[[Report, list[Event]], T], jobs: int
) -> Iterator[T | InputError]:
    from concurrent.futures import ProcessPoolExecutor  # slow to import, and most runs are in one process
    from multiprocessing import get_context

    source = iter(items)
    pending: deque[Future[list[T | InputError]]] = deque()
    context = get_context("spawn")  # forking is not safe beside the thread of the progress bar
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_load, initargs=(lexicon_dirs,)) as pool:
        try:
            # Never more than a few chunks ahead, so that a source of any size passes through bounded memory.
            while chunk := list(islice(source, _CHUNK)):
                with _deaf_to_ctrl_c():
                    pending.append(pool.submit(_code_chunk, chunk, make))
                if len(pending) > 4 * jobs:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What is started here does not hear Ctrl-C: a terminal tells it to every process, and one is enough to end all."""
    from multiprocessing import resource_tracker  # slow to import

    resource_tracker.ensure_running()  # that one would listen again in the middle
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def loaded(lexicon_dirs: tuple[Path, ...]) -> Coder:
    """The coder, and the process set up for a long run with it."""
    gc.disable()
    from rasd.pipeline import Coder  # the language data is read when there is something to code, not for --help

    coder = Coder.load(lexicon_dirs)
    # The language data stays, and coding leaves little rubbish behind: to look for it seldom is a third faster.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
    return coder


def _load(lexicon_dirs: tuple[Path, ...]) -> None:
    global _coder
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _coder = loaded(lexicon_dirs)


def _end_with(parent: int) -> None:
    """A process that was killed cannot end its children, and they would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _code_chunk(chunk: list[Item], make: Callable[[Report, list[Event]], T]) -> list[T | InputError]:
    assert _coder is not None
    return [coded_by(_coder, item, make) for item in chunk]


def coded_by(coder: Coder, item: Item, make: Callable[[Report, list[Event]], T]) -> T | InputError:
    """What ``make`` makes of a report's events; of a report that breaks the coder an InputError."""
    if isinstance(item, InputError):
        return item
    try:
        return make(item, coder.code(item))
    except Exception as error:  # a door: one report must not cost the others
        last = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(last.filename).name}:{last.lineno}"
        return InputError(item.report_id, f"could not be coded: {type(error).__name__} at {at}: {error}")
