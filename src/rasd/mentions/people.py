"""How many people a phrase counts: "ثلاثة جنود", "جنديان", "أكثر من 40 مدنيا", "رابع", "آخرون", "الشاب فلان"."""

from __future__ import annotations

from typing import NamedTuple

from rasd.lexicon.numerals import Numeral, bounds_around, numeral_at
from rasd.mentions.person_nouns import QUOTES, Clause, PersonNoun, is_thing, is_unknown, noun_at

_BOUNDS = frozenset({"at_least", "about", "at_most", "between"})
_TWO = frozenset({"اثنين", "اثنان", "اثنتين", "اثنتان"})
_MORE = frozenset({"اكثر", "ازيد"})
# The largest number that stands behind its noun.
_MOST_BEHIND = 10


class People(NamedTuple):
    """A phrase that counts people: tokens ``first`` up to ``last``; ``high`` None is open upwards."""

    first: int
    last: int
    low: int
    high: int | None
    is_counted: bool
    """By a number, a dual or an ordinal, rather than by a bare singular or plural."""
    noun: int = -1
    """Token of the word for the people, -1 without one."""
    group: str = ""
    is_sure: bool = True
    """False for a word that is in no list of persons: a name, perhaps a thing."""
    is_ambiguous: bool = False
    """The written word is a dual or a plural."""


def people_at(clause: Clause, i: int, *, allow_names: bool = False) -> People | None:
    """The phrase of people that begins at token ``i``; None when the words count or name no person.

    ``allow_names``: a word in no list may stand for one person (behind "the death of").
    """
    start = i
    while i < len(clause.hits) and clause.sentence.tokens[i].plain in QUOTES:
        i += 1
    if i >= len(clause.hits):
        return None
    found = counted_at(clause, i) or _more(clause, i) or _named(clause, i, allow_names=allow_names)
    is_closed = found is not None and any(clause.word(j) in QUOTES for j in range(i + 1, found.last))
    return found._replace(first=start) if found is not None and is_closed else found


def counted_at(clause: Clause, i: int) -> People | None:
    """A number with the people it counts, from token ``i``."""
    at = i
    for hit in clause.hits[i]:
        if hit.entry.kind == "number" and hit.entry.sense in _BOUNDS and hit.last < len(clause.hits):
            at = hit.last
            if clause.word(at) in ("من", "عن"):
                at += 1
            break
    is_more = at == i and clause.word(i) in _MORE and i + 1 < len(clause.hits)
    at += is_more
    if at >= len(clause.hits) or clause.has(at, "another"):
        return None
    numeral = numeral_at(clause.sentence, clause.hits, at)
    if numeral is None:
        return None
    if is_more:  # "أكثر 80 شخصا", the preposition left out
        numeral = numeral._replace(high=None)
    if numeral.is_ordinal and clause.sentence.tokens[numeral.last - 1].kind == "word":
        return _one_more(i, numeral)
    numeral = bounds_around(clause.sentence, clause.hits, numeral)
    first, last = min(i, numeral.first), numeral.last
    if clause.has(at, "one") and numeral.value == 1:  # "one of the guards": the noun is a plural
        noun = noun_at(clause, last)
        if noun is None or not noun.is_sure:
            return None
        return People(first, noun.last, 1, 1, True, noun.last - 1, noun.group)
    last = bound_at(clause, last) or last  # "17 على الأقل من"
    while last < len(clause.hits) and clause.word(last) in QUOTES | {"("}:
        last += 1
    if last >= len(clause.hits) or clause.is_mark(last):
        return People(first, numeral.last, numeral.low, numeral.high, True)
    if clause.word(last) in ("منهم", "منهن", "منها"):
        return People(first, last + 1, numeral.low, numeral.high, True)
    if clause.word(last) == "من" or clause.has(last, "ranks"):
        noun = noun_at(clause, last + 1) if clause.word(last) == "من" else None
        if noun is not None and noun.is_sure:
            return People(first, noun.last, numeral.low, numeral.high, True, noun.last - 1, noun.group)
        if clause.has(last + 1, "thing") or is_thing(clause, last + 1):
            return None
        return People(first, numeral.last, numeral.low, numeral.high, True)
    if any("ب" in hit.proclitics for hit in clause.hits[last]):  # "100 بالرصاص"
        return People(first, numeral.last, numeral.low, numeral.high, True)
    if clause.has(last, "another"):
        return People(first, last + 1, numeral.low, numeral.high, True, last)
    if _is_counted_thing(clause, last):
        return None
    if clause.has(last, "break") or clause.has(last, "pause") or clause.has(last, "among"):
        return People(first, numeral.last, numeral.low, numeral.high, True)
    if is_thing(clause, last):
        return None
    noun = noun_at(clause, last)
    if noun is not None:
        return People(
            first,
            noun.last,
            numeral.low,
            numeral.high,
            True,
            noun.last - 1,
            noun.group,
            is_sure=noun.is_sure or not noun.is_definite,
        )
    return People(first, numeral.last, numeral.low, numeral.high, True, is_sure=not is_unknown(clause, last))


def bound_at(clause: Clause, i: int) -> int:
    """Behind a bound of several words (على الأقل) that stands at token ``i``, else 0."""
    for hit in clause.hits[i] if i < len(clause.hits) else ():
        if hit.entry.kind == "number" and hit.entry.sense in _BOUNDS and hit.last - hit.first > 1:
            return hit.last
    return 0


