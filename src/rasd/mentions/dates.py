"""Dates: which words of a sentence say when, and what they say; ``rasd.lexicon.calendar`` lays it on the calendar.

The grammar reads from left to right over the tokens. Every function takes the words of the sentence and a token,
and gives what it read with the token behind it, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rasd.lexicon.calendar import cell_of
from rasd.lexicon.numerals import Numeral, numeral_at
from rasd.model.mention import DateMention, Said
from rasd.model.text import Sentence, Token
from rasd.model.word import Entry, Hit, tokens_with_any
from rasd.text.letters import plain

Hits = Sequence[tuple[Hit, ...]]

_KINDS = frozenset(("day", "month", "time"))
# Senses that can carry a date; the others only help.
_CORES = frozenset({"weekday", "month", "hijri_month", "offset", "offset_night", "overnight", "unit"}) | frozenset(
    {"earlier", "later", "vague", "eve"}
)
_SLASHES = frozenset("/-–.\\")
_OPEN, _CLOSE = frozenset('(«["“'), frozenset(')»]"”')
_PAUSES = frozenset("،,")
_MONTH_REACH = 6
_BEFORE_MONTHS = frozenset(["في", "وفي", "خلال", "وخلال", "منذ", "ومنذ", "حتي", "من", "الي", "بين"])
_LONG = frozenset({"week", "month", "year", "decade"})


class Atom(NamedTuple):
    """One time word or phrase."""

    first: int
    last: int
    sense: str
    value: str
    entry: Entry
    proclitics: tuple[str, ...]


class Words(NamedTuple):
    """A sentence as the grammar sees it."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    hits: Hits
    atoms: dict[int, Atom]


class Read(NamedTuple):
    """What was read, and the token behind it."""

    last: int
    said: Said
    is_duration: bool = False
    shift: tuple[int, int] | None = None
    at: str = ""


def find_dates(sentence: Sentence, hits: Hits, published: date | None = None) -> list[DateMention]:
    """The date expressions of a sentence in order, resolved against the day of publication.

    >>> from rasd.lexicon import load
    >>> from rasd.text.sentences import sentences_of
    >>> [s] = sentences_of("فجر اليوم الخميس قصف الطيران الحي")
    >>> [(m.span.text, m.date.start, m.date.part_of_day) for m in find_dates(s, load().hits(s), date(2024, 11, 14))]
    [('فجر اليوم الخميس', '2024-11-14', 'dawn')]
    """
    words = _words(sentence, hits)
    out: list[DateMention] = []
    if words is None:
        return out
    month_before: date | None = None
    year_before = 0
    i = 0
    for start in _starts(words):
        if start < i:
            continue
        read = _expression(words, start)
        if read is None:
            continue
        first = start
        said = read.said
        if said.month is None and said.year is not None and said.days is None:
            year_before = said.year
        elif year_before and said.month is not None and said.year is None and not (said.which or said.year_which):
            read = read._replace(said=said._replace(year=year_before))  # وفي عام 2016 ... يوم الرابع من تموز
        mention = _mention(words, first, read, published, month_before)
        if read.said.month is not None and mention.date.start:
            month_before = date.fromisoformat(mention.date.start)
        out.append(mention)
        i = read.last
    return out


def _mention(words: Words, first: int, read: Read, published: date | None, month_before: date | None) -> DateMention:
    span = words.sentence.span(first, read.last)
    said = read.said
    anchor = {"absolute": "absolute", "event": "event", "same": "same"}.get(said.kind, "published")
    at = read.at or (words.atoms[first].entry.at if first in words.atoms else "")
    if not at:
        at = next((a.entry.at for i, a in sorted(words.atoms.items()) if first <= i < read.last), "")
    cell, problems = cell_of(said, span, published, month_before)
    return DateMention(
        words.sentence.index,
        first,
        read.last,
        span,
        at,
        cell,
        anchor,
        read.shift,
        read.is_duration,
        problems,
        said,
    )


# The words of the sentence -----------------------------------------------------------------------------------------


def _words(sentence: Sentence, hits: Hits) -> Words | None:
    """The time words of a sentence; None when it has none that could carry a date."""
    atoms: dict[int, Atom] = {}
    has_core = False
    tokens = sentence.tokens
    for i in tokens_with_any(hits, _KINDS):
        for hit in hits[i]:
            entry = hit.entry
            if entry.kind not in _KINDS or hit.enclitic:
                continue
            if hit.last - i > 1 and not _is_written_so(tokens, hit):
                continue
            if i not in atoms:
                atoms[i] = Atom(i, hit.last, entry.sense, entry.fields["value"], entry, hit.proclitics)
                has_core = has_core or entry.sense in _CORES or tokens[i].plain in _ADVERBS
    for atom in [atom for atom in atoms.values() if atom.sense == "none"]:  # عين اليوم: a paper's name
        for i in range(atom.first, atom.last):
            atoms.pop(i, None)
    if not has_core and not any(token.kind == "number" for token in tokens):
        return None
    return Words(sentence, tokens, hits, atoms)


_WRITTEN: dict[str, tuple[str, ...]] = {}


