"""Numbers as reports write them: digits, words in both genders and all cases, compounds, ordinals, vague amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rasd.model.text import Sentence
from rasd.model.word import Hit

Hits = Sequence[tuple[Hit, ...]]

# 1,500 and 1.500 and 1٬500 are thousands; 2.5 is a decimal.
_GROUPED = re.compile(r"\d{1,3}(?:[.,٬]\d{3})+")
_DECIMAL = re.compile(r"\d+[.,٫]\d{1,2}")
_AMOUNTS = frozenset({"cardinal", "scale", "ordinal", "vague", "both"})
_BOUNDS = frozenset({"at_least", "about", "at_most", "between"})
_THOUSAND = 1000
# Words that may stand between a number and the bound that follows it: خمسة أشخاص من المارة على الأقل.
_REACH = 5


class Numeral(NamedTuple):
    """A number: tokens ``first`` up to, not including, ``last``; ``high`` None is open upwards."""

    first: int
    last: int
    value: int
    low: int
    high: int | None
    is_ordinal: bool = False
    is_dual: bool = False
    """The word is itself a two: اثنان, مئتان, كلاهما."""


class _Part(NamedTuple):
    """One word of a number."""

    last: int
    value: float
    sense: str
    is_joined: bool
    """Written behind "and"."""
    is_plural: bool = False


def numeral_at(sentence: Sentence, hits: Hits, i: int) -> Numeral | None:
    """The number that begins at token ``i``; None for part of a percentage, of a decimal, or no number at all.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("أصيب ثلاثة وعشرون مدنيا")
    >>> numeral_at(s, load().hits(s), 1)
    Numeral(first=1, last=3, value=23, low=23, high=23, is_ordinal=False, is_dual=False)
    """
    token = sentence.tokens[i]
    if token.kind == "mark":
        return _bracketed(sentence, hits, i) if token.plain == "(" else None
    if token.plain == "ال" and i + 1 < len(hits) and sentence.tokens[i + 1].kind == "number":
        numeral = numeral_at(sentence, hits, i + 1)
        return numeral and numeral._replace(first=i, is_ordinal=True)
    if token.kind == "word" and not hits[i]:
        return None
    part = _part(sentence, hits, i)
    if part is None:
        return None
    if part.sense == "scale" and (twice := _dual_of(sentence, hits, i, part.value)):
        part = part._replace(value=twice)
    numeral = _compound(sentence, hits, i, part)
    if numeral is None or any(_is_percent(sentence, at) for at in (numeral.last, i, i - 1)):
        return None
    numeral = _doubled(sentence, hits, numeral)
    if token.kind == "number" and i > 0 and sentence.tokens[i - 1].plain == "ال":
        numeral = numeral._replace(is_ordinal=True)
    return numeral


def _dual_of(sentence: Sentence, hits: Hits, i: int, value: float) -> float | None:
    """ألفا مقاتل are two thousand, ثلاثون ألفا and ألفاً one: the dual is read where a number begins, without tanwin."""
    token = sentence.tokens[i]
    if "\u064b" in sentence.raw[token.start : token.end]:
        return None
    values = [float(hit.entry.fields["value"]) for hit in hits[i] if hit.entry.kind == "number"]
    return 2 * value if 2 * value in values else None


def _bracketed(sentence: Sentence, hits: Hits, i: int) -> Numeral | None:
    """(4) or (أربعة), with the same number in words behind it or without."""
    if i + 2 >= len(hits):
        return None
    inner = numeral_at(sentence, hits, i + 1)
    if inner is None or inner.last >= len(hits) or sentence.tokens[inner.last].plain != ")":
        return None
    if inner.first != i + 1:
        return None
    return _doubled(sentence, hits, inner._replace(first=i, last=inner.last + 1))


def _doubled(sentence: Sentence, hits: Hits, numeral: Numeral) -> Numeral:
    """The number widened over its own repetition: "(4) أربعة", "أربعة (4)"."""
    i = numeral.last
    tokens = sentence.tokens
    if i >= len(tokens):
        return numeral
    if tokens[i].plain == "(":
        if i + 2 < len(tokens) and (part := _part(sentence, hits, i + 1)):
            again = _compound(sentence, hits, i + 1, part)
            if (
                again
                and again.last < len(tokens)
                and tokens[again.last].plain == ")"
                and again.value == numeral.value
                and (tokens[i + 1].kind == "number") != (tokens[numeral.first].kind == "number")
            ):
                return numeral._replace(last=again.last + 1)
        return numeral
    is_digits = tokens[i - 1].kind == "number" or tokens[i - 1].plain == ")"
    if is_digits and tokens[i].kind == "word" and (part := _part(sentence, hits, i)) and not part.is_joined:
        again = _compound(sentence, hits, i, part)
        if again and again.value == numeral.value and not again.is_ordinal:
            return numeral._replace(last=again.last)
    return numeral


def _is_percent(sentence: Sentence, i: int) -> bool:
    words = [token.plain for token in sentence.tokens[i : i + 2]] if i >= 0 else []
    if not words:
        return False
    return words[0] in ("%", "٪", "بالميه", "بالمايه") or words in (["في", "الميه"], ["في", "المايه"], ["ب", "الميه"])


def _part(sentence: Sentence, hits: Hits, i: int) -> _Part | None:
    """The one number word, or run of digits, at token ``i``."""
    token = sentence.tokens[i]
    if token.kind == "number":
        value = _digits(token.plain)
        return None if value is None else _Part(i + 1, value, "digits", i > 0 and sentence.tokens[i - 1].plain == "و")
    for hit in hits[i]:
        if hit.entry.kind != "number" or hit.entry.sense not in _AMOUNTS:
            continue
        if hit.enclitic and hit.entry.sense != "both":
            continue
        value = float(hit.entry.fields["value"])
        if "ال" in hit.proclitics and value in (1, 2) and hit.entry.sense == "cardinal":
            if token.plain.endswith(("واحد", "واحده")):
                return _Part(hit.last, value, "cardinal", False)
            continue  # الأحد and الاثنين are days
        is_plural = hit.entry.sense == "scale" and token.plain.endswith(("الاف", "الافا", "ملايين", "مليارات"))
        return _Part(hit.last, value, hit.entry.sense, "و" in hit.proclitics, is_plural)
    return None


def _digits(written: str) -> float | None:
    if written.isdigit():
        return float(written) if len(written) < 13 else None
    if _GROUPED.fullmatch(written):
        return float(re.sub(r"\D", "", written))
    if _DECIMAL.fullmatch(written):
        return float(re.sub(r"\D", ".", written))
    return None


def _compound(sentence: Sentence, hits: Hits, i: int, part: _Part) -> Numeral | None:
    """Adds up the words from ``i`` on: hundreds, "three and twenty", "five thousand and two hundred"."""
    if part.sense == "vague" or part.is_plural:
        return _vague(sentence, hits, i, part)
    is_ordinal = part.sense == "ordinal"
    done, group = 0.0, part.value  # what a scale word has closed, and what has come since
    least = float("inf")  # the scale that closed last: only smaller numbers may follow it
    if part.sense == "scale":
        done, group, least = part.value, 0.0, part.value
    previous, last = part, part.last
    while last < len(hits):
        following = _following(sentence, hits, last)
        if following is None or following.sense in ("vague", "both", "ordinal"):
            break
        value = following.value
        if following.is_joined:
            if not _continues(previous, following, least if group == 0.0 else 0.0, is_ordinal):
                break
            if following.sense == "scale":
                done, least = done + value, value
            else:
                group += value
        elif following.sense == "scale" and group:
            done, group, least = done + group * value, 0.0, value
        elif following.sense == "cardinal" and value == 10 and previous.value < 10 and previous.sense != "digits":
            group += 10  # three-ten: thirteen
        elif following.sense == "cardinal" and value == 100 and 3 <= previous.value < 10:
            group += previous.value * 99  # three hundred in two words
            following = following._replace(value=previous.value * 100)
        else:
            break
        previous, last = following, following.last
    total = done + group
    if total != int(total):
        return None
    number = int(total)
    is_dual = last == part.last and part.sense != "digits" and part.value in (2, 200, 2000, 2_000_000)
    return _and_more(hits, Numeral(i, last, number, number, number, is_ordinal, is_dual and not is_ordinal))


def _following(sentence: Sentence, hits: Hits, i: int) -> _Part | None:
    """The number word at ``i``, or behind an "and" that stands alone there (3 آلاف و 200)."""
    if sentence.tokens[i].plain == "و" and i + 1 < len(hits):
        part = _part(sentence, hits, i + 1)
        return part and part._replace(is_joined=True)
    return _part(sentence, hits, i)


def _continues(previous: _Part, following: _Part, least: float, is_ordinal: bool) -> bool:
    """Whether "and" plus this word goes on with the number: one and twenty, hundred and five, thousand and ten."""
    value = following.value
    if is_ordinal and value < 20:
        return False
    if value < least and least != float("inf"):
        return True
    if previous.sense == "digits" or following.sense in ("digits", "scale"):
        return False
    if previous.value < 10:
        return 20 <= value <= 90
    return 100 <= previous.value < _THOUSAND and previous.value % 100 == 0 and value < 100


def _and_more(hits: Hits, numeral: Numeral) -> Numeral:
    """A "ونيف" behind a number opens it upwards."""
    if numeral.last < len(hits):
        for hit in hits[numeral.last]:
            if hit.entry.kind == "number" and hit.entry.sense == "and_more" and "و" in hit.proclitics:
                return numeral._replace(last=hit.last, high=None)
    return numeral


def _vague(sentence: Sentence, hits: Hits, i: int, part: _Part) -> Numeral:
    """Dozens, hundreds, a few dozen, tens of thousands; a bare "thousands" is two thousand or more."""
    low, last = int(part.value), part.last
    if part.is_plural:
        low *= 2
    while last < len(hits):
        following = _part(sentence, hits, last)
        if following is None or following.is_joined:
            break
        if following.sense == "scale":
            low *= int(following.value)
        elif following.sense == "vague" or (low == 1 and following.sense == "cardinal" and following.value == 10):
            low = max(low, 1) * int(following.value)
        else:
            break
        last = following.last
    return Numeral(i, last, low, low, None)


def bounds_around(sentence: Sentence, hits: Hits, numeral: Numeral) -> Numeral:
    """The number with the bounds that stand around it: "at least", "more than", "between N and M", "N to M".

    ``first`` takes in the words before it and ``last`` the other end of a range; a bound further behind
    (خمسة أشخاص على الأقل) changes ``high`` alone, so that the counted noun stays at ``last``.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("قتل ما لا يقل عن 7 جنود")
    >>> hits = load().hits(s)
    >>> bounds_around(s, hits, numeral_at(s, hits, 5))[:5]
    (1, 6, 7, 7, None)
    """
    if numeral.is_ordinal:
        return numeral
    before = _bound_before(sentence, hits, numeral.first)
    numeral = _range(sentence, hits, numeral, before is not None and before.entry.sense == "between")
    if before is not None:
        sense = before.entry.sense
        if sense != "between" or numeral.low != numeral.high:
            numeral = numeral._replace(first=before.first)
        if sense == "at_least":
            return numeral._replace(high=None)
        if sense == "at_most":
            return numeral._replace(low=min(1, numeral.low), high=numeral.value)
    behind = _bound_behind(sentence, hits, numeral.last)
    return numeral._replace(high=None) if behind == "at_least" else numeral


def _bound_before(sentence: Sentence, hits: Hits, first: int) -> Hit | None:
    """The bound whose words end right before token ``first``, the longest one."""
    if first > 0 and sentence.tokens[first - 1].plain in ("ال", "("):
        first -= 1
    for start in range(max(0, first - _REACH), first):
        for hit in hits[start]:
            if hit.last == first and hit.entry.kind == "number" and hit.entry.sense in _BOUNDS:
                return hit
    return None


def _bound_behind(sentence: Sentence, hits: Hits, last: int) -> str:
    for i in range(last, min(last + _REACH, len(hits))):
        token = sentence.tokens[i]
        if token.kind == "number" or (token.kind == "mark" and token.plain not in "\"'«»“”()"):
            return ""
        for hit in hits[i]:
            if hit.entry.kind != "number":
                continue
            sense = hit.entry.sense
            if sense == "at_least" and (hit.last - hit.first > 1 or token.plain == "فاكثر"):
                # "more than" and "no fewer than" belong to the number behind them.
                return sense if sentence.tokens[hit.last - 1].plain not in ("من", "عن", "علي") else ""
            if sense in _AMOUNTS and not hit.enclitic:
                return ""
    return ""


def _range(sentence: Sentence, hits: Hits, numeral: Numeral, is_between: bool) -> Numeral:
    """As in "3-5", "3 to 5", "3 or 4" and, behind "between", "3 and 5"."""
    tokens = sentence.tokens
    i = numeral.last
    if i >= len(tokens) or numeral.high is None:
        return numeral
    word = tokens[i].plain
    other = None
    if is_between:
        at = i + 1 if word in ("و", "الي") else i
        if at < len(tokens):
            part = _part(sentence, hits, at)
            if part is not None and (part.is_joined or at > i):
                other = _compound(sentence, hits, at, part)
    elif word in ("-", "–", "الي", "او") and i + 1 < len(tokens):
        is_rise = word == "الي" and numeral.first > 0 and tokens[numeral.first - 1].plain == "من"
        part = None if is_rise else _part(sentence, hits, i + 1)
        if part is not None and not (word in "-–" and _is_slashed(sentence, numeral.first, i + 2)):
            other = _compound(sentence, hits, i + 1, part)
    if other is None or other.high is None or other.value <= numeral.value or other.is_ordinal:
        return numeral
    return numeral._replace(last=other.last, low=numeral.value, high=other.value)


def _is_slashed(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a dash is one of several: 2024-11-12 is a date, not a range."""
    tokens = sentence.tokens
    return (last < len(tokens) and tokens[last].plain in "-–/") or (first > 0 and tokens[first - 1].plain in "-–/")
