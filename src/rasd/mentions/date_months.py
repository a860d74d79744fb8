"""Dates by month and number, and weeks, months and years around the day the report speaks from."""

from __future__ import annotations

from rasd.mentions.date_words import (
    CLOSE,
    OPEN,
    PAUSES,
    SLASHES,
    Read,
    Words,
    atom_at,
    is_number,
    is_which,
    numeral_here,
    past,
    word_at,
)
from rasd.model.mention import Said
from rasd.model.word import Entry

_BEFORE_MONTHS = frozenset(["في", "وفي", "خلال", "وخلال", "منذ", "ومنذ", "حتي", "من", "الي", "بين"])


def read_stretch(words: Words, i: int, read: Read) -> Read:
    """From date to date: بين 28 أيار و3 حزيران, 2 أكتوبر إلى 22 أكتوبر."""
    if read.said.kind != "absolute" or read.said.days is None:
        return read
    word = word_at(words, read.last)
    if word not in ("الي", "حتي", "-", "–") and not (word == "و" and word_at(words, i - 1) in ("بين", "مابين")):
        return read
    other = read_numeric(words, read.last + 1, is_dated=False) or read_day_and_month(words, read.last + 1)
    if other is None:
        return read
    return read._replace(last=other.last, said=read.said._replace(until=other.said))


def read_absolute(words: Words, i: int) -> Read | None:
    """A date by its month, or a month, or a year: 13 مايو الماضي, الثامن من يوليو, آذار/مارس, عام 2013."""
    read = read_numeric(words, i, is_dated=False)
    if read is None:
        read = read_day_and_month(words, i) or read_month(words, i) or _year_alone(words, i)
    return read and _again(words, read)


def _again(words: Words, read: Read) -> Read:
    """Takes in the same date in the other calendar: 15 رمضان 1436 هـ الموافق 2 يوليو 2015."""
    last = read.last
    is_open = word_at(words, last) in OPEN
    equals = atom_at(words, last + is_open, "equals")
    if equals is None:
        return read
    other = read_numeric(words, equals.last, is_dated=True) or read_day_and_month(
        words, past(words, equals.last, "ل", "في")
    )
    if other is None:
        return read
    last = other.last + 1 if is_open and word_at(words, other.last) in CLOSE else other.last
    if read.said.is_hijri and not other.said.is_hijri:
        return other._replace(last=last)
    return read._replace(last=last)


def read_day_and_month(words: Words, i: int) -> Read | None:
    days = _days_of_month(words, i)
    if days is None:
        return None
    (low, high), j = days
    j = past(words, j, "من", "ل", "-", "في")
    demonstrative = atom_at(words, j, "this", "that")
    at = j + 1 if demonstrative else j
    unit = atom_at(words, at, "unit")
    if unit is not None and unit.value == "month" and unit.entry.fields["count"] == "1":
        month = _month(words, unit.last)
        if month is None:
            which = atom_at(words, unit.last, "which")
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
    is_between = word_at(words, i) in ("بين", "من", "مابين") and i not in words.atoms
    if word_at(words, i) == "ما" and word_at(words, i + 1) == "بين":
        i, is_between = i + 1, True
    j = i + 1 if is_between else i
    first = numeral_here(words, j)
    if first is None or not 1 <= first.value <= 31 or first.high is None:
        return None
    if not is_between and not first.is_ordinal and words.tokens[j].kind == "word":
        return None  # ثلاثة أيار is not how days are counted; الثالث من أيار is
    last = first.last
    word = word_at(words, last)
    if word in ("-", "–", "و", "الي", "حتي", "وحتي", "والي", "/"):
        second = numeral_here(words, last + 1)
        if word == "/" and second is not None:
            second = None
        if second is not None and first.value < second.value <= 31 and second.first == last + 1:
            return (first.value, second.value), second.last
    if is_between:
        return None
    return (first.value, first.value), last


def _month(words: Words, i: int) -> tuple[int, bool, int, bool, Entry] | None:
    """A month name with its second name: number, is Hijri, token behind, is certain, row."""
    atom = atom_at(words, i, "month", "hijri_month")
    if atom is None:
        return None
    last = atom.last
    is_certain = atom.entry.fields["alone"] == "yes"
    j = last
    while word_at(words, j) in ("/", "-", "–", "(", "\\", "،") and j - last < 2:
        j += 1
    other = atom_at(words, j, "month")
    if other is not None and other.value == atom.value and other.entry is not atom.entry and other.first == j:
        is_certain = True
        is_open = any(word_at(words, k) == "(" for k in range(last, j))
        last = other.last + 1 if is_open and word_at(words, other.last) == ")" else other.last
    return int(atom.value), atom.sense == "hijri_month", last, is_certain, atom.entry


def _with_year(words: Words, said: Said, i: int, entry: Entry) -> Read:
    """The year behind a month, or the word that tells which: 2014, من عام 2014, الماضي, الجاري, من العام الماضي."""
    year, last, is_hijri = read_year(words, i)
    if year is not None:
        return Read(last, said._replace(year=year, is_hijri=said.is_hijri or is_hijri), at=entry.at)
    which = atom_at(words, i, "which")
    if which is not None and which.value in ("last", "before_last", "this", "next", "same") and is_which(words, which):
        if which.value in ("this", "same"):
            return Read(which.last, said._replace(which="this" if which.value == "this" else ""), at=entry.at)
        return Read(which.last, said._replace(which=which.value), at=entry.at)
    if word_at(words, i) == "قبل" and atom_at(words, i + 1, "which"):
        return Read(i + 2, said._replace(which="before_last"), at=entry.at)
    j = past(words, i, "من", "في")
    period = read_period(words, j)
    if period is not None and period.said.unit == "year" and not period.said.third:
        which_year = period.said.which or ("same" if period.said.kind == "same" else "this")
        return Read(period.last, said._replace(year_which=which_year), at=entry.at)
    return Read(i, said, at=entry.at)


