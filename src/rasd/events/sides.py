"""The two sides of a clash: بين X وY, X مع Y, or the armed sides that lost men in it."""

from __future__ import annotations

from collections.abc import Sequence

from rasd.events.frames import Frame
from rasd.events.grammar import clear, group_of, same_side
from rasd.model.marked import Marked
from rasd.model.mention import ActorMention

Actors = tuple[ActorMention, ...]

FIGHTS = frozenset(("clash", "confrontation"))
MUTUAL = FIGHTS | {"agree"}
BY_SIDE = frozenset("جهه طرف جانب ناحيه".split())
FARTHEST = 16
# How far "with" may stand behind the word for the clash: adjectives come between, and where it was.
NEXT = 10
ARMED = frozenset(("state forces", "rebel group", "political militia", "identity militia", "external/other forces"))


def sides_of(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> tuple[Actors, Actors] | None:
    """The first and the second side of a clash or an agreement; None when no words part them."""
    if not MUTUAL.intersection(t.sense for t in frame.triggers):
        return None
    inside = [a for a in actors if frame.first <= a.first < frame.last and a.role != "nisba"]
    return (
        _between(marked, frame, inside) or _dead_against(marked, frame, inside) or _dead_of_both(marked, frame, actors)
    )


def _between(marked: Marked, frame: Frame, inside: Sequence[ActorMention]) -> tuple[Actors, Actors] | None:
    """بين X (من جهة) وY (من جهة أخرى)."""
    for i, actor in enumerate(inside):
        if not _is_behind_between(marked, actor) or actor.first < frame.main.first - 12:
            continue
        later = [a for a in inside[i + 1 :] if not same_side(a, [actor])]
        part = _parting(marked, actor, later)
        if part is not None:
            joined = [a for a in inside[i:] if a.first < part.first and (a is actor or a.group == actor.group >= 0)]
            return tuple(joined), _members(part, later)
        if len(group_of(actor, inside)) > 1:
            group = group_of(actor, inside)
            return group[:1], group[1:]
        near = [a for a in later if _is_second(marked, actor, a)]
        return (actor,), (group_of(near[0], later) if near else ())
    return None


def _is_behind_between(marked: Marked, actor: ActorMention) -> bool:
    """بين عناصر من X: the word stands right before, or before a word for who they are."""
    before = marked.sentence.tokens[max(0, actor.first - 3) : actor.first]
    return actor.preposition == "بين" or (actor.preposition != "و" and any(t.plain == "بين" for t in before))


def _parting(marked: Marked, actor: ActorMention, later: Sequence[ActorMention]) -> ActorMention | None:
    """The first actor behind "on the one hand"."""
    tokens = marked.sentence.tokens
    for other in later:
        words = {t.plain for t in tokens[actor.last : other.first]}
        if words & BY_SIDE and other.first - actor.last <= FARTHEST + 8:
            return other
    return None


def _members(first: ActorMention, later: Sequence[ActorMention]) -> Actors:
    return tuple(a for a in group_of(first, later) if a.first >= first.first)


def _is_second(marked: Marked, first: ActorMention, second: ActorMention) -> bool:
    between = marked.sentence.tokens[first.last : second.first + 1]
    return len(between) <= FARTHEST and (
        second.preposition in ("و", "بين") or any(t.plain.startswith("و") for t in between)
    )


def _dead_against(marked: Marked, frame: Frame, inside: Sequence[ActorMention]) -> tuple[Actors, Actors] | None:
    """قتل ثمانية من X في مواجهات مع Y: who lost men is the side named first, whom they fought the second."""
    if not FIGHTS.intersection(t.sense for t in frame.triggers):
        return None
    for trigger in frame.triggers:
        foes = [a for a in inside if a.preposition in ("مع", "ضد") and 0 <= a.first - trigger.last <= NEXT]
        foes = [a for a in foes if clear(marked, trigger.last, a.first)]
        if trigger.sense not in FIGHTS or trigger.pos == "verb" or not foes:
            continue
        ahead = [a for a in inside if a.last <= trigger.first and not same_side(a, foes) and a.actor.kind in ARMED]
        for toll in marked.tolls:
            lost = [a for a in ahead if toll.side is not None and toll.side[0] <= a.first < toll.side[1]]
            if lost and lost[0].actor.name:
                return group_of(lost[0], inside), group_of(foes[0], inside)
    return None


def _dead_of_both(marked: Marked, frame: Frame, actors: Sequence[ActorMention]) -> tuple[Actors, Actors] | None:
    """قتل عشرة من X وثلاثة من Y في اشتباكات: the armed sides that lost men are the sides, in the order told."""
    if not FIGHTS.intersection(t.sense for t in frame.triggers) or frame.main.pos == "verb":
        return None
    lost: list[ActorMention] = []
    for toll in marked.tolls:
        if toll.side is None:
            continue
        for actor in actors:
            if toll.side[0] <= actor.first < toll.side[1] and actor.role == "named" and not same_side(actor, lost):
                if not lost or actor.group != lost[0].group or actor.group < 0:
                    lost.append(actor)
    if len(lost) != 2:
        return None
    lost.sort(key=lambda one: next(a.first for a in marked.actors if same_side(a, [one])))
    return group_of(lost[0], actors), group_of(lost[1], actors)


def joined_sides(lead: tuple[Actors, Actors], other: tuple[Actors, Actors]) -> tuple[Actors, Actors]:
    """The sides of an act told twice: what one telling lacks the other gives, and nobody stands on both sides.

    A telling may name the sides the other way round: the side that the first telling lacks is the one it has not named.
    """
    doer, hit = lead
    doer2, hit2 = other
    if not doer and hit:
        doer = hit2 if any(same_side(a, hit) for a in doer2) else doer2
        doer = () if any(same_side(a, hit) or a.role == "civilians" for a in doer) else doer
    elif doer and not hit:
        hit = doer2 if any(same_side(a, doer) for a in hit2) else hit2
        hit = () if any(same_side(a, doer) for a in hit) else hit
    elif not doer:
        doer, hit = doer2, hit2
    return doer, _closer_named(hit, hit2, doer)


def crowd_first(doer: Actors, hit: Actors, kind: str) -> tuple[Actors, Actors]:
    """In what crowds do, whoever faces the crowd is the second side, even where only they are told (codebook)."""
    if kind not in CROWD_TYPES or not doer or not all(a.actor.kind in GOVERNING for a in doer):
        return doer, hit
    return tuple(a for a in hit if a.head in CROWD or a.role == "protesters"), doer


def _closer_named(hit: Actors, other: Actors, doer: Actors) -> Actors:
    """مقار المسلحين is told elsewhere as مقار الحزب: the name before the word for anybody."""
    if not hit or not other or any(a.head not in ANYBODY for a in hit):
        return hit
    names = [a for a in other if a.actor.name and a.head not in ANYBODY and a.actor.kind in IRREGULARS]
    return other if names and not any(same_side(a, doer) for a in other) else hit


# Heads that only say that somebody is armed, and the kinds of those who are called so.
ANYBODY = frozenset(("gunmen", "militants", "rebels", "faction", "opposition", "fighters", "band"))
IRREGULARS = frozenset(("rebel group", "political militia", "identity militia"))
# The types in which the first side is a crowd, the heads for one, and the kinds of those who face it.
CROWD_TYPES = frozenset(
    ("Violent demonstration", "Peaceful protest", "Protest with intervention", "Excessive force against protesters")
)
CROWD = frozenset(("protesters", "youths", "rioters"))
GOVERNING = frozenset(("state forces", "external/other forces"))
