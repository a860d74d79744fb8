"""A report and the pieces of its text.

Offsets are half open, in Unicode code points of the raw text exactly as stored.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rasd.model.value import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a report's raw text; ``text == report.text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it came."""

    report_id: str
    text: str
    published: date | None = None
    """The day the page itself shows; without it relative dates stay words."""
    lang: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None


class Token(NamedTuple):
    """One word, number or mark of the raw text."""

    start: int
    end: int
    plain: str
    """The word folded and without vowel marks, tatweel and bidi controls; a number in ASCII digits."""
    kind: str
    """word | number | mark"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or title, sub-head, list item) with its tokens."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    raw: str
    """The raw text of the whole report: ``raw[start:end]`` is this sentence."""
    types: frozenset[str] = frozenset()
    """What its words, numbers and marks look like in the raw text, each once."""

    def span(self, first: int, last: int) -> Span:
        """The span from token ``first`` up to, not including, token ``last``."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Span(start, end, self.raw[start:end])