def _is_written_so(tokens: tuple[Token, ...], hit: Hit) -> bool:
    """Phrases are found without their articles; for dates these tell: أمس الأول is not أمس أول اجتماع."""
    known = _WRITTEN.get(hit.entry.at)
    if known is None:
        forms = (hit.entry.lemma, *hit.entry.fields.get("forms", "").split("|"))
        known = _WRITTEN[hit.entry.at] = tuple(
            " ".join(map(plain, form.split())) for form in forms if len(form.split()) > 1
        )
    return " ".join(token.plain for token in tokens[hit.first : hit.last]).endswith(known)


def _starts(words: Words) -> list[int]:
    """Tokens where a date may begin: time words, and numbers close before a month or between slashes."""
    starts = set(words.atoms)
    months = [i for i, atom in words.atoms.items() if atom.sense in ("month", "hijri_month") or atom.value == "month"]
    for month in months:
        for i in range(max(0, month - _MONTH_REACH), month):
            is_number = words.tokens[i].kind == "number" or any(hit.entry.kind == "number" for hit in words.hits[i])
            if is_number or (words.tokens[i].plain in ("ال", "بين", "من", "مابين") and i not in words.atoms):
                starts.add(i)
    for i, token in enumerate(words.tokens):
        if token.kind == "number" and (
            len(token.plain) > 5 or (i + 1 < len(words.tokens) and words.tokens[i + 1].plain in _SLASHES)
        ):
            starts.add(i)
    for i, atom in words.atoms.items():  # "within the last 24 hours": the number comes first
        if atom.sense == "unit":
            for j in range(max(0, i - 2), i):
                if words.tokens[j].plain in ("ال", "نفس", "ذات") or words.tokens[j].plain.startswith("ال"):
                    starts.add(j)
    return sorted(starts)


def _atom(words: Words, i: int, *senses: str) -> Atom | None:
    atom = words.atoms.get(i)
    return atom if atom is not None and (not senses or atom.sense in senses) else None


def _word(words: Words, i: int) -> str:
    return words.tokens[i].plain if 0 <= i < len(words.tokens) else ""


def _past(words: Words, i: int, *skipped: str) -> int:
    """``i``, or the token behind it when the word there is one of ``skipped``."""
    return i + 1 if _word(words, i) in skipped else i


# The grammar --------------------------------------------------------------------------------------------------------


def _expression(words: Words, i: int) -> Read | None:
    """The date expression that begins at token ``i``, the longest reading there is."""
    atom = words.atoms.get(i)
    sense = atom.sense if atom else ""
    if sense in ("ago", "since"):
        return _ago(words, i)
    if sense == "after":
        return _after(words, i)
    if sense in ("during", "lasting", "until"):
        return _during(words, i)
    if sense == "overnight" and atom:
        return Read(atom.last, Said("overnight", part="night_of"))
    if sense in ("earlier", "later") and atom:
        return _earlier(words, atom)
    if sense == "vague" and atom:
        return Read(atom.last, Said("words"))
    if sense == "eve" and atom:
        return _eve(words, atom)
    if sense == "dated" and atom:
        return _numeric(words, atom.last, is_dated=True) or _absolute(words, atom.last)
    read = _day(words, i) or _period(words, i) or _absolute(words, i) or _last_units(words, i)
    return read and _stretch(words, i, read)


def _stretch(words: Words, i: int, read: Read) -> Read:
    """From date to date: بين 28 أيار و3 حزيران, 2 أكتوبر إلى 22 أكتوبر."""
    if read.said.kind != "absolute" or read.said.days is None:
        return read
    word = _word(words, read.last)
    if word not in ("الي", "حتي", "-", "–") and not (word == "و" and _word(words, i - 1) in ("بين", "مابين")):
        return read
    other = _numeric(words, read.last + 1, is_dated=False) or _day_and_month(words, read.last + 1)
    if other is None:
        return read
    return read._replace(last=other.last, said=read.said._replace(until=other.said))


def _part(words: Words, i: int) -> tuple[str, int]:
    """The part of the day before the day: فجر, في وقت مبكر من صباح; "" and ``i`` when there is none."""
    part, last = "", i
    while (atom := _atom(words, last, "part")) is not None:
        if part in ("", "early", "late") or atom.value not in ("early", "late"):
            part = atom.value
        last = atom.last
        # ظهر في شهر is "appeared in a month": only "early" and "late" go on with في
        joint = ("من", "في") if part in ("early", "late") else ("من",)
        if _word(words, last) in joint and _atom(words, last + 1, "part", "offset", "offset_night", "weekday", "unit"):
            last += 1
    return part, last


def _part_behind(words: Words, i: int) -> tuple[str, int]:
    """The part of the day behind the day (الخميس مساء), unless it begins the next date (أمس مساء الخميس)."""
    start = _past(words, i, "في")
    part, last = _part(words, start)
    if not part or (part in ("early", "late") and start == i):
        return "", i
    if _atom(words, last, "offset", "weekday", "offset_night"):
        return "", i
    written = _word(words, last - 1)
    if written in ("فجر", "صباح", "ظهر", "عصر", "ليل", "ليله", "صبيحه"):
        return "", i  # a noun without its ending governs what follows
    return part, last


