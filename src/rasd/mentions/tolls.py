"""Casualty figures: who was killed and wounded, how many, and which figures are no event's own.

Each word of tolls.csv that can open a figure has a frame below that says where its people stand: behind a verbal
noun (مقتل ثلاثة), before or behind a verb, before a noun of the dead (ثلاثة قتلى), or nowhere (دون إصابات).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rasd.lexicon.numerals import bounds_around, numeral_at
from rasd.mentions.people import (
    QUOTES,
    Clause,
    Hits,
    People,
    closing_bracket,
    end_of_phrase,
    is_name,
    joined,
    people_at,
)
from rasd.model.event import Problem
from rasd.model.mention import TollMention
from rasd.model.text import Sentence, Span
from rasd.model.word import Hit, tokens_with, tokens_with_any

Bounds = tuple[int, int | None]
_NONE: Bounds = (0, 0)
_LOSSES: Bounds = (0, None)
_SOME: Bounds = (1, None)
# How far a verb's people may stand from it, and a negation from what there was none of.
_BEFORE, _BEHIND, _NEGATION = 18, 14, 7
# From this number on a figure in the same sentence as "since" is a running total even in a relative clause.
_MANY, _THOUSANDS = 100, 2000
_TRANSITIVE = frozenset({"kill", "slay", "strike", "wound"})
_REACH = 25
_ALSO = 5


class _Find(NamedTuple):
    """A figure before it is written out: the tokens that say it, the phrase of its people."""

    first: int
    last: int
    killed: Bounds | None
    wounded: Bounds | None
    people: People | None = None
    role: str = "total"
    problem: str = ""
    at: int = -1
    """The token whose row made it; -1 for ``first``."""


def find_tolls(sentence: Sentence, hits: Hits) -> list[TollMention]:
    """The casualty figures of a sentence, in the order of the text.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("أسفر القصف عن مقتل 3 أشخاص وإصابة رابع")
    >>> [(m.killed, m.wounded, m.span.text) for m in find_tolls(s, load().hits(s))]
    [((3, 3), None, 'مقتل 3 أشخاص'), (None, (1, 1), 'وإصابة رابع')]
    """
    if not tokens_with_any(hits, _COUNTING):
        return []
    senses: dict[int, dict[str, Hit]] = {}
    for i in tokens_with(hits, "toll"):
        here = senses[i] = {}
        for hit in hits[i]:
            if hit.entry.kind == "toll":
                here.setdefault(hit.entry.sense, hit)
    clause = Clause(sentence, hits, senses)
    finds: list[_Find] = []
    done = 0
    for i in sorted(senses):
        if i < done:
            continue
        for sense in senses[i]:
            frame = _FRAMES.get(sense)
            if frame is None:
                continue
            found = list(frame(clause, i, finds))
            if found:
                finds += found
                done = max(done, i + 1, *(find.last for find in found if find.last > i))
                break
    finds = _with_roles(clause, finds)
    return [_mention(clause, find, _groups(finds, k)) for k, find in enumerate(finds)]


# --- what a word may not mean -----------------------------------------------------------------------------------------


def _negation(clause: Clause, i: int) -> str:
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
                return ""
    return ""


def _is_meant(clause: Clause, i: int) -> bool:
    """Whether the killing is an aim, a plan, an attempt or a charge."""
    if (hit := _any(clause, i, ("kill", "slay", "death"))) and "ل" in hit.proclitics:
        return hit.entry.lemma not in _DEATHS and not (i > 0 and clause.has(i - 1, "result"))
    return any(
        j >= 0 and (clause.has(j, "intent") or clause.has(j, "aim")) and not clause.has(j, "result")
        for j in (i - 1, i - 2)
    )


def _any(clause: Clause, i: int, senses: tuple[str, ...]) -> Hit | None:
    return next((hit for sense in senses if (hit := clause.has(i, sense))), None)


def _is_illness(clause: Clause, i: int, last: int) -> bool:
    return any(clause.has(j, "disease") for j in range(i, min(last + 5, len(clause.hits))))


# --- frames -----------------------------------------------------------------------------------------------------------


def _of_noun(is_killed: bool) -> Callable[[Clause, int, list[_Find]], Iterator[_Find]]:
    def frame(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
        yield from _verbal_noun(clause, i, is_killed)

    return frame


def _verbal_noun(clause: Clause, i: int, is_killed: bool) -> Iterator[_Find]:
    """مقتل، إصابة: its people stand behind it, or are its attached pronoun."""
    hit = clause.senses[i]["death" if is_killed else "injury"]
    if "ال" in hit.proclitics:
        if not is_killed:
            yield from _suffered(clause, i, hit)
        return
    negated = _negation(clause, i)
    if negated:
        if negated == "none" and (
            clause.has(hit.last, "anybody")
            or _stops(clause, hit.last)
            or "اي" in (clause.word(i - 1), clause.word(hit.last))
        ):
            yield _Find(_negator(clause, i), hit.last, _NONE, _NONE if not is_killed else None, at=i)
        return
    if (is_killed and _is_meant(clause, i)) or (i > 0 and clause.has(i - 1, "older")):
        return
    if hit.enclitic:
        yield from _pronoun(clause, i, hit, is_killed)
        return
    if not is_killed and "ل" in hit.proclitics and (suffered := list(_suffered(clause, i, hit))):
        yield from suffered
        return
    last = hit.last
    other = _joined_head(clause, last, "injury" if is_killed else "death")
    if other:
        people = people_at(clause, other, allow_names=False) or people_at(clause, _skip(clause, other))
        if people is not None:
            yield _lumped(i, people)
            return
    if not is_killed and "و" not in hit.proclitics and (numeral := _numeral_before(clause, i)) is not None:
        people = People(numeral[0], i + 1, numeral[1], numeral[2], True, i)
        yield _Find(people.first, i + 1, None, (people.low, people.high), people, at=i)
        return
    may_be_named = is_killed and hit.entry.lemma not in ("ارتقاء", "هلاك", "إعدام", "تصفية")
    people = people_at(clause, _skip(clause, last), allow_names=may_be_named)
    if people is not None and _is_known(clause, people, hit):
        return
    if people is None or (not is_killed and not people.is_sure and not _is_hurt_behind(clause, people)):
        people = _names(clause, _skip(clause, last))
        if people is None and not is_killed and i and clause.has(i - 1, "befall") and _ends_injury(clause, last):
            people = People(i, last, 1, 1, True, i)  # "تسجيل إصابة بالرصاص"
        if people is None:
            return
    if _is_illness(clause, i, people.last) or (not is_killed and _is_one_thing(clause, people)):
        return
    yield _simple(clause, i, people, is_killed)


def _suffered(clause: Clause, i: int, hit: Hit) -> Iterator[_Find]:
    """ "تعرض سبعة من الحراس للإصابة": the people stand between."""
    if "ل" not in hit.proclitics:
        return
    for j in range(i - 1, max(i - _BEFORE, -1), -1):
        if clause.has(j, "suffer"):
            people = people_at(clause, j + 1)
            if people is not None and people.is_sure and people.last <= i:
                find = _simple(clause, j, people, False)
                yield find._replace(last=max(find.last, i + 1), at=i)
            return


def _ends_injury(clause: Clause, i: int) -> bool:
    return _stops(clause, i) or clause.word(i).startswith("ب")


def _is_known(clause: Clause, people: People, hit: Hit) -> bool:
    """People that are no news: "اغتيال القادة" as a policy, "إصابة الجريحين" as a wound spoken of."""
    if people.noun < 0:
        return False
    if not clause.word(people.noun).startswith(("ال", "وال")) and not any(h.enclitic for h in clause.hits[people.noun]):
        return False
    if clause.has(people.noun, "injured") or clause.has(people.noun, "dead"):
        return not people.is_counted or people.noun == people.first
    return not people.is_counted and people.high is None and hit.entry.lemma not in _DEATHS


_DEATHS = frozenset({"مقتل", "مصرع", "استشهاد", "إصابة"})


def _stops(clause: Clause, i: int) -> bool:
    return i >= len(clause.hits) or clause.is_mark(i) or bool(clause.has(i, "break"))


def _negator(clause: Clause, i: int) -> int:
    for j in range(i - 1, max(i - 2 - _NEGATION, -1), -1):
        if clause.has(j, "none"):
            return j
    return i


def _skip(clause: Clause, i: int) -> int:
    """Past words of time that stand between a verb and its people: "قتل أمس خمسة", "استشهد (في الهجوم) خمسة"."""
    if clause.word(i) == "(" and people_at(clause, i) is None:
        i = next((j + 1 for j in range(i + 2, min(i + 6, len(clause.hits))) if clause.word(j) == ")"), i)
    while i < len(clause.hits) and (hit := clause.has(i, "pause")) and not clause.has(i, "another"):
        i = hit.last
    if clause.word(i) in ("منهم", "منها", "منهن"):  # "قتلت منهم 16 جنديا"
        i += 1
    return i


def _joined_head(clause: Clause, i: int, sense: str) -> int:
    """Behind "وإصابة" when it stands at token ``i``, else 0: "مقتل وإصابة ثلاثة"."""
    if clause.word(i) in ("و", "او"):
        i += 1
    hit = clause.has(i, sense) or (clause.has(i, "wound") if sense == "injury" else clause.has(i, "kill"))
    if hit is None or hit.enclitic or (i > 0 and clause.word(i - 1) not in ("و", "او") and "و" not in hit.proclitics):
        return 0
    return hit.last


def _pronoun(clause: Clause, i: int, hit: Hit, is_killed: bool) -> Iterator[_Find]:
    """مقتله one, مقتلهما two; "his wound" only as a result: "أدى إلى إصابته"."""
    count = {"ه": 1, "ها": 1, "هما": 2}.get(hit.enclitic)
    if count is None or not any(clause.has(j, "result") for j in range(max(0, i - 3), i)):
        return
    last = i + 1
    for j in range(i + 1, min(i + 5, len(clause.hits))):  # "إصابته بجروح مع خمسة من حراسه"
        others = people_at(clause, j + 1) if clause.word(j) == "مع" else None
        if others is not None and others.is_counted and others.high is not None:
            count, last = count + others.high, others.last
    bounds = (count, count)
    yield _Find(i, last, bounds if is_killed else None, None if is_killed else bounds, at=i)


def _names(clause: Clause, i: int) -> People | None:
    """ "كل من سالم وناصر": a list of names, as many as its members."""
    hit = clause.has(i, "each")
    if hit is None:
        return None
    count, j = 1, hit.last
    while j < len(clause.hits):
        token = clause.sentence.tokens[j]
        if token.kind == "mark" and token.plain not in QUOTES and token.plain not in "،,()/:":
            break
        if j > hit.last and ((token.plain.startswith("و") and len(token.plain) > 3) or token.plain == "و"):
            count += 1
        elif j > hit.last and token.plain in "،," and j + 1 < len(clause.hits):
            following = clause.word(j + 1)
            if clause.senses.get(j + 1) or following.startswith("و"):
                if clause.senses.get(j + 1):
                    break
            else:
                count += 1
        elif (clause.senses.get(j) and not clause.has(j, "ranks")) or token.plain == "في":
            break
        j += 1
    return People(i, j, count, count, True, i)


def _is_hurt_behind(clause: Clause, people: People) -> bool:
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


def _simple(clause: Clause, i: int, people: People, is_killed: bool, problem: str = "") -> _Find:
    people = joined(clause, people)
    if not is_killed and (others := _hurt_otherwise(clause, people)) is not None:
        high = None if people.high is None or others.high is None else people.high + others.high
        people = people._replace(low=people.low + others.low, high=high, last=others.last, group="")
    bounds = (people.low, people.high)
    first = min(i, people.first)
    last = max(i + 1, people.last)
    return _Find(
        first, last, bounds if is_killed else None, None if is_killed else bounds, people, problem=problem, at=i
    )


def _hurt_otherwise(clause: Clause, people: People) -> People | None:
    """ "أصيب مواطن بجروح خطيرة وثلاثة آخرون بجروح طفيفة": others behind how the first was hurt."""
    for j in range(people.last, min(people.last + 6, len(clause.hits))):
        if clause.is_mark(j) or _opens(clause, j):
            return None
        if j > people.last and clause.word(j).startswith("و") and not clause.word(j).startswith("وال"):
            others = people_at(clause, j + 1 if clause.word(j) == "و" else j)
            is_other = others is not None and bool(clause.has(others.last - 1, "another"))
            return others if is_other else None
    return None


def _lumped(i: int, people: People) -> _Find:
    """One figure for dead and wounded together: one to all but one of each."""
    high = None if people.high is None else max(people.high - 1, 1)
    bounds = (1, high)
    if not people.is_counted and people.high is not None:
        bounds = (0, 1)
    return _Find(min(i, people.first), max(people.last, i + 1), bounds, bounds, people, at=i)


def _of_verb(sense: str) -> Callable[[Clause, int, list[_Find]], Iterator[_Find]]:
    def frame(clause: Clause, i: int, finds: list[_Find]) -> Iterator[_Find]:
        hit = clause.senses[i][sense]
        is_killed = sense not in ("hurt", "strike", "wound")
        negated = _negation(clause, i) if i and clause.has(i - 1, "none") else ""
        if negated:
            if clause.has(hit.last, "anybody"):
                # Nobody hurt says nobody killed, not the other way round.
                yield _Find(i - 1, hit.last + 1, _NONE, None if is_killed else _NONE, at=i)
            return
        yield from _verb(clause, i, hit, sense, is_killed)

    return frame


def _verb(clause: Clause, i: int, hit: Hit, sense: str, is_killed: bool) -> Iterator[_Find]:
    if (is_killed and _is_meant(clause, i)) or "س" in hit.proclitics or (i and clause.word(i - 1) in ("لن", "سوف")):
        return
    if "ال" in hit.proclitics or _is_tanwin(clause, i):
        return
    is_relative = i > 0 and bool(clause.has(i - 1, "which")) and sense not in ("kill", "strike")
    if sense == "kill" and not hit.enclitic and clause.word(hit.last) in _HIMSELF:  # "قبل أن يقتل نفسه"
        yield _Find(i, hit.last + 1, (1, 1), None, at=i)
        return
    if hit.enclitic and sense == "kill":  # "بعد قتله ثلاثة أشخاص"
        people = people_at(clause, hit.last)
        if people is not None and people.is_counted and people.noun >= 0 and people.is_sure:
            yield _simple(clause, i, people, is_killed)
            return
    if hit.enclitic in _OBJECTS and sense in ("kill", "slay") and not is_relative and _has_object(clause, i):
        persons = _OBJECTS[hit.enclitic]
        yield _Find(i, hit.last, (persons, persons), None, at=i)
        return
    if hit.enclitic or (is_relative and not clause.word(hit.last).startswith(("في", "خلال", "اثر", "جراء"))):
        return
    last, number = hit.last, hit.entry.fields["number"]
    if clause.word(last) in ("بها", "به") and not is_killed:  # "متأثرا بجراح أصيب بها"
        return
    if i and clause.has(i - 1, "which") and clause.word(last) == "مع" and number == "s":
        others = people_at(clause, last + 1)  # "النائب الذي قتل مع 9 آخرين"
        if others is not None and others.is_counted:
            high = None if others.high is None else others.high + 1
            yield _Find(i, others.last, *_slots(is_killed, (others.low + 1, high)), others, at=i)
        return
    opposite = _joined_head(clause, last, "injury" if is_killed else "death") or _joined_verb(clause, last, is_killed)
    people = _of_both(clause, i, opposite, sense) if opposite else None
    if people is not None and not clause.has(people.noun, "another"):
        yield _lumped(i, people)
        return
    if sense == "expire" and not _is_violent_death(clause, i):
        return
    if number in ("p", "d"):
        people = _direct_object(clause, last) if sense in _TRANSITIVE else None
        if people is None and sense != "slay":
            people = _before(clause, i, number)
        if people is None and number == "d" and is_killed and _ends_injury(clause, last):  # the verb itself says two
            yield _Find(i, i + 1, (2, 2), None, at=i)
            return
    else:
        people = _behind(clause, last, sense) if sense != "pass" or clause.word(last) != "علي" else None
        if people is None and sense not in ("strike", "slay"):
            people = _subject(clause, i, last)
    if people is None and sense == "die" and number == "s" and _is_told_before(clause, i, last):
        yield _Find(i, last, (1, 1), None, at=i)
        return
    if people is None:
        return
    if hit.entry.lemma in ("قضى", "قضوا") and not people.is_counted and clause.word(people.noun).startswith("ال"):
        return
    is_guess = not people.is_sure and not people.is_counted and sense in ("hurt", "wound", "strike", "pass", "meet")
    if is_guess and not _is_hurt_behind(clause, people):
        return
    if _is_illness(clause, i, max(people.last, i)) or (not is_killed and _is_one_thing(clause, people)):
        return
    problem = (
        f"«{clause.word(i)}» is read as «ب» and the verbal noun" if "ب" in hit.proclitics and sense == "die" else ""
    )
    yield _simple(clause, i, people, is_killed, problem)


_WAS = frozenset({"كانت", "وكانت"})
_HIMSELF = frozenset({"نفسه", "نفسها"})
_OBJECTS = {"ه": 1, "ها": 1, "هما": 2}


def _has_object(clause: Clause, i: int) -> bool:
    """ "قتلته", "أردوه قتيلا": a verb with its object; "قتله" alone is as often his killing."""
    word = clause.word(i).removeprefix("و").removeprefix("ف")
    stem = word.removesuffix("هما").removesuffix("ها").removesuffix("ه")
    if stem.endswith(("ت", "و")) or word.startswith(("ارد", "ترد", "يرد")):
        return True
    return word in ("قتله", "قتلها") and any(clause.has(j, "result") for j in range(max(0, i - 3), i))


def _is_told_before(clause: Clause, i: int, last: int) -> bool:
    """ "استشهد متأثرا بجراحه", "فارق الحياة في المستشفى": one who was named before, by the number of the verb."""
    if i > 0 and (clause.has(i - 1, "which") or clause.word(i - 1) in ("من", "(")):
        return False
    return _stops(clause, last) or bool(clause.has(last, "older"))


def _is_violent_death(clause: Clause, i: int) -> bool:
    """ "توفي متأثرا بجراحه", "توفي ثلاثة إثر إطلاق نار": death of a wound or of what a weapon did."""
    near = range(i, min(i + 14, len(clause.hits)))
    if any(clause.has(j, "older") for j in near[:10]):
        return True
    cause = next((j for j in near if clause.word(j) in _CAUSES), None)
    return cause is not None and any(
        hit.entry.kind == "weapon" and hit.entry.sense != "none"
        for j in range(cause + 1, min(cause + 6, len(clause.hits)))
        for hit in clause.hits[j]
    )


def _of_both(clause: Clause, i: int, opposite: int, sense: str) -> People | None:
    """Whom two verbs share: "قتل وجرح عشرون", "عشرات المدنيين قتلوا وجرحوا", "قتل وأصيب في الغارة عشرون"."""
    number = clause.senses[i][sense].entry.fields["number"]
    if number != "s":
        is_shared = _stops(clause, opposite) and people_at(clause, opposite) is None
        return _before(clause, i, number) if is_shared else None
    if i > 0 and people_at(clause, i - 1) is not None and not clause.has(opposite - 1, "strike"):
        return None  # "جندي قتل وأصيب ثلاثة"
    people = people_at(clause, _skip(clause, opposite))
    if people is None and (far := _behind(clause, opposite, sense)) is not None and far.is_counted:
        return far
    return people


def _is_tanwin(clause: Clause, i: int) -> bool:
    """قتلاً is a noun, and no dual verb."""
    token = clause.sentence.tokens[i]
    return "\u064b" in clause.sentence.raw[token.start : token.end]


def _is_one_thing(clause: Clause, people: People) -> bool:
    """ "وأصيبت واحدة": one of the trucks before, rather than a woman."""
    return people.noun < 0 and clause.word(people.last - 1).endswith("واحده")


def _direct_object(clause: Clause, i: int) -> People | None:
    """ "قتلوا أحدهم", "قتلوا ثلاثة حراس": people right behind an active plural verb."""
    people = people_at(clause, i)
    return people if people is not None and people.is_sure and not clause.has(people.noun, "another") else None


def _joined_verb(clause: Clause, i: int, is_killed: bool) -> int:
    """ "قتل وأصيب عشرون", "قتل وجرح عشرون"."""
    for sense in ("hurt", "wound", "strike") if is_killed else ("kill", "die"):
        hit = clause.has(i, sense)
        if hit and ("و" in hit.proclitics):
            return hit.last
    return 0


def _behind(clause: Clause, last: int, sense: str) -> People | None:
    """The people behind a verb: its subject when nobody else did it, else its object."""
    start = _skip(clause, last)
    if start >= len(clause.hits):
        return None
    takes_object = sense in _TRANSITIVE
    if sense == "pass" and not (clause.has(start, "break") is None and clause.has(start, "another") is None):
        return None
    if clause.word(start) == "مع":
        return None
    first = people_at(clause, start, allow_names=sense == "die")
    if first is not None and (first.is_sure or first.is_counted or sense == "die"):
        is_pair = sense == "slay" and _is_dual_subject(clause, first.noun)  # اغتال مسلحان قاضيا
        if not takes_object or (first.is_counted and not is_pair):
            return _two(clause, first) if sense in ("die", "hurt") else first
        if first.high is None and clause.word(first.noun).startswith(("ال", "وال")):
            return _object(clause, first)  # "قتل الأبرياء" tells of no event
        is_doer = sense == "slay" and (first.high is None or clause.word(first.noun).endswith(("ان", "ون")))
        return _object(clause, first) or (None if is_doer else first)
    # The people may stand behind a phrase of place or means, and an object behind the doer.
    j = start
    while j < min(start + _BEHIND, len(clause.hits)):
        if clause.is_mark(j) and sense == "slay" and (people := _past_aside(clause, start, j)) is not None:
            return people
        if clause.word(j) == "(":
            people = people_at(clause, j)
            if people is not None and people.is_counted:
                return people  # "قتل في العملية (6) مسلحين"
            if closing := closing_bracket(clause, j):  # "يوليو (تموز)"
                j = closing
                continue
        if clause.word(j) == "،" and clause.has(j - 1, "pause"):  # "قتلت أمس، الشاب سالم", "ارتقى الخميس، تسعة"
            people = people_at(clause, j + 1)
            if people is not None and (people.is_counted or (sense in ("kill", "slay") and _is_named(clause, people))):
                j += 1
                continue
        if clause.is_mark(j) or clause.has(j, "that") or clause.has(j, "which") or clause.word(j) == "مع":
            break
        if clause.has(j, "among") or _opens(clause, j):
            break
        people = people_at(clause, j) if j > start else None
        if people is not None and people.is_counted and people.noun < 0 and _is_of_them(clause, people):
            return people  # "أعدم التنظيم أربعة منهم"
        if people is not None and people.is_sure and people.noun >= 0:
            indefinite = not clause.word(people.noun).startswith(("ال", "وال", "لل"))
            single = people.high == 1 and clause.word(people.noun).endswith("ا")
            if (
                people.is_counted
                or (indefinite and single)
                or (not takes_object and indefinite and clause.word(j - 1) != "من")
            ):
                return people
            if (
                sense in ("die", "hurt")
                and people.high == 1
                and not clause.has(j - 1, "break")
                and clause.word(j - 1) not in _INNER
            ):
                return people
            is_free = clause.word(j - 1) not in _INNER
            if people.high == 1 and is_free and (sense == "slay" or (sense == "kill" and _is_named(clause, people))):
                return people
            is_behind = clause.has(j - 1, "break") or _follows_head(clause, j)
            if takes_object and indefinite and people.high is None and not is_behind:
                return people
        j += 1
    if sense == "kill" and is_name(clause, start) and is_name(clause, start + 1):  # "قتل سالم ناصر في ..."
        return People(start, start + 2, 1, 1, False, start, is_sure=False)
    return None


def _is_of_them(clause: Clause, people: People) -> bool:
    return clause.word(people.last - 1) in ("منهم", "منهن")


def _is_named(clause: Clause, people: People) -> bool:
    """ "الشاب سالم", "القائد الميداني سالم": the one killed, rather than who did it, is told with his name."""
    if not clause.word(people.first).startswith("ال"):
        return False
    near = range(people.last, min(people.last + 3, len(clause.hits)))
    if not near or clause.is_mark(people.last) or clause.has(people.last, "break"):
        return False
    return any(not clause.hits[j] and clause.sentence.tokens[j].kind == "word" for j in near)


def _is_dual_subject(clause: Clause, i: int) -> bool:
    return clause.word(i).endswith("ان") and any(hit.form.number == "d" for hit in clause.hits[i])


def _past_aside(clause: Clause, start: int, comma: int) -> People | None:
    """ "اغتال الجيش مستخدما مسيرة، ثلاثة شبان": counted people behind the comma that closes how it was done."""
    if clause.word(comma) != "،" or comma + 1 >= len(clause.hits):
        return None
    is_aside = any(
        (clause.word(j).startswith("م") and clause.word(j).endswith("ا")) or clause.word(j) in ("عبر", "بواسطه")
        for j in range(start, comma)
    )
    people = people_at(clause, comma + 1) if is_aside else None
    return people if people is not None and people.is_counted and people.is_sure and people.noun >= 0 else None


def _two(clause: Clause, people: People) -> People:
    """ "أصيب رجلا شرطة": behind a passive verb an ending alef is what is left of a dual."""
    if people.high != 1 or people.is_counted or not clause.word(people.noun).endswith("ا"):
        return people
    if any(hit.form.number == "d" for hit in clause.hits[people.noun]):
        return people._replace(low=2, high=2, is_counted=True)
    return people


_CAUSES = frozenset({"اثر", "جراء", "نتيجه", "بسبب", "بعد"})
_INNER = frozenset({"من", "مع", "بين", "و", "احد", "احدي", "قوات", "منزل", "بيت", "عائله"})


def _follows_head(clause: Clause, j: int) -> bool:
    """Whether the word before makes a plural a doer ("عناصر من") and no object."""
    return clause.word(j - 1) in ("من", "و", "قوات", "مع", "بين") or clause.word(j).startswith("و")


def _opens(clause: Clause, j: int) -> bool:
    return any(sense in _FRAMES for sense in clause.senses.get(j, ()))


def _object(clause: Clause, doer: People) -> People | None:
    """A second phrase right behind the first is the object: "قتل جندي شابا", "قتل مسلحون ثلاثة حراس"."""
    j, steps = doer.last, 0
    while j < len(clause.hits) and steps < 4:
        if clause.is_mark(j) or (clause.senses.get(j) and not clause.has(j, "another")):
            return None
        people = people_at(clause, j)
        if people is not None and people.noun >= 0 and people.is_sure:
            ends = clause.word(people.noun)
            if people.is_counted and people.low > 1 and ends not in ("اثنان", "اثنين"):
                return people
            if people.high == 1 and ends.endswith("ا") and not ends.startswith("ال"):
                return people
        j, steps = j + 1, steps + 1
    return None


def _before(clause: Clause, i: int, number: str) -> People | None:
    """The people before a plural or dual verb: "13 عنصرا من ... قتلوا"."""
    if i and clause.has(i - 1, "which"):
        return None
    start = _opening(clause, i)
    for j in range(start, i):
        people = people_at(clause, j)
        if people is None or people.last > i:
            continue
        if _is_described(clause, people):
            return None
        if people.is_counted and people.is_sure and (number != "d" or joined(clause, people).low == 2):
            return people
        if number == "d" and people.is_ambiguous:
            return people._replace(low=2, high=2, is_counted=True, is_ambiguous=False)
        if j == start and people.high is None:
            return people
        if j == start and number == "p" and joined(clause, people).low > 1:  # "عسكريا وامرأة ... قتلوا"
            return people
    return None


def _is_described(clause: Clause, people: People) -> bool:
    """ "نفذها شابان قتلا لاحقا": the subject of another verb, and what became of them later."""
    before = clause.hits[people.first - 1] if people.first else ()
    return any(hit.form.pos == "verb" and hit.enclitic for hit in before)


def _opening(clause: Clause, i: int) -> int:
    """Where the clause of the verb at token ``i`` opens: behind "that", a mark or another figure."""
    start = i
    while start > max(0, i - _BEFORE):
        j = start - 1
        if clause.word(j) in ("كانوا", "كانا", "كان", "قد") and j >= i - 2:  # "كانوا قد قتلوا"
            start = j
            continue
        if start >= i - 2 and clause.word(j) == "،" and (aside := _aside(clause, j)):
            start = aside
            continue
        if clause.word(j) == ")" and (bracket := _bracket(clause, j)):
            start = bracket
            continue
        if clause.is_mark(j) or (_opens(clause, j) and not clause.has(j, "among")):
            break
        if clause.has(j, "that"):
            return start
        start = j
    return start


def _aside(clause: Clause, i: int) -> int:
    """The comma that opens the aside which the comma at token ``i`` closes: "7 أشخاص، بينهم طفلة، أصيبوا"; else 0."""
    for j in range(i - 1, max(i - _BEHIND, 0), -1):
        if clause.has(j, "among") or clause.has(j, "most"):
            return j - (clause.word(j - 1) == "،")
        if clause.word(j) == "،":
            return 0
    return 0


def _bracket(clause: Clause, i: int) -> int:
    """The bracket closed at token ``i``, of a few words: "الشاب سالم (18 عاما) قتل"; else 0."""
    return next((j for j in range(i - 1, max(i - 6, 0), -1) if clause.word(j) == "("), 0)


def _subject(clause: Clause, i: int, last: int) -> People | None:
    """The one person before a verb behind "that" or at the start: "إن حارسا أصيب", "شاب استشهد"."""
    after = _skip(clause, last)
    if after < len(clause.hits) and not (
        _stops(clause, after) or clause.word(after).startswith("ب") or _opens(clause, after)
    ):
        return None
    start = _opening(clause, i)
    if clause.word(start) in ("كان", "كانت", "وكان", "وكانت"):
        start += 1
    if start == i or any(clause.has(j, "which") for j in range(start, i)):
        return None
    follows = start > 0 and bool(clause.has(start - 1, "that"))
    people = people_at(clause, start, allow_names=follows)
    if people is None or people.last > i or not (people.is_counted or people.is_sure or follows):
        return None
    if people.high is None and not people.is_counted:
        return None
    if (beside := _with(clause, after)) >= 0:
        others = people_at(clause, beside + 1)
        if others is not None and others.is_counted:
            high = None if people.high is None or others.high is None else people.high + others.high
            return people._replace(low=people.low + others.low, high=high)
    return people


def _with(clause: Clause, i: int) -> int:
    """ "قتل أواخر الشهر مع حارسين": the word before companions, behind nothing but when; else -1."""
    for j in range(i, min(i + 8, len(clause.hits))):
        if clause.word(j) == "مع":
            return j
        if clause.word(j) not in "()" and (clause.is_mark(j) or _opens(clause, j)):
            return -1
    return -1


def _meet(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """ "لقي ثلاثة مصرعهم": only with the word for the fate behind it."""
    hit = clause.senses[i]["meet"]
    fate = next((j for j in range(hit.last, min(hit.last + 25, len(clause.hits))) if clause.has(j, "fate")), None)
    if fate is None:
        return
    number = hit.entry.fields["number"]
    people = people_at(clause, _skip(clause, hit.last), allow_names=True) if fate > hit.last else None
    if people is None or people.first >= fate:
        people = _before(clause, i, number) if number != "s" else _subject(clause, i, fate + 1)
    if people is None:
        return
    find = _simple(clause, i, people, True)
    yield find._replace(last=max(find.last, fate + 1))


def _life(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """ "أودى بحياة خمسة"."""
    hit = clause.senses[i]["life"]
    if hit.last - hit.first == 1 and not any(clause.has(j, "carry_off") for j in range(max(0, i - _BEHIND), i)):
        return
    people = people_at(clause, _skip(clause, hit.last), allow_names=False)
    if people is None or _negation(clause, i):
        return
    opposite = _opposite(clause, people.noun, True) if clause.has(people.noun, "dead") else 0
    if opposite and _is_one_figure(clause, opposite, "p", "ال" in clause.word(people.noun)[:3]):
        yield _lumped(i, people._replace(last=opposite))
        return
    yield _simple(clause, i, people, True)


def _of_people(is_killed: bool) -> Callable[[Clause, int, list[_Find]], Iterator[_Find]]:
    def frame(clause: Clause, i: int, finds: list[_Find]) -> Iterator[_Find]:
        yield from _noun_of_people(clause, i, is_killed)

    return frame


def _noun_of_people(clause: Clause, i: int, is_killed: bool) -> Iterator[_Find]:
    """قتيل، جرحى: a number stands before it, or the word itself is one, two or some."""
    hit = clause.senses[i]["dead" if is_killed else "injured"]
    number = hit.entry.fields["number"]
    is_definite = "ال" in hit.proclitics or bool(hit.enclitic)
    negated = _negation(clause, i)
    if negated:
        if negated == "none" and not is_definite:
            yield _Find(_negator(clause, i), i + 1, _NONE if is_killed else None, None if is_killed else _NONE, at=i)
        return
    numeral = None if "و" in hit.proclitics else _numeral_before(clause, i)
    opposite = _opposite(clause, i, is_killed)
    if clause.word(i - 1) == "بين" or (clause.word(i - 1) == "ما" and clause.word(i - 2) == "بين"):
        numeral = _numeral_before(clause, i - 1) or _numeral_around(clause, i - 1)
        if opposite and numeral is not None:
            people = People(numeral[0], opposite, numeral[1], numeral[2], True, i)
            yield _lumped(i, people)
        elif opposite and numeral is None and number != "p":
            yield _Find(i - 1, opposite, _SOME, _SOME, at=i)
        return
    if numeral is not None:
        first, low, high = numeral
        if opposite and number in ("1", "p") and _is_one_figure(clause, opposite, number, is_definite):
            yield _lumped(i, People(first, opposite, low, high, True, i))
            return
        people = People(first, i + 1, low, high, True, i)
        yield _Find(first, i + 1, *_slots(is_killed, (low, high)), people, at=i)
        return
    if is_definite or hit.entry.lemma == "ضحية":
        return
    if not _is_new(clause, i):
        return
    bounds: Bounds = {"1": (1, 1), "2": (2, 2)}.get(number, _SOME)
    people = People(i, i + 1, bounds[0], bounds[1], number != "p", i)
    yield _Find(i, i + 1, *_slots(is_killed, bounds), people, at=i)


def _slots(is_killed: bool, bounds: Bounds) -> tuple[Bounds | None, Bounds | None]:
    return (bounds, None) if is_killed else (None, bounds)


def _numeral_before(clause: Clause, i: int) -> tuple[int, int, int | None] | None:
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


def _numeral_around(clause: Clause, i: int) -> tuple[int, int, int | None] | None:
    """ "15 شخصا بين قتيل وجريح": the number of the people named before "between"."""
    for j in range(max(0, i - 8), i):
        people = people_at(clause, j)
        if people is not None and people.is_counted:
            return people.first, people.low, people.high
    return None


def _opposite(clause: Clause, i: int, is_killed: bool) -> int:
    """Behind "وجريح" when it stands behind token ``i`` without a number of its own, else 0."""
    j = i + 1
    while j < len(clause.hits) and clause.word(j) in QUOTES | {"و", "او"}:
        j += 1
    hit = clause.has(j, "injured" if is_killed else "dead")
    if hit is None or ("و" not in hit.proclitics and clause.word(j - 1) not in ("و", "او")):
        return 0
    return hit.last


def _bodies(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """عثر على جثتين: as many dead as bodies were found."""
    hit = clause.senses[i]["body"]
    number = hit.entry.fields["number"]
    killed = (int(number), int(number)) if number.isdigit() else (1, None)
    yield _Find(i + 1, hit.last, killed, None, at=i)


def _is_one_figure(clause: Clause, opposite: int, number: str, is_definite: bool) -> bool:
    """ "12 قتيلا وجريحا", "50 شهيدا ومصابا", "5 قتلى وجرحى": the second word has the number of the first."""
    hit = _any(clause, opposite - 1, ("dead", "injured"))
    return hit is not None and hit.entry.fields["number"] == number and ("ال" in hit.proclitics) == is_definite


def _is_new(clause: Clause, i: int) -> bool:
    """Whether a bare "dead" or "wounded" tells of one person, and does not describe one named before it."""
    if i == 0:
        return True
    j = i - 1
    while j > 0 and (clause.word(j) in QUOTES or clause.has(j, "pause")):  # "سقط فيها قتلى"
        j -= 1
    return bool(
        clause.is_mark(j)
        or clause.has(j, "befall")
        or clause.has(j, "result")
        or clause.has(j, "dead")
        or clause.has(j, "injured")
        or clause.word(j) == "و"
    )


def _hits(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """إصابات: so many wounded; with a negation nobody was hurt at all."""
    hit = clause.senses[i]["hits"]
    negated = _negation(clause, i)
    if negated:
        if negated == "none":
            yield _Find(_negator(clause, i), hit.last, _NONE, _NONE, at=i)
        return
    is_of_things = clause.has(hit.last, "thing") and not any(
        clause.has(j, "ranks") for j in range(hit.last, min(hit.last + 4, len(clause.hits)))
    )  # "إصابات مباشرة في صفوف القوة" are persons
    if is_of_things or hit.enclitic or _is_illness(clause, i, hit.last):
        return
    if "ب" in hit.proclitics or "ل" in hit.proclitics:
        yield from _suffered(clause, i, hit)
        return
    numeral = _numeral_before(clause, i)
    if numeral is not None:
        people = People(numeral[0], hit.last, numeral[1], numeral[2], True, i)
        yield _Find(numeral[0], hit.last, None, (numeral[1], numeral[2]), people, at=i)
        return
    if "ال" in hit.proclitics:
        return
    bounds: Bounds = (2, 2) if hit.entry.fields["number"] == "2" else _SOME
    yield _Find(i, hit.last, None, bounds, People(i, hit.last, bounds[0], bounds[1], False, i), at=i)


def _losses(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """ضحايا، خسائر بشرية: dead and wounded not told apart."""
    hit = clause.senses[i]["losses"]
    negated = _negation(clause, i)
    if negated:
        if negated == "none":
            yield _Find(_negator(clause, i), hit.last, _NONE, _NONE, at=i)
        return
    is_definite = "ال" in hit.proclitics or clause.word(i).startswith("الخس")
    if is_definite or hit.enclitic or (i and clause.has(i - 1, "total")):
        return
    numeral = _numeral_before(clause, i)
    if numeral is not None and numeral[2] is not None:
        people = People(numeral[0], hit.last, numeral[1], numeral[2], True, i)
        yield _Find(numeral[0], hit.last, (numeral[1], numeral[2]), None, people, at=i)
        return
    if numeral is None and not _is_told(clause, i):
        return
    yield _Find(i, hit.last, _LOSSES, _LOSSES, People(i, hit.last, 0, None, False, i), at=i)


def _is_told(clause: Clause, i: int) -> bool:
    """Whether losses are said to have happened: behind a word of happening or of result."""
    if any(clause.has(j, "happen") or clause.has(j, "result") for j in range(max(0, i - 3), i)):
        return True
    return any(clause.has(j, "inflict") for j in range(max(0, i - 6), i))


def _harm(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """ "لم يسفر عن خسائر": none, when no word limits them to things."""
    hit = clause.senses[i]["harm"]
    following = clause.word(hit.last)
    if (
        _negation(clause, i) == "none"
        and "ماد" not in following
        and "خسائر" in hit.entry.lemma
        and "خساير" in clause.word(i)
    ):
        if clause.has(hit.last, "ranks"):
            return
        yield _Find(_negator(clause, i), hit.last, _NONE, _NONE, at=i)


def _total(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """ "ارتفع عدد القتلى إلى خمسة": the figure as it stands now; "ليرتفع" and "since" make it a running one."""
    hit = clause.has(i, "total") or clause.senses[i]["tally"]
    rise = next((j for j in range(i - 1, max(i - 5, -1), -1) if clause.has(j, "rise")), None)
    limit = min(hit.last + 16, len(clause.hits))
    if rise is None:
        rise = next((j for j in range(hit.last, limit) if clause.has(j, "rise")), None)
    counted = people_at(clause, hit.last) if hit.last < len(clause.hits) else None
    is_killed = not any(stem in clause.word(hit.last - 1) for stem in ("جرح", "مصاب", "اصاب"))
    if counted is not None and counted.is_counted and any("ب" in h.proclitics for h in clause.hits[hit.last]):
        yield _Find(i, counted.last, *_slots(is_killed, (counted.low, counted.high)), counted, at=i)
        return
    if rise is None:
        return
    before = _numeral_before(clause, i)
    if before is not None and rise < before[0]:  # "يرتفع إلى 600 عدد القتلى"
        told = People(before[0], hit.last, before[1], before[2], True, i)
        role = "running" if clause.word(rise).startswith("ل") else "revised"
        yield _Find(rise, hit.last, *_slots(is_killed, (before[1], before[2])), told, role, at=i)
        return
    proclitics = clause.senses[rise]["rise"].proclitics
    limit = min(max(hit.last, rise + 1) + 16, len(clause.hits))
    for j in range(max(hit.last, rise + 1), limit):
        if clause.sentence.tokens[j].plain in ".؛":
            return
        if clause.word(j) in ("من", "منذ"):
            continue
        if (
            clause.word(j - 1) not in ("الي", "بلغ", "بلغت", "علي", "عند", "نحو", "اكثر")
            and clause.word(j) != "الي"
            and not clause.has(j - 1, "rise")
        ):
            continue
        if clause.word(j) == "الي":
            continue
        people = people_at(clause, j)
        if people is not None and people.is_counted:
            role = "running" if "ل" in proclitics or clause.word(rise).startswith("ل") else "revised"
            bounds = (people.low, people.high)
            lumped = "ضحايا" in clause.word(hit.last - 1)
            killed, wounded = _slots(is_killed or lumped, bounds)
            yield _Find(min(i, rise), people.last, killed, wounded, people, role, at=i)
            opposite = clause.has(people.last, "injured")
            if opposite:
                return
            return


def _material(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """ "اقتصرت الأضرار على الماديات": nobody was hurt."""
    hit = clause.senses[i]["material"]
    if (
        clause.word(i).startswith("اقتصر")
        or any(clause.word(j).startswith("اقتصر") for j in range(max(0, i - 4), i))
        or "فقط" in clause.word(hit.last - 1)
    ):
        yield _Find(i, hit.last, _NONE, _NONE, at=i)


def _among(clause: Clause, i: int, finds: list[_Find]) -> Iterator[_Find]:
    """ "بينهم طفلان": a part of the figure before it."""
    hit = clause.senses[i]["among"]
    before = next((find for find in reversed(finds) if find.role != "subset" and find.people is not None), None)
    if before is None or i - before.last > 25 or (before.killed == _NONE or before.wounded == _NONE):
        return
    people = people_at(clause, hit.last)
    if people is None or (not people.is_sure and people.noun < 0):
        return
    first: People = people
    while people is not None:  # "بينهم طفلان وامرأة": one part for each group
        people = joined(clause, people) if not people.group else people
        bounds = (people.low, people.high)
        killed = bounds if before.killed is not None else None
        wounded = bounds if before.wounded is not None else None
        start = i if people is first or people.first == first.first else people.first
        yield _Find(start, people.last, killed, wounded, people, "subset", at=i)
        following = people.last
        if not clause.word(following).startswith("و") or _opens(clause, following):
            return
        people = people_at(clause, following + 1 if clause.word(following) == "و" else following)
        if people is not None and not (people.is_sure and people.noun >= 0 and people.group):
            return


def _result(clause: Clause, i: int, _: list[_Find]) -> Iterator[_Find]:
    """A strong word one letter off behind a word of result: "أسفر عن مقل ثلاثة"."""
    hit = clause.senses[i]["result"]
    for j in range(hit.last, min(hit.last + 9, len(clause.hits))):
        if clause.is_mark(j) or (_opens(clause, j) and j > i):
            return
        word = clause.word(j)
        if clause.senses.get(j) or len(word) < 3 or any(h.entry.kind != "place" for h in clause.hits[j]):
            continue
        led = clause.word(j - 1) in ("عن", "الي", "في")
        meant = _misspelt(word if led else word[1:] if word[0] == "ب" else "")
        if not meant:
            continue
        people = people_at(clause, j + 1)
        if people is not None and people.is_sure and (people.is_counted or len(word) > 3):
            yield _simple(clause, j, people, meant != "اصابه", f"«{word}» is read as «{meant}»")
            return


_STRONG = ("مقتل", "استشهاد", "مصرع", "اصابه")


def _misspelt(word: str) -> str:
    """The strong word from which ``word`` is one letter off; "" for none.

    A letter is missing, or two have changed places; another letter is too often another word (مصنع، عصابة).

    >>> _misspelt("مقل"), _misspelt("استشهد"), _misspelt("مصنع"), _misspelt("متقل")
    ('مقتل', 'استشهاد', '', 'مقتل')
    """
    for strong in _STRONG:
        if word != strong and 0 <= len(strong) - len(word) <= 1 and word and _is_one_off(word, strong):
            return strong
    return ""


def _is_one_off(word: str, strong: str) -> bool:
    start = 0
    while start < min(len(word), len(strong)) and word[start] == strong[start]:
        start += 1
    a, b = word[start:], strong[start:]
    return a == b[1:] or (len(a) > 1 and a[:2] == b[:2][::-1] and a[2:] == b[2:])


_FRAMES: dict[str, Callable[[Clause, int, list[_Find]], Iterator[_Find]]] = {
    "death": _of_noun(True),
    "injury": _of_noun(False),
    "kill": _of_verb("kill"),
    "slay": _of_verb("slay"),
    "die": _of_verb("die"),
    "pass": _of_verb("pass"),
    "expire": _of_verb("expire"),
    "hurt": _of_verb("hurt"),
    "strike": _of_verb("strike"),
    "wound": _of_verb("wound"),
    "meet": _meet,
    "life": _life,
    "dead": _of_people(True),
    "injured": _of_people(False),
    "body": _bodies,
    "hits": _hits,
    "losses": _losses,
    "harm": _harm,
    "total": _total,
    "tally": _total,
    "material": _material,
    "among": _among,
    "result": _result,
}
_COUNTING = frozenset(f"toll:{sense}" for sense in _FRAMES)


# --- writing out ------------------------------------------------------------------------------------------------------


def _is_of_those_told(clause: Clause, find: _Find) -> bool:
    """One by his name or title, or so many "of them": in another sentence, of those counted there."""
    people = find.people
    if people is None:
        return _low(find) == 1
    return (not people.is_counted and people.low == people.high == 1) or _is_of_them(clause, people)


def _groups(finds: list[_Find], k: int) -> tuple[tuple[str, int], ...]:
    """Who the people of a figure are: its own word, and the parts that follow it."""
    people = finds[k].people
    found = [(people.group, people.low)] if people is not None and people.group else []
    if finds[k].role != "subset":
        for find in finds[k + 1 :]:
            if find.role != "subset":
                break
            if find.people is not None and find.people.group:
                found.append((find.people.group, find.people.low))
    return tuple(dict(found).items())


def _with_roles(clause: Clause, finds: list[_Find]) -> list[_Find]:
    """The finds with what "among them" and "since" make of them."""
    for k in range(1, len(finds)):
        before, find = finds[k - 1], finds[k]
        is_noun = clause.has(find.at, "dead") or clause.has(find.at, "injured")
        same = (before.killed is None) == (find.killed is None) and (before.wounded is None) == (find.wounded is None)
        near = find.first <= before.last + 2 and (
            clause.word(find.first)[0] == "و" or clause.word(find.first - 1) == "و"
        )
        if before.role == "subset" and is_noun and same and near:
            finds[k] = find._replace(role="subset")
        elif before.role in ("revised", "running") and (is_noun or clause.has(find.at, "hits")) and near and not same:
            finds[k] = find._replace(role=before.role)
    earlier = next((i for i in sorted(clause.senses) if clause.has(i, "tally") and clause.word(i - 1) in _WAS), None)
    if earlier is not None:  # "وكانت حصيلة أولى أفادت بمقتل ثلاثة": no longer so
        finds = [f if f.first < earlier else f._replace(role="running") for f in finds]
    since = [i for i in clause.senses if clause.has(i, "since")]
    wars = [i for i in clause.senses if clause.has(i, "war")]
    lately = [i for i in clause.senses if clause.has(i, "lately")]
    if not since and not wars and not lately and not any(map(_is_of_years, finds)):
        return finds
    out = []
    for find in finds:
        is_running = find.role in ("total", "revised") and (
            any(_is_since(clause, find, i) for i in since)
            or (bool(wars) and _low(find) >= _MANY)
            or _is_of_years(find)
            or (find.role == "revised" and any(find.first <= i < find.last for i in lately))
        )
        out.append(find._replace(role="running") if is_running else find)
    return out


def _is_of_years(find: _Find) -> bool:
    """ "آلاف القتلى": no single act is told with so many, and so vaguely."""
    return _low(find) >= _THOUSANDS and all(b is None or b[1] is None for b in (find.killed, find.wounded))


def _low(find: _Find) -> int:
    """The figure itself: of a lumped one the upper bound."""
    return max(max(bounds[0], bounds[1] or 0) for bounds in (find.killed, find.wounded, _NONE) if bounds)


def _is_since(clause: Clause, find: _Find, i: int) -> bool:
    """Whether "since" at token ``i`` makes the figure a running total, and does not date a clause beside it."""
    low = _low(find)
    if low >= _MANY:
        return True
    if max(i - find.last, find.first - i) > _REACH:
        return False
    if find.first <= i < find.last:
        return True
    first, last = (find.last, i) if i >= find.last else (i, find.first)
    return low > 1 and not any(clause.has(j, "which") for j in range(first, last))


def _without_and(clause: Clause, people: People) -> Span:
    """The words for the people, without the "and" that is written onto the first."""
    span = clause.sentence.span(people.first, people.last)
    kinds = [hit for hit in clause.hits[people.first] if hit.entry.kind in ("number", "person", "toll", "nisba")]
    if span.text[0] == "و" and kinds and all("و" in hit.proclitics for hit in kinds):
        return Span(span.start + 1, span.end, span.text[1:])
    return span


def _mention(clause: Clause, find: _Find, groups: tuple[tuple[str, int], ...]) -> TollMention:
    people = find.people
    victims = side = None
    problems: tuple[Problem, ...] = ()
    if people is not None:
        end = max(people.last, end_of_phrase(clause, people.last))
        side = (people.first, end)
        victims = _without_and(clause, people)
        cells = tuple(cell for cell, bounds in (("killed", find.killed), ("wounded", find.wounded)) if bounds)
        if people.is_ambiguous:
            message = f"{victims.text} may be two or several."
            problems += (Problem("ambiguous_number", cells, message, (victims,)),)
        if find.problem:
            word = clause.sentence.span(find.at, find.at + 1)
            problems += (Problem("misspelling", cells, find.problem, (word,)),)
    at = find.at if find.at >= 0 else find.first
    rows = clause.senses.get(at) or {}
    row = next((hit.entry.at for sense, hit in rows.items() if sense in _FRAMES), "mentions/tolls.py")
    return TollMention(
        sentence=clause.sentence.index,
        first=find.first,
        last=find.last,
        span=clause.sentence.span(find.first, find.last),
        at=row,
        killed=find.killed,
        wounded=find.wounded,
        of=groups,
        role=find.role,
        victims=victims,
        side=side,
        problems=problems,
        is_added=any(
            clause.has(j, "also") for j in range(max(0, find.first - _ALSO), min(find.last + 2, len(clause.hits)))
        ),
        is_part=_is_of_those_told(clause, find),
    )
