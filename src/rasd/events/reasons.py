"""Why each cell is what it is: the rule that filled it and the row behind its words, for ``--explain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rasd.events.draft import Draft
from rasd.events.within import Act
from rasd.model.event import Event, Why
from rasd.model.mention import Mention
from rasd.model.text import Span
from rasd.model.value import replace

Words = tuple[Span, ...] | None

CARRIED = "said earlier in the report, and nothing else since"


def with_status_words(acts: Sequence[Act]) -> list[Act]:
    """The acts, those that are context without a cue given what says so: their day, or what the passage opened with."""
    out: list[Act] = []
    opener: Mention | None = None
    for act in acts:
        lead = act.lead
        if lead.status == "background":
            own = next((d.date for d in act.drafts if d.date is not None and not d.date_is_carried), None)
            opener = lead.status_cue or own or opener or lead.frame.main
            if lead.status_cue is None:
                act = Act((replace(lead, status_words=(opener,)), *act.drafts[1:]))
        else:
            opener = None
        out.append(act)
    return out


def reasons(event: Event, draft: Draft, rule: str) -> tuple[Why, ...]:
    """A Why for the type and for every cell that is filled; ``rule`` is the one that chose the type."""
    return tuple(_reasons(event, draft, rule))


def _reasons(event: Event, draft: Draft, rule: str) -> Iterator[Why]:
    yield Why("sub_event_type", rule or "no rule holds", draft.frame.main.at)
    doer = draft.why[0].rule if draft.why else "who did it" if draft.actor1 else "a protest tells of protesters"
    doers: tuple[Mention, ...] = draft.actor1 or (*draft.unnamed, *draft.frame.triggers)
    yield from _whys("actor1", doer, event.actor1.evidence if event.actor1 else None, doers)
    hit = (*draft.actor2, *draft.victims, *draft.tolls, *_one(draft.target))
    yield from _whys("actor2", _how_hit(event, draft), event.actor2.evidence if event.actor2 else None, hit)
    yield from _whys("target", "what was hit", event.target.evidence if event.target else None, _one(draft.target))
    arms = (*draft.weapons, *draft.frame.triggers)
    yield from _whys("weapon", "named with the act", event.weapon.evidence if event.weapon else None, arms)
    yield from _whys("count", "counted with the act", event.count.evidence if event.count else None, _one(draft.count))
    where = CARRIED if draft.place_is_carried else "named with the act"
    for place in event.places:
        yield from _whys("places", where, place.evidence, draft.places)
    when = CARRIED if draft.date_is_carried else "the day told with the act"
    yield from _whys("date", when, event.date.evidence if event.date else None, _one(draft.date))
    figures = "the figure" if len(draft.tolls) == 1 else "figures of one sentence added, of several compared"
    yield from _whys("killed", figures, event.killed.evidence if event.killed else None, draft.tolls)
    yield from _whys("wounded", figures, event.wounded.evidence if event.wounded else None, draft.tolls)
    if event.status != "reported":
        cue = "a cue covers the act" if draft.status_cue else "an older day than the news"
        yield from _whys("status", cue, event.status_evidence, (*_one(draft.status_cue), *draft.status_words))
    said = event.attribution.evidence if event.attribution else None
    yield from _whys("attribution", "the saying covers the act", said, _one(draft.source))


def _how_hit(event: Event, draft: Draft) -> str:
    words = event.actor2.evidence if event.actor2 else ()
    if any(actor.span in words or set(actor.actor.evidence) & set(words) for actor in draft.actor2):
        return "the side that was hit"
    if draft.target is not None and draft.target.span in words:
        return "a home, or what belongs to civilians"
    return "who the victims are"


def _one(mention: Mention | None) -> tuple[Mention, ...]:
    return () if mention is None else (mention,)


def _whys(cell: str, rule: str, words: Words, mentions: Iterable[Mention]) -> Iterator[Why]:
    """A Why for every row that the words of a cell come from."""
    if words is None:
        return
    there = [mention for mention in mentions if any(_meet(mention.span, span) for span in words)]
    exact = [mention for mention in there if mention.span in words]
    for row in dict.fromkeys(mention.at for mention in exact or there):
        yield Why(cell, rule, row)


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