def _day(words: Words, i: int) -> Read | None:
    """A day with its part of the day: فجر اليوم الخميس, مساء أمس الأول, يوم الأحد 5 أيار, ليل السبت - الأحد."""
    part, j = _part(words, i)
    if _atom(words, j, "unit") and _word(words, j) in ("يوم", "اليوم", "نهار", "يومي", "ليوم", "بيوم", "ويوم"):
        is_pair = _word(words, j) == "يومي"
        if _atom(words, j + 1, "weekday", "offset", "offset_night") or part or _is_number(words, j + 1):
            j += 1
    else:
        is_pair = False
    atom = words.atoms.get(j)
    if atom is None or atom.sense not in ("offset", "offset_night", "weekday"):
        if j == i + 1 and part and _is_adverb(words, i):
            return Read(j, Said("same", unit="day", part=part), shift=(0, 0))
        if j > i:
            read = _period(words, j) if _atom(words, j, "that", "this") else _absolute(words, j)
            return read and read._replace(said=read.said._replace(part=part))
        return None
    if atom.sense == "weekday":
        return _weekday(words, j, part, is_pair)
    return _offset(words, atom, part)


_ADVERBS = frozenset({"صباحا", "فجرا", "ظهرا", "عصرا", "مساءا", "ليلا"})


def _is_adverb(words: Words, i: int) -> bool:
    """اقتحموا المخيم صباحا: a part of the day with no day beside it, of the day that is being told of."""
    before = words.tokens[i - 1] if i else None
    if _word(words, i) not in _ADVERBS or _word(words, i + 1).startswith("و") or _word(words, i - 1) in ("و", "او"):
        return False
    if before is None or before.kind != "word" or _is_hour(words, i - 1):
        return False
    return _word(words, i) != "فجرا" or not before.plain.endswith(("ان", "ين"))  # انتحاريان فجرا نفسيهما: a verb


def _is_hour(words: Words, i: int) -> bool:
    """الثامنة صباحا: the hour, which may be a timetable's."""
    return any(hit.entry.kind == "number" or hit.entry.sense == "unit" for hit in words.hits[i])


def _offset(words: Words, atom: Atom, part: str) -> Read | None:
    if _is_other_use(words, atom):
        return None
    last = atom.last
    written = _word(words, atom.first)
    if written.endswith("اليوم") and last - atom.first == 1:
        which = _atom(words, last, "which")
        if which is not None and which.value in ("last", "following", "same"):
            step = {"last": (-1, -1), "following": (1, 1)}.get(which.value)
            if which.value == "same":
                return Read(which.last, Said("same", unit="day", part=part), shift=(0, 0))
            return Read(which.last, Said("event", part=part), shift=step)
        if _ordinal(words, last) is not None:
            return None  # the third day of the siege
    offset = int(atom.value)
    if atom.sense == "offset_night":
        part = part or "night_of"
    said = Said("day", offset=offset, part=part)
    weekday, after = _weekday_beside(words, last)
    if weekday is not None:
        said, last = said._replace(weekdays=(weekday,)), after
    exact = _date_beside(words, last)
    if exact is not None:
        return exact._replace(said=exact.said._replace(weekdays=said.weekdays, part=part))
    behind, after = _part_behind(words, last)
    if behind and not part:
        said, last = said._replace(part=behind), after
        if weekday is None:
            weekday, after = _weekday_beside(words, last)
            if weekday is not None:
                said, last = said._replace(weekdays=(weekday,)), after
    return Read(last, said, at=atom.entry.at)


def _is_other_use(words: Words, atom: Atom) -> bool:
    """The words "in most need" have the letters of yesterday; newspapers and channels are called Today."""
    written, before, behind = _word(words, atom.first), _word(words, atom.first - 1), _word(words, atom.last)
    if (written.endswith("امس") and behind in ("الحاجه", "حاجه")) or (written.endswith("اليوم") and behind == "الاخر"):
        return True  # the Last Day is no day of the week
    return before in ("صحيفه", "جريده", "قناه", "موقع", "وكاله", "المصري", "دار", "مجله", "روسيا", "بعد") and (
        atom.last - atom.first == 1
    )


def _weekday_beside(words: Words, i: int) -> tuple[int | None, int]:
    """The weekday behind "today" and the like: اليوم الخميس, اليوم (الخميس), اليوم، الخميس،"""
    j = i
    is_open = _word(words, j) in _OPEN
    if is_open or _word(words, j) in _PAUSES or _word(words, j) == "-":
        j += 1
    j = _past(words, j, "يوم")
    atom = _atom(words, j, "weekday")
    if atom is None or atom.proclitics:
        return None, i
    last = atom.last
    if is_open:
        if _word(words, last) not in _CLOSE:
            return None, i
        last += 1
    elif j > i and _word(words, j - 1) in _PAUSES and _atom(words, last, "which"):
        return None, i  # أمس، الخميس الماضي: another day
    return int(atom.value), last


