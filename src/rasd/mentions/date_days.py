"""Days: today and yesterday, weekdays, the parts of the day, and the date that says the same day again."""

from __future__ import annotations

from rasd.mentions.date_months import read_absolute, read_numeric, read_period
from rasd.mentions.date_words import (
    ADVERBS,
    CLOSE,
    OPEN,
    PAUSES,
    Atom,
    Read,
    Words,
    atom_at,
    is_number,
    is_which,
    ordinal_at,
    past,
    word_at,
)
from rasd.model.mention import Said
from rasd.model.word import Entry
from rasd.text.letters import plain


def _part(words: Words, i: int) -> tuple[str, int]:
    """The part of the day before the day: فجر, في وقت مبكر من صباح; "" and ``i`` when there is none."""
    part, last = "", i
    while (atom := atom_at(words, last, "part")) is not None:
        if part in ("", "early", "late") or atom.value not in ("early", "late"):
            part = atom.value
        last = atom.last
        # ظهر في شهر is "appeared in a month": only "early" and "late" go on with في
        joint = ("من", "في") if part in ("early", "late") else ("من",)
        if word_at(words, last) in joint and atom_at(
            words, last + 1, "part", "offset", "offset_night", "weekday", "unit"
        ):
            last += 1
    return part, last


def _part_behind(words: Words, i: int) -> tuple[str, int]:
    """The part of the day behind the day (الخميس مساء), unless it begins the next date (أمس مساء الخميس)."""
    start = past(words, i, "في")
    part, last = _part(words, start)
    if not part or (part in ("early", "late") and start == i):
        return "", i
    if atom_at(words, last, "offset", "weekday", "offset_night"):
        return "", i
    written = word_at(words, last - 1)
    if written in ("فجر", "صباح", "ظهر", "عصر", "ليل", "ليله", "صبيحه"):
        return "", i  # a noun without its ending governs what follows
    return part, last


def read_day(words: Words, i: int) -> Read | None:
    """A day with its part of the day: فجر اليوم الخميس, مساء أمس الأول, يوم الأحد 5 أيار, ليل السبت - الأحد."""
    part, j = _part(words, i)
    if atom_at(words, j, "unit") and word_at(words, j) in ("يوم", "اليوم", "نهار", "يومي", "ليوم", "بيوم", "ويوم"):
        is_pair = word_at(words, j) == "يومي"
        if atom_at(words, j + 1, "weekday", "offset", "offset_night") or part or is_number(words, j + 1):
            j += 1
    else:
        is_pair = False
    atom = words.atoms.get(j)
    if atom is None or atom.sense not in ("offset", "offset_night", "weekday"):
        if j == i + 1 and part and _is_adverb(words, i):
            return Read(j, Said("same", unit="day", part=part), shift=(0, 0))
        if j > i:
            read = read_period(words, j) if atom_at(words, j, "that", "this") else read_absolute(words, j)
            return read and read._replace(said=read.said._replace(part=part))
        return None
    if atom.sense == "weekday":
        return _weekday(words, j, part, is_pair)
    return _offset(words, atom, part)


def _is_adverb(words: Words, i: int) -> bool:
    """اقتحموا المخيم صباحا: a part of the day with no day beside it, of the day that is being told of."""
    before = words.tokens[i - 1] if i else None
    if (
        word_at(words, i) not in ADVERBS
        or word_at(words, i + 1).startswith("و")
        or word_at(words, i - 1) in ("و", "او")
    ):
        return False
    if before is None or before.kind != "word" or _is_hour(words, i - 1):
        return False
    return word_at(words, i) != "فجرا" or not before.plain.endswith(("ان", "ين"))  # انتحاريان فجرا نفسيهما: a verb


def _is_hour(words: Words, i: int) -> bool:
    """الثامنة صباحا: the hour, which may be a timetable's."""
    return any(hit.entry.kind == "number" or hit.entry.sense == "unit" for hit in words.hits[i])


def _offset(words: Words, atom: Atom, part: str) -> Read | None:
    if _is_other_use(words, atom):
        return None
    last = atom.last
    written = word_at(words, atom.first)
    if written.endswith("اليوم") and last - atom.first == 1:
        which = atom_at(words, last, "which")
        if which is not None and which.value in ("last", "following", "same"):
            step = {"last": (-1, -1), "following": (1, 1)}.get(which.value)
            if which.value == "same":
                return Read(which.last, Said("same", unit="day", part=part), shift=(0, 0))
            return Read(which.last, Said("event", part=part), shift=step)
        if ordinal_at(words, last) is not None:
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
    written, before, behind = word_at(words, atom.first), word_at(words, atom.first - 1), word_at(words, atom.last)
    if (written.endswith("امس") and behind in ("الحاجه", "حاجه")) or (written.endswith("اليوم") and behind == "الاخر"):
        return True  # the Last Day is no day of the week
    return before in ("صحيفه", "جريده", "قناه", "موقع", "وكاله", "المصري", "دار", "مجله", "روسيا", "بعد") and (
        atom.last - atom.first == 1
    )


