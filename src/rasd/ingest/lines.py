"""Lines of a file of any size: a line that is too long is skipped, not held."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

LONGEST = 10 * 2**20
"""Bytes of the longest line or text file that is read; the longest reports seen are under 1 MB."""

_PIECE = 64 * 1024


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
    return io.BufferedReader(_Recoded(file, head))


class _Recoded(io.RawIOBase):
    """UTF-16, which some editors on Windows write, as UTF-8 in pieces."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._left = self._decoder.decode(head).encode("utf-8", "replace")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._left and (piece := self._file.read(_PIECE)):
            self._left = self._decoder.decode(piece).encode("utf-8", "replace")
        number = min(len(into), len(self._left))
        into[:number], self._left = self._left[:number], self._left[number:]
        return number
