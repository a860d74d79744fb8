"""Whether two tellings may be of one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rasd.events.draft import Draft
from rasd.model.event import Date

# The first sentences tell the news.
OPENING = 3
# The news is told without a day as often as not; what is dated so long before the last day told is another act.
WEEKS = timedelta(days=25)
TODAY = frozenset(["اليوم", "واليوم"])


def dates_fit(lead: Draft, drafts: Sequence[Draft], draft: Draft, news: str) -> float:
    """1 for the same day, -1 for another, 0 where nothing tells; ``news`` is the last day that the report tells."""
    mine = draft.date.date if draft.date and not draft.date_is_carried else None
    if mine is not None and mine.start is None and draft.status == "background" and lead.status != "background":
        return -1.0  # "some days ago" is not the news
    if mine is None or mine.start is None:
        return 0.0
    told = [d for d in drafts if d.date and not d.date_is_carried and d.date.date.start]
    if not told and mine.end and _is_weeks_before(mine.end, news) and lead.sentence < OPENING:
        return -1.0  # the news has no day of its own, and this one is not its
    if not told and _opens_with_another_day(draft) and not all(d.is_title for d in drafts):
        return -1.0
    for other in told:
        theirs = other.date.date if other.date else None
        if theirs is None or theirs.start is None:
            continue
        if (mine.end or mine.start) < theirs.start or (theirs.end or theirs.start) < mine.start:
            return 0.0 if _one_night(mine, theirs) else -1.0
        return 1.0
    return 0.0


def last_day(draft: Draft) -> str:
    """The day of a draft, its last where it has several; "" without one."""
    return (draft.date.date.end or "") if draft.date is not None else ""


def _is_weeks_before(day: str, news: str) -> bool:
    return bool(news) and date.fromisoformat(day) < date.fromisoformat(news) - WEEKS


def _opens_with_another_day(draft: Draft) -> bool:
    """وأمس، هاجم ...: the report passes on to what another day brought."""
    day = draft.date
    words = day.span.text.split() if day is not None else []
    if day is None or day.first > 1 or TODAY.intersection(words):
        return False
    return words[0].startswith("و") or (day.first == 1 and draft.sentence > OPENING)


def _one_night(a: Date, b: Date) -> bool:
    """Today and "after midnight yesterday" may be one night."""
    at_night = {a.part_of_day, b.part_of_day} & {"night", "midnight", "dawn", "evening"}
    if not at_night or a.end is None or b.end is None or a.start is None or b.start is None:
        return False
    gap = date.fromisoformat(max(a.start, b.start)) - date.fromisoformat(min(a.end, b.end))
    return gap.days <= 1
