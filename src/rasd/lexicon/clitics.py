"""The closed set of clitics that Arabic writes onto a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

CONJUNCTIONS = ("و", "ف")
PREPOSITIONS = ("ب", "ل", "ك")
# Attached pronouns, longest first.
PRONOUNS = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ني", "ه", "ك", "ي")
_SHORTEST = 2
# A new word is taken apart several times in a row, for each table; then hardly ever again.
_KEPT = 5_000
_OPENING = frozenset(("ا", "س", *CONJUNCTIONS, *PREPOSITIONS))
_NOTHING: tuple[str, ...] = ()
_TAKEN = {letter: (letter,) for letter in CONJUNCTIONS}
# last letter of a pronoun -> the pronouns that end with it, longest first
_PRONOUNS_OF = {
    letter: tuple(pronoun for pronoun in PRONOUNS if pronoun[-1] == letter) for letter in {p[-1] for p in PRONOUNS}
}


PRONOUN_ENDS = frozenset(_PRONOUNS_OF)
"""The last letters of the pronouns: a word with any other carries none."""


@lru_cache(maxsize=_KEPT)
def without_proclitics(word: str) -> Sequence[tuple[str, tuple[str, ...]]]:
    """The plain word, and each rest that stays when proclitics are taken off, with what was taken off.

    >>> ("جيش", ("و", "ل", "ال")) in without_proclitics("وللجيش")
    True
    """
    if len(word) <= _SHORTEST or word[0] not in _OPENING:
        return ((word, ()),)
    found = [(word, _NOTHING)]
    if word[0] in CONJUNCTIONS:
        _definite(word, (), found)
        found.append((word[1:], _TAKEN[word[0]]))
        if len(word) > _SHORTEST + 1:
            _definite(word[1:], _TAKEN[word[0]], found)
    else:
        _definite(word, (), found)
    return found


def _definite(word: str, taken: tuple[str, ...], found: list[tuple[str, tuple[str, ...]]]) -> None:
    """Adds what is left of a word of three letters or more without the article, a preposition or the future's sin."""
    first = word[0]
    if first == "ا":
        if word[1] == "ل" and len(word) > 3:
            found.append((word[2:], (*taken, "ال")))
    elif first == "س":
        found.append((word[1:], (*taken, "س")))
    elif first in PREPOSITIONS:
        rest = word[1:]
        found.append((rest, (*taken, first)))
        if rest.startswith("ال") and len(rest) > 3:
            found.append((rest[2:], (*taken, first, "ال")))
        if first == "ل" and rest[0] == "ل" and len(word) > 3:
            found.append((word[2:], (*taken, "ل", "ال")))
            found.append((rest, (*taken, "ل", "ال")))  # للاجئين: the article's lam and the word's are one


@lru_cache(maxsize=_KEPT)
def without_pronoun(word: str) -> Sequence[tuple[str, str]]:
    """Each stem that stays when an attached pronoun is taken off, spelled as it would stand alone.

    >>> ("سيطره", "ها") in without_pronoun("سيطرتها")
    True
    >>> ("قتلوا", "هم") in without_pronoun("قتلوهم")
    True
    """
    endings = _PRONOUNS_OF.get(word[-1])
    if endings is None:
        return ()
    found: list[tuple[str, str]] = []
    for pronoun in endings:
        if not word.endswith(pronoun) or len(word) - len(pronoun) < _SHORTEST:
            continue
        stem = word[: -len(pronoun)]
        found.append((stem, pronoun))
        if stem[-1] == "ت":
            found.append((stem[:-1] + "ه", pronoun))
        elif stem[-1] == "و":
            found.append((stem + "ا", pronoun))
            found.append((stem[:-1] + "ء", pronoun))
        elif stem[-1] == "ي":
            found.append((stem[:-1] + "ء", pronoun))
        elif stem[-1] == "ا":
            found.append((stem[:-1] + "ي", pronoun))
    return found


def bare(word: str) -> str:
    """A word of a phrase without the article, also behind "و": how phrases are keyed.

    >>> bare("الدولي"), bare("والجرحي"), bare("الا")
    ('دولي', 'وجرحي', 'الا')
    """
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    if word.startswith("وال") and len(word) > 5:
        return "و" + word[3:]
    return word
