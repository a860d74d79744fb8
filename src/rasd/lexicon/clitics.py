"""The closed set of clitics that Arabic writes onto a word."""

from __future__ import annotations

from collections.abc import Iterator

CONJUNCTIONS = ("و", "ف")
PREPOSITIONS = ("ب", "ل", "ك")
# Attached pronouns, longest first.
PRONOUNS = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ني", "ه", "ك", "ي")
_SHORTEST = 2


def without_proclitics(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The plain word, and each rest that stays when proclitics are taken off, with what was taken off.

    >>> ("جيش", ("و", "ل", "ال")) in list(without_proclitics("وللجيش"))
    True
    """
    yield from _definite(word, ())
    if word[0] in CONJUNCTIONS and len(word) > _SHORTEST:
        yield from _definite(word[1:], (word[0],))


def _definite(word: str, taken: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield word, taken
    if len(word) <= _SHORTEST:
        return
    if word.startswith("ال") and len(word) > 3:
        yield word[2:], (*taken, "ال")
    if word[0] == "س":
        yield word[1:], (*taken, "س")
    if word[0] in PREPOSITIONS:
        rest = word[1:]
        yield rest, (*taken, word[0])
        if rest.startswith("ال") and len(rest) > 3:
            yield rest[2:], (*taken, word[0], "ال")
        if word.startswith("لل") and len(word) > 3:
            yield word[2:], (*taken, "ل", "ال")
            yield word[1:], (*taken, "ل", "ال")  # للاجئين: the article's lam and the word's are one


def without_pronoun(word: str) -> Iterator[tuple[str, str]]:
    """Each stem that stays when an attached pronoun is taken off, spelled as it would stand alone.

    >>> ("سيطره", "ها") in list(without_pronoun("سيطرتها"))
    True
    >>> ("قتلوا", "هم") in list(without_pronoun("قتلوهم"))
    True
    """
    for pronoun in PRONOUNS:
        if not word.endswith(pronoun) or len(word) - len(pronoun) < _SHORTEST:
            continue
        stem = word[: -len(pronoun)]
        yield stem, pronoun
        if stem[-1] == "ت":
            yield stem[:-1] + "ه", pronoun
        elif stem[-1] == "و":
            yield stem + "ا", pronoun
            yield stem[:-1] + "ء", pronoun
        elif stem[-1] == "ي":
            yield stem[:-1] + "ء", pronoun
        elif stem[-1] == "ا":
            yield stem[:-1] + "ي", pronoun


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
