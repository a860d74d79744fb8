"""A Markdown file to its report: the words without the marks, and what its front matter says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from rasd.ingest.encoding import decode
from rasd.ingest.lines import LONGEST
from rasd.ingest.readers.found import About, Item
from rasd.ingest.record import day_of

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_CELL = re.compile(r"""^([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*$""", re.M)
_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.M)
_NAMES = {"title": "title", "date": "published", "published": "published", "source": "outlet", "outlet": "outlet"}
_NAMES |= {"url": "url", "link": "url", "lang": "lang"}
# One mark after the other; what is left is what a reader of the page sees.
_MARKS = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.M), ""),
    (re.compile(r"<!--.{0,500}?-->", re.S), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"^[ \t]*\[[^\[\]\n]+\]:[ \t]*\S+.*$", re.M), ""),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.M), r"\1"),
    (re.compile(r"^[ \t]*(?:[=-]{3,}|(?:[*_-][ \t]*){3,})$", re.M), ""),
    (re.compile(r"^(?:[ \t]{0,3}>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.M), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^\n*_]{1,2000}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~([^\n~]{1,2000})~~"), r"\1"),
    (re.compile(r"`([^`\n]*)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """The report of a Markdown file."""
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        yield about.error(f"longer than {LONGEST // 2**20} MB, no report is")
        return
    try:
        source = decode(data).replace("\r\n", "\n")
    except ValueError as error:
        yield about.error(str(error))
        return
    cells: dict[str, str] = {}
    if front := _FRONT.match(source):
        source = source[front.end() :]
        cells = {_NAMES[name]: value.strip("\"'") for name, value in _CELL.findall(front[1]) if name in _NAMES}
    day: date | None = None
    if "published" in cells:
        try:
            day = day_of(cells.pop("published"), None)
        except ValueError as error:
            yield about.error(f"published: {error}; the report is coded without it")
    if "title" not in cells and (heading := _TITLE.search(source)):
        cells["title"] = plain(heading[1])
    text = plain(source)
    if not text:
        yield about.error("empty")
        return
    yield about.whole(
        text,
        published=day,
        title=cells.get("title"),
        outlet=cells.get("outlet"),
        url=cells.get("url"),
        lang=cells.get("lang"),
    )


def plain(source: str) -> str:
    """The words of Markdown without its marks.

    >>> plain("# غارات\\n\\n* **قُتل** مدنيان في [بنش](https://example.org/b)\\n")
    'غارات\\n\\nقُتل مدنيان في بنش'
    """
    for mark, words in _MARKS:
        source = mark.sub(words, source)
    return source.strip()
