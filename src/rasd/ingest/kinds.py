"""What kind of file bytes are: by how they begin, then by the media type told for them, then by their name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

HEAD = 64 * 1024
"""bytes that ``kind_of`` wants to see"""

TEXT, LINES, JSON = PLAIN = "text", "lines", "json"
"""Kinds that ``ingest.files`` reads itself: a text, JSON Lines, one JSON value."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"WARC/1.", "warc"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
)
# A byte order mark and white space may stand before it; UTF-16 puts a zero beside each character.
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*")
_PAGE = re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I)
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_CHAT = re.compile(
    rb'"type"\s*:\s*"(?:(?:public|private)_(?:channel|supergroup|group)|personal_chat|bot_chat|saved_messages)"'
)
_ALL_CHATS = re.compile(rb'^\{\s*"about"\s*:\s*"Here is the data you requested')

_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/csv": "table",
    "text/tab-separated-values": "table",
    "application/json": JSON,
    "application/x-ndjson": LINES,
    "application/jsonl": LINES,
    "text/plain": TEXT,
}
BY_SUFFIX = {
    ".txt": TEXT,
    ".jsonl": LINES,
    ".ndjson": LINES,
    ".json": JSON,
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "table",
    ".tsv": "table",
    ".pdf": "pdf",
    ".docx": "zip",
    ".xlsx": "zip",
    ".wacz": "zip",
    ".warc": "warc",
    ".gz": "gzip",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".webp": "image",
    ".tif": "image",
    ".tiff": "image",
    ".doc": "ole",
    ".xls": "ole",
    ".rtf": "rtf",
}
_BINARY = {"pdf", "zip", "gzip", "image", "ole"}
MEDIA_TYPES = {"html": "text/html", "markdown": "text/markdown", "table": "text/csv", "pdf": "application/pdf"}
MEDIA_TYPES |= {"zip": "application/zip", "gzip": "application/gzip", "warc": "application/warc"}
MEDIA_TYPES |= {"telegram": "application/json", "rtf": "application/rtf"}


def kind_of(head: bytes, name: str = "", media_type: str | None = None) -> str:
    """The kind of bytes that begin with ``head``; what is of no other is a text.

    >>> kind_of(b"%PDF-1.7 ...", "page.html"), kind_of(b"<!doctype html><p>", "a.txt")
    ('pdf', 'html')
    >>> kind_of("قصف".encode(), "a.md"), kind_of("قصف".encode(), "a", "text/html; charset=utf-8"), kind_of(b"", "a.pdf")
    ('markdown', 'html', 'text')
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith((b"<", b"{")):
        return "pdf"
    told = _BY_TYPE.get((media_type or "").partition(";")[0].strip().lower())
    named = BY_SUFFIX.get(PurePosixPath(name).suffix.lower())
    start = _MARKS.sub(b"", head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head)
    if _PAGE.match(start):
        return "html"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:RDF", b"<urlset", b"<sitemapindex")):
        return "xml"
    if start.startswith(b"{") and is_telegram(start):
        return "telegram"
    # What is told to be binary and does not begin so is none: if it is a text after all, it is read as one.
    return next((kind for kind in (told, named) if kind and kind not in _BINARY and kind not in ("warc", "rtf")), TEXT)


def is_telegram(head: bytes) -> bool:
    """Whether a JSON file begins as Telegram Desktop writes a chat, or all of them.

    >>> is_telegram(b'{"name": "n", "type": "public_channel", "id": 1, "messages": [')
    True
    """
    return bool(_ALL_CHATS.match(head) or (_CHAT.search(head) and _MESSAGES.search(head)))
