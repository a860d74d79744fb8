"""A web archive (WARC) to its reports: each page that was captured, under its address."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from rasd.errors import InputError
from rasd.ingest.lines import LONGEST
from rasd.ingest.readers import html, pdf
from rasd.ingest.readers.found import About, Found, Item, Working, id_of_url

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_OFTEN = 200
_PIECE = 2**20
_HEADERS = 2**16
_READ = {"text/html": html.read, "application/xhtml+xml": html.read, "application/pdf": pdf.read}
_SMALL = 64 * 2**20
_RATIO = 200
"""times its size that an archive may unpack to; pages come to 5 or 10"""


def read(file: BinaryIO, about: About, *, size: int | None = None, part: str = "") -> Iterator[Item]:
    """The page of each response, and of each page that was saved as a resource; ``part`` of what archive this is."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource
    size = _size(file) if size is None else size
    unpacked = number = pages = last = 0
    try:
        for number, record in enumerate(ArchiveIterator(file, parse_http=False), start=1):
            if number % _OFTEN == 0:
                yield Working()
            unpacked, last = unpacked + record.content_length, record.stream_pos
            if unpacked > _SMALL and unpacked > _RATIO * size:
                yield about.error(f"unpacks to more than {_RATIO} times its size; left at record {number}")
                return
            if record.record_type & wanted:
                for item in _page(record, f"{part}record {number}", about):
                    pages += 1
                    yield item
    except (OSError, ValueError, EOFError) as error:
        yield about.error(f"{part}broken behind record {number}: {str(error)[:200]}")
        return
    if not part and number and not _is_whole(file, last, size):
        yield about.error(f"breaks off behind record {number}")
    if not pages:
        yield about.error(f"{part}holds no page that was captured")


def _page(record: WarcRecord, item: str, about: About) -> Iterator[Item]:
    url, saved_as = (record.headers.get(name) or "" for name in ("WARC-Target-URI", "Content-Type"))
    url = url.strip("<>")
    if not url.startswith(("http://", "https://")):
        return
    if saved_as.startswith("application/http"):
        is_long = record.content_length > LONGEST + _HEADERS
        if not is_long:
            record.freeze()  # what unpacks to too much is left in the middle, and the next record is found all the same
        record.parse_http(auto_decode="none" if is_long else "all")
        if record.http_headers is None or not 200 <= (record.http_headers.status_code or 0) < 300:
            return
        media_type, charset = record.http_content_type, record.http_charset
    else:
        media_type, charset = saved_as.partition(";")[0].strip().lower(), None
    read_page = _READ.get((media_type or "").lower())
    if read_page is None:
        return
    at = f"{item}, captured {(record.headers.get('WARC-Date') or 'at no known time')[:40]}"
    data = record.reader.read(LONGEST + 1)
    told = replace(about, url=url, charset=charset, report_id=id_of_url(url), is_named=True)
    for found in read_page(io.BytesIO(data), told):
        if isinstance(found, Found):
            yield found._replace(item=at)
        elif isinstance(found, InputError):
            yield about.error(f"{item} ({url[:200]}): {found.message}")


def _is_whole(file: BinaryIO, last: int, size: int) -> bool:
    """Whether the last record that was found, which begins at ``last``, is whole and the end of the file."""
    file.seek(last)
    packed = file.read(_PIECE)
    if not packed.startswith(b"\x1f\x8b"):
        length = re.search(rb"(?im)^Content-Length:\s*(\d+)", packed)
        start = packed.find(b"\r\n\r\n")
        return length is not None and start > 0 and last + start + 4 + int(length[1]) <= size
    unpacking = zlib.decompressobj(31)
    while packed and not unpacking.eof:
        unpacking.decompress(packed, _PIECE)
        packed = unpacking.unconsumed_tail or file.read(_PIECE)
    return unpacking.eof and not (unpacking.unused_data + file.read(1)).strip(b"\0")


def _size(file: BinaryIO) -> int:
    at = file.tell()
    size = file.seek(0, io.SEEK_END)
    file.seek(at)
    return size
