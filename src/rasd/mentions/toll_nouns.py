"""Frames of nouns of loss: مقتل ثلاثة، ثلاثة قتلى، إصابات، ضحايا، and what there was none of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rasd.mentions.figures import (
    BEFORE,
    DEATHS,
    LOSSES,
    NONE,
    SOME,
    Bounds,
    Find,
    ends_injury,
    figure_of,
    is_hurt_behind,
    is_illness,
    is_meant,
    is_one_figure,
    is_one_thing,
    joined_head,
    lumped_figure,
    negation_of,
    negator,
    numeral_around,
    numeral_before,
    opens_figure,
    opposite_at,
    past_pauses,
    slots,
    stops_at,
)
from rasd.mentions.people import People, people_at
from rasd.mentions.person_nouns import QUOTES, Clause
from rasd.model.word import Hit


def of_noun(is_killed: bool) -> Callable[[Clause, int, list[Find]], Iterator[Find]]:
    def frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
        yield from _verbal_noun(clause, i, is_killed)

    return frame


def _verbal_noun(clause: Clause, i: int, is_killed: bool) -> Iterator[Find]:
    """مقتل، إصابة: its people stand behind it, or are its attached pronoun."""
    hit = clause.senses[i]["death" if is_killed else "injury"]
    if "ال" in hit.proclitics:
        if not is_killed:
            yield from _suffered(clause, i, hit)
        return
    negated = negation_of(clause, i)
    if negated:
        if negated == "none" and (
            clause.has(hit.last, "anybody")
            or stops_at(clause, hit.last)
            or "اي" in (clause.word(i - 1), clause.word(hit.last))
        ):
            yield Find(negator(clause, i), hit.last, NONE, NONE if not is_killed else None, at=i)
        return
    if (is_killed and is_meant(clause, i)) or (i > 0 and clause.has(i - 1, "older")):
        return
    if hit.enclitic:
        yield from _pronoun(clause, i, hit, is_killed)
        return
    if not is_killed and "ل" in hit.proclitics and (suffered := list(_suffered(clause, i, hit))):
        yield from suffered
        return
    last = hit.last
    other = joined_head(clause, last, "injury" if is_killed else "death")
    if other:
        people = people_at(clause, other, allow_names=False) or people_at(clause, past_pauses(clause, other))
        if people is not None:
            yield lumped_figure(i, people)
            return
    if not is_killed and "و" not in hit.proclitics and (numeral := numeral_before(clause, i)) is not None:
        people = People(numeral[0], i + 1, numeral[1], numeral[2], True, i)
        yield Find(people.first, i + 1, None, (people.low, people.high), people, at=i)
        return
    may_be_named = is_killed and hit.entry.lemma not in ("ارتقاء", "هلاك", "إعدام", "تصفية")
    people = people_at(clause, past_pauses(clause, last), allow_names=may_be_named)
    if people is not None and _is_known(clause, people, hit):
        return
    if people is None or (not is_killed and not people.is_sure and not is_hurt_behind(clause, people)):
        people = _names(clause, past_pauses(clause, last))
        if people is None and not is_killed and i and clause.has(i - 1, "befall") and ends_injury(clause, last):
            people = People(i, last, 1, 1, True, i)  # "تسجيل إصابة بالرصاص"
        if people is None:
            return
    if is_illness(clause, i, people.last) or (not is_killed and is_one_thing(clause, people)):
        return
    yield figure_of(clause, i, people, is_killed)


def _suffered(clause: Clause, i: int, hit: Hit) -> Iterator[Find]:
    """ "تعرض سبعة من الحراس للإصابة": the people stand between."""
    if "ل" not in hit.proclitics:
        return
    for j in range(i - 1, max(i - BEFORE, -1), -1):
        if clause.has(j, "suffer"):
            people = people_at(clause, j + 1)
            if people is not None and people.is_sure and people.last <= i:
                find = figure_of(clause, j, people, False)
                yield find._replace(last=max(find.last, i + 1), at=i)
            return


def _is_known(clause: Clause, people: People, hit: Hit) -> bool:
    """People that are no news: "اغتيال القادة" as a policy, "إصابة الجريحين" as a wound spoken of."""
    if people.noun < 0:
        return False
    if not clause.word(people.noun).startswith(("ال", "وال")) and not any(h.enclitic for h in clause.hits[people.noun]):
        return False
    if clause.has(people.noun, "injured") or clause.has(people.noun, "dead"):
        return not people.is_counted or people.noun == people.first
    return not people.is_counted and people.high is None and hit.entry.lemma not in DEATHS


def _pronoun(clause: Clause, i: int, hit: Hit, is_killed: bool) -> Iterator[Find]:
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
    yield Find(i, last, bounds if is_killed else None, None if is_killed else bounds, at=i)


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


def of_people(is_killed: bool) -> Callable[[Clause, int, list[Find]], Iterator[Find]]:
    def frame(clause: Clause, i: int, finds: list[Find]) -> Iterator[Find]:
        yield from _noun_of_people(clause, i, is_killed)

    return frame


def _noun_of_people(clause: Clause, i: int, is_killed: bool) -> Iterator[Find]:
    """قتيل، جرحى: a number stands before it, or the word itself is one, two or some."""
    hit = clause.senses[i]["dead" if is_killed else "injured"]
    number = hit.entry.fields["number"]
    is_definite = "ال" in hit.proclitics or bool(hit.enclitic)
    negated = negation_of(clause, i)
    if negated:
        if negated == "none" and not is_definite:
            yield Find(negator(clause, i), i + 1, NONE if is_killed else None, None if is_killed else NONE, at=i)
        return
    numeral = None if "و" in hit.proclitics else numeral_before(clause, i)
    opposite = opposite_at(clause, i, is_killed)
    if clause.word(i - 1) == "بين" or (clause.word(i - 1) == "ما" and clause.word(i - 2) == "بين"):
        numeral = numeral_before(clause, i - 1) or numeral_around(clause, i - 1)
        if opposite and numeral is not None:
            people = People(numeral[0], opposite, numeral[1], numeral[2], True, i)
            yield lumped_figure(i, people)
        elif opposite and numeral is None and number != "p":
            yield Find(i - 1, opposite, SOME, SOME, at=i)
        return
    if numeral is not None:
        first, low, high = numeral
        if opposite and number in ("1", "p") and is_one_figure(clause, opposite, number, is_definite):
            yield lumped_figure(i, People(first, opposite, low, high, True, i))
            return
        people = People(first, i + 1, low, high, True, i)
        yield Find(first, i + 1, *slots(is_killed, (low, high)), people, at=i)
        return
    if is_definite or hit.entry.lemma == "ضحية":
        return
    if not _is_new(clause, i):
        return
    bounds: Bounds = {"1": (1, 1), "2": (2, 2)}.get(number, SOME)
    people = People(i, i + 1, bounds[0], bounds[1], number != "p", i)
    yield Find(i, i + 1, *slots(is_killed, bounds), people, at=i)


def bodies_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """عثر على جثتين: as many dead as bodies were found."""
    hit = clause.senses[i]["body"]
    number = hit.entry.fields["number"]
    killed = (int(number), int(number)) if number.isdigit() else (1, None)
    yield Find(i + 1, hit.last, killed, None, at=i)


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


def hits_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """إصابات: so many wounded; with a negation nobody was hurt at all."""
    hit = clause.senses[i]["hits"]
    negated = negation_of(clause, i)
    if negated:
        if negated == "none":
            yield Find(negator(clause, i), hit.last, NONE, NONE, at=i)
        return
    is_of_things = clause.has(hit.last, "thing") and not any(
        clause.has(j, "ranks") for j in range(hit.last, min(hit.last + 4, len(clause.hits)))
    )  # "إصابات مباشرة في صفوف القوة" are persons
    if is_of_things or hit.enclitic or is_illness(clause, i, hit.last):
        return
    if "ب" in hit.proclitics or "ل" in hit.proclitics:
        yield from _suffered(clause, i, hit)
        return
    numeral = numeral_before(clause, i)
    if numeral is not None:
        people = People(numeral[0], hit.last, numeral[1], numeral[2], True, i)
        yield Find(numeral[0], hit.last, None, (numeral[1], numeral[2]), people, at=i)
        return
    if "ال" in hit.proclitics:
        return
    bounds: Bounds = (2, 2) if hit.entry.fields["number"] == "2" else SOME
    yield Find(i, hit.last, None, bounds, People(i, hit.last, bounds[0], bounds[1], False, i), at=i)


def losses_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """ضحايا، خسائر بشرية: dead and wounded not told apart."""
    hit = clause.senses[i]["losses"]
    negated = negation_of(clause, i)
    if negated:
        if negated == "none":
            yield Find(negator(clause, i), hit.last, NONE, NONE, at=i)
        return
    is_definite = "ال" in hit.proclitics or clause.word(i).startswith("الخس")
    if is_definite or hit.enclitic or (i and clause.has(i - 1, "total")):
        return
    numeral = numeral_before(clause, i)
    if numeral is not None and numeral[2] is not None:
        people = People(numeral[0], hit.last, numeral[1], numeral[2], True, i)
        yield Find(numeral[0], hit.last, (numeral[1], numeral[2]), None, people, at=i)
        return
    if numeral is None and not _is_told(clause, i):
        return
    yield Find(i, hit.last, LOSSES, LOSSES, People(i, hit.last, 0, None, False, i), at=i)


def _is_told(clause: Clause, i: int) -> bool:
    """Whether losses are said to have happened: behind a word of happening or of result."""
    if any(clause.has(j, "happen") or clause.has(j, "result") for j in range(max(0, i - 3), i)):
        return True
    return any(clause.has(j, "inflict") for j in range(max(0, i - 6), i))


def harm_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """ "لم يسفر عن خسائر": none, when no word limits them to things."""
    hit = clause.senses[i]["harm"]
    following = clause.word(hit.last)
    if (
        negation_of(clause, i) == "none"
        and "ماد" not in following
        and "خسائر" in hit.entry.lemma
        and "خساير" in clause.word(i)
    ):
        if clause.has(hit.last, "ranks"):
            return
        yield Find(negator(clause, i), hit.last, NONE, NONE, at=i)


def result_frame(clause: Clause, i: int, _: list[Find]) -> Iterator[Find]:
    """A strong word one letter off behind a word of result: "أسفر عن مقل ثلاثة"."""
    hit = clause.senses[i]["result"]
    for j in range(hit.last, min(hit.last + 9, len(clause.hits))):
        if clause.is_mark(j) or (opens_figure(clause, j) and j > i):
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
            yield figure_of(clause, j, people, meant != "اصابه", f"«{meant}»")
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
