"""What the language data knows about a written word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
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
    """The rows that every token of a sentence may stand for, and the tokens at which rows of a tag stand."""

    tokens: Mapping[str, Sequence[int]]
    """tag (see ``tags_of``) -> tokens in order"""


WILL = "verb:+will"
"""The tag of a verb behind the sin of the future."""
_ASKED = frozenset(("verb", "noun", "weapon", "person", "toll", "cue"))
"""The kinds whose senses rules look for."""


def tags_of(entry: Entry, proclitics: Sequence[str]) -> set[str]:
    """What rules look for in a row: its kind, and for some kinds kind:sense, each that its complements can give it.

    >>> row = Entry("verb", "أَطْلَقَ", "launch", "ar/verbs.csv:1", {"frame": "o:على with:نار/رصاص=shoot"})
    >>> sorted(tags_of(row, ()))
    ['verb', 'verb:launch', 'verb:shoot']
    """
    tags = {entry.kind}
    if entry.kind in _ASKED:
        tags.add(f"{entry.kind}:{entry.sense}")
    if entry.kind == "verb":
        frame = entry.fields.get("frame", "")
        tags |= {f"verb:{part.partition('=')[2]}" for part in frame.split() if part.startswith("with:")}
        if "س" in proclitics:
            tags.add(WILL)
    return tags


def tokens_with(hits: Sequence[Sequence[Hit]], tag: str) -> Sequence[int]:
    """The tokens at which a row of that tag stands, in order.

    >>> tokens_with([(), ()], "verb")
    []
    """
    if isinstance(hits, Hits):
        return hits.tokens.get(tag, ())
    return [i for i, row in enumerate(hits) if any(tag in tags_of(hit.entry, hit.proclitics) for hit in row)]


def tokens_with_any(hits: Sequence[Sequence[Hit]], tags: Set[str]) -> Sequence[int]:
    """The tokens at which a row of one of the tags stands, in order."""
    if isinstance(hits, Hits):
        at = hits.tokens
        if len(tags) < len(at):
            found = [at[tag] for tag in tags if tag in at]
        else:
            found = [here for tag, here in at.items() if tag in tags]
    else:
        found = [here for tag in tags if (here := tokens_with(hits, tag))]
    if not found:
        return ()
    return found[0] if len(found) == 1 else sorted({i for here in found for i in here})
