"""Amounts of time: two days ago, within 24 hours, the last three days; earlier, later, the eve of."""

from __future__ import annotations

from rasd.lexicon.numerals import Numeral
from rasd.mentions.date_days import read_day
from rasd.mentions.date_months import read_absolute, read_month, read_period
from rasd.mentions.date_words import Atom, Read, Words, atom_at, is_which, numeral_here, past, word_at
from rasd.model.mention import Said

_LONG = frozenset({"week", "month", "year", "decade"})


def read_earlier(words: Words, atom: Atom) -> Read | None:
    """في وقت سابق من هذا الشهر, في وقت سابق أمس; alone it is words without a day."""
    j = past(words, atom.last, "من", "في", "خلال")
    inner = read_day(words, j) or read_period(words, j) or read_month(words, j)
    if inner is None:
        return Read(atom.last, Said("words"), at=atom.entry.at)
    if inner.said.kind == "period":
        return inner._replace(said=inner.said._replace(third=inner.said.third or atom.sense))
    return inner


def read_eve(words: Words, atom: Atom) -> Read | None:
    """غداة and عشية date by another event; in the Maghreb عشية is the evening."""
    day = read_day(words, atom.last)
    if day is not None and atom.entry.lemma == "عشية":
        return day._replace(said=day.said._replace(part="evening"))
    if day is not None and day.said.kind in ("day", "weekday"):
        return day
    step = int(atom.value)
    return Read(atom.last, Said("event"), shift=(step, step), at=atom.entry.at)


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
    if word_at(words, j) == "ال":
        is_definite = True
    unit = atom_at(words, j, "unit")
    if unit is None:
        numeral = numeral_here(words, j)
        if numeral is None or (numeral.is_ordinal and not _is_digits(words, numeral)):
            return None
        unit = atom_at(words, past(words, numeral.last, "من"), "unit")
        if unit is None:
            return None
        is_definite = is_definite or "ال" in unit.proclitics or word_at(words, j).startswith("ال")
        number: tuple[int, int | None] = (numeral.low, numeral.high)
        last = unit.last
    else:
        is_definite = "ال" in unit.proclitics
        count = int(unit.entry.fields["count"] or 0)
        number = (count, count) if count else (1, None)
        last = unit.last
        behind = numeral_here(words, last)
        if behind is not None and not behind.is_ordinal and count == 0 and behind.high is not None:
            number, last = (behind.low, behind.high), behind.last  # الأيام الثلاثة
        elif count == 0 and word_at(words, last) == "ال" and (behind := numeral_here(words, last + 1)):
            number, last = (behind.low, behind.high), behind.last  # الساعات الـ 24
        elif is_about and count == 1 and unit.value in ("month", "year"):
            number = (1, None)
    if unit.value == "decade":
        number = (number[0], None)
    while word_at(words, last) in _FEW:
        if word_at(words, last) in ("القليله", "قليله", "معدوده", "عديده", "عده"):
            number = (number[0], None)
        last += 1
    return number, unit.value, last, is_definite


def read_ago(words: Words, i: int) -> Read | None:
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
    if word_at(words, last) in ("من", "علي", "عن") and word_at(words, last + 1) != "الان" and atom.sense == "ago":
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


def read_after(words: Words, i: int) -> Read | None:
    """بعد يومين من, بعد أيام من: dated by another event."""
    atom = words.atoms[i]
    amount = _amount(words, atom.last)
    if amount is None or amount[3]:
        return None
    number, unit, last, _ = amount
    if word_at(words, last) in ("من", "علي"):
        last += 1
    return Read(last, Said("event", unit=unit, number=number), shift=_shift(number, unit, 1), at=atom.entry.at)


def _inner(words: Words, i: int) -> Read | None:
    return read_day(words, i) or read_period(words, i) or read_absolute(words, i)


def read_during(words: Words, i: int) -> Read | None:
    """خلال اليومين الماضيين, خلال 24 ساعة; خلال شهر آب; على مدى ثلاثة أيام lasts."""
    atom = words.atoms[i]
    amount = _amount(words, atom.last)
    inner = _inner(words, atom.last)
    if inner is not None and (amount is None or inner.last > amount[2]):
        return inner._replace(is_duration=inner.is_duration or atom.sense in ("until", "lasting"))
    if amount is None:
        return None
    number, unit, last, is_definite = amount
    which = atom_at(words, last, "which")
    if which is not None and which.value in ("last", "next") and is_which(words, which):
        if not is_definite or number == (1, 1):
            return None
        said = Said("during", unit=unit, number=number, which=which.value)
        return Read(which.last, said, unit in ("month", "year", "decade"), at=atom.entry.at)
    if is_definite:
        return None
    if atom.sense == "during" and unit == "hour" and number[1] is not None and number[1] >= 24:
        return Read(last, Said("during", unit=unit, number=number), at=atom.entry.at)
    return Read(last, Said("words"), is_duration=True, at=atom.entry.at)


def read_last_units(words: Words, i: int) -> Read | None:
    """الأيام الثلاثة الماضية, اليومين الماضيين, الـ24 ساعة الماضية without a preposition of their own."""
    amount = _amount(words, i)
    if amount is None:
        return None
    number, unit, last, is_definite = amount
    which = atom_at(words, last, "which")
    if which is None or which.value not in ("last", "next") or not is_definite or number == (1, 1):
        return None
    said = Said("during", unit=unit, number=number, which=which.value)
    return Read(which.last, said, unit in ("month", "year", "decade"))
