"""Files, folders and standard input to captures: the exact bytes are kept first, then read from where they are kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from rasd import __version__
from rasd.errors import InputError
from rasd.ingest.files import JSON_LINES, files_of, read_stream
from rasd.store import blobs
from rasd.store.bulk import pieces
from rasd.store.reports import Capture, Reading

_TOGETHER = 16
"""files that are written at the same time"""
_NUL = re.compile("\0")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that are kept, and how to read the reports in them."""

    capture: Capture
    read_as: str
    """reader, version and whatever else decides what is read"""
    readings: Callable[[], Iterator[Reading | InputError]]


def arrivals(
    paths: Iterable[str | Path],
    store: Path,
    *,
    stdin: BinaryIO | None = None,
    published: date | None = None,
    today: date | None = None,
) -> Iterator[Arrival | InputError]:
    """Each file of the paths, kept; ``store`` is where the blobs are."""
    for path in paths:
        if str(path) == "-":
            if stdin is None:
                yield InputError("-", "there is no standard input to read")
            else:
                yield _kept(stdin, store, "stdin", "stdin", "stdin", published, today, None)
            continue
        yield from _under(Path(path), store, published, today)


def _under(path: Path, store: Path, published: date | None, today: date | None) -> Iterator[Arrival | InputError]:
    if not path.is_dir():
        yield from _file(path, path.stem, store, published, today)
        return
    names: set[str] = set()
    found = list(files_of(path))
    if not found:
        yield InputError(str(path), "holds no report that is read")
    # Each file is on the disk before its row is written; waiting for many at once costs little more than for one.
    with ThreadPoolExecutor(_TOGETHER) as pool:
        for some in pieces(found, 4 * _TOGETHER):
            kept: list[Future[list[Arrival | InputError]] | InputError] = []
            for file in some:
                if isinstance(file, InputError):
                    kept.append(file)
                    continue
                report_id = file.relative_to(path).with_suffix("").as_posix() if file.stem in names else file.stem
                names.add(file.stem)
                kept.append(pool.submit(_file, file, report_id, store, published, today))
            for one in kept:
                yield from [one] if isinstance(one, InputError) else one.result()


def _file(
    path: Path, report_id: str, store: Path, published: date | None, today: date | None
) -> list[Arrival | InputError]:
    """A file, kept; before it the description that stands beside a text."""
    is_lines = path.suffix.lower() in JSON_LINES
    beside = path.with_suffix(".json")
    found: list[Arrival | InputError] = []
    described = None
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "not a file")
        if not is_lines and beside.is_file():  # its words go into the report, so its bytes are kept too
            with beside.open("rb") as file:
                described = blobs.keep(store, file)
            capture = Capture(*described, str(beside.resolve()), None, "file")
            found.append(Arrival(capture, "beside a text", lambda: iter(())))
        with path.open("rb") as file:
            where, named = str(path.resolve()), beside if described else None
            found.append(_kept(file, store, where, report_id, "file", published, today, named, described))
    except OSError as error:
        found.append(InputError(str(path), f"cannot be opened: {error.strerror}"))
    return found


def _kept(
    file: BinaryIO,
    store: Path,
    origin: str,
    report_id: str,
    method: str,
    published: date | None,
    today: date | None,
    beside: Path | None,
    described: blobs.Kept | None = None,
) -> Arrival:
    kept = blobs.keep(store, file)
    is_lines = Path(origin).suffix.lower() in JSON_LINES
    # Ids that the reader gives for want of better: the same one tomorrow is another report, not a newer version.
    made_up = re.compile(rf"{re.escape(report_id)}:\d+" + ("|stdin" if method == "stdin" else ""))

    def readings() -> Iterator[Reading | InputError]:
        with blobs.path_of(store, kept.sha256).open("rb") as stored:
            for _, line, item in read_stream(stored, origin, report_id, is_lines, published, today, beside=beside):
                if isinstance(item, InputError):
                    yield item
                elif _NUL.search("".join(filter(None, (item.report_id, item.text, item.title, item.outlet, item.url)))):
                    yield InputError(origin, "holds a character (NUL) that no text has", line=line)
                else:
                    yield Reading(item, f"line {line}" if line else None, made_up.fullmatch(item.report_id) is None)

    told = f"{published} {described.sha256 if described else ''}"
    read_as = f"text {__version__} {hashlib.sha256(told.encode()).hexdigest()[:12]}"
    return Arrival(Capture(*kept, origin, None, method), read_as, readings)
