"""Zip files: looked at before they are opened, so that none unpacks to more than it may."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

_ELEMENT = re.compile(rb"<[A-Za-z_]")
MOST_FILES = 20_000
LARGEST = 2**30
"""bytes that all files of an archive may come to"""
_SMALL = 64 * 2**20
_RATIO = 100
"""times its size that an archive may unpack to, once that is more than ``_SMALL``; office files reach 30"""


def checked(file: BinaryIO) -> zipfile.ZipFile:
    """An open archive whose files may be read; ValueError, as a sentence, when they may not."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise ValueError(f"a broken zip file: {error}") from None
    files = archive.infolist()
    if len(files) > MOST_FILES:
        raise ValueError(f"holds more than {MOST_FILES} files")
    for one in files:
        path = PurePosixPath(one.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            raise ValueError(f"holds a file name that leads out of it: {one.filename[:80]!r}")
        if one.flag_bits & 1:
            raise ValueError("has a password: save it without one")
    unpacked, packed = sum(one.file_size for one in files), sum(one.compress_size for one in files)
    if unpacked > LARGEST and any(not _is_web(one.filename) for one in files if one.file_size > _SMALL):
        raise ValueError(f"unpacks to more than {LARGEST // 2**20} MB")
    if unpacked > _SMALL and unpacked > _RATIO * packed:
        raise ValueError(f"unpacks to more than {_RATIO} times its size")
    return archive


def kind_of_archive(archive: zipfile.ZipFile) -> str:
    """What kind of file a zip file is, by the names in it."""
    names = archive.namelist()
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names or any(name.startswith("ppt/") for name in names):
        return "odf"
    return "wacz" if any(map(_is_web, names)) else "zip"


def _is_web(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """ValueError when an XML file of an office document declares entities, which such documents never do.

    They are how a small file grows to gigabytes, or asks for another file or address.
    """
    from xml.sax import ContentHandler, SAXException

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parse

    for one in archive.infolist():
        if one.filename.endswith((".xml", ".rels")):
            with archive.open(one) as part:
                if not _may_declare(part.read(4096)):
                    continue
            with archive.open(one) as part:
                try:
                    parse(part, ContentHandler(), forbid_dtd=True)
                except DefusedXmlException:
                    raise ValueError(f"its {one.filename} declares entities, as no document does") from None
                except SAXException as error:
                    raise ValueError(f"its {one.filename} is broken: {error}") from None


def _may_declare(head: bytes) -> bool:
    """Whether a document type may be declared: that stands before the first element, behind notes and comments."""
    return b"<!" in head or b"\0" in head or head.count(b"<?") > 1 or not _ELEMENT.search(head)
