"""The process that untrusted formats are read in: ``python -m rasd.ingest.worker``, started by ``ingest.sandbox``.

It reads one request after the other from standard input and writes what it finds to standard output, as frames: four
bytes of length, then JSON. It may use so much memory, so much time for each piece, and write no file.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from rasd.errors import InputError
from rasd.ingest.readers.formats import read
from rasd.ingest.readers.found import Found, Item, about_of, clean

MEMORY = 2**30
"""bytes of address space"""


def main() -> None:
    """Serve until standard input ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no frame
    _limit()
    while (request := read_frame(requests)) is not None:
        told = json.loads(request)
        _allow_seconds(told["seconds"])
        data = requests.read(told["size"]) if told["path"] is None else None
        for item in _items(told, data):
            write_frame(answers, item)
            _allow_seconds(told["seconds"])


def _items(told: dict[str, Any], data: bytes | None) -> Iterator[dict[str, Any]]:
    """What is found, and the end; a process whose memory is full says that it is spent."""
    about = about_of(told["about"])
    is_spent = False
    problem = None
    try:
        with open(told["path"], "rb") if data is None else io.BytesIO(data) as file:
            for item in read(told["kind"], file, about):
                yield sent(item)
    except MemoryError:
        is_spent = True  # nothing more is done here: what fills the memory is held by the error
    except RecursionError:
        problem = "nested too deeply"
    except ModuleNotFoundError as error:
        problem = f"to read it {error.name} must be installed: pip install 'rasd[dataset]'"
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
    except Exception as error:  # a door: one file must not cost the others
        last = traceback.extract_tb(error.__traceback__)[-1]
        at = f"{Path(last.filename).name}:{last.lineno}"
        problem = f"could not be read: {type(error).__name__} at {at}: {error}"[:500]
    if is_spent:
        problem = f"needs more than {MEMORY // 2**20} MB of memory to be read"
    if problem:
        yield sent(about.error(problem))
    yield {"end": True, "is_spent": is_spent}


def sent(item: Item) -> dict[str, Any]:
    """What was found, as JSON has it."""
    if isinstance(item, InputError):
        return {"error": clean(item.message), "line": item.line}
    if not isinstance(item, Found):
        return {"working": True}
    report = item.report
    day = report.published.isoformat() if report.published else None
    cells = (report.report_id, report.text, day, report.lang, report.url, report.outlet, report.title)
    return {"report": cells, "item": clean(item.item) if item.item else None, "is_named": item.is_named}


def read_frame(file: BinaryIO) -> bytes | None:
    """The next frame; None at the end."""
    length = file.read(4)
    return file.read(struct.unpack(">I", length)[0]) if len(length) == 4 else None


def write_frame(file: BinaryIO, value: dict[str, Any]) -> None:
    """Write a frame; a reader that has gone ends the process."""
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    try:
        file.write(struct.pack(">I", len(data)) + data)
        file.flush()
    except BrokenPipeError:
        os._exit(0)


def _limit() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(limit)[1]
        with suppress(ValueError):  # macOS has no limit on the address space
            resource.setrlimit(limit, (min(most, hard) if hard != resource.RLIM_INFINITY else most, hard))


def _allow_seconds(seconds: int) -> None:
    """So many more of the processor: the system ends the process even where nobody is left to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(used.ru_utime + used.ru_stime) + seconds + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted, hard))


if __name__ == "__main__":
    main()
