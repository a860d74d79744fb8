"""The day of acts whose own sentence gives none, and of acts that are still to come.

The day on which something is announced is not the day of the act, but a report that gives no other day for its own
news means that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rasd.events.carry import is_summed_up
from rasd.events.circumstances import is_said_on
from rasd.events.draft import Draft
from rasd.events.overlaps import WIDE
from rasd.events.within import Act
from rasd.model.marked import Marked
from rasd.model.mention import DateMention
from rasd.model.value import replace

# The sentences among which the opening of a report's body stands.
OPENING = 3
# A line shorter than this is the paper's name and town: عين اليوم – عدن.
SHORTEST = 5
# A paper's day and the day of its page may lie a day apart.
LATEST = timedelta(1)
# An act told this long before the statement is another one.
LONG_BEFORE = timedelta(4)


def with_days(acts: Sequence[Act], sentences: Sequence[Marked], published: date | None) -> list[Act]:
    """The acts, those of the report's own news dated by its statement where nothing else dates them."""
    out: list[Act] = []
    opening = _day_of_the_opening(acts, sentences)
    lead = min((d.sentence for act in acts for d in act.drafts if not d.is_title), default=-1)
    for number, act in enumerate(acts):
        status = act.lead.status
        if _is_undated(act) and status != "background":
            is_news = number == 0 or any(d.is_title or d.sentence == lead for d in act.drafts)
            said = (day_of_the_statement(sentences[d.sentence], d) for d in _in_order(act))
            act = _with_day(act, next(filter(None, said), None) if is_news else None)
        elif number == 0 and status != "background":
            act = _without_an_older_day(act, sentences)
        if _is_undated(act) and status == "reported":
            told = (e.lead.date for e in out if e.lead.status == "reported" and e.lead.date and _same_scene(e, act))
            act = _with_day(act, next(told, None) or (None if act.lead.separate else opening))
        if published is not None:
            act = Act(tuple((_to_come if status == "threatened" else _come)(d, published) for d in act.drafts))
        out.append(act)
    return out


def _without_an_older_day(act: Act, sentences: Sequence[Marked]) -> Act:
    """The news as the leading draft tells it, where the only day comes from a draft about days long before."""
    said = day_of_the_statement(sentences[act.lead.sentence], act.lead)
    days = [d.date.date.end for d in act.drafts if d.date is not None and d.date.date.end]
    if act.lead.date is not None or said is None or said.date.start is None or not days:
        return act
    if date.fromisoformat(said.date.start) - date.fromisoformat(max(days)) < LONG_BEFORE:
        return act
    return Act((replace(act.lead, date=said), *act.drafts[1:]))


def _is_undated(act: Act) -> bool:
    return not any(d.date for d in act.drafts)


def _with_day(act: Act, day: DateMention | None) -> Act:
    if day is None:
        return act
    return Act((replace(act.lead, date=day, date_is_carried=True), *act.drafts[1:]))


def _day_of_the_opening(acts: Sequence[Act], sentences: Sequence[Marked]) -> DateMention | None:
    """The day of a first sentence that sums up what the report goes on to tell, and tells no act itself.

    "Within the last two days" sums up several days, and is that of none of the acts behind it.
    """
    titles = {d.sentence for act in acts for d in act.drafts if d.is_title}
    told = {d.sentence for act in acts for d in act.drafts}
    for marked in sentences[1:OPENING]:
        index = marked.sentence.index
        if index in titles or len(marked.sentence.tokens) < SHORTEST:
            continue
        if index in told:
            return None
        days = [
            d
            for d in marked.dates
            if not d.is_duration
            and d.date.start
            and d.anchor != "event"
            and not (d.said is not None and d.said.kind == "during")
            and not any(is_said_on(s, d) for s in marked.sources)
        ]
        if days:
            return days[0]
    return None


def _same_scene(told: Act, act: Act) -> bool:
    """A place of the act was the scene of one told before, or of several told as one: the report goes on about it."""
    mine = {p.place.name_ar for d in act.drafts for p in d.places if p.kind not in WIDE}
    if any(p.place.name_ar in mine for d in told.drafts for p in d.places if p.role != "area"):
        return True
    return bool(act.lead.places) and is_summed_up(told.lead, act.lead)


def _in_order(act: Act) -> list[Draft]:
    return sorted(act.drafts, key=lambda d: (d.is_title, d.sentence))


def day_of_the_statement(marked: Marked, draft: Draft) -> DateMention | None:
    """The date between the verb of saying and what is said, where the saying covers the act."""
    at = draft.frame.main.first
    for source in marked.sources:
        if source.is_carried or not (source.scope[0] <= at < source.scope[1]):
            continue
        for day in marked.dates:
            if is_said_on(source, day) and not day.is_duration and day.date.start:
                return day
    return None


def _come(draft: Draft, published: date) -> Draft:
    """What is told as done was not done after the report: such a day was counted from something else."""
    day = draft.date
    if day is None or not day.date.start or date.fromisoformat(day.date.start) <= published + LATEST:
        return draft
    return replace(draft, date=None, date_is_carried=False)


def _to_come(draft: Draft, published: date) -> Draft:
    """A bare weekday of an act to come is the next one."""
    day = draft.date
    if day is None or day.said is None or day.said.kind != "weekday" or day.said.which or not day.date.start:
        return draft
    start = date.fromisoformat(day.date.start)
    if start >= published or draft.date_is_carried:
        return draft
    week = timedelta(days=7)
    end = date.fromisoformat(day.date.end or day.date.start)
    moved = replace(day.date, start=(start + week).isoformat(), end=(end + week).isoformat())
    return replace(draft, date=replace(day, date=moved))
