"""Lines of a file of any size: a line that is too long is skipped, not held."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

LONGEST = 10 * 2**20
"""Bytes of the longest line or text file that is read; the longest reports seen are under 1 MB."""


def read_lines(file: BinaryIO, head: bytes = b"") -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines, counted from 1; None for one longer than LONGEST. ``head`` was read before.

    >>> list(read_lines(io.BytesIO(b'{}\\n\\n{}')))
    [(1, b'{}\\n'), (2, b'\\n'), (3, b'{}')]
    """
    head = head or file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        file = _from_utf16(file, head)
        head = b""
    number = 0
    while True:
        number += 1
        line, head = _line(file, head)
        if line == b"":
            return
        yield number, line


def _line(file: BinaryIO, head: bytes) -> tuple[bytes | None, bytes]:
    """The next line and what is left of ``head``."""
    if b"\n" in head:
        line, _, rest = head.partition(b"\n")
        return line + b"\n", rest
    line = head + file.readline(LONGEST + 1 - len(head))
    if len(line) <= LONGEST or line.endswith(b"\n"):
        return line, b""
    while (more := file.readline(2**20)) and not more.endswith(b"\n"):
        pass
    return None, b""


def _from_utf16(file: BinaryIO, head: bytes) -> BinaryIO:
    # UTF-16 in JSON Lines is rare and small: Windows editors make it. Read whole, up to ten times a report.
    data = head + file.read(10 * LONGEST)
    return io.BytesIO(data.decode("utf-16", "replace").encode("utf-8", "replace"))
