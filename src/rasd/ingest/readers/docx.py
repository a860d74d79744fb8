"""A Word document to its report: paragraphs, lists and tables in order; inserted words count, deleted ones don't."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from rasd.ingest.readers.archives import checked, refuse_entities
from rasd.ingest.readers.found import About, Item

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What stands in a document and is not its text: deleted words, the second copy of a text box, codes of fields.
_UNREAD = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr"}
_UNREAD |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The report of a document."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with checked(file) as archive:
            refuse_entities(archive)
        file.seek(0)
        document = Document(file)
    except ValueError as error:
        yield about.error(str(error))
        return
    except (KeyError, SyntaxError, PackageNotFoundError) as error:
        yield about.error(f"a broken Word document: {' '.join(str(error).split())[:200]}")
        return
    text = "\n".join(_blocks(document.element.body)).strip()
    if not text:
        yield about.error("a document without text")
        return
    yield about.whole(text, title=_title(document))


def _blocks(element: Any) -> Iterator[str]:
    """The lines of a part of the document, one a paragraph or row of a table."""
    for child in element:
        if child.tag == f"{_W}p":
            yield _words(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = (" ".join(filter(None, map(str.strip, _blocks(cell)))) for cell in row.findall(f"{_W}tc"))
                yield "\t".join(filter(None, cells))
        elif child.tag not in _UNREAD:
            yield from _blocks(child)


def _words(paragraph: Any) -> str:
    parts: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
        elif element.tag not in _UNREAD:
            waiting.extend(reversed(element))
    return "".join(parts)


def _title(document: Document) -> str | None:
    """The paragraph that is set as the title; what stands in the file's properties is often another document's."""
    for paragraph in document.paragraphs[:20]:
        name = (paragraph.style.name if paragraph.style else "") or ""
        if name.lower() in ("title", "heading 1") and paragraph.text.strip():
            return paragraph.text
    return None
