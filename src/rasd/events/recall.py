"""Older acts brought in as context: background, also where no opener says so.

A report tells its news first. What it tells later under an earlier day of its own ("وفي آذار/مارس الماضي"), and what
follows there without a day, is context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rasd.events.within import Act
from rasd.model.marked import Marked

# An act this many days before the news is context wherever it stands.
OLD = timedelta(days=3)


def with_background(acts: Sequence[Act], sentences: Sequence[Marked], published: date | None) -> list[Act]:
    """The acts in the order of the report, those that are context marked as background."""
    if not acts:
        return []
    news = _day(acts[0]) or published
    out = [acts[0]]
    in_context = False
    for act in acts[1:]:
        day = _day(act)
        if act.lead.status == "background":
            in_context = True
        elif act.lead.status == "reported" and not any(d.is_title for d in act.drafts):
            if _is_older(act, day, news, sentences):
                act, in_context = _background(act), True
            elif day is None and in_context and not act.lead.separate and not act.lead.also:
                act = _background(act)
            else:
                in_context = False
        else:
            in_context = False
        out.append(act)
    return out


def _is_older(act: Act, day: date | None, news: date | None, sentences: Sequence[Marked]) -> bool:
    if news is None:
        return False
    if day is not None and day <= news - OLD:
        return True
    dated = next((d for d in act.drafts if d.date is not None and not d.date_is_carried), None)
    if dated is None or dated.date is None:
        return False
    opens = dated.date.first <= 1 and _begins_with_and(sentences, dated.sentence)
    return opens and (day is None or day < news)


def _begins_with_and(sentences: Sequence[Marked], index: int) -> bool:
    return sentences[index].sentence.tokens[0].plain.startswith(("و", "ف"))


def _day(act: Act) -> date | None:
    for draft in act.drafts:
        if draft.date is not None and not draft.date_is_carried and draft.date.date.end:
            return date.fromisoformat(draft.date.date.end)
    return None


def _background(act: Act) -> Act:
    lead = act.lead
    return Act((replace(lead, status="background"), *act.drafts[1:]))
