"""response_to: which act of the report an act with words of reply answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasd.events.within import Act
from rasd.model.event import Event, Why


def answers(acts: Sequence[Act], events: Sequence[Event]) -> list[Event]:
    """response_to: an act with words of reply answers the act told before it whose sides are the other way round."""
    out = list(events)
    for i, act in enumerate(acts):
        mention = next((d.response for d in act.drafts if d.response is not None), None)
        if mention is None:
            continue
        j = _answered(acts, i)
        if j is not None:
            why = (*out[i].why, Why("response_to", "words of reply", mention.at))
            words = (mention.span,)
            out[i] = replace(out[i], response_to=events[j].event_id, response_evidence=words, why=why)
    return out


def _answered(acts: Sequence[Act], i: int) -> int | None:
    mine = {a.actor.actor_id or a.actor.name for d in acts[i].drafts for a in d.actor1}
    order: list[int] = [*range(i - 1, -1, -1), *range(i + 1, len(acts))]
    for j in order:
        theirs = {a.actor.actor_id or a.actor.name for d in acts[j].drafts for a in d.actor1}
        if theirs and mine and not theirs & mine:
            return j
    return i - 1 if i > 0 else None
