"""An Excel workbook of articles to its reports, one a row; every sheet that has a column with the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from rasd.ingest.readers import table
from rasd.ingest.readers.archives import checked, refuse_entities
from rasd.ingest.readers.found import About, Item


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The reports of all sheets; a sheet without articles is told of only when no sheet has any."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with checked(file) as archive:
            refuse_entities(archive)
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (ValueError, KeyError, InvalidFileException) as error:
        yield about.error(str(error) if isinstance(error, ValueError) else "a broken workbook")
        return
    try:
        yield from _sheets(book, about)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        yield about.error(f"a broken workbook: {' '.join(str(error).split())[:200]}")


def _sheets(book: Any, about: About) -> Iterator[Item]:
    problems: list[Item] = []
    has_articles = False
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be anything

        def rows(sheet: Any = sheet) -> Iterator[table.Row]:
            yield from sheet.iter_rows(values_only=True)

        name = sheet.title if len(book.worksheets) > 1 else ""
        named = table.named_columns(rows(), about)
        if isinstance(named, str):
            problems += table.reports(rows, named, about, name)
        else:
            has_articles = True
            yield from table.reports(rows, named, about, name)
    if not has_articles:
        yield from problems[:1] or [about.error("a workbook without sheets")]
