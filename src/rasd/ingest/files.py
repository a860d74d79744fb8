"""Files, folders and standard input to reports. What cannot be read becomes an InputError in its place."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from rasd.errors import InputError
from rasd.ingest.encoding import decode, is_binary
from rasd.ingest.kinds import BY_SUFFIX, HEAD, JSON, LINES, PLAIN, TEXT, is_telegram, kind_of
from rasd.ingest.lines import LONGEST, read_lines
from rasd.ingest.record import Beside, Item, described, printable, report_of, short

# Behind a byte order mark and white space; UTF-16 puts a zero beside each character.
_OPENS_WITH_BRACE = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*\{")
EXPORT = "result.json"
"""the name that Telegram Desktop gives a chat"""
_LEADS_OUT = "a link that leads out of the folder is not followed"


def read(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    published: date | None = None,
    today: date | None = None,
) -> Iterator[Item]:
    """Every report of the paths in order, and an InputError for everything that is none; nothing stops the rest.

    ``published`` is for reports that have no date of their own; with ``today`` a date after it is refused.
    Report ids are made unique: a second report of one id is an InputError.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for where, line, item in _items(path, stdin, published, today):
            if isinstance(item, InputError):
                yield item
                continue
            place = where if line is None else f"{where}:{line}"
            if item.report_id in seen:
                first = seen[item.report_id]
                yield InputError(where, f"report_id {item.report_id!r} again, first in {first}; left out", line=line)
                continue
            seen[item.report_id] = place
            yield item


def _items(
    path: str | Path, stdin: BinaryIO | None, published: date | None, today: date | None
) -> Iterator[tuple[str, int | None, Item]]:
    if str(path) == "-":
        if stdin is None:
            yield "-", None, InputError("-", "there is no standard input to read")
        else:
            yield from read_stream(stdin, "stdin", "stdin", TEXT, published, today)
        return
    path = Path(path)
    if path.is_dir():
        names: dict[str, int] = {}
        files = list(files_of(path))
        if not files:
            yield as_text(path), None, InputError(as_text(path), "holds no report that is read")
        for found in files:
            if isinstance(found, InputError):
                yield as_text(path), None, found
                continue
            # A second file of one name in another folder is called by its path, so that ids stay apart.
            taken = names.setdefault(found.stem, 0)
            names[found.stem] += 1
            report_id = found.stem if not taken else found.relative_to(path).with_suffix("").as_posix()
            yield from _file(found, id_of_file(report_id), published, today)
    else:
        yield from _file(path, id_of_file(path.stem), published, today)


def id_of_file(name: str) -> str:
    """What a report is called by the name of its file; bytes that are no letters are written out.

    >>> id_of_file(os.fsdecode(b"r\\xff1")), len(id_of_file("r" * 255))
    ('r\\\\xff1', 217)
    """
    return short(printable(as_text(name)))


def as_text(path: str | Path) -> str:
    """A path as it can be written down: names of files are bytes, which need not be letters."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def files_of(folder: Path) -> Iterator[Path | InputError]:
    """The files of a folder that are read, by name, folders in it too; an InputError for what cannot be opened.

    A ``.json`` describes the file beside it, unless it is a chat that Telegram wrote. Where that has the name which
    Telegram gives it, what stands around it belongs to it. A link is followed to what lies in the folder only: a folder
    that others have packed would choose which files of this machine are kept.
    """
    failed: list[OSError] = []
    inside = folder.resolve()
    for at, folders, files in os.walk(folder, onerror=failed.append):
        folders.sort()
        if EXPORT in files and _is_chat(Path(at, EXPORT)):
            folders.clear()
            files = [EXPORT]
        for name in folders:
            if _leads_out(Path(at, name), inside):
                yield InputError(as_text(Path(at, name)), f"{_LEADS_OUT}; name that folder as a source of its own")
        for name in sorted(files):
            path = Path(at, name)
            suffix = path.suffix.lower()
            if suffix not in BY_SUFFIX or name.startswith("."):
                continue
            if _leads_out(path, inside):
                if suffix != ".json":  # another's description, at most
                    yield InputError(as_text(path), f"{_LEADS_OUT}; name that file as a source of its own")
            elif suffix != ".json" or _is_chat(path):
                yield path
    for error in failed:
        yield InputError(as_text(error.filename), f"cannot be opened: {error.strerror}")


def _leads_out(path: Path, inside: Path) -> bool:
    """Whether a file or folder is a link to what lies outside of a folder."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside)


