"""Clauses: the stretches of a sentence that tell of one thing each, cut at words and marks alone where possible.

A verb reading is needed to tell "و" before a clause (وقتل) from "و" before a noun (وقتلى), so the hits of the
sentence are handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rasd.model.text import Sentence, Token
from rasd.model.word import Hit


class Clause(NamedTuple):
    """Tokens ``first`` up to, not including, ``last``."""

    first: int
    last: int
    opener: str
    """main | coordinate | relative | complement | result | while | after | cause"""


# Function words that open a clause, with or without و or ف before them. A closed class of the grammar.
_OPENERS = {
    **dict.fromkeys(["فيما", "بينما", "حيث", "كما", "حين", "حينما"], "while"),
    **dict.fromkeys(["بعدما", "عندما", "عقبما", "لما"], "after"),
    **dict.fromkeys(["اذ", "لان", "لانه", "لانها", "كون", "لكون"], "cause"),
    **dict.fromkeys(["مما"], "result"),
    **dict.fromkeys(["التي", "الذي", "الذين", "اللذان", "اللذين", "اللتان", "اللتين", "اللواتي", "اللاتي"], "relative"),
    **dict.fromkeys(["لكن", "ولكن", "بل", "غير"], "coordinate"),
}
_COMPLEMENT = frozenset(
    stem + pronoun for stem in ("ان", "بان") for pronoun in ("", "ه", "ها", "هم", "هما", "نا", "ني", "هن", "نه", "نهم")
)
# Two words: في حين, بعد أن, ما أدى إلى, الأمر الذي.
_PAIRS = {
    ("في", "حين"): "while",
    ("في", "وقت"): "while",
    ("بعد", "ان"): "after",
    ("قبل", "ان"): "after",
    ("منذ", "ان"): "after",
    ("الا", "ان"): "coordinate",
    ("غير", "ان"): "coordinate",
    ("الامر", "الذي"): "result",
}
_WORDS = frozenset((*_OPENERS, *_COMPLEMENT, *(first for first, _ in _PAIRS)))
_STANDS_ALONE = frozenset(("غير", "بل"))
_NOMINAL = frozenset(("noun", "masdar", "agent", "patient"))
_PAUSES = frozenset("،,؛;:")


def clauses_of(sentence: Sentence, hits: Sequence[Sequence[Hit]]) -> tuple[Clause, ...]:
    """The clauses of a sentence in order; together they cover it without gaps.

    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("قصفت الطائرات التل، ما أدى إلى حريق، فيما انسحب الجنود")
    >>> [(c.opener, s.span(c.first, c.last).text) for c in clauses_of(s, [()] * len(s.tokens))]
    [('main', 'قصفت الطائرات التل،'), ('result', 'ما أدى إلى حريق،'), ('while', 'فيما انسحب الجنود')]
    """
    tokens = sentence.tokens
    out: list[Clause] = []
    first, kind = 0, "main"
    before = ""
    for i, token in enumerate(tokens):
        word = token.plain
        if i and token.kind == "word" and (word in _WORDS or word[0] in "وف" or before in _PAUSES):
            # the second word of في حين, بعد أن was read with the first
            is_second = i == first + 1 and (_bare(before), word) in _PAIRS
            opener = "" if is_second else _opener_at(tokens, hits, i)
            if opener:
                out.append(Clause(first, i, kind))
                first, kind = i, opener
        before = word
    if tokens:
        out.append(Clause(first, len(tokens), kind))
    return tuple(out)


def _bare(word: str) -> str:
    return word[1:] if word[0] == "و" and len(word) > 2 else word


def _opener_at(tokens: Sequence[Token], hits: Sequence[Sequence[Hit]], i: int) -> str:
    word = tokens[i].plain
    before = tokens[i - 1].plain
    if word in _COMPLEMENT:
        # بعد أن was cut at بعد already
        return "" if (_bare(before), "ان") in _PAIRS else "complement"
    bare = word[1:] if word[0] in "وف" and word not in _OPENERS else word
    opener = _OPENERS.get(bare)
    if opener and bare not in _STANDS_ALONE:
        return opener
    follower = tokens[i + 1].plain if i + 1 < len(tokens) else ""
    pair = _PAIRS.get((word, follower)) or _PAIRS.get((bare, follower))
    # في وقت أعلن فيه, but not في وقت سابق
    if pair and (follower != "وقت" or (i + 2 < len(hits) and is_finite(hits[i + 2]))):
        return pair
    if before in _PAUSES:
        if bare == "ما" and follower:
            return "result"
        if is_finite(hits[i]):
            return "coordinate"
    if word[0] in "وف" and len(word) > 2 and is_finite(hits[i], ("و", "ف")):
        return "coordinate"
    return ""


def is_finite(row: Sequence[Hit], behind: tuple[str, ...] = ()) -> bool:
    """Whether the word can only be a finite verb (behind one of the conjunctions, when they are asked for)."""
    found = False
    for hit in row:
        if hit.form.pos == "verb":
            found = found or not behind or (bool(hit.proclitics) and hit.proclitics[0] in behind)
        elif hit.form.pos in _NOMINAL and not hit.enclitic and hit.last - hit.first == 1:
            return False
    return found
