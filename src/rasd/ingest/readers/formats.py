"""Kinds of files and the modules that read them, each loaded when the first of its kind comes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import BinaryIO

from rasd.ingest.readers.found import About, Item

LIBRARIES = {
    "html": ("resiliparse", "trafilatura"),
    "markdown": (),
}
"""Kind -> the libraries whose version decides what is read. A kind is read by the module of its name."""
UNREAD = {
    "ole": "an old Word or Excel file, or one with a password: save it as DOCX or XLSX without a password",
    "rtf": "RTF is not read: save it as DOCX or text",
    "zip": "a zip file that is no DOCX, XLSX or WACZ: unpack it",
    "gzip": "a gzip file that holds no WARC: unpack it",
}
"""Kinds that are known and not read, and what to do."""


def read(kind: str, file: BinaryIO, about: About) -> Iterator[Item]:
    """What a file of a kind holds."""
    if kind not in LIBRARIES:
        yield about.error(UNREAD.get(kind, "of no kind that is read"))
        return
    yield from import_module(f"rasd.ingest.readers.{kind}").read(file, about)


def reader_version(kind: str) -> str:
    """The libraries of a kind with their versions: another one may read otherwise."""
    return " ".join(f"{name}-{_version(name)}" for name in LIBRARIES.get(kind, ()))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