def _date_beside(words: Words, i: int) -> Read | None:
    """The date that says the same day again: الخميس 14 نوفمبر, الأحد الموافق 15 / 10 / 1436 هـ."""
    j = i
    is_open = _word(words, j) in _OPEN
    if is_open or _word(words, j) in _PAUSES or _word(words, j) == "-":
        j += 1
    equals = _atom(words, j, "equals", "dated")
    if equals is not None:
        j = equals.last
    j = _past(words, j, "في", "ل") if equals is not None or _is_number(words, j + 1) else j
    is_month = _atom(words, j, "month") is not None and j == i
    if not (is_month or _is_number(words, j) or _word(words, j) == "ال" or _ordinal(words, j)):
        return None
    read = _numeric(words, j, is_dated=equals is not None) or _absolute(words, j)
    if read is None or read.said.days is None:
        return None
    last = read.last
    if is_open and _word(words, last) in _CLOSE:
        last += 1
    return read._replace(last=last)


def _weekday(words: Words, i: int, part: str, is_pair: bool) -> Read | None:
    atom = words.atoms[i]
    if part == "" and not is_pair:
        before = _word(words, i - 1)
        if before in _banned(atom.entry):
            return None
    days = [int(atom.value)]
    last = atom.last
    joined, after = _second_weekday(words, last, part, is_pair)
    if joined is not None:
        days, last = [days[0], joined], after
    which = _atom(words, last, "which", "before_last")
    said = Said("weekday", weekdays=tuple(days), part=part)
    if which is not None and which.value in ("last", "before_last", "next", "this", "same") and _is_which(words, which):
        said, last = said._replace(which=which.value), which.last
        if said.which == "same":
            said = said._replace(which="")
    elif _word(words, last) == "قبل" and _atom(words, last + 1, "which"):
        said, last = said._replace(which="before_last"), last + 2
    elif _word(words, last) == "من" and (period := _period(words, last + 1)) and period.said.unit == "week":
        said, last = said._replace(which=period.said.which or "this", unit="week"), period.last
    exact = _date_beside(words, last) if len(days) == 1 else None
    if exact is not None:
        return exact._replace(said=exact.said._replace(weekdays=(days[0],), part=part), at=atom.entry.at)
    offset = _offset_beside(words, last)
    if offset is not None and len(days) == 1:
        return Read(offset.last, Said("day", int(offset.value), (days[0],), part=part), at=atom.entry.at)
    behind, after = _part_behind(words, last)
    if behind and not part:
        said, last = said._replace(part=behind), after
    return Read(last, said, at=atom.entry.at)


_BANNED: dict[str, frozenset[str]] = {}


def _banned(entry: Entry) -> frozenset[str]:
    known = _BANNED.get(entry.at)
    if known is None:
        known = _BANNED[entry.at] = frozenset(map(plain, entry.fields.get("not_after", "").split("|")))
    return known


def _is_which(words: Words, which: Atom) -> bool:
    """السابق and الأخير describe other things too; here only right behind the day, and with the article."""
    written = _word(words, which.first)
    return written.startswith("ال") or which.value in ("same", "before_last") or "ال" in which.proclitics


def _offset_beside(words: Words, i: int) -> Atom | None:
    """الخميس (أمس), and الخميس أمس."""
    is_open = _word(words, i) in _OPEN
    atom = _atom(words, i + 1 if is_open else i, "offset")
    if atom is None or atom.proclitics or (is_open and _word(words, atom.last) not in _CLOSE):
        return None
    return atom._replace(last=atom.last + 1) if is_open else atom


def _second_weekday(words: Words, i: int, part: str, is_pair: bool) -> tuple[int | None, int]:
    """The other day of a pair: ليل السبت - الأحد, يومي الأحد والاثنين, من الخميس إلى السبت."""
    word = _word(words, i)
    is_night = part in ("night_of", "night_before", "midnight")
    if word in ("-", "–", "/", "الي") or (is_night and word in ("(", "علي")):
        atom = _atom(words, i + 1, "weekday")
        if atom is None or (word == "الي" and _word(words, words.atoms[i + 1].first - 3) == ""):
            return None, i
        last = atom.last + 1 if word == "(" and _word(words, atom.last) == ")" else atom.last
        return int(atom.value), last
    atom = _atom(words, i, "weekday")
    if atom is None and word == "و":
        atom = _atom(words, i + 1, "weekday")
        is_and = True
    else:
        is_and = atom is not None and "و" in atom.proclitics
    if atom is None:
        return None, i
    if is_night and not is_and and not atom.proclitics:
        return int(atom.value), atom.last
    if is_and:
        which = _word(words, atom.last)
        before = _word(words, i - 2)
        if is_pair or is_night or which in ("الماضيين", "الفايتين", "المقبلين", "المنصرمين") or before == "بين":
            return int(atom.value), atom.last
    return None, i


# Dates by month and number ------------------------------------------------------------------------------------------


def _is_number(words: Words, i: int) -> bool:
    return 0 <= i < len(words.tokens) and words.tokens[i].kind == "number"


def _numeral(words: Words, i: int) -> Numeral | None:
    if not 0 <= i < len(words.tokens):
        return None
    token = words.tokens[i]
    if token.kind == "word" and token.plain != "ال" and not words.hits[i]:
        return None
    return numeral_at(words.sentence, words.hits, i)


def _ordinal(words: Words, i: int) -> Numeral | None:
    numeral = _numeral(words, i)
    return numeral if numeral is not None and numeral.is_ordinal else None


