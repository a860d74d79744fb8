"""Quoted stretches of a report: « », “ ”, " " and their one-sided or mixed uses."""

from __future__ import annotations

import re
from typing import NamedTuple

# What opens and what closes; the straight marks do both.
_CLOSES = {"«": "»", "“": "”", "„": "”", "‹": "›", "<<": ">>", "((": "))"}
# Typed for one another.
_KIN = {"”": '"', '"': "”", "›": "»"}
_MARKS = re.compile(r"<<|>>|\(\(|\)\)|[«»“”„‹›\"]")
# A name in quotation marks is short; what is longer than this without its other mark was never a quotation.
LONGEST = 3000


class Quote(NamedTuple):
    """A quotation: ``start`` and ``end`` are the offsets of what stands between the marks."""

    start: int
    end: int
    is_closed: bool
    """False when the closing mark is missing and the line end stands for it."""


def quotes_of(raw: str) -> tuple[Quote, ...]:
    """The quotations of a text in order, the outermost only.

    A mark of another kind closes as well when the right one is missing, and so does the end of the line.

    >>> text = 'قال: «وصلنا». وأضاف "انتهى”'
    >>> [text[q.start:q.end] for q in quotes_of(text)]
    ['وصلنا', 'انتهى']
    """
    out: list[Quote] = []
    opened: re.Match[str] | None = None
    awaited, depth = "", 0
    for match in _MARKS.finditer(raw):
        mark = match.group()
        if opened is not None and _breaks(raw, opened.end(), match.start()):
            out.append(_unclosed(raw, opened))
            opened = None
        if opened is None:
            if mark in _CLOSES or mark == '"' or (mark == "”" and _faces_word(raw, match.end())):
                opened, awaited, depth = match, _CLOSES.get(mark, mark), 0
        elif mark == opened.group() != awaited:
            depth += 1
        elif mark == awaited and depth:
            depth -= 1
        elif mark == awaited or (mark in _KIN.get(awaited, "") and depth == 0 and not _faces_word(raw, match.end())):
            out.append(Quote(opened.end(), match.start(), True))
            opened = None
    if opened is not None:
        out.append(_unclosed(raw, opened))
    return tuple(quote for quote in out if quote.end > quote.start)


def _breaks(raw: str, start: int, end: int) -> bool:
    return end - start > LONGEST or "\n" in raw[start:end]


def _unclosed(raw: str, opened: re.Match[str]) -> Quote:
    line = raw.find("\n", opened.end())
    end = min(line if line >= 0 else len(raw), opened.end() + LONGEST)
    return Quote(opened.end(), end, False)


def _faces_word(raw: str, at: int) -> bool:
    """Whether a mark that ends at ``at`` leans on the word behind it: then it opens rather than closes."""
    return at < len(raw) and raw[at].isalnum()
