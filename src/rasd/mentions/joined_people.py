"""Phrases of people that are joined: "طفل وامرأة" is two, "قائد واثنان من حراسه" three."""

from __future__ import annotations

from rasd.mentions.people import People, bound_at, counted_at, counted_behind
from rasd.mentions.person_nouns import (
    ENDS,
    QUOTES,
    Clause,
    ends_phrase,
    is_name,
    is_number,
    is_person,
    names_somebody,
    noun_at,
)

# The largest number whose noun is a plural.
_SMALL = 10
_BETWEEN = frozenset({"بين", "مابين"})
_SINGLE = frozenset({"واحدا", "واحد", "واحده"})
_OTHER_FIGURE = ENDS - {"break", "intent", "older"}
# The longest stretch of adjectives, names and "of" phrases that one phrase of victims takes up.
_LONGEST = 14


def joined(clause: Clause, people: People) -> People:
    """The phrase with those joined to it: "طفل وامرأة" is two, "قائد واثنان من حراسه" three."""
    if people.is_counted and _BETWEEN.intersection((clause.word(people.last), clause.word(people.last + 1))):
        return people  # "40 ما بين رجال أمن ومدنيين"
    i, low, high, last, group = people.last, people.low, people.high, people.last, people.group
    # "22 عنصرا ومسؤولا" is one number; "ثلاثة جنود وضابط" is four, "خمسة أطفال ونساء" five.
    many = people.is_counted and people.noun > people.first and people.low > _SMALL
    few = people.is_counted and people.noun > people.first
    steps = 0
    while i < len(clause.hits) and steps < _LONGEST:
        token = clause.sentence.tokens[i]
        steps += 1
        if token.kind == "mark":
            if token.plain == "(" and (closing := closing_bracket(clause, i)):  # "سالم (21 عاما) والشاب ناصر"
                i = closing
                continue
            if token.plain in "،,/()" or token.plain in QUOTES or token.plain == "-":
                i += 1
                continue
            break
        if clause.has(i, "among") or (clause.has(i, "one") and clause.word(i).endswith(("هم", "هما", "هن"))):
            break  # "عاملان أحدهما من الشمال والآخر من الجنوب"
        bound = bound_at(clause, i)
        if bound:  # "جنديان على الأقل وثلاثة عمال"
            i = bound
            continue
        if (token.kind == "word" and token.plain.startswith("و") and len(token.plain) > 2) or token.plain == "و":
            at = i + 1 if token.plain == "و" else i
            other = _joined_at(clause, at, many=many, few=few)
            if other is not None:
                low, high = low + other.low, None if high is None or other.high is None else high + other.high
                i = last = other.last
                group = group if group == other.group else ""
                steps = 0
                continue
        if ends_phrase(clause, i) and not _is_ali(clause, i):
            break
        if clause.word(i).startswith("ب") and len(token.plain) > 4 and not names_somebody(clause, i):
            break
        if any(hit.form.pos == "verb" for hit in clause.hits[i]) and not names_somebody(clause, i):
            break
        i += 1
    if low == 1 and high is None and not people.is_counted and (names := _names_behind(clause, people)):
        return people._replace(last=names[1], low=names[0], high=names[0])
    far = _companions(clause, i)
    if far is not None:
        low, high = low + far.low, None if high is None or far.high is None else high + far.high
        last, group = far.last, ""
    return people._replace(last=last, low=low, high=high, group=group)


def end_of_phrase(clause: Clause, i: int) -> int:
    """Where a phrase of victims that goes on at token ``i`` ends: behind its adjectives, names and "of" phrases."""
    last = i
    while last < len(clause.hits) and last - i < _LONGEST:
        if clause.is_mark(last) or clause.has(last, "among") or clause.has(last, "pause"):
            break
        if any(hit.form.pos == "masdar" and "و" in hit.proclitics for hit in clause.hits[last]):  # "وتدمير الآلية"
            break
        if ends_phrase(clause, last):
            break
        if clause.word(last).startswith("و") and is_number(clause, last):  # "و30 جريحا" is the next figure
            break
        if clause.word(last).startswith("ب") and len(clause.word(last)) > 4 and not names_somebody(clause, last):
            break
        if any(hit.form.pos == "verb" for hit in clause.hits[last]) and not names_somebody(clause, last):
            break
        last += 1
    while last > i and clause.word(last - 1) in QUOTES | {"و", "من"}:
        last -= 1
    return last


