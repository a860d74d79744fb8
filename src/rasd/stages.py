"""Single stages for use on their own, from text to values, without the rest of the coder."""

from __future__ import annotations

from datetime import date
from functools import cache

from rasd.lexicon import Lexicon, load
from rasd.mentions.dates import find_dates
from rasd.model.mention import DateMention
from rasd.resolve.when import settled
from rasd.text.sentences import sentences_of


def dates(text: str, published: date | None = None, *, lexicon: Lexicon | None = None) -> list[DateMention]:
    """The date expressions of a text in order, laid on the calendar around the day it was published.

    >>> [(m.span.text, m.date.start) for m in dates("قتل حارس أمس الأربعاء", date(2024, 11, 14))]
    [('أمس الأربعاء', '2024-11-13')]
    """
    words = lexicon or _lexicon()
    found = [mention for s in sentences_of(text) for mention in find_dates(s, words.hits(s), published)]
    return settled(found, published)


@cache
def _lexicon() -> Lexicon:
    return load()