def read_year(words: Words, i: int) -> tuple[int | None, int, bool]:
    """A year: value, token behind, whether of the Hijri calendar."""
    j = i
    if word_at(words, j) in PAUSES:
        j += 1
    j = past(words, j, "من", "ل", "في", "/", "-")
    unit = atom_at(words, j, "unit")
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
        numeral = numeral_here(words, j)
        if numeral is None or numeral.is_ordinal or numeral.high is None or not 1900 <= numeral.value <= 2100:
            return None, i, False
        value, last = numeral.value, numeral.last
    mark = word_at(words, last)
    is_hijri = 1300 <= value <= 1500
    if not (is_hijri or 1800 <= value <= 2100):
        return None, i, False
    if mark in ("م", "ه", "ميلادي", "ميلاديه", "هجري", "هجريه"):
        last += 1
    elif not has_word and j > i and word_at(words, j - 1) == "في":
        return None, i, False
    return value, last, is_hijri


def read_month(words: Words, i: int) -> Read | None:
    """A month without a day, with or without its third: مطلع شهر حزيران/يونيو, آذار/مارس الماضي."""
    third = atom_at(words, i, "third")
    j = third.last if third else i
    demonstrative = past(words, j, "هذا")
    unit = atom_at(words, demonstrative, "unit")
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
    is_led = word_at(words, i - 1) in _BEFORE_MONTHS or not {"ب", "ل"}.isdisjoint(name.proclitics)
    return read if is_led and (is_certain or not is_hijri) else None


def _day_behind_month(words: Words, month: int, is_hijri: bool, i: int, entry: Entry) -> Read | None:
    """The order of other languages: نوفمبر 12، 2024 and مايو الحادي عشر; a lower ordinal is another thing's."""
    day = numeral_here(words, i)
    if day is None or day.high is None or not 1 <= day.value <= 31:
        return None
    year, last, _ = read_year(words, day.last)
    if not (day.is_ordinal and day.value > 10) and not (
        is_number(words, i) and year is not None and word_at(words, day.last) in PAUSES
    ):
        return None
    said = Said("absolute", days=(day.value, day.value), month=month, year=year, is_hijri=is_hijri)
    return Read(last, said, at=entry.at)


def _year_alone(words: Words, i: int) -> Read | None:
    """عام 2013, مطلع العام 2014: only with the word, a bare 2013 may be anything."""
    third = atom_at(words, i, "third")
    j = third.last if third else i
    unit = atom_at(words, j, "unit")
    if unit is None or unit.value != "year" or unit.entry.fields["count"] != "1":
        return None
    year, last, is_hijri = read_year(words, j)
    if year is None or last <= unit.last or is_hijri:
        return None
    return Read(last, Said("absolute", year=year, third=third.value if third else ""), at=unit.entry.at)


def read_numeric(words: Words, i: int, *, is_dated: bool) -> Read | None:
    """12/11/2024, 2024-11-12, 15 / 10 / 1436 هـ, 12.11.2024; day and month alone only behind a word like بتاريخ."""
    if not is_number(words, i):
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
        while is_number(words, last) and words.tokens[last].plain.isdigit() and len(numbers) < 3:
            numbers.append(int(words.tokens[last].plain))
            last += 1
            if len(numbers) < 3 and word_at(words, last) in SLASHES and (not mark or mark == word_at(words, last)):
                mark = word_at(words, last)
                if mark == "." or not is_number(words, last + 1):
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
        last = last + 1 if word_at(words, last) in ("م", "ه", "هجري", "ميلادي") else last
        return Read(last, Said("absolute", days=(day, day), month=month, year=year, is_hijri=is_hijri), at="digits")
    if len(numbers) == 2 and is_dated and last - i == 3 and 1 <= numbers[1] <= 12 and 1 <= numbers[0] <= 31:
        return Read(last, Said("absolute", days=(numbers[0], numbers[0]), month=numbers[1]), at="digits")
    return None


def read_period(words: Words, i: int) -> Read | None:
    """الأسبوع الماضي, هذا الشهر, مطلع الشهر الجاري, العام قبل الماضي, الشهر نفسه, نفس اليوم."""
    third = atom_at(words, i, "third")
    j = third.last if third else i
    demonstrative = atom_at(words, j, "this", "that")
    j = demonstrative.last if demonstrative else j
    unit = atom_at(words, j, "unit")
    if unit is None:
        offset = atom_at(words, j, "offset")
        if demonstrative is not None and demonstrative.sense == "that" and offset and offset.value == "0":
            return Read(offset.last, Said("same", unit="day"), shift=(0, 0))
        return None
    if unit.entry.fields["count"] != "1" or unit.value not in ("day", "week", "month", "year"):
        return None
    is_definite = "ال" in unit.proclitics
    which = atom_at(words, unit.last, "which", "before_last")
    last, value = unit.last, ""
    if which is not None and is_definite and is_which(words, which):
        last, value = which.last, which.value
    elif is_definite and word_at(words, unit.last) == "قبل" and atom_at(words, unit.last + 1, "which"):
        last, value = unit.last + 2, "before_last"
    elif demonstrative is not None and (is_definite or demonstrative.sense == "that"):
        value = "this" if demonstrative.sense == "this" else "same"
    elif not (third and is_definite):
        return None
    if unit.value == "year" and not value and read_year(words, unit.first)[0] is not None:
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