def closing_bracket(clause: Clause, i: int) -> int:
    """Behind the bracket that closes the short aside opened at token ``i``, 0 without one."""
    return next((j + 1 for j in range(i + 1, min(i + 6, len(clause.hits))) if clause.word(j) == ")"), 0)


def _is_ali(clause: Clause, i: int) -> bool:
    """The name علي behind another name, which folds to the preposition على: told apart as written."""
    token = clause.sentence.tokens[i]
    return token.plain == "علي" and clause.sentence.raw[token.end - 1] == "ي" and not clause.hits[i - 1]


def _names_behind(clause: Clause, people: People) -> tuple[int, int] | None:
    """ "الشبان سالم فلان وناصر فلان": how many names follow a definite plural, and where they end."""
    i = people.last
    if not clause.word(people.noun).startswith(("ال", "وال", "بال", "لل")) or not is_name(clause, i):
        return None
    count = last = 0
    while i < len(clause.hits):
        word = clause.word(i)
        begins = i == people.last or (word.startswith("و") and len(word) > 3) or clause.word(i - 1) in ("،", "و")
        if (clause.hits[i] and not _is_ali(clause, i)) or (clause.is_mark(i) and word not in "،()"):
            break
        if word == "(" and (closing := closing_bracket(clause, i)):
            i = closing
            continue
        if not clause.is_mark(i) and word != "و":
            count, last = count + begins, i + 1
        i += 1
    return (count, last) if count > 1 else None


def _companions(clause: Clause, i: int) -> People | None:
    """ "... في المدينة، و4 من مرافقيه": counted men of the one named before, past the words of place."""
    for j in range(i, min(i + _LONGEST, len(clause.hits))):
        senses = clause.senses.get(j, {})
        if clause.word(j) in ".؛" or not _OTHER_FIGURE.isdisjoint(senses):
            return None
        word = clause.word(j)
        if not word.startswith("و"):
            continue
        other = counted_at(clause, j + 1 if word == "و" else j)
        if other is None or other.noun < 0:
            continue
        if any(is_person(hit) and hit.enclitic for hit in clause.hits[other.noun]):
            return other
    return None


def _joined_at(clause: Clause, i: int, *, many: bool, few: bool) -> People | None:
    """Further people behind "and": counted ones, one with a pronoun (ومرافقه), or a bare person's word."""
    if clause.sentence.tokens[i].kind == "number" or any(h.entry.kind == "number" for h in clause.hits[i]):
        other = counted_at(clause, i)
        if other is not None and (clause.has(other.noun, "dead") or clause.has(other.noun, "injured")):
            return None
        return (
            other
            if other is not None and other.is_sure and (other.noun >= 0 or clause.word(other.last) == "من")
            else None
        )
    noun = noun_at(clause, i)
    if noun is None or not noun.is_sure or not any(is_person(h) for h in clause.hits[i]):
        return None
    has_pronoun = any(is_person(hit) and hit.enclitic for hit in clause.hits[i])
    is_single = any(clause.word(j) in _SINGLE for j in (noun.last, noun.last + 1))  # "12 مدنيا وجنديا تشاديا واحدا"
    if is_single:
        return People(i, noun.last, 1, 1, True, noun.last - 1, noun.group)
    if (numeral := counted_behind(clause, noun)) is not None:
        return People(i, numeral.last, numeral.low, numeral.high, True, noun.last - 1, noun.group)
    if not has_pronoun and (many or (few and noun.number == "p" and not noun.is_ambiguous)):
        return None
    low, high = {"s": (1, 1), "d": (2, 2)}.get(noun.number, (1, None))
    if noun.is_definite and not has_pronoun and noun.number != "s":
        return None
    return People(i, noun.last, low, high, noun.number == "d", noun.last - 1, noun.group)