def _weekday_beside(words: Words, i: int) -> tuple[int | None, int]:
    """The weekday behind "today" and the like: اليوم الخميس, اليوم (الخميس), اليوم، الخميس،"""
    j = i
    is_open = word_at(words, j) in OPEN
    if is_open or word_at(words, j) in PAUSES or word_at(words, j) == "-":
        j += 1
    j = past(words, j, "يوم")
    atom = atom_at(words, j, "weekday")
    if atom is None or atom.proclitics:
        return None, i
    last = atom.last
    if is_open:
        if word_at(words, last) not in CLOSE:
            return None, i
        last += 1
    elif j > i and word_at(words, j - 1) in PAUSES and atom_at(words, last, "which"):
        return None, i  # أمس، الخميس الماضي: another day
    return int(atom.value), last


def _date_beside(words: Words, i: int) -> Read | None:
    """The date that says the same day again: الخميس 14 نوفمبر, الأحد الموافق 15 / 10 / 1436 هـ."""
    j = i
    is_open = word_at(words, j) in OPEN
    if is_open or word_at(words, j) in PAUSES or word_at(words, j) == "-":
        j += 1
    equals = atom_at(words, j, "equals", "dated")
    if equals is not None:
        j = equals.last
    j = past(words, j, "في", "ل") if equals is not None or is_number(words, j + 1) else j
    is_month = atom_at(words, j, "month") is not None and j == i
    if not (is_month or is_number(words, j) or word_at(words, j) == "ال" or ordinal_at(words, j)):
        return None
    read = read_numeric(words, j, is_dated=equals is not None) or read_absolute(words, j)
    if read is None or read.said.days is None:
        return None
    last = read.last
    if is_open and word_at(words, last) in CLOSE:
        last += 1
    return read._replace(last=last)


def _weekday(words: Words, i: int, part: str, is_pair: bool) -> Read | None:
    atom = words.atoms[i]
    if part == "" and not is_pair:
        before = word_at(words, i - 1)
        if before in _banned(atom.entry):
            return None
    days = [int(atom.value)]
    last = atom.last
    joined, after = _second_weekday(words, last, part, is_pair)
    if joined is not None:
        days, last = [days[0], joined], after
    which = atom_at(words, last, "which", "before_last")
    said = Said("weekday", weekdays=tuple(days), part=part)
    if which is not None and which.value in ("last", "before_last", "next", "this", "same") and is_which(words, which):
        said, last = said._replace(which=which.value), which.last
        if said.which == "same":
            said = said._replace(which="")
    elif word_at(words, last) == "قبل" and atom_at(words, last + 1, "which"):
        said, last = said._replace(which="before_last"), last + 2
    elif word_at(words, last) == "من" and (period := read_period(words, last + 1)) and period.said.unit == "week":
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


def _offset_beside(words: Words, i: int) -> Atom | None:
    """الخميس (أمس), and الخميس أمس."""
    is_open = word_at(words, i) in OPEN
    atom = atom_at(words, i + 1 if is_open else i, "offset")
    if atom is None or atom.proclitics or (is_open and word_at(words, atom.last) not in CLOSE):
        return None
    return atom._replace(last=atom.last + 1) if is_open else atom


def _second_weekday(words: Words, i: int, part: str, is_pair: bool) -> tuple[int | None, int]:
    """The other day of a pair: ليل السبت - الأحد, يومي الأحد والاثنين, من الخميس إلى السبت."""
    word = word_at(words, i)
    is_night = part in ("night_of", "night_before", "midnight")
    if word in ("-", "–", "/", "الي") or (is_night and word in ("(", "علي")):
        atom = atom_at(words, i + 1, "weekday")
        if atom is None or (word == "الي" and word_at(words, words.atoms[i + 1].first - 3) == ""):
            return None, i
        last = atom.last + 1 if word == "(" and word_at(words, atom.last) == ")" else atom.last
        return int(atom.value), last
    atom = atom_at(words, i, "weekday")
    if atom is None and word == "و":
        atom = atom_at(words, i + 1, "weekday")
        is_and = True
    else:
        is_and = atom is not None and "و" in atom.proclitics
    if atom is None:
        return None, i
    if is_night and not is_and and not atom.proclitics:
        return int(atom.value), atom.last
    if is_and:
        which = word_at(words, atom.last)
        before = word_at(words, i - 2)
        if is_pair or is_night or which in ("الماضيين", "الفايتين", "المقبلين", "المنصرمين") or before == "بين":
            return int(atom.value), atom.last
    return None, i
