"""What sets two tellings apart that each tell an act as news: another side hit, another weapon, another number."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.draft import Draft
from rasd.events.facts import MILITARY_KINDS
from rasd.events.umbrellas import identities, stand_for_one
from rasd.events.wording import CASUALTY

# Acts with two sides, of which either may be told as the doer.
TWO_SIDED = frozenset({"clash", "confrontation", "repel", "attack", "raid", "ambush"})


def told_apart(drafts: Sequence[Draft], draft: Draft) -> float:
    """Two that are each told as news, and of which one hit another side, with another weapon or another number."""
    if not _is_told(draft):
        return 0.0
    told = [d for d in drafts if _is_told(d)]
    mine, theirs = {w.kind for w in draft.weapons}, {w.kind for d in told for w in d.weapons}
    counts = {d.count.value for d in told if d.count is not None}
    apart = 1.0 if mine and theirs and not mine & theirs else 0.0
    apart += 0.5 if draft.count is not None and counts and draft.count.value not in counts else 0.0
    return apart + _hits_another_side(told, draft)


def _is_told(draft: Draft) -> bool:
    """In the body, by a verb or an indefinite noun, and not only by its dead."""
    return not (draft.is_title or draft.points_back or draft.is_named or is_casualty_only(draft))


def _hits_another_side(told: Sequence[Draft], draft: Draft) -> float:
    """قصفت مواقع التنظيم ... وقصفت أهدافا للحزب."""
    mine = {part for a in draft.actor2 if a.actor.kind in MILITARY_KINDS for part in identities(a)}
    theirs = {part for d in told for a in d.actor2 if a.actor.kind in MILITARY_KINDS for part in identities(a)}
    if not (mine and theirs) or mine & theirs or "" in mine | theirs:
        return 0.0
    if any(stand_for_one(a.actor, b.actor) for a in draft.actor2 for d in told for b in d.actor2):
        return 0.0
    return 0.0 if is_two_sided(draft) and any(map(is_two_sided, told)) else 1.0


def is_two_sided(draft: Draft) -> bool:
    """A fight, or who was hurt in one."""
    return draft.frame.main.sense in TWO_SIDED or is_casualty_only(draft)


def is_casualty_only(draft: Draft) -> bool:
    """Told only through who was killed or hurt."""
    return draft.senses <= CASUALTY
