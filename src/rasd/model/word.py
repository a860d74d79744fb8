"""What the language data knows about a written word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Form(NamedTuple):
    """Which form of a lemma a surface form is; "" where a feature does not apply or is not told by the letters."""

    pos: str
    """verb | masdar | agent | patient | noun | word  (agent and patient are the participles)"""
    number: str = ""
    """s | d | p"""
    gender: str = ""
    """m | f"""
    person: str = ""
    """1 | 2 | 3"""
    tense: str = ""
    """past | present | imperative"""
    voice: str = ""
    """active | passive | either  (unvowelled قتل is either)"""
    state: str = ""
    """"construct" when the form can only stand before another noun (قتيلا, مقاتلي)"""


class Entry(NamedTuple):
    """One row of the language data."""

    kind: str
    """verb, noun, weapon, target, toll, number, month, day, source, cue, actor ...: one kind a file."""
    lemma: str
    sense: str
    """What the rules ask for: "strike", "clash", "say" ...; the list is in data/senses.toml."""
    at: str
    """File and line, as in "ar/verbs.csv:12"."""
    fields: Mapping[str, str]
    """All columns of the row."""


class Hit(NamedTuple):
    """A row that the words of a sentence may stand for: tokens ``first`` up to, not including, ``last``."""

    first: int
    last: int
    entry: Entry
    form: Form
    proclitics: tuple[str, ...]
    """Of the first word, as written before it: ("و", "ب", "ال")."""
    enclitic: str
    """The attached pronoun of the (single) word, or ""."""


class Hits(tuple[tuple[Hit, ...], ...]):
    """The rows that every token of a sentence may stand for, and the tokens at which rows of a kind stand."""

    tokens: Mapping[str, Sequence[int]]
    """kind -> tokens in order"""


def tokens_with(hits: Sequence[Sequence[Hit]], kind: str) -> Sequence[int]:
    """The tokens at which a row of that kind stands, in order.

    >>> tokens_with([(), ()], "verb")
    []
    """
    if isinstance(hits, Hits):
        return hits.tokens.get(kind, ())
    return [i for i, row in enumerate(hits) if any(hit.entry.kind == kind for hit in row)]


def tokens_with_any(hits: Sequence[Sequence[Hit]], kinds: Sequence[str]) -> Sequence[int]:
    """The tokens at which a row of one of the kinds stands, in order."""
    found = [at for kind in kinds if (at := tokens_with(hits, kind))]
    return found[0] if len(found) == 1 else sorted({i for at in found for i in at})
