"""Figures before they are written out, and what all the frames of words of loss ask of the words around them."""

from __future__ import annotations

from typing import NamedTuple

from rasd.lexicon.numerals import bounds_around, numeral_at
from rasd.mentions.joined_people import joined
from rasd.mentions.people import People, people_at
from rasd.mentions.person_nouns import QUOTES, Clause
from rasd.model.word import Hit

Bounds = tuple[int, int | None]
NONE: Bounds = (0, 0)
LOSSES: Bounds = (0, None)
SOME: Bounds = (1, None)
# How far a verb's people may stand from it, and a negation from what there was none of.
BEFORE, BEHIND, _NEGATION = 18, 14, 7
# How far behind a denied "resulted in" its outcome may stand, in tokens.
_RESULT = 12


# Senses of tolls.csv that open a figure; each has a frame in tolls.py.
OPENING = frozenset(
    "death injury kill slay die pass expire hurt strike wound meet life dead injured body hits losses harm total tally"
    " material among result".split()
)


class Find(NamedTuple):
    """A figure before it is written out: the tokens that say it, the phrase of its people."""

    first: int
    last: int
    killed: Bounds | None
    wounded: Bounds | None
    people: People | None = None
    role: str = "total"
    read_as: str | tuple[str, str] = ""
    """What a misspelt word is taken for; a pair where that is said in English and in Arabic."""
    at: int = -1
    """The token whose row made it; -1 for ``first``."""


def negation_of(clause: Clause, i: int) -> str:
    """ "none" (دون إصابات), "unknown" (دون أنباء عن إصابات), or "" for the word at token ``i``."""
    for j in range(i - 1, max(i - 1 - _NEGATION, -1), -1):
        if clause.is_mark(j):
            return ""
        if clause.has(j, "none"):
            between = range(j + 1, i)
            if any(clause.has(k, "news") for k in between):
                return "unknown"
            return "none"
        if clause.has(j, "news") or clause.has(j - 1, "news"):  # "أنباء فورية عن"
            continue
        if not clause.has(j, "happen") and not clause.has(j, "injury") and clause.word(j) not in QUOTES:
            allowed = clause.word(j).startswith("ال") and j == i - 2
            if not allowed:
                break
    return "none" if _has_no_result(clause, i) else ""


def _has_no_result(clause: Clause, i: int) -> bool:
    """ "لم يسفر القصف على المدينة عن إصابات": what came of it is denied, however long what it came of is told."""
    for j in range(i - 1, max(i - 1 - _RESULT, -1), -1):
        if clause.is_mark(j) or clause.has(j, "which") or clause.has(j, "that"):
            return False
        if clause.has(j, "result"):
            return j > 0 and bool(clause.has(j - 1, "none"))
    return False


def is_meant(clause: Clause, i: int) -> bool:
    """Whether the killing is an aim, a plan, an attempt or a charge."""
    if (hit := _any(clause, i, ("kill", "slay", "death"))) and "ل" in hit.proclitics:
        return hit.entry.lemma not in DEATHS and not (i > 0 and clause.has(i - 1, "result"))
    return any(
        j >= 0 and (clause.has(j, "intent") or clause.has(j, "aim")) and not clause.has(j, "result")
        for j in (i - 1, i - 2)
    )


def _any(clause: Clause, i: int, senses: tuple[str, ...]) -> Hit | None:
    return next((hit for sense in senses if (hit := clause.has(i, sense))), None)


def is_illness(clause: Clause, i: int, last: int) -> bool:
    return any(clause.has(j, "disease") for j in range(i, min(last + 5, len(clause.hits))))


def ends_injury(clause: Clause, i: int) -> bool:
    return stops_at(clause, i) or clause.word(i).startswith("ب")


DEATHS = frozenset({"مقتل", "مصرع", "استشهاد", "إصابة"})


def stops_at(clause: Clause, i: int) -> bool:
    return i >= len(clause.hits) or clause.is_mark(i) or bool(clause.has(i, "break"))


def negator(clause: Clause, i: int) -> int:
    for j in range(i - 1, max(i - 2 - _NEGATION, -1), -1):
        if clause.has(j, "none"):
            return j
    return i


def past_pauses(clause: Clause, i: int) -> int:
    """Past words of time that stand between a verb and its people: "قتل أمس خمسة", "استشهد (في الهجوم) خمسة"."""
    if clause.word(i) == "(" and people_at(clause, i) is None:
        i = next((j + 1 for j in range(i + 2, min(i + 6, len(clause.hits))) if clause.word(j) == ")"), i)
    while i < len(clause.hits) and (hit := clause.has(i, "pause")) and not clause.has(i, "another"):
        i = hit.last
    if clause.word(i) in ("منهم", "منها", "منهن"):  # "قتلت منهم 16 جنديا"
        i += 1
    return i


def joined_head(clause: Clause, i: int, sense: str) -> int:
    """Behind "وإصابة" when it stands at token ``i``, else 0: "مقتل وإصابة ثلاثة"."""
    if clause.word(i) in ("و", "او"):
        i += 1
    hit = clause.has(i, sense) or (clause.has(i, "wound") if sense == "injury" else clause.has(i, "kill"))
    if hit is None or hit.enclitic or (i > 0 and clause.word(i - 1) not in ("و", "او") and "و" not in hit.proclitics):
        return 0
    return hit.last


