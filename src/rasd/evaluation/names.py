"""When two names are taken for one, and where words stand in a text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names are near enough: one within the other, or half of the shorter one's words shared.

    >>> alike("قوات النظام", "النظام"), alike("الجيش", "فصائل"), alike("Aden", None)
    (True, False, False)
    """
    a, b = fold(one), fold(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    words, others = _bare_words(a), _bare_words(b)
    shared = words & others
    return bool(shared) and 2 * len(shared) >= min(len(words), len(others))


@cache
def fold(text: str | None) -> str:
    """Letters that are written in several ways made one; no marks, quotes or capitals.

    >>> fold("«إدلب»، ")
    'ادلب'
    """
    text = unicodedata.normalize("NFKC", text or "")
    text = "".join(letter for letter in text if not unicodedata.combining(letter) and letter != "ـ")
    text = text.translate(_LETTERS)
    return re.sub(r"\s+", " ", _QUOTES.sub(" ", text)).strip().lower()


_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_QUOTES = re.compile(r"[\"'“”‘’«»()\[\]،,.:؛]")
_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل")


@cache
def _bare_words(folded: str) -> frozenset[str]:
    return frozenset(map(_bare, folded.split()))


def _bare(word: str) -> str:
    return next((word.removeprefix(p) for p in _PROCLITICS if word.startswith(p) and len(word) - len(p) >= 3), word)


@cache
def occurrences(text: str, words: str | None) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in re.finditer(re.escape(words), text)) if words else ()


def sentence(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(stop, 0, at) for stop in ".!؟\n") + 1
    ends = [end for stop in ".!؟\n" if (end := text.find(stop, at)) >= 0]
    return start, min(ends, default=len(text))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
