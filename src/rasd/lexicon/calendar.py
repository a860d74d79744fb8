"""The calendar: lays what date words say on the days around an anchor, usually the day of publication."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from rasd.lexicon.problems import day_ar, problem
from rasd.model.event import Date, Problem
from rasd.model.mention import Said
from rasd.model.text import Span

PARTS = {"night_of": "night", "night_before": "night"}
_THIRDS = {"start": (1, 10), "middle": (11, 20), "end": (21, 31)}
_YEAR_THIRDS = {"start": (1, 1), "middle": (6, 7), "end": (12, 12)}
_WEEK_THIRDS = {
    "start": (0, 1),
    "middle": (2, 4),
    "end": (5, 7),
}  # Sunday is 0; the weekend is Friday or Sunday, by the country
_DAY = timedelta(1)
_WEEK = 7
_COUNTED = 31  # "753 days ago" is a rhetorical count, not a day


class Days(NamedTuple):
    """First and last day, both None when only words are known; ``rival`` when the words contradict each other."""

    start: date | None
    end: date | None
    is_contradiction: bool = False

    @property
    def precision(self) -> int:
        """1 a day, 2 up to a month, 3 coarser or open."""
        if self.start is None or self.end is None:
            return 3
        length = (self.end - self.start).days
        return 1 if length == 0 else 2 if length <= 31 else 3


NOTHING = Days(None, None)


def days_of(said: Said, anchor: date | None, month_before: date | None = None) -> Days:
    """The days that are meant, none when the words alone do not tell.

    ``month_before`` is a day of the month that was named last: "of the same month" points there.

    >>> days_of(Said("day", offset=-2, weekdays=(2,)), date(2024, 11, 14))
    Days(start=datetime.date(2024, 11, 12), end=datetime.date(2024, 11, 13), is_contradiction=True)
    """
    try:
        if said.until is not None:
            return _stretch(said, said.until, anchor, month_before)
        if said.kind == "absolute":
            return _absolute(said, anchor, month_before)
        if anchor is None:
            return NOTHING
        if said.kind in _ANCHORED:
            return _ANCHORED[said.kind](said, anchor)
    except (ValueError, OverflowError):  # 31 June, year 0: words that name no day
        pass
    return NOTHING


def cell_of(
    said: Said, span: Span, anchor: date | None, month_before: date | None = None
) -> tuple[Date, tuple[Problem, ...]]:
    """The date cell for the words of ``span``, and the problem when they contradict each other.

    >>> cell_of(Said("day", offset=-1), Span(0, 3, "أمس"), date(2024, 11, 14))[0].start
    '2024-11-13'
    """
    days = days_of(said, anchor, month_before)
    start = days.start.isoformat() if days.start else None
    end = days.end.isoformat() if days.end else None
    cell = Date(start, end, days.precision, PARTS.get(said.part, said.part) or None, (span,))
    if not days.is_contradiction:
        return cell, ()
    days_told = (f"{start} and {end}", " و".join(day_ar(day) for day in (start, end) if day))
    return cell, (problem("date_contradiction", ("date",), (span,), days=days_told),)


def last_weekday(weekday: int, anchor: date) -> date:
    """The last such day on or before the anchor.

    >>> last_weekday(4, date(2024, 11, 14))
    datetime.date(2024, 11, 8)
    """
    return anchor - timedelta((anchor.weekday() - weekday) % _WEEK)


def hijri_day(year: int, month: int, day: int) -> date:
    """The day in the common calendar, by the Umm al-Qura tables.

    >>> hijri_day(1436, 10, 15)
    datetime.date(2015, 7, 31)
    """
    from hijridate import Hijri  # loaded when a report needs it: it takes a tenth of the start-up

    common = Hijri(year, month, day).to_gregorian()
    return date(common.year, common.month, common.day)


@lru_cache(maxsize=1024)
def _hijri_year(anchor: date) -> tuple[int, int]:
    from hijridate import Gregorian

    hijri = Gregorian(anchor.year, anchor.month, anchor.day).to_hijri()
    return hijri.year, hijri.month


def _offset(said: Said, anchor: date) -> Days:
    day = anchor + timedelta(said.offset)
    if said.weekdays and day.weekday() != said.weekdays[0]:
        named = _nearest_weekday(said.weekdays[0], day)
        return Days(min(day, named), max(day, named), True)
    return Days(day, day)


def _stretch(said: Said, until: Said, anchor: date | None, month_before: date | None) -> Days:
    """From one date to another; the year is said once, at the end."""
    last = days_of(until, anchor, month_before)
    if last.end is None:
        return NOTHING
    first = said._replace(until=None, year=said.year or until.year, year_which=said.year_which or until.year_which)
    start = days_of(first, last.end, month_before).start
    return Days(start, last.end) if start is not None and start <= last.end else NOTHING


def _nearest_weekday(weekday: int, day: date) -> date:
    ahead = (weekday - day.weekday()) % _WEEK
    return day + timedelta(ahead if ahead <= 3 else ahead - _WEEK)


def _next_weekday(weekday: int, anchor: date) -> date:
    return anchor + timedelta((weekday - anchor.weekday() - 1) % _WEEK + 1)


def _weekday(said: Said, anchor: date) -> Days:
    if said.unit == "week":  # الجمعة من الأسبوع الماضي
        sunday = anchor - timedelta((anchor.weekday() + 1) % _WEEK) + timedelta(_STEPS.get(said.which, 0) * _WEEK)
        first = sunday + timedelta((said.weekdays[0] + 1) % _WEEK)
        return Days(first, first)
    if said.which == "next":
        first = _next_weekday(said.weekdays[0], anchor)
        return Days(first, first + timedelta((said.weekdays[-1] - said.weekdays[0]) % _WEEK))
    latest = anchor - _DAY if said.which in ("last", "before_last") else anchor
    last = last_weekday(said.weekdays[-1], latest)
    if said.which == "before_last":
        last -= timedelta(_WEEK)
    first = last - timedelta((said.weekdays[-1] - said.weekdays[0]) % _WEEK)
    if len(said.weekdays) == 1:
        if said.part == "night_before":
            first -= _DAY
        elif said.part == "night_of" and last < anchor:
            last += _DAY
    return Days(first, last)


def _ago(said: Said, anchor: date) -> Days:
    low, high = said.number or (1, None)
    if high is None:
        return Days(anchor - _DAY, anchor) if said.unit in ("hour", "minute") else NOTHING
    if said.unit in ("hour", "minute"):
        hours = high / 60 if said.unit == "minute" else high
        return Days(anchor - timedelta(-(-hours // 24) or 1), anchor)
    if said.unit in ("day", "week"):
        length = _WEEK if said.unit == "week" else 1
        if high * length <= _COUNTED:
            return Days(anchor - timedelta(high * length), anchor - timedelta(low * length))
    return NOTHING  # months and years ago are no day


def _during(said: Said, anchor: date) -> Days:
    """The last N units: up to yesterday for days, up to the anchor itself for hours."""
    if said.unit in ("hour", "minute"):
        hours = said.number[1] or 24 if said.number else 24
        length = timedelta(max(1, -(-hours // 24)))
        return Days(anchor, anchor + length) if said.which == "next" else Days(anchor - length, anchor)
    number = said.number[1] if said.number else None
    if number is None:
        return NOTHING
    if said.which == "next":
        if said.unit not in ("day", "week"):
            return NOTHING
        return Days(anchor + _DAY, anchor + timedelta(number * (_WEEK if said.unit == "week" else 1)))
    if said.unit in ("day", "week"):
        return Days(anchor - timedelta(number * (_WEEK if said.unit == "week" else 1)), anchor - _DAY)
    if said.unit == "month":
        return Days(_months_from(anchor, -number), anchor - _DAY)
    return Days(_months_from(anchor, -12 * number), anchor - _DAY)


def _months_from(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _overnight(said: Said, anchor: date) -> Days:
    return Days(anchor - _DAY, anchor)


_STEPS = {"before_last": -2, "last": -1, "next": 1}


def _period(said: Said, anchor: date) -> Days:
    step = _STEPS.get(said.which, 0)
    if said.unit == "day":
        return Days(anchor + timedelta(step), anchor + timedelta(step))
    if said.unit == "week":
        sunday = anchor - timedelta((anchor.weekday() + 1) % _WEEK)
        start = sunday + timedelta(step * _WEEK)
        if said.third in _WEEK_THIRDS:
            low, high = _WEEK_THIRDS[said.third]
            if step == 0 and not said.which and start + timedelta(low) > anchor:
                start -= timedelta(_WEEK)  # "at the weekend" in the middle of a week is the one before
            return _until(Days(start + timedelta(low), start + timedelta(high)), anchor)
        return _within(said, Days(start, start + timedelta(6)), anchor)
    if said.unit == "month":
        first = _months_from(anchor.replace(day=1), step)
        return _within(said, _month(first.year, first.month, said.third), anchor)
    if said.unit == "year":
        return _within(said, _year(anchor.year + step, said.third), anchor)
    return NOTHING


def _within(said: Said, days: Days, anchor: date) -> Days:
    if said.third == "later" and days.end is not None and days.start is not None and days.start <= anchor <= days.end:
        return Days(anchor, days.end)
    return days if said.which == "next" else _until(days, anchor)


def _until(days: Days, anchor: date | None) -> Days:
    """Nothing that is told has happened after the anchor."""
    if anchor is not None and days.start is not None and days.end is not None and days.start <= anchor < days.end:
        return days._replace(end=anchor)
    return days


def _month(year: int, month: int, third: str, is_hijri: bool = False) -> Days:
    low, high = _THIRDS.get(third, (1, 31))
    if is_hijri:
        start = hijri_day(year, month, low)
        if high < 30:
            return Days(start, hijri_day(year, month, high))
        following = hijri_day(year + month // 12, month % 12 + 1, 1)
        return Days(start, following - _DAY)
    return Days(date(year, month, low), date(year, month, min(high, monthrange(year, month)[1])))


def _year(year: int, third: str) -> Days:
    low, high = _YEAR_THIRDS.get(third, (1, 12))
    return Days(date(year, low, 1), date(year, high, 31))


def _absolute(said: Said, anchor: date | None, month_before: date | None) -> Days:
    year = said.year
    if said.is_hijri and said.year_which:
        return _latest(said, anchor) if said.year_which == "this" and anchor is not None else NOTHING
    if year is None and said.year_which:
        if said.year_which == "same":
            year = month_before.year if month_before else None
        elif anchor is not None:
            year = anchor.year + _STEPS.get(said.year_which, 0)
        if year is None:
            return NOTHING
    if said.month is None:
        if said.unit == "month":  # the 7th of this month, of last month, of the same month
            return _day_of_month(said, anchor, month_before)
        return NOTHING if year is None else _until(_year(year, said.third), anchor)
    if said.is_hijri and year is not None and year > 1700:
        return NOTHING  # Ramadan 2015 may lie in two Hijri years; seldom one that matters
    if year is None:
        if anchor is None:
            return NOTHING
        return _latest(said, anchor)
    days = _in_year(said, year)
    return _checked(said, days if said.days else _until(days, anchor))


def _in_year(said: Said, year: int) -> Days:
    assert said.month is not None
    if said.days is None:
        return _month(year, said.month, said.third, said.is_hijri)
    make = hijri_day if said.is_hijri else date
    return Days(make(year, said.month, said.days[0]), make(year, said.month, said.days[1]))


def _latest(said: Said, anchor: date) -> Days:
    """No year is said: the latest such day or month that has begun by the anchor (or the next one, when so said)."""
    this_year = _hijri_year(anchor)[0] if said.is_hijri else anchor.year
    if said.which == "next":
        for year in (this_year, this_year + 1):
            days = _in_year(said, year)
            if days.start is not None and days.start > anchor:
                return days
        return NOTHING
    for year in (this_year + 1, this_year, this_year - 1, this_year - 2, this_year - 3, this_year - 4):
        try:
            days = _in_year(said, year)
        except ValueError:  # 29 February
            continue
        if days.start is None or days.end is None or days.start > anchor:
            continue
        if said.which in ("last", "before_last") and (days.start if said.days else days.end) >= anchor:
            continue
        if said.weekdays and said.days and days.start.weekday() != said.weekdays[0]:
            break
        return days if said.days else _until(days, anchor)
    else:
        return NOTHING
    return _checked(said, days)


def _checked(said: Said, days: Days) -> Days:
    """A weekday beside a date that is another day: the span over both readings."""
    if not said.weekdays or not said.days or days.start is None or days.end is None:
        return days
    if said.days[0] != said.days[1] or days.start.weekday() == said.weekdays[0]:
        return days
    named = _nearest_weekday(said.weekdays[0], days.start)
    return Days(min(days.start, named), max(days.start, named), True)


def _day_of_month(said: Said, anchor: date | None, month_before: date | None) -> Days:
    if said.which == "same":
        base = month_before
    else:
        base = anchor and _months_from(anchor.replace(day=1), _STEPS.get(said.which, 0))
    if base is None:
        return NOTHING
    if said.days is None:
        return _until(_month(base.year, base.month, said.third), anchor)
    return _checked(said, Days(base.replace(day=said.days[0]), base.replace(day=said.days[1])))


_ANCHORED = {
    "day": _offset,
    "weekday": _weekday,
    "ago": _ago,
    "during": _during,
    "overnight": _overnight,
    "period": _period,
}
