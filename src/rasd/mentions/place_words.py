"""The words of a sentence as the reader of places sees them, and what can be asked of a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rasd.lexicon.gazetteer import REGION, Gazetteer, PlaceRow
from rasd.model.text import Sentence
from rasd.model.word import Entry, Form, Hit

POINTS = frozenset(
    {
        "base",
        "camp",
        "field",
        "crossing",
        "checkpoint",
        "airport",
        "port",
        "dam",
        "prison",
        "hospital",
        "settlement",
        "road",
        "bridge",
        "roundabout",
        "square",
        "junction",
        "market",
        "palace",
        "fort",
        "refinery",
        "plant",
        "farm",
        "mosque",
        "church",
        "university",
        "school",
        "college",
        "complex",
        "headquarters",
        "company",
        "position",
        "hill",
        "village",
        "quarter",
        "town",
    }
)
OPEN, CLOSE = frozenset("\"“”«‘'’(["), frozenset("\"“”»’'‘)]")
TANWIN = "\u064b"
TOWNS = frozenset({"city", "town", "village"})
SETTLED = frozenset({"city", "town", "village", "settled", "quarter", "camp", "district"})
ORDINARY = frozenset(
    {
        "verb",
        "noun",
        "weapon",
        "target",
        "person",
        "toll",
        "number",
        "month",
        "day",
        "time",
        "source",
        "cue",
        "actor",
        "settlement",
        "relation",
    }
)


class Name(NamedTuple):
    """A name in its phrase before roles are given."""

    start: int
    """first token of the phrase, class noun and all"""
    first: int
    last: int
    """tokens of the span"""
    end: int
    """where the phrase ends"""
    key: str
    kind: str
    exact: bool
    klass: Entry | None
    plural: bool
    proclitics: tuple[str, ...]
    size: int = 1
    """words of the name itself, without class noun and tail"""


def known_from(row: PlaceRow) -> int:
    """How many people make a town known by its bare name; in far countries more, where names are often persons' too."""
    return 100_000 if row.country in REGION else 250_000


def is_plural(hit: Hit | None) -> bool:
    return hit is not None and hit.form.number == "p"


class Reader(NamedTuple):
    """The words of one sentence and what the tables say of them."""

    sentence: Sentence
    words: list[str]
    hits: Sequence[tuple[Hit, ...]]
    classes: list[Hit | None]
    relations: dict[int, Hit]
    gazetteer: Gazetteer


def relation_at(reader: Reader, at: int) -> Hit | None:
    for hit in reader.hits[at]:
        if hit.entry.kind == "relation" and hit.last == at + 1:
            return hit
    return None


def quoted_end(reader: Reader, at: int) -> int:
    """The token past the closing quote when a short quoted name begins here, else 0."""
    if at + 2 >= len(reader.words) or reader.sentence.tokens[at].kind != "mark" or reader.words[at] not in OPEN:
        return 0
    for end in range(at + 2, min(at + 6, len(reader.words))):
        if reader.sentence.tokens[end].kind == "mark":
            return end + 1 if reader.words[end] in CLOSE else 0
    return 0


def is_definite(reader: Reader, hit: Hit) -> bool:
    return "ال" in hit.proclitics


def is_number(reader: Reader, at: int) -> bool:
    """شارع الأربعين, طريق الستين: roads are called by round numbers."""
    return any(hit.entry.kind == "number" and hit.entry.sense == "cardinal" for hit in reader.hits[at])


def is_never(reader: Reader, at: int) -> bool:
    word = reader.words[at]
    common = reader.gazetteer.common
    if common.get(word) == "never" or relation_at(reader, at) is not None:
        return True
    stem = word[2:] if word.startswith("ال") else word
    if common.get(stem) == "never":
        return True
    hit = reader.classes[at]
    return hit is not None and word not in reader.gazetteer.heads


def is_ordinary(reader: Reader, at: int) -> bool:
    """The word has a meaning of its own in the language data."""
    for hit in reader.hits[at]:
        if hit.last == at + 1 and not hit.enclitic and hit.entry.kind in ORDINARY and hit.form.state != "construct":
            return True
    return reader.gazetteer.common.get(reader.words[at], "") in ("word", "never")


def written(reader: Reader, name: Name) -> str:
    """The plain word of a single-word name without what is written onto it, article kept."""
    word = reader.words[name.first]
    for clitic in name.proclitics:
        if clitic != "ال":
            word = word[1:]
    if "ال" in name.proclitics and not word.startswith("ال"):
        word = "ال" + word.removeprefix("ل")
    return word


def is_verb(reader: Reader, at: int) -> bool:
    return any(hit.form.pos == "verb" and hit.last == at + 1 and not hit.enclitic for hit in reader.hits[at])


NO_FORM = Form("noun")
