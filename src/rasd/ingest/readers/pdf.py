"""A PDF to its report: the text layer, in the order in which it is read; a scanned one through Tesseract."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

from rasd.ingest.readers import ocr, visual
from rasd.ingest.readers.found import About, Item, Working
from rasd.ingest.readers.paragraphs import paragraphs

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 2_000
LONGEST = 10 * 2**20
"""characters"""
# What a library meets in a file that is not as it should be.
_BROKEN = (NotImplementedError, LookupError, ValueError, TypeError, AttributeError, AssertionError, OSError)
# Two to four Arabic letters in UTF-16, as a table of glyphs has them.
_LIGATURE = re.compile(rb"<((?:0[67][0-9A-Fa-f]{2}){2,4})>")
_NUMBER = re.compile(r"[-–—\s]*[0-9\u0660-\u0669]{1,4}[-–—\s]*")
_FEW = 20
"""letters a page: with fewer it is a picture of a page, with a stamp or a number"""
_ALNUM = re.compile(r"[^\W_]")


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The report of a document."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            yield about.error("has a password: save it without one")
            return
        count = len(reader.pages)
        if count > MOST_PAGES:
            yield about.error(f"has more than {MOST_PAGES} pages, no report has")
            return
        pages: list[_Page] = []
        for number in range(count):
            pages.append(_Page.of(reader.pages[number]))
            yield Working()
        letters = sum(page.letters for page in pages)
        if letters > LONGEST:
            yield about.error(f"longer than {LONGEST // 2**20} million characters, no report is")
            return
        if letters < _FEW * count and (not letters or any(map(_has_picture, reader.pages))):
            yield from ocr.document(file, about, count)
            return
        text = _joined(pages)
        yield about.whole(text, title=_title(reader, text))
    except DependencyError:
        yield about.error("is encrypted in a way that is not read: print it into a new PDF")
    except (
        PyPdfError,
        NotImplementedError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        AssertionError,
    ) as error:
        yield about.error(f"a broken PDF: {' '.join(str(error).split())[:200] or type(error).__name__}")


class _Page:
    """The lines of a page, as pieces of one direction each, from left to right."""

    def __init__(self, lines: Sequence[Sequence[str]], is_drawn_backwards: bool) -> None:
        self.lines = lines
        self.is_drawn_backwards = is_drawn_backwards
        self.letters = sum(len(_ALNUM.findall(run)) for line in lines for run in line)

    @classmethod
    def of(cls, page: PageObject) -> _Page:
        """The page as it is drawn; most programs go from left to right, some from right to left, word by word."""
        runs: list[str] = []
        places: list[tuple[float, float]] = []

        def hear(text: str, *_: Any) -> None:
            runs.append(text)

        def see(operator: bytes, operands: Any, cm: Sequence[float], tm: Sequence[float]) -> None:
            if operator in (b"Tj", b"TJ", b"'", b'"'):
                places.append((round(tm[5] * cm[3] + cm[5]), tm[4] * cm[0] + cm[4]))

        page.extract_text(visitor_text=hear, visitor_operand_before=see)
        moves = [b[1] - a[1] for a, b in pairwise(places) if a[0] == b[0] and abs(b[1] - a[1]) > 0.5]
        if sum(move < 0 for move in moves) * 2 > len(moves) and visual.is_arabic("".join(runs)):
            return cls([[re.sub(r"\s+", " ", line).strip()] for line in _laid(page).split("\n")], True)
        return cls(list(_lines(runs)), False)

    def read(self, is_arabic: bool, is_reversed: bool) -> Iterator[str]:
        """Its lines in the order of reading."""
        for line in self.lines:
            if self.is_drawn_backwards:
                yield visual.from_page(line[0])
            elif is_reversed:
                yield visual.as_drawn(line).strip()
            else:
                yield (visual.from_runs(line) if is_arabic else "".join(line)).strip()


def _laid(page: PageObject) -> str:
    """A page with every glyph in its place, from left to right."""
    # A glyph of two letters (لا) has them in the order of reading; it is turned with its line, so it is turned before.
    _turn_ligatures(page)
    try:
        return page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    finally:
        _turn_ligatures(page)


def _turn_ligatures(page: PageObject) -> None:
    """Turn the letters of glyphs that stand for several; done twice it changes nothing."""
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources else None
    seen: set[int] = set()
    for font in fonts.get_object().values() if fonts else ():
        letters = font.get_object().get("/ToUnicode")
        letters = letters.get_object() if letters else None
        if letters is not None and hasattr(letters, "set_data") and id(letters) not in seen:
            seen.add(id(letters))
            letters.set_data(_LIGATURE.sub(_turned, letters.get_data()))


def _turned(ligature: re.Match[bytes]) -> bytes:
    units = [ligature[1][at : at + 4] for at in range(0, len(ligature[1]), 4)]
    return b"<" + b"".join(reversed(units)) + b">"


def _lines(runs: Sequence[str]) -> Iterator[list[str]]:
    line: list[str] = []
    for run in runs:
        first, *others = run.split("\n")
        line.append(first)
        for other in others:
            yield line
            line = [other]
    yield line


def _joined(pages: Sequence[_Page]) -> str:
    """The text of all pages, lines joined to paragraphs."""
    whole = "\n".join(visual.letters("".join(line)) for page in pages for line in page.lines)
    is_arabic = visual.is_arabic(whole)
    is_reversed = visual.is_reversed(whole)
    lines = [list(page.read(is_arabic, is_reversed)) for page in pages]
    for page in lines:
        while page and (not page[-1] or (len(pages) > 1 and _NUMBER.fullmatch(page[-1]))):
            page.pop()
    text = "\n".join(paragraphs([visual.letters(line) for page in lines for line in page]))
    return re.sub(r"\n{3,}", "\n\n", visual.brackets(text)).strip()


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources else None
    objects = pictures.get_object().values() if pictures else ()
    return any(one.get_object().get("/Subtype") == "/Image" for one in objects)


def _title(reader: PdfReader, text: str) -> str | None:
    """The title in the file's properties, where the first lines have it too; else it is often another document's."""
    told = reader.metadata.title if reader.metadata else None
    return told if isinstance(told, str) and told.strip() and told.strip() in text[:1000] else None