def _is_chat(path: Path) -> bool:
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            return is_telegram(file.read(HEAD))
    except OSError:
        return False


def description_of(path: Path) -> tuple[Path | None, InputError | None]:
    """The description that stands beside a file; a link is none, for it may lead to any file of this machine."""
    found = path.with_suffix(".json")
    if found == path or not found.is_file():
        return None, None
    if found.is_symlink():
        return None, InputError(
            as_text(found), "a link, not taken for a description; the file beside it is read without"
        )
    return found, None


def _file(
    path: Path, report_id: str, published: date | None, today: date | None
) -> Iterator[tuple[str, int | None, Item]]:
    where = as_text(path)
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "not a file")
        with path.open("rb") as file:
            kind = kind_of(file.read(HEAD), path.name)
            file.seek(0)
            beside = None
            if kind not in (LINES, JSON):
                description, problem = description_of(path)
                if problem:
                    yield where, None, problem
                beside = Beside(as_text(description), description.read_bytes()) if description else None
            if kind in PLAIN:
                yield from read_stream(file, where, report_id, kind, published, today, beside=beside)
                return
        for item in _of_another_kind(path, report_id, beside, published, today):
            yield where, None, item
    except OSError as error:
        yield where, None, InputError(where, f"cannot be opened: {error.strerror}")


def _of_another_kind(
    path: Path, report_id: str, beside: Beside | None, published: date | None, today: date | None
) -> Iterator[Item]:
    """The reports of a page, a document, a table ...: what reads them comes with ``rasd[dataset]``."""
    from rasd.ingest.readers import about, read_file

    told = about(as_text(path), report_id=report_id, published=published, beside=beside)
    for found in read_file(path, told, today=today):
        yield found if isinstance(found, InputError) else found.report


def read_stream(
    file: BinaryIO,
    where: str,
    report_id: str,
    kind: str,
    published: date | None,
    today: date | None,
    *,
    beside: Beside | None = None,
) -> Iterator[tuple[str, int | None, Item]]:
    """The reports of an open file of a kind: text, lines or json. Standard input that opens with a brace is lines."""
    head = file.read(64)
    if kind != TEXT and is_binary(head):
        yield where, None, InputError(where, "binary data, not text")
        return
    if kind == JSON:
        data = head + file.read(LONGEST + 1 - len(head))
        if (records := _whole_json(data)) is not None:
            for number, record in enumerate(records, start=1):
                one = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
                for item in _line_items(one, where, report_id, number, published, today):
                    yield where, None, item
            return
        file.seek(0)  # neither one value nor small: JSON Lines that are called .json
        head = b""
    if kind != TEXT or (where == "stdin" and _OPENS_WITH_BRACE.match(head)):
        for number, line in read_lines(file, head):
            for item in _line_items(line, where, report_id, number, published, today):
                yield where, number, item
        return
    data = head + file.read(LONGEST + 1 - len(head))
    for item in _text_items(data, where, report_id, published, today, beside):
        yield where, None, item


def _whole_json(data: bytes) -> list[object] | None:
    """The records of a file that is one JSON value over any number of lines; None when it is JSON Lines, or neither."""
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else [value]


def _line_items(
    line: bytes | None, where: str, report_id: str, number: int, published: date | None, today: date | None
) -> Iterator[Item]:
    if line is None:
        yield InputError(where, f"longer than {LONGEST // 2**20} MB, no report is", line=number)
        return
    try:
        text = decode(line)
    except ValueError as error:
        yield InputError(where, str(error), line=number)
        return
    if text.strip():
        yield from report_of(text, where, number, f"{report_id}:{number}", published=published, today=today)


def _text_items(
    data: bytes, where: str, report_id: str, published: date | None, today: date | None, beside: Beside | None
) -> Iterator[Item]:
    if len(data) > LONGEST:
        yield InputError(where, f"longer than {LONGEST // 2**20} MB, no report is")
        return
    try:
        text = decode(data)
    except ValueError as error:
        yield InputError(where, str(error))
        return
    if not text.strip():
        yield InputError(where, "empty")
        return
    yield from described(text, report_id, beside, published=published, today=today)
