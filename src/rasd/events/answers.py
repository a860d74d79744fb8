"""response_to: which act of the report an act with words of reply answers."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.draft import Draft
from rasd.events.frames import frames_of
from rasd.events.overlaps import without_overlaps
from rasd.events.replies import answered_frame, points_at_one_told
from rasd.events.within import Act
from rasd.lexicon.problems import problem
from rasd.model.event import Event, Why
from rasd.model.marked import Marked
from rasd.model.mention import CueMention
from rasd.model.value import replace
from rasd.text.letters import plain

MOST_OF_A_PARTICLE = 3


def answers(acts: Sequence[Act], events: Sequence[Event], sentences: Sequence[Marked]) -> list[Event]:
    """The events with response_to: the act named behind the words of reply, else the last one the other way round.

    None, with a problem, when no act of the report can be meant.
    """
    out = list(events)
    for i, act in enumerate(acts):
        draft = next((d for d in act.drafts if d.response is not None), None)
        if draft is None or draft.response is None:
            continue
        cue = draft.response
        j = _answered(acts, i, draft, cue, sentences[draft.sentence])
        if j is None:
            unknown = problem("unknown_answered_act", ("response_to",), (cue.span,))
            out[i] = replace(out[i], problems=(*out[i].problems, unknown))
        else:
            why = (*out[i].why, Why("response_to", "words of reply", cue.at))
            out[i] = replace(out[i], response_to=events[j].event_id, response_evidence=(cue.span,), why=why)
    return out


def _answered(acts: Sequence[Act], i: int, draft: Draft, cue: CueMention, marked: Marked) -> int | None:
    told = _told_beside(acts, i, cue, marked)
    if told is not None:
        return told
    telling = Act((draft,))
    mine, hit = _doers(telling) or _doers(acts[i]), _hit(telling) or _hit(acts[i])
    start = (draft.sentence, draft.frame.main.first)
    earlier = [j for j in range(len(acts)) if j != i and _first_telling(acts[j]) < start]
    answered = [j for j in reversed(earlier) if _is_the_other_way_round(acts[j], mine, hit)]
    called = [j for j in answered if _is_called_so(acts[j], cue, marked)]
    if called:
        return called[0]
    if answered:  # rather one that names its doer in its own words than one that goes on from it
        return next((j for j in answered if _names_its_doer(acts[j])), answered[0])
    before = [j for j in earlier if not _also_answers(acts[j], draft)]
    if not before or mine & _doers(acts[before[-1]]):
        return None
    last = before[-1]
    is_near = draft.sentence - max(d.sentence for d in acts[last].drafts if d.sentence <= draft.sentence) <= 1
    return last if points_at_one_told(marked, cue) or (is_near and _doers(acts[last])) else None


def _is_called_so(act: Act, cue: CueMention, marked: Marked) -> bool:
    """وردا على القصف: of the acts that may be meant, the one told with that word."""
    behind = marked.sentence.tokens[cue.last : cue.last + 2]
    names = {t.plain.removeprefix("ال") for t in behind if t.kind == "word" and len(t.plain) > MOST_OF_A_PARTICLE}
    told = {plain(word) for d in act.drafts for t in d.frame.triggers for word in t.span.text.split()}
    return any(word.endswith(name) for word in told for name in names)


def _also_answers(act: Act, draft: Draft) -> bool:
    """Another answer told in the same sentence: تصدت المضادات وأقلع الطيران ونفذ غارتين."""
    return any(d.response is not None and d.sentence == draft.sentence for d in act.drafts)


def _told_beside(acts: Sequence[Act], i: int, cue: CueMention, marked: Marked) -> int | None:
    """The act of the frame behind the words of reply, when it is kept as one."""
    clean = without_overlaps(marked)
    frame = answered_frame(clean, cue, frames_of(clean))
    if frame is None:
        return None
    at = (marked.sentence.index, frame.main.first)
    for j, act in enumerate(acts):
        if j != i and any((d.sentence, d.frame.main.first) == at for d in act.drafts):
            return j
    return None


def _is_the_other_way_round(act: Act, mine: set[str], hit: set[str]) -> bool:
    """Its doer is whom I hit, or it hit me and is not mine."""
    theirs = _doers(act)
    if mine & theirs:
        return False
    return bool(theirs & hit) or bool(mine & _hit(act))


def _names_its_doer(act: Act) -> bool:
    return any(a.sentence == d.sentence for d in act.drafts for a in d.actor1)


def _first_telling(act: Act) -> tuple[int, int]:
    return min((d.sentence, d.frame.main.first) for d in act.drafts)


def _doers(act: Act) -> set[str]:
    return {a.actor.actor_id or a.actor.name or "" for d in act.drafts for a in d.actor1} - {""}


def _hit(act: Act) -> set[str]:
    return {a.actor.actor_id or a.actor.name or "" for d in act.drafts for a in d.actor2} - {""}
