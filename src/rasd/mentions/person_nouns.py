"""The words for people in a sentence, and where a phrase of them ends: جنود, فلسطينيين, الشاب."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rasd.model.text import Sentence
from rasd.model.word import Hit

Hits = Sequence[tuple[Hit, ...]]

QUOTES = frozenset("\"'«»“”„‟‘’`")
_THINGS = frozenset({"weapon", "target", "time", "month", "day", "settlement"})
# Targets that are people.
_TARGETS = frozenset({"person"})
# Which of the four groups of ``TollMention.of`` a person's word belongs to.
GROUPS = {
    "civilian": "civilians",
    "child": "children",
    "woman": "women",
    "fighter": "fighters",
    "soldier": "fighters",
    "gunman": "fighters",
}
# Senses of tolls.csv that end a phrase of people: what opens another clause or another figure.
ENDS = frozenset(
    "break which that among none result since aim older kill slay die pass expire hurt strike wound meet fate life"
    " death injury hits losses harm total material intent".split()
)


class Clause(NamedTuple):
    """A sentence with the rows of tolls.csv that its words may stand for, by token and sense."""

    sentence: Sentence
    hits: Hits
    senses: Mapping[int, Mapping[str, Hit]]

    def has(self, i: int, sense: str) -> Hit | None:
        """The row of that sense at token ``i``."""
        return self.senses[i].get(sense) if i in self.senses else None

    def word(self, i: int) -> str:
        """The plain word at token ``i``; "" outside the sentence."""
        return self.sentence.tokens[i].plain if 0 <= i < len(self.hits) else ""

    def is_mark(self, i: int) -> bool:
        """Whether token ``i`` is a mark, but no quotation mark and no stroke (أيار/ مايو)."""
        token = self.sentence.tokens[i]
        return token.kind == "mark" and token.plain not in QUOTES and token.plain != "/"


class PersonNoun(NamedTuple):
    """A word or listed phrase for people, up to token ``last``."""

    last: int
    number: str
    group: str
    is_ambiguous: bool
    is_sure: bool
    is_definite: bool


def noun_at(clause: Clause, i: int) -> PersonNoun | None:
    """The word for people at token ``i``; the vowel marks of a written dual decide (فلسطينيَين)."""
    if i >= len(clause.hits) or clause.sentence.tokens[i].kind != "word":
        return None
    # والده may be "his father" or "mother": the written pronoun wins.
    has_pronoun = any(hit.enclitic and is_person(hit) for hit in clause.hits[i])
    numbers: list[str] = []
    group, last, is_definite = "", i + 1, False
    for hit in clause.hits[i]:
        if hit.last > last and hit.entry.kind == "person" and hit.entry.sense == "none":
            return None
        if hit.entry.kind == "toll" and hit.entry.sense == "person":
            numbers.append(hit.entry.fields["number"])
            is_definite = is_definite or bool(hit.enclitic)
        elif is_person(hit):
            if hit.last < last:
                continue
            if hit.last > last:
                numbers, last = [], hit.last
            numbers.append(hit.form.number)
            if not has_pronoun or hit.enclitic:
                group = group or GROUPS.get(hit.entry.sense, "")
            is_definite = "ال" in hit.proclitics or bool(hit.enclitic)
        elif hit.entry.kind == "toll" and hit.entry.sense in ("dead", "injured"):
            numbers.append({"1": "s", "2": "d"}.get(hit.entry.fields["number"], "p"))
    if numbers:
        # A phrase that is only listed (العناصر الإرهابية) has the number of its first word.
        heads = [hit.form.number for hit in clause.hits[i] if hit.form.number and is_person(hit)]
        numbers = [number for number in numbers if number] or heads or ["s"]
        number, is_ambiguous = _of_two_readings(clause, i, numbers)
        if has_pronoun and "d" in numbers and _ends_in_alef(clause, i):  # "طفلاها"
            number, is_ambiguous = "d", False
        return PersonNoun(last, number, group, is_ambiguous, True, is_definite)
    if clause.senses.get(i) or is_thing(clause, i):
        return None
    return _nisba(clause, i)


def _ends_in_alef(clause: Clause, i: int) -> bool:
    """Whether an alef stands before the pronoun: of a word for people it is what is left of a dual."""
    hit = next(hit for hit in clause.hits[i] if hit.enclitic and is_person(hit))
    return clause.word(i).removesuffix(hit.enclitic).endswith("ا")


def _of_two_readings(clause: Clause, i: int, numbers: Sequence[str]) -> tuple[str, bool]:
    if "d" in numbers and "p" in numbers:
        token = clause.sentence.tokens[i]
        written = clause.sentence.raw[token.start : token.end]
        if written.endswith("ان") or "\u064eي" in written[-5:]:
            return "d", False
        if "\u0650ي" in written[-5:]:
            return "p", False
        return "p", True
    return numbers[0], False


def _nisba(clause: Clause, i: int) -> PersonNoun | None:
    """A person called by where he comes from: فلسطيني, يمنيين. Read by its ending."""
    word = clause.word(i)
    is_definite = word.startswith(("ال", "وال"))
    for ending, number in (
        ("يان", "d"),
        ("يتان", "d"),
        ("يتين", "d"),
        ("يين", "b"),
        ("يون", "p"),
        ("يا", "s"),
        ("ي", "s"),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            if number == "b":
                number, is_ambiguous = _of_two_readings(clause, i, ("d", "p"))
                return PersonNoun(i + 1, number, "", is_ambiguous, True, is_definite)
            return PersonNoun(i + 1, number, "", False, number != "s" or _has_nisba(clause, i), is_definite)
    return None


def _has_nisba(clause: Clause, i: int) -> bool:
    return any(hit.entry.kind == "nisba" for hit in clause.hits[i])


def is_thing(clause: Clause, i: int) -> bool:
    """Whether the word is a weapon, a target, a time or a place, and no person."""
    if i >= len(clause.hits):
        return False
    is_thing = False
    for hit in clause.hits[i]:
        if is_person(hit) or (hit.entry.kind == "relation" and hit.entry.sense == "head"):
            return False
        is_thing = is_thing or (hit.entry.kind in _THINGS and hit.entry.sense != "troops")
    return is_thing


def is_person(hit: Hit) -> bool:
    """Whether a reading names people."""
    if hit.entry.kind == "toll":
        return hit.entry.sense == "person"
    return (hit.entry.kind == "person" and hit.entry.sense != "none") or (
        hit.entry.kind == "target" and hit.entry.sense in _TARGETS
    )


def is_unknown(clause: Clause, i: int) -> bool:
    """Whether the word is in none of the lists that rule a name out."""
    if i >= len(clause.hits) or clause.sentence.tokens[i].kind != "word" or len(clause.word(i)) < 3:
        return False
    if clause.word(i).startswith(("لل", "بال", "وال")):
        return False
    for hit in clause.hits[i]:
        if hit.entry.kind in ("weapon", "target", "time", "month", "day", "number", "verb", "noun", "relation", "cue"):
            return False
        if hit.entry.kind == "toll":
            return False
    return True


def is_name(clause: Clause, i: int) -> bool:
    """Whether the word is in no list at all and has no article: part of a person's name, most likely."""
    if i >= len(clause.hits) or clause.hits[i] or clause.sentence.tokens[i].kind != "word":
        return False
    return len(clause.word(i)) > 2 and not clause.word(i).startswith(("ال", "ب", "لل", "و"))


def names_somebody(clause: Clause, i: int) -> bool:
    """Whether a reading of the word is a side, a nisba or people."""
    return any(hit.entry.kind in ("actor", "nisba") or is_person(hit) for hit in clause.hits[i])


def ends_phrase(clause: Clause, i: int) -> bool:
    """Whether the word at token ``i`` opens another clause or another figure."""
    senses = clause.senses.get(i)
    if senses is None or ENDS.isdisjoint(senses):
        return False
    return "another" not in senses and "ranks" not in senses


def is_number(clause: Clause, i: int) -> bool:
    """Whether a number stands at token ``i``, behind a lone "and" or with it written on."""
    at = i + 1 if clause.word(i) == "و" else i
    if at >= len(clause.hits):
        return False
    return clause.sentence.tokens[at].kind == "number" or any(hit.entry.kind == "number" for hit in clause.hits[at])
