"""Frames of verbs of loss: who was killed or wounded stands behind the verb, before it, or was named earlier."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rasd.mentions.figures import (
    BEFORE,
    BEHIND,
    NONE,
    Find,
    ends_injury,
    figure_of,
    is_hurt_behind,
    is_illness,
    is_meant,
    is_of_them,
    is_one_figure,
    is_one_thing,
    joined_head,
    lumped_figure,
    negation_of,
    opens_figure,
    opposite_at,
    past_pauses,
    slots,
    stops_at,
)
from rasd.mentions.joined_people import closing_bracket, joined
from rasd.mentions.people import People, people_at
from rasd.mentions.person_nouns import Clause, is_name
from rasd.model.word import Hit

_TRANSITIVE = frozenset({"kill", "slay", "strike", "wound"})


def of_verb(sense: str) -> Callable[[Clause, int, list[Find]], Iterator[Find]]:
    def frame(clause: Clause, i: int, finds: list[Find]) -> Iterator[Find]:
        hit = clause.senses[i][sense]
        is_killed = sense not in ("hurt", "strike", "wound")
        negated = negation_of(clause, i) if i and clause.has(i - 1, "none") else ""
        if negated:
            if clause.has(hit.last, "anybody"):
                # Nobody hurt says nobody killed, not the other way round.
                yield Find(i - 1, hit.last + 1, NONE, None if is_killed else NONE, at=i)
            return
        yield from _verb(clause, i, hit, sense, is_killed)

    return frame


def _verb(clause: Clause, i: int, hit: Hit, sense: str, is_killed: bool) -> Iterator[Find]:
    if (is_killed and is_meant(clause, i)) or "س" in hit.proclitics or (i and clause.word(i - 1) in ("لن", "سوف")):
        return
    if "ال" in hit.proclitics or _is_tanwin(clause, i):
        return
    is_relative = i > 0 and bool(clause.has(i - 1, "which")) and sense not in ("kill", "strike")
    if sense == "kill" and not hit.enclitic and clause.word(hit.last) in _HIMSELF:  # "قبل أن يقتل نفسه"
        yield Find(i, hit.last + 1, (1, 1), None, at=i)
        return
    if hit.enclitic and sense == "kill":  # "بعد قتله ثلاثة أشخاص"
        people = people_at(clause, hit.last)
        if people is not None and people.is_counted and people.noun >= 0 and people.is_sure:
            yield figure_of(clause, i, people, is_killed)
            return
    if hit.enclitic in _OBJECTS and sense in ("kill", "slay") and not is_relative and _has_object(clause, i):
        persons = _OBJECTS[hit.enclitic]
        yield Find(i, hit.last, (persons, persons), None, at=i)
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
            yield Find(i, others.last, *slots(is_killed, (others.low + 1, high)), others, at=i)
        return
    opposite = joined_head(clause, last, "injury" if is_killed else "death") or _joined_verb(clause, last, is_killed)
    people = _of_both(clause, i, opposite, sense) if opposite else None
    if people is not None and not clause.has(people.noun, "another"):
        yield lumped_figure(i, people)
        return
    if sense == "expire" and not _is_violent_death(clause, i):
        return
    if number in ("p", "d"):
        people = _direct_object(clause, last) if sense in _TRANSITIVE else None
        if people is None and sense != "slay":
            people = _before(clause, i, number)
        if people is None and number == "d" and is_killed and ends_injury(clause, last):  # the verb itself says two
            yield Find(i, i + 1, (2, 2), None, at=i)
            return
    else:
        # قضى على المسلحين, قرار يقضي بتعيين قائد: nobody died of it
        is_other = sense == "pass" and clause.word(last).startswith(("علي", "ب"))
        people = _behind(clause, last, sense) if not is_other else None
        if people is None and sense not in ("strike", "slay"):
            people = _subject(clause, i, last)
    if people is None and sense == "die" and number == "s" and _is_told_before(clause, i, last):
        yield Find(i, last, (1, 1), None, at=i)
        return
    if people is None:
        return
    if hit.entry.lemma in ("قضى", "قضوا") and not people.is_counted and clause.word(people.noun).startswith("ال"):
        return
    is_guess = not people.is_sure and not people.is_counted and sense in ("hurt", "wound", "strike", "pass", "meet")
    if is_guess and not is_hurt_behind(clause, people):
        return
    if is_illness(clause, i, max(people.last, i)) or (not is_killed and is_one_thing(clause, people)):
        return
    yield figure_of(clause, i, people, is_killed, _WITH_BA if "ب" in hit.proclitics and sense == "die" else "")


_WITH_BA = ("«ب» and the verbal noun", "الباء والمصدر")
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
    return stops_at(clause, last) or bool(clause.has(last, "older"))


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
        is_shared = stops_at(clause, opposite) and people_at(clause, opposite) is None
        return _before(clause, i, number) if is_shared else None
    if i > 0 and people_at(clause, i - 1) is not None and not clause.has(opposite - 1, "strike"):
        return None  # "جندي قتل وأصيب ثلاثة"
    people = people_at(clause, past_pauses(clause, opposite))
    if people is None and (far := _behind(clause, opposite, sense)) is not None and far.is_counted:
        return far
    return people


def _is_tanwin(clause: Clause, i: int) -> bool:
    """قتلاً is a noun, and no dual verb."""
    token = clause.sentence.tokens[i]
    return "\u064b" in clause.sentence.raw[token.start : token.end]


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
    start = past_pauses(clause, last)
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
    while j < min(start + BEHIND, len(clause.hits)):
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
        if clause.has(j, "among") or opens_figure(clause, j):
            break
        people = people_at(clause, j) if j > start else None
        if people is not None and people.is_counted and people.noun < 0 and is_of_them(clause, people):
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


def _object(clause: Clause, doer: People) -> People | None:
    """A second phrase right behind the first is the object: "قتل جندي شابا", "قتل مسلحون ثلاثة حراس"."""
    j, steps = doer.last, 0
    while j < len(clause.hits) and steps < 4:
        if clause.is_mark(j) or (clause.senses.get(j) and not clause.has(j, "another")):
            return None
        people = people_at(clause, j)
        if people is not None and people.noun >= 0 and people.is_sure:
            if any("و" in hit.proclitics for hit in clause.hits[people.first]) or clause.word(j - 1) == "و":
                return None  # "قتل ضابط وثلاثة جنود": all of them were killed
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
    while start > max(0, i - BEFORE):
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
        if clause.is_mark(j) or (opens_figure(clause, j) and not clause.has(j, "among")):
            break
        if clause.has(j, "that"):
            return start
        start = j
    return start


def _aside(clause: Clause, i: int) -> int:
    """The comma that opens the aside which the comma at token ``i`` closes: "7 أشخاص، بينهم طفلة، أصيبوا"; else 0."""
    for j in range(i - 1, max(i - BEHIND, 0), -1):
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
    after = past_pauses(clause, last)
    if after < len(clause.hits) and not (
        stops_at(clause, after) or clause.word(after).startswith("ب") or opens_figure(clause, after)
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
        if clause.word(j) not in "()" and (clause.is_mark(j) or opens_figure(clause, j)):
            return -1
    return -1


def meet_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """ "لقي ثلاثة مصرعهم": only with the word for the fate behind it."""
    hit = clause.senses[i]["meet"]
    fate = next((j for j in range(hit.last, min(hit.last + 25, len(clause.hits))) if clause.has(j, "fate")), None)
    if fate is None:
        return
    number = hit.entry.fields["number"]
    people = people_at(clause, past_pauses(clause, hit.last), allow_names=True) if fate > hit.last else None
    if people is None or people.first >= fate:
        people = _before(clause, i, number) if number != "s" else _subject(clause, i, fate + 1)
    if people is None:
        return
    find = figure_of(clause, i, people, True)
    yield find._replace(last=max(find.last, fate + 1))


def life_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """ "أودى بحياة خمسة"."""
    hit = clause.senses[i]["life"]
    if hit.last - hit.first == 1 and not any(clause.has(j, "carry_off") for j in range(max(0, i - BEHIND), i)):
        return
    people = people_at(clause, past_pauses(clause, hit.last), allow_names=False)
    if people is None or negation_of(clause, i):
        return
    opposite = opposite_at(clause, people.noun, True) if clause.has(people.noun, "dead") else 0
    if opposite and is_one_figure(clause, opposite, "p", "ال" in clause.word(people.noun)[:3]):
        yield lumped_figure(i, people._replace(last=opposite))
        return
    yield figure_of(clause, i, people, True)
