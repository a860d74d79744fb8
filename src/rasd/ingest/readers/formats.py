"""Kinds of files and the modules that read them, each loaded when the first of its kind comes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import BinaryIO

from rasd.ingest.readers import archives, ocr
from rasd.ingest.readers.found import About, Item

_PAGES = ("resiliparse", "trafilatura")
LIBRARIES: dict[str, tuple[str, ...]] = {
    "html": _PAGES,
    "markdown": (),
    "pdf": ("pypdf",),
    "zip": ("python-docx", "openpyxl", "fastwarc", *_PAGES, "pypdf"),
    "table": (),
    "telegram": (),
    "warc": ("fastwarc", *_PAGES, "pypdf"),
    "gzip": ("fastwarc", *_PAGES, "pypdf"),
    "image": (),
}
"""Kind -> the libraries whose version decides what is read."""
_MODULES = {"image": "ocr"}
"""A kind is read by the module of its name, but for these."""
UNREAD = {
    "ole": "an old Word or Excel file, or one with a password: save it as DOCX or XLSX without a password",
    "xml": "a feed or another XML file: give rasd ingest the address of the feed",
    "odf": "OpenDocument or PowerPoint: save it as DOCX or PDF",
    "rtf": "RTF is not read: save it as DOCX or text",
    "zip": "a zip file that is no DOCX, XLSX or WACZ: unpack it",
    "gzip": "a gzip file that holds no WARC: unpack it",
}
"""Kinds that are known and not read, and what to do."""


def read(kind: str, file: BinaryIO, about: About) -> Iterator[Item]:
    """What a file of a kind holds."""
    if kind in ("zip", "gzip"):
        try:
            kind = _packed(kind, file)
        except ValueError as error:
            yield about.error(str(error))
            return
    if kind in UNREAD:
        yield about.error(UNREAD[kind])
        return
    try:
        yield from import_module(f"rasd.ingest.readers.{_MODULES.get(kind, kind)}").read(file, about)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        yield about.error(f"a broken zip file: {error}")


def _packed(kind: str, file: BinaryIO) -> str:
    """The kind of what a zip or gzip file holds."""
    if kind == "zip":
        with archives.checked(file) as archive:
            kind = archives.kind_of_archive(archive)
    else:
        try:
            kind = "warc" if zlib.decompressobj(31).decompress(file.read(4096), 16).startswith(b"WARC/1.") else kind
        except zlib.error:
            raise ValueError("a broken gzip file") from None
    file.seek(0)
    return kind


@cache
def reader_version(kind: str) -> str:
    """The libraries of a kind with their versions, and whether scanned pages are read: another may read otherwise."""
    names = [f"{name}-{_version(name)}" for name in LIBRARIES.get(kind, ())]
    return " ".join(names + ([ocr.installed()] if kind in ("pdf", "image") and ocr.installed() else []))


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
