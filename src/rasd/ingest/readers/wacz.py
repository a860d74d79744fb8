"""A packed web archive (WACZ) to its reports: a zip file with WARCs in its folder ``archive``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from rasd.ingest.readers import warc
from rasd.ingest.readers.archives import checked
from rasd.ingest.readers.found import About, Item


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The pages of all archives in it."""
    try:
        archive = checked(file)
    except ValueError as error:
        yield about.error(str(error))
        return
    with archive:
        for one in sorted(archive.infolist(), key=lambda info: info.filename):
            if one.filename.startswith("archive/") and one.filename.endswith((".warc", ".warc.gz")):
                with _opened(archive, one) as part:
                    yield from warc.read(cast(BinaryIO, part), about, size=one.file_size, part=f"{one.filename} ")


def _opened(archive: ZipFile, one: ZipInfo) -> IO[bytes]:
    try:
        return archive.open(one)
    except ValueError as error:  # a place in the file that is none
        raise BadZipFile(str(error)) from None
