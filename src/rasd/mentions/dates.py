"""Dates: which words of a sentence say when, and what they say; ``rasd.lexicon.calendar`` lays it on the calendar.

The grammar reads from left to right over the tokens. Every function takes the words of the sentence and a token,
and gives what it read with the token behind it, or None.
"""

from __future__ import annotations

from datetime import date

from rasd.lexicon.calendar import cell_of
from rasd.mentions.date_amounts import read_after, read_ago, read_during, read_earlier, read_eve, read_last_units
from rasd.mentions.date_days import read_day
from rasd.mentions.date_months import read_absolute, read_numeric, read_period, read_stretch
from rasd.mentions.date_words import Hits, Read, Words, starts_of, words_of
from rasd.model.mention import DateMention, Said
from rasd.model.text import Sentence


def find_dates(sentence: Sentence, hits: Hits, published: date | None = None) -> list[DateMention]:
    """The date expressions of a sentence in order, resolved against the day of publication.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("فجر اليوم الخميس قصف الطيران الحي")
    >>> [(m.span.text, m.date.start, m.date.part_of_day) for m in find_dates(s, load().hits(s), date(2024, 11, 14))]
    [('فجر اليوم الخميس', '2024-11-14', 'dawn')]
    """
    words = words_of(sentence, hits)
    out: list[DateMention] = []
    if words is None:
        return out
    month_before: date | None = None
    year_before = 0
    i = 0
    for start in starts_of(words):
        if start < i:
            continue
        read = _expression(words, start)
        if read is None:
            continue
        first = start
        said = read.said
        if said.month is None and said.year is not None and said.days is None:
            year_before = said.year
        elif year_before and said.month is not None and said.year is None and not (said.which or said.year_which):
            read = read._replace(said=said._replace(year=year_before))  # وفي عام 2016 ... يوم الرابع من تموز
        mention = _mention(words, first, read, published, month_before)
        if read.said.month is not None and mention.date.start:
            month_before = date.fromisoformat(mention.date.start)
        out.append(mention)
        i = read.last
    return out


def _mention(words: Words, first: int, read: Read, published: date | None, month_before: date | None) -> DateMention:
    span = words.sentence.span(first, read.last)
    said = read.said
    anchor = {"absolute": "absolute", "event": "event", "same": "same"}.get(said.kind, "published")
    at = read.at or (words.atoms[first].entry.at if first in words.atoms else "")
    if not at:
        at = next((a.entry.at for i, a in sorted(words.atoms.items()) if first <= i < read.last), "")
    cell, problems = cell_of(said, span, published, month_before)
    return DateMention(
        words.sentence.index,
        first,
        read.last,
        span,
        at,
        cell,
        anchor,
        read.shift,
        read.is_duration,
        problems,
        said,
    )


def _expression(words: Words, i: int) -> Read | None:
    """The date expression that begins at token ``i``, the longest reading there is."""
    atom = words.atoms.get(i)
    sense = atom.sense if atom else ""
    if sense in ("ago", "since"):
        return read_ago(words, i)
    if sense == "after":
        return read_after(words, i)
    if sense in ("during", "lasting", "until"):
        return read_during(words, i)
    if sense == "overnight" and atom:
        return Read(atom.last, Said("overnight", part="night_of"))
    if sense in ("earlier", "later") and atom:
        return read_earlier(words, atom)
    if sense == "vague" and atom:
        return Read(atom.last, Said("words"))
    if sense == "eve" and atom:
        return read_eve(words, atom)
    if sense == "dated" and atom:
        return read_numeric(words, atom.last, is_dated=True) or read_absolute(words, atom.last)
    read = read_day(words, i) or read_period(words, i) or read_absolute(words, i) or read_last_units(words, i)
    return read and read_stretch(words, i, read)
