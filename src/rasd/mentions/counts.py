"""How many strikes or munitions: "ثلاث غارات", "قذيفتان", "أغار مرتين", "بغارة رابعة"; never persons."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.lexicon.numerals import bounds_around, numeral_at
from rasd.model.mention import CountMention
from rasd.model.text import Sentence
from rasd.model.word import Hit, tokens_with, tokens_with_any

Hits = Sequence[tuple[Hit, ...]]

_COUNTED = {"blow": "strike", "round": "munition", "device": "munition", "times": "strike"}
_TAGS = frozenset(f"toll:{sense}" for sense in _COUNTED)
# How far before the number a verb may stand whose times it counts, or a word that says the munitions were not used.
_TIMES, _UNSPENT = 12, 6
# A number of words at most: "ثلاثمئة وخمس وأربعين غارة", with its bounds.
_LONGEST_NUMBER = 9


def find_counts(sentence: Sentence, hits: Hits) -> list[CountMention]:
    """The numbers of strikes and munitions in a sentence, in the order of the text.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("شن الطيران ثلاث غارات ثم استهدف الجسر بغارة رابعة")
    >>> [(m.value, m.span.text, m.is_ordinal) for m in find_counts(s, load().hits(s))]
    [(3, 'ثلاث غارات', False), (1, 'بغارة رابعة', True)]
    """
    found: list[CountMention] = []
    for i in tokens_with_any(hits, _TAGS):
        for hit in hits[i]:
            if hit.entry.kind == "toll" and hit.entry.sense in _COUNTED:
                count = _count(sentence, hits, i, hit)
                if count is not None and (not found or found[-1].last <= count.first):
                    found.append(count)
                break
    return found


def _count(sentence: Sentence, hits: Hits, i: int, hit: Hit) -> CountMention | None:
    sense, number = hit.entry.sense, hit.entry.fields["number"]
    if sense == "times" and not _has(hits, range(max(0, i - _TIMES), i), "hit_times"):
        return None
    if _has(hits, range(max(0, i - _UNSPENT), i), "unspent"):
        return None
    if sense == "device" and _has(hits, range(max(0, i - _UNSPENT), i), "foiled"):
        return None
    if _has(hits, range(hit.last, min(hit.last + 1, len(hits))), "unlike"):
        return None
    thing = _COUNTED[sense]
    if number == "d" and "ال" in hit.proclitics:  # التفجيران: two acts told before
        return None
    if number == "d":
        return _mention(sentence, hit, i, hit.last, 2, thing)
    before = None if hit.proclitics else _number_before(sentence, hits, i)
    if before is not None:
        first, value = before
        return _mention(sentence, hit, first, hit.last, value, thing)
    if number != "s" or sense == "times" or "ال" in hit.proclitics or hit.last >= len(hits):
        return None
    behind = numeral_at(sentence, hits, hit.last)
    if behind is None or "ال" in sentence.tokens[hit.last].plain[:2]:
        return None
    if behind.value < 2 if behind.is_ordinal else not sentence.tokens[hit.last].plain.startswith("واحد"):
        return None
    return _mention(sentence, hit, i, behind.last, 1, thing, is_ordinal=behind.is_ordinal)


def _number_before(sentence: Sentence, hits: Hits, i: int) -> tuple[int, int] | None:
    """First token and value of the exact number right before token ``i``; a vague one ("dozens of") is none."""
    for j in range(max(0, i - _LONGEST_NUMBER), i):
        numeral = numeral_at(sentence, hits, j)
        if numeral is None or numeral.last != i or numeral.is_ordinal or numeral.high is None or numeral.value == 1:
            continue
        return bounds_around(sentence, hits, numeral).first, numeral.value
    return None


def _has(hits: Hits, tokens: range, sense: str) -> bool:
    return any(j in tokens for j in tokens_with(hits, f"toll:{sense}"))


def _mention(
    sentence: Sentence, hit: Hit, first: int, last: int, value: int, thing: str, *, is_ordinal: bool = False
) -> CountMention:
    return CountMention(
        sentence=sentence.index,
        first=first,
        last=last,
        span=sentence.span(first, last),
        at=hit.entry.at,
        value=value,
        thing=thing,
        is_ordinal=is_ordinal,
    )
