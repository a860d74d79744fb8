"""Files, folders and standard input to captures: the exact bytes are kept first, then read from where they are kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from rasd.errors import InputError
from rasd.ingest import kinds
from rasd.ingest.addresses import LONGEST_ADDRESS
from rasd.ingest.files import as_text, description_of, files_of, id_of_file
from rasd.ingest.readers import About, about, read_as, read_file
from rasd.ingest.record import Beside
from rasd.store import blobs
from rasd.store.bulk import pieces
from rasd.store.reports import Capture, Reading

_OF_MANY = {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx", ".warc", ".gz", ".wacz"}
"""suffixes of files that hold many reports: no description stands beside them"""
_TOGETHER = 16
"""files that are written at the same time"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of everything that arrives in a run."""

    published: date | None = None
    """for reports that show no day"""
    today: date | None = None
    """a later day is refused"""
    columns: Mapping[str, str] | None = None
    """which column of a table gives what, as the person says it now"""
    known_columns: Sequence[Mapping[str, str]] = ()
    """what was said before; the first that fits is taken"""


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
    known: Known,
    *,
    stdin: BinaryIO | None = None,
) -> Iterator[Arrival | InputError]:
    """Each file of the paths, kept; ``store`` is where the blobs are."""
    for path in paths:
        if str(path) == "-":
            if stdin is None:
                yield InputError("-", "there is no standard input to read")
            else:
                kept = blobs.keep(store, stdin)
                yield arrival_of(kept, store, known, origin="stdin", method="stdin", is_named=False)
            continue
        yield from _under(Path(path), store, known)


def arrival_of(
    kept: blobs.Kept,
    store: Path,
    known: Known,
    *,
    origin: str,
    method: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    report_id: str | None = None,
    is_named: bool = True,
    beside: tuple[str, blobs.Kept] | None = None,
) -> Arrival:
    """Bytes that lie in the store, and how to read them. ``beside`` is a description that is kept too."""
    path = blobs.path_of(store, kept.sha256)
    with path.open("rb") as file:
        head = file.read(kinds.HEAD)
    kind = kinds.kind_of(head, origin, media_type)
    told = about(
        origin,
        media_type=media_type,
        charset=charset,
        url=url,
        report_id=report_id,
        is_named=is_named,
        published=known.published,
        columns=known.columns,
        known_columns=known.known_columns,
    )
    capture = Capture(*kept, origin, media_type or kinds.MEDIA_TYPES.get(kind), method)

    def readings() -> Iterator[Reading | InputError]:
        description = Beside(beside[0], blobs.path_of(store, beside[1].sha256).read_bytes()) if beside else None
        for item in read_file(path, replace(told, beside=description), today=known.today):
            yield item if isinstance(item, InputError) else Reading(*item)

    return Arrival(capture, f"{read_as(head, told)} {_decided_by(told, beside, kind)}", readings)


def _decided_by(told: About, beside: tuple[str, blobs.Kept] | None, kind: str) -> str:
    """A short hash of what else decides what is read."""
    others = [f"{told.published} {beside[1].sha256 if beside else ''}"]
    if kind in ("table", "zip"):
        others.append(json.dumps([told.columns, told.known_columns], ensure_ascii=False))
    return hashlib.sha256("".join(others).encode()).hexdigest()[:12]


def _under(path: Path, store: Path, known: Known) -> Iterator[Arrival | InputError]:
    if not path.is_dir():
        yield from _file(path, path.stem, store, known)
        return
    names: set[str] = set()
    found = list(files_of(path))
    if not found:
        yield InputError(as_text(path), "holds no report that is read")
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
                kept.append(pool.submit(_file, file, report_id, store, known))
            for one in kept:
                yield from [one] if isinstance(one, InputError) else one.result()


def _file(path: Path, report_id: str, store: Path, known: Known) -> list[Arrival | InputError]:
    """A file, kept; before it the description that stands beside a text."""
    where = as_text(os.path.realpath(path))
    found: list[Arrival | InputError] = []
    beside = None
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "not a file")
        if len(where.encode()) > LONGEST_ADDRESS:
            raise OSError(0, f"its path is longer than {LONGEST_ADDRESS} letters")
        description, problem = (None, None) if path.suffix.lower() in _OF_MANY else description_of(path)
        if problem:
            found.append(problem)
        if description:
            with description.open("rb") as file:  # its words go into the report, so its bytes are kept too
                beside = (as_text(os.path.realpath(description)), blobs.keep(store, file))
            capture = Capture(*beside[1], beside[0], None, "file")
            found.append(Arrival(capture, "beside a text", lambda: iter(())))
        with path.open("rb") as file:
            kept = blobs.keep(store, file)
        name = id_of_file(report_id)
        found.append(arrival_of(kept, store, known, origin=where, method="file", report_id=name, beside=beside))
    except OSError as error:
        found.append(InputError(as_text(path), f"cannot be opened: {error.strerror}"))
    return found
