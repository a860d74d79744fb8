"""Pictures of pages to text, through Tesseract where it is installed; it runs in the limits of the reading process."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from rasd.ingest.readers.found import About, Item, Working
from rasd.ingest.readers.paragraphs import paragraphs

# Arabic alone: with a second language it takes Arabic words for words of that.
_LANGUAGE = "ara"
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\f]")
_DOTS = 300
"""an inch, as Tesseract wants it"""
_SECONDS = 50
"""a step; a reader says that it lives within 60"""
_INSTALL = "on Debian and Ubuntu: apt-get install tesseract-ocr tesseract-ocr-ara poppler-utils"
LARGEST = 64 * 2**20
"""bytes of a picture"""
MOST_PAGES = 300


def missing(is_document: bool) -> str | None:
    """What must be installed before scanned pages are read, or None."""
    if shutil.which("tesseract") is None:
        return "Tesseract"
    if _LANGUAGE not in languages():
        return "Tesseract's Arabic data (ara)"
    return "pdftoppm" if is_document and shutil.which("pdftoppm") is None else None


@cache
def languages() -> frozenset[str]:
    """The languages that the installed Tesseract knows."""
    try:
        done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def installed() -> str:
    """What scanned pages would be read with; nothing when they would not be."""
    return "" if missing(is_document=True) else "tesseract"


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The report of a picture."""
    if what := missing(is_document=False):
        yield about.error(f"a picture: to read the text in it install {what} ({_INSTALL})")
        return
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield about.error(f"a picture of more than {LARGEST // 2**20} MB")
        return
    text = _text(data)
    if text is None:
        yield about.error("a picture that Tesseract cannot read")
    elif not text:
        yield about.error("a picture without text")
    else:
        yield about.whole(text)


def document(file: BinaryIO, about: About, count: int) -> Iterator[Item]:
    """The report of a PDF of scanned pages."""
    if what := missing(is_document=True):
        yield about.error(f"a PDF without a text layer (scanned?): to read it install {what} ({_INSTALL})")
        return
    if count > MOST_PAGES:
        yield about.error(f"a PDF of more than {MOST_PAGES} scanned pages: split it")
        return
    file.seek(0)
    data = file.read()
    texts: list[str] = []
    for number in range(1, count + 1):
        picture = _run(["pdftoppm", "-f", str(number), "-l", str(number), "-r", str(_DOTS), "-gray", "-png", "-"], data)
        yield Working()
        text = _text(picture) if picture else None
        if text is None:
            yield about.error(f"page {number} cannot be read: the picture of it is broken or too large")
        texts.append(text or "")
        yield Working()
    text = "\n\n".join(filter(None, texts))
    if text:
        yield about.whole(text)
    else:
        yield about.error("a PDF without text, in its pictures too")


def _text(picture: bytes) -> str | None:
    out = _run(["tesseract", "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(_DOTS)], picture)
    if out is None:
        return None
    lines = (line.strip() for line in _MARKS.sub("", out.decode("utf-8", "replace")).splitlines())
    return "\n".join(paragraphs([line for line in lines if line]))


def _run(command: list[str], data: bytes) -> bytes | None:
    """What a program makes of bytes; None when it fails or takes too long."""
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
