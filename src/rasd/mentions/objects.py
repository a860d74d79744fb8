"""Weapons, targets and persons: the longest row at every place of a sentence, none over another.

A row with the sense ``none`` takes its words away: there is no weapon in وقف إطلاق النار, no base in تنظيم القاعدة.
A row with words in its column ``near`` counts only when one of them stands in the sentence, or when the report
itself writes the row's vowel marks (مسيّرة is a drone, مسيرة alone may be a march).
A row marked ``adjective`` does not count behind its noun (مدني in الحي المدني).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rasd.model.mention import ObjectMention, PersonMention
from rasd.model.text import Sentence
from rasd.model.word import Hit, tokens_with
from rasd.text.letters import plain

SHADDA = "\u0651"
_PREPOSITIONS = {
    "علي": "على", "في": "في", "من": "من", "الي": "إلى", "عن": "عن", "بين": "بين", "قرب": "قرب", "ضد": "ضد",
    "تجاه": "تجاه", "باتجاه": "باتجاه", "نحو": "نحو", "داخل": "داخل", "بواسطه": "بواسطة", "عبر": "عبر",
    "لدي": "لدى", "عند": "عند", "قباله": "قبالة", "امام": "أمام", "تحت": "تحت", "فوق": "فوق", "خلف": "خلف",
    "بالقرب": "قرب", "بجوار": "قرب", "بمحيط": "محيط", "محيط": "محيط", "جراء": "جراء", "اثر": "إثر",
    "بنيران": "بنيران", "برصاص": "برصاص", "مستخدما": "مستخدم", "باستخدام": "باستخدام",
}  # fmt: skip
_NOUN_KINDS = frozenset({"noun", "verb", "target", "weapon", "person", "settlement"})
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
_ON_WORD = ("ب", "ل", "ك")


def find_weapons(sentence: Sentence, hits: Sequence[tuple[Hit, ...]]) -> list[ObjectMention]:
    """The weapons, and the carriers that imply one, in the order of the sentence."""
    return [_object(sentence, hit) for hit in _found(sentence, hits, "weapon")]


def find_targets(sentence: Sentence, hits: Sequence[tuple[Hit, ...]]) -> list[ObjectMention]:
    """What can be hit, in the order of the sentence."""
    return [_object(sentence, hit) for hit in _found(sentence, hits, "target")]


def find_persons(sentence: Sentence, hits: Sequence[tuple[Hit, ...]]) -> list[PersonMention]:
    """Persons by what they are, in the order of the sentence."""
    return [
        PersonMention(
            sentence.index,
            hit.first,
            hit.last,
            sentence.span(hit.first, hit.last),
            hit.entry.at,
            hit.entry.sense,
            hit.form.number,
            2 if hit.form.number == "d" else None,
            _preposition(sentence, hit),
            _is_definite(sentence, hit),
            hit.enclitic,
        )
        for hit in _found(sentence, hits, "person")
    ]


def _object(sentence: Sentence, hit: Hit) -> ObjectMention:
    return ObjectMention(
        sentence.index,
        hit.first,
        hit.last,
        sentence.span(hit.first, hit.last),
        hit.entry.at,
        hit.entry.sense,
        hit.form.number,
        _preposition(sentence, hit),
        hit.entry.fields.get("side", ""),
        _is_definite(sentence, hit),
        hit.enclitic,
    )


def _found(sentence: Sentence, hits: Sequence[tuple[Hit, ...]], kind: str) -> Iterator[Hit]:
    past = 0
    for place in _beginnings(hits, kind):
        if place < past:
            continue
        best = None
        for hit in hits[place]:  # longest first, then fewest clitics
            entry = hit.entry
            if best is not None and (hit.last < best.last or best.entry.kind == kind or kind != "weapon"):
                break  # رميا بالرصاص is no act, and tells the weapon all the same
            if (entry.kind == kind and _is_meant(sentence, hit) and not _is_adjective(sentence, hit, hits)) or (
                entry.sense == "none" and entry.kind == "noun" and hit.last - place > 1
            ):
                best = hit
        if best is not None:
            past = best.last
            if best.entry.sense != "none":
                yield best


def _beginnings(hits: Sequence[tuple[Hit, ...]], kind: str) -> Sequence[int]:
    """Where a row of the kind begins, or a phrase that is none of it."""
    own = tokens_with(hits, kind)
    none = tokens_with(hits, "noun:none") if own else ()
    return sorted({*own, *none}) if none else own


def _is_meant(sentence: Sentence, hit: Hit) -> bool:
    if hit.enclitic == "ه" and _last_letter(sentence, hit) == "ة":
        return False  # عسكرية is not عسكري with a pronoun
    near = hit.entry.fields.get("near")
    if not near:
        return True
    if SHADDA in hit.entry.lemma and any(
        SHADDA in sentence.raw[token.start : token.end] for token in sentence.tokens[hit.first : hit.last]
    ):
        return True
    words = [token.plain for token in sentence.tokens]
    if _any_of(near).search(" ".join(words)) is None:
        return False
    del words[hit.first : hit.last]  # it may be the word itself
    return _any_of(near).search(" ".join(words)) is not None


@cache
def _any_of(near: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(plain(stem)) for stem in near.split("|")))


def _last_letter(sentence: Sentence, hit: Hit) -> str:
    token = sentence.tokens[hit.last - 1]
    return sentence.raw[token.start : token.end].rstrip(_MARKS)[-1:]


def _is_adjective(sentence: Sentence, hit: Hit, hits: Sequence[tuple[Hit, ...]]) -> bool:
    """المدني in الحي المدني, عسكريا for "by force": a word of the column ``adjective`` that is no person here.

    Behind a word that may be a verb, a verbal noun or a number it stays a person: قتل مسلح, 11 عسكريا.
    """
    if hit.form.number != "s" or not hit.entry.fields.get("adjective"):
        return False
    written = sentence.tokens[hit.first].plain
    before = hits[hit.first - 1] if hit.first else ()
    is_adverb = written.endswith("يا")  # behind a verbal noun too: تحركا عسكريا
    governors = {"verb"} if is_adverb else {"verb", "masdar"}
    is_governed = hit.first > 0 and (
        sentence.tokens[hit.first - 1].kind == "number"
        or any(other.form.pos in governors or other.entry.kind == "number" for other in before)
    )
    if is_adverb or is_governed or not hit.first:
        return is_adverb and not is_governed
    if "ال" in hit.proclitics:
        return sentence.tokens[hit.first - 1].plain.lstrip("وفبك").startswith(("ال", "لل"))
    return any(other.last == hit.first and other.entry.kind in _NOUN_KINDS and not other.proclitics for other in before)


def _preposition(sentence: Sentence, hit: Hit) -> str:
    for clitic in hit.proclitics:
        if clitic in _ON_WORD:
            return clitic
    if hit.first == 0:
        return ""
    before = sentence.tokens[hit.first - 1].plain
    found = _PREPOSITIONS.get(before)
    if found is None and before[:1] in ("و", "ف"):
        found = _PREPOSITIONS.get(before[1:])
    return found or ""


def _is_definite(sentence: Sentence, hit: Hit) -> bool:
    return "ال" in hit.proclitics or any(
        token.plain.startswith("ال") and len(token.plain) > 4
        for token in sentence.tokens[hit.first + (hit.last - hit.first == 1) : hit.last]
    )