def _one_more(i: int, numeral: Numeral) -> People | None:
    """ "وإصابة رابع": an ordinal counts one; "الشهر الثالث" does not come here, it has its noun before it."""
    if numeral.value < 2:
        return None
    return People(i, numeral.last, 1, 1, True, numeral.last - 1)


def _more(clause: Clause, i: int) -> People | None:
    """Others, some, one of them."""
    if hit := clause.has(i, "another"):
        value = hit.entry.fields["value"]
        low, high = int(value.rstrip("+")), None if value.endswith("+") else int(value)
        return People(i, hit.last, low, high, high is not None, i)
    if (hit := clause.has(i, "one")) and hit.enclitic in ("", "هم", "هن", "هما"):
        if not hit.enclitic and clause.word(i).removeprefix("و") in ("احد", "احدي"):
            noun = noun_at(clause, hit.last)
            if noun is None or not (noun.is_sure or noun.number == "p"):
                return None
            return People(i, noun.last, 1, 1, True, noun.last - 1, noun.group)
        return People(i, hit.last, 1, 1, True, i)
    if hit := clause.has(i, "everybody"):
        return People(i, hit.last, 1, None, False, hit.last - 1)
    if hit := clause.has(i, "some"):
        last = hit.last
        if clause.word(last) == "من":
            last += 1
        noun = noun_at(clause, last)
        if noun is None and clause.has(last, "another"):
            return People(i, last + 1, 1, None, False, last)
        if noun is None or not noun.is_sure or clause.has(last, "thing"):
            return People(i, hit.last, 1, None, False, hit.last - 1) if "اخر" in clause.word(hit.last - 1) else None
        return People(i, noun.last, 1, None, False, noun.last - 1, noun.group)
    return None


def _named(clause: Clause, i: int, *, allow_names: bool) -> People | None:
    """A bare noun: one, two or some; a name is one."""
    if _is_counted_thing(clause, i):
        return None
    noun = noun_at(clause, i)
    if (noun is None or not noun.is_sure) and is_unknown(clause, i) and clause.word(i + 1) in _TWO:
        return People(i, i + 2, 2, 2, True, i)
    if noun is None:
        if not allow_names or not is_unknown(clause, i) or clause.has(i, "thing") or clause.has(i, "break"):
            return None
        return People(i, i + 1, 1, 1, False, i, is_sure=False)
    if (members := _members(clause, noun)) is not None:
        return members._replace(first=i, group=noun.group)
    if (numeral := counted_behind(clause, noun)) is not None:  # "الجنود الثلاثة"
        return People(i, numeral.last, numeral.low, numeral.high, True, noun.last - 1, noun.group)
    low, high = {"s": (1, 1), "d": (2, 2)}.get(noun.number, (1, None))
    is_dual = noun.number == "d"
    if noun.is_ambiguous and _is_two(clause, noun.last):
        low, high, is_dual = 2, 2, True
    last = noun.last + (is_dual and clause.word(noun.last) in _TWO)
    if is_dual and bound_at(clause, last):  # "مدنيين اثنين على الأقل"
        high = None
    return People(
        i, noun.last, low, high, is_dual, noun.last - 1, noun.group,
        is_sure=noun.is_sure, is_ambiguous=noun.is_ambiguous and not is_dual,
    )  # fmt: skip


def _members(clause: Clause, noun: PersonNoun) -> People | None:
    """ "عائلة من خمسة أفراد", "عائلة مؤلفة من خمسة أشخاص": how many one group is."""
    at = next((j for j in range(noun.last, min(noun.last + 3, len(clause.hits))) if clause.word(j) == "من"), 0)
    if not at or at + 2 >= len(clause.hits):
        return None
    members = counted_at(clause, at + 1)
    if members is None or members.noun < 0:
        return None
    is_group = any(h.entry.kind == "person" and h.entry.sense == "anybody" for h in clause.hits[members.noun])
    return members if is_group else None


def counted_behind(clause: Clause, noun: PersonNoun) -> Numeral | None:
    """The number that stands behind definite people: "أطفالها الثلاثة"."""
    if noun.number != "p" or not noun.is_definite or noun.last >= len(clause.hits):
        return None
    if not any(h.entry.sense == "cardinal" and "ال" in h.proclitics for h in clause.hits[noun.last]):
        return None
    numeral = numeral_at(clause.sentence, clause.hits, noun.last)
    return numeral if numeral is not None and not numeral.is_ordinal and 2 < numeral.value <= _MOST_BEHIND else None


def _is_counted_thing(clause: Clause, i: int) -> bool:
    thing = clause.has(i, "thing")
    return thing is not None and thing.enclitic != "ي"  # مدني is no "my towns"


def _is_two(clause: Clause, i: int) -> bool:
    """Whether the words behind say that there are two: "مدنيين اثنين", "فلسطينيين واعتقال ثالث"."""
    if clause.word(i) in _TWO or clause.word(i - 1) in _TWO:  # the row may hold the number: مسلحين اثنين
        return True
    return any(clause.word(j) in ("ثالث", "ثالثه", "ثالثا") for j in range(i, i + 4))
