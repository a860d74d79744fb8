"""What a verb means with its complement: أطلق صاروخا launches, أطلق النار shoots, أطلق سراحه releases.

The words are data: the ``with:`` parts of the column ``frame`` in verbs.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rasd.lexicon.clitics import without_proclitics, without_pronoun
from rasd.model.text import Sentence
from rasd.model.word import Hit
from rasd.text.letters import plain

# How many tokens behind the verb its complement is looked for: the subject may stand between.
_REACH = {"verb": 8}
_REACH_OF_NOUNS = 3
_WALLS = frozenset(".؛:؟!")


def sense_of(sentence: Sentence, hits: Sequence[tuple[Hit, ...]], hit: Hit) -> str:
    """The sense of a row in this sentence: that of the complement its frame names first, else the row's own."""
    frame = hit.entry.fields.get("frame", "")
    if "with:" not in frame:
        return hit.entry.sense
    best, sense = len(frame), hit.entry.sense
    for i in range(hit.last, min(len(hits), hit.last + _REACH.get(hit.form.pos, _REACH_OF_NOUNS))):
        token = sentence.tokens[i]
        if token.kind == "mark":
            if token.plain in _WALLS:
                break
            continue
        if i > hit.last and token.plain[0] in "وف" and _opens_clause(hits[i]):
            break
        rank, found = _complement(frame, token.plain)
        if rank < best:
            best, sense = rank, found
    return sense


@cache
def complements_of(frame: str) -> dict[str, str]:
    """Complement word -> sense, of a row's frame.

    >>> complements_of("o:على with:نار/رصاص=shoot with:سراح=release")
    {'نار': 'shoot', 'رصاص': 'shoot', 'سراح': 'release'}
    """
    senses: dict[str, str] = {}
    for part in frame.split():
        if part.startswith("with:"):
            words, _, sense = part.removeprefix("with:").partition("=")
            senses |= {plain(word): sense for word in words.split("/")}
    return senses


@cache
def _complement(frame: str, word: str) -> tuple[int, str]:
    """The place in the frame and the sense of a word that completes it; a place behind the last for any other word."""
    shapes = set(_stripped(word))
    for rank, (known, sense) in enumerate(complements_of(frame).items()):
        if known in shapes:
            return rank, sense
    return len(frame), ""


def _stripped(word: str) -> Iterator[str]:
    for stem, proclitics in without_proclitics(word):
        yield stem
        if stem.endswith("ا"):
            yield stem[:-1]  # the accusative: قتيلا
        if stem.endswith("ات"):
            yield stem[:-2] + "ه"
        if "ال" not in proclitics:
            for base, _ in without_pronoun(stem):
                yield base


def _opens_clause(at: tuple[Hit, ...]) -> bool:
    """و or ف with a word that can only be a finite verb: another verb's complements begin."""
    return bool(at) and all(hit.form.pos == "verb" and hit.proclitics for hit in at)