def _absolute(words: Words, i: int) -> Read | None:
    """A date by its month, or a month, or a year: 13 مايو الماضي, الثامن من يوليو, آذار/مارس, عام 2013."""
    read = _numeric(words, i, is_dated=False)
    if read is None:
        read = _day_and_month(words, i) or _month_alone(words, i) or _year_alone(words, i)
    return read and _again(words, read)


def _again(words: Words, read: Read) -> Read:
    """Takes in the same date in the other calendar: 15 رمضان 1436 هـ الموافق 2 يوليو 2015."""
    last = read.last
    is_open = _word(words, last) in _OPEN
    equals = _atom(words, last + is_open, "equals")
    if equals is None:
        return read
    other = _numeric(words, equals.last, is_dated=True) or _day_and_month(words, _past(words, equals.last, "ل", "في"))
    if other is None:
        return read
    last = other.last + 1 if is_open and _word(words, other.last) in _CLOSE else other.last
    if read.said.is_hijri and not other.said.is_hijri:
        return other._replace(last=last)
    return read._replace(last=last)


def _day_and_month(words: Words, i: int) -> Read | None:
    days = _days_of_month(words, i)
    if days is None:
        return None
    (low, high), j = days
    j = _past(words, j, "من", "ل", "-", "في")
    demonstrative = _atom(words, j, "this", "that")
    at = j + 1 if demonstrative else j
    unit = _atom(words, at, "unit")
    if unit is not None and unit.value == "month" and unit.entry.fields["count"] == "1":
        month = _month(words, unit.last)
        if month is None:
            which = _atom(words, unit.last, "which")
            value = which.value if which else demonstrative.value if demonstrative else ""
            value = "this" if demonstrative and demonstrative.sense == "this" else value
            if value not in ("last", "before_last", "this", "next", "same") or not (
                demonstrative or "ال" in unit.proclitics
            ):
                return None
            said = Said("absolute", unit="month", days=(low, high), which=value)
            return Read(which.last if which else unit.last, said, at=unit.entry.at)
        j = unit.last
    else:
        month = _month(words, j)
    if month is None or not 1 <= low <= high <= 31:
        return None
    number, is_hijri, last, _, entry = month
    said = Said("absolute", days=(low, high), month=number, is_hijri=is_hijri)
    return _with_year(words, said, last, entry)


def _days_of_month(words: Words, i: int) -> tuple[tuple[int, int], int] | None:
    """One day of the month or a stretch: 13, الـ18, الثامن, بين 10 و15, من 4 إلى 8, 10-12, 10 و11."""
    is_between = _word(words, i) in ("بين", "من", "مابين") and i not in words.atoms
    if _word(words, i) == "ما" and _word(words, i + 1) == "بين":
        i, is_between = i + 1, True
    j = i + 1 if is_between else i
    first = _numeral(words, j)
    if first is None or not 1 <= first.value <= 31 or first.high is None:
        return None
    if not is_between and not first.is_ordinal and words.tokens[j].kind == "word":
        return None  # ثلاثة أيار is not how days are counted; الثالث من أيار is
    last = first.last
    word = _word(words, last)
    if word in ("-", "–", "و", "الي", "حتي", "وحتي", "والي", "/"):
        second = _numeral(words, last + 1)
        if word == "/" and second is not None:
            second = None
        if second is not None and first.value < second.value <= 31 and second.first == last + 1:
            return (first.value, second.value), second.last
    if is_between:
        return None
    return (first.value, first.value), last


def _month(words: Words, i: int) -> tuple[int, bool, int, bool, Entry] | None:
    """A month name with its second name: number, is Hijri, token behind, is certain, row."""
    atom = _atom(words, i, "month", "hijri_month")
    if atom is None:
        return None
    last = atom.last
    is_certain = atom.entry.fields["alone"] == "yes"
    j = last
    while _word(words, j) in ("/", "-", "–", "(", "\\", "،") and j - last < 2:
        j += 1
    other = _atom(words, j, "month")
    if other is not None and other.value == atom.value and other.entry is not atom.entry and other.first == j:
        is_certain = True
        is_open = any(_word(words, k) == "(" for k in range(last, j))
        last = other.last + 1 if is_open and _word(words, other.last) == ")" else other.last
    return int(atom.value), atom.sense == "hijri_month", last, is_certain, atom.entry


def _with_year(words: Words, said: Said, i: int, entry: Entry) -> Read:
    """The year behind a month, or the word that tells which: 2014, من عام 2014, الماضي, الجاري, من العام الماضي."""
    year, last, is_hijri = _year(words, i)
    if year is not None:
        return Read(last, said._replace(year=year, is_hijri=said.is_hijri or is_hijri), at=entry.at)
    which = _atom(words, i, "which")
    if which is not None and which.value in ("last", "before_last", "this", "next", "same") and _is_which(words, which):
        if which.value in ("this", "same"):
            return Read(which.last, said._replace(which="this" if which.value == "this" else ""), at=entry.at)
        return Read(which.last, said._replace(which=which.value), at=entry.at)
    if _word(words, i) == "قبل" and _atom(words, i + 1, "which"):
        return Read(i + 2, said._replace(which="before_last"), at=entry.at)
    j = _past(words, i, "من", "في")
    period = _period(words, j)
    if period is not None and period.said.unit == "year" and not period.said.third:
        which_year = period.said.which or ("same" if period.said.kind == "same" else "this")
        return Read(period.last, said._replace(year_which=which_year), at=entry.at)
    return Read(i, said, at=entry.at)


