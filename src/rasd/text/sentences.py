"""Sentences: at a full stop with or without a space behind it, at a line end, never inside a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasd.model.text import Sentence
from rasd.text.tokens import tokens_and_types

# A stop counts when it does not stand between two digits (10.5) and is not one of several (..) that only pause.
_END = re.compile(r"(?<!\d)\.(?!\.)[\"”»’)\]]*|(?<=\d)\.(?!\d)[\"”»’)\]]*|[!?؟]+[\"”»’)\]]*|[\n\r\u2028\u2029]+")
# What any of these begins with: the search goes from one to the next.
_STOP = re.compile(r"[.!?؟\n\r\u2028\u2029]")
# A longer piece is cut at the next white space, so that the cost of a sentence stays bounded.
LONGEST = 4000


def _cuts(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(raw):
        at = stop.start()
        match = _END.match(raw, at) if at >= start else None
        if match:
            yield from _bounded(raw, start, match.end())
            start = match.end()
    yield from _bounded(raw, start, len(raw))


def _bounded(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = raw.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def sentences_of(raw: str) -> list[Sentence]:
    """The sentences of a report in order; pieces without a token are left out.

    >>> [raw[s.start:s.end].strip() for raw in ["قصف الحي.كما سقط 3.5 طن"] for s in sentences_of(raw)]
    ['قصف الحي.', 'كما سقط 3.5 طن']
    """
    out: list[Sentence] = []
    for start, end in _cuts(raw):
        tokens, types = tokens_and_types(raw, start, end)
        if any(token.kind != "mark" for token in tokens):
            out.append(Sentence(len(out), start, end, tokens, raw, types))
    return out
