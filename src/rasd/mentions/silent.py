"""Phrases that are no actor: a part of an outlet's name, a country as a place, an adjective, a head of nobody."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.mentions.phrases import PERSONS, Line, Phrase, link_at
from rasd.model.word import Hit

BEFORE = frozenset(["علي", "من", "بين", "مع", "ضد", "الي", "عن", "في", "نحو", "ضمن", "تجاه", "ضدّ"])
# A country's name stands for its government only beside a verb or behind one of these.
_STATE_AFTER = frozenset(["بين", "مع", "ضد", "ان", "لكن", "قبل", "بان", "وان"])
_SPEAKING = frozenset(("say", "deny", "claim", "accuse", "threaten", "allege", "plan", "demand", "agree"))


def is_silent(hits: Sequence[tuple[Hit, ...]], line: Line, phrase: Phrase) -> bool:
    """Whether the words are no actor here: part of an outlet's name, a country as a place, a head of nobody."""
    if phrase.first and link_at(line, phrase.first - 1) == "outlet" and "ل" not in phrase.clitics:
        return True  # صحيفة الشرق; not موقع للحركة
    if phrase.head == "silent":
        return True
    if phrase.form in ("country", "capital") and not phrase.head:
        return not _is_state(hits, line, phrase)
    if phrase.person and _is_adjective(hits, line, phrase):
        return True
    if phrase.names or phrase.country or phrase.groups or phrase.parent or (phrase.person and phrase.head != "leader"):
        return phrase.head in ("leader", "organ") and not (phrase.names or phrase.country or phrase.groups)
    if "ب" in phrase.clitics and not phrase.person and (phrase.end == phrase.first + 1 or not phrase.definite):
        return True  # what is hit with: بالمدفعية; not انفجرت بدورية للجيش
    if phrase.unknown or phrase.head in ("tribes", "rebels", *PERSONS):
        return False
    if phrase.head in ("militia", "faction", "police", "army") and phrase.end > phrase.first + 1:
        return False  # جماعات مسلحة، قوة أمنية
    if not (phrase.definite or phrase.pronoun) or (phrase.head in _NEVER_BARE and not phrase.pronoun):
        return True
    return phrase.head in _SHY and not _beside_verb(hits, line, phrase)


# Heads that mean nobody until it is said whose: an aircraft, a unit, some members; and those that are also everyday
# words (الأمن: security), which stand for a side only as the subject or object of a verb.
_NEVER_BARE = frozenset(("aircraft", "unit", "band", "part", "organ", "leader", "office"))
_SHY = frozenset(("security", "navy"))


def _beside_verb(hits: Sequence[tuple[Hit, ...]], line: Line, phrase: Phrase) -> bool:
    before = _verbs(hits, line.token[phrase.first - 1]) if phrase.first else set()
    return bool(before or (phrase.end < len(line.plain) and _verbs(hits, line.token[phrase.end])))


def _is_adjective(hits: Sequence[tuple[Hit, ...]], line: Line, phrase: Phrase) -> bool:
    """Whether a person's noun only describes the noun before it (الدفاع المدني، الهجوم الإرهابي، عملية انتحارية)."""
    if not phrase.first or phrase.clitics:
        return False
    word, before = line.plain[phrase.first], line.plain[phrase.first - 1]
    if phrase.definite:
        singular = word.endswith(("ي", "يه", "مسلح", "متطرف", "متشدد", "مهاجم", "مجهول"))
        return singular and phrase.end == phrase.first + 1 and before.startswith(("ال", "وال", "بال", "لل"))
    stem = word.removesuffix("ا").removesuffix("ه")
    if word.endswith("يه") and before.endswith("ه") and stem.endswith(("انتحاري", "انغماسي")):
        return True
    if not stem.endswith(("ارهابي", "انتحاري", "انغماسي", "مسلح", "متطرف")):
        return False
    at = line.token[phrase.first - 1]
    nouns = {hit.entry.sense for hit in hits[at] if hit.form.pos in ("noun", "masdar")} if at < len(hits) else set()
    return bool(nouns & _OF_ACTS)


# Acts that are called armed, terrorist or suicidal: behind these nouns such a word is no person.
_OF_ACTS = frozenset(
    ("attack", "explode", "detonate", "clash", "ambush", "raid", "confrontation", "strike", "target", "shoot")
)


def _is_state(hits: Sequence[tuple[Hit, ...]], line: Line, phrase: Phrase) -> bool:
    before = line.plain[phrase.first - 1] if phrase.first else ""
    if "ب" in phrase.clitics or before in BEFORE - _STATE_AFTER:
        return False
    if before == "مع" and phrase.first > 1 and line.plain[phrase.first - 2].endswith("حدود"):
        return False  # الحدود مع سوريا
    senses = set()
    if phrase.first:
        senses |= _verbs(hits, line.token[phrase.first - 1])
    if phrase.end < len(line.plain) and not _is_construct(hits, line, phrase.first):
        senses |= _verbs(hits, line.token[phrase.end])
    if phrase.form == "capital":
        return bool(senses & _SPEAKING)
    linked = bool(phrase.first) and link_at(line, phrase.first - 1) in ("owned", "backed", "sponsor")
    return bool(senses) or before in _STATE_AFTER or linked or not phrase.first


def _is_construct(hits: Sequence[tuple[Hit, ...]], line: Line, k: int) -> bool:
    """A noun stands right before (شرق سوريا، حدود العراق): the country is a place there."""
    if not k or not hits or line.plain[k - 1] in _STATE_AFTER or line.plain[k - 1] in BEFORE:
        return False
    before = line.token[k - 1]
    kinds = {hit.entry.kind for hit in hits[before]} if before < len(hits) else set()
    return bool(kinds - {"verb", "cue", "source"}) and not _verbs(hits, before)


def _verbs(hits: Sequence[tuple[Hit, ...]], token: int) -> set[str]:
    if token >= len(hits):
        return set()
    return {hit.entry.sense for hit in hits[token] if hit.form.pos == "verb"}