def _year(words: Words, i: int) -> tuple[int | None, int, bool]:
    """A year: value, token behind, whether of the Hijri calendar."""
    j = i
    if _word(words, j) in _PAUSES:
        j += 1
    j = _past(words, j, "من", "ل", "في", "/", "-")
    unit = _atom(words, j, "unit")
    has_word = False
    if unit is not None and unit.value == "year" and unit.entry.fields["count"] == "1":
        j, has_word = unit.last, True
    if not 0 <= j < len(words.tokens):
        return None, i, False
    token = words.tokens[j]
    if token.kind == "number":
        if not token.plain.isdigit() or len(token.plain) != 4:
            return None, i, False
        value, last = int(token.plain), j + 1
    else:
        numeral = _numeral(words, j)
        if numeral is None or numeral.is_ordinal or numeral.high is None or not 1900 <= numeral.value <= 2100:
            return None, i, False
        value, last = numeral.value, numeral.last
    mark = _word(words, last)
    is_hijri = 1300 <= value <= 1500
    if not (is_hijri or 1800 <= value <= 2100):
        return None, i, False
    if mark in ("م", "ه", "ميلادي", "ميلاديه", "هجري", "هجريه"):
        last += 1
    elif not has_word and j > i and _word(words, j - 1) == "في":
        return None, i, False
    return value, last, is_hijri


def _month_alone(words: Words, i: int) -> Read | None:
    """A month without a day, with or without its third: مطلع شهر حزيران/يونيو, آذار/مارس الماضي."""
    third = _atom(words, i, "third")
    j = third.last if third else i
    demonstrative = _past(words, j, "هذا")
    unit = _atom(words, demonstrative, "unit")
    has_word = unit is not None and unit.value == "month" and unit.entry.fields["count"] == "1"
    at = unit.last if has_word and unit else demonstrative
    month = _month(words, at)
    if month is None:
        return None
    number, is_hijri, last, is_certain, entry = month
    if third is None and (turned := _day_behind_month(words, number, is_hijri, last, entry)) is not None:
        return turned
    said = Said("absolute", month=number, is_hijri=is_hijri, third=third.value if third else "")
    read = _with_year(words, said, last, entry)
    name = words.atoms[at]
    if read.last > last or has_word or last > name.last or third or demonstrative > j:
        return read
    # Alone a month is told by a preposition: نيسان is a name too, مارس a verb, آب a father, رمضان a man.
    is_led = _word(words, i - 1) in _BEFORE_MONTHS or not {"ب", "ل"}.isdisjoint(name.proclitics)
    return read if is_led and (is_certain or not is_hijri) else None


def _day_behind_month(words: Words, month: int, is_hijri: bool, i: int, entry: Entry) -> Read | None:
    """The order of other languages: نوفمبر 12، 2024 and مايو الحادي عشر; a lower ordinal is another thing's."""
    day = _numeral(words, i)
    if day is None or day.high is None or not 1 <= day.value <= 31:
        return None
    year, last, _ = _year(words, day.last)
    if not (day.is_ordinal and day.value > 10) and not (
        _is_number(words, i) and year is not None and _word(words, day.last) in _PAUSES
    ):
        return None
    said = Said("absolute", days=(day.value, day.value), month=month, year=year, is_hijri=is_hijri)
    return Read(last, said, at=entry.at)


def _year_alone(words: Words, i: int) -> Read | None:
    """عام 2013, مطلع العام 2014: only with the word, a bare 2013 may be anything."""
    third = _atom(words, i, "third")
    j = third.last if third else i
    unit = _atom(words, j, "unit")
    if unit is None or unit.value != "year" or unit.entry.fields["count"] != "1":
        return None
    year, last, is_hijri = _year(words, j)
    if year is None or last <= unit.last or is_hijri:
        return None
    return Read(last, Said("absolute", year=year, third=third.value if third else ""), at=unit.entry.at)


def _numeric(words: Words, i: int, *, is_dated: bool) -> Read | None:
    """12/11/2024, 2024-11-12, 15 / 10 / 1436 هـ, 12.11.2024; day and month alone only behind a word like بتاريخ."""
    if not _is_number(words, i):
        return None
    numbers: list[int] = []
    last = i
    token = words.tokens[i]
    if not token.plain.isdigit():
        pieces = token.plain.split(".")
        if len(pieces) == 3 and all(piece.isdigit() for piece in pieces):
            numbers, last = [int(piece) for piece in pieces], i + 1
    else:
        mark = ""
        while _is_number(words, last) and words.tokens[last].plain.isdigit() and len(numbers) < 3:
            numbers.append(int(words.tokens[last].plain))
            last += 1
            if len(numbers) < 3 and _word(words, last) in _SLASHES and (not mark or mark == _word(words, last)):
                mark = _word(words, last)
                if mark == "." or not _is_number(words, last + 1):
                    break
                last += 1
            else:
                break
    if len(numbers) == 3:
        day, month, year = numbers if numbers[0] <= 31 else (numbers[2], numbers[1], numbers[0])
        if month > 12 and day <= 12:
            day, month = month, day
        if year < 100:
            year += 2000
        is_hijri = 1300 <= year <= 1500
        if not (1 <= month <= 12 and 1 <= day <= 31 and (is_hijri or 1900 <= year <= 2100)):
            return None
        last = last + 1 if _word(words, last) in ("م", "ه", "هجري", "ميلادي") else last
        return Read(last, Said("absolute", days=(day, day), month=month, year=year, is_hijri=is_hijri), at="digits")
    if len(numbers) == 2 and is_dated and last - i == 3 and 1 <= numbers[1] <= 12 and 1 <= numbers[0] <= 31:
        return Read(last, Said("absolute", days=(numbers[0], numbers[0]), month=numbers[1]), at="digits")
    return None


