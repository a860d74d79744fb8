"""The time words of a sentence, and what the grammar of dates asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rasd.lexicon.numerals import Numeral, numeral_at
from rasd.model.mention import Said
from rasd.model.text import Sentence, Token
from rasd.model.word import Entry, Hit, tokens_with_any
from rasd.text.letters import plain

Hits = Sequence[tuple[Hit, ...]]
_KINDS = frozenset(("day", "month", "time"))
# Senses that can carry a date; the others only help.
_CORES = frozenset({"weekday", "month", "hijri_month", "offset", "offset_night", "overnight", "unit"}) | frozenset(
    {"earlier", "later", "vague", "eve"}
)
SLASHES = frozenset("/-–.\\")
OPEN, CLOSE = frozenset('(«["“'), frozenset(')»]"”')
PAUSES = frozenset("،,")
_MONTH_REACH = 6


class Atom(NamedTuple):
    """One time word or phrase."""

    first: int
    last: int
    sense: str
    value: str
    entry: Entry
    proclitics: tuple[str, ...]


class Words(NamedTuple):
    """A sentence as the grammar sees it."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    hits: Hits
    atoms: dict[int, Atom]


class Read(NamedTuple):
    """What was read, and the token behind it."""

    last: int
    said: Said
    is_duration: bool = False
    shift: tuple[int, int] | None = None
    at: str = ""


def words_of(sentence: Sentence, hits: Hits) -> Words | None:
    """The time words of a sentence; None when it has none that could carry a date."""
    atoms: dict[int, Atom] = {}
    has_core = False
    tokens = sentence.tokens
    for i in tokens_with_any(hits, _KINDS):
        for hit in hits[i]:
            entry = hit.entry
            if entry.kind not in _KINDS or hit.enclitic:
                continue
            if hit.last - i > 1 and not _is_written_so(tokens, hit):
                continue
            if i not in atoms:
                atoms[i] = Atom(i, hit.last, entry.sense, entry.fields["value"], entry, hit.proclitics)
                has_core = has_core or entry.sense in _CORES or tokens[i].plain in ADVERBS
    for atom in [atom for atom in atoms.values() if atom.sense == "none"]:  # عين اليوم: a paper's name
        for i in range(atom.first, atom.last):
            atoms.pop(i, None)
    if not has_core and not any(token.kind == "number" for token in tokens):
        return None
    return Words(sentence, tokens, hits, atoms)


_WRITTEN: dict[str, tuple[str, ...]] = {}


def _is_written_so(tokens: tuple[Token, ...], hit: Hit) -> bool:
    """Phrases are found without their articles; for dates these tell: أمس الأول is not أمس أول اجتماع."""
    known = _WRITTEN.get(hit.entry.at)
    if known is None:
        forms = (hit.entry.lemma, *hit.entry.fields.get("forms", "").split("|"))
        known = _WRITTEN[hit.entry.at] = tuple(
            " ".join(map(plain, form.split())) for form in forms if len(form.split()) > 1
        )
    return " ".join(token.plain for token in tokens[hit.first : hit.last]).endswith(known)


def starts_of(words: Words) -> list[int]:
    """Tokens where a date may begin: time words, and numbers close before a month or between slashes."""
    starts = set(words.atoms)
    months = [i for i, atom in words.atoms.items() if atom.sense in ("month", "hijri_month") or atom.value == "month"]
    for month in months:
        for i in range(max(0, month - _MONTH_REACH), month):
            is_number = words.tokens[i].kind == "number" or any(hit.entry.kind == "number" for hit in words.hits[i])
            if is_number or (words.tokens[i].plain in ("ال", "بين", "من", "مابين") and i not in words.atoms):
                starts.add(i)
    for i, token in enumerate(words.tokens):
        if token.kind == "number" and (
            len(token.plain) > 5 or (i + 1 < len(words.tokens) and words.tokens[i + 1].plain in SLASHES)
        ):
            starts.add(i)
    for i, atom in words.atoms.items():  # "within the last 24 hours": the number comes first
        if atom.sense == "unit":
            for j in range(max(0, i - 2), i):
                if words.tokens[j].plain in ("ال", "نفس", "ذات") or words.tokens[j].plain.startswith("ال"):
                    starts.add(j)
    return sorted(starts)


def atom_at(words: Words, i: int, *senses: str) -> Atom | None:
    atom = words.atoms.get(i)
    return atom if atom is not None and (not senses or atom.sense in senses) else None


def word_at(words: Words, i: int) -> str:
    return words.tokens[i].plain if 0 <= i < len(words.tokens) else ""


def past(words: Words, i: int, *skipped: str) -> int:
    """``i``, or the token behind it when the word there is one of ``skipped``."""
    return i + 1 if word_at(words, i) in skipped else i


ADVERBS = frozenset({"صباحا", "فجرا", "ظهرا", "عصرا", "مساءا", "ليلا"})


def is_which(words: Words, which: Atom) -> bool:
    """السابق and الأخير describe other things too; here only right behind the day, and with the article."""
    written = word_at(words, which.first)
    return written.startswith("ال") or which.value in ("same", "before_last") or "ال" in which.proclitics


def is_number(words: Words, i: int) -> bool:
    return 0 <= i < len(words.tokens) and words.tokens[i].kind == "number"


def numeral_here(words: Words, i: int) -> Numeral | None:
    if not 0 <= i < len(words.tokens):
        return None
    token = words.tokens[i]
    if token.kind == "word" and token.plain != "ال" and not words.hits[i]:
        return None
    return numeral_at(words.sentence, words.hits, i)


def ordinal_at(words: Words, i: int) -> Numeral | None:
    numeral = numeral_here(words, i)
    return numeral if numeral is not None and numeral.is_ordinal else None