def is_hurt_behind(clause: Clause, people: People) -> bool:
    """Whether a word in no list is shown to be a person: "إصابة فلان بجروح"."""
    return any(
        clause.word(j) in _BY or clause.has(j, "injured")
        for j in range(people.last, min(people.last + 5, len(clause.hits)))
    )


_BY = frozenset(
    {
        "بجروح",
        "بجراح",
        "برصاص",
        "بالرصاص",
        "برصاصه",
        "بشظايا",
        "بشظيه",
        "بطلق",
        "بعيار",
        "بالاختناق",
        "باختناق",
        "برضوض",
    }
)


def figure_of(clause: Clause, i: int, people: People, is_killed: bool, read_as: str | tuple[str, str] = "") -> Find:
    people = joined(clause, people)
    if not is_killed and (others := _hurt_otherwise(clause, people)) is not None:
        high = None if people.high is None or others.high is None else people.high + others.high
        people = people._replace(low=people.low + others.low, high=high, last=others.last, group="")
    bounds = (people.low, people.high)
    first = min(i, people.first)
    last = max(i + 1, people.last)
    killed, wounded = (bounds, None) if is_killed else (None, bounds)
    return Find(first, last, killed, wounded, people, read_as=read_as, at=i)


def _hurt_otherwise(clause: Clause, people: People) -> People | None:
    """ "أصيب مواطن بجروح خطيرة وثلاثة آخرون بجروح طفيفة": others behind how the first was hurt."""
    for j in range(people.last, min(people.last + 6, len(clause.hits))):
        if clause.is_mark(j) or opens_figure(clause, j):
            return None
        if j > people.last and clause.word(j).startswith("و") and not clause.word(j).startswith("وال"):
            others = people_at(clause, j + 1 if clause.word(j) == "و" else j)
            is_other = others is not None and bool(clause.has(others.last - 1, "another"))
            return others if is_other else None
    return None


def lumped_figure(i: int, people: People) -> Find:
    """One figure for dead and wounded together: one to all but one of each."""
    high = None if people.high is None else max(people.high - 1, 1)
    bounds = (1, high)
    if not people.is_counted and people.high is not None:
        bounds = (0, 1)
    return Find(min(i, people.first), max(people.last, i + 1), bounds, bounds, people, at=i)


def is_one_thing(clause: Clause, people: People) -> bool:
    """ "وأصيبت واحدة": one of the trucks before, rather than a woman."""
    return people.noun < 0 and clause.word(people.last - 1).endswith("واحده")


def is_of_them(clause: Clause, people: People) -> bool:
    return clause.word(people.last - 1) in ("منهم", "منهن")


def opens_figure(clause: Clause, j: int) -> bool:
    return any(sense in OPENING for sense in clause.senses.get(j, ()))


def slots(is_killed: bool, bounds: Bounds) -> tuple[Bounds | None, Bounds | None]:
    return (bounds, None) if is_killed else (None, bounds)


def numeral_before(clause: Clause, i: int) -> tuple[int, int, int | None] | None:
    """First token, low and high of the number that ends right before token ``i`` (a quotation mark may part them)."""
    end = i
    while end > 0 and clause.word(end - 1) in QUOTES | {")"}:
        end -= 1
    if end > 1 and clause.word(end - 1) == "من" and numeral_at(clause.sentence, clause.hits, end - 2) is not None:
        end -= 1
    for j in range(max(0, end - 7), end):
        numeral = numeral_at(clause.sentence, clause.hits, j)
        if (
            numeral is None
            or clause.has(j, "one")
            or numeral.last not in (end, end + 1, i)
            or (numeral.is_ordinal and clause.word(j) != "ال")
        ):
            continue
        if j + 1 < len(clause.hits) and numeral.first < j:
            continue
        numeral = bounds_around(clause.sentence, clause.hits, numeral)
        return numeral.first, numeral.low, numeral.high
    return None


def numeral_around(clause: Clause, i: int) -> tuple[int, int, int | None] | None:
    """ "15 شخصا بين قتيل وجريح": the number of the people named before "between"."""
    for j in range(max(0, i - 8), i):
        people = people_at(clause, j)
        if people is not None and people.is_counted:
            return people.first, people.low, people.high
    return None


def opposite_at(clause: Clause, i: int, is_killed: bool) -> int:
    """Behind "وجريح" when it stands behind token ``i`` without a number of its own, else 0."""
    j = i + 1
    while j < len(clause.hits) and clause.word(j) in QUOTES | {"و", "او"}:
        j += 1
    hit = clause.has(j, "injured" if is_killed else "dead")
    if hit is None or ("و" not in hit.proclitics and clause.word(j - 1) not in ("و", "او")):
        return 0
    return hit.last


def is_one_figure(clause: Clause, opposite: int, number: str, is_definite: bool) -> bool:
    """ "12 قتيلا وجريحا", "50 شهيدا ومصابا", "5 قتلى وجرحى": the second word has the number of the first."""
    hit = _any(clause, opposite - 1, ("dead", "injured"))
    return hit is not None and hit.entry.fields["number"] == number and ("ال" in hit.proclitics) == is_definite
