"""How many people a phrase counts: "ثلاثة جنود", "جنديان", "أكثر من 40 مدنيا", "رابع", "آخرون", "الشاب فلان"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rasd.lexicon.numerals import Numeral, bounds_around, numeral_at
from rasd.model.text import Sentence
from rasd.model.word import Hit

Hits = Sequence[tuple[Hit, ...]]

QUOTES = frozenset("\"'«»“”„‟‘’`")
_BOUNDS = frozenset({"at_least", "about", "at_most", "between"})
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
_ENDS = frozenset(
    "break which that among none result since aim older kill slay die pass expire hurt strike wound meet fate life"
    " death injury hits losses harm total material intent".split()
)
# The largest number whose noun is a plural.
_SMALL = 10
_TWO = frozenset({"اثنين", "اثنان", "اثنتين", "اثنتان"})
_BETWEEN = frozenset({"بين", "مابين"})
_SINGLE = frozenset({"واحدا", "واحد", "واحده"})
_MORE = frozenset({"اكثر", "ازيد"})
_OTHER_FIGURE = _ENDS - {"break", "intent", "older"}
# The longest stretch of adjectives, names and "of" phrases that one phrase of victims takes up.
_LONGEST = 14


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


class _Noun(NamedTuple):
    last: int
    number: str
    group: str
    is_ambiguous: bool
    is_sure: bool
    is_definite: bool


def people_at(clause: Clause, i: int, *, allow_names: bool = False) -> People | None:
    """The phrase of people that begins at token ``i``; None when the words count or name no person.

    ``allow_names``: a word in no list may stand for one person (behind "the death of").
    """
    start = i
    while i < len(clause.hits) and clause.sentence.tokens[i].plain in QUOTES:
        i += 1
    if i >= len(clause.hits):
        return None
    found = _counted(clause, i) or _more(clause, i) or _named(clause, i, allow_names=allow_names)
    is_closed = found is not None and any(clause.word(j) in QUOTES for j in range(i + 1, found.last))
    return found._replace(first=start) if found is not None and is_closed else found


def _counted(clause: Clause, i: int) -> People | None:
    """A number with the people it counts."""
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
        noun = _noun(clause, last)
        if noun is None or not noun.is_sure:
            return None
        return People(first, noun.last, 1, 1, True, noun.last - 1, noun.group)
    last = _bound(clause, last) or last  # "17 على الأقل من"
    while last < len(clause.hits) and clause.word(last) in QUOTES | {"("}:
        last += 1
    if last >= len(clause.hits) or clause.is_mark(last):
        return People(first, numeral.last, numeral.low, numeral.high, True)
    if clause.word(last) in ("منهم", "منهن", "منها"):
        return People(first, last + 1, numeral.low, numeral.high, True)
    if clause.word(last) == "من" or clause.has(last, "ranks"):
        noun = _noun(clause, last + 1) if clause.word(last) == "من" else None
        if noun is not None and noun.is_sure:
            return People(first, noun.last, numeral.low, numeral.high, True, noun.last - 1, noun.group)
        if clause.has(last + 1, "thing") or _is_thing(clause, last + 1):
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
    if _is_thing(clause, last):
        return None
    noun = _noun(clause, last)
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
    return People(first, numeral.last, numeral.low, numeral.high, True, is_sure=not _is_unknown(clause, last))


def _bound(clause: Clause, i: int) -> int:
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
            noun = _noun(clause, hit.last)
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
        noun = _noun(clause, last)
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
    noun = _noun(clause, i)
    if (noun is None or not noun.is_sure) and _is_unknown(clause, i) and clause.word(i + 1) in _TWO:
        return People(i, i + 2, 2, 2, True, i)
    if noun is None:
        if not allow_names or not _is_unknown(clause, i) or clause.has(i, "thing") or clause.has(i, "break"):
            return None
        return People(i, i + 1, 1, 1, False, i, is_sure=False)
    low, high = {"s": (1, 1), "d": (2, 2)}.get(noun.number, (1, None))
    is_dual = noun.number == "d"
    if noun.is_ambiguous and _is_two(clause, noun.last):
        low, high, is_dual = 2, 2, True
    last = noun.last + (is_dual and clause.word(noun.last) in _TWO)
    if is_dual and _bound(clause, last):  # "مدنيين اثنين على الأقل"
        high = None
    return People(
        i, noun.last, low, high, is_dual, noun.last - 1, noun.group,
        is_sure=noun.is_sure, is_ambiguous=noun.is_ambiguous and not is_dual,
    )  # fmt: skip


def _is_counted_thing(clause: Clause, i: int) -> bool:
    thing = clause.has(i, "thing")
    return thing is not None and thing.enclitic != "ي"  # مدني is no "my towns"


def _is_two(clause: Clause, i: int) -> bool:
    """Whether the words behind say that there are two: "مدنيين اثنين", "فلسطينيين واعتقال ثالث"."""
    if clause.word(i) in _TWO or clause.word(i - 1) in _TWO:  # the row may hold the number: مسلحين اثنين
        return True
    return any(clause.word(j) in ("ثالث", "ثالثه", "ثالثا") for j in range(i, i + 4))


def _noun(clause: Clause, i: int) -> _Noun | None:
    """The word for people at token ``i``; the vowel marks of a written dual decide (فلسطينيَين)."""
    if i >= len(clause.hits) or clause.sentence.tokens[i].kind != "word":
        return None
    # والده may be "his father" or "mother": the written pronoun wins.
    has_pronoun = any(hit.enclitic and _is_person(hit) for hit in clause.hits[i])
    numbers: list[str] = []
    group, last, is_definite = "", i + 1, False
    for hit in clause.hits[i]:
        if hit.last > last and hit.entry.kind == "person" and hit.entry.sense == "none":
            return None
        if hit.entry.kind == "toll" and hit.entry.sense == "person":
            numbers.append(hit.entry.fields["number"])
            is_definite = is_definite or bool(hit.enclitic)
        elif _is_person(hit):
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
        heads = [hit.form.number for hit in clause.hits[i] if hit.form.number and _is_person(hit)]
        numbers = [number for number in numbers if number] or heads or ["s"]
        number, is_ambiguous = _of_two_readings(clause, i, numbers)
        return _Noun(last, number, group, is_ambiguous, True, is_definite)
    if clause.senses.get(i) or _is_thing(clause, i):
        return None
    return _nisba(clause, i)


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


def _nisba(clause: Clause, i: int) -> _Noun | None:
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
                return _Noun(i + 1, number, "", is_ambiguous, True, is_definite)
            return _Noun(i + 1, number, "", False, number != "s" or _has_nisba(clause, i), is_definite)
    return None


def _has_nisba(clause: Clause, i: int) -> bool:
    return any(hit.entry.kind == "nisba" for hit in clause.hits[i])


def _is_thing(clause: Clause, i: int) -> bool:
    """Whether the word is a weapon, a target, a time or a place, and no person."""
    if i >= len(clause.hits):
        return False
    is_thing = False
    for hit in clause.hits[i]:
        if _is_person(hit) or (hit.entry.kind == "relation" and hit.entry.sense == "head"):
            return False
        is_thing = is_thing or (hit.entry.kind in _THINGS and hit.entry.sense != "troops")
    return is_thing


def _is_person(hit: Hit) -> bool:
    if hit.entry.kind == "toll":
        return hit.entry.sense == "person"
    return (hit.entry.kind == "person" and hit.entry.sense != "none") or (
        hit.entry.kind == "target" and hit.entry.sense in _TARGETS
    )


def _is_unknown(clause: Clause, i: int) -> bool:
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


def end_of_phrase(clause: Clause, i: int) -> int:
    """Where a phrase of victims that goes on at token ``i`` ends: behind its adjectives, names and "of" phrases."""
    last = i
    while last < len(clause.hits) and last - i < _LONGEST:
        if clause.is_mark(last) or clause.has(last, "among") or clause.has(last, "pause"):
            break
        if any(hit.form.pos == "masdar" and "و" in hit.proclitics for hit in clause.hits[last]):  # "وتدمير الآلية"
            break
        if _ends(clause, last):
            break
        if clause.word(last).startswith("و") and _is_number(clause, last):  # "و30 جريحا" is the next figure
            break
        if clause.word(last).startswith("ب") and len(clause.word(last)) > 4 and not _is_name(clause, last):
            break
        if any(hit.form.pos == "verb" for hit in clause.hits[last]) and not _is_name(clause, last):
            break
        last += 1
    while last > i and clause.word(last - 1) in QUOTES | {"و", "من"}:
        last -= 1
    return last


def _is_number(clause: Clause, i: int) -> bool:
    """Whether a number stands at token ``i``, behind a lone "and" or with it written on."""
    at = i + 1 if clause.word(i) == "و" else i
    if at >= len(clause.hits):
        return False
    return clause.sentence.tokens[at].kind == "number" or any(hit.entry.kind == "number" for hit in clause.hits[at])


def _ends(clause: Clause, i: int) -> bool:
    senses = clause.senses.get(i)
    if senses is None or _ENDS.isdisjoint(senses):
        return False
    return "another" not in senses and "ranks" not in senses


def _is_name(clause: Clause, i: int) -> bool:
    return any(hit.entry.kind in ("actor", "nisba") or _is_person(hit) for hit in clause.hits[i])


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
        bound = _bound(clause, i)
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
        if _ends(clause, i) and not _is_ali(clause, i):
            break
        if clause.word(i).startswith("ب") and len(token.plain) > 4 and not _is_name(clause, i):
            break
        if any(hit.form.pos == "verb" for hit in clause.hits[i]) and not _is_name(clause, i):
            break
        i += 1
    if low == 1 and high is None and not people.is_counted and (names := _names_behind(clause, people)):
        return people._replace(last=names[1], low=names[0], high=names[0])
    far = _companions(clause, i)
    if far is not None:
        low, high = low + far.low, None if high is None or far.high is None else high + far.high
        last, group = far.last, ""
    return people._replace(last=last, low=low, high=high, group=group)


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
        other = _counted(clause, j + 1 if word == "و" else j)
        if other is None or other.noun < 0:
            continue
        if any(_is_person(hit) and hit.enclitic for hit in clause.hits[other.noun]):
            return other
    return None


def _joined_at(clause: Clause, i: int, *, many: bool, few: bool) -> People | None:
    """Further people behind "and": counted ones, one with a pronoun (ومرافقه), or a bare person's word."""
    if clause.sentence.tokens[i].kind == "number" or any(h.entry.kind == "number" for h in clause.hits[i]):
        other = _counted(clause, i)
        if other is not None and (clause.has(other.noun, "dead") or clause.has(other.noun, "injured")):
            return None
        return (
            other
            if other is not None and other.is_sure and (other.noun >= 0 or clause.word(other.last) == "من")
            else None
        )
    noun = _noun(clause, i)
    if noun is None or not noun.is_sure or not any(_is_person(h) for h in clause.hits[i]):
        return None
    has_pronoun = any(_is_person(hit) and hit.enclitic for hit in clause.hits[i])
    is_single = any(clause.word(j) in _SINGLE for j in (noun.last, noun.last + 1))  # "12 مدنيا وجنديا تشاديا واحدا"
    if is_single:
        return People(i, noun.last, 1, 1, True, noun.last - 1, noun.group)
    if not has_pronoun and (many or (few and noun.number == "p" and not noun.is_ambiguous)):
        return None
    low, high = {"s": (1, 1), "d": (2, 2)}.get(noun.number, (1, None))
    if noun.is_definite and not has_pronoun and noun.number != "s":
        return None
    return People(i, noun.last, low, high, noun.number == "d", noun.last - 1, noun.group)
