"""The versions of a report, and what changed from one text to another, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from sqlalchemy import Connection, select

from rasd.store.schema import capture, report

# A word with its vowel marks and joiners: a mark of a change never parts letters that are joined.
_LETTERS = r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]"
_WORDS = re.compile(rf"{_LETTERS}+\s*|(?:(?!{_LETTERS})\S)+\s*|\s+")
_FEW = 2000
"""words; among more of them very frequent ones do not begin what is alike, so that it takes no long time"""


class Version(NamedTuple):
    """One text of a report that its source has changed."""

    report_id: str
    captured_at: str
    published: str | None
    title: str | None


class Piece(NamedTuple):
    """Words that stand in both texts, or in one of them."""

    kind: str
    """same | gone | new"""
    text: str


def versions(connection: Connection, report_id: str) -> list[Version]:
    """All versions of a report, the oldest first; the report alone where it was never changed."""
    mine = select(report.c.origin, report.c.given_id).where(report.c.report_id == report_id)
    told = connection.execute(mine).first()
    if told is None:
        return []
    query = select(
        report.c.report_id, report.c.version_of, report.c.published, report.c.title, capture.c.captured_at
    ).join(capture)
    query = query.where(report.c.origin == told.origin, report.c.given_id == told.given_id)
    rows = connection.execute(query.order_by(report.c.number)).all()
    # What is only called the same is no version: they hang together by what each is a version of.
    chain = {report_id}
    for row in reversed(rows):
        if row.report_id in chain and row.version_of:
            chain.add(row.version_of)
    for row in rows:
        if row.version_of in chain:
            chain.add(row.report_id)
    return [Version(row.report_id, row.captured_at, row.published, row.title) for row in rows if row.report_id in chain]


def differences(before: str, after: str) -> list[Piece]:
    """What became of a text, word by word, in the order of reading. Put together, ``same`` and ``new`` are ``after``.

    >>> [(one.kind, one.text) for one in differences("قُتل اثنان في سرمين", "قُتل ثلاثة في سرمين")]
    [('same', 'قُتل '), ('gone', 'اثنان '), ('new', 'ثلاثة '), ('same', 'في سرمين')]
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    rest = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [Piece("same", "".join(new[:head])), *_changed(*rest), Piece("same", "".join(new[len(new) - tail :]))]
    return [one for one in pieces if one.text]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _FEW)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(new[c:d]))
        else:
            yield Piece("gone", "".join(old[a:b]))
            yield Piece("new", "".join(new[c:d]))