# Weeks, months, years around the anchor -----------------------------------------------------------------------------


def _period(words: Words, i: int) -> Read | None:
    """الأسبوع الماضي, هذا الشهر, مطلع الشهر الجاري, العام قبل الماضي, الشهر نفسه, نفس اليوم."""
    third = _atom(words, i, "third")
    j = third.last if third else i
    demonstrative = _atom(words, j, "this", "that")
    j = demonstrative.last if demonstrative else j
    unit = _atom(words, j, "unit")
    if unit is None:
        offset = _atom(words, j, "offset")
        if demonstrative is not None and demonstrative.sense == "that" and offset and offset.value == "0":
            return Read(offset.last, Said("same", unit="day"), shift=(0, 0))
        return None
    if unit.entry.fields["count"] != "1" or unit.value not in ("day", "week", "month", "year"):
        return None
    is_definite = "ال" in unit.proclitics
    which = _atom(words, unit.last, "which", "before_last")
    last, value = unit.last, ""
    if which is not None and is_definite and _is_which(words, which):
        last, value = which.last, which.value
    elif is_definite and _word(words, unit.last) == "قبل" and _atom(words, unit.last + 1, "which"):
        last, value = unit.last + 2, "before_last"
    elif demonstrative is not None and (is_definite or demonstrative.sense == "that"):
        value = "this" if demonstrative.sense == "this" else "same"
    elif not (third and is_definite):
        return None
    if unit.value == "year" and not value and _year(words, unit.first)[0] is not None:
        return None  # مطلع العام 2014
    if value == "same":
        if unit.value == "month":
            said = Said("absolute", unit="month", which="same", third=third.value if third else "")
            return Read(last, said, at=unit.entry.at)
        return Read(last, Said("same", unit=unit.value), shift=(0, 0) if unit.value == "day" else None)
    if value == "following":
        length = {"day": 1, "week": 7}.get(unit.value)
        return Read(last, Said("event", unit=unit.value), shift=(length, length) if length else None)
    if unit.value == "day" and value not in ("this",):
        return Read(last, Said("event"), shift=(-1, -1)) if value == "last" else None
    said = Said("period", unit=unit.value, which=value, third=third.value if third else "")
    return Read(last, said, at=unit.entry.at)


def _earlier(words: Words, atom: Atom) -> Read | None:
    """في وقت سابق من هذا الشهر, في وقت سابق أمس; alone it is words without a day."""
    j = _past(words, atom.last, "من", "في", "خلال")
    inner = _day(words, j) or _period(words, j) or _month_alone(words, j)
    if inner is None:
        return Read(atom.last, Said("words"), at=atom.entry.at)
    if inner.said.kind == "period":
        return inner._replace(said=inner.said._replace(third=inner.said.third or atom.sense))
    return inner


def _eve(words: Words, atom: Atom) -> Read | None:
    """غداة and عشية date by another event; in the Maghreb عشية is the evening."""
    day = _day(words, atom.last)
    if day is not None and atom.entry.lemma == "عشية":
        return day._replace(said=day.said._replace(part="evening"))
    if day is not None and day.said.kind in ("day", "weekday"):
        return day
    step = int(atom.value)
    return Read(atom.last, Said("event"), shift=(step, step), at=atom.entry.at)


# Amounts of time ----------------------------------------------------------------------------------------------------


def _is_digits(words: Words, numeral: Numeral) -> bool:
    return words.tokens[numeral.last - 1].kind == "number"


_FEW = frozenset({"قليله", "قليل", "القليله", "معدوده", "عده", "عديده", "فقط", "تقريبا", "خلت", "مضت", "واحد", "واحده"})
_BOUNDS = frozenset({"at_least", "about", "at_most"})


