"""When: lays the dates of a whole report on the calendar, around the day its own weekdays agree on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rasd.lexicon.calendar import cell_of, last_weekday
from rasd.model.mention import DateMention
from rasd.model.value import replace

# A paper is dated a day after it was written, and a page may be seen days after that; never before it.
_LATEST = 3


def settled(mentions: Sequence[DateMention], published: date | None) -> list[DateMention]:
    """The date mentions of a report, in order, around the anchor that fits them all.

    "Of the same month" takes the month of the step before it, also from an earlier sentence.

    >>> settled([], None)
    []
    """
    anchor = anchor_of(mentions, published)
    out: list[DateMention] = []
    month_before: date | None = None
    for mention in mentions:
        said = mention.said
        is_moved = anchor != published and mention.anchor == "published"
        if said is not None and (is_moved or (said.kind == "absolute" and mention.date.start is None)):
            cell, problems = cell_of(said, mention.span, anchor, month_before)
            mention = replace(mention, date=cell, problems=problems)
        if said is not None and said.kind == "absolute" and mention.date.start:
            month_before = date.fromisoformat(mention.date.start)
        out.append(mention)
    return out


def anchor_of(mentions: Sequence[DateMention], published: date | None) -> date | None:
    """The day the report speaks from.

    Usually the day of publication. When every "today (Monday)" and "yesterday, Sunday" of the report agrees on a day
    shortly before, the page is dated later than its text, and the weekdays are trusted. When they disagree among
    themselves, the day of publication stands and each contradiction is shown.
    """
    if published is None:
        return None
    days = set()
    for mention in mentions:
        said = mention.said
        if said is not None and said.kind == "day" and said.weekdays and said.offset <= 0:
            spoken = published + timedelta(said.offset)
            if spoken.weekday() == said.weekdays[0]:
                days.add(published)
            else:
                days.add(last_weekday(said.weekdays[0], spoken) - timedelta(said.offset))
    if len(days) == 1 and (day := days.pop()) >= published - timedelta(_LATEST):
        return day
    return published
