"""Older acts brought in as context: background, also where no opener says so.

A report tells its news first. What it tells later under an earlier day of its own ("وفي آذار/مارس الماضي"), what
the same sentence goes on with, and what it only names as gone before ("بعد قصف المحولات") is context.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rasd.events.draft import BEFORE_NOW, Draft
from rasd.events.within import Act
from rasd.model.marked import Marked
from rasd.model.value import replace
from rasd.text.letters import plain

# An act this many days before the news is context wherever it stands.
OLD = timedelta(days=3)
# A first act dated further back than this is no measure of the news; the day of publication is.
STALE = timedelta(days=20)
# Nor is a first act told this long after it the news.
LONG_GONE = timedelta(days=7)
# An announcement of the news day or the day before makes news of an older act.
FRESH = timedelta(days=1)
# Words that put an act before another one. Cues of weak sense: they say what came first, not that it is old.
AFTER = frozenset("بعد بعدما بعيد عقب اعقاب غداه منذ".split())
WEAK = frozenset({"response_weak", "background_weak"})
NEAR = 3
# بعد تلك الهجمات اندلعت مواجهات: the noun behind "after" is pointed at, and another act is told.
POINTING = frozenset("هذا هذه تلك ذلك ، هولاء".split())


def with_background(acts: Sequence[Act], sentences: Sequence[Marked], published: date | None) -> list[Act]:
    """The acts in the order of the report, those that are context marked as background."""
    if not acts:
        return []
    news = _news(acts, published)
    headline = {d.sentence for d in acts[0].drafts}
    out = []
    in_context, last = False, 0
    for number, act in enumerate(acts):
        day = _day(act)
        if number == 0 and not _is_in_title(act) and (_is_long_gone(day, published) or _is_named_as_gone(act)):
            act, in_context = _with_status(act, "background"), True
        elif number == 0 or (_is_in_title(act) and not (_is_in_title(acts[0]) and _opens_older(act, news, sentences))):
            in_context = False
            act = _with_doubt(_as_news(act))
        elif act.lead.status == "background":
            if _belongs_to_the_news(act, day, news):
                act = _with_status(act, "reported")
            else:
                in_context = True
        elif act.lead.status in ("reported", "suspected"):
            if _is_announced_now(act, sentences, news):
                in_context = False
            elif _is_older(act, day, news, sentences):
                act, in_context = _with_status(act, "background"), True
            elif _went_before(act, day, news, sentences, headline):
                act, in_context = _with_status(act, "background"), False
            elif (
                day is None and in_context and act.lead.sentence <= last and not act.lead.separate and not act.lead.also
            ):
                act = _with_status(act, "background")
            else:
                act, in_context = _with_doubt(act), False
        else:
            in_context = False
        out.append(act)
        last = max(d.sentence for d in act.drafts)
    return out


def _is_long_gone(day: date | None, published: date | None) -> bool:
    """A report whose first act lies weeks back tells of something else, and only recalls it."""
    return day is not None and published is not None and day < published - LONG_GONE


def _is_named_as_gone(act: Act) -> bool:
    """وصلت المساعدات بعد تحرير المدينة، فرحة تحرير المدينة: the news is another, and no act."""
    named = all(d.is_named for d in act.drafts)
    return named and all(d.frame.main.preposition in BEFORE_NOW or d.frame.main.sense == "take" for d in act.drafts)


def _is_in_title(act: Act) -> bool:
    return any(d.is_title for d in act.drafts)


def _with_doubt(act: Act) -> Act:
    """The act is suspected when the telling in the body that names its doer doubts it: طائرة يشتبه أنها ..."""
    doubted = next((d for d in act.drafts if d.status == "suspected" and not d.is_title), None)
    if doubted is None or act.lead.status != "reported" or act.lead.actor1:
        return act
    return Act((replace(act.lead, status="suspected", status_cue=doubted.status_cue), *act.drafts[1:]))


def _news(acts: Sequence[Act], published: date | None) -> date | None:
    """The day of the news: that of the first act, unless it is told with a day too old to be one."""
    first = _day(acts[0])
    if first is None or (published is not None and first < published - STALE):
        return published
    return first


def _as_news(act: Act) -> Act:
    """The headline's own act is news, also where its circumstances are told with "had": وكانت ... قد."""
    if act.lead.status != "background":
        return act
    other = next((d.status for d in act.drafts if d.status != "background"), "")
    return _with_status(act, other) if other else act


def _belongs_to_the_news(act: Act, day: date | None, news: date | None) -> bool:
    """يأتي ذلك بعد أن توصلت الفصائل اليوم: what the news follows on is news itself when it has the same day."""
    cue = act.lead.status_cue
    return cue is not None and cue.reach == "rest" and day is not None and news is not None and day >= news


def _is_announced_now(act: Act, sentences: Sequence[Marked], news: date | None) -> bool:
    """قالت الوزارة في بيان أمس إن: an older act that is told now for the first time."""
    if news is None:
        return False
    for draft in act.drafts:
        source = draft.source
        if source is None or source.is_carried:
            continue
        for mention in sentences[draft.sentence].dates:
            end = mention.date.end
            if source.saying[0] <= mention.first < source.saying[1] and end and mention.first > 1:
                if date.fromisoformat(end) >= news - FRESH:
                    return True
    return False


def _is_older(act: Act, day: date | None, news: date | None, sentences: Sequence[Marked]) -> bool:
    if news is None:
        return False
    if day is not None and day <= news - OLD:
        return True
    if act.lead.separate:
        return False
    dated = next((d for d in act.drafts if d.date is not None and not d.date_is_carried), None)
    if dated is None or dated.date is None:
        return False
    opens = dated.date.first <= 1 and _begins_with_and(sentences, dated.sentence)
    return opens and (day is None or day < news)


def _opens_older(act: Act, news: date | None, sentences: Sequence[Marked]) -> bool:
    """The leading telling opens with an older day: وأمس، أفادت مصادر."""
    lead = act.lead
    if news is None or lead.date is None or lead.date_is_carried or not lead.date.date.end:
        return False
    opens = lead.date.first <= 1 and _begins_with_and(sentences, lead.sentence)
    return opens and date.fromisoformat(lead.date.date.end) < news


def _went_before(
    act: Act, day: date | None, news: date | None, sentences: Sequence[Marked], headline: set[int]
) -> bool:
    """Every telling of the act names it as gone before another (بعد، منذ), none beside the headline's act."""
    if day is not None and news is not None and day >= news:
        return False
    return all(d.sentence not in headline and _stands_behind_after(d, sentences[d.sentence]) for d in act.drafts)


def _stands_behind_after(draft: Draft, marked: Marked) -> bool:
    first = min(t.first for t in draft.frame.triggers)
    for cue in marked.cues:
        if cue.sense in WEAK and cue.scope[0] <= first < cue.scope[1] and cue.first < first <= cue.last + NEAR:
            between = {token.plain for token in marked.sentence.tokens[cue.last : first]}
            if AFTER.intersection(plain(word) for word in cue.span.text.split()) and not between & POINTING:
                return True
    return False


def _begins_with_and(sentences: Sequence[Marked], index: int) -> bool:
    return sentences[index].sentence.tokens[0].plain.startswith(("و", "ف"))


def _day(act: Act) -> date | None:
    for draft in act.drafts:
        if draft.date is not None and not draft.date_is_carried and draft.date.date.end:
            return date.fromisoformat(draft.date.date.end)
    return None


def _with_status(act: Act, status: str) -> Act:
    return Act((replace(act.lead, status=status), *act.drafts[1:]))