def _amount(words: Words, i: int) -> tuple[tuple[int, int | None], str, int, bool] | None:
    """An amount of time (يومين, نحو أسبوع, الـ24 ساعة): how many, the unit, the token behind, whether definite."""
    j = i
    for _ in range(2):
        if 0 <= j < len(words.hits):
            bound = next(
                (h for h in words.hits[j] if h.entry.kind == "number" and h.entry.sense in _BOUNDS and h.last > j), None
            )
            if bound is not None:
                j = bound.last
    is_about = j > i
    is_definite = False
    if _word(words, j) == "ال":
        is_definite = True
    unit = _atom(words, j, "unit")
    if unit is None:
        numeral = _numeral(words, j)
        if numeral is None or (numeral.is_ordinal and not _is_digits(words, numeral)):
            return None
        unit = _atom(words, _past(words, numeral.last, "من"), "unit")
        if unit is None:
            return None
        is_definite = is_definite or "ال" in unit.proclitics or _word(words, j).startswith("ال")
        number: tuple[int, int | None] = (numeral.low, numeral.high)
        last = unit.last
    else:
        is_definite = "ال" in unit.proclitics
        count = int(unit.entry.fields["count"] or 0)
        number = (count, count) if count else (1, None)
        last = unit.last
        behind = _numeral(words, last)
        if behind is not None and not behind.is_ordinal and count == 0 and behind.high is not None:
            number, last = (behind.low, behind.high), behind.last  # الأيام الثلاثة
        elif count == 0 and _word(words, last) == "ال" and (behind := _numeral(words, last + 1)):
            number, last = (behind.low, behind.high), behind.last  # الساعات الـ 24
        elif is_about and count == 1 and unit.value in ("month", "year"):
            number = (1, None)
    if unit.value == "decade":
        number = (number[0], None)
    while _word(words, last) in _FEW:
        if _word(words, last) in ("القليله", "قليله", "معدوده", "عديده", "عده"):
            number = (number[0], None)
        last += 1
    return number, unit.value, last, is_definite


def _ago(words: Words, i: int) -> Read | None:
    """قبل يومين, منذ أسبوع; قبل يومين من is dated by another event; منذ الخميس is the Thursday."""
    atom = words.atoms[i]
    amount = _amount(words, atom.last)
    inner = _inner(words, atom.last) if atom.sense == "since" else None
    if inner is not None and (amount is None or inner.last > amount[2]):  # منذ عام 2011, منذ 25 من شهر آب
        is_long = inner.said.kind in ("period", "during", "words") or (
            inner.said.kind == "absolute" and inner.said.days is None
        )
        if inner.said.kind in ("day", "weekday") and inner.said.offset <= 0 and inner.said.which != "next":
            inner = inner._replace(said=inner.said._replace(until=Said("day")))  # منذ الجمعة: from then to this day
        return inner._replace(is_duration=is_long or inner.is_duration)
    if amount is None or (amount[3] and amount[0] != (1, None)):
        return None
    number, unit, last, _ = amount
    if _word(words, last) in ("من", "علي", "عن") and _word(words, last + 1) != "الان" and atom.sense == "ago":
        return Read(last + 1, Said("event", unit=unit, number=number), shift=_shift(number, unit, -1))
    is_duration = atom.sense == "since" and unit in _LONG
    return Read(last, Said("ago", unit=unit, number=number), is_duration, at=atom.entry.at)


def _shift(number: tuple[int, int | None], unit: str, sign: int) -> tuple[int, int] | None:
    low, high = number
    if unit in ("hour", "minute"):
        days = -(-(high or 1) // 24) if unit == "hour" else 1
        return (0, days) if sign > 0 else (-days, 0)
    if high is None or unit not in ("day", "week"):
        return None
    length = 7 if unit == "week" else 1
    return (low * length, high * length) if sign > 0 else (-high * length, -low * length)


def _after(words: Words, i: int) -> Read | None:
    """بعد يومين من, بعد أيام من: dated by another event."""
    atom = words.atoms[i]
    amount = _amount(words, atom.last)
    if amount is None or amount[3]:
        return None
    number, unit, last, _ = amount
    if _word(words, last) in ("من", "علي"):
        last += 1
    return Read(last, Said("event", unit=unit, number=number), shift=_shift(number, unit, 1), at=atom.entry.at)


def _inner(words: Words, i: int) -> Read | None:
    return _day(words, i) or _period(words, i) or _absolute(words, i)


def _during(words: Words, i: int) -> Read | None:
    """خلال اليومين الماضيين, خلال 24 ساعة; خلال شهر آب; على مدى ثلاثة أيام lasts."""
    atom = words.atoms[i]
    amount = _amount(words, atom.last)
    inner = _inner(words, atom.last)
    if inner is not None and (amount is None or inner.last > amount[2]):
        return inner._replace(is_duration=inner.is_duration or atom.sense in ("until", "lasting"))
    if amount is None:
        return None
    number, unit, last, is_definite = amount
    which = _atom(words, last, "which")
    if which is not None and which.value in ("last", "next") and _is_which(words, which):
        if not is_definite or number == (1, 1):
            return None
        said = Said("during", unit=unit, number=number, which=which.value)
        return Read(which.last, said, unit in ("month", "year", "decade"), at=atom.entry.at)
    if is_definite:
        return None
    if atom.sense == "during" and unit == "hour" and number[1] is not None and number[1] >= 24:
        return Read(last, Said("during", unit=unit, number=number), at=atom.entry.at)
    return Read(last, Said("words"), is_duration=True, at=atom.entry.at)


def _last_units(words: Words, i: int) -> Read | None:
    """الأيام الثلاثة الماضية, اليومين الماضيين, الـ24 ساعة الماضية without a preposition of their own."""
    amount = _amount(words, i)
    if amount is None:
        return None
    number, unit, last, is_definite = amount
    which = _atom(words, last, "which")
    if which is None or which.value not in ("last", "next") or not is_definite or number == (1, 1):
        return None
    said = Said("during", unit=unit, number=number, which=which.value)
    return Read(which.last, said, unit in ("month", "year", "decade"))
